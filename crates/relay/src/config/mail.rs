//! How people are written to.

use super::{ConfigError, Encryption, MailConfig, MailServer, Organization, WrittenMail};
use hosts::{Owner, whose_url};
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use percent_encoding::percent_decode_str;
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
        server: smtp(&written.smtp_url.ok_or_else(|| missing("smtp_url"))?)?,
        from: Mailbox::new(from.name.or_else(|| name.clone()), from.email),
        reply_to: reply_to.map(|email| Mailbox::new(name, email)),
        dkim_selector: written.dkim_selector,
    })
}

fn smtp(url: &SecretString) -> Result<MailServer, ConfigError> {
    let wrong = |why: &str| ConfigError(format!("mail.smtp_url {why}"));
    let unreadable = || wrong("is no address of a mail server");
    let url = Url::parse(url.expose_secret()).map_err(|_| wrong("is no address"))?;
    let tls = url.query_pairs().find(|(name, _)| name == "tls");
    let (encryption, port) = match (url.scheme(), tls.as_ref().map(|(_, value)| value.as_ref())) {
        ("smtps", _) => (Encryption::FromTheStart, SUBMISSIONS_PORT),
        ("smtp", Some("required")) => (Encryption::First, SUBMISSION_PORT),
        ("smtp", Some("opportunistic")) => (Encryption::WhereOffered, SUBMISSION_PORT),
        ("smtp", None) => (Encryption::Never, SMTP_PORT),
        ("smtp", Some(_)) => return Err(unreadable()),
        _ => return Err(wrong("begins with smtps:// or smtp://")),
    };
    // The library tells no host of an address that is not of the web's.
    let web = format!("http://{}", url.host_str().unwrap_or_default());
    let here = Url::parse(&web).is_ok_and(|url| whose_url(&url) == Owner::ThisComputer);
    let encrypted = matches!(encryption, Encryption::FromTheStart | Encryption::First);
    if !encrypted && !here {
        return Err(wrong(
            "would send in the clear: begin it with smtps://, or end it with ?tls=required",
        ));
    }
    let host = url.host_str().filter(|host| !host.is_empty());
    let login = url.password().map(|password| {
        let [user, password] = [url.username(), password]
            .map(|text| percent_decode_str(text).decode_utf8().map(String::from));
        Ok(Credentials::new(user?, password?))
    });
    let login: Result<_, std::str::Utf8Error> = login.transpose();
    let hello = match url.path().trim_matches('/') {
        "" => ClientId::default(),
        name => ClientId::Domain(name.to_owned()),
    };
    Ok(MailServer {
        host: host.ok_or_else(unreadable)?.to_owned(),
        port: url.port().unwrap_or(port),
        encryption,
        login: login.map_err(|_| unreadable())?,
        hello,
    })
}
