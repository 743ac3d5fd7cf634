//! Asking Apple, over real TLS: against Dovecot and Radicale, and against servers that do what those cannot.

pub(crate) mod authority;
mod calendar;
mod dovecot;
mod mail;
pub(crate) mod network;
mod radicale;
mod real;
pub(crate) mod scripted;

use apple::{
    Address, AppPassword, ParsedAddress, PasswordKind, Verdict, classify_password, parse_address,
};
use authority::Authority;
use runner::{
    apple_check::{self, Answers, AppleServers, WHOLE_CHECK},
    profile::Rank,
};
use secrecy::SecretString;
use std::{net::TcpListener, time::Duration};
use wizard::Service;

use crate::world::no_network;

const ADDRESS: &str = "nyla.park@icloud.com";
const PASSWORD: &str = "abcd-efgh-ijkl-mnop";

pub(crate) fn address(text: &str) -> Address {
    match parse_address(text) {
        ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } => address,
        other => panic!("{text} was judged {other:?}"),
    }
}

pub(crate) fn password(text: &str) -> AppPassword {
    match classify_password(&SecretString::from(text), "label") {
        PasswordKind::Whole(password, _) => password,
        other => panic!("{other:?}"),
    }
}

/// A port of this computer that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Servers on this computer, by a name, certified by `authority`.
pub(crate) fn servers(authority: &Authority, caldav: u16, imap: u16) -> AppleServers {
    AppleServers {
        mail_only: false,
        caldav_url: format!("https://localhost:{caldav}/").parse().unwrap(),
        imap_host: "localhost".into(),
        imap_port: imap,
        authority: authority.of_profile(Rank::Loose),
        proxy: runner::ProxyChoice::default(),
        network: no_network(),
        time: WHOLE_CHECK,
    }
}

/// Asks as the runner does, on a task of its own, and checks that each verdict is told once.
async fn ask_as(servers: &AppleServers, login: &str, secret: &str) -> (Answers, Verdict, Verdict) {
    let (servers, address, password) = (servers.clone(), address(login), password(secret));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let asking = async move {
        apple_check::ask(&servers, &address, &password, move |service, verdict, _| {
            tell.send((service, verdict)).unwrap();
        })
        .await
    };
    let said = tokio::time::timeout(Duration::from_secs(60), tokio::spawn(asking))
        .await
        .unwrap()
        .unwrap();
    let (mut mail, mut calendar) = (vec![], vec![]);
    while let Some((service, verdict)) = told.recv().await {
        if service == Service::Mail {
            mail.push(verdict);
        } else {
            calendar.push(verdict);
        }
    }
    assert_eq!(
        (mail.len(), calendar.len()),
        (1, 1),
        "each verdict is told once"
    );
    (said, mail[0], calendar[0])
}

async fn ask(servers: &AppleServers) -> (Answers, Verdict, Verdict) {
    ask_as(servers, ADDRESS, PASSWORD).await
}
