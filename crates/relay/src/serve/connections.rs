//! Connections: how many, how slow, and from whom.

use crate::client_address::ClientAddress;
use crate::config::Listen;
use crate::relay::Relay;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(unix)]
use std::fs::Permissions;
use std::io;
use std::net::IpAddr;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Open connections at one time. More wait until one ends.
const MOST: usize = 4096;
/// How long the head of a request may take, also the next one's on a connection that stays open.
const HEAD: Duration = Duration::from_secs(15);
/// Bytes of a head: no request of ours has more.
const LARGEST_HEAD: usize = 16 * 1024;
/// How long whoever asked may still wait for an answer when the relay ends: a little longer than any answer takes.
const LAST_WORDS: Duration = Duration::from_secs(12);
/// After an error of the system's, such as too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// Something that is listened to.
pub(crate) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener, std::path::PathBuf),
}

impl Listener {
    pub(crate) async fn bind(listen: &Listen) -> io::Result<Listener> {
        match listen {
            Listen::Tcp(address) => TcpListener::bind(address).await.map(Listener::Tcp),
            #[cfg(unix)]
            Listen::Unix(path) => {
                // A socket that nobody listens to any more; another file is not ours to remove.
                if std::os::unix::net::UnixStream::connect(path).is_err() && is_socket(path) {
                    std::fs::remove_file(path)?;
                }
                let listener = UnixListener::bind(path)?;
                // What stands in front is another user, in this one's group.
                std::fs::set_permissions(path, Permissions::from_mode(0o660))?;
                Ok(Listener::Unix(listener, path.clone()))
            }
            #[cfg(not(unix))]
            Listen::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Where it is, with the port that the system chose.
    pub(crate) fn shown(&self) -> String {
        match self {
            Listener::Tcp(listener) => listener
                .local_addr()
                .map(|address| address.to_string())
                .unwrap_or_default(),
            #[cfg(unix)]
            Listener::Unix(_, path) => format!("unix:{}", path.display()),
        }
    }

    /// Answers until it is told to stop, and then whoever has asked already.
    pub(crate) async fn serve(
        self,
        relay: Arc<Relay>,
        router: Router,
        mut stopping: watch::Receiver<bool>,
    ) {
        let places = Arc::new(Semaphore::new(MOST));
        let mut open = JoinSet::new();
        loop {
            let Ok(place) = places.clone().acquire_owned().await else {
                break;
            };
            let accepted = tokio::select! {
                accepted = self.accept() => accepted,
                _ = stopping.changed() => break,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    log::warn!("a connection was not taken: {}", error.kind());
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            if !may_connect(&relay, &self, peer) {
                log::warn!("a connection from outside the trusted proxies was closed");
                continue;
            }
            while open.try_join_next().is_some() {}
            let (relay, router, stopping) = (relay.clone(), router.clone(), stopping.clone());
            open.spawn(async move {
                answered(stream, peer, relay, router, stopping).await;
                drop(place);
            });
        }
        let all = async { while open.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WORDS, all).await.is_err() {
            log::warn!("somebody was cut off");
        }
        #[cfg(unix)]
        if let Listener::Unix(_, path) = &self {
            // The next start removes it as well.
            let _ = std::fs::remove_file(path);
        }
    }

    async fn accept(&self) -> io::Result<(Box<dyn Stream>, Option<IpAddr>)> {
        match self {
            Listener::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok((Box::new(stream), Some(peer.ip())))
            }
            #[cfg(unix)]
            Listener::Unix(listener, _) => {
                let (stream, _) = listener.accept().await?;
                Ok((Box::new(stream), None))
            }
        }
    }

    fn is_local(&self) -> bool {
        match self {
            Listener::Tcp(listener) => listener
                .local_addr()
                .is_ok_and(|address| address.ip().is_loopback()),
            #[cfg(unix)]
            Listener::Unix(..) => true,
        }
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// On a socket that others reach, only what stands in front may speak: it is plain HTTP.
fn may_connect(relay: &Relay, listener: &Listener, peer: Option<IpAddr>) -> bool {
    let trusted = &relay.config.trusted_proxies;
    listener.is_local()
        || peer.is_some_and(|peer| {
            let peer = peer.to_canonical();
            trusted.iter().any(|net| net.contains(&peer))
        })
}

/// Answers on a connection until one side ends it; when the relay stops, after what is being asked.
async fn answered(
    stream: Box<dyn Stream>,
    peer: Option<IpAddr>,
    relay: Arc<Relay>,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let forwarded: Vec<_> = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        let trusted = &relay.config.trusted_proxies;
        let client = ClientAddress::new(peer, &forwarded.join(","), trusted);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(client);
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // Whoever hangs up, or writes no HTTP, was told so or is gone: an end like any other.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

#[cfg(unix)]
fn is_socket(path: &std::path::Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
}
