//! The operator's key: found, checked, kept, forgotten. A key is only ever sent to the origin it belongs to.

use crate::{
    Config, Ports,
    network::{
        self,
        tls::{Tls, Trust},
    },
    ports::KeychainFault,
    report::{NylasCall, report},
};
use hosts::Owner;
use nylas::{Application, Client, ClientBuilder, Error, GrantsQuery, Origin, Provider};
use secrecy::SecretString;
use std::sync::Arc;
use wizard::{NylasApplication, Problem, Report};

/// A key and where it may go.
#[derive(Clone)]
pub(crate) struct Candidate {
    origin: Origin,
    key: SecretString,
    from_environment: bool,
}

/// A key that works.
#[derive(Clone)]
pub(crate) struct Checked {
    pub(crate) client: Client,
    pub(crate) key: SecretString,
    pub(crate) application: NylasApplication,
}

/// Keys at hand: the environment's wins, else what the keychain keeps for each origin.
pub(crate) fn find(config: &Config, ports: &Ports) -> Result<Vec<Candidate>, Report> {
    if let Some(key) = &config.environment_key {
        return Ok(typed(config, key, true));
    }
    let mut found = vec![];
    for origin in &config.origins {
        if let Some(key) = ports.keychain.get(origin.as_str()).map_err(keychain)? {
            found.push(Candidate {
                origin: origin.clone(),
                key,
                from_environment: false,
            });
        }
    }
    Ok(found)
}

/// The origin of a saved connection, if a key may still go there. What is on disk is no more than a loose profile, and
/// anybody could have written it: it counts where this run asks anyway, or where such a profile could send a key.
pub(crate) fn saved_origin(config: &Config, saved: &str) -> Option<Origin> {
    let origin = Origin::parse(saved).ok();
    let origin = origin.filter(|origin| {
        config.origins.contains(origin)
            || matches!(origin.whose(), Owner::Nylas | Owner::ThisComputer)
    });
    if origin.is_none() {
        log::warn!("the saved connection names a place that no key is sent to; it does not count");
    }
    origin
}

/// A key that was just given, for every origin that this run may ask.
pub(crate) fn typed(config: &Config, key: &SecretString, from_environment: bool) -> Vec<Candidate> {
    config
        .origins
        .iter()
        .map(|origin| Candidate {
            origin: origin.clone(),
            key: key.clone(),
            from_environment,
        })
        .collect()
}

pub(crate) fn keychain(fault: KeychainFault) -> Report {
    Report::new(Problem::KeychainUnavailable).kind(match fault {
        KeychainFault::Unavailable => "unavailable",
        KeychainFault::Silent => "silent",
        KeychainFault::Damaged => "damaged",
    })
}

/// Asks every candidate's origin at once. One that knows the key decides; else an outage speaks louder than a refusal,
/// because the key may belong to the one that did not answer.
pub(crate) async fn check(
    config: Arc<Config>,
    candidates: Vec<Candidate>,
) -> Result<Checked, Report> {
    let mut asked = tokio::task::JoinSet::new();
    for candidate in candidates {
        asked.spawn(check_one(config.clone(), candidate));
    }
    let mut worst: Option<Report> = None;
    while let Some(joined) = asked.join_next().await {
        match joined {
            Ok(Ok(checked)) => return Ok(checked),
            Ok(Err(refused)) => {
                if worst
                    .as_ref()
                    .is_none_or(|w| w.problem == Problem::KeyRefused)
                {
                    worst = Some(refused);
                }
            }
            Err(fault) => log::error!("asking about the key failed: {fault}"),
        }
    }
    Err(worst.unwrap_or_else(|| Problem::KeyRefused.into()))
}

