//! Versions such as `0.1.0`, compared by their numbers.

/// Whether `version` is `smallest` or newer; `None` where it is no version.
pub(crate) fn is_at_least(version: &str, smallest: &str) -> Option<bool> {
    Some(numbers(version)? >= numbers(smallest).unwrap_or_default())
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    // What stands behind a hyphen or a plus says of which build it is.
    let plain = version.split(['-', '+']).next()?;
    let mut numbers = [0; 3];
    let mut parts = plain.split('.');
    for number in &mut numbers {
        *number = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::is_at_least;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, at_least) in [
            ("0.2.0", Some(true)),
            ("0.10.0", Some(true)),
            ("0.1.9", Some(false)),
            ("1.0.0-beta", Some(true)),
            ("0.2", None),
            ("0.2.0.1", None),
            ("-1.0.0", None),
            ("", None),
            ("999999999999.0.0", None),
        ] {
            assert_eq!(is_at_least(version, "0.2.0"), at_least, "{version}");
        }
    }
}
