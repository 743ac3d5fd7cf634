//! What the simulator itself asks and tells: one request over one connection, on this computer.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{Request, StatusCode, header},
};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::Url;

/// As long as Nylas waits.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const LARGEST: usize = 64 << 10;

/// What is answered to a challenge, if it is well.
pub(crate) async fn challenge(url: &Url, challenge: &str) -> Option<Bytes> {
    let mut asked = url.clone();
    asked.query_pairs_mut().append_pair("challenge", challenge);
    let request = Request::get(target(&asked)).header(header::HOST, host(&asked));
    let (status, body) = sent(&asked, request.body(Body::empty()).ok()?).await?;
    (status == StatusCode::OK).then_some(body)
}

/// Whether an event was taken.
pub(crate) async fn deliver(url: &Url, signature: &str, body: String) -> bool {
    let request = Request::post(target(url))
        .header(header::HOST, host(url))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, body.len())
        .header("x-nylas-signature", signature)
        .body(Body::from(body));
    let Ok(request) = request else { return false };
    matches!(sent(url, request).await, Some((StatusCode::OK, _)))
}

async fn sent(url: &Url, request: Request<Body>) -> Option<(StatusCode, Bytes)> {
    tokio::time::timeout(PATIENCE, async {
        let addresses = url.socket_addrs(|| None).ok()?;
        let stream = TcpStream::connect(&*addresses).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        // It ends with what was sent by it.
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request).await.ok()?;
        let status = response.status();
        let body = to_bytes(Body::new(response.into_body()), LARGEST)
            .await
            .ok()?;
        connection.abort();
        Some((status, body))
    })
    .await
    .ok()?
}

fn target(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
