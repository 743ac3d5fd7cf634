//! A target for every reader of what others send: what it must do with any bytes, besides coming to an end.
//!
//! The programs in `fuzz_targets` feed them what a fuzzer makes up; `crates/runner/tests/journeys/corpora.rs` replays what
//! it found, on stable Rust and little stack.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "a target panics when it found something"
)]

use apple::{ParsedAddress, PasswordKind, classify_password, may_be_asked_about, parse_address};
use nylas::{Client, Region, Secrets, readers as nylas_readers};
use runner::{
    profile::{self, Profile, Rank},
    readers::{self, Redirect},
    state_file,
};
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};
use wizard::{Invited, Report};

/// A target: its name, which is also its corpus', and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 13] = [
    ("address", address),
    ("api_key", api_key),
    ("caldav", caldav),
    ("certificate", certificate),
    ("customers", customers),
    ("imap", imap),
    ("nylas_answer", nylas_answer),
    ("password", password),
    ("profile", profile),
    ("redirect_address", redirect_address),
    ("redirect_request", redirect_request),
    ("relay_answer", relay_answer),
    ("state_file", state_file),
];

const PORT: u16 = 9007;
const STATE: &str = "customer-17.0123456789abcdef";
const SECRET: &str = "nyk_v0_canary";
const LABEL: &str = "Acme CRM";

/// The first byte, for a choice, and the others.
fn choice(data: &[u8]) -> (usize, &[u8]) {
    data.split_first()
        .map_or((0, data), |(first, rest)| (usize::from(*first), rest))
}

/// Mail's words are the same in whatever pieces they come.
pub fn imap(data: &[u8]) {
    let (piece, heard) = choice(data);
    let whole = readers::imap(heard, heard.len());
    assert_eq!(readers::imap(heard, piece), whole, "in pieces of {piece}");
}

/// What is taken of a calendar's answer is text of its own that can be shown.
pub fn caldav(data: &[u8]) {
    let read = readers::caldav(data);
    assert_eq!(readers::caldav(data), read);
    if let Ok(calendar) = read {
        let addresses = [calendar.principal, calendar.home].into_iter().flatten();
        let length = addresses.map(|address| address.len()).sum::<usize>();
        assert!(length <= 4 * data.len(), "addresses grew");
    }
}

/// The issuer's name of whatever is shown as a certificate.
pub fn certificate(data: &[u8]) {
    readers::certificate(data);
}

/// The browser's way back is taken only with the state that is waited for, in whatever pieces it comes.
pub fn redirect_request(data: &[u8]) {
    let (piece, request) = choice(data);
    let whole = readers::redirect_request(request, request.len(), PORT, STATE);
    let pieces = readers::redirect_request(request, piece, PORT, STATE);
    // After a whole request nothing more is looked at; what comes along with it may spoil it.
    if pieces != whole {
        assert_eq!(whole, Redirect::Refused, "in pieces of {piece}");
    }
    has_the_state(&pieces, request);
    has_the_state(&whole, request);
}

/// The same of an address that was pasted.
pub fn redirect_address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    has_the_state(
        &readers::redirect_address(&text, PORT, STATE),
        text.as_bytes(),
    );
}

fn has_the_state(read: &Redirect, from: &[u8]) {
    if *read == Redirect::Refused {
        return;
    }
    if let Redirect::Code(code) = read {
        assert!(!code.is_empty());
    }
    // An address may be broken over lines, and percent signs may stand for any letter of it.
    let from = String::from_utf8_lossy(from).replace(['\t', '\r', '\n'], "");
    assert!(from.contains("state") || from.contains('%'));
    assert!(from.len() >= STATE.len());
    assert!(from.contains(STATE) || from.contains('%'));
}

