//! Calendar: who is logged in, where their calendars are, and whether these may be listed (RFC 4791, RFC 5397).

use super::{
    AppleServers, ServiceAnswer,
    dav::{self, Multistatus, NotDav},
    limits::{LONGEST_ADDRESS, LONGEST_DOCUMENT, LONGEST_WORDS, MOST_CHUNKS, MOST_HOPS, WORDS},
};
use crate::network::{
    Outage,
    reach::CONNECTING,
    tls::{Tls, TlsFailures, Trust},
    way,
};
use apple::{AppPassword, says_locked};
use hosts::{Owner, whose_url};
use nylas::{Connect, Timeouts};
use reqwest::{
    Client, Method, Response,
    header::{CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE},
};
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// What names a host that must not hear the password is not asked further.
const ELSEWHERE: ServiceAnswer = ServiceAnswer::Skipped {
    why: Outage::Elsewhere,
};
/// A page in place of an answer is nobody's word: whoever stands in between wrote it.
const NOBODYS_WORD: ServiceAnswer = ServiceAnswer::Skipped { why: Outage::Proxy };
const NOT_UNDERSTOOD: ServiceAnswer = ServiceAnswer::NoAnswer {
    why: Outage::NotUnderstood,
};

/// Asks calendar once, with this name. Ends by itself only when the server does: whoever calls limits the time.
pub(super) async fn ask(
    servers: &AppleServers,
    trust: &Trust,
    login: &str,
    password: &AppPassword,
) -> ServiceAnswer {
    let said = walk(servers, trust, login, password).await;
    if let Err(ServiceAnswer::NoAnswer { why } | ServiceAnswer::Skipped { why }) = &said {
        log::warn!("calendar says nothing about the password: {why:?}");
    }
    said.map_or_else(|answer| answer, |()| ServiceAnswer::Accepted)
}

async fn walk(
    servers: &AppleServers,
    trust: &Trust,
    login: &str,
    password: &AppPassword,
) -> Result<(), ServiceAnswer> {
    let mut walk = Walk::new(servers, trust, login, password)?;
    let start = walk
        .allowed(servers.caldav_url.clone())
        .ok_or(ServiceAnswer::Skipped {
            why: Outage::Tls { issuer: None },
        })?;

    let (at, said) = walk.propfind(start, "0", dav::ASK_PRINCIPAL).await?;
    let principal = said.principal().ok_or(NOT_UNDERSTOOD)?;
    let principal = walk.beyond(&at, &principal).ok_or(ELSEWHERE)?;

    let (at, said) = walk.propfind(principal, "0", dav::ASK_HOME).await?;
    let home = said.home().ok_or(ServiceAnswer::Closed)?;
    let home = walk.beyond(&at, &home).ok_or(ELSEWHERE)?;

    // Whatever calendars there are: that they may be listed is enough, and none is an answer, too.
    walk.propfind(home, "1", dav::ASK_CALENDARS).await?;
    Ok(())
}

struct Walk<'a> {
    http: Client,
    tls_failures: TlsFailures,
    start: Url,
    login: &'a str,
    password: &'a AppPassword,
    hops: u32,
}

impl<'a> Walk<'a> {
    fn new(
        servers: &AppleServers,
        trust: &Trust,
        login: &'a str,
        password: &'a AppPassword,
    ) -> Result<Self, ServiceAnswer> {
        let tls_failures = TlsFailures::default();
        let tls = Tls::new(trust, &tls_failures).map_err(|why| ServiceAnswer::Skipped { why })?;
        let start = servers.caldav_url.clone();
        let http = nylas::transport(&Timeouts {
            connect: CONNECTING,
            ..Timeouts::default()
        })
        .tls_backend_preconfigured(tls.config)
        .https_only(true)
        .http1_only()
        .user_agent(concat!("icloud-connect/", env!("CARGO_PKG_VERSION")));
        let http = way(http, whose_url(&start), servers.proxy.get().as_deref())
            .map_err(|_| ServiceAnswer::Skipped { why: Outage::Proxy })?;
        let http = http.build().map_err(|_| ServiceAnswer::Skipped {
            why: Outage::Tls { issuer: None },
        })?;
        Ok(Walk {
            http,
            tls_failures,
            start,
            login,
            password,
            hops: 0,
        })
    }