/// What of a key's application is asked about: a key with less power may not hear of all of it.
async fn check_one(config: Arc<Config>, candidate: Candidate) -> Result<Checked, Report> {
    let origin = &candidate.origin;
    let mut client = client(&config, origin.clone(), candidate.key.clone())?;
    let mut asked = ask(&client, config.provider()).await;
    if asked
        .as_ref()
        .is_err_and(|report| network::proxy_may_help(origin, report))
        && config.proxy.look_for(origin.as_str()).await
    {
        client = self::client(&config, origin.clone(), candidate.key.clone())?;
        asked = ask(&client, config.provider()).await;
    }
    let (application, connector, lacks) = match asked {
        Ok(answers) => answers,
        Err(report) => return Err(network::explain(&config, origin, report).await),
    };
    let place = candidate.origin.place();
    let id = application.as_ref().map(|a| a.application_id.clone());
    let name = application.and_then(|application| application.name);
    // Of a name nothing may be left once it is cleaned.
    let name = name.map(|name| nylas::quote(&name));
    let name = name
        .filter(|name| !name.is_empty())
        .or(id.as_deref().map(nylas::quote))
        .unwrap_or_else(|| place.to_owned());
    let application = NylasApplication {
        host: place.to_owned(),
        origin: candidate.origin.as_str().to_owned(),
        application_id: id,
        application: name,
        connector,
        lacks,
        from_environment: candidate.from_environment,
    };
    Ok(Checked {
        client,
        key: candidate.key,
        application,
    })
}

/// The application, whether it has the connector, and the permissions that the key lacks for one of these. What is needed
/// to connect somebody is to list grants; where the rest may not be seen, that is asked, too.
async fn ask(
    client: &Client,
    provider: Provider,
) -> Result<(Option<Application>, bool, Vec<&'static str>), Report> {
    let mut lacks = vec![];
    let application = allowed(client.application().await, "applications.read", &mut lacks)?;
    let connector = allowed(
        client.connector(provider).await,
        "connectors.read",
        &mut lacks,
    )?;
    if !lacks.is_empty() {
        let query = GrantsQuery {
            limit: 1,
            ..GrantsQuery::default()
        };
        let grants = client.grants_page(&query).await;
        grants.map_err(|error| report(&error, NylasCall::Company("grants.read")))?;
    }
    // A connector that may not be seen may be there: custom auth will tell.
    Ok((application, connector.is_none_or(|c| c.is_some()), lacks))
}

fn allowed<T>(
    answer: Result<T, Error>,
    permission: &'static str,
    lacks: &mut Vec<&'static str>,
) -> Result<Option<T>, Report> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_forbidden() => {
            lacks.push(permission);
            Ok(None)
        }
        Err(error) => Err(report(&error, NylasCall::Company(permission))),
    }
}

/// A client as the profile's network settings want it.
pub(crate) fn client(config: &Config, origin: Origin, key: SecretString) -> Result<Client, Report> {
    let http = http(config, &origin)?;
    let builder = Client::builder(origin, key);
    http.into_iter()
        .fold(builder, ClientBuilder::http)
        .build()
        .map_err(|error| report(&error, NylasCall::Company("grants.read")))
}

/// For https: TLS that tells who stands in the way, and the profile's network settings.
pub(crate) fn http(config: &Config, origin: &Origin) -> Result<Option<reqwest::Client>, Report> {
    let unusable = |what: &'static str| Report {
        values: vec![("file", what.to_owned())],
        ..Report::new(Problem::ProfileUnreadable).kind("network")
    };
    if origin.as_str().starts_with("https:") {
        let trust = Trust::new(config.authority.as_ref()).map_err(|_| unusable("network"))?;
        let mut tls = Tls::new(&trust, &config.tls_failures).map_err(|_| unusable("network"))?;
        // As reqwest does by itself.
        tls.config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let http =
            nylas::transport(&nylas::Timeouts::default()).tls_backend_preconfigured(tls.config);
        let http = network::way(http, origin.whose(), config.proxy.get().as_deref())
            .map_err(|_| unusable("network.proxy"))?;
        return http.build().map(Some).map_err(|_| unusable("network"));
    }
    Ok(None)
}
