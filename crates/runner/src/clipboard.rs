//! Taking the password off the clipboard again.

use crate::{Desktop, History, Unreadable};
use apple::{AppPassword, PasswordKind, classify_password};
use secrecy::SecretString;

/// Empties the clipboard if the password is still on it, and takes it out of the system's own history. `pasted`: it came
/// from there by the button, so that looking is expected even where the system asks. False when it may still be there,
/// which it may wherever nobody could look.
pub(crate) fn forget(desktop: &dyn Desktop, password: &AppPassword, pasted: bool) -> bool {
    if !desktop.may_peek() && !pasted {
        return false;
    }
    let is_password = |text: &SecretString| matches!(classify_password(text, ""), PasswordKind::Whole(there, _) if there.is(password));
    let is_there = || {
        let text = desktop.clipboard()?;
        Ok::<_, Unreadable>(text.is_some_and(|text| is_password(&text)))
    };
    let gone = match is_there() {
        Ok(false) => true,
        // A program that keeps what is copied may put it back.
        Ok(true) => desktop.clear_clipboard() && is_there() == Ok(false),
        Err(Unreadable) => false,
    };
    // Whatever was copied since, the history remembers what was there before.
    let history = desktop.clear_history(&is_password);
    gone && history != History::Failed
}
