//! Reads a table key by key and remembers the first thing that is wrong, by its place in the file.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::error::{Expected, ProfileError, Reason, visible};
use super::value;

/// As much of an unknown key as an error shows.
const LONGEST_KEY: usize = 60;

/// The first thing that is wrong with a profile.
pub(super) struct Findings<'a> {
    text: &'a str,
    file: Option<&'a Path>,
    first: Option<(usize, ProfileError)>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(text: &'a str, file: Option<&'a Path>) -> Self {
        Self {
            text,
            file,
            first: None,
        }
    }

    /// Remembers an error unless one was found nearer the top.
    pub(super) fn note(&mut self, at: usize, key: &str, reason: Reason) {
        if self.first.as_ref().is_some_and(|(first, _)| *first <= at) {
            return;
        }
        let error = ProfileError {
            file: self.file.map(Path::to_owned),
            line: Some(self.line(at)),
            key: Some(visible(key).chars().take(LONGEST_KEY).collect()),
            reason,
        };
        self.first = Some((at, error));
    }

    /// The line of a place in the file, counted from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        let before = self.text.as_bytes().iter().take(at);
        let breaks = before.filter(|byte| **byte == b'\n').count();
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    /// Names every key that was not asked for.
    pub(super) fn unknown(&mut self, table: &DeTable<'_>, prefix: &str, asked: &[&'static str]) {
        for key in table
            .keys()
            .filter(|key| !asked.contains(&key.get_ref().as_ref()))
        {
            let name = format!("{prefix}{}", key.get_ref());
            let reason = match meant(key.get_ref(), asked) {
                Some(meant) => Reason::MisspelledKey { meant },
                None => Reason::UnknownKey,
            };
            self.note(key.span().start, &name, reason);
        }
    }

    pub(super) fn into_result(self) -> Result<(), ProfileError> {
        self.first.map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// "Did you mean …": a slip or two away, other capitals, or hyphens for underscores. Of a short name one slip is the most.
fn meant(key: &str, known: &[&'static str]) -> Option<&'static str> {
    if key.len() > LONGEST_KEY {
        return None;
    }
    let plain = key.to_lowercase().replace('-', "_");
    let slips = |name: &&'static str| {
        let slips = strsim::osa_distance(&plain, name);
        (slips <= if name.len() > 5 { 2 } else { 1 }).then_some((slips, *name))
    };
    known.iter().filter_map(slips).min().map(|(_, name)| name)
}

/// One table of the profile, such as `[organization]`. An absent table reads like an empty one.
pub(super) struct Section<'f, 'a, 'd> {
    findings: &'f mut Findings<'a>,
    name: &'static str,
    table: Option<&'d DeTable<'d>>,
    asked: Vec<&'static str>,
}

impl<'f, 'a, 'd> Section<'f, 'a, 'd> {
    pub(super) fn open(
        findings: &'f mut Findings<'a>,
        document: &'d DeTable<'d>,
        name: &'static str,
    ) -> Self {
        let table = entry(document, name).and_then(|(at, value)| match value {
            DeValue::Table(table) => Some(table),
            _ => {
                findings.note(at, name, Reason::WrongType(Expected::Table));
                None
            }
        });
        Self {
            findings,
            name,
            table,
            asked: Vec::new(),
        }
    }

    /// Whether the key is there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// The line of a key, counted from 1.
    pub(super) fn line(&self, key: &str) -> Option<u32> {
        self.find(key).map(|(at, _)| self.findings.line(at))
    }

    /// Blames a key that is there for what is wrong between it and others.
    pub(super) fn blame(&mut self, key: &str, reason: Reason) {
        if let Some((at, _)) = self.find(key) {
            self.findings.note(at, &dotted(self.name, key), reason);
        }
    }

    pub(super) fn text<T>(
        &mut self,
        key: &'static str,
        rule: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Option<T> {
        self.read(key, |found| string(found).and_then(rule))
    }

    /// A list of texts, each once; each is blamed on its own line.
    pub(super) fn list<T: PartialEq>(
        &mut self,
        key: &'static str,
        rule: impl Fn(&str) -> Result<T, Reason>,
    ) -> Vec<T> {
        let items = self.read(key, |found| match found {
            DeValue::Array(items) => Ok(items.iter()),
            _ => Err(Reason::WrongType(Expected::Array)),
        });
        let mut list = Vec::new();
        for item in items.into_iter().flatten() {
            match string(item.get_ref()).and_then(&rule) {
                Ok(value) if list.contains(&value) => {}
                Ok(value) => list.push(value),
                Err(reason) => {
                    let at = item.span().start;
                    self.findings.note(at, &dotted(self.name, key), reason);
                }
            }
        }
        list
    }

    pub(super) fn port(&mut self, key: &'static str, default: u16) -> u16 {
        let port = self.read(key, |found| match found {
            DeValue::Integer(number) => u16::from_str_radix(number.as_str(), number.radix())
                .ok()
                .filter(|port| *port > 0)
                .ok_or(Reason::OutOfRange),
            _ => Err(Reason::WrongType(Expected::Integer)),
        });
        port.unwrap_or(default)
    }

    pub(super) fn switch(&mut self, key: &'static str, default: bool) -> bool {
        let switch = self.read(key, |found| {
            found.as_bool().ok_or(Reason::WrongType(Expected::Boolean))
        });
        switch.unwrap_or(default)
    }

    /// Every key has been asked for: the others are unknown.
    pub(super) fn close(self) {
        if let Some(table) = self.table {
            self.findings
                .unknown(table, &dotted(self.name, ""), &self.asked);
        }
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        rule: impl FnOnce(&'d DeValue<'d>) -> Result<T, Reason>,
    ) -> Option<T> {
        self.asked.push(key);
        let (at, found) = self.find(key)?;
        rule(found)
            .map_err(|reason| self.findings.note(at, &dotted(self.name, key), reason))
            .ok()
    }

    fn find(&self, key: &str) -> Option<(usize, &'d DeValue<'d>)> {
        self.table.and_then(|table| entry(table, key))
    }
}

fn entry<'d>(table: &'d DeTable<'d>, key: &str) -> Option<(usize, &'d DeValue<'d>)> {
    let (key, value) = table.get_key_value(key)?;
    Some((key.span().start, value.get_ref()))
}

fn string<'d>(found: &'d DeValue<'d>) -> Result<&'d str, Reason> {
    let text = found.as_str().ok_or(Reason::WrongType(Expected::String))?;
    value::text(text)
}

fn dotted(section: &str, key: &str) -> String {
    format!("{section}.{key}")
}
