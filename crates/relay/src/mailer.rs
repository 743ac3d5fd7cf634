//! The company's mail server, and what it answers.

mod refusal;

use crate::config::{Encryption, MailConfig, MailServer};
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::{Address, Message};
use refusal::{Step, Whose, enhanced, whose};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longest wait for each answer of the server: some look into a mail before they take it.
const ANSWER: Duration = Duration::from_secs(60);
/// Longest wait for a connection, and for a whole mail: together shorter than a job is held.
const READY: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(75);
/// How long a connection is kept for the next mail; a server ends it after five minutes at the earliest.
const KEPT: Duration = Duration::from_secs(60);

/// Hands mails to the company's server.
pub(crate) struct Mailer {
    server: MailServer,
    kept: Mutex<Option<(Instant, Connection)>>,
    pub(crate) from: Mailbox,
    pub(crate) reply_to: Option<Mailbox>,
}

/// A server that answers, and has taken the login.
pub(crate) struct Connection(AsyncSmtpConnection);

/// Why there is none. One sentence without the server's own words, in which addresses may stand.
#[derive(Debug)]
pub(crate) struct Unready {
    pub(crate) said: String,
    /// Whether the company has to mend it; otherwise it may pass.
    pub(crate) lasts: bool,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not now; it has certainly not left.
    Now,
    /// It may have left: no answer came.
    Unknown,
    /// Not before the company mends something, as this sentence says; it has certainly not left.
    Sender(String),
    /// For good, because nobody can be written to at that address; with the server's code where it gave one.
    Addressee(String),
}

impl Mailer {
    pub(crate) fn new(config: &MailConfig) -> Mailer {
        Mailer {
            server: config.server.clone(),
            kept: Mutex::new(None),
            from: config.from.clone(),
            reply_to: config.reply_to.clone(),
        }
    }

    /// A connection to hand a mail over by: the last one, or a new one.
    ///
    /// # Errors
    /// [`Unready`].
    pub(crate) async fn ready(&self) -> Result<Connection, Unready> {
        let ready = async {
            let kept = self.kept().take();
            if let Some((since, mut kept)) = kept {
                if since.elapsed() < KEPT && kept.0.test_connected().await {
                    return Ok(kept);
                }
                kept.end();
            }
            connection(&self.server).await.map(Connection)
        };
        match tokio::time::timeout(READY, ready).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(Unready {
                said: said(&error),
                lasts: error.is_permanent() || error.is_client() || certificate(&error).is_some(),
            }),
            Err(_) => Err(Unready {
                said: "the mail server doesn't answer".to_owned(),
                lasts: false,
            }),
        }
    }

    /// Hands one over.
    ///
    /// # Errors
    /// [`Refused`].
    pub(crate) async fn send(
        &self,
        mut connection: Connection,
        message: &Message,
    ) -> Result<(), Refused> {
        if let Some(refused) = too_wide(&connection.0, message) {
            connection.end();
            return Err(refused);
        }
        let mut step = Step::From;
        let handed = hand_over(&mut connection.0, message, &mut step);
        let refused = match tokio::time::timeout(LONGEST, handed).await {
            Ok(Ok(())) => {
                *self.kept() = Some((Instant::now(), connection));
                return Ok(());
            }
            Ok(Err(error)) => refused(&error, step, message),
            Err(_) => unanswered(step),
        };
        connection.end();
        Err(refused)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<(Instant, Connection)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Says good-bye; nobody waits for the answer.
    pub(crate) fn end(mut self) {
        tokio::spawn(async move { self.0.abort().await });
    }
}

