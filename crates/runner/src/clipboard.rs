//! Taking the password off the clipboard again.

use crate::{Desktop, History};
use apple::{AppPassword, PasswordKind, classify_password};
use secrecy::SecretString;

/// Empties the clipboard if the password is still on it, and takes it out of the system's own history. `pasted`: it came
/// from there by the button, so that looking is expected even where the system asks. False when it may still be there.
pub(crate) fn forget(desktop: &dyn Desktop, password: &AppPassword, pasted: bool) -> bool {
    if !desktop.may_peek() && !pasted {
        return true;
    }
    let is_password = |text: &SecretString| matches!(classify_password(text, ""), PasswordKind::Whole(there, _) if there.is(password));
    let still_there = desktop.clipboard().is_some_and(|text| is_password(&text));
    let cleared = !still_there || desktop.clear_clipboard();
    // Whatever was copied since, the history remembers what was there before.
    let history = desktop.clear_history(&is_password);
    cleared && history != History::Failed
}
