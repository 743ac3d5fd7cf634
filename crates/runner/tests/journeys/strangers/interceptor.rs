//! Whoever made a profile and the authority in it, between this computer and everybody else: a proxy that opens TLS.

use crate::{
    apple::{
        authority::Authority,
        scripted::{Act, good_dav, good_imap},
    },
    world::{elsewhere, outside},
};
use std::{
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::LazyConfigAcceptor;

trait FaultProxy: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> FaultProxy for T {}
type Stream = BufReader<Box<dyn FaultProxy>>;

/// Speaks HTTP, SOCKS and TLS at one port, and takes down whatever it can read.
pub(crate) struct Interceptor {
    pub(crate) address: SocketAddr,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    /// Where it was asked to lead.
    asked_for: Mutex<Vec<String>>,
    /// What came in the clear or after it opened TLS.
    said: Mutex<Vec<String>>,
}

impl Interceptor {
    pub(crate) fn start(authority: Arc<Authority>) -> Interceptor {
        let listener = outside(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::<Heard>::default();
        let memory = heard.clone();
        elsewhere().spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(meet(stream, authority.clone(), memory.clone()));
            }
        });
        Interceptor { address, heard }
    }

    pub(crate) fn asked_for(&self) -> Vec<String> {
        self.heard.asked_for.lock().unwrap().clone()
    }

    pub(crate) fn said(&self) -> Vec<String> {
        self.heard.said.lock().unwrap().clone()
    }
}

impl Heard {
    fn leads_to(&self, host: &str) {
        self.asked_for.lock().unwrap().push(host.to_owned());
    }

    fn takes_down(&self, text: &str) {
        self.said.lock().unwrap().push(text.to_owned());
    }
}

async fn meet(stream: TcpStream, authority: Arc<Authority>, heard: Arc<Heard>) -> Option<()> {
    let mut first = [0];
    stream.peek(&mut first).await.ok()?;
    let stream: Stream = BufReader::new(Box::new(stream));
    match first[0] {
        5 => socks(stream, authority, heard).await,
        0x16 => opened(stream, None, authority, heard).await,
        _ => proxy(stream, authority, heard).await,
    }
}

/// RFC 1928, as far as a client without a password goes.
async fn socks(mut stream: Stream, authority: Arc<Authority>, heard: Arc<Heard>) -> Option<()> {
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).await.ok()?;
    let mut methods = vec![0; greeting[1].into()];
    stream.read_exact(&mut methods).await.ok()?;
    stream.write_all(&[5, 0]).await.ok()?;
    let mut request = [0; 4];
    stream.read_exact(&mut request).await.ok()?;
    let length = match request[3] {
        1 => 4,
        3 => stream.read_u8().await.ok()?.into(),
        _ => 16,
    };
    let mut host = vec![0; length];
    stream.read_exact(&mut host).await.ok()?;
    stream.read_u16().await.ok()?;
    let host = if request[3] == 3 {
        String::from_utf8(host).ok()?
    } else {
        format!("{host:?}")
    };
    heard.leads_to(&host);
    stream
        .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        .await
        .ok()?;
    opened(stream, Some(host), authority, heard).await
}

async fn proxy(mut stream: Stream, authority: Arc<Authority>, heard: Arc<Heard>) -> Option<()> {
    let head = head(&mut stream).await?;
    heard.takes_down(&head);
    let Some(host) = head.strip_prefix("CONNECT ") else {
        let page = b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nSuccess";
        stream.write_all(page).await.ok()?;
        return stream.shutdown().await.ok();
    };
    let host = host.split(' ').next()?.rsplit_once(':')?.0.to_owned();
    heard.leads_to(&host);
    stream
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await
        .ok()?;
    opened(stream, Some(host), authority, heard).await
}

/// TLS with a certificate for whoever is wanted. A connection that nobody asked to be led on is one to mail, or one to a
/// proxy by TLS.
fn opened(
    stream: Stream,
    host: Option<String>,
    authority: Arc<Authority>,
    heard: Arc<Heard>,
) -> Pin<Box<dyn Future<Output = Option<()>> + Send>> {
    Box::pin(async move {
        let start = LazyConfigAcceptor::new(Default::default(), stream)
            .await
            .ok()?;
        let named = start.client_hello().server_name().map(str::to_owned);
        let name = named.clone().or(host.clone());
        let name = name.unwrap_or_else(|| "127.0.0.1".to_owned());
        let certificate = authority.server(name.trim_matches(['[', ']']));
        let mail_server = named.as_deref().filter(|name| *name != "localhost");
        if let (None, Some(name)) = (&host, mail_server) {
            heard.leads_to(name);
        }
        let stream: Box<dyn FaultProxy> = Box::new(start.into_stream(certificate).await.ok()?);
        let stream = BufReader::new(stream);
        match (host, named.as_deref()) {
            (Some(_), _) => web(stream, heard).await,
            (None, None | Some("localhost")) => proxy(stream, authority, heard).await,
            (None, Some(_)) => mail(stream, heard).await,
        }
    })
}

async fn web(mut stream: Stream, heard: Arc<Heard>) -> Option<()> {
    loop {
        let mut request = head(&mut stream).await?;
        let length = request
            .lines()
            .find_map(|line| {
                line.to_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            })
            .unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.ok()?;
        request.push_str(&String::from_utf8_lossy(&body));
        heard.takes_down(&request);
        let act = if request.starts_with("PROPFIND") {
            good_dav(&request)
        } else {
            super::stage::good_nylas(&request)
        };
        let (Act::Say(answer) | Act::SayAndClose(answer)) = act else {
            return None;
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.shutdown().await.ok()?;
    }
}

async fn mail(mut stream: Stream, heard: Arc<Heard>) -> Option<()> {
    let mut line = String::new();
    loop {
        let Act::Say(answer) = good_imap(line.trim_end()) else {
            return None;
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.flush().await.ok()?;
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        heard.takes_down(&line);
    }
}

async fn head(stream: &mut Stream) -> Option<String> {
    let mut head = String::new();
    loop {
        let start = head.len();
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
        if head[start..].trim_end().is_empty() {
            return Some(head);
        }
    }
}
