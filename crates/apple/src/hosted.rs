//! Who runs the mail of a domain: by the domain's own name, or by the names of its mail exchanges (MX).

/// Who runs the mail of a domain that is not Apple's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailHost {
    /// iCloud does: a custom domain (iCloud+). Its addresses are aliases; one signs in with the account's own iCloud address.
    ICloud,
    /// Somebody else, by a name that the words know; `other` for everybody without one.
    Provider(&'static str),
    /// Nobody: there is no such domain.
    Nobody,
    /// It could not be found out, or the domain takes no mail.
    Unknown,
}

/// Domains that people have addresses at without owning them. Families of domains end in a dot.
const OWN_DOMAINS: &[(&str, &str)] = &[
    ("gmail.com", "google"),
    ("googlemail.com", "google"),
    ("outlook.", "microsoft"),
    ("hotmail.", "microsoft"),
    ("live.", "microsoft"),
    ("msn.com", "microsoft"),
    ("passport.com", "microsoft"),
    ("yahoo.", "yahoo"),
    ("ymail.com", "yahoo"),
    ("rocketmail.com", "yahoo"),
    ("myyahoo.com", "yahoo"),
    ("aol.", "aol"),
    ("aim.com", "aol"),
    ("gmx.", "gmx"),
    ("web.de", "web-de"),
    ("t-online.de", "t-online"),
    ("proton.me", "proton"),
    ("protonmail.com", "proton"),
    ("pm.me", "proton"),
    ("fastmail.com", "fastmail"),
    ("fastmail.fm", "fastmail"),
    ("zoho.com", "zoho"),
    ("zohomail.com", "zoho"),
    ("mail.ru", "mail-ru"),
    ("yandex.", "yandex"),
    ("qq.com", "qq"),
    ("163.com", "netease"),
    ("126.com", "netease"),
];

/// What the exchanges of a provider's customers end in, at a dot.
const EXCHANGES: &[(&str, &str)] = &[
    ("google.com", "google"),
    ("googlemail.com", "google"),
    ("outlook.com", "microsoft"),
    ("yahoodns.net", "yahoo"),
    ("protonmail.ch", "proton"),
    ("messagingengine.com", "fastmail"),
    ("zoho.com", "zoho"),
    ("zoho.eu", "zoho"),
    ("yandex.net", "yandex"),
    ("yandex.ru", "yandex"),
    ("mail.ru", "mail-ru"),
    ("qq.com", "qq"),
];

/// Apple's own exchanges are `mx01.mail.icloud.com` and `mx02.mail.icloud.com`, for custom domains too.
const ICLOUD: &str = "mail.icloud.com";

/// The provider whose own domain this is, where it is known without asking anybody.
pub fn provider_of(domain: &str) -> Option<&'static str> {
    let domain = domain.to_ascii_lowercase();
    let fits = |known: &str| {
        if known.ends_with('.') {
            is_family(&domain, known)
        } else {
            domain == known
        }
    };
    OWN_DOMAINS
        .iter()
        .find(|(known, _)| fits(known))
        .map(|(_, provider)| *provider)
}

/// `family` and one or two more labels of at most three letters: `yahoo.de`, `hotmail.co.uk`.
fn is_family(domain: &str, family: &str) -> bool {
    let Some(ending) = domain.strip_prefix(family) else {
        return false;
    };
    let labels: Vec<_> = ending.split('.').collect();
    labels.len() <= 2 && labels.iter().all(|label| (2..=3).contains(&label.len()))
}

/// Who runs a domain with these mail exchanges, best first.
pub fn hosted_by<'a>(exchanges: impl IntoIterator<Item = &'a str>) -> MailHost {
    let mut found = MailHost::Unknown;
    for exchange in exchanges {
        let exchange = exchange.trim_end_matches('.').to_ascii_lowercase();
        // A null MX (RFC 7505) is a dot alone.
        if exchange.is_empty() {
            continue;
        }
        let ends_in = |known: &str| {
            exchange
                .strip_suffix(known)
                .is_some_and(|front| front.is_empty() || front.ends_with('.'))
        };
        if ends_in(ICLOUD) {
            return MailHost::ICloud;
        }
        let known = EXCHANGES
            .iter()
            .find(|(known, _)| ends_in(known))
            .map(|(_, provider)| *provider);
        match (found, known) {
            (MailHost::Unknown, _) => found = MailHost::Provider(known.unwrap_or("other")),
            (MailHost::Provider("other"), Some(provider)) => found = MailHost::Provider(provider),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_domains_are_told_without_asking() {
        for (domain, provider) in [
            ("gmail.com", Some("google")),
            ("GoogleMail.com", Some("google")),
            ("outlook.com", Some("microsoft")),
            ("hotmail.co.uk", Some("microsoft")),
            ("live.nl", Some("microsoft")),
            ("msn.com", Some("microsoft")),
            ("yahoo.com", Some("yahoo")),
            ("yahoo.co.jp", Some("yahoo")),
            ("yahoo.com.br", Some("yahoo")),
            ("aol.com", Some("aol")),
            ("gmx.de", Some("gmx")),
            ("gmx.net", Some("gmx")),
            ("web.de", Some("web-de")),
            ("proton.me", Some("proton")),
            ("fastmail.com", Some("fastmail")),
            ("zoho.com", Some("zoho")),
            ("live.example.com", None),
            ("yahoo.example", None),
            ("gmail.com.example", None),
            ("notgmail.com", None),
            ("outlook.acme.example", None),
            ("example.org", None),
            ("icloud.com", None),
            ("", None),
        ] {
            assert_eq!(provider_of(domain), provider, "{domain}");
        }
    }

    #[test]
    fn the_exchanges_tell_who_runs_a_domain() {
        use MailHost::{ICloud, Provider, Unknown};
        let cases: &[(&[&str], MailHost)] = &[
            (&["mx01.mail.icloud.com.", "mx02.mail.icloud.com."], ICloud),
            (&["MX01.MAIL.ICLOUD.COM"], ICloud),
            (&["old.example.org.", "mx02.mail.icloud.com."], ICloud),
            (&["mx01.mail.icloud.com.evil.example."], Provider("other")),
            (&["notmail.icloud.com."], Provider("other")),
            (&["aspmx.l.google.com."], Provider("google")),
            (&["smtp.google.com."], Provider("google")),
            (
                &["acme-example.mail.protection.outlook.com."],
                Provider("microsoft"),
            ),
            (&["in1-smtp.messagingengine.com."], Provider("fastmail")),
            (
                &["filter.example.net.", "aspmx.l.google.com."],
                Provider("google"),
            ),
            (&["mail.acme.example."], Provider("other")),
            (&["."], Unknown),
            (&[], Unknown),
        ];
        for (exchanges, hosted) in cases {
            assert_eq!(
                hosted_by(exchanges.iter().copied()),
                *hosted,
                "{exchanges:?}"
            );
        }
    }
}
