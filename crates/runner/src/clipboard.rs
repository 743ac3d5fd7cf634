//! Taking the password off the clipboard again.

use crate::Desktop;
use apple::{AppPassword, Shape, judge_password};

/// Empties the clipboard if the password is still on it. `pasted`: it came from there by the button, so that looking is
/// expected even where the system asks. False when it may still be there.
pub(crate) fn forget(desktop: &dyn Desktop, password: &AppPassword, pasted: bool) -> bool {
    if !desktop.may_peek() && !pasted {
        return true;
    }
    match desktop.clipboard().map(|text| judge_password(&text, "")) {
        Some(Shape::Whole(there, _)) if there.is(password) => desktop.clear_clipboard(),
        _ => true,
    }
}
