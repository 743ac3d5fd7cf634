//! What a relay answers to its company's own people, and their tables, without the network around them.

use super::{batch, board, desk};
use invitation::operator::{Create, Seen};
use secrecy::SecretString;
use wizard::{Invited, Report};

/// A page of the board, and where the next begins.
///
/// # Errors
/// What a person is told instead.
pub fn relay_board(status: u16, body: &[u8]) -> Result<(Vec<Seen>, Option<String>), Report> {
    desk::read(status, body).map(board::page)
}

/// What became of several customers.
///
/// # Errors
/// What a person is told instead.
pub fn relay_results(status: u16, body: &[u8]) -> Result<Vec<Invited>, Report> {
    desk::read(status, body).and_then(batch::results)
}

/// A table of customers.
///
/// # Errors
/// What a person is told instead.
pub fn customers(text: &str) -> Result<Vec<Create>, Report> {
    batch::parse(text)
}

/// The same as a table again, with what became of each.
pub fn customers_saved(rows: &[(Create, Invited)]) -> Option<SecretString> {
    batch::saved(rows)
}
