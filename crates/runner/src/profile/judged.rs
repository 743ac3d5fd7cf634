//! What a relay says of its company passes the rules of a loose profile.

use super::{
    Logo, Organization, Rank, address, error::Reason, logo::picture, name,
    parse::organization_name, value,
};
use base64::{Engine, prelude::BASE64_STANDARD};

/// The longest picture, as text: 256 kB.
const LONGEST_LOGO: usize = 350 << 10;

/// What somebody says of a company.
pub(crate) struct Claims<'a> {
    pub(crate) name: &'a str,
    /// A picture, as a `data:` address.
    pub(crate) logo: Option<&'a str>,
    pub(crate) support_email: Option<&'a str>,
    pub(crate) support_phone: Option<&'a str>,
    pub(crate) privacy_url: Option<&'a str>,
    pub(crate) return_url: Option<&'a str>,
}

/// The same, if nothing of it would be refused in a loose profile.
pub(crate) fn judged(claims: &Claims<'_>) -> Result<(Organization, Option<Logo>), Reason> {
    let organization = Organization {
        name: Some(value::text(claims.name).and_then(|name| organization_name(name, Rank::Loose))?),
        support_email: each(claims.support_email, |text| {
            value::email(text).and_then(name::checked_contact)
        })?,
        support_phone: each(claims.support_phone, value::phone)?,
        privacy_url: each(claims.privacy_url, address::page)?,
        return_url: each(claims.return_url, address::page)?,
        ..Organization::default()
    };
    let logo = claims.logo.map(drawn).transpose()?;
    Ok((organization, logo))
}

fn each<T>(
    text: Option<&str>,
    judge: impl FnOnce(&str) -> Result<T, Reason>,
) -> Result<Option<T>, Reason> {
    text.map(|text| value::text(text).and_then(judge))
        .transpose()
}

fn drawn(address: &str) -> Result<Logo, Reason> {
    let encoded = address
        .strip_prefix("data:")
        .and_then(|rest| rest.split_once(";base64,"))
        .filter(|_| address.len() <= LONGEST_LOGO)
        .map(|(_, encoded)| encoded)
        .ok_or(Reason::LogoNotAPicture)?;
    let bytes = BASE64_STANDARD
        .decode(encoded)
        .map_err(|_| Reason::LogoNotAPicture)?;
    picture(bytes, Rank::Loose)
}