async fn connection(server: &MailServer) -> Result<AsyncSmtpConnection, Error> {
    let tls = || TlsParameters::new(server.host.clone());
    let from_the_start = match server.encryption {
        Encryption::FromTheStart => Some(tls()?),
        Encryption::First | Encryption::WhereOffered | Encryption::Never => None,
    };
    let mut connection = AsyncSmtpConnection::connect_tokio1(
        (server.host.as_str(), server.port),
        Some(ANSWER),
        &server.hello,
        from_the_start,
        None,
    )
    .await?;
    let then = match server.encryption {
        Encryption::First => true,
        Encryption::WhereOffered => connection.can_starttls(),
        Encryption::FromTheStart | Encryption::Never => false,
    };
    if then {
        connection.starttls(tls()?, &server.hello).await?;
    }
    if let Some(login) = &server.login {
        connection.auth(DEFAULT_MECHANISMS, login).await?;
    }
    Ok(connection)
}

/// One step after the other; the last one that was begun stays in `step`. The library's own way does not tell it.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    message: &Message,
    step: &mut Step,
) -> Result<(), Error> {
    let (envelope, content) = (message.envelope(), message.formatted());
    let mut parameters = vec![];
    if envelope
        .from()
        .into_iter()
        .chain(envelope.to())
        .any(is_wide)
    {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    // Only such an address makes a mail so.
    if !content.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let from = Mail::new(envelope.from().cloned(), parameters);
    connection.command(from).await?;
    *step = Step::To;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), vec![])).await?;
    }
    *step = Step::Data;
    connection.command(Data).await?;
    *step = Step::Content;
    connection.message(&content).await?;
    Ok(())
}

/// Whether an address has signs of more than ASCII, which not every server can write to.
fn is_wide(address: &Address) -> bool {
    !AsRef::<str>::as_ref(address).is_ascii()
}

/// Whose address this server cannot use.
fn too_wide(connection: &AsyncSmtpConnection, message: &Message) -> Option<Refused> {
    let server = connection.server_info();
    let envelope = message.envelope();
    if server.supports_feature(Extension::SmtpUtfEight) {
        None
    } else if envelope.from().is_some_and(is_wide) {
        let said = "the mail server takes no mail from your mail.from, for its letters";
        Some(Refused::Sender(said.to_owned()))
    } else if envelope.to().iter().any(is_wide) {
        Some(Refused::Addressee("address".to_owned()))
    } else {
        None
    }
}

fn refused(error: &Error, step: Step, message: &Message) -> Refused {
    let Some(code) = error.status().map(u16::from) else {
        log::warn!("{}", said(error));
        return unanswered(step);
    };
    let words = std::error::Error::source(error).map(ToString::to_string);
    let words = words.unwrap_or_default();
    let told = match enhanced(&words) {
        Some((subject, detail)) => format!("{code} 5.{subject}.{detail}"),
        None => code.to_string(),
    };
    let envelope = message.envelope();
    let [from, to] = [envelope.from(), envelope.to().first()]
        .map(|address| address.map(ToString::to_string).unwrap_or_default());
    let refused = if error.is_transient() {
        Refused::Now
    } else if whose(step, code, &words, &from, &to) == Whose::Addressee {
        Refused::Addressee(told.clone())
    } else {
        Refused::Sender(match step {
            _ if LOGIN.contains(&code) => said(error),
            Step::From => format!("the mail server takes no mail from your mail.from ({told})"),
            Step::To => format!("the mail server doesn't pass your mails on ({told})"),
            Step::Data | Step::Content => {
                format!("the mail server doesn't take what is in your mails ({told})")
            }
        })
    };
    match &refused {
        Refused::Sender(said) => log::warn!("{said}"),
        _ => log::warn!("the mail server refuses ({told})"),
    }
    refused
}

/// Only what was handed over may have left.
const fn unanswered(step: Step) -> Refused {
    match step {
        Step::From | Step::To | Step::Data => Refused::Now,
        Step::Content => Refused::Unknown,
    }
}

/// Answers that ask for a login, or for another.
const LOGIN: [u16; 4] = [530, 534, 535, 538];

/// What an operator can do something about.
fn said(error: &Error) -> String {
    match (error.status().map(u16::from), certificate(error)) {
        (Some(code), _) if LOGIN.contains(&code) => {
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
