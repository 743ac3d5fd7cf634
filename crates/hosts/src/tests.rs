#![expect(clippy::unwrap_used, reason = "a test may panic")]

use super::{LOCALHOST_ADDRESSES, Owner, parse, shown, whose, whose_url};
use url::{Host, Url};

fn of(address: &str) -> Owner {
    whose_url(&Url::parse(address).unwrap())
}

#[test]
fn nylas_has_two_hosts_at_one_port() {
    for address in [
        "https://api.us.nylas.com",
        "https://api.eu.nylas.com:443/v3",
        "https://API.US.NYLAS.COM",
    ] {
        assert_eq!(of(address), Owner::Nylas, "{address}");
    }
    for address in [
        "https://api.us.nylas.com:8443",
        "http://api.us.nylas.com",
        "https://api.us.nylas.com.",
        "https://nylas.com",
        "https://x.api.us.nylas.com",
        "https://api.us.nylas.com.evil.example",
        "https://api.us.nylas.com@evil.example",
        "https://api.uѕ.nylas.com",
    ] {
        assert_eq!(of(address), Owner::Company, "{address}");
    }
}

#[test]
fn apple_has_known_services_and_no_other_name_of_its_domains() {
    for (host, port) in [
        ("caldav.icloud.com", 443),
        ("p1-caldav.icloud.com", 443),
        ("p234-caldav.icloud.com.cn", 443),
        ("caldav.icloud.com.cn", 443),
        ("imap.mail.me.com", 993),
        ("p99-imap.mail.icloud.com.cn", 993),
        ("smtp.mail.me.com", 587),
        ("smtp.mail.icloud.com.cn", 465),
    ] {
        let host = Host::parse(host).unwrap();
        assert_eq!(whose(&host, Some(port)), Owner::Apple, "{host}:{port}");
        assert_eq!(whose(&host, None), Owner::Apple, "{host}");
        assert_eq!(whose(&host, Some(8443)), Owner::Company, "{host}:8443");
    }
    for address in [
        "https://icloud.com",
        "https://www.icloud.com",
        "https://me.com",
        "https://mac.com",
        "https://apple.com",
        "https://developer.apple.com",
        "https://p-caldav.icloud.com",
        "https://p1234-caldav.icloud.com",
        "https://p12x-caldav.icloud.com",
        "https://p1-p2-caldav.icloud.com",
        "https://caldav.icloud.com.",
        "https://caldav.icloud.com.evil.example",
        "https://caldav-icloud.com",
        "https://imap.mail.me.com",
        "https://17.0.0.1",
    ] {
        assert_eq!(of(address), Owner::Company, "{address}");
    }
}

#[test]
fn this_computer_is_localhost_and_its_addresses_at_any_port() {
    for address in [
        "http://localhost",
        "https://LOCALHOST:8443",
        "http://127.0.0.1:4010",
        "http://127.8.9.10",
        "http://2130706433/",
        "http://127.1/",
        "https://[::1]:1",
    ] {
        assert_eq!(of(address), Owner::ThisComputer, "{address}");
    }
    for address in [
        "http://localhost.",
        "http://localhost.localdomain",
        "http://sub.localhost",
        "http://127.0.0.1.nip.io",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://[::]",
        "http://[::ffff:127.0.0.1]",
        "http://[fe80::1]",
    ] {
        assert_eq!(of(address), Owner::Company, "{address}");
    }
    for address in LOCALHOST_ADDRESSES {
        assert!(address.is_loopback());
    }
}

#[test]
fn a_host_is_read_with_and_without_brackets() {
    for text in ["::1", "[::1]", "127.0.0.1", "localhost", "LocalHost"] {
        let host = parse(text).unwrap();
        assert_eq!(whose(&host, None), Owner::ThisComputer, "{text}");
    }
    for text in [
        "",
        "a b",
        "https://localhost",
        "localhost:1",
        "me@localhost",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn a_port_is_shown_where_it_is_not_the_usual_one() {
    let host = Host::parse("relay.acme.example").unwrap();
    assert_eq!(shown(&host, Some(8443), 443), "relay.acme.example:8443");
    assert_eq!(shown(&host, Some(443), 443), "relay.acme.example");
    assert_eq!(shown(&host, None, 443), "relay.acme.example");
    let host = Host::parse("[::1]").unwrap();
    assert_eq!(shown(&host, Some(1), 443), "[::1]:1");
}
