//! What can still be made out in a damaged file.

use super::contents::Contents;
use crate::AccountRecord;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};
use std::{collections::HashSet, fmt};
use wizard::SCHEMA_VERSION;

/// Every object that is an account, wherever it stands, and the rest where the frame is whole.
pub(super) fn salvage(text: &str) -> Contents {
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    let ours = frame["schema_version"]
        .as_u64()
        .is_some_and(|version| version <= SCHEMA_VERSION.into());
    let progress = Deserialize::deserialize(&frame["progress"]).ok();
    Contents {
        progress: progress.filter(|_| ours),
        saved_api_origin: frame["desk"].as_str().map(str::to_owned),
        invitation: frame["invitation"].as_str().map(str::to_owned),
        accounts: accounts(text),
        tries: Deserialize::deserialize(&frame["tries"]).unwrap_or_default(),
    }
}

/// Reads from each brace on, and no further than to the next brace or bracket: an account has none within. So the same
/// sign is read at most twice, once within a text and once outside, however many braces there are.
fn accounts(text: &str) -> Vec<AccountRecord> {
    let (mut accounts, mut seen) = (Vec::new(), HashSet::new());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = rest.get(at..).unwrap_or_default();
        let within = rest.get(1..).unwrap_or_default();
        if !within.trim_start().starts_with('"') {
            rest = within;
            continue;
        }
        let mut objects = serde_json::Deserializer::from_str(rest).into_iter::<Flat>();
        let read = match objects.next().and_then(Result::ok).and_then(account) {
            Some(account) => {
                if seen.insert(account.grant.clone()) {
                    accounts.push(account);
                }
                objects.byte_offset()
            }
            None => 1,
        };
        rest = rest.get(read..).unwrap_or_default();
    }
    accounts
}

/// An account, if only by its three first fields.
fn account(Flat(fields): Flat) -> Option<AccountRecord> {
    let field = |name: &str| {
        fields
            .get(name)?
            .as_str()
            .filter(|text| !text.is_empty() && !text.contains('\u{fffd}'))
            .map(str::to_owned)
    };
    let least = AccountRecord::new(field("grant")?, field("address")?, field("origin")?);
    Some(AccountRecord::deserialize(Value::Object(fields)).unwrap_or(least))
}

/// An object with nothing within that has parts of its own.
struct Flat(Map<String, Value>);

/// A value without parts.
struct Scalar(Value);

impl<'de> Deserialize<'de> for Flat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Flat;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts and numbers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Flat, A::Error> {
                let mut fields = Map::new();
                while let Some((name, Scalar(value))) = map.next_entry()? {
                    fields.insert(name, value);
                }
                Ok(Flat(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a number")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar(Value::Null))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
