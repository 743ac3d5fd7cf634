//! What a mail server says, answer by answer: as much of it as decides anything here.
//!
//! Whatever follows tag, status and words is passed over, not parsed: nothing here recurses, and every byte is looked at
//! as often whether it comes alone or with others.

use super::limits::{
    LONGEST_CONVERSATION, LONGEST_LINE, LONGEST_LITERAL, MOST_LINES, MOST_LITERALS,
};
use std::{collections::VecDeque, mem};

/// How an answer begins, and the words after its status in lower case, a code in brackets before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Said beside the answer to a command.
    Untagged {
        /// Where it has one.
        status: Option<Status>,
        /// The rest of its first line.
        words: String,
    },
    /// The end of a command.
    Tagged {
        tag: String,
        status: Status,
        /// The rest of the line.
        words: String,
    },
    /// An invitation to go on, or no IMAP at all.
    Other,
}

/// The status of an answer (RFC 3501, section 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was done, or is so.
    Ok,
    /// It was not done.
    No,
    /// The command is not understood.
    Bad,
    /// Nobody need log in.
    PreAuth,
    Bye,
}

/// The server said more than there is a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// Reads a conversation in whatever pieces it comes.
#[derive(Default)]
pub(super) struct Lines {
    /// Whole answers that were not taken yet.
    ready: VecDeque<Line>,
    /// The line that has not ended yet. It is made ASCII: nothing else is looked at.
    line: String,
    /// The answer that the line belongs to, where a literal came before it.
    begun: Option<Line>,
    /// How many bytes of a literal are still to come.
    literal: usize,
    bytes: usize,
    lines: usize,
    literals: usize,
}

impl Lines {
    /// The next whole answer.
    pub(super) fn next(&mut self) -> Option<Line> {
        self.ready.pop_front()
    }

    /// Takes what was heard.
    pub(super) fn hear(&mut self, piece: &[u8]) -> Result<(), TooMuch> {
        count(&mut self.bytes, piece.len(), LONGEST_CONVERSATION)?;
        let mut rest = piece;
        while !rest.is_empty() {
            let passed = self.literal.min(rest.len());
            self.literal -= passed;
            rest = &rest[passed..];
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
            if self.line.len() + line.len() > LONGEST_LINE {
                return Err(TooMuch);
            }
            self.line.extend(
                line.iter()
                    .map(|byte| char::from(if byte.is_ascii() { *byte } else { b'?' })),
            );
            if end.is_some() {
                self.end_line()?;
            }
            rest = after;
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), TooMuch> {
        count(&mut self.lines, 1, MOST_LINES)?;
        let line = mem::take(&mut self.line);
        let answer = self.begun.take().unwrap_or_else(|| Line::read(&line));
        match literal(&line).filter(|_| answer.takes_literals()) {
            Some(announced) => {
                count(&mut self.literals, 1, MOST_LITERALS)?;
                count(&mut self.literal, announced, LONGEST_LITERAL)?;
                self.begun = Some(answer);
            }
            None => self.ready.push_back(answer),
        }
        Ok(())
    }
}

fn count(sum: &mut usize, more: usize, most: usize) -> Result<(), TooMuch> {
    *sum = sum.saturating_add(more);
    if *sum > most { Err(TooMuch) } else { Ok(()) }
}

impl Line {
    fn read(line: &str) -> Line {
        let mut parts = line.trim_end().splitn(3, ' ');
        let mut part = || parts.next().unwrap_or_default();
        let (tag, status, words) = (part(), Status::read(part()), part().to_ascii_lowercase());
        match (tag, status) {
            ("*", status) => Line::Untagged { status, words },
            ("+", _) | (_, None) => Line::Other,
            (tag, Some(status)) => Line::Tagged {
                tag: tag.to_owned(),
                status,
                words,
            },
        }
    }

    /// The words of a status may end in braces that mean nothing.
    const fn takes_literals(&self) -> bool {
        matches!(self, Line::Untagged { status: None, .. } | Line::Other)
    }
}

impl Status {
    fn read(word: &str) -> Option<Status> {
        let known = [
            ("OK", Status::Ok),
            ("NO", Status::No),
            ("BAD", Status::Bad),
            ("PREAUTH", Status::PreAuth),
            ("BYE", Status::Bye),
        ];
        known
            .into_iter()
            .find(|(name, _)| word.eq_ignore_ascii_case(name))
            .map(|(_, status)| status)
    }
}

/// How many bytes a line announces at its end (RFC 3501, section 4.3).
fn literal(line: &str) -> Option<usize> {
    let (_, number) = line.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    number.trim_end_matches('+').parse().ok()
}
