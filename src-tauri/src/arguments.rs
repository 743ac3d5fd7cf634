//! The command line. It is answered before any window, so that it also works where none can be shown.

use std::{ffi::OsString, path::PathBuf};

pub(crate) const HELP: &str = "\
icloud-connect connects an iCloud account to a company that uses Nylas.

Usage: icloud-connect [--profile FILE]

  --profile FILE  Use the settings in this file, as ICLOUD_CONNECT_PROFILE does.
  --version       Say which version this is.
  --help          Show this.";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Open the window, with the profile that was named.
    Open {
        profile: Option<PathBuf>,
    },
    Help,
    Version,
}

/// The command, or one sentence on what is wrong with the line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    use lexopt::{Arg, Parser};
    let mut parser = Parser::from_args(arguments);
    let mut profile = None;
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Arg::Long("profile") if profile.is_none() => {
                let file = parser.value().map_err(sentence)?;
                if file.is_empty() {
                    return Err("--profile names no file".to_owned());
                }
                profile = Some(PathBuf::from(file));
            }
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Open { profile })
}

/// One line, with what was typed quoted by the library.
fn sentence(error: lexopt::Error) -> String {
    let said = error.to_string();
    said.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn parsed(line: &[&str]) -> Result<Command, String> {
        parse(line.iter().map(OsString::from))
    }

    #[test]
    fn a_profile_can_be_named_in_either_way() {
        let open = |file: &str| Command::Open {
            profile: Some(file.into()),
        };
        assert_eq!(parsed(&[]).unwrap(), Command::Open { profile: None });
        assert_eq!(
            parsed(&["--profile", "a b.toml"]).unwrap(),
            open("a b.toml")
        );
        assert_eq!(parsed(&["--profile=a.toml"]).unwrap(), open("a.toml"));
    }

    #[test]
    fn help_and_version_are_answered_wherever_they_stand() {
        for help in ["--help", "-h"] {
            assert_eq!(parsed(&["--profile", "a", help]).unwrap(), Command::Help);
        }
        for version in ["--version", "-V"] {
            assert_eq!(parsed(&[version]).unwrap(), Command::Version);
        }
    }

    #[test]
    fn what_is_not_understood_is_named_in_one_line() {
        for line in [
            &["--profil", "a.toml"][..],
            &["--profile"],
            &["--profile="],
            &["--profile", "a", "--profile", "b"],
            &["a.toml"],
        ] {
            let said = parsed(line);
            let said = said.unwrap_err();
            assert!(!said.is_empty() && !said.contains('\n'), "{line:?}: {said}");
        }
    }
}
