//! How people are written to.

use super::{ConfigError, MailConfig, Organization, WrittenMail};
use hosts::{Owner, whose_url};
use lettre::message::Mailbox;
use lettre::transport::smtp::{AsyncSmtpTransport, AsyncSmtpTransportBuilder};
use lettre::{Address, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// Checks what was written. The server's address may hold a password, so that nothing of it is told.
pub(super) fn check(
    written: WrittenMail,
    organization: &Organization,
) -> Result<MailConfig, ConfigError> {
    let missing = |key: &str| ConfigError(format!("mail.{key} is missing"));
    let from = written.from.ok_or_else(|| missing("from"))?;
    let from: Mailbox = from
        .parse()
        .map_err(|_| ConfigError("mail.from is no e-mail address".to_owned()))?;
    let reply_to = organization.support_email.as_deref();
    let reply_to = reply_to.and_then(|email| email.parse::<Address>().ok());
    let name = Some(organization.name.trim().to_owned());
    Ok(MailConfig {
        smtp: smtp(&written.smtp_url.ok_or_else(|| missing("smtp_url"))?)?,
        from: Mailbox::new(from.name.or_else(|| name.clone()), from.email),
        reply_to: reply_to.map(|email| Mailbox::new(name, email)),
        dkim_selector: written.dkim_selector,
    })
}

fn smtp(url: &SecretString) -> Result<AsyncSmtpTransportBuilder, ConfigError> {
    let wrong = |why: &str| ConfigError(format!("mail.smtp_url {why}"));
    let text = url.expose_secret();
    let url = Url::parse(text).map_err(|_| wrong("is no address"))?;
    let encrypted = match url.scheme() {
        "smtps" => true,
        "smtp" => url
            .query_pairs()
            .any(|(name, value)| name == "tls" && value == "required"),
        _ => return Err(wrong("begins with smtps:// or smtp://")),
    };
    // The library tells no host of an address that is not of the web's.
    let web = format!("http://{}", url.host_str().unwrap_or_default());
    let here = Url::parse(&web).is_ok_and(|url| whose_url(&url) == Owner::ThisComputer);
    if !encrypted && !here {
        return Err(wrong(
            "would send in the clear: begin it with smtps://, or end it with ?tls=required",
        ));
    }
    AsyncSmtpTransport::<Tokio1Executor>::from_url(text)
        .map_err(|_| wrong("is no address of a mail server"))
}