/// A loose profile that is taken names nobody who must not hear a secret, keeps its rank, and has a name that stays one.
pub fn profile(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for rank in [Rank::Administrator, Rank::BuiltIn] {
        if let Ok(profile) = profile::parse(text, None, rank) {
            assert_eq!(profile.rank, rank);
            has_schemes(&profile);
        }
    }
    let Ok(profile) = profile::parse(text, None, Rank::Loose) else {
        return;
    };
    assert_eq!(profile.rank, Rank::Loose);
    has_schemes(&profile);
    for url in secret_urls(&profile) {
        assert!(is_nobody_elses(url.host()), "{url}");
    }
    let imap = &profile.apple.imap_host;
    let host = imap.parse().map_or_else(
        |_| Host::parse(imap),
        |ip| {
            Ok(match ip {
                std::net::IpAddr::V4(ip) => Host::Ipv4(ip),
                std::net::IpAddr::V6(ip) => Host::Ipv6(ip),
            })
        },
    );
    assert!(host.is_ok_and(|host| is_nobody_elses(Some(host))), "{imap}");
    if let Some(name) = &profile.organization.name {
        let seen = name.to_lowercase();
        for brand in ["apple", "icloud", "nylas", "microsoft", "google"] {
            assert!(!seen.contains(brand), "{name}");
        }
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!("[organization]\nname = \"{quoted}\"\n");
        let again = profile::parse(&text, None, Rank::Loose).map(|again| again.organization.name);
        assert_eq!(
            again.ok().flatten().as_ref(),
            Some(name),
            "it is no name any more"
        );
    }
}

fn secret_urls(profile: &Profile) -> impl Iterator<Item = &Url> {
    let connection = &profile.connection;
    [&connection.api_url, &connection.relay_url]
        .into_iter()
        .flatten()
        .chain([&profile.apple.caldav_url])
}

fn has_schemes(profile: &Profile) {
    for url in secret_urls(profile) {
        let loopback = is_this_computer(url.host());
        assert!(
            url.scheme() == "https" || url.scheme() == "http" && loopback,
            "{url}"
        );
        assert!(url.username().is_empty() && url.password().is_none() && url.query().is_none());
    }
    let organization = &profile.organization;
    for page in [&organization.privacy_url, &organization.return_url] {
        assert!(page.as_ref().is_none_or(|page| page.scheme() == "https"));
    }
}

fn is_this_computer<S: AsRef<str>>(host: Option<Host<S>>) -> bool {
    match host {
        Some(Host::Domain(name)) => name.as_ref() == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Apple's, Nylas' or this computer's: said once more here, so that a slip over there is found.
fn is_nobody_elses<S: AsRef<str>>(host: Option<Host<S>>) -> bool {
    match host {
        Some(Host::Domain(name)) if name.as_ref() != "localhost" => {
            let name = name.as_ref();
            let apple = [
                "icloud.com",
                "icloud.com.cn",
                "me.com",
                "mac.com",
                "apple.com",
            ];
            ["api.us.nylas.com", "api.eu.nylas.com"].contains(&name)
                || apple
                    .iter()
                    .any(|domain| name == *domain || name.ends_with(&format!(".{domain}")))
        }
        host => is_this_computer(host),
    }
}

/// What was rescued of a file reads back the same, as a whole.
pub fn state_file(data: &[u8]) {
    let (rescued, _) = state_file::contents(data);
    let written = rescued.written();
    let (again, why) = state_file::contents(&written);
    assert_eq!(why, None);
    assert!(again == rescued, "{again:?} was {rescued:?}");
    assert_eq!(again.written(), written);
}

/// A whole password is one by itself, too, and nothing prints it.
pub fn password(data: &[u8]) {
    let text = SecretString::from(String::from_utf8_lossy(data).into_owned());
    let PasswordKind::Whole(password, _) = classify_password(&text, LABEL) else {
        return;
    };
    let secret = password.secret().expose_secret();
    assert!(secret.len() == 19 && secret.split('-').all(|group| group.len() == 4));
    assert!(
        secret
            .bytes()
            .all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit())
    );
    assert!(!format!("{password:?}").contains(secret));
    assert_eq!(
        password.masked(),
        format!("{}-••••-••••-••••", &secret[..4])
    );
    assert!(
        matches!(classify_password(password.secret(), LABEL), PasswordKind::Whole(again, _) if again.is(&password)),
        "it is none by itself"
    );
}

/// An address is one by itself, too; and only of an address anybody is asked.
pub fn address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let taken = |text: &str| match parse_address(text) {
        ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } => Some(address),
        _ => None,
    };
    let Some(address) = taken(&text) else {
        assert!(!may_be_asked_about(&text), "{text:?}");
        return;
    };
    let shown = address.to_string();
    assert!(shown.is_ascii() && !shown.contains(char::is_whitespace));
    assert_eq!(taken(&shown).as_ref(), Some(&address), "{shown:?}");
    assert!(taken(&address.login().to_string()).is_some(), "{shown:?}");
    let last = address.domain().rsplit('.').next().unwrap_or_default();
    assert!(last.starts_with("xn--") || last.bytes().all(|b| b.is_ascii_lowercase()));
}

