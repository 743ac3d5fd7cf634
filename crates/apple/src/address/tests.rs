//! What is typed as the address, told apart.

#![expect(clippy::panic, reason = "a test may panic")]
use super::{
    table::{ADDRESSES, MEANT},
    *,
};
use proptest::prelude::*;

fn verdict(text: &str) -> String {
    match parse_address(text) {
        ParsedAddress::Empty => "empty".into(),
        ParsedAddress::Apple(address) => format!("apple {address}"),
        ParsedAddress::Other {
            address,
            meant: None,
        } if address.hides_another() => format!("hidden {address}"),
        ParsedAddress::Other {
            address,
            meant: None,
        } => format!("other {address}"),
        ParsedAddress::Other {
            address,
            meant: Some(meant),
        } => format!("other {address} meant {meant}"),
        ParsedAddress::Phone => "phone".into(),
        ParsedAddress::Not(error) => match error {
            AddressError::NoAt => "no-at",
            AddressError::ManyAts => "many-ats",
            AddressError::Space => "space",
            AddressError::Comma => "comma",
            AddressError::Accent(_) => "accent",
            AddressError::Alphabet(_) => "alphabet",
            AddressError::Sign(_) => "sign",
            AddressError::Unfinished => "unfinished",
            AddressError::TooLong => "too-long",
        }
        .into(),
    }
}

#[test]
fn what_people_type_is_told_apart() {
    assert!(ADDRESSES.len() >= 120);
    let wrong: Vec<_> = ADDRESSES
        .iter()
        .filter(|(text, expected)| verdict(text) != *expected)
        .map(|(text, expected)| format!("{text:?} is {expected} and was judged {}", verdict(text)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_address_that_was_meant_is_offered_and_no_password_is_made_one() {
    assert!(MEANT.len() >= 50);
    let offered = |text: &str| meant_by(text).map(|address| address.to_string());
    let wrong: Vec<_> = MEANT
        .iter()
        .filter(|(text, expected)| offered(text).as_deref() != *expected)
        .map(|(text, expected)| format!("{text:?}: {expected:?}, not {:?}", offered(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_character_that_does_not_belong_is_named() {
    let named = |text: &str| match parse_address(text) {
        ParsedAddress::Not(AddressError::Accent(c)) => ("accent", c),
        ParsedAddress::Not(AddressError::Alphabet(c)) => ("alphabet", c),
        ParsedAddress::Not(AddressError::Sign(c)) => ("sign", c),
        other => panic!("{text}: {other:?}"),
    };
    for (text, kind, c) in [
        ("rosé@icloud.com", "accent", 'é'),
        ("rose\u{301}@icloud.com", "accent", 'é'),
        ("straße@icloud.com", "accent", 'ß'),
        ("rose@icløud.com", "accent", 'ø'),
        ("r\u{43e}se@icloud.com", "alphabet", '\u{43e}'),
        ("rose@icl\u{3bf}ud.com", "alphabet", '\u{3bf}'),
        ("rose,miller@icloud.com", "sign", ','),
        ("rose(1)@icloud.com", "sign", '('),
        ("rose@icloud.com!", "sign", '!'),
        ("rose😀@icloud.com", "sign", '😀'),
    ] {
        assert_eq!(named(text), (kind, c), "{text}");
    }
}

#[test]
fn work_for_a_suggestion_is_bounded() {
    for text in ["n", "@", " ", "é", ",", ". ", "n@", "(at)"] {
        assert_eq!(meant_by(&text.repeat(10_000_000)), None);
        let _ = meant_by(&text.repeat(MAX_ADDRESS / text.chars().count()));
    }
}

#[test]
fn what_is_far_too_long_is_not_looked_into() {
    assert_eq!(verdict(&"n".repeat(10_000_000)), "too-long");
    assert_eq!(
        verdict(&format!("nyla@icloud.com{}", " ".repeat(MAX_ADDRESS))),
        "too-long"
    );
    assert_eq!(
        verdict(&format!("{}@icloud.com", "n".repeat(65))),
        "unfinished"
    );
    assert_eq!(verdict(&format!("n@{}.com", "n".repeat(64))), "unfinished");
}

#[test]
fn a_tag_is_never_part_of_the_login() {
    let ParsedAddress::Apple(address) = parse_address("nyla+shop@icloud.com") else {
        panic!("not Apple")
    };
    assert_eq!(address.login().to_string(), "nyla@icloud.com");
}

#[test]
fn what_stands_before_a_tag_is_a_name_or_there_is_no_tag() {
    for text in ["+shop@icloud.com", "nyla.+shop@icloud.com"] {
        let ParsedAddress::Apple(address) = parse_address(text) else {
            panic!("not Apple")
        };
        assert_eq!(address.login().to_string(), text);
    }
}

#[test]
fn the_three_apple_domains_are_one_mailbox() {
    let of = |text: &str| match parse_address(text) {
        ParsedAddress::Apple(a) | ParsedAddress::Other { address: a, .. } => a,
        other => panic!("{other:?}"),
    };
    assert!(of("n@me.com").same_mailbox(&of("N@icloud.com")));
    assert_eq!(of("N+shop@mac.com").mailbox(), of("n@icloud.com"));
    assert!(!of("n@me.com").same_mailbox(&of("m@me.com")));
    assert!(!of("n@example.org").same_mailbox(&of("n@icloud.com")));
}

proptest! {
    #[test]
    fn nothing_panics_and_what_is_taken_is_plain(text in any::<String>()) {
        if let Some(meant) = meant_by(&text) {
            let whole = may_be_asked_about(&meant.to_string());
            prop_assert!(whole, "{}", meant);
        }
        if let ParsedAddress::Apple(a) | ParsedAddress::Other { address: a, .. } = parse_address(&text) {
            prop_assert!(a.to_string().is_ascii());
            prop_assert!(!a.to_string().contains(char::is_whitespace));
        }
    }
}
