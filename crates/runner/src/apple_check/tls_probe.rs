//! The quiet check before Apple's page is opened: is it Apple that answers here?

use super::AppleServers;
use crate::network::{
    Outage, reach,
    tls::{Tls, TlsFailures},
};
use hosts::{Owner, whose_url};
use url::Host;
use wizard::Report;

/// Makes TLS connections to both services, side by side, and says nothing on them. Only a certificate that is not trusted is
/// a problem here: where there is no way at all, the check is left out later.
pub(crate) async fn trusted(servers: &AppleServers) -> Result<(), Report> {
    let Some(trust) = servers.trust().await else {
        return Ok(());
    };
    let shake = async |host: &str, port: u16| match Tls::new(&trust, &TlsFailures::default()) {
        Ok(tls) => reach::connect(host, port, &tls, &servers.network)
            .await
            .err(),
        Err(_) => None,
    };
    let local = whose_url(&servers.caldav_url) == Owner::ThisComputer;
    let calendar = async {
        let url = &servers.caldav_url;
        // Through a proxy the way is another one.
        let direct = servers.proxy.get().is_none() || local;
        let host = match url.host().filter(|_| direct && !servers.mail_only)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        shake(&host, url.port_or_known_default()?).await
    };
    let (calendar, mail) = tokio::join!(calendar, shake(&servers.imap_host, servers.imap_port));
    let unreached = matches!(
        calendar,
        Some(
            Outage::Name | Outage::Refused | Outage::TimedOut | Outage::Reset | Outage::Unreachable
        )
    );
    if unreached && !local {
        // From now on what can go through a proxy does.
        servers.proxy.look_for(servers.caldav_url.as_str()).await;
    }
    // No TLS at all, and nobody's certificate: that is a blocked way, too.
    let untrusted = [calendar, mail]
        .into_iter()
        .flatten()
        .find(|why| matches!(why, Outage::Clock | Outage::Tls { issuer: Some(_) }));
    untrusted.map_or(Ok(()), |why| Err(why.report(false)))
}
