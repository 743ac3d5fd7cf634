//! `check`: whether a relay with this configuration would work, asked of everything that it needs.

use crate::config::{Config, Download};
use crate::database::Database;
use crate::nylas_client::Nylas;
use crate::relay::Relay;
use nylas::{Client, Timeouts, transport};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest wait for a page or a download's next part.
const PATIENCE: Duration = Duration::from_secs(20);
/// Largest download that is looked at.
const LARGEST: usize = 1024 * 1024 * 1024;
/// Two clocks may differ by so much, in milliseconds.
const CLOCKS: u64 = 5_000;

/// One thing that was asked.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) what: &'static str,
    pub(crate) well: bool,
    pub(crate) said: String,
}

fn well(what: &'static str, said: impl Into<String>) -> Finding {
    Finding {
        what,
        well: true,
        said: said.into(),
    }
}

fn wrong(what: &'static str, said: impl Into<String>) -> Finding {
    Finding {
        what,
        well: false,
        said: said.into(),
    }
}

/// Asks everything; nothing is changed but the database's tables.
pub(crate) async fn check(config: Config) -> Vec<Finding> {
    let mut findings = vec![];
    let nylas = Nylas::new(&config.nylas);
    match nylas.client() {
        Err(_) => findings.push(wrong(
            "key",
            format!("{} has no key in it", config.nylas.api_key_file.display()),
        )),
        Ok(client) => {
            findings.push(key(&client).await);
            findings.push(connector(&config, &client).await);
        }
    }
    findings.push(public_address(&config).await);
    for (system, download) in &config.downloads {
        findings.push(downloaded(system, download).await);
    }
    if config.downloads.is_empty() {
        findings.push(well(
            "downloads",
            "none: customers are told to ask you for the app",
        ));
    }
    match Database::open(&config.database_url).await {
        Err(error) => findings.push(wrong("database", error.to_string())),
        Ok(database) => {
            findings.push(well("database", "its tables are up to date"));
            findings.push(clock(&database).await);
            database.close().await;
        }
    }
    findings
}

/// The key, its application and its region: another region's host refuses it.
async fn key(client: &Client) -> Finding {
    let place = client.origin().place();
    match client.application().await {
        Ok(application) => {
            let name = application.name.unwrap_or_default();
            let id = application.application_id;
            well(
                "key",
                format!(
                    "opens the application {id} {} at {place}",
                    nylas::quote(&name)
                ),
            )
        }
        // A key of less than everything is better here than one of everything.
        Err(error) if error.status() == Some(403) => well(
            "key",
            format!("is known at {place}, and may not look at the application"),
        ),
        Err(error) if error.status() == Some(401) => wrong(
            "key",
            format!("is refused at {place}: it may be another region's, ended or mistyped"),
        ),
        Err(error) => wrong(
            "key",
            format!("{place} does not answer as it should: {error}"),
        ),
    }
}

async fn connector(config: &Config, client: &Client) -> Finding {
    let provider = Relay::provider_of(config);
    match client.connector(provider).await {
        Ok(Some(_)) => well("connector", "is there"),
        Ok(None) => wrong(
            "connector",
            "is missing: make it in the dashboard, or with the app's own screen for the company",
        ),
        Err(error) if error.status() == Some(403) => {
            well("connector", "may not be looked at with this key")
        }
        Err(error) => wrong("connector", format!("could not be asked about: {error}")),
    }
}

/// Whether a customer gets here by the public address.
async fn public_address(config: &Config) -> Finding {
    let what = "public address";
    let Ok(http) = transport(&Timeouts::default()).timeout(PATIENCE).build() else {
        return wrong(what, "TLS cannot be set up here");
    };
    let address = format!(
        "{}/health",
        config.public_url.as_str().trim_end_matches('/')
    );
    match http.get(&address).send().await {
        Ok(response) if response.status().is_success() => well(what, format!("{address} answers")),
        Ok(response) => wrong(what, format!("{address} answers {}", response.status())),
        Err(_) => wrong(
            what,
            format!(
                "{address} does not answer; is a relay running, and what stands in front of it?"
            ),
        ),
    }
}

/// Whether a download is what its hash says.
async fn downloaded(system: &str, download: &Download) -> Finding {
    let what = "download";
    let Ok(http) = transport(&Timeouts::default())
        .read_timeout(PATIENCE)
        .build()
    else {
        return wrong(what, "TLS cannot be set up here");
    };
    let mut response = match http.get(&download.url).send().await {
        Ok(response) if response.status().is_success() => response,
        Ok(response) => return wrong(what, format!("{system}: it answers {}", response.status())),
        Err(_) => return wrong(what, format!("{system}: nothing answers there")),
    };
    let (mut hash, mut length) = (Sha256::new(), 0);
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                length += chunk.len();
                if length > LARGEST {
                    return wrong(what, format!("{system}: it is larger than a gigabyte"));
                }
                hash.update(&chunk);
            }
            Ok(None) => break,
            Err(_) => return wrong(what, format!("{system}: it breaks off")),
        }
    }
    let hash = data_encoding::HEXLOWER.encode(&hash.finalize());
    if hash.eq_ignore_ascii_case(&download.sha256) {
        well(what, format!("{system}: it is what its hash says"))
    } else {
        wrong(what, format!("{system}: its hash is {hash}"))
    }
}

/// Invitations end by the database's clock, and people read this computer's.
async fn clock(database: &Database) -> Finding {
    let Ok(theirs) = database.now().await else {
        return wrong("clock", "the database does not tell the time");
    };
    let ours = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let ours = i64::try_from(ours.as_millis()).unwrap_or(i64::MAX);
    let apart = ours.abs_diff(theirs);
    if apart <= CLOCKS {
        well("clock", "agrees with the database's")
    } else {
        wrong(
            "clock",
            format!("differs from the database's by {} seconds", apart / 1000),
        )
    }
}