    /// The address, if the password may go there.
    fn allowed(&self, url: Url) -> Option<Url> {
        may_hear_password(&url, &self.start).then_some(url)
    }

    /// An address that a server names, if the password may go there.
    fn beyond(&self, from: &Url, named: &str) -> Option<Url> {
        let mut url = from.join(named).ok()?;
        url.set_fragment(None);
        self.allowed(url)
    }

    /// Asks, and follows redirects to where the password may go. Also tells where the answer came from.
    async fn propfind(
        &mut self,
        mut url: Url,
        depth: &str,
        question: &'static str,
    ) -> Result<(Url, Multistatus), ServiceAnswer> {
        loop {
            let answer = self.send(url.clone(), depth, question).await?;
            let status = answer.status().as_u16();
            // A refusal comes with a challenge (RFC 9110, section 11.6.1); a filter's has none.
            let challenged = answer.headers().contains_key(WWW_AUTHENTICATE);
            match status {
                207 => {
                    let xml = self.text(answer, LONGEST_DOCUMENT).await?;
                    let said = dav::read(&xml).map_err(|NotDav| match is_page(&xml) {
                        true => NOBODYS_WORD,
                        false => NOT_UNDERSTOOD,
                    })?;
                    return Ok((url, said));
                }
                301 | 302 | 307 | 308 => url = self.hop(&url, &answer)?,
                // Whatever other schemes it offers: Basic was sent and not taken.
                401 if challenged => {
                    return Err(self
                        .locked_or(ServiceAnswer::Refused, answer, is_nothing)
                        .await);
                }
                401 => {
                    return Err(self
                        .locked_or(ServiceAnswer::Refused, answer, is_page)
                        .await);
                }
                // Known, but not let in, unless a filter says so.
                403 => {
                    return Err(self
                        .locked_or(ServiceAnswer::Forbidden, answer, is_no_dav)
                        .await);
                }
                303 | 407 | 511 => return Err(NOBODYS_WORD),
                // Redirects apart, whatever the status is.
                _ if names_page(&answer) => return Err(NOBODYS_WORD),
                429 | 503 => {
                    let throttled = ServiceAnswer::NoAnswer {
                        why: Outage::Throttled {
                            retry_after: retry_after(&answer),
                        },
                    };
                    return Err(self.unless_page(throttled, answer).await);
                }
                408 => return Err(ServiceAnswer::TIMED_OUT),
                // Calendars are not there, or not in this way: whatever else works, they do not.
                400..=499 | 501 => {
                    return Err(self
                        .locked_or(ServiceAnswer::Unclear, answer, is_no_dav)
                        .await);
                }
                500.. => {
                    let unavailable = ServiceAnswer::NoAnswer {
                        why: Outage::Unavailable,
                    };
                    return Err(self.unless_page(unavailable, answer).await);
                }
                _ => return Err(self.unless_page(NOT_UNDERSTOOD, answer).await),
            }
        }
    }

    /// A refusal, unless its words say that the account is locked, or are not Apple's.
    async fn locked_or(
        &self,
        refusal: ServiceAnswer,
        answer: Response,
        foreign: fn(&str) -> bool,
    ) -> ServiceAnswer {
        match timeout(WORDS, self.text(answer, LONGEST_WORDS)).await {
            Ok(Ok(words)) if says_locked(&words) => ServiceAnswer::Locked,
            Ok(Ok(words)) if foreign(&words) => NOBODYS_WORD,
            _ => refusal,
        }
    }

