//! What mail says, and the words of a refusal.

use super::{LONGEST, is_cheap};
use crate::{
    apple_check::limits::{
        LONGEST_CONVERSATION, LONGEST_LINE, LONGEST_LITERAL, LONGEST_WORDS, MOST_LINES,
        MOST_LITERALS,
    },
    readers::{Line, Status, TooMuch, imap},
};
use testing::{cpu_time, on_little_stack};

/// Both in the pieces that the connection is read in, and byte by byte.
fn mail_is_cheap(what: &str, most: usize, heard: impl Fn(usize) -> String) {
    for piece in [4096, 1] {
        is_cheap(
            &format!("mail: {what} by {piece}"),
            most / 2,
            &heard,
            |heard| {
                assert!(imap(heard.as_bytes(), piece).is_ok());
            },
        );
    }
}

#[test]
fn mail_costs_twice_as_much_for_twice_as_much() {
    mail_is_cheap("lines", MOST_LINES, |n| "* 1 EXISTS\r\n".repeat(n));
    mail_is_cheap("one line", LONGEST_LINE - 8, |n| {
        format!("* OK {}\r\n", "(".repeat(n))
    });
    mail_is_cheap("braces", LONGEST_LINE - 8, |n| {
        format!("* X {}}}\r\n", "{".repeat(n))
    });
    mail_is_cheap("spaces", LONGEST_LINE - 8, |n| {
        format!("* X {}x\r\n", " ".repeat(n))
    });
    mail_is_cheap("empty literals", MOST_LITERALS, |n| {
        format!("* X {}\r\n", "{0}\r\n".repeat(n))
    });
    mail_is_cheap("a literal", LONGEST_LITERAL, |n| {
        format!("* X {{{n}}}\r\n{}\r\n", "\n".repeat(n))
    });
    mail_is_cheap("all of it", LONGEST_CONVERSATION / 1_000, |n| {
        format!("* X {}\r\n", "a(b ".repeat(248)).repeat(n)
    });
}

#[test]
fn mail_that_says_more_than_there_is_a_reason_for_is_not_listened_to() {
    let line = |length: usize| format!("* OK {}\r\n", "a".repeat(length - 7));
    let literals = |count: usize| format!("* X {}\r\n", "{0}\r\n".repeat(count));
    let literal = |length: usize| format!("* X {{{length}}}\r\n{}\r\n", "a".repeat(length));
    for (good, bad) in [
        (line(LONGEST_LINE), line(LONGEST_LINE + 1)),
        (
            "* X\r\n".repeat(MOST_LINES),
            "* X\r\n".repeat(MOST_LINES + 1),
        ),
        (literals(MOST_LITERALS), literals(MOST_LITERALS + 1)),
        (literal(LONGEST_LITERAL), literal(LONGEST_LITERAL + 1)),
        (
            line(LONGEST_LINE).repeat(LONGEST_CONVERSATION / LONGEST_LINE),
            line(LONGEST_LINE).repeat(LONGEST_CONVERSATION / LONGEST_LINE) + "*",
        ),
    ] {
        for piece in [1, 7, 4096, usize::MAX] {
            assert!(imap(good.as_bytes(), piece).is_ok(), "{good:.20}");
            assert_eq!(imap(bad.as_bytes(), piece), Err(TooMuch), "{bad:.20}");
        }
    }
    // These took a minute and a half each, when every byte was looked at again with every literal.
    let endless = "{0}\r\n".repeat(300_000);
    assert!(cpu_time(|| assert_eq!(imap(endless.as_bytes(), 4096), Err(TooMuch))) < LONGEST);
    for huge in ["* X {99999999999}\r\n", "* X {18446744073709551615}\r\n"] {
        assert_eq!(imap(huge.as_bytes(), 4096), Err(TooMuch));
    }
}

#[test]
fn mail_that_nests_is_not_followed() {
    let greetings =
        [400, 30_000].map(|depth| format!("* 1 FETCH (BODYSTRUCTURE {}\r\n", "(".repeat(depth)));
    for greeting in greetings {
        let read = on_little_stack(|| imap(greeting.as_bytes(), 4096)).unwrap();
        assert!(matches!(&read[..], [Line::Untagged { status: None, .. }]));
    }
    let endless = format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(1 << 20));
    assert_eq!(
        on_little_stack(|| imap(endless.as_bytes(), 4096)),
        Err(TooMuch)
    );
}

#[test]
fn mail_is_read_the_same_in_whatever_pieces_it_comes() {
    let heard = b"* OK [CAPABILITY X] \xe9 ready\r\n* X {11}\r\na1 NO (x)\r\n (y) {0}\r\n\r\n+ go on\r\n* OK {5}\r\na1 NO [ALERT] No {3}\r\n* BYE\n";
    let read = imap(heard, 4096).unwrap();
    assert_eq!(
        read,
        [
            Line::Untagged {
                status: Some(Status::Ok),
                words: "[capability x] ? ready".into()
            },
            Line::Untagged {
                status: None,
                words: "{11}".into()
            },
            Line::Other,
            Line::Untagged {
                status: Some(Status::Ok),
                words: "{5}".into()
            },
            Line::Tagged {
                tag: "a1".into(),
                status: Status::No,
                words: "[alert] no {3}".into()
            },
            Line::Untagged {
                status: Some(Status::Bye),
                words: String::new()
            },
        ]
    );
    for piece in 1..heard.len() {
        assert_eq!(imap(heard, piece).unwrap(), read, "by {piece}");
    }
}

#[test]
fn the_words_of_a_refusal_cost_twice_as_much_for_twice_as_much() {
    for piece in [
        "a",
        "a ",
        " ",
        "\u{130}",
        "account is ",
        "is ",
        "account locked imap ",
    ] {
        let words = |n: usize| piece.repeat(n);
        is_cheap(
            &format!("words: {piece:?}"),
            LONGEST_WORDS / piece.len() / 2,
            words,
            |words| {
                apple::says_locked(words);
            },
        );
    }
}
