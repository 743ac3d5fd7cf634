//! What Nylas says of the company's key and application. Where it doesn't tell, that is said, too.

use crate::check::finding::Finding;
use crate::config::{Config, Provider};
use crate::relay::Relay;
use nylas::{
    Application, Client, Connector, Error, FormerKey, GrantId, GrantsQuery, Origin, Region,
};

/// So many days before a key ends somebody should make a new one.
const SOON: i64 = 14;
/// Accounts that a sandbox takes, as Nylas' price list has it.
const SANDBOX: usize = 5;
const CUSTOM_AUTH: &str = "POST /v3/connect/custom";

struct Answers {
    application: Result<Application, Error>,
    connector: Result<Option<Connector>, Error>,
    /// How many grants there are, counted a little further than a sandbox goes.
    grants: Result<usize, Error>,
    custom_auth: Result<(), Error>,
    others: Vec<(&'static str, Use, Result<(), Error>)>,
}

/// What a permission is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Nobody is connected without it.
    Needed,
    /// A customer sees less without it.
    Wished,
    Spare,
}

/// Everything that Nylas is asked about. Nothing is made, and what is deleted is not there.
pub(super) async fn company(config: &Config, client: &Client) -> Vec<Finding> {
    let application = client.application().await;
    let key = key(client.origin(), &application);
    if application
        .as_ref()
        .is_err_and(|error| !may_not_look(error))
    {
        let mut findings = vec![key, expiry(config, former(&application))];
        for what in ["permissions", "region", "connector", "plan"] {
            findings.push(Finding::note(what, "not known without the key"));
        }
        return findings;
    }
    let answers = Answers {
        application,
        connector: client.connector(Relay::provider_of(config)).await,
        grants: grants(client).await,
        custom_auth: client.custom_auth_of_nobody().await,
        others: others(config, client).await,
    };
    vec![
        key,
        permissions(&answers),
        expiry(config, None),
        region(client.origin(), &answers),
        connector(&answers),
        plan(&answers),
    ]
}

async fn grants(client: &Client) -> Result<usize, Error> {
    let query = GrantsQuery {
        limit: SANDBOX + 1,
        ..GrantsQuery::default()
    };
    client
        .grants_page(&query)
        .await
        .map(|page| page.grants.len())
}

/// Of a grant that nobody has: Nylas answers that it isn't there, or that the key may not ask.
async fn others(config: &Config, client: &Client) -> Vec<(&'static str, Use, Result<(), Error>)> {
    let mut asked = vec![];
    if let Ok(nobody) = uuid::Uuid::new_v4().to_string().parse::<GrantId>() {
        let deleted = client.delete_grant(&nobody).await;
        asked.push(("grants.delete", Use::Needed, deleted));
        let date = client.newest_message_date(&nobody).await.map(drop);
        asked.push(("messages.read", Use::Wished, date));
        if matches!(config.nylas.provider, Provider::ICloud) {
            let calendars = client.calendars(&nobody).await.map(drop);
            asked.push(("calendars.read", Use::Wished, calendars));
        }
    }
    // To stand for everything that a relay never asks.
    let addresses = client.redirect_uris().await.map(drop);
    asked.push(("applications.read", Use::Spare, addresses));
    asked
}

/// The key, its application and its region: another region's host refuses it.
fn key(origin: &Origin, application: &Result<Application, Error>) -> Finding {
    let (what, place) = ("key", origin.place());
    match application {
        Ok(application) => {
            let name = nylas::quote(application.name.as_deref().unwrap_or_default());
            let id = &application.application_id;
            Finding::ok(
                what,
                format!("opens the application {id} {name} at {place}"),
            )
        }
        Err(error) if may_not_look(error) => Finding::ok(
            what,
            format!("is known at {place}; it may not look at its application, and needn't"),
        ),
        Err(Error::Server(error)) if error.status == 401 => {
            let why = match error.former_key() {
                Some(FormerKey::Expired) => "has expired: make a new one".to_owned(),
                Some(FormerKey::Disabled) => "was ended: make a new one".to_owned(),
                None => format!("is mistyped, was ended, or isn't {}", whose(origin)),
            };
            Finding::wrong(what, format!("is refused at {place}: it {why}"))
        }
        Err(error) => Finding::wrong(
            what,
            format!("{place} doesn't answer as it should: {error}"),
        ),
    }
}

