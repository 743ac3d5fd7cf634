//! What a relay says of an invitation, judged as anything from outside: it may say no more of a company than a loose profile
//! may, and it changes nothing of `[apple]` and `[network]`.

use crate::{
    Config,
    profile::{self, Claims},
};
use apple::{ParsedAddress, parse_address};
use invitation::{Attempt, Connection, Invitation};
use nylas::Origin;
use strum::VariantArray;
use wizard::{Connection as By, Detail, Problem, Report, Setup, Support, Use};

/// Longest name of a person or an account at the company that is shown, in characters.
const LONGEST_LABEL: usize = 80;
/// Longest reference, which is read out on the phone.
const LONGEST_REFERENCE: usize = 24;

/// What counts from now on, and what the wizard is told of the invitation.
pub(crate) struct Told {
    pub(crate) config: Config,
    pub(crate) invitation: wizard::Invitation,
}

impl Told {
    /// What the relay said, where nothing of it is odd.
    pub(super) fn new(
        config: &Config,
        origin: &Origin,
        said: &Invitation,
        sent: &Connection,
    ) -> Result<Told, Report> {
        if is_newer(&said.smallest_version, env!("CARGO_PKG_VERSION")) {
            return Err(Problem::TooOld.into());
        }
        let claimed = said.claimed.as_ref().ok_or_else(|| odd("not-claimed"))?;
        let claims = Claims {
            name: &said.company.name,
            logo: said.company.logo.as_deref(),
            support_email: claimed.support_email.as_deref(),
            support_phone: claimed.support_phone.as_deref(),
            privacy_url: claimed.privacy_url.as_deref(),
            return_url: claimed.return_url.as_deref(),
        };
        let (organization, logo) = profile::judged(&claims).map_err(|reason| {
            log::warn!(
                "the relay's word of its company is refused: {}",
                reason.code()
            );
            odd(reason.code())
        })?;
        let ParsedAddress::Apple(account) = parse_address(&claimed.account) else {
            return Err(odd("account"));
        };
        let mail_only = match claimed.provider.as_str() {
            "icloud" => false,
            "imap" => true,
            _ => return Err(odd("provider")),
        };
        let label = |text: &str| nylas::quote_within(text, LONGEST_LABEL);
        let uses = |name: &str| claimed.uses.iter().any(|used| used == name);
        let setup = Setup {
            connection: Some(By::Invitation),
            connection_from_profile: false,
            uses: Use::VARIANTS
                .iter()
                .copied()
                .filter(|used| uses((*used).into()))
                .collect(),
            support: Support {
                email: organization.support_email.clone(),
                phone: organization.support_phone.clone(),
            },
            logo: logo.map(|logo| crate::config::data_address(&logo).into()),
            label: organization.name.clone().unwrap_or_default(),
            organization: organization.name.clone(),
            goes_to: vec![origin.place().to_owned()],
            hosted: None,
            other_providers: vec![],
            mail_only,
            has_return_url: organization.return_url.is_some(),
            has_privacy_url: organization.privacy_url.is_some(),
            renew: None,
            from_opened_file: false,
            may_open_file: false,
            ..config.setup.clone()
        };
        let mut config = Config {
            setup,
            hosted: None,
            mail_only,
            return_url: organization.return_url.clone().map(Into::into),
            privacy_url: organization.privacy_url.clone().map(Into::into),
            organization,
            state: None,
            environment_key: None,
            origins: vec![],
            ..config.clone()
        };
        if let Some(servers) = &mut config.apple {
            servers.mail_only = mail_only;
        }
        let invitation = wizard::Invitation {
            reference: nylas::quote_within(&said.reference, LONGEST_REFERENCE),
            account,
            recipient: label(&claimed.recipient_label),
            account_label: claimed
                .account_label
                .as_deref()
                .map(label)
                .filter(|label| !label.is_empty()),
            renew: claimed.renew,
            ready: said.ready,
            sent: !matches!(sent.state, Attempt::None | Attempt::Failed),
        };
        Ok(Told { config, invitation })
    }
}

/// What it said cannot be shown to a person, or used.
fn odd(what: &str) -> Report {
    Report {
        detail: Box::new(Detail {
            kind: Some(what.to_owned()),
            ..Detail::default()
        }),
        ..Report::new(Problem::RelayNotAnswering).kind("odd")
    }
}

/// Whether the first version is newer than the second. What is no version asks for nothing.
fn is_newer(wanted: &str, ours: &str) -> bool {
    let parts = |text: &str| -> Option<Vec<u64>> {
        let numbers = text.split(['-', '+']).next()?.split('.');
        numbers.take(3).map(|number| number.parse().ok()).collect()
    };
    matches!((parts(wanted), parts(ours)), (Some(wanted), Some(ours)) if wanted > ours)
}

#[cfg(test)]
mod tests {
    use super::is_newer;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (wanted, ours, newer) in [
            ("0.1.0", "0.1.0", false),
            ("0.1.1", "0.1.0", true),
            ("0.10.0", "0.9.9", true),
            ("1.0.0-beta", "0.9.0", true),
            ("", "0.1.0", false),
            ("nonsense", "0.1.0", false),
        ] {
            assert_eq!(is_newer(wanted, ours), newer, "{wanted} {ours}");
        }
    }
}
