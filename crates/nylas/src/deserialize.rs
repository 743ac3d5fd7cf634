//! How fields are read that several models have.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::bounded;

/// The contract says Unix seconds; Nylas' own command line tool also tolerates RFC 3339 text.
pub(crate) fn unix_seconds<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    let wrong = || D::Error::custom("neither Unix seconds nor an RFC 3339 time");
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::Number(number) => number.as_i64().map(Some).ok_or_else(wrong),
        Value::String(text) => OffsetDateTime::parse(&text, &Rfc3339)
            .map(|time| Some(time.unix_timestamp()))
            .map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// What cannot be read is the same as what is not there.
pub(crate) fn if_readable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Ok(T::deserialize(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// An address, where it can be read. Cut, it would be another one.
pub(crate) fn address_if_readable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let address: Option<String> = if_readable(deserializer)?;
    Ok(address.filter(|address| bounded::is_address(address)))
}

pub(crate) fn name_if_readable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let name: Option<String> = if_readable(deserializer)?;
    Ok(name.map(bounded::cut))
}

pub(crate) fn time_if_readable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    Ok(unix_seconds(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// An explicit `null` means the same as a field that is not there.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
