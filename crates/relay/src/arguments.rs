//! The command line.

use crate::since::Since;
use invitation::operator::Role;
use std::ffi::OsString;
use std::path::PathBuf;

pub const HELP: &str = "\
icloud-connect-relay holds a company's Nylas key and lets invited people connect one account each.

Usage: icloud-connect-relay [--config FILE] [COMMAND]

  serve                                Answer, until it is told to stop. This is what it does without a command.
  check [--json]                       Ask everything that a relay needs whether it works.
  invite --account A --for NAME        Make an invitation and print its link.
         [--label L] [--language L]
         [--send-to ADDRESS] [--preview]  Mail it, too; or only show its page and its mail.
  adopt [--dry-run] FILE               Take over connections that were made without the relay, by a CSV table.
  pause                                Let no mail leave, whichever relay would send it.
  resume                               Let them leave again.
  token create --name N --role R       Make an operator's token; R is read, invite or admin.
         [--expires SECONDS]
  token list                           List the tokens that count.
  token revoke --name N                End a token.
  webhook create                       Have Nylas tell this relay what becomes of connections.
  webhook rotate                       Have Nylas sign what it tells with a new secret.
  board [--json] [--q TEXT]            How it goes, in numbers; or the invitations with that text.
  renew-many [--dry-run]               Invite everybody anew whose connection needs a new password; print the links.
  audit [--since DAY|TIME]             What was done; a day such as 2026-11-29, or a time ago such as 24h or 30d.
  person export ADDRESS                Everything that is held of somebody.
  person erase ADDRESS                 Erase it.
  backup FILE                          Copy a SQLite database while it is in use, and check the copy.
  restore [FILE] [--json]              Put a copy back, and find what happened since. Stop every relay before.

  --config FILE   The configuration; every key also has a variable, ICLOUD_CONNECT_RELAY_ and its name.
  --version       Say which version this is.
  --help          Show this.";

/// What to do, and by which configuration.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Serve {
        config: Option<PathBuf>,
    },
    Check {
        config: Option<PathBuf>,
        json: bool,
    },
    Invite {
        config: Option<PathBuf>,
        account: String,
        recipient: String,
        label: Option<String>,
        language: Option<String>,
        send_to: Option<String>,
        /// Nothing is made: page and mail are shown.
        preview: bool,
    },
    /// Connections from before are taken over.
    Adopt {
        config: Option<PathBuf>,
        file: PathBuf,
        dry_run: bool,
    },
    /// Whether mails leave.
    Mail {
        config: Option<PathBuf>,
        pause: bool,
    },
    CreateToken {
        config: Option<PathBuf>,
        name: String,
        role: Role,
        valid_seconds: Option<i64>,
    },
    ListTokens {
        config: Option<PathBuf>,
    },
    RevokeToken {
        config: Option<PathBuf>,
        name: String,
    },
    CreateWebhook {
        config: Option<PathBuf>,
    },
    RotateWebhook {
        config: Option<PathBuf>,
    },
    Board {
        config: Option<PathBuf>,
        json: bool,
        search: Option<String>,
    },
    RenewMany {
        config: Option<PathBuf>,
        dry_run: bool,
    },
    Audit {
        config: Option<PathBuf>,
        since: Option<Since>,
    },
    ExportPerson {
        config: Option<PathBuf>,
        address: String,
    },
    ErasePerson {
        config: Option<PathBuf>,
        address: String,
    },
    Backup {
        config: Option<PathBuf>,
        file: PathBuf,
    },
    Restore {
        config: Option<PathBuf>,
        file: Option<PathBuf>,
        json: bool,
    },
    Help,
    Version,
}

/// What stands on the line, before it is a command.
#[derive(Default)]
struct Line {
    words: Vec<String>,
    config: Option<PathBuf>,
    account: Option<String>,
    recipient: Option<String>,
    label: Option<String>,
    language: Option<String>,
    send_to: Option<String>,
    preview: bool,
    dry_run: bool,
    name: Option<String>,
    role: Option<String>,
    expires: Option<String>,
    search: Option<String>,
    since: Option<String>,
    json: bool,
}

