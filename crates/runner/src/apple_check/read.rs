//! What Apple's side sends, read without asking anybody: see [`crate::readers`].

pub use super::{
    dav::NotDav,
    imap_line::{Line, Status, TooMuch},
};

use super::{dav, imap_line::Lines};

/// A conversation with mail that comes in pieces of `piece` bytes, answer by answer.
///
/// # Errors
/// [`TooMuch`] at the first limit.
pub fn imap(heard: &[u8], piece: usize) -> Result<Vec<Line>, TooMuch> {
    let mut lines = Lines::default();
    let mut read = vec![];
    for piece in heard.chunks(piece.max(1)) {
        lines.hear(piece)?;
        read.extend(std::iter::from_fn(|| lines.next()));
    }
    Ok(read)
}

/// All that is ever looked for in an answer of calendar.
#[derive(Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The address of who is logged in.
    pub principal: Option<String>,
    /// The address of the calendars' home.
    pub home: Option<String>,
}

/// The body of an answer of calendar.
///
/// # Errors
/// [`NotDav`] where it is none, or goes beyond a limit.
pub fn caldav(body: &[u8]) -> Result<Calendar, NotDav> {
    let read = dav::read(&String::from_utf8_lossy(body))?;
    Ok(Calendar {
        principal: read.principal(),
        home: read.home(),
    })
}
