//! The operator's key: found, checked, kept, forgotten. A key is only ever sent to the origin it belongs to.

use crate::{
    Config, Ports,
    ports::KeychainFault,
    report::{Asked, report},
};
use nylas::{Client, Error, Origin, Provider, Region};
use secrecy::SecretString;
use std::sync::Arc;
use wizard::{Desk, Problem, Report};

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
    pub(crate) desk: Desk,
}

/// Keys at hand: the environment's wins, else what the keychain keeps for each origin.
pub(crate) fn find(config: &Config, ports: &Ports) -> Result<Vec<Candidate>, Report> {
    if let Some(key) = &config.environment_key {
        return Ok(typed(config, key, true));
    }
    let mut found = vec![];
    for origin in &config.origins {
        if let Some(key) = ports.keychain.get(origin.as_str()).map_err(keychain)? {
            found.push(Candidate { origin: origin.clone(), key, from_environment: false });
        }
    }
    Ok(found)
}

/// A key that was just given, for every origin that this run may ask.
pub(crate) fn typed(config: &Config, key: &SecretString, from_environment: bool) -> Vec<Candidate> {
    config.origins.iter().map(|origin| Candidate { origin: origin.clone(), key: key.clone(), from_environment }).collect()
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
pub(crate) async fn check(config: Arc<Config>, candidates: Vec<Candidate>) -> Result<Checked, Report> {
    let mut asked = tokio::task::JoinSet::new();
    for candidate in candidates {
        asked.spawn(check_one(config.clone(), candidate));
    }
    let mut worst: Option<Report> = None;
    while let Some(joined) = asked.join_next().await {
        match joined {
            Ok(Ok(checked)) => return Ok(checked),
            Ok(Err(refused)) => {
                if worst.as_ref().is_none_or(|w| w.problem == Problem::KeyRefused) {
                    worst = Some(refused);
                }
            }
            Err(fault) => log::error!("asking about the key failed: {fault}"),
        }
    }
    Err(worst.unwrap_or_else(|| Problem::KeyRefused.into()))
}

async fn check_one(config: Arc<Config>, candidate: Candidate) -> Result<Checked, Report> {
    let of = |error: Error| report(&error, Asked::Company);
    let client = client(&config, candidate.origin.clone(), candidate.key.clone())?;
    let application = client.application().await.map_err(of)?;
    let connector = client.connector(Provider::ICloud).await.map_err(of)?.is_some();
    let name = application.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| application.application_id.clone());
    let desk = Desk {
        host: candidate.origin.host().to_owned(),
        origin: candidate.origin.as_str().to_owned(),
        application_id: application.application_id,
        application: nylas::quote(&name),
        connector,
        from_environment: candidate.from_environment,
    };
    Ok(Checked { client, key: candidate.key, desk })
}

/// A client as the profile's network settings want it. A certificate of the profile is trusted for the company's own origin
/// only, never for Nylas'.
pub(crate) fn client(config: &Config, origin: Origin, key: SecretString) -> Result<Client, Report> {
    let unusable = |what: &'static str| Report { values: vec![("file", what.to_owned())], ..Report::new(Problem::ProfileUnreadable).kind("network") };
    // To this computer itself nothing goes through a proxy, which would see the key in the clear.
    let own_network = !origin.is_loopback() && (config.proxy.is_some() || config.extra_ca.is_some());
    let company = !Region::ALL.into_iter().any(|region| region.origin() == origin);
    let mut builder = Client::builder(origin, key);
    if own_network {
        let mut http = nylas::transport(&nylas::Timeouts::default());
        if let Some(proxy) = &config.proxy {
            http = http.proxy(reqwest::Proxy::all(proxy).map_err(|_| unusable("network.proxy"))?);
        }
        if let Some(file) = config.extra_ca.as_ref().filter(|_| config.origin_named && company) {
            let pem = std::fs::read(file).map_err(|_| unusable("network.extra_ca"))?;
            let certificates = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| unusable("network.extra_ca"))?;
            http = http.tls_certs_merge(certificates);
        }
        builder = builder.http(http.build().map_err(|_| unusable("network"))?);
    }
    builder.build().map_err(|error| report(&error, Asked::Company))
}
