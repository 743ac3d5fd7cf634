//! What the program does, once it is known what.

mod board;
mod held;

use crate::adopt::adopt;
use crate::arguments::Command;
use crate::check::{Finding, Verdict, check};
use crate::config::{self, Config};
use crate::database::{Database, unanswered};
use crate::operator::{made_by, previewed};
use crate::reconcile::reconcile;
use crate::registration;
use crate::relay::Relay;
use crate::{logs, serve, store};
use invitation::operator::Create;
use secrecy::ExposeSecret;
use std::fmt::Write;
use std::path::PathBuf;

/// What is to be printed, and whether that is good news.
pub struct Said {
    pub text: String,
    pub well: bool,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Said { text, well: true }
    }
}

/// Does it.
///
/// # Errors
/// One sentence on why it could not be done.
pub fn run(command: Command) -> Result<Said, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("nothing can run here: {error}"))?;
    runtime.block_on(done(command))
}

async fn done(command: Command) -> Result<Said, String> {
    if let Command::Check { config, json } = command {
        return checked(read(config)?, json).await;
    }
    if let Command::Adopt {
        config,
        file,
        dry_run,
    } = command
    {
        let config = read(config)?;
        let database = open(&config).await?;
        let (text, well) = adopt(&Relay::new(config, database), &file, dry_run).await?;
        return Ok(Said { text, well });
    }
    told(command).await.map(Said::from)
}

async fn checked(config: Config, json: bool) -> Result<Said, String> {
    let findings = check(config).await;
    let text = if json {
        serde_json::to_string_pretty(&findings).map_err(|error| error.to_string())?
    } else {
        let lines = findings.iter().map(Finding::line);
        lines.collect::<Vec<_>>().join("\n")
    };
    let well = findings
        .iter()
        .all(|finding| finding.verdict != Verdict::Wrong);
    Ok(Said { text, well })
}

async fn told(command: Command) -> Result<String, String> {
    match command {
        Command::Help | Command::Version | Command::Check { .. } | Command::Adopt { .. } => {
            Ok(String::new())
        }
        Command::Serve { config } => {
            logs::begin();
            let config = read(config)?;
            let database = open(&config).await?;
            if let Some(found) = reconcile(&config, &database).await? {
                logs::event("a backup was put back", found.counts());
            }
            serve::serve(Relay::new(config, database)).await?;
            Ok(String::new())
        }
        Command::Invite {
            config,
            account,
            recipient,
            label,
            language,
            send_to,
            preview,
        } => {
            let config = read(config)?;
            let database = open(&config).await?;
            let body = Create {
                account,
                recipient_label: recipient,
                account_label: label,
                language,
                send_to,
                ..Create::default()
            };
            let relay = Relay::new(config, database);
            if preview {
                return previewed(&relay, &body).await;
            }
            made_by(&relay, "command line", &body).await
        }
        Command::Mail { config, pause } => {
            let database = open(&read(config)?).await?;
            let is_new = store::pause(&database, "command line", pause)
                .await
                .map_err(|error| unanswered(&error))?;
            let said = match (pause, is_new) {
                (true, true) => "No mail leaves any more. What is due waits.",
                (true, false) => "No mail left before, either.",
                (false, true) => "Mails leave again.",
                (false, false) => "Mails left before, too.",
            };
            Ok(said.to_owned())
        }
        Command::CreateToken {
            config,
            name,
            role,
            valid_seconds,
        } => {
            let database = open(&read(config)?).await?;
            let token = store::create_token(&database, &name, role, valid_seconds)
                .await
                .map_err(|error| unanswered(&error))?;
            let token = token.ok_or(format!("{name} has a token already; end it first"))?;
            Ok(token.expose_secret().to_owned())
        }
        Command::ListTokens { config } => {
            let database = open(&read(config)?).await?;
            let mut text = String::new();
            for token in store::tokens(&database)
                .await
                .map_err(|error| unanswered(&error))?
            {
                let used = token.used_at.map_or("never used", |_| "used");
                // Writing to a text does not fail.
                let _ = writeln!(text, "{}\t{}\t{used}", token.name, token.role.name());
            }
            Ok(text.trim_end().to_owned())
        }
        Command::RevokeToken { config, name } => {
            let database = open(&read(config)?).await?;
            match store::revoke_token(&database, &name)
                .await
                .map_err(|error| unanswered(&error))?
            {
                true => Ok(format!("The token of {name} is ended.")),
                false => Err(format!("{name} has no token")),
            }
        }
        Command::CreateWebhook { config } => registration::create(&read(config)?).await,
        Command::RotateWebhook { config } => registration::rotate(&read(config)?).await,
        Command::Board {
            config,
            json,
            search,
        } => {
            let database = open(&read(config)?).await?;
            match search {
                None => board::board(&database, json).await,
                Some(text) => board::search(&database, &text, json).await,
            }
        }
        Command::RenewMany { config, dry_run } => {
            let config = read(config)?;
            let database = open(&config).await?;
            board::renew_many(&Relay::new(config, database), dry_run).await
        }
        Command::Audit { config, since } => held::audit(&open(&read(config)?).await?, since).await,
        Command::ExportPerson { config, address } => {
            held::export(&open(&read(config)?).await?, &address).await
        }
        Command::ErasePerson { config, address } => {
            held::erase(&open(&read(config)?).await?, &address).await
        }
        Command::Backup { config, file } => held::backup(&open(&read(config)?).await?, &file).await,
        Command::Restore { config, file, json } => {
            held::restore(&read(config)?, file.as_deref(), json).await
        }
    }
}

fn read(file: Option<PathBuf>) -> Result<Config, String> {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    config::read(file.as_deref(), environment).map_err(|error| error.to_string())
}

async fn open(config: &Config) -> Result<Database, String> {
    Database::open(&config.database_url)
        .await
        .map_err(|error| error.to_string())
}
