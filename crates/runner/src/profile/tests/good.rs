use url::Url;

use super::super::{Kind, Provider, Rank, Region, Use, parse};
use super::{read, taken};

#[test]
fn an_empty_profile_has_apples_servers_and_leaves_everything_else_open() {
    for text in [
        "",
        "\u{feff}",
        "# nothing yet\n",
        "[organization]\n[apple]\n",
    ] {
        let profile = taken(text, Rank::Loose);
        assert_eq!(profile.organization.name, None);
        assert_eq!(profile.organization.uses, []);
        assert_eq!(profile.organization.logo, None);
        assert_eq!(profile.connection.kind, None);
        assert_eq!(profile.connection.provider, Provider::ICloud);
        assert_eq!(profile.connection.region, None);
        assert_eq!(profile.connection.redirect_port, 9007);
        assert_eq!(profile.connection.smtp_port, 587);
        assert_eq!(
            profile.apple.caldav_url.as_str(),
            "https://caldav.icloud.com/"
        );
        assert_eq!(profile.apple.imap_host, "imap.mail.me.com");
        assert_eq!(profile.apple.imap_port, 993);
        assert!(profile.apple.check_first);
        assert_eq!(profile.network.proxy, None);
    }
}

#[test]
fn every_key_arrives() {
    let text = r#"
        [organization]
        name = "Acme CRM"
        uses = ["mail", "calendar", "contacts", "mail"]
        support_email = "help@acme.example"
        support_phone = "+1 555 0100 ext. 7"
        privacy_url = "https://acme.example/privacy?lang=en#top"
        return_url = "https://acme.example/connected"
        logo = "logo.svg"

        [connection]
        kind = "hosted"
        provider = "imap"
        region = "eu"
        state = "customer-17"
        renew = "jo.doe+crm@icloud.com"
        client_id = "1b5f9a5c-0000-4000-8000-000000000000"
        redirect_port = 9_008
        other_providers = ["google", "microsoft"]
        smtp_port = 465
        relay_url = "https://relay.acme.example/connect"

        [apple]
        caldav_url = "https://dav.acme.example"
        imap_host = "::1"
        imap_port = 1993
        check_first = false

        [network]
        extra_ca = "company-ca.pem"
        proxy = "http://proxy:3128"
    "#;
    let profile = taken(text, Rank::Administrator);
    let organization = profile.organization;
    assert_eq!(organization.name.as_deref(), Some("Acme CRM"));
    assert_eq!(organization.uses, [Use::Mail, Use::Calendar, Use::Contacts]);
    assert_eq!(
        organization.support_email.as_deref(),
        Some("help@acme.example")
    );
    assert_eq!(
        organization.support_phone.as_deref(),
        Some("+1 555 0100 ext. 7")
    );
    assert_eq!(
        organization.privacy_url,
        Url::parse("https://acme.example/privacy?lang=en#top").ok()
    );
    assert_eq!(
        organization.return_url,
        Url::parse("https://acme.example/connected").ok()
    );
    assert_eq!(organization.logo.as_deref(), Some("logo.svg"));
    assert_eq!(organization.logo_line, Some(9));

    let connection = profile.connection;
    assert_eq!(connection.kind, Some(Kind::Hosted));
    assert_eq!(connection.provider, Provider::Imap);
    assert_eq!(connection.region, Some(Region::Eu));
    assert_eq!(connection.api_url, None);
    assert_eq!(connection.state.as_deref(), Some("customer-17"));
    assert_eq!(connection.renew.as_deref(), Some("jo.doe+crm@icloud.com"));
    assert!(connection.client_id.is_some());
    assert_eq!(connection.redirect_port, 9008);
    assert_eq!(connection.other_providers, ["google", "microsoft"]);
    assert_eq!(connection.smtp_port, 465);
    assert_eq!(
        connection.relay_url,
        Url::parse("https://relay.acme.example/connect").ok()
    );

    assert_eq!(
        profile.apple.caldav_url.as_str(),
        "https://dav.acme.example/"
    );
    assert_eq!(profile.apple.imap_host, "::1");
    assert_eq!(profile.apple.imap_port, 1993);
    assert!(!profile.apple.check_first);
    assert_eq!(profile.network.extra_ca.as_deref(), Some("company-ca.pem"));
    assert_eq!(profile.network.proxy, Url::parse("http://proxy:3128").ok());
}

