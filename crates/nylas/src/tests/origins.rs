//! Which addresses a key may go to.

use crate::{GrantId, Origin, OriginError, Provider, Region};

#[test]
fn regions_are_the_contracts_hosts() {
    let origins = Region::ALL.map(Region::origin);
    assert_eq!(origins[0].as_str(), "https://api.us.nylas.com");
    assert_eq!(origins[1].as_str(), "https://api.eu.nylas.com");
    for origin in origins {
        assert_eq!(Origin::parse(origin.as_str()), Ok(origin));
    }
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    for (text, origin, host) in [
        (
            "https://api.us.nylas.com",
            "https://api.us.nylas.com",
            "api.us.nylas.com",
        ),
        (
            "HTTPS://API.US.NYLAS.COM:443/",
            "https://api.us.nylas.com",
            "api.us.nylas.com",
        ),
        (
            "https://relay.example:8443",
            "https://relay.example:8443",
            "relay.example",
        ),
        (
            "http://localhost:4000",
            "http://localhost:4000",
            "localhost",
        ),
        (
            "http://127.0.0.1:4000/",
            "http://127.0.0.1:4000",
            "127.0.0.1",
        ),
        ("http://127.9.9.9:1", "http://127.9.9.9:1", "127.9.9.9"),
        ("http://[::1]:4000", "http://[::1]:4000", "[::1]"),
    ] {
        let parsed = Origin::parse(text).unwrap();
        assert_eq!((parsed.as_str(), parsed.host()), (origin, host));
        assert_eq!(parsed.to_string(), origin);
        assert_eq!(
            parsed.place(),
            origin.split_once("://").unwrap().1,
            "a person is shown the port, too"
        );
    }
}

#[test]
fn anything_else_is_refused_by_name() {
    for (text, error) in [
        ("", OriginError::NotAnAddress),
        ("api.us.nylas.com", OriginError::NotAnAddress),
        ("mailto:nyla@icloud.com", OriginError::NotAnAddress),
        ("ftp://127.0.0.1", OriginError::Scheme),
        ("http://api.us.nylas.com", OriginError::NotLoopback),
        ("http://localhost.example", OriginError::NotLoopback),
        ("http://127.0.0.1.example", OriginError::NotLoopback),
        ("http://0.0.0.0:80", OriginError::NotLoopback),
        (
            "https://api.us.nylas.com@evil.example",
            OriginError::UserInfo,
        ),
        ("https://:secret@api.us.nylas.com", OriginError::UserInfo),
        ("https://api.us.nylas.com/v3", OriginError::MoreThanOrigin),
        ("https://api.us.nylas.com?a", OriginError::MoreThanOrigin),
        ("https://api.us.nylas.com/#a", OriginError::MoreThanOrigin),
    ] {
        assert_eq!(Origin::parse(text), Err(error), "{text}");
    }
}

#[test]
fn a_grant_id_is_plain_text_of_bounded_length() {
    let longest = "a".repeat(128);
    for id in ["e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47", "A_z-9", &longest] {
        assert_eq!(id.parse::<GrantId>().unwrap().as_str(), id);
    }
    for id in [
        "",
        "..",
        "a/b",
        "a b",
        "nyla@icloud.com",
        "é",
        &"a".repeat(129),
    ] {
        assert!(id.parse::<GrantId>().is_err(), "{id}");
    }
    assert!(serde_json::from_str::<GrantId>("\"../me\"").is_err());
}

#[test]
fn a_provider_is_known_by_its_name() {
    for name in [
        "icloud",
        "imap",
        "google",
        "microsoft",
        "yahoo",
        "ews",
        "virtual-calendar",
        "zoom",
    ] {
        let provider: Provider = serde_json::from_value(name.into()).unwrap();
        assert_eq!(provider.as_str(), name);
        assert_eq!(matches!(provider, Provider::Other(_)), name == "zoom");
    }
}

#[test]
fn every_origin_is_an_address() {
    for region in Region::ALL {
        assert_eq!(
            region.origin().url().as_str(),
            format!("{}/", region.origin())
        );
        assert_eq!(Origin::parse(region.origin().as_str()), Ok(region.origin()));
    }
    for text in [
        "http://[::1]:4010",
        "http://localhost:1",
        "https://nylas.example:8443",
    ] {
        assert_eq!(
            Origin::parse(text).unwrap().url().as_str(),
            format!("{text}/")
        );
    }
}