    async fn unless_page(&self, said: ServiceAnswer, answer: Response) -> ServiceAnswer {
        match timeout(WORDS, self.text(answer, LONGEST_WORDS)).await {
            Ok(Ok(words)) if is_page(&words) => NOBODYS_WORD,
            _ => said,
        }
    }

    fn hop(&mut self, from: &Url, answer: &Response) -> Result<Url, ServiceAnswer> {
        self.hops += 1;
        let named = answer
            .headers()
            .get(LOCATION)
            .filter(|named| named.len() <= LONGEST_ADDRESS)
            .and_then(|named| named.to_str().ok());
        let next = named
            .filter(|_| self.hops <= MOST_HOPS)
            .ok_or(NOT_UNDERSTOOD)?;
        // Apple never redirects elsewhere: somebody in between wants to be signed in to first.
        self.beyond(from, next)
            .ok_or(ServiceAnswer::Skipped { why: Outage::Proxy })
    }

    async fn send(
        &self,
        url: Url,
        depth: &str,
        question: &'static str,
    ) -> Result<Response, ServiceAnswer> {
        // An address may hold a user name; the credentials are ours alone.
        let request = self
            .http
            .request(Method::from_bytes(b"PROPFIND").unwrap_or_default(), url)
            .basic_auth(self.login, Some(self.password.secret().expose_secret()))
            .header("depth", depth)
            .header(CONTENT_TYPE, "application/xml; charset=utf-8")
            .body(question);
        request.send().await.map_err(|fault| self.failure(&fault))
    }

    /// The whole body, if it has no more than `most` bytes and does not come in crumbs.
    async fn text(&self, mut answer: Response, most: usize) -> Result<String, ServiceAnswer> {
        let mut bytes = vec![];
        for _ in 0..MOST_CHUNKS {
            let piece = answer.chunk().await.map_err(|fault| self.failure(&fault))?;
            let Some(piece) = piece else {
                return Ok(String::from_utf8_lossy(&bytes).into_owned());
            };
            if bytes.len() + piece.len() > most {
                break;
            }
            bytes.extend_from_slice(&piece);
        }
        Err(NOT_UNDERSTOOD)
    }

    fn failure(&self, fault: &reqwest::Error) -> ServiceAnswer {
        let connect = nylas::classify(fault);
        let why = match connect {
            Connect::Tls => self
                .tls_failures
                .take(fault.url().and_then(Url::host_str).unwrap_or_default()),
            other => other.into(),
        };
        if connect.sent() {
            ServiceAnswer::NoAnswer { why }
        } else {
            ServiceAnswer::Skipped { why }
        }
    }
}

/// Whether the password may be sent to an address: https, without credentials of its own, at one of Apple's services or
/// where the profile says, host and port.
pub(super) fn may_hear_password(url: &Url, start: &Url) -> bool {
    url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && (whose_url(url) == Owner::Apple || url.origin() == start.origin())
}

/// Whether the answer calls itself a page for browsers.
fn names_page(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|page| kind.eq_ignore_ascii_case(page))
}

/// Whether it looks like a page for browsers.
pub(super) fn is_page(text: &str) -> bool {
    let begin: String = text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<script",
        "<p>",
        "<h1",
    ]
    .iter()
    .any(|tag| begin.starts_with(tag))
        || begin.starts_with("<?xml") && begin.contains("<html")
        || begin.starts_with("<!--") && begin.contains("<html")
}

/// Whether there are words that are none of the protocol's (RFC 4918, section 16). To say nothing more is Apple's way, too.
fn is_no_dav(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    !text.is_empty() && (is_page(text) || !text.starts_with('<'))
}

const fn is_nothing(_: &str) -> bool {
    false
}

fn retry_after(answer: &Response) -> Option<Duration> {
    nylas::wait(answer.headers().get(RETRY_AFTER)?.to_str().ok()?)
}
