//! What the wizard wants done. The runner does it.

use crate::{Progress, Request, Tries, Zoom};
use strum::VariantNames;

/// One thing to do.
#[derive(Debug, VariantNames)]
pub enum Effect {
    /// Keep, or clear, the saved progress. Done before the effects after it.
    Save(Option<Progress>),
    /// Keep how many tries addresses have left. Done before the effects after it.
    SaveTries(Vec<Tries>),
    /// From now on connect mail only, by plain IMAP, or everything again.
    MailOnly(bool),
    /// Forget the invitation that is open, and what came with it.
    ForgetInvitation,
    /// Make the window small, beside the browser, or large again.
    SetWindowMode(WindowMode),
    /// Make everything on the page larger or smaller, and keep it so.
    Zoom(Zoom),
    /// Keep the window out of pictures of the screen, or no longer.
    Conceal(bool),
    /// Bring the window before the others: the browser came back.
    ComeForward,
    /// Revoke what the exchange brought or may still bring, and drop it.
    SignOut,
    /// Drop everything that is under way for an attempt.
    Abort,
    /// Do this, whatever becomes of the attempt.
    Ask(Request),
    /// Do this for the attempt of this number.
    Attempt {
        /// The attempt; the answer bears its number.
        id: u32,
        request: Request,
    },
    /// An event did not fit the screen: say so in the log.
    Ignored(&'static str),
}

/// How large the window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowMode {
    /// As large as the person made it.
    Full,
    /// Narrow, at the edge of the screen, above other windows where the system allows it.
    Helper,
}
