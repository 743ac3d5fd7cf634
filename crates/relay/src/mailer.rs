//! The company's mail server, and what it answers.

use crate::config::MailConfig;
use lettre::message::Mailbox;
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// Longest wait for each answer of the server: some look into a mail before they take it.
const ANSWER: Duration = Duration::from_secs(60);
/// Longest wait for a connection, and for a whole mail: together shorter than a job is held.
const READY: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(75);

/// Hands mails to the company's server.
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(crate) from: Mailbox,
    pub(crate) reply_to: Option<Mailbox>,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not now; it has certainly not left.
    Now,
    /// It may have left: no answer came.
    Unknown,
    /// For good, with the server's code where it gave one.
    ForGood(String),
}

impl Mailer {
    pub(crate) fn new(config: &MailConfig) -> Mailer {
        Mailer {
            transport: config.smtp.clone().timeout(Some(ANSWER)).build(),
            from: config.from.clone(),
            reply_to: config.reply_to.clone(),
        }
    }

    /// Whether the server answers, and takes the login.
    ///
    /// # Errors
    /// One sentence without the server's own words, in which addresses may stand.
    pub(crate) async fn ready(&self) -> Result<(), String> {
        match tokio::time::timeout(READY, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) | Err(_) => Err("the mail server doesn't answer".to_owned()),
            Ok(Err(error)) => Err(said(&error)),
        }
    }

    /// Hands one over.
    ///
    /// # Errors
    /// [`Refused`].
    pub(crate) async fn send(&self, message: Message) -> Result<(), Refused> {
        match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                log::warn!("{}", said(&error));
                Err(of(&error))
            }
            Err(_) => Err(Refused::Unknown),
        }
    }
}

fn of(error: &Error) -> Refused {
    let code = error.status().map(|code| code.to_string());
    if error.is_permanent() {
        Refused::ForGood(code.unwrap_or_default())
    } else if error.is_transient() {
        Refused::Now
    } else if error.is_client() {
        // Such as an address that this server cannot write to.
        Refused::ForGood("address".to_owned())
    } else {
        Refused::Unknown
    }
}

/// What an operator can do something about.
fn said(error: &Error) -> String {
    match (error.status().map(u16::from), certificate(error)) {
        (Some(code @ (530 | 534 | 535 | 538)), _) => {
            format!("the mail server doesn't take the login ({code})")
        }
        (Some(code), _) => format!("the mail server refuses ({code})"),
        (None, Some(why)) => format!("the mail server's certificate {why}"),
        (None, None) if error.is_timeout() => "the mail server doesn't answer in time".to_owned(),
        (None, None) if error.is_client() => {
            "the mail server doesn't offer encryption, or no login that the relay knows".to_owned()
        }
        (None, None) => "the mail server cannot be reached".to_owned(),
    }
}

/// What is wrong with its certificate, where that is what ended it.
fn certificate(error: &Error) -> Option<&'static str> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        // What an error of input and output holds is no source of it.
        let io = error.downcast_ref::<std::io::Error>();
        let held = io.and_then(|io| io.get_ref());
        let held = held.and_then(|held| held.downcast_ref::<rustls::Error>());
        if let Some(rustls::Error::InvalidCertificate(why)) = held.or(error.downcast_ref()) {
            use rustls::CertificateError::{
                Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
                NotValidYetContext,
            };
            return Some(match why {
                Expired | ExpiredContext { .. } => "has expired",
                NotValidYet | NotValidYetContext { .. } => "isn't valid yet",
                NotValidForName | NotValidForNameContext { .. } => "is for another name",
                _ => "isn't trusted here",
            });
        }
        source = error.source();
    }
    None
}
