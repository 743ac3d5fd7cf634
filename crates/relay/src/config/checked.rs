//! Whether what is written fits together, before anything listens.

use super::mail;
use super::{
    Config, ConfigError, Data, Listen, NotifyConfig, NylasConfig, Organization, Phone, Provider,
    Written, WrittenNotify,
};
use hosts::{Owner, whose_url};
use ipnet::IpNet;
use nylas::Origin;
use std::net::IpAddr;
use std::path::Path;
use url::Url;

/// The name becomes the label that is typed at Apple.
const LONGEST_NAME: usize = 30;
/// Largest logo, in bytes, as in a profile.
const LARGEST_LOGO: usize = 256 * 1024;
/// An invitation's data may be looked at on the day after its end, and not for ever.
const PURGE_DAYS: std::ops::RangeInclusive<u32> = 1..=3650;
const USES: [&str; 4] = ["mail", "sending", "calendar", "contacts"];
const SYSTEMS: [&str; 3] = ["windows", "macos", "linux"];

/// Checks what was written; `folder` is where the configuration's own files are.
///
/// # Errors
/// The first thing that does not fit.
pub(super) fn check(written: Written, folder: &Path) -> Result<Config, ConfigError> {
    let missing = |key: &str| ConfigError(format!("{key} is missing"));
    let listen = Listen::parse(
        "listen",
        written.listen.as_deref().unwrap_or("127.0.0.1:8600"),
    )?;
    // What goes over a network in the clear is a password.
    let trusted_proxies = networks(&written.trusted_proxies)?;
    if !listen.is_local() && trusted_proxies.is_empty() {
        return Err(ConfigError(
            "listen is open to other computers, and the relay speaks plain HTTP: put something with HTTPS in front, and name it in trusted_proxies"
                .to_owned(),
        ));
    }
    let operator_listen = match written.operator_listen.as_deref() {
        Some(text) => Some(Listen::parse("operator_listen", text)?),
        // Whoever may reach the wizard's calls from outside should not reach the operators' by the same way.
        None => matches!(&listen, Listen::Tcp(_))
            .then(|| listen.clone())
            .filter(Listen::is_local),
    };
    if operator_listen
        .as_ref()
        .is_some_and(|listen| !listen.is_local())
        && trusted_proxies.is_empty()
    {
        return Err(ConfigError(
            "operator_listen is open to other computers: name what stands in front in trusted_proxies".to_owned(),
        ));
    }
    let public_url = public_url(&written.public_url.ok_or_else(|| missing("public_url"))?)?;
    let nylas = NylasConfig {
        origin: Origin::parse(
            &written
                .nylas
                .api_url
                .ok_or_else(|| missing("nylas.api_url"))?,
        )
        .map_err(|error| ConfigError(format!("nylas.api_url: {error}")))?,
        api_key_file: folder.join(
            written
                .nylas
                .api_key_file
                .ok_or_else(|| missing("nylas.api_key_file"))?,
        ),
        application_id: written.nylas.application_id,
        webhook_secret_file: written
            .nylas
            .webhook_secret_file
            .map(|file| folder.join(file)),
        api_key_expires: written.nylas.api_key_expires.map(day).transpose()?,
        provider: match (written.nylas.provider.as_deref(), written.nylas.imap) {
            (None | Some("icloud"), None) => Provider::ICloud,
            (Some("imap"), Some(imap)) => Provider::Imap(imap),
            (Some("imap"), None) => return Err(missing("nylas.imap")),
            (None | Some("icloud"), Some(_)) => {
                return Err(ConfigError(
                    "nylas.imap counts with provider = \"imap\" only".to_owned(),
                ));
            }
            (Some(_), _) => {
                return Err(ConfigError("nylas.provider is icloud or imap".to_owned()));
            }
        },
    };
    if let Some(system) = written
        .downloads
        .keys()
        .find(|system| !SYSTEMS.contains(&system.as_str()))
    {
        return Err(ConfigError(format!(
            "downloads.{system}: a system is windows, macos or linux"
        )));
    }
    for (system, download) in &written.downloads {
        let hex = download.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if download.sha256.len() != 64 || !hex {
            return Err(ConfigError(format!("downloads.{system}.sha256 is no hash")));
        }
        let url = Url::parse(&download.url).ok();
        if !url.is_some_and(|url| {
            url.scheme() == "https"
                || url.scheme() == "http" && whose_url(&url) == Owner::ThisComputer
        }) {
            return Err(ConfigError(format!("downloads.{system}.url is not https")));
        }
    }
    let confirm = match written.confirm.as_deref() {
        None => false,
        Some("return") if written.organization.return_url.is_some() => true,
        Some("return") => return Err(missing("organization.return_url")),
        Some(_) => return Err(ConfigError("confirm is return, or left out".to_owned())),
    };
    let phone = phone(written.phone.as_deref())?;
    if confirm && phone == Phone::Nylas {
        // Nylas' page leads back to the relay, and a phone brings the company no result.
        return Err(ConfigError(
            "confirm = \"return\" needs phone = \"computer\"".to_owned(),
        ));
    }
    let logo = logo(&written.organization, folder)?;
    let organization = organization(written.organization)?;
    Ok(Config {
        listen,
        operator_listen,
        public_url,
        database_url: written
            .database_url
            .ok_or_else(|| missing("database_url"))?,
        trusted_proxies,
        scheme: scheme(written.scheme)?,
        smallest_version: written
            .smallest_version
            .unwrap_or_else(|| "0.1.0".to_owned()),
        phone,
        nylas,
        mail: written
            .mail
            .map(|written| mail::check(written, &organization))
            .transpose()?,
        notify: written
            .notify
            .map(|written| notify(written, folder))
            .transpose()?,
        organization,
        logo,
        downloads: written.downloads,
        data: data(written.data)?,
        confirm,
    })
}

