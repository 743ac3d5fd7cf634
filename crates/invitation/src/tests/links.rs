use crate::{CLAIM, Link, LinkError, MAX_LINK, SCHEME, Ticket};
use proptest::prelude::*;
use secrecy::ExposeSecret;
use url::Url;

const TICKET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// What is read from a link: the relay's address, when the ticket is the one above.
fn relay(text: &str) -> Result<String, LinkError> {
    let link = Link::parse(&text.replace("TICKET", TICKET), SCHEME)?;
    assert_eq!(link.ticket().expose_secret(), TICKET);
    Ok(link.relay().to_string())
}

#[test]
fn a_link_names_its_relay() {
    for (text, address) in [
        ("https://relay.example/i/TICKET", "https://relay.example/"),
        ("https://relay.example/i/TICKET/", "https://relay.example/"),
        (
            "  https://relay.example/i/TICKET\n",
            "https://relay.example/",
        ),
        ("HTTPS://Relay.Example/i/TICKET", "https://relay.example/"),
        (
            "https://relay.example/i/TICKET?utm_source=mail#top",
            "https://relay.example/",
        ),
        (
            "https://acme.example/a/b/i/TICKET",
            "https://acme.example/a/b",
        ),
        (
            "https://acme.example/a/../b/i/TICKET",
            "https://acme.example/b",
        ),
        ("http://127.0.0.1:8100/i/TICKET", "http://127.0.0.1:8100/"),
        (
            "http://localhost:8100/x/i/TICKET",
            "http://localhost:8100/x",
        ),
        (
            "icloud-connect://invite?url=https%3A%2F%2Frelay.example%2Fi%2FTICKET",
            "https://relay.example/",
        ),
        (
            "icloud-connect://invite/?x=1&url=https://relay.example/i/TICKET",
            "https://relay.example/",
        ),
    ] {
        assert_eq!(relay(text).as_deref(), Ok(address), "{text}");
    }
}

#[test]
fn what_is_no_link_is_refused() {
    for (text, why) in [
        ("", LinkError::NotALink),
        ("TICKET", LinkError::NotALink),
        ("https://relay.example/", LinkError::NotALink),
        ("https://relay.example/TICKET", LinkError::NotALink),
        ("https://relay.example/c/TICKET", LinkError::NotALink),
        ("https://relay.example/i/", LinkError::NotALink),
        ("https://relay.example/i/TICKE", LinkError::Ticket),
        ("https://relay.example/i/TICKET0", LinkError::Ticket),
        ("https://relay.example/i/TICKET/claim", LinkError::NotALink),
        ("http://relay.example/i/TICKET", LinkError::NotHttps),
        (
            "http://localhost.evil.example/i/TICKET",
            LinkError::NotHttps,
        ),
        ("https://a:b@relay.example/i/TICKET", LinkError::NotALink),
        (
            "https://maplecare.com@evil.example/i/TICKET",
            LinkError::NotALink,
        ),
        (
            "https://relay.example/a%2f..%2fb/i/TICKET",
            LinkError::NotALink,
        ),
        ("https://relay.example//i/TICKET", LinkError::NotALink),
        ("ftp://relay.example/i/TICKET", LinkError::NotALink),
        ("file:///i/TICKET", LinkError::NotALink),
        ("javascript:alert(1)//i/TICKET", LinkError::NotALink),
        ("icloud-connect://invite", LinkError::NotALink),
        (
            "icloud-connect://open?url=https://relay.example/i/TICKET",
            LinkError::NotALink,
        ),
        (
            "icloud-connect://invite/x?url=https://relay.example/i/TICKET",
            LinkError::NotALink,
        ),
        (
            "icloud-connect://invite?url=http://relay.example/i/TICKET",
            LinkError::NotHttps,
        ),
        (
            "icloud-connect://invite?url=https://a.example/i/TICKET&url=https://b.example/i/TICKET",
            LinkError::NotALink,
        ),
        (
            "icloud-connect://invite?url=icloud-connect://invite?url=https://relay.example/i/TICKET",
            LinkError::NotALink,
        ),
        (
            "other-scheme://invite?url=https://relay.example/i/TICKET",
            LinkError::NotALink,
        ),
    ] {
        assert_eq!(relay(text), Err(why), "{text}");
    }
    let long = format!("https://relay.example/{}/i/TICKET", "a".repeat(MAX_LINK));
    assert_eq!(relay(&long), Err(LinkError::TooLong));
}

#[test]
fn a_call_has_no_ticket_in_its_address() {
    for (public, call) in [
        (
            "https://relay.example",
            "https://relay.example/v3/invitation/claim",
        ),
        (
            "https://acme.example/mail/",
            "https://acme.example/mail/v3/invitation/claim",
        ),
    ] {
        let link = Link::new(&Url::parse(public).unwrap(), Ticket::parse(TICKET).unwrap()).unwrap();
        assert_eq!(link.call(CLAIM).as_str(), call);
    }
}

proptest! {
    #[test]
    fn what_is_made_is_read_again(bytes: [u8; Ticket::BYTES], path in "(/[a-z]{1,8}){0,3}") {
        let public = Url::parse(&format!("https://relay.example{path}")).unwrap();
        let link = Link::new(&public, Ticket::from_random(&bytes)).unwrap();
        for text in [link.page(), link.opening(SCHEME)] {
            let again = Link::parse(text.expose_secret(), SCHEME).unwrap();
            prop_assert_eq!(again.relay(), link.relay());
            prop_assert_eq!(again.ticket().expose_secret(), link.ticket().expose_secret());
        }
    }

    #[test]
    fn whoever_writes_a_link_chooses_no_other_relay_than_is_seen(text in ".{0,120}") {
        if let Ok(link) = Link::parse(&format!("https://relay.example/{text}/i/{TICKET}"), SCHEME) {
            prop_assert_eq!(link.relay().host_str(), Some("relay.example"));
            prop_assert!(!link.relay().as_str().contains(['%', '?', '#', '@']));
        }
    }
}
