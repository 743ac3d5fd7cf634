//! What a file says, read without touching a disk.

use super::{checked::checked, contents::Contents, salvage::salvage};
use crate::AccountRecord;
use serde::Deserialize;
use wizard::{Progress, SCHEMA_VERSION, Tries};

/// The file as this version writes it.
#[derive(Deserialize)]
struct Whole {
    schema_version: u32,
    #[serde(default)]
    progress: Option<Progress>,
    #[serde(rename = "desk", default)]
    saved_api_origin: Option<String>,
    #[serde(default)]
    invitation: Option<String>,
    #[serde(default)]
    accounts: Vec<AccountRecord>,
    #[serde(default)]
    tries: Vec<Tries>,
}

/// What a file says, and why that is not all of it, in words that repeat nothing of it.
pub fn contents(bytes: &[u8]) -> (Contents, Option<String>) {
    let (contents, why) = match serde_json::from_slice::<Whole>(bytes) {
        Ok(whole) => {
            let ours = whole.schema_version <= SCHEMA_VERSION;
            let contents = Contents {
                // What a newer program meant is not guessed at.
                progress: whole.progress.filter(|_| ours),
                saved_api_origin: whole.saved_api_origin,
                invitation: whole.invitation,
                accounts: whole.accounts,
                tries: if ours { whole.tries } else { vec![] },
            };
            let newer = "it was written by a newer version";
            (contents, (!ours).then(|| newer.to_owned()))
        }
        // The library's own words may quote a value, such as an address.
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let why = format!("{:?} in line {line}, column {column}", error.classify());
            (salvage(&String::from_utf8_lossy(bytes)), Some(why))
        }
    };
    let (contents, fits) = checked(contents);
    let odd = (!fits).then(|| "it holds values that this program does not write".to_owned());
    (contents, why.or(odd))
}
