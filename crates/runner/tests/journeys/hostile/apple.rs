//! An Apple where anything may go wrong, and that remembers what it truly said.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use proptest::{collection::vec, prelude::*, sample::select};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    apple::{
        authority::Authority,
        free_port,
        scripted::{Act, good_dav, good_imap, http, request},
    },
    world::{KEY, World},
};

/// What happens to one connection.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    None,
    /// Before TLS stands.
    Reset,
    Silence,
    NoTls,
    Intercepted,
    Outdated,
    /// Instead of the answer to a command with this word in it (mail), or to any request (calendar).
    Answer(&'static str, Reply),
}

#[derive(Clone, Debug)]
pub(super) enum Reply {
    Text(String),
    /// The first part of the right answer.
    Half,
    Silence,
    Reset,
    /// A byte every ten seconds.
    Trickle,
}

/// What was truly said, over TLS that is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Accepted,
    Refused,
    /// Neither: forbidden, or no mailbox.
    Closed,
    Locked,
}

/// The way to Apple.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sky {
    Open,
    /// Both ports are blocked.
    Blocked,
    /// The names are not found.
    NoName,
}

#[derive(Clone, Debug)]
pub(super) struct Weather {
    sky: Sky,
    calendar: Vec<Trouble>,
    mail: Vec<Trouble>,
}

/// A profile whose Apple has names that are never found (RFC 6761); only a built-in one may.
const NO_NAME: &str = "[apple]\ncaldav_url = \"https://apple.invalid/\"\nimap_host = \"apple.invalid\"\n[connection]\nkind = \"api-key\"\n";

