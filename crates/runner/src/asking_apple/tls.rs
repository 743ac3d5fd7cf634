//! TLS for both protocols: the system's trust, the company's own authority for hosts that are not Apple's, and a note of
//! who signed what was not trusted.

use super::Outage;
use crate::profile::is_apple;
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::aws_lc_rs::default_provider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, Mutex, PoisonError};

/// Who is trusted: certificates are always verified.
pub(super) struct Trust {
    /// For Apple's hosts: the system alone.
    system: Arc<Verifier>,
    /// For other hosts.
    own: Arc<Verifier>,
}

impl Trust {
    /// Reads the system's certificates. `extra_ca` (PEM) is trusted beside them for hosts that are not Apple's.
    pub(super) fn new(extra_ca: Option<&[u8]>) -> Result<Self, Error> {
        let provider = Arc::new(default_provider());
        let system = Arc::new(Verifier::new(provider.clone())?);
        let own = match extra_ca {
            Some(pem) => {
                let authorities: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
                let authorities = authorities.map_err(|fault| Error::General(fault.to_string()))?;
                Arc::new(Verifier::new_with_extra_roots(authorities, provider)?)
            }
            None => system.clone(),
        };
        Ok(Trust { system, own })
    }
}

/// How one service is reached by TLS.
pub(super) struct Tls {
    pub(super) config: ClientConfig,
    watch: Arc<Watch>,
}

impl Tls {
    pub(super) fn new(trust: &Trust) -> Result<Self, Outage> {
        let watch = Arc::new(Watch { system: trust.system.clone(), own: trust.own.clone(), issuer: Mutex::default() });
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| Outage::Tls { issuer: None })?
            .dangerous()
            .with_custom_certificate_verifier(watch.clone())
            .with_no_client_auth();
        Ok(Tls { config, watch })
    }

    /// The outage after a failed handshake.
    pub(super) fn outage(&self) -> Outage {
        Outage::Tls { issuer: self.watch.issuer.lock().unwrap_or_else(PoisonError::into_inner).clone() }
    }
}

/// Verifies as the platform does; rustls' own error for an unknown issuer names nobody.
#[derive(Debug)]
struct Watch {
    system: Arc<Verifier>,
    own: Arc<Verifier>,
    issuer: Mutex<Option<String>>,
}

impl ServerCertVerifier for Watch {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let apple = matches!(server_name, ServerName::DnsName(name) if is_apple(&name.as_ref().to_lowercase()));
        let verifier = if apple { &self.system } else { &self.own };
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).inspect_err(|_| {
            *self.issuer.lock().unwrap_or_else(PoisonError::into_inner) = issuer(end_entity);
        })
    }

    fn verify_tls12_signature(&self, message: &[u8], cert: &CertificateDer<'_>, dss: &DigitallySignedStruct) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(&self, message: &[u8], cert: &CertificateDer<'_>, dss: &DigitallySignedStruct) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let issuer = certificate.issuer();
    let name = issuer.iter_common_name().chain(issuer.iter_organization()).find_map(|name| name.as_str().ok())?;
    Some(nylas::quote(name))
}
