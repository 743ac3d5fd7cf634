//! One answer of a mail server: as much of it as decides anything here.

use imap_proto::{Response, Status};

/// How an answer begins, and the words after its status in lower case, a code in brackets before them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Said beside the answer to a command; the status where it has one.
    Untagged {
        status: Option<Status>,
        words: String,
    },
    /// The end of a command.
    Tagged {
        tag: String,
        status: Status,
        words: String,
    },
    /// An invitation to go on, or no IMAP at all.
    Other,
}

/// The length of the first whole answer in `heard`: a line, and with every literal in it (RFC 3501, section 4.3) one more.
pub(super) fn whole(heard: &[u8]) -> Option<usize> {
    let mut end = 0;
    loop {
        let line = heard.get(end..)?;
        let length = line.iter().position(|byte| *byte == b'\n')? + 1;
        end += length;
        // The words of a status may end in braces that mean nothing.
        match literal(&line[..length]).filter(|_| begins(&heard[..end]).1.is_none()) {
            Some(bytes) => end = end.checked_add(bytes)?,
            None => return Some(end),
        }
    }
}

impl Line {
    /// Reads one whole answer. What a server adds of its own, and the parser does not know, is no reason not to understand it.
    pub(super) fn read(line: &[u8]) -> Line {
        let (tag, by_hand, words) = begins(line);
        let words = words.to_lowercase();
        match Response::parse(line) {
            Ok((_, Response::Data { status, .. })) => Line::Untagged {
                status: Some(status),
                words,
            },
            Ok((_, Response::Done { tag, status, .. })) => Line::Tagged {
                tag: tag.0,
                status,
                words,
            },
            Ok((_, Response::Continue(_))) => Line::Other,
            Ok(_) => Line::Untagged {
                status: None,
                words,
            },
            Err(_) => match (tag, by_hand) {
                ("*", status) => Line::Untagged { status, words },
                (tag, Some(status)) => Line::Tagged {
                    tag: tag.to_owned(),
                    status,
                    words,
                },
                _ => Line::Other,
            },
        }
    }
}

/// Tag, status and words of an answer.
fn begins(line: &[u8]) -> (&str, Option<Status>, &str) {
    // It was made ASCII when it was heard.
    let mut parts = str::from_utf8(line)
        .unwrap_or_default()
        .trim_end()
        .splitn(3, ' ');
    let (tag, status, words) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let known = [
        ("OK", Status::Ok),
        ("NO", Status::No),
        ("BAD", Status::Bad),
        ("PREAUTH", Status::PreAuth),
        ("BYE", Status::Bye),
    ];
    (
        tag,
        known
            .into_iter()
            .find(|(name, _)| status.eq_ignore_ascii_case(name))
            .map(|(_, status)| status),
        words,
    )
}

/// How many bytes are announced at the end of a line.
fn literal(line: &[u8]) -> Option<usize> {
    let (_, number) = str::from_utf8(line)
        .ok()?
        .trim_end()
        .strip_suffix('}')?
        .rsplit_once('{')?;
    number.trim_end_matches('+').parse().ok()
}
