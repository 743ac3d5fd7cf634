//! Who runs the mail of a domain, by its mail exchanges.

use apple::{Hosted, hosted_by};
use hickory_resolver::{
    Resolver, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{Name, RData},
};
use std::{net::SocketAddr, time::Duration};
use tokio::time::timeout;

/// The longest that is waited. Nobody waits for the answer, but after this it would come as a surprise.
const PATIENCE: Duration = Duration::from_millis(2500);

/// Asks the name servers once. What cannot be found out is [`Hosted::Unknown`].
pub(crate) async fn hosted(name_server: Option<SocketAddr>, domain: &str) -> Hosted {
    match timeout(PATIENCE, exchanges(name_server, domain)).await {
        Ok(Ok(exchanges)) => hosted_by(exchanges.iter().map(String::as_str)),
        Ok(Err(error)) if error.is_nx_domain() => Hosted::Nobody,
        Ok(Err(_)) | Err(_) => Hosted::Unknown,
    }
}

/// The names of the exchanges, best first.
async fn exchanges(name_server: Option<SocketAddr>, domain: &str) -> Result<Vec<String>, NetError> {
    let mut builder = match name_server {
        Some(server) => {
            let mut connection = ConnectionConfig::udp();
            connection.port = server.port();
            let servers = vec![NameServerConfig::new(server.ip(), true, vec![connection])];
            Resolver::builder_with_config(
                ResolverConfig::from_name_servers(servers),
                TokioRuntimeProvider::default(),
            )
        }
        None => TokioResolver::builder_tokio()?,
    };
    builder.options_mut().timeout = PATIENCE;
    builder.options_mut().attempts = 1;
    // The whole name: the system's search list has nothing to do with it.
    let mut name = Name::from_ascii(domain)?;
    name.set_fqdn(true);
    let found = builder.build()?.mx_lookup(name).await?;
    let mut exchanges: Vec<_> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
            _ => None,
        })
        .collect();
    exchanges.sort();
    Ok(exchanges
        .into_iter()
        .map(|(_, exchange)| exchange)
        .collect())
}
