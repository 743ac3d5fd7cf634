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
    AuthorizationResponse, Expected, address,
    request::{CallbackRequest, DONE, Head, Heard, Target},
};
use wizard::Ended;

/// The most connections at once; one more makes the oldest go. A browser is done long before that.
const MOST_CONNECTIONS: usize = 32;
/// For the request of one connection, and again for its answer.
const TIME: Duration = Duration::from_secs(5);
/// How long the closing page can still be had.
const GRACE: Duration = Duration::from_secs(3);
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

    /// Waits for the redirect that is `expected` and hands it to `taken`; then shows the `page` about it once, for a moment,
    /// and ends.
    pub(crate) async fn serve(
        self,
        expected: Expected,
        page: impl Fn(Ended) -> String + Send + Sync + 'static,
        taken: impl FnOnce(AuthorizationResponse) + Send,
    ) {
        let (tell, mut told) = mpsc::unbounded_channel();
        let callback = Arc::new(Callback {
            port: expected.port(),
            stage: Mutex::new(Stage::Waiting(expected)),
            page: Box::new(page),
            tell,
        });
        let mut taken = Some(taken);
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
                Some(served) = told.recv() => match served {
                    Served::Redirect(answer) => {
                        if let Some(taken) = taken.take() {
                            taken(answer);
                        }
                        end.as_mut().reset(Instant::now() + GRACE);
                    }
                    Served::Page => return,
                },
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
    stage: Mutex<Stage>,
    page: Box<dyn Fn(Ended) -> String + Send + Sync>,
    tell: mpsc::UnboundedSender<Served>,
}

enum Stage {
    Waiting(Expected),
    /// It came: the same redirect is not taken twice.
    Over(Ended),
}

enum Served {
    Redirect(AuthorizationResponse),
    Page,
}

/// What a request is answered with.
enum Reply {
    SeeDone,
    Page(Ended),
    BadRequest,
    NotFound,
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
        Reply::Page(ended) => {
            let page = (callback.page)(ended);
            format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n{HEADERS}content-length: {}\r\n\r\n{page}",
                page.len()
            )
        }
        Reply::BadRequest => {
            format!("HTTP/1.1 400 Bad Request\r\n{HEADERS}content-length: 0\r\n\r\n")
        }
        Reply::NotFound => format!("HTTP/1.1 404 Not Found\r\n{HEADERS}content-length: 0\r\n\r\n"),
    };
    let written = timeout(TIME, async {
        stream.write_all(text.as_bytes()).await?;
        stream.shutdown().await
    });
    if matches!(written.await, Ok(Ok(()))) && matches!(reply, Reply::Page(_)) {
        let _ = callback.tell.send(Served::Page);
    }
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
            Heard::Nothing => return None,
        }
    }
}

impl Callback {
    fn answer(&self, asked: CallbackRequest) -> Reply {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let query = match (asked.target, &*stage) {
            (Target::Other, _) | (Target::Done, Stage::Waiting(_)) => return Reply::NotFound,
            _ if !asked.by_browser => return Reply::BadRequest,
            (Target::Done, Stage::Over(ended)) => return Reply::Page(*ended),
            (Target::Callback(query), _) => query,
        };
        let Stage::Waiting(expected) = &*stage else {
            return Reply::BadRequest;
        };
        match expected.query(&query) {
            Ok(answer) => {
                *stage = Stage::Over(answer.ended(&address(self.port)));
                // Told before anything else can go wrong with this connection.
                let _ = self.tell.send(Served::Redirect(answer));
                Reply::SeeDone
            }
            Err(_) => Reply::BadRequest,
        }
    }
}
