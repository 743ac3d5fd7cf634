//! What a loose profile may not do and the others may.

use super::super::{Rank, Reason};
use super::{check_refused, host_not_allowed, taken};

#[test]
fn a_loose_profile_sends_passwords_to_nylas_apple_and_this_computer_only() {
    let allowed = [
        "connection.api_url = 'https://api.us.nylas.com'",
        "connection.api_url = 'https://api.eu.nylas.com:443/'",
        "connection.api_url = 'http://127.0.0.1:4010'",
        "connection.api_url = 'http://127.8.9.10'",
        "connection.api_url = 'https://[::1]:4010'",
        "connection.relay_url = 'http://localhost:8000/relay'",
        "apple.caldav_url = 'https://caldav.icloud.com'",
        "apple.caldav_url = 'https://p42-caldav.icloud.com'",
        "apple.imap_host = 'imap.mail.me.com'",
        "apple.imap_host = 'IMAP.mail.ME.com'",
        "apple.caldav_url = 'https://p234-caldav.icloud.com.cn:443/'",
        "apple.imap_host = 'imap.mail.icloud.com.cn'",
        "apple.imap_host = 'localhost'\napple.imap_port = 1993",
        "apple.imap_host = '127.0.0.1'",
        "apple.imap_host = 'localhost'",
    ];
    for text in allowed {
        taken(text, Rank::Loose);
    }

    let others = [
        (
            "connection.api_url",
            "https://nylas.example",
            "nylas.example",
        ),
        ("connection.api_url", "https://nylas.com", "nylas.com"),
        (
            "connection.api_url",
            "https://api.us.nylas.com.evil.example",
            "api.us.nylas.com.evil.example",
        ),
        (
            "connection.api_url",
            "https://x.api.us.nylas.com",
            "x.api.us.nylas.com",
        ),
        (
            "connection.api_url",
            "https://api.us.nylas.com.",
            "api.us.nylas.com.",
        ),
        (
            "connection.api_url",
            "https://api.us.nylas.com:8443",
            "api.us.nylas.com:8443",
        ),
        (
            "connection.api_url",
            "https://caldav.icloud.com",
            "caldav.icloud.com",
        ),
        (
            "connection.api_url",
            "https://[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
        ),
        (
            "connection.relay_url",
            "https://api.us.nylas.com",
            "api.us.nylas.com",
        ),
        (
            "connection.relay_url",
            "https://caldav.icloud.com",
            "caldav.icloud.com",
        ),
        (
            "apple.caldav_url",
            "https://api.us.nylas.com",
            "api.us.nylas.com",
        ),
        ("apple.caldav_url", "https://icloud.com", "icloud.com"),
        (
            "apple.caldav_url",
            "https://caldav.icloud.com:8443",
            "caldav.icloud.com:8443",
        ),
        (
            "apple.caldav_url",
            "https://feedback.apple.com",
            "feedback.apple.com",
        ),
        ("apple.imap_host", "mac.com", "mac.com"),
        ("apple.imap_host", "api.us.nylas.com", "api.us.nylas.com"),
        ("apple.imap_host", "localhost.", "localhost."),
        ("connection.api_url", "https://10.0.0.5", "10.0.0.5"),
        ("connection.api_url", "https://0.0.0.0", "0.0.0.0"),
        (
            "connection.relay_url",
            "https://relay.acme.example",
            "relay.acme.example",
        ),
        (
            "connection.relay_url",
            "https://localhost.acme.example",
            "localhost.acme.example",
        ),
        (
            "apple.caldav_url",
            "https://caldav-icloud.com",
            "caldav-icloud.com",
        ),
        (
            "apple.caldav_url",
            "https://caldav.ıcloud.com",
            "caldav.xn--cloud-m4a.com",
        ),
        ("apple.imap_host", "imap.acme.example", "imap.acme.example"),
        ("apple.imap_host", "home.com", "home.com"),
        ("apple.imap_host", "fe80::1", "[fe80::1]"),
    ];
    for (key, value, host) in others {
        let text = format!("\n{key} = '{value}'");
        check_refused(&text, Rank::Loose, 2, key, &host_not_allowed(host));
        taken(&text, Rank::Administrator);
        taken(&text, Rank::BuiltIn);
    }
}

#[test]
fn a_loose_profile_names_apples_mail_at_its_own_port_only() {
    let reason = host_not_allowed("imap.mail.me.com:143");
    check_refused(
        "apple.imap_port = 143",
        Rank::Loose,
        1,
        "apple.imap_port",
        &reason,
    );
    let named = "\napple.imap_host = 'imap.mail.me.com'\napple.imap_port = 143";
    check_refused(named, Rank::Loose, 2, "apple.imap_host", &reason);
    taken(named, Rank::Administrator);
}

#[test]
fn nobody_sends_passwords_without_tls_to_another_computer() {
    for rank in [Rank::BuiltIn, Rank::Administrator] {
        for key in [
            "connection.api_url",
            "connection.relay_url",
            "apple.caldav_url",
        ] {
            let text = format!("{key} = 'http://acme.example'");
            check_refused(&text, rank, 1, key, &Reason::PlainHttp);
        }
    }
    // A loose profile hears first what matters more.
    let text = "connection.api_url = 'http://acme.example'";
    let reason = host_not_allowed("acme.example");
    check_refused(text, Rank::Loose, 1, "connection.api_url", &reason);
}