struct Service {
    port: u16,
    said: Arc<Mutex<Vec<Said>>>,
    listening: JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

pub(super) struct Apple {
    calendar: Service,
    mail: Service,
    sky: Sky,
}

/// Made once: that takes longer than a journey.
struct Certificates {
    authority: Authority,
    good: Arc<ServerConfig>,
    intercepted: Arc<ServerConfig>,
    outdated: Arc<ServerConfig>,
}

fn certificates() -> &'static Certificates {
    static CERTIFICATES: OnceLock<Certificates> = OnceLock::new();
    CERTIFICATES.get_or_init(|| {
        let authority = Authority::new();
        Certificates {
            good: authority.server("localhost"),
            intercepted: Authority::new().server("localhost"),
            outdated: authority.server_between("localhost", 1990, 2020),
            authority,
        }
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Apple {
    /// Needs a tokio runtime around it.
    pub(super) async fn in_weather(weather: Weather) -> Apple {
        let certificates = certificates();
        let calendar = Service::start(certificates, weather.calendar, false).await;
        let mail = Service::start(certificates, weather.mail, true).await;
        Apple {
            calendar,
            mail,
            sky: weather.sky,
        }
    }

    pub(super) fn world(&self, nylas: &str) -> World {
        match self.sky {
            Sky::Open => World::with_apple(
                nylas,
                &certificates().authority,
                self.calendar.port,
                self.mail.port,
            ),
            Sky::Blocked => {
                World::with_apple(nylas, &certificates().authority, free_port(), free_port())
            }
            Sky::NoName => {
                let mut world = World::new().api_uri(nylas);
                world.environment.built_in = Some(NO_NAME);
                world.keys.put(nylas, KEY);
                world
            }
        }
    }

    /// A new attempt begins.
    pub(super) fn forget(&self) {
        lock(&self.calendar.said).clear();
        lock(&self.mail.said).clear();
    }

    /// Whether what was said since then is a reason for the problem.
    pub(super) fn justifies(&self, code: &str) -> bool {
        let calendar = |said| lock(&self.calendar.said).contains(&said);
        let mail = |said| lock(&self.mail.said).contains(&said);
        let either = |said| calendar(said) || mail(said);
        match code {
            "A01" => either(Said::Refused) && !either(Said::Accepted),
            "A02" => {
                (calendar(Said::Accepted) || calendar(Said::Closed))
                    && (mail(Said::Refused) || mail(Said::Closed) || mail(Said::Locked))
            }
            "A03" => {
                (mail(Said::Accepted) || mail(Said::Closed))
                    && (calendar(Said::Refused) || calendar(Said::Closed) || calendar(Said::Locked))
            }
            "A05" => either(Said::Locked),
            _ => true,
        }
    }

    pub(super) fn told(&self) -> String {
        format!(
            "calendar {:?}, mail {:?}",
            lock(&self.calendar.said),
            lock(&self.mail.said)
        )
    }
}

impl Service {
    async fn start(
        certificates: &'static Certificates,
        troubles: Vec<Trouble>,
        is_mail: bool,
    ) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let said = Arc::<Mutex<Vec<Said>>>::default();
        let memory = said.clone();
        let mut troubles = VecDeque::from(troubles);
        let listening = tokio::spawn(async move {
            let mut talks = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                // A packet that the system holds back would let the clock jump.
                stream.set_nodelay(true).unwrap();
                let trouble = troubles.pop_front().unwrap_or(Trouble::None);
                let config = match trouble {
                    Trouble::Intercepted => &certificates.intercepted,
                    Trouble::Outdated => &certificates.outdated,
                    _ => &certificates.good,
                };
                talks.spawn(serve(
                    stream,
                    TlsAcceptor::from(config.clone()),
                    trouble,
                    memory.clone(),
                    is_mail,
                ));
            }
        });
        Service {
            port,
            said,
            listening,
        }
    }
}

async fn serve(
    mut stream: TcpStream,
    tls: TlsAcceptor,
    trouble: Trouble,
    said: Arc<Mutex<Vec<Said>>>,
    is_mail: bool,
) -> Option<()> {
    match trouble {
        Trouble::Reset => return stream.set_zero_linger().ok(),
        Trouble::Silence => std::future::pending().await,
        Trouble::NoTls => {
            return stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")
                .await
                .ok();
        }
        _ => {}
    }
    let mut stream = BufReader::new(tls.accept(stream).await.ok()?);
    let (at, reply) = match trouble {
        Trouble::Answer(at, reply) => (at, Some(reply)),
        _ => ("", None),
    };
    if !is_mail {
        let asked = request(&mut stream).await?;
        give(
            &mut stream,
            reply.as_ref(),
            good_dav(&asked),
            false,
            asked.contains("resourcetype"),
            &said,
        )
        .await?;
        return stream.shutdown().await.ok();
    }
    let mut line = String::new();
    loop {
        let now = reply
            .as_ref()
            .filter(|_| line.contains(at) && line.is_empty() == at.is_empty());
        give(
            &mut stream,
            now,
            good_imap(line.trim_end()),
            true,
            line.contains(" EXAMINE "),
            &said,
        )
        .await?;
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
    }
}

/// Answers, and notes what that says; `None` when the connection is at its end.
async fn give(
    stream: &mut BufReader<TlsStream<TcpStream>>,
    reply: Option<&Reply>,
    good: Act,
    is_mail: bool,
    last: bool,
    said: &Mutex<Vec<Said>>,
) -> Option<()> {
    let Act::Say(good) = good else { return None };
    match reply {
        None => {
            if last {
                lock(said).push(Said::Accepted);
            }
            stream.write_all(good.as_bytes()).await.ok()?;
            return stream.flush().await.ok();
        }
        Some(Reply::Text(text)) => {
            lock(said).extend(meaning(text, is_mail));
            stream.write_all(text.as_bytes()).await.ok()?;
        }
        Some(Reply::Half) => stream
            .write_all(&good.as_bytes()[..good.len() / 2])
            .await
            .ok()?,
        Some(Reply::Silence) => std::future::pending().await,
        Some(Reply::Reset) => return None,
        Some(Reply::Trickle) => {
            for byte in good.bytes() {
                stream.write_all(&[byte]).await.ok()?;
                stream.flush().await.ok()?;
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
        }
    }
    stream.flush().await.ok()?;
    let _ = stream.shutdown().await;
    // Until the other side has read it.
    let _ = stream.read(&mut [0]).await;
    None
}

fn meaning(text: &str, is_mail: bool) -> Option<Said> {
    let status = if is_mail {
        text.split(' ').nth(1)?
    } else {
        &text[9..12]
    };
    match status {
        _ if text.contains("locked") => Some(Said::Locked),
        "401" => Some(Said::Refused),
        "403" | "404" => Some(Said::Closed),
        "NO" if text.contains("UNAVAILABLE") => None,
        "NO" if text.starts_with("a1") => Some(Said::Refused),
        "NO" => Some(Said::Closed),
        _ => None,
    }
}

fn answer() -> impl Strategy<Value = Reply> {
    let page = |(status, headers, body): (&str, &str, &str)| match http(status, headers, body) {
        Act::Say(text) => Reply::Text(text),
        _ => Reply::Reset,
    };
    let texts = select(vec![
        (
            "401 Unauthorized",
            "www-authenticate: Basic realm=\"x\"\r\n",
            "",
        ),
        ("401 Unauthorized", "", "no"),
        ("403 Forbidden", "", ""),
        ("403 Forbidden", "", "<p>This account has been locked</p>"),
        ("404 Not Found", "", ""),
        ("407 Proxy Authentication Required", "", ""),
        ("408 Request Timeout", "", ""),
        ("429 Too Many Requests", "retry-after: 7\r\n", ""),
        (
            "429 Too Many Requests",
            "retry-after: 99999999999999999999\r\n",
            "",
        ),
        ("500 Internal Server Error", "", "wrong password"),
        ("502 Bad Gateway", "", "<html>locked account</html>"),
        ("503 Service Unavailable", "retry-after: 120\r\n", ""),
        ("511 Network Authentication Required", "", ""),
        ("200 OK", "", "<html>Sign in</html>"),
        ("207 Multi-Status", "", "<multistatus"),
        ("302 Found", "location: http://hotel.example/\r\n", ""),
        ("302 Found", "location: /\r\n", ""),
    ])
    .prop_map(page);
    prop_oneof![8 => texts, 1 => Just(Reply::Half), 1 => Just(Reply::Silence), 1 => Just(Reply::Reset), 1 => Just(Reply::Trickle)]
}

fn mail_answer() -> impl Strategy<Value = Trouble> {
    let say = |at, text: &str| Trouble::Answer(at, Reply::Text(text.to_owned()));
    let texts = select(vec![
        say(
            " LOGIN ",
            "a1 NO [AUTHENTICATIONFAILED] Authentication failed\r\n",
        ),
        say(" LOGIN ", "a1 NO no\r\n"),
        say(
            " LOGIN ",
            "a1 NO [AUTHENTICATIONFAILED] Your account is locked\r\n",
        ),
        say(" LOGIN ", "a1 NO [UNAVAILABLE] Later\r\n"),
        say(" LOGIN ", "a1 BAD what\r\n"),
        say(" LOGIN ", "* BYE UNAVAILABLE\r\n"),
        say(" EXAMINE ", "a2 NO [NONEXISTENT] Unknown mailbox\r\n"),
        say(" EXAMINE ", "a2 NO [UNAVAILABLE] Later\r\n"),
        say("", "* BYE Too busy\r\n"),
        say("", "<html>Sign in</html>\r\n"),
    ]);
    let at = || select(vec!["", " LOGIN ", " EXAMINE "]);
    let cut = (
        at(),
        select(vec![
            Reply::Half,
            Reply::Silence,
            Reply::Reset,
            Reply::Trickle,
        ]),
    )
        .prop_map(|(at, reply)| Trouble::Answer(at, reply));
    prop_oneof![3 => texts, 1 => cut]
}

fn early() -> impl Strategy<Value = Trouble> {
    select(vec![
        Trouble::Reset,
        Trouble::Silence,
        Trouble::NoTls,
        Trouble::Intercepted,
        Trouble::Outdated,
    ])
}

pub(super) fn weather() -> impl Strategy<Value = Weather> {
    let calendar = prop_oneof![3 => Just(Trouble::None), 2 => early(), 4 => answer().prop_map(|reply| Trouble::Answer("", reply))];
    let mail = prop_oneof![3 => Just(Trouble::None), 2 => early(), 4 => mail_answer()];
    let sky = prop_oneof![8 => Just(Sky::Open), 1 => Just(Sky::Blocked), 1 => Just(Sky::NoName)];
    (sky, vec(calendar, 0..12), vec(mail, 0..8)).prop_map(|(sky, calendar, mail)| Weather {
        sky,
        calendar,
        mail,
    })
}
