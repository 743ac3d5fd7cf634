//! The listener as browsers, other pages and other programs meet it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod arbitrary;
mod browser;
mod readings;
mod strangers;

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::{Duration, Instant},
};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use super::{Came, Expected, Listener, MOST_BYTES, MOST_HEADERS, Refused};
use nylas::{AuthorizationError, AuthorizationResponse};

const STATE: &str = "customer.7.kCwbcNqZ0mPqv4cRb8x2M1oV6tXyL5hJdQeSfGaUiEw";
const PAGE: &str = "<!doctype html><title>done</title>";

/// A listener that waits for [`STATE`].
struct Way {
    port: u16,
    told: mpsc::UnboundedReceiver<Came>,
    task: JoinHandle<()>,
}

impl Way {
    async fn open() -> Way {
        // Another test may take the port in between.
        loop {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            if let Ok(listener) = Listener::bind(port).await {
                let (tell, told) = mpsc::unbounded_channel();
                let task = tokio::spawn(listener.serve(
                    Expected::new(port, STATE.into()),
                    |ended| format!("{PAGE}{ended:?}"),
                    move |came| {
                        let _ = tell.send(came);
                    },
                ));
                return Way { port, told, task };
            }
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))
            .await
            .unwrap()
    }

    /// What is answered to a request; nothing where the connection is just closed.
    async fn ask(&self, request: &[u8]) -> String {
        exchange(self.connect().await, request).await
    }

    /// As a browser asks when it follows a redirect.
    async fn browse(&self, target: &str) -> String {
        self.ask(self.request(target, "").as_bytes()).await
    }

    fn request(&self, target: &str, more: &str) -> String {
        format!(
            "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\nSec-Fetch-Mode: navigate\r\n{more}\r\n",
            self.port
        )
    }

    fn good(&self) -> String {
        format!("/callback?code=c0de&state={STATE}")
    }

    async fn came(&mut self) -> Came {
        timeout(Duration::from_secs(2), self.told.recv())
            .await
            .unwrap()
            .unwrap()
    }

    async fn code(mut self) -> String {
        loop {
            match self.came().await {
                Came::Redirect(AuthorizationResponse::Code(code)) => {
                    return code.expose_secret().to_owned();
                }
                Came::Redirect(AuthorizationResponse::Failed(failure)) => panic!("{failure:?}"),
                Came::TooMuch => {}
            }
        }
    }
}

async fn exchange(mut stream: TcpStream, request: &[u8]) -> String {
    let mut answer = vec![];
    // Whoever is refused may find the connection closed while still speaking.
    if stream.write_all(request).await.is_ok() {
        let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer))
            .await
            .unwrap();
    }
    String::from_utf8(answer).unwrap()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// Whether the port can be had by somebody else.
async fn is_free(port: u16) -> bool {
    Listener::bind(port).await.is_ok()
}
