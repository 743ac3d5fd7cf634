//! What was asked on the command line.

use std::ffi::OsString;

/// A command with what it takes.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    /// Open the wizard with these arguments.
    Run(Vec<OsString>),
    /// Check everything, or run the tests with this in their name.
    Test {
        filter: Option<OsString>,
    },
    Relay,
    Tour,
    Page,
    /// Say how hard the sentences are to read, now or in this revision.
    Words(Option<String>),
    Licenses,
    Bench,
    /// Measure the relay, so many seconds under each load.
    BenchRelay {
        seconds: u32,
    },
    /// Make the packages; `debug`: from the program that tests use; `check`: try them, too.
    Package {
        debug: bool,
        check: bool,
    },
    Audit,
    /// Make up inputs for readers, or for this one, for so many seconds each.
    Fuzz {
        target: Option<String>,
        seconds: u32,
    },
    Help,
}

/// How long each target is fuzzed when nobody says.
const SECONDS: u32 = 60;
/// How long each load on the relay lasts when nobody says.
const LOAD_SECONDS: u32 = 20;

/// The command, or one sentence on what is wrong with it.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, String> {
    let mut arguments = arguments.into_iter();
    let Some(name) = arguments.next() else {
        return Ok(Task::Help);
    };
    let rest: Vec<OsString> = arguments.collect();
    let task = match name.to_str() {
        Some("run") => {
            // `cargo xtask run -- --flag` is what fingers type; the wizard shall see `--flag`.
            let skip = usize::from(rest.first().is_some_and(|first| first == "--"));
            return Ok(Task::Run(rest.into_iter().skip(skip).collect()));
        }
        Some("test") => {
            return match rest.as_slice() {
                [] => Ok(Task::Test { filter: None }),
                [filter] if !filter.to_string_lossy().starts_with('-') => Ok(Task::Test {
                    filter: Some(filter.clone()),
                }),
                rest => Err(format!(
                    "`cargo xtask test` takes one part of a test's name or nothing, but was given {rest:?}."
                )),
            };
        }
        Some("relay") => Task::Relay,
        Some("tour") => Task::Tour,
        Some("page") => Task::Page,
        Some("words") => {
            return match rest.as_slice() {
                [] => Ok(Task::Words(None)),
                [revision] if !revision.to_string_lossy().starts_with('-') => {
                    Ok(Task::Words(Some(revision.to_string_lossy().into_owned())))
                }
                rest => Err(format!(
                    "`cargo xtask words` takes a revision or nothing, but was given {rest:?}."
                )),
            };
        }
        Some("licenses") => Task::Licenses,
        Some("bench") if rest.first().is_some_and(|what| what == "relay") => {
            return bench_relay(&rest[1..]);
        }
        Some("bench") => Task::Bench,
        Some("package") => {
            let strange = rest
                .iter()
                .find(|flag| *flag != "--debug" && *flag != "--check");
            let given = |flag: &str| rest.iter().any(|there| there == flag);
            return strange.map_or_else(
                || {
                    Ok(Task::Package {
                        debug: given("--debug"),
                        check: given("--check"),
                    })
                },
                |strange| {
                    Err(format!(
                        "`cargo xtask package` takes `--debug` and `--check`, but was given {strange:?}."
                    ))
                },
            );
        }
        Some("audit") => Task::Audit,
        Some("fuzz") => return fuzz(&rest),
        Some("help" | "--help" | "-h") => Task::Help,
        _ => {
            let name = name.to_string_lossy();
            return Err(format!(
                "There is no command {name:?}; `cargo xtask help` lists them."
            ));
        }
    };
    match rest.first() {
        Some(extra) if task != Task::Help => Err(format!(
            "`cargo xtask {}` takes no arguments, but was given {:?}.",
            name.to_string_lossy(),
            extra.to_string_lossy()
        )),
        _ => Ok(task),
    }
}

/// Seconds, or nothing.
fn bench_relay(rest: &[OsString]) -> Result<Task, String> {
    let seconds = match rest {
        [] => Some(LOAD_SECONDS),
        [seconds] => seconds
            .to_str()
            .and_then(|word| word.parse().ok())
            .filter(|seconds| *seconds > 0),
        [..] => None,
    };
    seconds
        .map(|seconds| Task::BenchRelay { seconds })
        .ok_or_else(|| {
            format!("`cargo xtask bench relay` takes seconds or nothing, but was given {rest:?}.")
        })
}