/// Errors hold no secret, and what is kept of an answer comes to an end.
pub fn nylas_answer(data: &[u8]) {
    const STATUSES: [u16; 8] = [200, 201, 400, 401, 404, 429, 500, 302];
    let (choice, body) = choice(data);
    let asked = nylas_readers::Call::ALL[choice % nylas_readers::Call::ALL.len()];
    let status = STATUSES[choice / 16 % STATUSES.len()];
    let secret = SecretString::from(SECRET);
    if let Err(error) = nylas_readers::read(asked, status, body, Secrets::new([&secret])) {
        let said: String = format!("{error} {error:?}")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        assert!(!said.contains("nykv0canary"), "{said}");
    }
}

/// What a relay answers to an operator is shown cut and cleaned, and only a link is taken for one.
pub fn relay_answer(data: &[u8]) {
    const STATUSES: [u16; 8] = [200, 201, 400, 401, 403, 404, 422, 429];
    let (choice, body) = choice(data);
    let status = STATUSES[choice % STATUSES.len()];
    let shown = |text: &str, most: usize| {
        assert!(
            text.chars().count() <= most,
            "{text:?} is longer than {most}"
        );
        let hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!text.contains(hidden), "{text:?}");
    };
    let told = |report: Report| shown(report.detail.kind.as_deref().unwrap_or_default(), 200);
    match readers::relay_board(status, body) {
        Ok((rows, next)) => {
            assert!(rows.len() <= 500);
            for word in rows.iter().map(|row| &row.id).chain(&next) {
                assert!(!word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic()));
            }
            for row in &rows {
                shown(&row.account, 254);
                shown(&row.reference, 24);
                shown(&row.recipient_label, 80);
                shown(row.account_label.as_deref().unwrap_or_default(), 80);
                let stuck = row.stuck.as_ref();
                assert!(stuck.is_none_or(|stuck| [0, 3].contains(&stuck.problem.len())));
            }
        }
        Err(report) => told(report),
    }
    match readers::relay_results(status, body) {
        Ok(results) => {
            for result in results {
                if let Invited::Made { reference, link } = result {
                    shown(&reference, 24);
                    let link = link.map(|link| Url::parse(link.expose_secret()));
                    let is_safe = |link: Url| {
                        link.scheme() == "https"
                            || link.scheme() == "http" && is_this_computer(link.host())
                    };
                    assert!(link.is_none_or(|link| link.is_ok_and(is_safe)));
                }
            }
        }
        Err(report) => told(report),
    }
}

/// A table of customers that is taken reads back the same once it was written with what became of them, and nothing in
/// what is written runs in a spreadsheet.
pub fn customers(data: &[u8]) {
    let Ok(rows) = readers::customers(&String::from_utf8_lossy(data)) else {
        return;
    };
    assert!((1..=1000).contains(&rows.len()));
    let count = rows.len();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|customer| (customer, Invited::Refused("account")))
        .collect();
    let written = readers::customers_saved(&rows).expect("a table");
    let written = written.expose_secret();
    // Every cell is quoted: what stands between two quotes is a cell, or goes on after a quote that was doubled.
    let pieces: Vec<&str> = written.split('"').collect();
    for (at, cell) in pieces.iter().enumerate().skip(1).step_by(2) {
        let begins = at == 1 || !pieces[at - 1].is_empty();
        assert!(
            !(begins && cell.starts_with(['=', '+', '-', '@'])),
            "{cell:?}"
        );
    }
    let again = readers::customers(written).expect("it can be read again");
    assert_eq!(again.len(), count);
    for (again, (before, _)) in again.iter().zip(&rows) {
        // A sign in front keeps a spreadsheet from running it.
        let same = |again: &str, before: &str| {
            again.trim_start_matches('\'') == before.trim_start_matches('\'')
        };
        assert!(
            same(&again.account, &before.account),
            "{again:?} was {before:?}"
        );
        assert!(
            same(&again.recipient_label, &before.recipient_label),
            "{again:?} was {before:?}"
        );
    }
}

/// What passes for a key can be sent as one.
pub fn api_key(data: &[u8]) {
    let text = SecretString::from(String::from_utf8_lossy(data).into_owned());
    if wizard::key_fault(&text).is_none() {
        let key = wizard::key_in(&text).expose_secret().to_owned();
        assert!(!key.contains('@') || key.starts_with("nyk_"));
        let client = Client::builder(Region::Us.origin(), key.into()).build();
        assert!(client.is_ok(), "it cannot be sent");
    }
}
