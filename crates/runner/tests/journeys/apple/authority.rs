//! A certificate authority that only these tests trust.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use runner::profile::Rank;
use rustls::{ServerConfig, crypto::ring::default_provider, pki_types::PrivateKeyDer};
use std::sync::Arc;

pub(crate) const NAME: &str = "A Test's Authority";

pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, NAME);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// What a profile's `extra_ca` would hold.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// What the program makes of that in a profile of this rank.
    pub(crate) fn of_profile(&self, rank: Rank) -> Option<runner::profile::Authority> {
        runner::profile::Authority::read(self.pem().as_bytes(), rank)
    }

    /// Certificate and key for a server, both in PEM.
    pub(crate) fn certify(&self, host: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![host.to_owned()])
            .unwrap()
            .signed_by(&key, &self.0)
            .unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    /// The same as a server of this process uses it.
    pub(crate) fn server(&self, host: &str) -> Arc<ServerConfig> {
        self.server_between(host, 2000, 4000)
    }

    /// The same with a certificate that is good between the beginnings of these years.
    pub(crate) fn server_between(&self, host: &str, from: i32, to: i32) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (
            rcgen::date_time_ymd(from, 1, 1),
            rcgen::date_time_ymd(to, 1, 1),
        );
        self.server_with(params)
    }

    /// The same with a certificate for all these names.
    pub(crate) fn server_of_many(&self, hosts: Vec<String>) -> Arc<ServerConfig> {
        self.server_with(CertificateParams::new(hosts).unwrap())
    }

    fn server_with(&self, params: CertificateParams) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap();
        Arc::new(
            config
                .with_no_client_auth()
                .with_single_cert(vec![certificate.der().clone()], key)
                .unwrap(),
        )
    }
}
