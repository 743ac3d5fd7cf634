//! Mail: log in, look at INBOX (RFC 3501 and RFC 5530), by TLS from the first byte.

use super::{Answer, AppleServers, LONGEST_ANSWER};
use crate::network::{
    Outage, reach,
    tls::{Faults, Tls, Trust},
};
use apple::{AppPassword, says_locked};
use imap_proto::{Response, ResponseCode, Status};
use secrecy::{ExposeSecret, zeroize::Zeroizing};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::client::TlsStream;

/// How long the server may take to say goodbye; by then the answer is known.
const FAREWELL: Duration = Duration::from_millis(500);

/// Asks mail once, with this name. Ends by itself only when the server does: whoever calls limits the time.
pub(super) async fn ask(servers: &AppleServers, trust: &Trust, login: &str, password: &AppPassword) -> Answer {
    let answer = converse(servers, trust, login, password).await.unwrap_or_else(|answer| answer);
    if let Answer::NoAnswer { why } | Answer::Skipped { why } = &answer {
        log::warn!("mail says nothing about the password: {why:?}");
    }
    answer
}

async fn converse(servers: &AppleServers, trust: &Trust, login: &str, password: &AppPassword) -> Result<Answer, Answer> {
    let skipped = |why| Answer::Skipped { why };
    let no_answer = |why| Answer::NoAnswer { why };
    let tls = Tls::new(trust, &Faults::default()).map_err(skipped)?;
    let stream = reach::connect(&servers.imap_host, servers.imap_port, &tls).await.map_err(skipped)?;
    let mut talk = Talk { host: &servers.imap_host, stream, tls, heard: vec![], left: LONGEST_ANSWER };

    talk.greeting().await.map_err(no_answer)?;
    let command = Zeroizing::new(format!("a1 LOGIN {} {}\r\n", *quoted(login), *quoted(password.secret().expose_secret())));
    match talk.command("a1", command.as_bytes()).await.map_err(no_answer)? {
        Reply::Ok => {}
        reply => return Ok(refused_or_busy(reply, Answer::Refused)),
    }
    let answer = match talk.command("a2", b"a2 EXAMINE INBOX\r\n").await.map_err(no_answer)? {
        Reply::Ok => Answer::Accepted,
        // The password opened the account: what is missing is the mailbox.
        reply => refused_or_busy(reply, Answer::Closed),
    };
    let _ = timeout(FAREWELL, talk.command("a3", b"a3 LOGOUT\r\n")).await;
    Ok(answer)
}

/// The end of a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Ok,
    /// With the server's words in lower case, its code in brackets before them.
    No(String),
    Bad,
}

/// A NO is a `refusal` unless its code (RFC 5530) or its words say that it is about the server, not about what was asked.
pub(super) fn refused_or_busy(reply: Reply, refusal: Answer) -> Answer {
    let Reply::No(words) = reply else { return Answer::NoAnswer { why: Outage::NotUnderstood } };
    let code = words.strip_prefix('[').and_then(|rest| rest.split([']', ' ']).next()).unwrap_or_default();
    match code {
        _ if says_locked(&words) => Answer::Locked,
        "authenticationfailed" | "authorizationfailed" | "expired" | "noperm" | "nonexistent" => refusal,
        "limit" | "inuse" => Answer::NoAnswer { why: Outage::Throttled { retry_after: None } },
        "unavailable" | "serverbug" | "contactadmin" | "privacyrequired" | "corruption" => Answer::NoAnswer { why: Outage::Unavailable },
        _ if ["temporar", "unavailable", "later", "too many", "internal error", "busy"].iter().any(|hint| words.contains(hint)) => {
            Answer::NoAnswer { why: Outage::Unavailable }
        }
        _ if words.contains("try again") && !blames_what_was_sent(&words) => Answer::NoAnswer { why: Outage::Unavailable },
        _ => refusal,
    }
}

/// "Incorrect user name or password. Please try again." asks for another password, not for patience.
fn blames_what_was_sent(words: &str) -> bool {
    let any = |of: &[&str]| of.iter().any(|word| words.contains(word));
    any(&["invalid", "incorrect", "wrong"]) && any(&["password", "credential", "username", "user name", "login"])
}

/// A quoted string. Addresses and app passwords hold no control character.
pub(super) fn quoted(text: &str) -> Zeroizing<String> {
    let mut quoted = Zeroizing::new(String::with_capacity(2 * text.len() + 2));
    quoted.push('"');
    for sign in text.chars().filter(|sign| !sign.is_control()) {
        if matches!(sign, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(sign);
    }
    quoted.push('"');
    quoted
}

struct Talk<'a> {
    host: &'a str,
    stream: TlsStream<TcpStream>,
    tls: Tls,
    heard: Vec<u8>,
    /// How many bytes may still come.
    left: usize,
}

impl Talk<'_> {
    async fn greeting(&mut self) -> Result<(), Outage> {
        match self.next().await? {
            Response::Data { status: Status::Ok, .. } => Ok(()),
            Response::Data { status: Status::Bye, .. } => Err(Outage::Unavailable),
            _ => Err(Outage::NotUnderstood),
        }
    }

    async fn command(&mut self, own_tag: &str, line: &[u8]) -> Result<Reply, Outage> {
        self.send(line).await.map_err(|fault| reach::outage(&fault, self.host, &self.tls))?;
        loop {
            let said = match self.next().await {
                Err(Outage::NotUnderstood) if self.pass_over() => continue,
                said => said?,
            };
            match said {
                Response::Done { tag, status, outcome } if tag.0 == own_tag => {
                    let code = if outcome.code == Some(ResponseCode::Alert) { "[alert] " } else { "" };
                    return Ok(match status {
                        Status::Ok => Reply::Ok,
                        Status::No => Reply::No(format!("{code}{}", outcome.information.unwrap_or_default()).to_lowercase()),
                        _ => Reply::Bad,
                    });
                }
                Response::Data { status: Status::Bye, .. } => return Err(Outage::Unavailable),
                Response::Done { .. } | Response::Continue(_) => return Err(Outage::NotUnderstood),
                _ => {}
            }
        }
    }

    /// Drops an untagged line that was not understood: servers may say what nobody asked for (RFC 3501, section 7).
    fn pass_over(&mut self) -> bool {
        let end = self.heard.starts_with(b"* ").then(|| self.heard.iter().position(|byte| *byte == b'\n')).flatten();
        end.is_some_and(|end| self.heard.drain(..=end).next().is_some())
    }

    async fn send(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(line).await?;
        self.stream.flush().await
    }

    async fn next(&mut self) -> Result<Response<'static>, Outage> {
        loop {
            if self.heard.contains(&b'\n') {
                match imap_proto::Response::parse(&self.heard) {
                    Ok((rest, response)) => {
                        let (used, response) = (self.heard.len() - rest.len(), response.into_owned());
                        self.heard.drain(..used);
                        return Ok(response);
                    }
                    Err(fault) if fault.is_incomplete() => {}
                    Err(_) => return Err(Outage::NotUnderstood),
                }
            }
            let mut piece = [0; 4096];
            let length = self.stream.read(&mut piece).await.map_err(|fault| reach::outage(&fault, self.host, &self.tls))?;
            if length == 0 {
                return Err(Outage::Reset);
            }
            self.left = self.left.checked_sub(length).ok_or(Outage::NotUnderstood)?;
            // The parser cuts texts by bytes; and nothing but ASCII is looked at.
            self.heard.extend(piece[..length].iter().map(|byte| if byte.is_ascii() { *byte } else { b'?' }));
        }
    }
}
