//! Since when somebody wants to know: a day, or how long ago.

use time::{Date, Month};

/// A moment, by which the audit is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Midnight of a day in UTC, in milliseconds since 1970.
    At(i64),
    /// So many milliseconds ago, by the database's clock.
    Ago(i64),
}

impl Since {
    /// Reads `2026-11-29`, or `90m`, `24h`, `30d`, `2w`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Since> {
        if let Some(day) = day(text) {
            let midnight = day.midnight().assume_utc().unix_timestamp();
            return Some(Since::At(midnight * 1000));
        }
        let unit = text.chars().last().filter(char::is_ascii_alphabetic)?;
        let minutes = match unit {
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            'w' => 7 * 24 * 60,
            _ => return None,
        };
        let count: u32 = text[..text.len() - 1].parse().ok()?;
        Some(Since::Ago(i64::from(count) * minutes * 60_000))
    }
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Since;

    #[test]
    fn a_day_or_a_time_ago_is_understood_and_nothing_else() {
        for (text, since) in [
            ("1970-01-02", Some(Since::At(86_400_000))),
            ("2026-11-29", Some(Since::At(1_795_910_400_000))),
            ("90m", Some(Since::Ago(5_400_000))),
            ("24h", Some(Since::Ago(86_400_000))),
            ("30d", Some(Since::Ago(2_592_000_000))),
            ("2w", Some(Since::Ago(1_209_600_000))),
            ("2026-13-01", None),
            ("2026-02-30", None),
            ("yesterday", None),
            ("-1d", None),
            ("99999999999d", None),
            ("d", None),
            ("7", None),
            ("", None),
            ("7ä", None),
        ] {
            assert_eq!(Since::parse(text), since, "{text}");
        }
    }
}
