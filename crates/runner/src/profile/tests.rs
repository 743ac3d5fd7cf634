//! Profiles that are taken, profiles that are refused, and files that are none.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod addresses;
mod authorities;
mod documents;
mod files;
mod finding;
mod good;
mod logos;
mod names;
mod refused;

use std::path::Path;

use super::{Profile, ProfileError, Rank, Reason, parse};

/// Parses as `here/profile.toml`.
fn read(text: &str, rank: Rank) -> Result<Profile, ProfileError> {
    parse(text, Some(Path::new("here/profile.toml")), rank)
}

fn taken(text: &str, rank: Rank) -> Profile {
    read(text, rank).unwrap_or_else(|error| panic!("{text:?} is refused: {error}"))
}

fn refused(text: &str, rank: Rank) -> ProfileError {
    match read(text, rank) {
        Ok(_) => panic!("{text:?} is taken as {rank:?}"),
        Err(error) => error,
    }
}

/// Checks that a profile is refused for this reason at this place.
fn check_refused(text: &str, rank: Rank, line: u32, key: &str, reason: &Reason) {
    let error = refused(text, rank);
    assert_eq!(
        (error.line, error.key.as_deref(), &error.reason),
        (Some(line), Some(key), reason),
        "{text:?} as {rank:?}"
    );
    assert_eq!(error.file.as_deref(), Some(Path::new("here/profile.toml")));
}

fn host_not_allowed(host: &str) -> Reason {
    Reason::HostNotAllowed {
        host: host.to_owned(),
    }
}