/// Nylas' own word, and no filter's on the way.
fn may_not_look(error: &Error) -> bool {
    matches!(error, Error::Server(error) if error.status == 403)
}

fn whose(origin: &Origin) -> &'static str {
    match here(origin) {
        Some(Region::Us) => {
            "the US region's; for the EU's, nylas.api_url is https://api.eu.nylas.com"
        }
        Some(Region::Eu) => {
            "the EU region's; for the US's, nylas.api_url is https://api.us.nylas.com"
        }
        None => "this region's",
    }
}

fn here(origin: &Origin) -> Option<Region> {
    Region::ALL
        .into_iter()
        .find(|region| region.origin() == *origin)
}

fn former(application: &Result<Application, Error>) -> Option<FormerKey> {
    match application {
        Err(Error::Server(error)) if error.status == 401 => error.former_key(),
        _ => None,
    }
}

/// What the key may do, must be able to do, and needn't.
fn permissions(answers: &Answers) -> Finding {
    let what = "permissions";
    let grants = answers.grants.as_ref().map(|_| ());
    let custom_auth = answers.custom_auth.as_ref().map(|_| ());
    let mut asked = vec![
        ("grants.read", Use::Needed, grants),
        (CUSTOM_AUTH, Use::Needed, custom_auth),
    ];
    for (name, needed, answer) in &answers.others {
        asked.push((name, *needed, answer.as_ref().map(|_| ())));
    }
    let of = |needed: Use, is: fn(&Error) -> bool| -> Vec<&str> {
        let lacking = asked
            .iter()
            .filter(|(_, used, answer)| *used == needed && answer.is_err_and(is));
        lacking.map(|(name, ..)| *name).collect()
    };
    let lacking = of(Use::Needed, Error::is_forbidden);
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        return Finding::wrong(
            what,
            format!("the key lacks what connecting needs: {lacking}"),
        );
    }
    let unclear = of(Use::Needed, is_unclear);
    if !unclear.is_empty() {
        let unclear = unclear.join(", ");
        return Finding::note(what, format!("Nylas doesn't tell just now about {unclear}"));
    }
    let unseen = of(Use::Wished, Error::is_forbidden);
    if !unseen.is_empty() {
        let unseen = unseen.join(", ");
        return Finding::note(
            what,
            format!(
                "the key lacks {unseen}: accounts are connected, and customers see less of theirs at the end"
            ),
        );
    }
    let more = asked
        .iter()
        .any(|(_, used, answer)| *used == Use::Spare && answer.is_ok());
    let more = if more {
        "; it may do more than that, and needn't: Nylas IAM makes smaller keys"
    } else {
        ""
    };
    Finding::ok(
        what,
        format!("the key lists, makes and deletes grants, and reads through them{more}"),
    )
}

/// Whether the answer says nothing about the key. That something isn't there, or wasn't asked rightly, was let through.
fn is_unclear(error: &Error) -> bool {
    match error {
        Error::Server(error) => error.status >= 500 || matches!(error.status, 401 | 408 | 429),
        Error::Key | Error::Connect(_) | Error::Unreadable(_) => true,
    }
}

/// When the key ends. Nylas tells nobody but an organization's administrator, so the company writes it down.
fn expiry(config: &Config, former: Option<FormerKey>) -> Finding {
    let what = "expiry";
    if former == Some(FormerKey::Expired) {
        return Finding::wrong(what, "the key has expired");
    }
    let (Some(last), Some(days)) = (config.nylas.api_key_expires, config.nylas.key_days()) else {
        return Finding::note(
            what,
            "Nylas doesn't tell when a key ends: if yours does, write the day into nylas.api_key_expires",
        );
    };
    match days {
        ..0 => Finding::wrong(
            what,
            format!("by nylas.api_key_expires the key ended on {last}"),
        ),
        0..=SOON => Finding::wrong(what, format!("the key ends on {last}: make a new one now")),
        _ => Finding::ok(what, format!("the key ends on {last}, in {days} days")),
    }
}

