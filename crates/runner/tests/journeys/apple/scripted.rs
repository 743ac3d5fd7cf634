//! Servers that say by TLS what a test wants them to say, and remember what they heard.

use super::authority::Authority;
use rustls::ServerConfig;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

type Stream = BufReader<TlsStream<TcpStream>>;

/// What the server does once it has heard a question.
pub(crate) enum Act {
    /// Says this and, after an HTTP request, hangs up.
    Say(String),
    /// Says this and hangs up.
    SayAndClose(String),
    /// Says this again and again.
    SayForever(String),
    /// Says the first and then the second again and again.
    SayThenForever(String, String),
    /// Says the first and then the second, a byte a second.
    SayThenTrickle(String, String),
    /// Never answers.
    Silence,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// The questions so far: HTTP requests with their bodies, or IMAP lines.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits until something was asked.
    pub(crate) async fn was_asked(&self) {
        while self.heard().is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// A CalDAV server; `answer` gets each request as text and gives the whole answer.
    pub(crate) async fn dav(
        authority: &Authority,
        host: &str,
        answer: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Self {
        Self::dav_with(authority.server(host), answer).await
    }

    /// The same with a certificate of one's own.
    pub(crate) async fn dav_with(
        config: Arc<ServerConfig>,
        answer: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Self {
        Self::start(
            config,
            move |mut stream: Stream, heard: Arc<Mutex<Vec<String>>>| {
                let answer = answer.clone();
                async move {
                    let request = request(&mut stream).await?;
                    heard.lock().unwrap().push(request.clone());
                    act(&mut stream, answer(&request)).await?;
                    stream.shutdown().await.ok()
                }
            },
        )
        .await
    }

    /// An IMAP server; `answer` gets an empty line for the greeting, then each command.
    pub(crate) async fn imap(
        authority: &Authority,
        answer: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Self {
        Self::imap_with(authority.server("localhost"), answer).await
    }

    /// The same with a certificate of one's own.
    pub(crate) async fn imap_with(
        config: Arc<ServerConfig>,
        answer: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Self {
        Self::start(
            config,
            move |mut stream: Stream, heard: Arc<Mutex<Vec<String>>>| {
                let answer = answer.clone();
                async move {
                    let mut line = String::new();
                    loop {
                        act(&mut stream, answer(&line)).await?;
                        line.clear();
                        if stream.read_line(&mut line).await.ok()? == 0 {
                            return None;
                        }
                        line.truncate(line.trim_end().len());
                        heard.lock().unwrap().push(line.clone());
                    }
                }
            },
        )
        .await
    }

    async fn start<F>(
        config: Arc<ServerConfig>,
        talk: impl Fn(Stream, Arc<Mutex<Vec<String>>>) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let memory = heard.clone();
        let task = tokio::spawn(async move {
            let acceptor = TlsAcceptor::from(config);
            let mut talks = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(stream) = acceptor.accept(stream).await {
                    talks.spawn(talk(BufReader::new(stream), memory.clone()));
                }
            }
        });
        Server { port, heard, task }
    }
}

/// `None` when there is nothing more to say.
async fn act(stream: &mut Stream, act: Act) -> Option<()> {
    match act {
        Act::Say(text) => {
            stream.write_all(text.as_bytes()).await.ok()?;
            stream.flush().await.ok()
        }
        Act::SayAndClose(text) => {
            stream.write_all(text.as_bytes()).await.ok()?;
            stream.shutdown().await.ok()?;
            None
        }
        Act::SayForever(text) => loop {
            stream.write_all(text.as_bytes()).await.ok()?;
        },
        Act::SayThenForever(first, text) => {
            stream.write_all(first.as_bytes()).await.ok()?;
            // As much at a time as there is room for, as fast as it is heard.
            let text = text.repeat((1 << 14) / text.len() + 1);
            loop {
                stream.write_all(text.as_bytes()).await.ok()?;
            }
        }
        Act::SayThenTrickle(first, text) => {
            stream.write_all(first.as_bytes()).await.ok()?;
            for byte in text.as_bytes() {
                stream.write_all(&[*byte]).await.ok()?;
                stream.flush().await.ok()?;
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
            std::future::pending().await
        }
        Act::Silence => std::future::pending().await,
    }
}

pub(crate) async fn request(stream: &mut Stream) -> Option<String> {
    let mut request = String::new();
    let mut length = 0;
    loop {
        let start = request.len();
        if stream.read_line(&mut request).await.ok()? == 0 {
            return None;
        }
        let line = request[start..].to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    request.push_str(&String::from_utf8(body).ok()?);
    Some(request)
}

/// A whole HTTP answer.
pub(crate) fn http(status: &str, headers: &str, body: &str) -> Act {
    Act::Say(format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
}

/// A multistatus of one response with one property.
pub(crate) fn one(property: &str) -> Act {
    let body = format!(
        "<multistatus xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><response><href>/</href>\
         <propstat><prop>{property}</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    );
    http(
        "207 Multi-Status",
        "content-type: application/xml\r\n",
        &body,
    )
}

/// A calendar server as it should be, with one calendar.
pub(crate) fn good_dav(request: &str) -> Act {
    if request.contains("current-user-principal") {
        one("<current-user-principal><href>/1/principal/</href></current-user-principal>")
    } else if request.contains("calendar-home-set") {
        one("<c:calendar-home-set><href>/1/calendars/</href></c:calendar-home-set>")
    } else {
        one(
            "<resourcetype><collection/><c:calendar/></resourcetype><displayname>Home</displayname>",
        )
    }
}

/// A mail server as it should be. Greets in Apple's manner.
pub(crate) fn good_imap(line: &str) -> Act {
    let tag = line.split(' ').next().unwrap_or_default();
    Act::Say(match line {
        "" => "* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PLAIN] (2126B1) ready\r\n".into(),
        _ if line.contains(" EXAMINE ") => {
            format!("* FLAGS (\\Answered \\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 1] \r\n* OK [X-STRANGE é] né\r\n{tag} OK [READ-ONLY] EXAMINE completed\r\n")
        }
        _ if line.contains(" LOGOUT") => format!("* BYE bye\r\n{tag} OK done\r\n"),
        _ => format!("{tag} OK user logged in\r\n"),
    })
}
