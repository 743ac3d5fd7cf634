//! The relays that the plain program knows: `relays.toml`, which is part of the source and reviewed there.

use serde::Deserialize;

const LIST: &str = include_str!("../../../../relays.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    relay: Vec<Known>,
}

/// A relay and whose it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// Its host, with its port where that is not 443.
    pub(crate) host: String,
    /// The company, for whoever reviews the list.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for people"))]
    company: String,
}

/// The relays of the list; none where it cannot be read, which a test rules out.
pub(crate) fn known() -> Vec<String> {
    read(LIST).into_iter().map(|relay| relay.host).collect()
}

fn read(list: &str) -> Vec<Known> {
    toml::from_str::<List>(list).map_or_else(|_| vec![], |list| list.relay)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{LIST, List, read};

    #[test]
    fn the_list_can_be_read_and_names_hosts_as_an_address_has_them() {
        toml::from_str::<List>(LIST).unwrap();
        let example = "[[relay]]\nhost = 'relay.acme.example'\ncompany = 'Acme CRM'\n";
        let listed = read(LIST).into_iter().chain(read(example));
        let mut count = 0;
        for relay in listed {
            let url = url::Url::parse(&format!("https://{}/", relay.host)).unwrap();
            let port = url.port();
            let shown = hosts::shown(&url.host().unwrap(), port, 443);
            assert_eq!(shown, relay.host);
            assert!(!relay.company.is_empty(), "{} is nobody's", relay.host);
            count += 1;
        }
        assert!(count > 0);
    }
}
