//! Listens on both loopback addresses, because `localhost` may be either, and answers one kind of request.
//!
//! Anybody on this computer can knock here, and so can every page in the person's browser. So each connection has little
//! time and little room, too many make the oldest go, and only what a browser sends when it follows a redirect is answered.

use std::{
    collections::VecDeque, io, net::Ipv4Addr, net::Ipv6Addr, sync::Arc, sync::Mutex,
    sync::PoisonError, time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::{AbortHandle, JoinSet},
    time::{Instant, sleep, timeout},
};

use super::{
    Expected, address,
    request::{CallbackRequest, DONE, Head, Heard, Target},
    response,
};
use nylas::AuthorizationResponse;
use wizard::Ended;

/// The most connections at once; one more makes the oldest go. A browser is done long before that.
const MOST_CONNECTIONS: usize = 32;
/// For the request of one connection, and again for its answer.
const TIME: Duration = Duration::from_secs(5);
/// How long the closing page can still be had.
const GRACE: Duration = Duration::from_secs(3);
/// The most bytes that are let pass unread, so that a browser gets to the answer.
const MOST_IGNORED: u64 = 4 << 20;
/// The pause after a connection could not be taken, such as when this process has too many files open.
const AFTER_FAULT: Duration = Duration::from_millis(100);

/// Nothing may be loaded, sent, framed or based elsewhere.
const HEADERS: &str = "cache-control: no-store\r\ncontent-security-policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
    referrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\nconnection: close\r\n";

/// A port of this computer, taken.
pub(crate) struct Listener {
    v4: TcpListener,
    /// None where this computer has no IPv6.
    v6: Option<TcpListener>,
}

impl Listener {
    /// Takes the port on both loopback addresses.
    ///
    /// # Errors
    /// When the browser might come to somebody else: one of the two is taken or not allowed.
    pub(crate) async fn bind(port: u16) -> io::Result<Listener> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let v6 = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => Some(listener),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied
                ) =>
            {
                return Err(error);
            }
            Err(error) => {
                log::debug!("no IPv6 loopback: {}", error.kind());
                None
            }
        };
        Ok(Listener { v4, v6 })
    }

    /// Waits for the redirect that is `expected` and tells of it; then shows the `page` about how it ended, for a moment, and
    /// ends.
    pub(crate) async fn serve(
        self,
        expected: Expected,
        page: impl Fn(Ended) -> String + Send + Sync + 'static,
        came: impl Fn(Came) + Send,
    ) {
        let (tell, mut told) = mpsc::unbounded_channel();
        let callback = Arc::new(Callback {
            port: expected.port(),
            expected,
            ended: Mutex::new(None),
            page: Box::new(page),
            tell,
        });
        let mut connections = JoinSet::new();
        let mut open: VecDeque<AbortHandle> = VecDeque::new();
        // Far away until the redirect came.
        let end = sleep(Duration::MAX);
        tokio::pin!(end);
        loop {
            tokio::select! {
                accepted = self.accept() => match accepted {
                    Ok(stream) => {
                        open.retain(|connection| !connection.is_finished());
                        if open.len() >= MOST_CONNECTIONS && let Some(oldest) = open.pop_front() {
                            oldest.abort();
                        }
                        open.push_back(connections.spawn(handle_connection(stream, callback.clone())));
                    }
                    Err(error) => {
                        log::debug!("a connection could not be taken: {}", error.kind());
                        sleep(AFTER_FAULT).await;
                    }
                },
                Some(_) = connections.join_next() => {}
                Some(what) = told.recv() => {
                    if matches!(what, Came::Redirect(_)) {
                        end.as_mut().reset(Instant::now() + GRACE);
                    }
                    came(what);
                }
                () = &mut end => return,
            }
        }
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        let (stream, _) = match &self.v6 {
            Some(v6) => {
                tokio::select! { accepted = self.v4.accept() => accepted?, accepted = v6.accept() => accepted? }
            }
            None => self.v4.accept().await?,
        };
        Ok(stream)
    }
}

