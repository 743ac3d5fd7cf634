use super::super::{Expected, Rank, Reason};
use super::{check_refused, host_not_allowed, refused};

/// A line of a profile's table and what is wrong with it; the line is the second one.
fn check_keys(table: &str, cases: &[(&str, &str, Reason)]) {
    for (line, key, reason) in cases {
        let text = format!("[{table}]\n{line}\n");
        let key = format!("{table}.{key}");
        check_refused(&text, Rank::Administrator, 2, &key, reason);
        check_refused(&text, Rank::Loose, 2, &key, reason);
    }
}

#[test]
fn what_is_wrong_about_the_organization_is_named_with_line_and_key() {
    use Reason::*;
    let long = format!("name = '{}'", "x".repeat(31));
    check_keys(
        "organization",
        &[
            ("name = ''", "name", Empty),
            ("name = '   '", "name", Empty),
            (&long, "name", TooLong { max: 30 }),
            ("name = \"Ac\\nme\"", "name", ControlCharacters),
            ("name = \"Ac\\u202eme\"", "name", ControlCharacters),
            ("name = \"\\u2066Acme\"", "name", ControlCharacters),
            ("name = 3", "name", WrongType(Expected::String)),
            ("uses = 'mail'", "uses", WrongType(Expected::Array)),
            ("uses = ['mail', 3]", "uses", WrongType(Expected::String)),
            (
                "uses = ['photos']",
                "uses",
                NotOneOf(&["mail", "sending", "calendar", "contacts"]),
            ),
            ("support_email = 'help'", "support_email", NotAnEmailAddress),
            (
                "support_email = 'a@b@acme.example'",
                "support_email",
                NotAnEmailAddress,
            ),
            (
                "support_email = 'a b@acme.example'",
                "support_email",
                NotAnEmailAddress,
            ),
            (
                "support_email = 'a@acme'",
                "support_email",
                NotAnEmailAddress,
            ),
            (
                "support_email = 'a@acme..example'",
                "support_email",
                NotAnEmailAddress,
            ),
            (
                "support_email = 'a?bcc=x@acme.example'",
                "support_email",
                NotAnEmailAddress,
            ),
            (
                "support_phone = 'ask Bob'",
                "support_phone",
                NotAPhoneNumber,
            ),
            ("support_phone = '--'", "support_phone", NotAPhoneNumber),
            ("privacy_url = 'acme.example'", "privacy_url", NotAUrl),
            ("privacy_url = 'https:acme.example'", "privacy_url", NotAUrl),
            (
                "privacy_url = ' https://acme.example'",
                "privacy_url",
                NotAUrl,
            ),
            ("privacy_url = 'https://'", "privacy_url", NotAUrl),
            ("privacy_url = 'file:///etc/passwd'", "privacy_url", NotAUrl),
            ("privacy_url = 'javascript://x'", "privacy_url", NotAUrl),
            (
                "privacy_url = 'http://acme.example'",
                "privacy_url",
                NotHttps,
            ),
            ("return_url = 'http://localhost/'", "return_url", NotHttps),
            (
                "return_url = 'https://apple.com@acme.example'",
                "return_url",
                UrlHasExtras,
            ),
            ("logo = ''", "logo", Empty),
            ("logo = '../logo.svg'", "logo", NotABareFileName),
            ("logo = '/etc/logo.svg'", "logo", NotABareFileName),
            ("logo = 'pictures/logo.svg'", "logo", NotABareFileName),
            ("logo = 'pictures\\logo.svg'", "logo", NotABareFileName),
            ("logo = 'C:logo.svg'", "logo", NotABareFileName),
            ("logo = '..'", "logo", NotABareFileName),
            ("logo = '.'", "logo", NotABareFileName),
            ("motto = 'x'", "motto", UnknownKey),
            ("logoo = 'x'", "logoo", MisspelledKey { meant: "logo" }),
            ("Name = 'x'", "Name", MisspelledKey { meant: "name" }),
            (
                "support-email = 'x'",
                "support-email",
                MisspelledKey {
                    meant: "support_email",
                },
            ),
            ("long = 'x'", "long", UnknownKey),
            ("name.first = 'x'", "name", WrongType(Expected::String)),
        ],
    );
}