/// A day, as TOML writes it, or the same as a text.
fn day(written: toml::Value) -> Result<time::Date, ConfigError> {
    let text = match written {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let date = text.trim().parse::<toml::value::Datetime>().ok();
    let day = date.and_then(|datetime| datetime.date).and_then(|date| {
        let month = time::Month::try_from(date.month).ok()?;
        time::Date::from_calendar_date(date.year.into(), month, date.day).ok()
    });
    day.ok_or(ConfigError(
        "nylas.api_key_expires is a day such as 2027-03-31".to_owned(),
    ))
}

fn data(data: Data) -> Result<Data, ConfigError> {
    if !PURGE_DAYS.contains(&data.purge_days) {
        return Err(ConfigError(
            "data.purge_days is between 1 and 3650".to_owned(),
        ));
    }
    Ok(data)
}

/// What is told says who connected what: not in the clear.
fn notify(written: WrittenNotify, folder: &Path) -> Result<NotifyConfig, ConfigError> {
    let missing = |key: &str| ConfigError(format!("notify.{key} is missing"));
    let url = written.url.ok_or_else(|| missing("url"))?;
    let url = Url::parse(&url).map_err(|_| ConfigError("notify.url is no address".to_owned()))?;
    let is_here = url.scheme() == "http" && whose_url(&url) == Owner::ThisComputer;
    if url.scheme() != "https" && !is_here {
        return Err(ConfigError("notify.url is not https".to_owned()));
    }
    let secret_file = written.secret_file.ok_or_else(|| missing("secret_file"))?;
    Ok(NotifyConfig {
        url,
        secret_file: folder.join(secret_file),
    })
}

fn networks(texts: &[String]) -> Result<Vec<IpNet>, ConfigError> {
    let network = |text: &String| {
        let network = text
            .parse()
            .or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map_err(|_| {
            ConfigError("trusted_proxies has networks such as 10.0.0.0/8 only".to_owned())
        })
    };
    texts.iter().map(network).collect()
}

fn public_url(text: &str) -> Result<Url, ConfigError> {
    let wrong = |why: &str| Err(ConfigError(format!("public_url {why}")));
    let Ok(mut url) = Url::parse(text) else {
        return wrong("is no address");
    };
    if url.scheme() != "https" && whose_url(&url) != Owner::ThisComputer {
        return wrong("is not https: passwords are sent there");
    }
    if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        return wrong("is no address of a web server");
    }
    if !url.username().is_empty() || url.query().is_some() || url.fragment().is_some() {
        return wrong("has more than a host and a path");
    }
    let path = url.path().trim_end_matches('/').to_owned();
    if path.contains(['%', '\\']) || path.contains("//") {
        return wrong("has a path that links cannot have");
    }
    url.set_path(&path);
    Ok(url)
}

