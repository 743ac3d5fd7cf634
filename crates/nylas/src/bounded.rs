//! What is kept of an answer is short, and lists have an end.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use crate::is_unseen;

/// The most pages of a list that are read.
pub(crate) const PAGES: usize = 10;
/// The most entries of a page that Nylas gives.
pub(crate) const LARGEST_PAGE: usize = 200;
/// The most entries of a list that are read.
pub(crate) const MOST_ENTRIES: usize = PAGES * LARGEST_PAGE;
/// The longest ID, address of a page or cursor, in bytes. Cut, it would be another one, so a longer one is not taken.
const LONGEST: usize = 2048;
/// The longest name, in characters; a longer one is cut.
const LONGEST_NAME: usize = 400;
/// The longest address of a mailbox, in bytes (RFC 5321 allows 254).
const LONGEST_ADDRESS: usize = 320;
/// The longest token, in bytes; one of Nylas' has some hundred.
const LONGEST_TOKEN: usize = 8 << 10;

/// Something that stands in a list.
pub(crate) trait Entry {
    /// How many an answer may hold. Nylas gives no longer pages.
    const PAGE: usize = LARGEST_PAGE;

    /// What tells one from the others.
    fn key(&self) -> &str;
}

/// The entries of one answer; more than [`Entry::PAGE`] are none of Nylas'.
pub(crate) fn entries<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Entry,
{
    deserializer.deserialize_seq(Entries(PhantomData))
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Entry> Visitor<'de> for Entries<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {} entries", T::PAGE)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = seq.next_element()? {
            if list.len() == T::PAGE {
                return Err(A::Error::invalid_length(list.len() + 1, &self));
            }
            list.push(entry);
        }
        Ok(list)
    }
}

/// Adds what is not there yet. Entries move on when one is added meanwhile, and a server may not know `offset`.
pub(crate) fn add_new<T: Entry>(all: &mut Vec<T>, seen: &mut HashSet<String>, page: Vec<T>) {
    all.extend(
        page.into_iter()
            .filter(|entry| seen.insert(entry.key().to_owned())),
    );
}

fn no_id<E: Error>() -> E {
    E::custom("a text that is far too long, or holds what cannot be seen")
}

fn is_id(text: &str) -> bool {
    text.len() <= LONGEST && !text.chars().any(is_unseen)
}

/// An ID, or the like.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !is_id(&text) {
        return Err(no_id());
    }
    Ok(text)
}

/// An ID, or the like, that may be missing.
pub(crate) fn some_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Option::<String>::deserialize(deserializer)? {
        Some(text) if !is_id(&text) => Err(no_id()),
        text => Ok(text),
    }
}

/// A name; without one it is empty.
pub(crate) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(some_name(deserializer)?.unwrap_or_default())
}

/// A name that may be missing.
pub(crate) fn some_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(cut))
}

/// The beginning of a name.
pub(crate) fn cut(mut name: String) -> String {
    if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
        name.truncate(end);
        name.shrink_to_fit();
    }
    name
}

/// Whether it can be the address of a mailbox.
pub(crate) fn is_address(text: &str) -> bool {
    text.len() <= LONGEST_ADDRESS
}

/// A token. It goes into a header.
pub(crate) fn token<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    let token = SecretString::from(String::deserialize(deserializer)?);
    if secrecy::ExposeSecret::expose_secret(&token).len() > LONGEST_TOKEN {
        return Err(no_id());
    }
    Ok(token)
}
