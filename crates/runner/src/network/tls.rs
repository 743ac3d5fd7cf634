//! TLS for every question: the system's trust, a profile's own authority where it counts, and a note of who signed what
//! was not trusted.

use super::Outage;
use crate::profile::Authority;
use hosts::{Owner, whose};
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::ring::default_provider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Who is trusted: certificates are always verified.
#[derive(Clone, Debug)]
pub(crate) struct Trust {
    /// The system alone.
    system: Arc<Verifier>,
    /// The system and a profile's authority; the same as `system` where there is none.
    both: Arc<Verifier>,
    /// Whether the authority counts for the company's hosts, too.
    for_company: bool,
}

impl Trust {
    /// Reads the system's certificates. Beside them the profile's authority is trusted for this computer and, where its
    /// rank allows that, for the company's hosts; never for Apple's or Nylas'.
    pub(crate) fn new(authority: Option<&Authority>) -> Result<Self, Error> {
        let provider = Arc::new(default_provider());
        let system = Arc::new(Verifier::new(provider.clone())?);
        let both = match authority {
            Some(authority) => Arc::new(Verifier::new_with_extra_roots(
                authority.certificates.iter().cloned(),
                provider,
            )?),
            None => system.clone(),
        };
        Ok(Trust {
            system,
            both,
            for_company: authority.is_some_and(|authority| authority.for_company),
        })
    }

    fn verifier(&self, name: &str) -> &Verifier {
        // With a dot at its end a name is another one, but leads to the same servers. No port is known here.
        let host = hosts::parse(name.trim_end_matches('.'));
        match host.map_or(Owner::Company, |host| whose(&host, None)) {
            Owner::ThisComputer => &self.both,
            Owner::Company if self.for_company => &self.both,
            Owner::Company | Owner::Apple | Owner::Nylas => &self.system,
        }
    }
}

/// What was wrong with the latest certificate of each host that was not trusted.
#[derive(Clone, Debug, Default)]
pub(crate) struct TlsFailures(Arc<Mutex<HashMap<String, Outage>>>);

impl TlsFailures {
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
    pub(crate) tls_failures: TlsFailures,
}

impl Tls {
    pub(crate) fn new(trust: &Trust, tls_failures: &TlsFailures) -> Result<Self, Outage> {
        let verifier = Arc::new(RecordingVerifier {
            trust: trust.clone(),
            tls_failures: tls_failures.clone(),
        });
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| Outage::Tls { issuer: None })?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(Tls {
            config,
            tls_failures: tls_failures.clone(),
        })
    }
}

/// Verifies as the platform does; rustls' own error for an unknown issuer names nobody.
#[derive(Debug)]
struct RecordingVerifier {
    trust: Trust,
    tls_failures: TlsFailures,
}

impl ServerCertVerifier for RecordingVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verifier = self.trust.verifier(&server_name.to_str());
        let verify = |at| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at)
        };
        let host = server_name.to_str().to_lowercase();
        match verify(now) {
            Ok(verified) => {
                self.tls_failures.all().remove(&host);
                Ok(verified)
            }
            Err(fault) => {
                // At a time of its own it would have been trusted: then it is the clock, and nobody in between.
                let outdated = is_outdated(&fault)
                    && validity_midpoint(end_entity).is_some_and(|at| verify(at).is_ok());
                let outage = if outdated {
                    Outage::Clock
                } else {
                    Outage::Tls {
                        issuer: issuer(end_entity),
                    }
                };
                self.tls_failures.all().insert(host, outage);
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
        self.trust.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.trust.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.system.supported_verify_schemes()
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
fn validity_midpoint(certificate: &CertificateDer<'_>) -> Option<UnixTime> {
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
