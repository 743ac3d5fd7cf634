//! Certificates: who is trusted, and what it looks like when somebody is not.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::Certificate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::api::{KEY, SHORT};
use crate::{Client, Connect, Error, Origin, transport};

/// Serves an empty list of connectors by TLS, with a certificate for `name` that signs itself.
async fn serve(name: &str) -> (u16, Certificate) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let _ = stream.read(&mut [0; 4096]).await;
            let answer =
                b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 11\r\n\r\n{\"data\":[]}";
            let _ = stream.write_all(answer).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, Certificate::from_der(cert.der()).unwrap())
}

fn client(port: u16, trusted: Option<Certificate>) -> Client {
    let http = transport(&SHORT)
        .no_proxy()
        .tls_certs_merge(trusted)
        .build()
        .unwrap();
    let origin = Origin::parse(&format!("https://localhost:{port}")).unwrap();
    Client::builder(origin, KEY.into())
        .http(http)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_certificate_that_is_trusted_lets_the_key_through() {
    let (port, certificate) = serve("localhost").await;
    assert_eq!(
        client(port, Some(certificate)).connectors().await,
        Ok(vec![])
    );
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_broken_tls() {
    let (port, _) = serve("localhost").await;
    let error = client(port, None).connectors().await.unwrap_err();
    assert_eq!(error, Error::Connect(Connect::Tls));
    assert!(!error.may_have_arrived());
}

#[tokio::test]
async fn a_certificate_for_another_name_is_broken_tls() {
    let (port, certificate) = serve("elsewhere.example").await;
    let error = client(port, Some(certificate))
        .connectors()
        .await
        .unwrap_err();
    assert_eq!(error, Error::Connect(Connect::Tls));
}
