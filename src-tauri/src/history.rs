//! Windows' own history of what was copied (Windows key and V), by its documented calls; there since Windows 10, 1809.

use crate::limit::within;
use runner::History;
use secrecy::SecretString;
use std::time::Duration;
use windows::{
    ApplicationModel::DataTransfer::{
        Clipboard, ClipboardHistoryItem, ClipboardHistoryItemsResultStatus as Status,
        StandardDataFormats,
    },
    Win32::Foundation::{E_ACCESSDENIED, E_NOINTERFACE, REGDB_E_CLASSNOTREG},
    core::{HSTRING, Result},
};

/// How long Windows may take to list what it keeps, and again to delete. Another process answers.
const PATIENCE: Duration = Duration::from_secs(4);

/// What the history holds.
#[derive(Default)]
struct Listed {
    texts: Vec<(ClipboardHistoryItem, SecretString)>,
    /// Something in it could not be read.
    unreadable: bool,
}

/// Deletes what is unwanted. The judging is done here, so that a call which hangs takes no secret of ours with it.
pub(crate) fn clear(unwanted: &dyn Fn(&SecretString) -> bool) -> History {
    let Some(listed) = in_time(list) else {
        return History::Failed;
    };
    let found: Vec<ClipboardHistoryItem> = listed
        .texts
        .into_iter()
        .filter(|(_, text)| unwanted(text))
        .map(|(item, _)| item)
        .collect();
    let deleted = match found.is_empty() {
        true => History::Nothing,
        false if in_time(move || delete(&found)) == Some(true) => History::Cleaned,
        false => History::Failed,
    };
    if listed.unreadable {
        History::Failed
    } else {
        deleted
    }
}

fn list() -> Result<Listed> {
    match Clipboard::IsHistoryEnabled() {
        Ok(true) => {}
        Ok(false) => return Ok(Listed::default()),
        // This Windows has no history.
        Err(error) if matches!(error.code(), E_NOINTERFACE | REGDB_E_CLASSNOTREG) => {
            return Ok(Listed::default());
        }
        Err(error) => return Err(error),
    }
    let history = Clipboard::GetHistoryItemsAsync()?.join()?;
    match history.Status()? {
        Status::Success => {}
        Status::ClipboardHistoryDisabled => return Ok(Listed::default()),
        // So it is, for one, while another program is in front.
        _ => return Err(E_ACCESSDENIED.into()),
    }
    let format = StandardDataFormats::Text()?;
    let mut listed = Listed::default();
    for item in history.Items()? {
        match text(&item, &format) {
            Ok(Some(text)) => listed.texts.push((item, text)),
            Ok(None) => {}
            Err(_) => listed.unreadable = true,
        }
    }
    Ok(listed)
}

/// `None`: a picture, for instance.
fn text(item: &ClipboardHistoryItem, format: &HSTRING) -> Result<Option<SecretString>> {
    let content = item.Content()?;
    if !content.Contains(format)? {
        return Ok(None);
    }
    Ok(Some(SecretString::from(
        content.GetTextAsync()?.join()?.to_string_lossy(),
    )))
}

/// Whether all of them are gone; one that refuses does not keep the others.
fn delete(items: &[ClipboardHistoryItem]) -> Result<bool> {
    let refused = items
        .iter()
        .filter(|item| !matches!(Clipboard::DeleteItemFromHistory(*item), Ok(true)))
        .count();
    Ok(refused == 0)
}

/// Only an error's number is logged.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Option<T> {
    match within(PATIENCE, "clipboard-history", work) {
        Some(Ok(done)) => Some(done),
        Some(Err(error)) => {
            log::warn!("the clipboard's history refused: {}", error.code());
            None
        }
        None => {
            log::warn!("the clipboard's history did not answer");
            None
        }
    }
}
