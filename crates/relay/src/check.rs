//! `check`: whether a relay with this configuration would work, asked of everything that it needs.

mod company;
mod finding;
mod outside;
mod phone;
mod sender;

pub(crate) use finding::{Finding, Verdict};

use crate::config::{Config, Phone};
use crate::database::Database;
use crate::nylas_client::Nylas;
use crate::relay::{NOT_READY, NOT_READY_SECONDS};
use crate::store;
use std::time::{SystemTime, UNIX_EPOCH};

/// Two clocks may differ by so much, in milliseconds: this computer's and the database's, and both and Nylas', which
/// tells whole seconds after a way through the internet.
const CLOCKS: u64 = 5_000;
const FAR_CLOCKS: u64 = 60_000;

/// Asks everything; nothing is changed but the database's tables.
pub(crate) async fn check(config: Config) -> Vec<Finding> {
    let nylas = Nylas::new(&config.nylas);
    let mut findings = vec![];
    match nylas.client() {
        Err(_) => findings.push(Finding::wrong(
            "key",
            format!("{} has no key in it", config.nylas.api_key_file.display()),
        )),
        Ok(client) => {
            findings.extend(company::company(&config, &client).await);
            if config.phone == Phone::Nylas {
                findings.push(phone::phone(&config, &client).await);
            }
        }
    }
    findings.push(outside::public_address(&config).await);
    findings.push(outside::events(&config, &nylas).await);
    findings.extend(outside::downloads(&config).await);
    findings.extend(sender::sender(config.mail.as_ref()).await);
    match Database::open(&config.database_url).await {
        Err(error) => findings.push(Finding::wrong("database", error.to_string())),
        Ok(database) => {
            findings.push(in_use(&database).await);
            findings.extend(stopped(&database).await);
            findings.push(clock(&config, &database).await);
            database.close().await;
        }
    }
    findings
}

/// The database, and what a running relay learned and wrote there.
async fn in_use(database: &Database) -> Finding {
    match store::fact(database, NOT_READY, NOT_READY_SECONDS).await {
        Err(error) => Finding::wrong("database", crate::database::told(&error)),
        Ok(None) => Finding::ok("database", "its tables are up to date"),
        Ok(Some(_)) => Finding::note(
            "database",
            "its tables are up to date; Nylas refused a customer in the last ten minutes for what you have to mend, and customers are told that you aren't ready",
        ),
    }
}

/// What waits for an operator.
async fn stopped(database: &Database) -> Vec<Finding> {
    let mut findings = vec![];
    for (fact, what, said) in [
        (
            store::PAUSED,
            "mails",
            "paused: none leaves before `resume`",
        ),
        (
            store::HELD,
            "renewals",
            "held: many connections ended at once, and nobody is written to before you decide (GET /renewals)",
        ),
    ] {
        // That the database answers was found out before.
        if store::holds(database, fact).await.unwrap_or_default() {
            findings.push(Finding::note(what, said));
        }
    }
    if let Ok(Some(why)) = store::why_refused(database).await {
        let said = format!("they wait: {why}. It's tried again within half an hour");
        findings.push(Finding::wrong("mails", said));
    }
    findings
}

/// Invitations end by the database's clock, and people read this computer's.
async fn clock(config: &Config, database: &Database) -> Finding {
    let what = "clock";
    let Ok(databases) = database.now().await else {
        return Finding::wrong(what, "the database doesn't tell the time");
    };
    let ours = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let ours = i64::try_from(ours.as_millis()).unwrap_or(i64::MAX);
    let nylas = outside::time_at_nylas(config).await;
    for (whose, theirs, apart) in [
        ("the database's", Some(databases), CLOCKS),
        ("Nylas'", nylas, FAR_CLOCKS),
    ] {
        let differs = theirs.map_or(0, |theirs| ours.abs_diff(theirs));
        if differs > apart {
            return Finding::wrong(
                what,
                format!("differs from {whose} by {} seconds", differs / 1000),
            );
        }
    }
    match nylas {
        Some(_) => Finding::ok(what, "agrees with the database's and Nylas'"),
        None => Finding::ok(what, "agrees with the database's"),
    }
}
