//! TLS for every question: the system's trust, the company's own authority for hosts that are not Apple's, and a note of
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
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Who is trusted: certificates are always verified.
pub(crate) struct Trust {
    /// For Apple's hosts: the system alone.
    system: Arc<Verifier>,
    /// For other hosts.
    own: Arc<Verifier>,
}

impl Trust {
    /// Reads the system's certificates. `extra_ca` (PEM) is trusted beside them for hosts that are not Apple's.
    pub(crate) fn new(extra_ca: Option<&[u8]>) -> Result<Self, Error> {
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

/// What was wrong with the latest certificate of each host that was not trusted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<HashMap<String, Outage>>>);

impl Faults {
    /// The outage after a failed handshake with a host, once.
    pub(crate) fn take(&self, host: &str) -> Outage {
        // An address has brackets in a URL and none in a certificate's check.
        self.all()
            .remove(host.trim_matches(['[', ']']))
            .unwrap_or(Outage::Tls { issuer: None })
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Outage>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How servers are reached by TLS.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    pub(crate) faults: Faults,
}

impl Tls {
    pub(crate) fn new(trust: &Trust, faults: &Faults) -> Result<Self, Outage> {
        let watch = Arc::new(Watch {
            system: trust.system.clone(),
            own: trust.own.clone(),
            faults: faults.clone(),
        });
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| Outage::Tls { issuer: None })?
            .dangerous()
            .with_custom_certificate_verifier(watch)
            .with_no_client_auth();
        Ok(Tls {
            config,
            faults: faults.clone(),
        })
    }
}

/// Verifies as the platform does; rustls' own error for an unknown issuer names nobody.
#[derive(Debug)]
struct Watch {
    system: Arc<Verifier>,
    own: Arc<Verifier>,
    faults: Faults,
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
        let verify = |at| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at)
        };
        let host = server_name.to_str().to_lowercase();
        match verify(now) {
            Ok(verified) => {
                self.faults.all().remove(&host);
                Ok(verified)
            }
            Err(fault) => {
                // At a time of its own it would have been trusted: then it is the clock, and nobody in between.
                let outdated = is_outdated(&fault)
                    && half_time(end_entity).is_some_and(|at| verify(at).is_ok());
                let outage = if outdated {
                    Outage::Clock
                } else {
                    Outage::Tls {
                        issuer: issuer(end_entity),
                    }
                };
                self.faults.all().insert(host, outage);
                Err(fault)
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

const fn is_outdated(fault: &Error) -> bool {
    use rustls::CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    matches!(
        fault,
        Error::InvalidCertificate(
            Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. }
        )
    )
}

/// The middle of a certificate's validity.
fn half_time(certificate: &CertificateDer<'_>) -> Option<UnixTime> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let validity = certificate.validity();
    let middle = i64::midpoint(
        validity.not_before.timestamp(),
        validity.not_after.timestamp(),
    );
    Some(UnixTime::since_unix_epoch(Duration::from_secs(
        u64::try_from(middle).ok()?,
    )))
}

/// Who signed a certificate, in words that may be shown.
pub fn issuer(certificate: &[u8]) -> Option<String> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let issuer = certificate.issuer();
    let name = issuer
        .iter_common_name()
        .chain(issuer.iter_organization())
        .find_map(|name| name.as_str().ok())?;
    Some(nylas::quote(name))
}
