//! A mail server that wants encryption and a login, in front of one that takes the mails; and the authority that signs it.

use crate::post::Post;
use data_encoding::BASE64;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, copy_bidirectional,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

pub(crate) const USER: &str = "relay@maplecare.example";

/// How a connection comes to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encrypted {
    FromTheStart,
    OnDemand,
}

/// An authority that only whoever is told of it trusts.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Authority {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server of that name, whose certificate is good until the beginning of that year.
    pub(crate) fn server(&self, name: &str, until: i32) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key);
        Arc::new(config.unwrap())
    }
}

pub(crate) struct Guard {
    port: u16,
    encrypted: Encrypted,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    server: Arc<ServerConfig>,
    password: String,
    /// Whether it says that it can encrypt.
    offers: bool,
    /// What came before anything was encrypted, besides what asks for it.
    in_the_clear: Vec<String>,
    /// What is open: it ends where something changes, as where a server starts anew.
    open: Vec<AbortHandle>,
}

impl Guard {
    pub(crate) async fn before(
        post: &Post,
        encrypted: Encrypted,
        server: Arc<ServerConfig>,
        password: &str,
    ) -> Guard {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Mutex::new(Shared {
            server,
            password: password.to_owned(),
            offers: true,
            in_the_clear: vec![],
            open: vec![],
        }));
        let onward = post.url().replace("smtp://", "");
        let kept = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (shared, onward) = (kept.clone(), onward.clone());
                // Whoever trusts nobody goes away in the middle.
                let met = tokio::spawn(async move {
                    match encrypted {
                        Encrypted::FromTheStart => {
                            let stream = secured(stream, &shared).await?;
                            logged_in(stream, true, &shared, &onward).await
                        }
                        Encrypted::OnDemand => asked_to(stream, &shared, &onward).await,
                    }
                });
                kept.lock().unwrap().open.push(met.abort_handle());
            }
        });
        Guard {
            port,
            encrypted,
            shared,
        }
    }

    /// The address with a login in it, as a company writes it down.
    pub(crate) fn url(&self, password: &str) -> String {
        let login = format!(
            "{}:{password}@localhost:{}",
            USER.replace('@', "%40"),
            self.port
        );
        match self.encrypted {
            Encrypted::FromTheStart => format!("smtps://{login}"),
            Encrypted::OnDemand => format!("smtp://{login}?tls=required"),
        }
    }

    /// From now on it shows that certificate.
    pub(crate) fn shows(&self, server: Arc<ServerConfig>) {
        self.anew().server = server;
    }

    /// From now on it wants that password.
    pub(crate) fn wants(&self, password: &str) {
        self.anew().password = password.to_owned();
    }

    /// Whether it says that it can encrypt.
    pub(crate) fn offers(&self, offers: bool) {
        self.anew().offers = offers;
    }

    fn anew(&self) -> MutexGuard<'_, Shared> {
        let mut shared = self.shared.lock().unwrap();
        shared.open.drain(..).for_each(|open| open.abort());
        shared
    }

    pub(crate) fn in_the_clear(&self) -> Vec<String> {
        self.shared.lock().unwrap().in_the_clear.clone()
    }
}

type Secured = tokio_rustls::server::TlsStream<TcpStream>;

async fn secured(stream: TcpStream, shared: &Mutex<Shared>) -> std::io::Result<Secured> {
    let server = shared.lock().unwrap().server.clone();
    TlsAcceptor::from(server).accept(stream).await
}

async fn asked_to(stream: TcpStream, shared: &Mutex<Shared>, onward: &str) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 post.example\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let offers = shared.lock().unwrap().offers;
        let answer = match verb(&line).as_str() {
            "EHLO" if offers => "250-post.example\r\n250 STARTTLS",
            "EHLO" => "250 post.example",
            "STAR" if offers => {
                stream.write_all(b"220 go on\r\n").await?;
                let stream = secured(stream.into_inner(), shared).await?;
                return logged_in(stream, false, shared, onward).await;
            }
            "QUIT" => return stream.write_all(b"221 bye\r\n").await,
            _ => {
                shared.lock().unwrap().in_the_clear.push(line.clone());
                "530 not in the clear"
            }
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

/// Passes on to the one who takes the mails, once the login is right.
async fn logged_in(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    greets: bool,
    shared: &Mutex<Shared>,
    onward: &str,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    if greets {
        stream.write_all(b"220 post.example\r\n").await?;
    }
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let answer = match verb(&line).as_str() {
            "EHLO" => "250-post.example\r\n250 AUTH PLAIN",
            "AUTH" => {
                let wanted = format!("\0{USER}\0{}", shared.lock().unwrap().password);
                let given = line.trim().rsplit(' ').next().unwrap_or_default();
                if BASE64.decode(given.as_bytes()).ok() == Some(wanted.into_bytes()) {
                    stream.write_all(b"235 welcome\r\n").await?;
                    let mut onward = BufReader::new(TcpStream::connect(onward).await?);
                    onward.read_line(&mut line).await?;
                    copy_bidirectional(&mut stream, &mut onward).await?;
                    return Ok(());
                }
                "535 5.7.8 no"
            }
            "QUIT" => return stream.write_all(b"221 bye\r\n").await,
            _ => "530 5.7.0 log in first",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

fn verb(line: &str) -> String {
    line.get(..4).unwrap_or_default().to_ascii_uppercase()
}