/// A target, seconds, both in this order, or neither.
fn fuzz(rest: &[OsString]) -> Result<Task, String> {
    let words: Vec<_> = rest.iter().map(|word| word.to_string_lossy()).collect();
    let number = |word: &str| word.parse().ok().filter(|seconds| *seconds > 0);
    let (target, seconds) = match &*words {
        [] => (None, Some(SECONDS)),
        [seconds] if number(seconds).is_some() => (None, number(seconds)),
        [target] => (Some(target), Some(SECONDS)),
        [target, seconds] => (Some(target), number(seconds)),
        [..] => (None, None),
    };
    match seconds {
        Some(seconds) if target.is_none_or(|target| !target.starts_with('-')) => Ok(Task::Fuzz {
            target: target.map(|target| target.to_string()),
            seconds,
        }),
        _ => Err(format!(
            "`cargo xtask fuzz` takes a target and seconds, but was given {:?}.",
            words.join(" ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn commands_are_found_by_name() {
        assert_eq!(parsed("run"), Ok(Task::Run(vec![])));
        assert_eq!(parsed("test"), Ok(Task::Test { filter: None }));
        assert_eq!(
            parsed("test window"),
            Ok(Task::Test {
                filter: Some("window".into())
            })
        );
        assert_eq!(parsed("relay"), Ok(Task::Relay));
        assert_eq!(parsed("tour"), Ok(Task::Tour));
        assert_eq!(parsed("page"), Ok(Task::Page));
        assert_eq!(parsed("words"), Ok(Task::Words(None)));
        assert_eq!(parsed("words v1"), Ok(Task::Words(Some("v1".into()))));
        assert_eq!(parsed("bench"), Ok(Task::Bench));
        assert_eq!(parsed("bench relay"), Ok(Task::BenchRelay { seconds: 20 }));
        assert_eq!(parsed("bench relay 5"), Ok(Task::BenchRelay { seconds: 5 }));
        assert_eq!(parsed("audit"), Ok(Task::Audit));
        for (line, debug, check) in [
            ("package", false, false),
            ("package --debug", true, false),
            ("package --check", false, true),
            ("package --check --debug", true, true),
        ] {
            assert_eq!(parsed(line), Ok(Task::Package { debug, check }), "{line}");
        }
        for help in ["", "help", "--help", "-h", "help test"] {
            assert_eq!(parsed(help), Ok(Task::Help), "{help:?}");
        }
    }

    #[test]
    fn fuzzing_takes_a_target_and_seconds_or_less() {
        let fuzz = |target: Option<&str>, seconds| {
            let target = target.map(str::to_owned);
            Ok(Task::Fuzz { target, seconds })
        };
        assert_eq!(parsed("fuzz"), fuzz(None, 60));
        assert_eq!(parsed("fuzz 5"), fuzz(None, 5));
        assert_eq!(parsed("fuzz imap"), fuzz(Some("imap"), 60));
        assert_eq!(parsed("fuzz imap 600"), fuzz(Some("imap"), 600));
    }

    #[test]
    fn the_wizard_gets_its_arguments_as_they_are() {
        assert_eq!(
            parsed("run --a b"),
            Ok(Task::Run(vec!["--a".into(), "b".into()]))
        );
        assert_eq!(parsed("run -- --a"), Ok(Task::Run(vec!["--a".into()])));
        assert_eq!(
            parsed("run a --"),
            Ok(Task::Run(vec!["a".into(), "--".into()]))
        );
    }

    #[test]
    fn what_is_not_understood_is_one_sentence_that_names_it() {
        for (line, word) in [
            ("fly", "fly"),
            ("test --fast", "--fast"),
            ("test window bench", "bench"),
            ("audit window", "window"),
            ("tour --fast", "--fast"),
            ("words --all", "--all"),
            ("package --rpm", "--rpm"),
            ("bench window", "window"),
            ("bench relay soon", "soon"),
            ("bench relay 5 6", "6"),
            ("fuzz imap 0", "imap 0"),
            ("fuzz imap soon", "soon"),
            ("fuzz imap 5 6", "imap 5 6"),
            ("fuzz --fast", "--fast"),
        ] {
            let sentence = parsed(line).err().unwrap_or_default();
            assert!(
                sentence.contains(word) && sentence.lines().count() == 1,
                "{sentence}"
            );
        }
    }
}
