//! Mail: log in, look at INBOX (RFC 3501 and RFC 5530), by TLS from the first byte.

use super::{
    AppleServers, ServiceAnswer,
    imap_line::{Line, Lines, Status, TooMuch},
    limits::FAREWELL,
};
use crate::network::{
    Outage, reach,
    tls::{Tls, TlsFailures, Trust},
};
use apple::{AppPassword, says_locked};
use secrecy::{ExposeSecret, zeroize::Zeroizing};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::client::TlsStream;

/// Asks mail once, with this name. Ends by itself only when the server does: whoever calls limits the time.
pub(super) async fn ask(
    servers: &AppleServers,
    trust: &Trust,
    login: &str,
    password: &AppPassword,
) -> ServiceAnswer {
    let answer = converse(servers, trust, login, password)
        .await
        .unwrap_or_else(|answer| answer);
    if let ServiceAnswer::NoAnswer { why } | ServiceAnswer::Skipped { why } = &answer {
        log::warn!("mail says nothing about the password: {why:?}");
    }
    answer
}

async fn converse(
    servers: &AppleServers,
    trust: &Trust,
    login: &str,
    password: &AppPassword,
) -> Result<ServiceAnswer, ServiceAnswer> {
    let skipped = |why| ServiceAnswer::Skipped { why };
    let no_answer = |why| ServiceAnswer::NoAnswer { why };
    let tls = Tls::new(trust, &TlsFailures::default()).map_err(skipped)?;
    let stream = reach::connect(
        &servers.imap_host,
        servers.imap_port,
        &tls,
        &servers.network,
    )
    .await
    .map_err(skipped)?;
    let mut talk = Talk {
        host: &servers.imap_host,
        stream,
        tls,
        lines: Lines::default(),
    };

    talk.greeting().await?;
    let command = Zeroizing::new(format!(
        "a1 LOGIN {} {}\r\n",
        *quoted(login),
        *quoted(password.secret().expose_secret())
    ));
    match talk
        .command("a1", command.as_bytes())
        .await
        .map_err(no_answer)?
    {
        Reply::Ok => {}
        reply => return Ok(refused_or_busy(reply, ServiceAnswer::Refused)),
    }
    let answer = match talk
        .command("a2", b"a2 EXAMINE INBOX\r\n")
        .await
        .map_err(no_answer)?
    {
        Reply::Ok => ServiceAnswer::Accepted,
        // The password opened the account: what is missing is the mailbox.
        reply => refused_or_busy(reply, ServiceAnswer::Closed),
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
pub(super) fn refused_or_busy(reply: Reply, refusal: ServiceAnswer) -> ServiceAnswer {
    let Reply::No(words) = reply else {
        return ServiceAnswer::NoAnswer {
            why: Outage::NotUnderstood,
        };
    };
    let code = words
        .strip_prefix('[')
        .and_then(|rest| rest.split([']', ' ']).next())
        .unwrap_or_default();
    let says = |hints: &[&str]| hints.iter().any(|hint| words.contains(hint));
    match code {
        _ if says_locked(&words) => ServiceAnswer::Locked,
        "authorizationfailed" | "expired" | "noperm" | "nonexistent" => refusal,
        "limit" | "inuse" | "throttled" => ServiceAnswer::NoAnswer {
            why: Outage::Throttled { retry_after: None },
        },
        "unavailable" | "serverbug" | "contactadmin" | "privacyrequired" | "corruption" => {
            ServiceAnswer::NoAnswer {
                why: Outage::Unavailable,
            }
        }
        // Some servers put the code of a refusal in front of these, too.
        _ if says(&["too many", "throttl", "rate limit", "connections"]) => {
            ServiceAnswer::NoAnswer {
                why: Outage::Throttled { retry_after: None },
            }
        }
        _ if says(&[
            "temporar",
            "unavailable",
            "later",
            "internal error",
            "busy",
            "overload",
            "maintenance",
        ]) =>
        {
            ServiceAnswer::NoAnswer {
                why: Outage::Unavailable,
            }
        }
        _ if words.contains("try again") && !blames_what_was_sent(&words) => {
            ServiceAnswer::NoAnswer {
                why: Outage::Unavailable,
            }
        }
        _ => refusal,
    }
}

/// "Incorrect user name or password. Please try again." asks for another password, not for patience.
fn blames_what_was_sent(words: &str) -> bool {
    let any = |of: &[&str]| of.iter().any(|word| words.contains(word));
    any(&["invalid", "incorrect", "wrong", "check"])
        && any(&["password", "credential", "username", "user name", "login"])
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
    lines: Lines,
}

impl Talk<'_> {
    async fn greeting(&mut self) -> Result<(), ServiceAnswer> {
        let why = match self.next().await {
            // A server that wants no LOGIN must not be sent one (RFC 3501, section 6.2.3): it cannot be asked.
            Ok(Line::Untagged {
                status: Some(Status::Ok),
                words,
            }) if words.contains("logindisabled") => {
                return Err(ServiceAnswer::Skipped {
                    why: Outage::NotUnderstood,
                });
            }
            Ok(Line::Untagged {
                status: Some(Status::Ok),
                ..
            }) => return Ok(()),
            Ok(Line::Untagged {
                status: Some(Status::Bye),
                ..
            }) => Outage::Unavailable,
            // Nothing of mail's: whoever speaks here is not Apple, and has heard nothing yet.
            Ok(Line::Tagged { .. } | Line::Other) => {
                return Err(ServiceAnswer::Skipped {
                    why: Outage::NotUnderstood,
                });
            }
            Ok(Line::Untagged { .. }) => Outage::NotUnderstood,
            Err(why) => why,
        };
        Err(ServiceAnswer::NoAnswer { why })
    }

    async fn command(&mut self, own_tag: &str, line: &[u8]) -> Result<Reply, Outage> {
        self.send(line)
            .await
            .map_err(|fault| reach::outage(&fault, self.host, &self.tls))?;
        loop {
            match self.next().await? {
                Line::Tagged { tag, status, words } if tag == own_tag => {
                    return Ok(match status {
                        Status::Ok => Reply::Ok,
                        Status::No => Reply::No(words),
                        _ => Reply::Bad,
                    });
                }
                Line::Untagged {
                    status: Some(Status::Bye),
                    ..
                } => return Err(Outage::Unavailable),
                Line::Untagged { .. } => {}
                Line::Tagged { .. } | Line::Other => return Err(Outage::NotUnderstood),
            }
        }
    }

    async fn send(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(line).await?;
        self.stream.flush().await
    }

    async fn next(&mut self) -> Result<Line, Outage> {
        loop {
            if let Some(line) = self.lines.next() {
                return Ok(line);
            }
            let mut piece = [0; 4096];
            let length = self
                .stream
                .read(&mut piece)
                .await
                .map_err(|fault| reach::outage(&fault, self.host, &self.tls))?;
            if length == 0 {
                return Err(Outage::Reset);
            }
            self.lines
                .hear(&piece[..length])
                .map_err(|TooMuch| Outage::NotUnderstood)?;
        }
    }
}
