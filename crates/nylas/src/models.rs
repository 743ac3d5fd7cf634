//! The other things Nylas tells about: application, connectors, calendars, messages.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::Provider;
use crate::bounded::{self, Entry, MOST_ENTRIES, entries};
use crate::deserialize::{name_if_readable, null_as_default, unix_seconds};

/// The application an API key belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Application {
    /// Also the client ID of hosted sign-in.
    #[serde(deserialize_with = "bounded::id")]
    pub application_id: String,
    /// What people know it as.
    #[serde(rename = "branding", default, deserialize_with = "branding_name")]
    pub name: Option<String>,
    /// Where it lives, such as `us`.
    #[serde(default, deserialize_with = "name_if_readable")]
    pub region: Option<String>,
    /// What it is for, such as `production` or `sandbox`.
    #[serde(default, deserialize_with = "name_if_readable")]
    pub environment: Option<String>,
}

/// That an application may connect accounts of a provider; one per provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Connector {
    /// The provider.
    pub provider: Provider,
}

/// A place where hosted sign-in may end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RedirectUri {
    /// Its ID.
    #[serde(deserialize_with = "bounded::id")]
    pub id: String,
    /// The address, which must be met byte for byte.
    #[serde(deserialize_with = "bounded::id")]
    pub url: String,
    /// `desktop`, `web` and the like; public clients need a platform other than `web`.
    #[serde(default, deserialize_with = "bounded::some_name")]
    pub platform: Option<String>,
    /// The official client knows this field; the contract does not.
    #[serde(rename = "deleted_at", default, deserialize_with = "is_set")]
    pub(crate) deleted: bool,
}

/// A time that is neither `null` nor 0.
fn is_set<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let time = serde_json::Value::deserialize(deserializer)?;
    Ok(!time.is_null() && time != 0)
}

impl Entry for RedirectUri {
    /// Of these no pages are known.
    const PAGE: usize = MOST_ENTRIES;

    fn key(&self) -> &str {
        &self.id
    }
}

impl Entry for Connector {
    fn key(&self) -> &str {
        self.provider.as_str()
    }
}

/// What Nylas thinks of an address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Detected {
    /// Whether a provider was found.
    #[serde(default, deserialize_with = "null_as_default")]
    pub detected: bool,
    /// The provider.
    #[serde(default)]
    pub provider: Option<Provider>,
    /// Where the provider is [`Provider::Imap`]: which one, such as `icloud`.
    #[serde(rename = "type", default, deserialize_with = "bounded::some_name")]
    pub kind: Option<String>,
}

impl Detected {
    /// Whether it is an iCloud address. Nylas' own login page is also told so as `imap` of the type `icloud`.
    #[must_use]
    pub fn is_icloud(&self) -> bool {
        self.provider == Some(Provider::ICloud) || self.kind.as_deref() == Some("icloud")
    }
}

/// A calendar of a connected account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Calendar {
    /// Its ID.
    #[serde(deserialize_with = "bounded::id")]
    pub id: String,
    /// What its owner calls it; empty where Nylas does not say.
    #[serde(default, deserialize_with = "bounded::name")]
    pub name: String,
}

impl Entry for Calendar {
    fn key(&self) -> &str {
        &self.id
    }
}

/// A message, as far as it proves that mail can be read: never its subject, its people or its text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// Its ID.
    #[serde(deserialize_with = "bounded::id")]
    pub id: String,
    /// When it was received, in Unix seconds.
    #[serde(default, deserialize_with = "unix_seconds")]
    pub date: Option<i64>,
}

/// The newest message, of which only the time was asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Newest {
    pub(crate) data: Vec<Dated>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dated {
    #[serde(default, deserialize_with = "unix_seconds")]
    pub(crate) date: Option<i64>,
}

impl Entry for Message {
    fn key(&self) -> &str {
        &self.id
    }
}

/// The envelope of every answer that carries something.
#[derive(Deserialize)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

/// One page of a list.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de> + Entry")]
pub(crate) struct Page<T> {
    #[serde(deserialize_with = "entries")]
    pub(crate) data: Vec<T>,
    #[serde(default, deserialize_with = "bounded::some_id")]
    pub(crate) next_cursor: Option<String>,
}

/// One page of a list that is paged by offset.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de> + Entry")]
pub(crate) struct Slice<T> {
    #[serde(deserialize_with = "entries")]
    pub(crate) data: Vec<T>,
    /// How many entries a page has at most.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

/// The envelope of an answer that carries nothing.
#[derive(Deserialize)]
pub(crate) struct Done {}

/// One thing, where a list of one is tolerated: the contract has one application,
/// Nylas' own command line tool also accepts an array.
pub(crate) struct OneOrList<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneVisitor(PhantomData))
    }
}

struct OneVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneVisitor<T> {
    type Value = OneOrList<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one object, or an array that holds it")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(OneOrList)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let first = list
            .next_element()?
            .ok_or_else(|| A::Error::custom("an empty array"))?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(OneOrList(first))
    }
}

fn branding_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Branding {
        #[serde(default, deserialize_with = "bounded::some_name")]
        name: Option<String>,
    }
    Ok(Option::<Branding>::deserialize(deserializer)?.and_then(|branding| branding.name))
}
