//! How much of what Apple's side sends is read, and for how long. Whatever goes beyond is not understood.
//!
//! Each number is several times what honest servers need, and so small that reading all of it takes milliseconds: the
//! readers run where everything else runs, too, and nothing else may wait for them.

use std::time::Duration;

/// The longest that the whole check may take.
pub const WHOLE_CHECK: Duration = Duration::from_secs(30);
/// How long the words of a refusal may take; that it is one is known by then.
pub(crate) const WORDS: Duration = Duration::from_secs(2);
/// How long mail may take to say goodbye; by then the answer is known.
pub(crate) const FAREWELL: Duration = Duration::from_millis(500);

/// Redirects of one check of calendar. Apple needs one: from its start host to the account's partition host.
pub(crate) const MOST_HOPS: u32 = 5;
/// The longest address that a server may name in a redirect, in bytes. Apple's have about 60.
pub(crate) const LONGEST_ADDRESS: usize = 2 << 10;
/// Of the words of a refusal, in bytes: a page of them.
pub(crate) const LONGEST_WORDS: usize = 16 << 10;

/// The most chunks that a body may come in, were each element in one of its own.
pub(crate) const MOST_CHUNKS: usize = 20_000;

/// One calendar answer, in bytes. Apple has at most 100 calendars and lists of reminders in an account, and writes less
/// than a kilobyte about each.
pub(crate) const LONGEST_DOCUMENT: usize = 512 << 10;
/// Pieces of one calendar answer: beginnings and ends of elements and what is between them. About 50 say what there is to
/// be said about a calendar.
pub(crate) const MOST_PIECES: usize = 40_000;
/// Elements within each other. The deepest that is looked for is the sixth.
pub(crate) const DEEPEST: usize = 32;
/// Attributes of one element, namespaces among them.
pub(crate) const MOST_ATTRIBUTES: usize = 32;
/// One address in a calendar answer, in bytes. One that is longer is none.
pub(crate) const LONGEST_TEXT: usize = LONGEST_ADDRESS;

/// All that mail says in one connection, in bytes. It is four short answers.
pub(crate) const LONGEST_CONVERSATION: usize = 128 << 10;
/// One line of mail, in bytes. The flags of INBOX are on one, and programs make flags of their own.
pub(crate) const LONGEST_LINE: usize = 32 << 10;
/// Lines of mail in one connection. About ten belong to INBOX, one to each other answer.
pub(crate) const MOST_LINES: usize = 1_000;
/// Literals of mail in one connection. No answer that is asked for has one.
pub(crate) const MOST_LITERALS: usize = 32;
/// One literal of mail, in bytes.
pub(crate) const LONGEST_LITERAL: usize = 16 << 10;