fn phone(written: Option<&str>) -> Result<Phone, ConfigError> {
    match written {
        None | Some("computer") => Ok(Phone::Computer),
        Some("nylas") => Ok(Phone::Nylas),
        Some(_) => Err(ConfigError("phone is computer or nylas".to_owned())),
    }
}

fn scheme(scheme: Option<String>) -> Result<String, ConfigError> {
    let scheme = scheme.unwrap_or_else(|| invitation::SCHEME.to_owned());
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c);
    let begins = scheme
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_lowercase());
    if !begins
        || !scheme.chars().all(fits)
        || matches!(
            scheme.as_str(),
            "http" | "https" | "javascript" | "data" | "file"
        )
    {
        return Err(ConfigError(
            "scheme is no scheme of links of its own".to_owned(),
        ));
    }
    Ok(scheme)
}

fn organization(organization: Organization) -> Result<Organization, ConfigError> {
    let wrong = |key: &str, why: &str| Err(ConfigError(format!("organization.{key} {why}")));
    let name = organization.name.trim();
    if name.is_empty() {
        return wrong("name", "is missing");
    }
    if name.chars().count() > LONGEST_NAME {
        return wrong("name", "has more than 30 characters");
    }
    if organization
        .uses
        .iter()
        .any(|what| !USES.contains(&what.as_str()))
    {
        return wrong("uses", "knows mail, sending, calendar and contacts");
    }
    let email = organization.support_email.as_deref();
    if email.is_some_and(|email| !email.contains('@') || email.chars().any(nylas::is_unseen)) {
        return wrong("support_email", "is no address");
    }
    for (key, url) in [
        ("privacy_url", &organization.privacy_url),
        ("return_url", &organization.return_url),
    ] {
        let is_page = |text: &String| Url::parse(text).is_ok_and(|url| url.scheme() == "https");
        if !url.as_ref().is_none_or(is_page) {
            return wrong(key, "is not https");
        }
    }
    Ok(organization)
}

/// The picture as the page and the program get it.
fn logo(organization: &Organization, folder: &Path) -> Result<Option<String>, ConfigError> {
    let Some(name) = &organization.logo else {
        return Ok(None);
    };
    let wrong = |why: &str| ConfigError(format!("organization.logo {why}"));
    let kind = match name.rsplit('.').next() {
        Some("svg") => "svg+xml",
        Some("png") => "png",
        Some("jpg" | "jpeg") => "jpeg",
        Some("webp") => "webp",
        _ => return Err(wrong("is no svg, png, jpg or webp")),
    };
    if name.contains(['/', '\\']) {
        return Err(wrong("is the name of a file beside the configuration"));
    }
    let bytes = std::fs::read(folder.join(name)).map_err(|_| wrong("cannot be read"))?;
    if bytes.len() > LARGEST_LOGO {
        return Err(wrong("is larger than 256 kB"));
    }
    let base64 = data_encoding::BASE64.encode(&bytes);
    Ok(Some(format!("data:image/{kind};base64,{base64}")))
}
