//! What the relay is told: a file, and the environment, which wins.

mod checked;
mod environment;
mod error;
mod listen;
mod mail;
mod read;

pub use environment::{KEYS, PREFIX};
pub use error::ConfigError;
pub use listen::Listen;
pub use read::read;

use ipnet::IpNet;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use nylas::Origin;
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use url::Url;

/// The configuration, checked.
#[derive(Debug)]
pub struct Config {
    pub listen: Listen,
    pub operator_listen: Option<Listen>,
    pub public_url: Url,
    pub database_url: SecretString,
    pub trusted_proxies: Vec<IpNet>,
    pub scheme: String,
    pub smallest_version: String,
    pub phone: Phone,
    pub nylas: NylasConfig,
    /// None where the company's own mailer writes to people.
    pub mail: Option<MailConfig>,
    /// None where the company asks, and is told nothing.
    pub notify: Option<NotifyConfig>,
    pub organization: Organization,
    /// The picture, as a `data:` address.
    pub logo: Option<String>,
    pub downloads: BTreeMap<String, Download>,
    pub data: Data,
    /// Whether an account that is added counts as connected only when its customer came back to the company.
    pub confirm: bool,
}

/// What is kept, and for how long.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// How many days an invitation's data stays after its end, and a connected one's after its grant's.
    #[serde(default = "month")]
    pub purge_days: u32,
}

impl Default for Data {
    fn default() -> Self {
        Data {
            purge_days: month(),
        }
    }
}

/// Where a person goes on who opens an invitation on a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phone {
    /// At a computer, with the app.
    Computer,
    /// Right there, on Nylas' own page.
    Nylas,
}

/// Where Nylas' own page leads back to, below the public address.
pub(crate) const PHONE_CALLBACK: &str = "/phone/callback";

impl Config {
    /// The address that Nylas' own page leads back to. It has to be registered there, byte for byte.
    pub(crate) fn phone_callback(&self) -> String {
        let below = self.public_url.as_str().trim_end_matches('/');
        format!("{below}{PHONE_CALLBACK}")
    }
}

/// Which Nylas, and with what.
#[derive(Debug)]
pub struct NylasConfig {
    pub origin: Origin,
    pub api_key_file: PathBuf,
    /// The last day of the key, as the company wrote it down: Nylas does not tell.
    pub api_key_expires: Option<time::Date>,
    /// The application that the key opens, where the key itself may not tell.
    pub application_id: Option<String>,
    /// One secret a line: with which Nylas signs its events, and perhaps the one before or after it.
    pub webhook_secret_file: Option<PathBuf>,
    pub provider: Provider,
}

impl NylasConfig {
    /// How many days the key still has, by what the company wrote down; fewer than none where it is over.
    pub(crate) fn key_days(&self) -> Option<i64> {
        let today = time::OffsetDateTime::now_utc().date();
        self.api_key_expires.map(|last| (last - today).whole_days())
    }
}

/// By which server people are written to, and in whose name.
#[derive(Debug)]
pub struct MailConfig {
    pub server: MailServer,
    pub from: Mailbox,
    /// Where answers go.
    pub reply_to: Option<Mailbox>,
    /// Under which name the sender's key is, where mails are signed.
    pub dkim_selector: Option<String>,
}

/// The company's mail server, as its address says.
#[derive(Clone, Debug)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub login: Option<Credentials>,
    /// What the relay calls itself.
    pub hello: ClientId,
}

/// When what is said to it is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    FromTheStart,
    /// Before anything of importance is said.
    First,
    WhereOffered,
    /// It is on this computer.
    Never,
}

/// Where the company is told what happens, and with what that is signed.
#[derive(Debug)]
pub struct NotifyConfig {
    pub url: Url,
    pub secret_file: PathBuf,
}

/// How the account is connected.
#[derive(Clone, Debug)]
pub enum Provider {
    /// Mail and calendars.
    ICloud,
    /// Mail alone, by these servers.
    Imap(Imap),
}

/// The servers of [`Provider::Imap`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    #[serde(default = "apples_imap")]
    pub imap_host: String,
    #[serde(default = "imaps")]
    pub imap_port: u16,
    #[serde(default = "apples_smtp")]
    pub smtp_host: String,
    #[serde(default = "submission")]
    pub smtp_port: u16,
}

/// The company, as a profile has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub uses: Vec<String>,
    pub support_email: Option<String>,
    pub support_phone: Option<String>,
    pub privacy_url: Option<String>,
    pub return_url: Option<String>,
    /// A file beside the configuration.
    pub logo: Option<String>,
}

/// Where the program is for one system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Download {
    pub url: String,
    pub version: String,
    pub sha256: String,
}

/// The file, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    listen: Option<String>,
    operator_listen: Option<String>,
    public_url: Option<String>,
    database_url: Option<SecretString>,
    #[serde(default)]
    trusted_proxies: Vec<String>,
    scheme: Option<String>,
    smallest_version: Option<String>,
    phone: Option<String>,
    #[serde(default)]
    nylas: WrittenNylas,
    mail: Option<WrittenMail>,
    notify: Option<WrittenNotify>,
    #[serde(default)]
    organization: Organization,
    #[serde(default)]
    downloads: BTreeMap<String, Download>,
    #[serde(default)]
    data: Data,
    confirm: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNylas {
    api_url: Option<String>,
    api_key_file: Option<PathBuf>,
    api_key_expires: Option<toml::Value>,
    application_id: Option<String>,
    webhook_secret_file: Option<PathBuf>,
    provider: Option<String>,
    imap: Option<Imap>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMail {
    smtp_url: Option<SecretString>,
    from: Option<String>,
    dkim_selector: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNotify {
    url: Option<String>,
    secret_file: Option<PathBuf>,
}

fn apples_imap() -> String {
    "imap.mail.me.com".to_owned()
}

fn apples_smtp() -> String {
    "smtp.mail.me.com".to_owned()
}

const fn imaps() -> u16 {
    993
}

const fn submission() -> u16 {
    587
}

const fn month() -> u32 {
    30
}
