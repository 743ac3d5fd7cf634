//! A profile for a company's customers, made at its own desk: sign-in on Nylas' page, and no key.

use std::path::Path;

use nylas::Origin;
use serde::Serialize;

use super::error::{ProfileError, Reason};
use super::{Organization, Rank, Use, parse};

/// What it is called, also in errors.
pub(crate) const FILE: &str = "profile.toml";

/// The text of a profile, and the lowest rank at which it counts.
pub(crate) struct Drafted {
    pub(crate) text: String,
    pub(crate) rank: Rank,
}

#[derive(Serialize)]
struct Document<'a> {
    organization: Company<'a>,
    connection: ConnectionTable<'a>,
}

#[derive(Serialize)]
struct Company<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    uses: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    support_email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    support_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<&'a str>,
}

#[derive(Serialize)]
struct ConnectionTable<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<nylas::Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_url: Option<&'a str>,
    client_id: &'a str,
    redirect_port: u16,
}

/// Writes the profile: what the operator's own says about the company, under `name`, and the way to the application.
///
/// # Errors
/// When it would be refused: a name that is too long or protected, for instance.
pub(crate) fn hosted(
    organization: &Organization,
    name: &str,
    origin: &Origin,
    client_id: &str,
    port: u16,
) -> Result<Drafted, ProfileError> {
    let region = nylas::Region::ALL
        .into_iter()
        .find(|region| region.origin() == *origin);
    let document = Document {
        organization: Company {
            name: Some(name).filter(|name| !name.is_empty()),
            uses: organization
                .uses
                .iter()
                .map(|r#use| match r#use {
                    Use::Mail => "mail",
                    Use::Calendar => "calendar",
                    Use::Contacts => "contacts",
                })
                .collect(),
            support_email: organization.support_email.as_deref(),
            support_phone: organization.support_phone.as_deref(),
            privacy_url: organization.privacy_url.as_ref().map(url::Url::as_str),
            return_url: organization.return_url.as_ref().map(url::Url::as_str),
        },
        connection: ConnectionTable {
            kind: "hosted",
            region,
            api_url: region.is_none().then(|| origin.as_str()),
            client_id,
            redirect_port: port,
        },
    };
    let file = Some(Path::new(FILE));
    let unwritable = ProfileError {
        file: file.map(Path::to_owned),
        line: None,
        key: None,
        reason: Reason::NotToml,
    };
    let text = toml::to_string(&document).map_err(|_| unwritable)?;
    // A host of the company's own counts only where an administrator names it.
    let rank = match parse(&text, file, Rank::Loose) {
        Ok(_) => Rank::Loose,
        Err(ProfileError {
            reason: Reason::HostNotAllowed { .. },
            ..
        }) => parse(&text, file, Rank::Administrator).map(|_| Rank::Administrator)?,
        Err(error) => return Err(error),
    };
    Ok(Drafted { text, rank })
}