/// The command.
///
/// # Errors
/// One sentence on what is wrong with the line.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    use lexopt::{Arg, Parser, ValueExt};
    let mut parser = Parser::from_args(arguments);
    let mut line = Line::default();
    while let Some(argument) = parser.next().map_err(sentence)? {
        let text = match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
            Arg::Long("config") => {
                line.config = Some(parser.value().map_err(sentence)?.into());
                continue;
            }
            Arg::Long("json") => {
                line.json = true;
                continue;
            }
            Arg::Long("dry-run") => {
                line.dry_run = true;
                continue;
            }
            Arg::Long("preview") => {
                line.preview = true;
                continue;
            }
            Arg::Value(word) => {
                line.words.push(word.string().map_err(sentence)?);
                continue;
            }
            Arg::Long("account") => &mut line.account,
            Arg::Long("for") => &mut line.recipient,
            Arg::Long("label") => &mut line.label,
            Arg::Long("language") => &mut line.language,
            Arg::Long("send-to") => &mut line.send_to,
            Arg::Long("name") => &mut line.name,
            Arg::Long("role") => &mut line.role,
            Arg::Long("expires") => &mut line.expires,
            Arg::Long("q") => &mut line.search,
            Arg::Long("since") => &mut line.since,
            other => return Err(sentence(other.unexpected())),
        };
        *text = Some(
            parser
                .value()
                .and_then(ValueExt::string)
                .map_err(sentence)?,
        );
    }
    command(line)
}

fn command(line: Line) -> Result<Command, String> {
    let needed = |name: &str, value: Option<String>| value.ok_or(format!("{name} is missing"));
    let words: Vec<_> = line.words.iter().map(String::as_str).collect();
    let config = line.config;
    match words.as_slice() {
        [] | ["serve"] => Ok(Command::Serve { config }),
        ["check"] => Ok(Command::Check {
            config,
            json: line.json,
        }),
        ["invite"] => Ok(Command::Invite {
            config,
            account: needed("--account", line.account)?,
            recipient: needed("--for", line.recipient)?,
            label: line.label,
            language: line.language,
            send_to: line.send_to,
            preview: line.preview,
        }),
        ["adopt", file] => Ok(Command::Adopt {
            config,
            file: file.into(),
            dry_run: line.dry_run,
        }),
        ["pause"] => Ok(Command::Mail {
            config,
            pause: true,
        }),
        ["resume"] => Ok(Command::Mail {
            config,
            pause: false,
        }),
        ["token", "create"] => {
            let role = needed("--role", line.role)?;
            let expires = line.expires.map(|text| text.parse::<i64>());
            Ok(Command::CreateToken {
                config,
                name: needed("--name", line.name)?,
                role: Role::named(&role).ok_or("--role is read, invite or admin")?,
                valid_seconds: expires
                    .transpose()
                    .ok()
                    .filter(|seconds| seconds.is_none_or(|seconds| seconds > 0))
                    .ok_or("--expires is a number of seconds")?,
            })
        }
        ["token", "list"] => Ok(Command::ListTokens { config }),
        ["token", "revoke"] => Ok(Command::RevokeToken {
            config,
            name: needed("--name", line.name)?,
        }),
        ["webhook", "create"] => Ok(Command::CreateWebhook { config }),
        ["webhook", "rotate"] => Ok(Command::RotateWebhook { config }),
        ["board"] => Ok(Command::Board {
            config,
            json: line.json,
            search: line.search,
        }),
        ["renew-many"] => Ok(Command::RenewMany {
            config,
            dry_run: line.dry_run,
        }),
        ["audit"] => {
            let since = line.since.map(|text| {
                Since::parse(&text).ok_or("--since is a day such as 2026-11-29, or 24h, 30d or 2w")
            });
            let since = since.transpose()?;
            Ok(Command::Audit { config, since })
        }
        ["person", "export", address] => Ok(Command::ExportPerson {
            config,
            address: (*address).to_owned(),
        }),
        ["person", "erase", address] => Ok(Command::ErasePerson {
            config,
            address: (*address).to_owned(),
        }),
        ["backup", file] => Ok(Command::Backup {
            config,
            file: file.into(),
        }),
        ["restore", file @ ..] if file.len() < 2 => Ok(Command::Restore {
            config,
            file: file.first().map(PathBuf::from),
            json: line.json,
        }),
        words => Err(format!("there is no command {}", words.join(" "))),
    }
}

/// One line, with what was typed quoted by the library.
fn sentence(error: lexopt::Error) -> String {
    let said = error.to_string();
    said.lines().next().unwrap_or_default().to_owned()
}
