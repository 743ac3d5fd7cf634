//! The log: a line of JSON for each thing that happened, on the standard error output. No body, no address of a request's
//! person, no secret ever reaches it; what it says of a ticket is six digits of its hash.

use log::{LevelFilter, Log, Metadata, Record};
use serde_json::{Value, json};
use std::io::Write;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

struct Lines;

/// From now on what is logged is written.
pub(crate) fn begin() {
    static LINES: Lines = Lines;
    // The second start of a test's process is none of the program's.
    if log::set_logger(&LINES).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

/// Something that happened, with what belongs to it by name.
pub(crate) fn event(message: &str, fields: Value) {
    line("INFO", message, fields);
}

fn line(level: &str, message: &str, fields: Value) {
    let at = OffsetDateTime::now_utc()
        .format(&Rfc3339)
        .unwrap_or_default();
    let mut line = json!({ "at": at, "level": level, "message": message });
    if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
        line.extend(fields);
    }
    // Nobody reads it any more: nothing that could be logged.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Libraries tell addresses and statements.
        metadata.level() <= log::Level::Warn && !metadata.target().starts_with("sqlx")
            || metadata.target().starts_with("relay")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            line(
                record.level().as_str(),
                &record.args().to_string(),
                Value::Null,
            );
        }
    }

    fn flush(&self) {}
}