#[test]
fn every_kind_is_taken_with_what_it_needs() {
    let table = [
        ("kind = 'practice'", Kind::Practice),
        ("kind = 'api-key'", Kind::ApiKey),
        ("kind = 'api-key'\nregion = 'us'", Kind::ApiKey),
        (
            "kind = 'hosted'\nclient_id = 'abc'\nregion = 'us'",
            Kind::Hosted,
        ),
        (
            "kind = 'hosted'\nclient_id = 'abc'\napi_url = 'http://127.0.0.1:8080'",
            Kind::Hosted,
        ),
        (
            "kind = 'invitation'\nrelay_url = 'http://localhost:9000'",
            Kind::Invitation,
        ),
    ];
    for (keys, kind) in table {
        let profile = taken(&format!("[connection]\n{keys}"), Rank::Loose);
        assert_eq!(profile.connection.kind, Some(kind), "{keys}");
    }
}

#[test]
fn keys_may_be_written_in_any_way_toml_allows() {
    let profile = taken(
        "connection.kind = 'practice'\norganization = { name = 'Acme' }\r\n",
        Rank::Loose,
    );
    assert_eq!(profile.connection.kind, Some(Kind::Practice));
    assert_eq!(profile.organization.name.as_deref(), Some("Acme"));
}

#[test]
fn a_name_may_have_thirty_characters_of_any_writing() {
    for name in [
        "A",
        &"ä".repeat(30),
        "Ромашка",
        "株式会社",
        "Müller & Söhne",
        "Plenty of Ice",
    ] {
        let profile = taken(&format!("organization.name = '{name}'"), Rank::Loose);
        assert_eq!(profile.organization.name.as_deref(), Some(name));
    }
}

#[test]
fn a_built_in_profile_has_no_file() {
    let profile = parse(
        "[organization]\nname = 'iCloud by Acme'",
        None,
        Rank::BuiltIn,
    )
    .unwrap();
    assert_eq!(profile.file, None);
    assert_eq!(profile.rank, Rank::BuiltIn);
    let error = parse("x = 1", None, Rank::BuiltIn).unwrap_err();
    assert_eq!(error.file, None);
}

proptest::proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in ".{0,400}") {
        let _ = read(&text, Rank::Loose);
    }

    #[test]
    fn arbitrary_values_never_panic_and_blame_their_own_line(
        key in "(organization|connection|apple|network|other)\\.[a-z_\"\\u{202e}]{1,20}",
        value in "[-a-z0-9\"'\\[\\]{}:/.@=, \\\\é\\u{202e}]{0,60}",
    ) {
        if let Err(error) = read(&format!("\n{key} = {value}"), Rank::Loose) {
            proptest::prop_assert!(error.line.is_none_or(|line| (1..=2).contains(&line)));
            let shown = error.to_string();
            let has_trick = shown.contains('\u{202e}');
            proptest::prop_assert!(!has_trick, "{shown}");
        }
    }

    #[test]
    fn arbitrary_text_fits_no_key_by_panicking(text in ".{0,80}", key in proptest::sample::select(KEYS)) {
        let quoted = toml::Value::String(text).to_string();
        let _ = read(&format!("{key} = {quoted}"), Rank::Loose);
    }
}

const KEYS: &[&str] = &[
    "organization.name",
    "organization.support_email",
    "organization.support_phone",
    "organization.privacy_url",
    "organization.logo",
    "connection.kind",
    "connection.api_url",
    "connection.renew",
    "apple.imap_host",
    "network.proxy",
];
