//! A profile for a company's customers, made at its own desk: sign-in on Nylas' page, and no key.

use std::path::Path;

use nylas::Origin;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use wizard::ProfileForm;

use super::error::{ProfileError, Reason};
use super::{Profile, Rank, parse};

/// What it is called.
pub(crate) const FILE: &str = "profile.toml";

/// The name by which the sentences know that a profile is still a form.
const FORM: &str = "form";

/// The text of a profile, and what it says at the lowest rank at which it counts.
pub(crate) struct Drafted {
    pub(crate) text: String,
    pub(crate) profile: Profile,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_providers: Vec<&'static str>,
}

/// Writes the profile: what the company says of itself, and the way to the application.
///
/// # Errors
/// When it would be refused: a name that is too long or protected, for instance. What is named is the form's field.
pub(crate) fn hosted(
    form: &ProfileForm,
    origin: &Origin,
    client_id: &str,
    port: u16,
) -> Result<Drafted, ProfileError> {
    let region = nylas::Region::ALL
        .into_iter()
        .find(|region| region.origin() == *origin);
    let document = Document {
        organization: Company {
            name: entered(&form.name),
            uses: form.uses.iter().map(Into::into).collect(),
            support_email: entered(&form.support_email),
            support_phone: entered(&form.support_phone),
            privacy_url: entered(&form.privacy_page),
            return_url: entered(&form.return_page),
        },
        connection: ConnectionTable {
            kind: "hosted",
            region,
            api_url: region.is_none().then(|| origin.as_str()),
            client_id,
            redirect_port: port,
            other_providers: form.other_providers.iter().map(Into::into).collect(),
        },
    };
    let file = Some(Path::new(FORM));
    let unwritable = ProfileError {
        file: file.map(Path::to_owned),
        line: None,
        key: None,
        reason: Reason::NotToml,
    };
    let text = toml::to_string(&document).map_err(|_| unwritable)?;
    // A host of the company's own counts only where an administrator names it.
    let profile = match parse(&text, file, Rank::Loose) {
        Err(ProfileError {
            reason: Reason::HostNotAllowed { .. },
            ..
        }) => parse(&text, file, Rank::Administrator),
        result => result,
    };
    let profile = profile.map_err(|error| ProfileError {
        // Nobody has seen its lines.
        line: None,
        ..error
    })?;
    Ok(Drafted { text, profile })
}

/// What stands in a field; nothing where that is empty.
fn entered(text: &SecretString) -> Option<&str> {
    Some(text.expose_secret().trim()).filter(|text| !text.is_empty())
}