#[test]
fn what_is_wrong_about_the_connection_is_named_with_line_and_key() {
    use Reason::*;
    let kinds = NotOneOf(&["practice", "api-key", "hosted", "invitation"]);
    let long_state = format!("state = '{}'", "x".repeat(201));
    let long_id = format!("client_id = '{}'", "x".repeat(201));
    check_keys(
        "connection",
        &[
            ("kind = 'magic'", "kind", kinds.clone()),
            ("kind = 'Hosted'", "kind", kinds),
            ("kind = true", "kind", WrongType(Expected::String)),
            (
                "provider = 'google'",
                "provider",
                NotOneOf(&["icloud", "imap"]),
            ),
            ("region = 'uk'", "region", NotOneOf(&["us", "eu"])),
            ("api_url = 'api.us.nylas.com'", "api_url", NotAUrl),
            ("api_url = 'ftp://api.us.nylas.com'", "api_url", NotAUrl),
            ("api_url = 'http://api.us.nylas.com'", "api_url", PlainHttp),
            (
                "api_url = 'https://key@api.us.nylas.com'",
                "api_url",
                UrlHasExtras,
            ),
            (
                "api_url = 'https://api.us.nylas.com/?key=1'",
                "api_url",
                UrlHasExtras,
            ),
            (
                "api_url = 'https://api.us.nylas.com/#top'",
                "api_url",
                UrlHasExtras,
            ),
            (&long_state, "state", TooLong { max: 200 }),
            ("renew = 'jo'", "renew", NotAnEmailAddress),
            ("client_id = 'a b'", "client_id", HasSpaces),
            (&long_id, "client_id", TooLong { max: 200 }),
            ("redirect_port = 0", "redirect_port", OutOfRange),
            ("redirect_port = 65536", "redirect_port", OutOfRange),
            ("redirect_port = -1", "redirect_port", OutOfRange),
            (
                "redirect_port = '9007'",
                "redirect_port",
                WrongType(Expected::Integer),
            ),
            (
                "redirect_port = 9007.0",
                "redirect_port",
                WrongType(Expected::Integer),
            ),
            ("smtp_port = 99999999999999999999", "smtp_port", OutOfRange),
            (
                "other_providers = 'google'",
                "other_providers",
                WrongType(Expected::Array),
            ),
            (
                "other_providers = ['aol']",
                "other_providers",
                NotOneOf(&["google", "microsoft", "yahoo", "ews", "imap"]),
            ),
            (
                "kind = 'hosted'\nregion = 'us'",
                "kind",
                Missing {
                    needed: "connection.client_id",
                },
            ),
            ("kind = 'hosted'\nclient_id = 'abc'", "kind", MissingRegion),
            (
                "kind = 'invitation'",
                "kind",
                Missing {
                    needed: "connection.relay_url",
                },
            ),
            (
                "api_url = 'https://api.us.nylas.com'\nregion = 'us'",
                "api_url",
                RegionAndApiUrl,
            ),
            ("api_key = 'nyk_v0_secret'", "api_key", UnknownKey),
        ],
    );
}

#[test]
fn what_is_wrong_about_apple_and_the_network_is_named_with_line_and_key() {
    use Reason::*;
    let long_host = format!("imap_host = '{}'", "a".repeat(254));
    check_keys(
        "apple",
        &[
            (
                "caldav_url = 'http://caldav.icloud.com'",
                "caldav_url",
                PlainHttp,
            ),
            (
                "imap_host = 'https://imap.mail.me.com'",
                "imap_host",
                NotAHost,
            ),
            ("imap_host = 'imap.mail.me.com:993'", "imap_host", NotAHost),
            ("imap_host = 'imap mail'", "imap_host", NotAHost),
            ("imap_host = '[::1]'", "imap_host", NotAHost),
            (&long_host, "imap_host", TooLong { max: 253 }),
            (
                "imap_port = '993'",
                "imap_port",
                WrongType(Expected::Integer),
            ),
            (
                "check_first = 1",
                "check_first",
                WrongType(Expected::Boolean),
            ),
            (
                "check_first = 'yes'",
                "check_first",
                WrongType(Expected::Boolean),
            ),
        ],
    );
    check_keys(
        "network",
        &[
            ("extra_ca = '/etc/ssl/ca.pem'", "extra_ca", NotABareFileName),
            ("proxy = 'proxy:3128'", "proxy", NotAProxy),
            ("proxy = 'ftp://proxy:21'", "proxy", NotAProxy),
            ("proxy = 'http://proxy/path'", "proxy", NotAProxy),
            (
                "proxy = 'http://jo:secret@proxy:3128'",
                "proxy",
                UrlHasExtras,
            ),
            ("proxy = 'socks5://'", "proxy", NotAProxy),
        ],
    );
}