/// What all connections share.
struct Callback {
    port: u16,
    expected: Expected,
    /// The same redirect is not taken twice. Who visits it twice gets the same page.
    ended: Mutex<Option<Ended>>,
    page: Box<dyn Fn(Ended) -> String + Send + Sync>,
    tell: mpsc::UnboundedSender<Came>,
}

/// What came from a browser.
pub(crate) enum Came {
    Redirect(AuthorizationResponse),
    /// Somebody came back and could not be heard to the end.
    TooMuch,
}

/// What a request is answered with.
enum Reply {
    SeeDone,
    Page(Ended),
    BadRequest,
    NotFound,
    /// It may come again when somebody really goes there.
    NotYet,
    TooMuch,
}

/// One request and its answer. What is no request of a browser gets none.
async fn handle_connection(mut stream: TcpStream, callback: Arc<Callback>) {
    let Ok(Some(reply)) = timeout(TIME, read(&mut stream, &callback)).await else {
        return;
    };
    let text = match reply {
        Reply::SeeDone => format!(
            "HTTP/1.1 303 See Other\r\nlocation: {DONE}\r\n{HEADERS}content-length: 0\r\n\r\n"
        ),
        Reply::Page(ended) => page("200 OK", &(callback.page)(ended)),
        Reply::TooMuch => page(
            "431 Request Header Fields Too Large",
            &(callback.page)(Ended::TooMuch),
        ),
        Reply::NotYet => {
            format!(
                "HTTP/1.1 503 Service Unavailable\r
{HEADERS}content-length: 0\r
\r
"
            )
        }
        Reply::BadRequest => {
            format!("HTTP/1.1 400 Bad Request\r\n{HEADERS}content-length: 0\r\n\r\n")
        }
        Reply::NotFound => format!("HTTP/1.1 404 Not Found\r\n{HEADERS}content-length: 0\r\n\r\n"),
    };
    let written = timeout(TIME, async {
        stream.write_all(text.as_bytes()).await?;
        stream.shutdown().await?;
        if matches!(reply, Reply::TooMuch) {
            // A connection that ends with something unread is reset, and the browser shows its own error.
            let mut rest = stream.take(MOST_IGNORED);
            tokio::io::copy(&mut rest, &mut tokio::io::sink()).await?;
        }
        Ok::<_, io::Error>(())
    });
    // Whoever does not wait for the answer needs none.
    let _ = written.await;
}

fn page(status: &str, page: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\n{HEADERS}content-length: {}\r\n\r\n{page}",
        page.len()
    )
}

async fn read(stream: &mut TcpStream, callback: &Callback) -> Option<Reply> {
    let mut head = Head::new();
    let mut piece = Vec::with_capacity(1 << 10);
    loop {
        piece.clear();
        if stream.read_buf(&mut piece).await.ok()? == 0 {
            return None;
        }
        match head.hear(&piece, callback.port) {
            Heard::Part => {}
            Heard::Whole(asked) => return Some(callback.answer(asked)),
            Heard::TooMuch => {
                let _ = callback.tell.send(Came::TooMuch);
                return Some(Reply::TooMuch);
            }
            Heard::Nothing => return None,
        }
    }
}

impl Callback {
    fn answer(&self, asked: CallbackRequest) -> Reply {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let query = match asked.target {
            Target::Other => return Reply::NotFound,
            Target::Done if ended.is_none() => return Reply::NotFound,
            _ if !asked.by_browser => return Reply::BadRequest,
            Target::Early => return Reply::NotYet,
            Target::Done => return ended.map_or(Reply::NotFound, Reply::Page),
            Target::Callback(query) => query,
        };
        match self.expected.query(&query) {
            Ok(_) if ended.is_some() => Reply::SeeDone,
            Ok(answer) => {
                *ended = Some(response::ended(&answer, &address(self.port)));
                // Told before anything else can go wrong with this connection.
                let _ = self.tell.send(Came::Redirect(answer));
                Reply::SeeDone
            }
            Err(_) => Reply::BadRequest,
        }
    }
}
