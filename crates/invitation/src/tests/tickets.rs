use crate::{Bearer, Code, Secret, Ticket};
use proptest::prelude::*;
use secrecy::ExposeSecret;

#[test]
fn what_a_person_or_a_mail_program_does_to_a_ticket_changes_nothing() {
    let ticket = "0123456789abcdefghjkmnpqrstvwxyz";
    for (written, read) in [
        (ticket, true),
        ("0123456789ABCDEFGHJKMNPQRSTVWXYZ", true),
        ("O123456789abcdefghjkmnpqrstvwxyz", true),
        ("0l23456789abcdefghjkmnpqrstvwxyz", true),
        ("0i23456789abcdefghjkmnpqrstvwxyz", true),
        ("u123456789abcdefghjkmnpqrstvwxyz", false),
        ("0123456789abcdefghjkmnpqrstvwxy", false),
        ("0123456789abcdefghjkmnpqrstvwxyz0", false),
        ("0123456789abcdefghjkmnpqrstvwxé", false),
        ("", false),
    ] {
        match Ticket::parse(written) {
            Ok(found) => assert!(read && found.expose_secret() == ticket, "{written}"),
            Err(_) => assert!(!read, "{written}"),
        }
    }
}

#[test]
fn a_code_is_read_as_people_type_it() {
    for (typed, read) in [
        ("ABCD-EFGH", Some("abcdefgh")),
        (" abcd efgh ", Some("abcdefgh")),
        ("ab cd-ef gh", Some("abcdefgh")),
        ("o0iL-1234", Some("00111234")),
        ("abcd-efg", None),
        ("abcd-efghj", None),
        ("abcd-efg!", None),
        ("a                                   bcdefgh", None),
    ] {
        let code = Code::typed(typed).ok();
        assert_eq!(code.as_ref().map(|c| c.expose_secret()), read, "{typed}");
    }
    let code = Code::typed("o0iL-123a").unwrap();
    assert_eq!(code.shown().expose_secret(), "0011-123A");
}

#[test]
fn a_bearer_is_a_ticket_with_at_most_one_secret() {
    let (ticket, secret) = ("a".repeat(Ticket::BYTES), "b".repeat(Secret::BYTES));
    for (text, read) in [
        (ticket.clone(), true),
        (format!("{ticket}.{secret}"), true),
        (format!("{}.{}", ticket.to_uppercase(), secret), true),
        (format!("{ticket}."), false),
        (format!(".{secret}"), false),
        (format!("{ticket}.{secret}.{secret}"), false),
        (format!("{secret}.{ticket}"), false),
        (format!("{ticket} .{secret}"), false),
        ("x".repeat(1_000_000), false),
    ] {
        match Bearer::parse(&text) {
            Ok(bearer) => {
                assert!(read, "{text}");
                assert_eq!(bearer.text().expose_secret(), text.to_lowercase());
            }
            Err(_) => assert!(!read, "{}", &text[..40]),
        }
    }
}

#[test]
fn no_secret_is_seen_where_it_is_looked_at() {
    let secret = Secret::from_random(&[7; Secret::BYTES]);
    let ticket = Ticket::from_random(&[9; Ticket::BYTES]);
    let bearer = Bearer {
        ticket,
        secret: Some(secret),
    };
    let seen = format!("{bearer:?}");
    assert!(!seen.contains("7777") && !seen.contains("9999"), "{seen}");
}

proptest! {
    #[test]
    fn what_is_drawn_is_read_again(ticket: [u8; Ticket::BYTES], secret: [u8; Secret::BYTES]) {
        let bearer = Bearer {
            ticket: Ticket::from_random(&ticket),
            secret: Some(Secret::from_random(&secret)),
        };
        let text = bearer.text();
        let again = Bearer::parse(text.expose_secret()).unwrap();
        let same = again.text().expose_secret() == text.expose_secret();
        prop_assert!(same);
    }

    #[test]
    fn whatever_is_sent_is_read_or_refused(text in ".{0,80}") {
        let _ = Bearer::parse(&text);
        let _ = Code::typed(&text);
    }
}
