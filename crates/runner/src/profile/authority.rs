//! The certificate authority beside a profile.

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::error::{ProfileError, Reason};
use super::file::{self, Fault};
use super::{Profile, Rank};

/// A company's bundle has a few certificates; each costs work for every connection that is not trusted.
const MAX_KB: u64 = 256;

/// A certificate authority that a profile brought: the certificates, each of which has been looked at, and how far it is
/// trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// At least one.
    pub certificates: Vec<CertificateDer<'static>>,
    /// Also for the company's hosts; otherwise for this computer alone.
    pub for_company: bool,
}

impl Authority {
    /// Reads certificates in PEM; `None` where there is none, or one that cannot be used.
    pub fn read(pem: &[u8], rank: Rank) -> Option<Self> {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .ok()?;
        let mut usable = RootCertStore::empty();
        let all = certificates
            .iter()
            .all(|certificate| usable.add(certificate.clone()).is_ok());
        (all && !usable.is_empty()).then_some(Authority {
            certificates,
            for_company: rank != Rank::Loose,
        })
    }
}

/// Reads the authority that a profile names, once, with the checks that the profile itself had to pass.
///
/// # Errors
/// The file cannot be read, is over 256 kB, holds no certificates in PEM, or others can write what an administrator's
/// profile names; a built-in profile has no folder where it could lie. The profile's line is blamed.
pub fn authority(profile: &Profile) -> Result<Option<Authority>, ProfileError> {
    let network = &profile.network;
    let Some(name) = &network.extra_ca else {
        return Ok(None);
    };
    let refuse = |reason| ProfileError {
        file: profile.file.clone(),
        line: network.extra_ca_line,
        key: Some("network.extra_ca".to_owned()),
        reason,
    };
    let pem = file::beside(profile, name, MAX_KB).map_err(|fault| {
        refuse(match fault {
            Fault::TooLarge => Reason::AuthorityTooLarge { max_kb: MAX_KB },
            Fault::OpenToOthers => Reason::NamedFileWritableByOthers,
            Fault::Absent | Fault::NotAFile | Fault::Unreadable => Reason::AuthorityCannotRead,
        })
    })?;
    Authority::read(&pem, profile.rank)
        .map(Some)
        .ok_or_else(|| refuse(Reason::AuthorityNotPem))
}
