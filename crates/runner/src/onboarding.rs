//! The Nylas calls of a connection, in their order.

use crate::{
    Config,
    apple_check::{self, AppleServers},
    report::{NylasCall, report},
};
use apple::{Address, AppPassword, MailHost};
use hosts::Owner;
use nylas::{Client, CustomAuth, GrantId, GrantStatus, Provider};
use wizard::{Grant, GrantSnapshot, Problem, Report, ReportKind};

/// Where Apple takes mail to be sent.
const SMTP_HOST: &str = "smtp.mail.me.com";

/// Longest name of a calendar that is shown, in characters.
const LONGEST_NAME: usize = 80;

/// Times that a calendar can show, in Unix seconds: to the end of the year 9999.
const PLAUSIBLE: std::ops::Range<i64> = 0..253_402_300_800;

/// Whether everything on the company's side is ready, and whether it is Apple that answers here, so that nobody makes a
/// password for nothing.
pub(crate) async fn prepare(
    client: &Client,
    provider: Provider,
    apple: Option<&AppleServers>,
) -> Result<(), Report> {
    let trusted = async {
        match apple {
            Some(apple) => apple_check::trusted(apple).await,
            None => Ok(()),
        }
    };
    let (connector, trusted) = tokio::join!(client.connector(provider), trusted);
    match connector {
        Ok(Some(_)) => trusted,
        // A key with less power may still do what is needed: custom auth itself will tell.
        Err(error) if error.is_forbidden() => trusted,
        Ok(None) => Err(Problem::NoConnector.into()),
        Err(error) => Err(report(&error, NylasCall::Company("connectors.read"))),
    }
}

/// The connector's existence is what counts: "already there" is as good as made.
pub(crate) async fn make_connector(client: &Client, provider: Provider) -> Result<(), Report> {
    let Err(error) = client.create_connector(provider.clone()).await else {
        return Ok(());
    };
    match client.connector(provider).await {
        Ok(Some(_)) => Ok(()),
        _ => Err(
            match report(&error, NylasCall::Company("connectors.create")) {
                refused if refused.problem == Problem::PlanDoesNotAllow => {
                    refused.kind(ReportKind::Connector)
                }
                other => other,
            },
        ),
    }
}

/// What there is before custom auth: the grants of this address, and the one that is to be renewed, whatever address it has.
pub(crate) async fn snapshot_grants(
    client: &Client,
    address: &Address,
    renews: Option<String>,
) -> Result<Vec<GrantSnapshot>, Report> {
    let mut known = grant_snapshots(client, address).await?;
    if let Some(renews) = renews.filter(|id| known.iter().all(|snapshot| snapshot.id != *id)) {
        match client.grant(&id(&renews)?).await {
            Ok(grant) => known.push(snapshot(address, grant)),
            // Gone: it will be made anew.
            Err(error) if error.is_absent() => {}
            Err(error) => return Err(report(&error, NylasCall::Company("grants.read"))),
        }
    }
    Ok(known)
}

/// What grants of this address there are. Without a provider filter, which lags behind for fresh grants.
pub(crate) async fn grant_snapshots(
    client: &Client,
    address: &Address,
) -> Result<Vec<GrantSnapshot>, Report> {
    let grants = client
        .grants_for(&address.to_string())
        .await
        .map_err(|error| report(&error, NylasCall::Company("grants.read")))?;
    Ok(grants
        .into_iter()
        .map(|grant| snapshot(address, grant))
        .collect())
}

fn snapshot(address: &Address, grant: nylas::Grant) -> GrantSnapshot {
    GrantSnapshot {
        updated_at: grant.updated_at,
        valid: grant.status == GrantStatus::Valid,
        same_address: grant
            .email
            .as_deref()
            .is_some_and(|email| address.is_mailbox_of(email)),
        id: grant.id.into(),
    }
}

/// Whose address it is, as Nylas says; an answer that does not come is no problem of anybody's.
pub(crate) async fn detect(client: &Client, address: &Address) -> MailHost {
    match client.detect(&address.to_string()).await {
        Ok(detected) if detected.is_icloud() => MailHost::ICloud,
        Ok(detected) => match detected.provider {
            Some(Provider::Google) => MailHost::Provider("google"),
            Some(Provider::Microsoft | Provider::Ews) => MailHost::Provider("microsoft"),
            Some(Provider::Yahoo) => MailHost::Provider("yahoo"),
            _ => MailHost::Unknown,
        },
        Err(error) => {
            log::info!("whose address it is: {error}");
            MailHost::Unknown
        }
    }
}

/// What custom auth says of an account: Nylas knows Apple's servers by itself, and those of plain IMAP by what it is told.
pub(crate) fn custom_auth(
    config: &Config,
    address: &Address,
    password: &AppPassword,
) -> CustomAuth {
    let (username, password, state) = (
        address.to_string(),
        password.secret().clone(),
        config.state.clone(),
    );
    if !config.mail_only {
        return CustomAuth::ICloud {
            username,
            password,
            state,
        };
    }
    let servers = config.apple.as_ref();
    let imap_host = servers.map(|servers| servers.imap_host.clone());
    // Somebody else's server for reading is also theirs for sending.
    let smtp_host = imap_host
        .clone()
        .filter(|host| {
            hosts::parse(host).is_none_or(|host| hosts::whose(&host, None) != Owner::Apple)
        })
        .unwrap_or_else(|| SMTP_HOST.to_owned());
    CustomAuth::Imap {
        imap_username: username,
        imap_password: password,
        imap_host,
        imap_port: servers.map(|servers| servers.imap_port),
        smtp_host: Some(smtp_host),
        smtp_port: Some(config.smtp_port),
        state,
    }
}

/// Custom auth: one request, whatever comes back.
pub(crate) async fn submit(client: &Client, auth: &CustomAuth) -> Result<Grant, Report> {
    match client.custom_auth(auth).await {
        Ok(grant) => Ok(Grant {
            id: grant.id.as_str().to_owned(),
            email: grant.email,
        }),
        Err(error) => {
            log::warn!("custom auth: {error}");
            Err(report(&error, NylasCall::CustomAuth))
        }
    }
}

/// The calendars' names, as the person knows them.
pub(crate) async fn calendars(client: &Client, grant: &str) -> Result<Vec<String>, Report> {
    let calendars = client
        .calendars(&id(grant)?)
        .await
        .map_err(|error| report(&error, NylasCall::Company("calendars.read")))?;
    Ok(calendars
        .into_iter()
        .map(|calendar| nylas::quote_within(&calendar.name, LONGEST_NAME))
        .filter(|name| !name.is_empty())
        .collect())
}

/// When the newest message came, in Unix seconds.
pub(crate) async fn newest_message(client: &Client, grant: &str) -> Result<Option<i64>, Report> {
    let message = client
        .newest_message(&id(grant)?)
        .await
        .map_err(|error| report(&error, NylasCall::Company("messages.read")))?;
    match message.and_then(|message| message.date) {
        Some(date) if !PLAUSIBLE.contains(&date) => {
            Err(Report::new(Problem::NotUnderstood).kind("date"))
        }
        date => Ok(date),
    }
}

pub(crate) async fn delete(client: &Client, grant: &str) -> Result<(), Report> {
    client
        .delete_grant(&id(grant)?)
        .await
        .map_err(|error| report(&error, NylasCall::Company("grants.delete")))
}

fn id(grant: &str) -> Result<GrantId, Report> {
    grant.parse().map_err(|_| Problem::NotUnderstood.into())
}
