//! A message to the company's support, begun and not sent: the person's own mail program shows it first.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986 lets stand anywhere; the @ of an address, too.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const ADDRESS: &AsciiSet = &ENCODED.remove(b'@');
/// The longest address that every system hands to a mail program, in bytes; Windows takes 2,048.
const LONGEST: usize = 1_900;

/// The address that begins the message (RFC 6068).
pub(crate) fn message(to: &str, subject: &str, body: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let mut message = format!(
        "mailto:{}?subject={}&body=",
        utf8_percent_encode(to, ADDRESS),
        encode(subject)
    );
    for line in body.lines() {
        let line = encode(&format!("{line}\r\n"));
        if message.len() + line.len() > LONGEST {
            break;
        }
        message += &line;
    }
    message
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_details_arrive_as_they_are_and_can_add_nothing_to_the_message() {
        let details = "code: N05\nmessage: 100% & \u{e9}?\r\nbcc=x@evil.example\n";
        let message = message("help+us@acme.example", "icloud-connect: N05", details);
        assert_eq!(
            message,
            "mailto:help%2Bus@acme.example?subject=icloud-connect%3A%20N05&body=code%3A%20N05%0D%0Amessage%3A%20100%25%20%26%20%C3%A9%3F%0D%0Abcc%3Dx%40evil.example%0D%0A"
        );
        let parsed = url::Url::parse(&message).unwrap();
        let pairs: Vec<_> = parsed
            .query_pairs()
            .map(|(name, _)| name.into_owned())
            .collect();
        assert_eq!(pairs, ["subject", "body"]);
    }

    #[test]
    fn a_message_is_never_longer_than_systems_take_and_ends_with_a_whole_line() {
        let long = format!("{}\n", "\u{1f600}".repeat(100)).repeat(10_000);
        let begun = message("help@acme.example", "N08", &long);
        assert!(
            begun.len() <= LONGEST && begun.ends_with("%0D%0A"),
            "{}",
            begun.len()
        );
        let one = message("help@acme.example", "N08", &"x".repeat(10_000_000));
        assert!(one.ends_with("body="));
    }
}