#[test]
fn unknown_tables_and_tables_that_are_none_are_refused_on_their_line() {
    let table = [
        ("\n[extras]\nname = 'x'", 2, "extras", Reason::UnknownKey),
        (
            "\n[organisation]\nname = 'x'",
            2,
            "organisation",
            Reason::MisspelledKey {
                meant: "organization",
            },
        ),
        ("name = 'Acme'", 1, "name", Reason::UnknownKey),
        (
            "[apple]\n[apple.mail]\nport = 1",
            2,
            "apple.mail",
            Reason::UnknownKey,
        ),
        (
            "\n\norganization = 'Acme'",
            3,
            "organization",
            Reason::WrongType(Expected::Table),
        ),
        (
            "[[connection]]\nkind = 'practice'",
            1,
            "connection",
            Reason::WrongType(Expected::Table),
        ),
    ];
    for (text, line, key, reason) in table {
        check_refused(text, Rank::Loose, line, key, &reason);
    }
}

#[test]
fn the_line_of_an_item_of_a_list_is_its_own() {
    let text = "[organization]\nuses = [\n  'mail',\n  'photos',\n]\n";
    let reason = Reason::NotOneOf(&["mail", "sending", "calendar", "contacts"]);
    check_refused(text, Rank::Loose, 4, "organization.uses", &reason);
}

#[test]
fn of_several_errors_the_one_nearest_the_top_is_named() {
    let text = "[network]\nproxy = 1\n[connection]\nkind = 'magic'\n[organization]\nmotto = 'x'\n";
    let reason = Reason::WrongType(Expected::String);
    check_refused(text, Rank::Loose, 2, "network.proxy", &reason);
    check_refused(
        &text.replace('\n', "\r\n"),
        Rank::Loose,
        2,
        "network.proxy",
        &reason,
    );
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let table = [
        ("[organization]\nname = Acme\n", 2),
        ("[organization]\nname = 'a'\nname = 'b'\n", 3),
        ("[organization]\n[connection]\n[organization]\n", 3),
        ("\n\n\n[organization\n", 4),
        ("\n<html>", 2),
    ];
    for (text, line) in table {
        let error = refused(text, Rank::Loose);
        assert_eq!(error.reason, Reason::NotToml, "{text:?}");
        assert_eq!((error.line, error.key), (Some(line), None), "{text:?}");
    }
    let deep = format!("x = {}", "[".repeat(60_000));
    assert_eq!(refused(&deep, Rank::Loose).reason, Reason::NotToml);
}

#[test]
fn an_error_shows_no_value_but_the_host_and_no_trick_of_a_key() {
    let secret = refused("[connection]\nrenew = 'nyk_v0_secret'", Rank::Loose);
    assert!(!format!("{secret:?} {secret}").contains("nyk_v0"));

    let trick = refused("\"mot\u{202e}to\" = 1", Rank::Loose);
    assert_eq!(trick.key.as_deref(), Some("motto"));
    let endless = refused(&format!("{} = 1", "k".repeat(5000)), Rank::Loose);
    assert_eq!(endless.key.map(|key| key.len()), Some(60));

    let host = refused("connection.api_url = 'https://evil.example'", Rank::Loose);
    assert_eq!(host.reason, host_not_allowed("evil.example"));
    assert_eq!(host.reason.value().as_deref(), Some("evil.example"));
}
