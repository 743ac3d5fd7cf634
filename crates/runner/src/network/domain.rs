//! Who runs the mail of a domain, by its mail exchanges.

use apple::{MailHost, hosted_by};
use hickory_resolver::{
    Resolver,
    config::{ConnectionConfig, NameServerConfig, ProtocolConfig, ResolverConfig, ResolverOpts},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{Name, RData},
    system_conf::read_system_conf,
};
use std::{net::SocketAddr, time::Duration};
use tokio::time::timeout;

/// The longest that is waited. Nobody waits for the answer, but after this it would come as a surprise.
const PATIENCE: Duration = Duration::from_millis(2500);

/// Asks the name servers once. What cannot be found out is [`MailHost::Unknown`].
pub(crate) async fn hosted(name_server: Option<SocketAddr>, domain: &str) -> MailHost {
    match timeout(PATIENCE, exchanges(name_server, domain)).await {
        Ok(Ok(exchanges)) => hosted_by(exchanges.iter().map(String::as_str)),
        Ok(Err(error)) if error.is_nx_domain() => MailHost::Nobody,
        Ok(Err(_)) | Err(_) => MailHost::Unknown,
    }
}

/// The names of the exchanges, best first.
async fn exchanges(name_server: Option<SocketAddr>, domain: &str) -> Result<Vec<String>, NetError> {
    let (config, options) = match name_server {
        Some(server) => {
            let mut connection = ConnectionConfig::udp();
            connection.port = server.port();
            let servers = vec![NameServerConfig::new(server.ip(), true, vec![connection])];
            let config = ResolverConfig::from_name_servers(servers);
            (config, ResolverOpts::default())
        }
        None => read_system_conf()?,
    };
    let provider = TokioRuntimeProvider::default();
    let mut builder = Resolver::builder_with_config(by_udp(config), provider);
    *builder.options_mut() = options;
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

/// The same name servers, asked by UDP alone. An answer has about a thousand bytes then. One of 64 kB, which comes by TCP,
/// may be made of names that point to names, each of which takes thousands of steps to read.
pub(super) fn by_udp(config: ResolverConfig) -> ResolverConfig {
    let (domain, search, mut servers) = config.into_parts();
    for server in &mut servers {
        server
            .connections
            .retain(|connection| matches!(connection.protocol, ProtocolConfig::Udp));
    }
    servers.retain(|server| !server.connections.is_empty());
    ResolverConfig::from_parts(domain, search, servers)
}
