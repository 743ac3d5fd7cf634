//! From text to a checked profile, table by table.

use std::path::Path;

use strum::VariantArray;
use toml::de::DeTable;
use url::Url;

use super::error::{ProfileError, Reason};
use super::section::{Findings, Section};
use super::{
    Apple, Connection, Kind, Network, Organization, Profile, Provider, Rank, Region, Use, address,
    name, value,
};

/// The name becomes the label typed at Apple.
const LONGEST_NAME: usize = 30;
const LONGEST_STATE: usize = 200;
const USES: &[&str] = &["mail", "sending", "calendar", "contacts"];
const KINDS: &[&str] = &["practice", "api-key", "hosted", "invitation"];
const PROVIDERS: &[&str] = &["icloud", "imap"];
const REGIONS: &[&str] = &["us", "eu"];
/// Nylas' other mail providers.
const OTHER_PROVIDERS: &[&str] = &["google", "microsoft", "yahoo", "ews", "imap"];

/// Registered at Nylas as `http://localhost:9007/callback` (docs/profile.md).
const REDIRECT_PORT: u16 = 9007;
/// Mail submission with STARTTLS, as Apple asks for.
const SMTP_PORT: u16 = 587;
const CALDAV_URL: &str = "https://caldav.icloud.com";
const IMAP_HOST: &str = "imap.mail.me.com";
const IMAP_PORT: u16 = address::IMAPS;

/// Reads a profile. It touches nothing: `file` is only named in errors and kept for the logo.
///
/// # Errors
/// The thing nearest the top of the text that does not fit; when the text is no TOML, its first such line.
pub fn parse(text: &str, file: Option<&Path>, rank: Rank) -> Result<Profile, ProfileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut findings = Findings::new(text, file);
    let document = DeTable::parse(text).map_err(|error| ProfileError {
        file: file.map(Path::to_owned),
        line: error.span().map(|span| findings.line(span.start)),
        key: None,
        reason: Reason::NotToml,
    })?;
    let document = document.get_ref();
    let profile = Profile {
        rank,
        file: file.map(Path::to_owned),
        organization: organization(Section::open(&mut findings, document, "organization"), rank),
        connection: connection(Section::open(&mut findings, document, "connection"), rank),
        apple: apple(Section::open(&mut findings, document, "apple"), rank),
        network: network(Section::open(&mut findings, document, "network")),
    };
    findings.unknown(
        document,
        "",
        &["organization", "connection", "apple", "network"],
    );
    findings.into_result()?;
    Ok(profile)
}

fn organization(mut table: Section<'_, '_, '_>, rank: Rank) -> Organization {
    let organization = Organization {
        name: table.text("name", |text| organization_name(text, rank)),
        uses: table.list("uses", |text| value::word(text, USES, Use::VARIANTS)),
        support_email: table.text("support_email", |text| match rank {
            Rank::Loose => value::email(text).and_then(name::checked_contact),
            Rank::Administrator | Rank::BuiltIn => value::email(text),
        }),
        support_phone: table.text("support_phone", value::phone),
        privacy_url: table.text("privacy_url", address::page),
        return_url: table.text("return_url", address::page),
        logo: table.text("logo", value::bare_file_name),
        logo_line: table.line("logo"),
    };
    table.close();
    organization
}

pub(super) fn organization_name(text: &str, rank: Rank) -> Result<String, Reason> {
    let name = value::at_most(LONGEST_NAME, text)?;
    if name.trim().is_empty() {
        return Err(Reason::Empty);
    }
    if rank == Rank::Loose {
        // Making forms plain may make them longer.
        return name::checked(name)
            .and_then(|name| value::at_most(LONGEST_NAME, &name).map(str::to_owned));
    }
    Ok(name.to_owned())
}

fn connection(mut table: Section<'_, '_, '_>, rank: Rank) -> Connection {
    let kinds = [Kind::Practice, Kind::ApiKey, Kind::Hosted, Kind::Invitation];
    let providers = [Provider::ICloud, Provider::Imap];
    let regions = [Region::Us, Region::Eu];
    let connection = Connection {
        kind: table.text("kind", |text| value::word(text, KINDS, &kinds)),
        provider: table
            .text("provider", |text| value::word(text, PROVIDERS, &providers))
            .unwrap_or(Provider::ICloud),
        region: table.text("region", |text| value::word(text, REGIONS, &regions)),
        api_url: table.text("api_url", |text| address::service(text, rank, address::API)),
        state: table.text("state", |text| {
            value::at_most(LONGEST_STATE, text).map(str::to_owned)
        }),
        renew: table.text("renew", value::email),
        client_id: table.text("client_id", value::identifier),
        redirect_port: table.port("redirect_port", REDIRECT_PORT),
        other_providers: table.list("other_providers", |text| {
            value::word(text, OTHER_PROVIDERS, OTHER_PROVIDERS).map(str::to_owned)
        }),
        smtp_port: table.port("smtp_port", SMTP_PORT),
        relay_url: table.text("relay_url", |text| {
            address::service(text, rank, address::RELAY)
        }),
    };
    fits_together(&mut table, connection.kind);
    table.close();
    connection
}

fn fits_together(table: &mut Section<'_, '_, '_>, kind: Option<Kind>) {
    if table.has("region") && table.has("api_url") {
        table.blame("api_url", Reason::RegionAndApiUrl);
    }
    let hosted = kind == Some(Kind::Hosted);
    if hosted && !table.has("client_id") {
        let needed = "connection.client_id";
        table.blame("kind", Reason::Missing { needed });
    }
    if hosted && !table.has("region") && !table.has("api_url") {
        table.blame("kind", Reason::MissingRegion);
    }
    if kind == Some(Kind::Invitation) && !table.has("relay_url") {
        let needed = "connection.relay_url";
        table.blame("kind", Reason::Missing { needed });
    }
}

fn apple(mut table: Section<'_, '_, '_>, rank: Rank) -> Apple {
    let apple = Apple {
        caldav_url: table
            .text("caldav_url", |text| {
                address::service(text, rank, address::APPLE)
            })
            .unwrap_or_else(apples_caldav),
        imap_host: table
            .text("imap_host", address::host)
            .unwrap_or_else(|| IMAP_HOST.to_owned()),
        imap_port: table.port("imap_port", IMAP_PORT),
        check_first: table.switch("check_first", true),
    };
    if let Err(reason) = address::mail_server(&apple.imap_host, apple.imap_port, rank) {
        let named = ["imap_host", "imap_port"];
        if let Some(key) = named.into_iter().find(|key| table.has(key)) {
            table.blame(key, reason);
        }
    }
    table.close();
    apple
}

#[expect(
    clippy::expect_used,
    reason = "a constant that every test of a profile parses"
)]
fn apples_caldav() -> Url {
    Url::parse(CALDAV_URL).expect("Apple's address is an address")
}

fn network(mut table: Section<'_, '_, '_>) -> Network {
    let network = Network {
        extra_ca: table.text("extra_ca", value::bare_file_name),
        extra_ca_line: table.line("extra_ca"),
        proxy: table.text("proxy", address::proxy),
    };
    table.close();
    network
}
