//! Which of a problem's sentences is said.

use crate::Field;
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

/// A variant of a problem's sentence, by its name in the language files. Those that also decide something have a name
/// here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ReportKind {
    /// The first sentence, or the only one.
    #[default]
    #[strum(serialize = "")]
    Plain,
    /// Nothing was entered.
    Empty,
    /// What was entered can be no API key.
    NotAKey,
    /// It works until the program ends.
    ThisRunOnly,
    /// The key is still in the keychain.
    NotForgotten,
    /// The plan has no room for another connector.
    Connector,
    /// The system refuses the port.
    NotPermitted,
    /// Another account than the one that was to be renewed signed in.
    SignedInAs,
    /// The account was connected before, so nothing was removed.
    Disputed,
    /// An address elsewhere that looks like a slip for Apple's.
    Meant,
    /// An address elsewhere, at nobody who is known by name.
    Other,
    /// An address at a provider that is known by name.
    OtherProvider,
    /// The Apple Account's address, which is asked for second, is a phone number.
    AppleId,
    AppleIdEmpty,
    AppleIdMeant,
    AppleIdOdd,
    AppleIdOther,
    /// What of an invitation cannot be taken: the account, by what it is or whose; the name; the account at the company;
    /// the relay's address.
    Account,
    NotApple,
    Name,
    NameLong,
    Label,
    LabelLong,
    RelayEmpty,
    RelayOdd,
    RelayNotHttps,
    RelayNotAllowed,
    /// Another sentence: it decides nothing.
    Sentence(&'static str),
}

impl ReportKind {
    /// Its name in the language files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReportKind::Sentence(name) => name,
            named => named.into(),
        }
    }

    /// Whether it speaks of the second field of an address's screen, the Apple Account's.
    pub(crate) fn is_about_apple_id(self) -> bool {
        use ReportKind::{
            AppleId, AppleIdEmpty, AppleIdMeant, AppleIdOdd, AppleIdOther, Other, OtherProvider,
        };
        matches!(
            self,
            AppleId
                | AppleIdEmpty
                | AppleIdMeant
                | AppleIdOdd
                | AppleIdOther
                | Other
                | OtherProvider
        )
    }

    /// The field of an invitation that it speaks of.
    pub(crate) fn invitation_field(self) -> Option<Field> {
        use ReportKind::{
            Account, Label, LabelLong, Name, NameLong, NotApple, RelayEmpty, RelayNotAllowed,
            RelayNotHttps, RelayOdd,
        };
        Some(match self {
            Account | NotApple => Field::Account,
            Name | NameLong => Field::Recipient,
            Label | LabelLong => Field::AccountLabel,
            RelayEmpty | RelayOdd | RelayNotHttps | RelayNotAllowed => Field::Relay,
            _ => return None,
        })
    }
}

impl From<&'static str> for ReportKind {
    fn from(name: &'static str) -> Self {
        ReportKind::iter()
            .find(|known| known.name() == name)
            .unwrap_or(ReportKind::Sentence(name))
    }
}

#[cfg(test)]
mod tests {
    use super::ReportKind;

    #[test]
    fn a_name_that_decides_something_is_known_and_every_name_stays_as_it_is() {
        for (name, kind) in [
            ("", ReportKind::Plain),
            ("not-a-key", ReportKind::NotAKey),
            ("apple-id-meant", ReportKind::AppleIdMeant),
            ("sign-in", ReportKind::Sentence("sign-in")),
        ] {
            assert_eq!((ReportKind::from(name), kind.name()), (kind, name));
        }
    }
}