/// An application lives in one region, and the other one's host doesn't know its key.
fn region(origin: &Origin, answers: &Answers) -> Finding {
    let (what, place) = ("region", origin.place());
    let told = answers
        .application
        .as_ref()
        .ok()
        .and_then(|application| application.region.as_deref());
    let Some(told) = told else {
        return Finding::ok(
            what,
            format!("{place} knows the key, so it's the right one"),
        );
    };
    let asked = here(origin).map(|region| match region {
        Region::Us => "us",
        Region::Eu => "eu",
    });
    let shown = nylas::quote_within(told, 40);
    if asked.is_none_or(|asked| told.to_ascii_lowercase().starts_with(asked)) {
        Finding::ok(what, format!("{shown}, asked at {place}"))
    } else {
        Finding::wrong(
            what,
            format!("the application is in {shown}, and {place} is asked"),
        )
    }
}

fn connector(answers: &Answers) -> Finding {
    let what = "connector";
    match &answers.connector {
        Ok(Some(_)) => Finding::ok(what, "is there"),
        Ok(None) => Finding::wrong(
            what,
            "is missing: make it in the dashboard, or with the app's own screen for the company",
        ),
        Err(error) if error.is_forbidden() => Finding::note(
            what,
            "this key may not look at it: the first customer will tell",
        ),
        Err(error) => Finding::wrong(what, format!("could not be asked about: {error}")),
    }
}

/// Whether there is room for another account, as far as Nylas tells.
fn plan(answers: &Answers) -> Finding {
    let what = "plan";
    let refused = [
        answers.custom_auth.as_ref().err(),
        answers.grants.as_ref().err(),
        answers.connector.as_ref().err(),
    ];
    let about_plan = |error: &&Error| {
        matches!(error, Error::Server(error)
            if error.status == 402 || error.status == 403 && error.speaks_of_plan())
    };
    if let Some(error) = refused.into_iter().flatten().find(about_plan) {
        return Finding::wrong(what, format!("Nylas refuses: {error}"));
    }
    let environment = answers.application.as_ref().ok();
    let environment = environment.and_then(|application| application.environment.as_deref());
    let Some(environment) = environment else {
        return Finding::note(
            what,
            "Nylas doesn't tell this key; if it is full, the first customer is told that you aren't ready",
        );
    };
    if !environment.eq_ignore_ascii_case("sandbox") {
        let environment = nylas::quote_within(environment, 40);
        return Finding::ok(
            what,
            format!("{environment}; how many accounts it takes, Nylas doesn't tell"),
        );
    }
    match answers.grants {
        Ok(connected) if connected >= SANDBOX => Finding::wrong(
            what,
            format!("a sandbox takes {SANDBOX} accounts, and all are connected"),
        ),
        Ok(connected) => Finding::note(
            what,
            format!("a sandbox: {connected} of {SANDBOX} accounts are connected"),
        ),
        Err(_) => Finding::note(what, format!("a sandbox takes {SANDBOX} accounts")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::Verdict;

    fn answers(region: Option<&str>) -> Answers {
        Answers {
            application: Ok(Application {
                application_id: "a".to_owned(),
                name: None,
                region: region.map(str::to_owned),
                environment: None,
            }),
            connector: Ok(None),
            grants: Ok(0),
            custom_auth: Ok(()),
            others: vec![],
        }
    }

    #[test]
    fn an_application_is_asked_about_where_it_lives() {
        for (asked, told, verdict) in [
            (Region::Us, Some("us"), Verdict::Ok),
            (Region::Us, Some("US-East"), Verdict::Ok),
            (Region::Us, Some("eu"), Verdict::Wrong),
            (Region::Eu, Some("us"), Verdict::Wrong),
            (Region::Eu, None, Verdict::Ok),
        ] {
            let found = region(&asked.origin(), &answers(told));
            assert_eq!(found.verdict, verdict, "{told:?}: {}", found.said);
        }
    }

    #[test]
    fn a_key_that_is_refused_may_be_the_other_regions() {
        let refused = Err(Error::Server(nylas::ServerError {
            status: 401,
            kind: "unauthorized".to_owned(),
            message: "Invalid API key".to_owned(),
            request_id: None,
            provider_error: None,
            retry_after: None,
        }));
        for (asked, other) in [
            (Region::Us, "https://api.eu.nylas.com"),
            (Region::Eu, "https://api.us.nylas.com"),
        ] {
            let found = key(&asked.origin(), &refused);
            assert_eq!(found.verdict, Verdict::Wrong);
            assert!(found.said.contains(other), "{}", found.said);
        }
    }
}
