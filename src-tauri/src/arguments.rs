//! The command line. It is answered before any window, so that it also works where none can be shown.

use secrecy::SecretString;
use std::{ffi::OsString, path::PathBuf};

pub(crate) const HELP: &str = "\
icloud-connect connects an iCloud account to a company that uses Nylas.

Usage: icloud-connect [--profile FILE] [LINK]

  LINK            Open this invitation.
  --profile FILE  Use the settings in this file, as ICLOUD_CONNECT_PROFILE does.
  --version       Say which version this is.
  --help          Show this.";

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// Open the window, with the profile that was named and the link that was opened.
    Open {
        profile: Option<PathBuf>,
        link: Option<SecretString>,
    },
    Help,
    Version,
}

/// The command, or one sentence on what is wrong with the line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    use lexopt::{Arg, Parser};
    let mut parser = Parser::from_args(arguments);
    let (mut profile, mut link) = (None, None);
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
            // What is wrong with it is not quoted: whoever sees the line must not see a ticket.
            Arg::Value(value) if link.is_none() && is_link(&value) => {
                let text = value.into_string();
                let text = text.map_err(|_| "the link is not text".to_owned())?;
                link = Some(SecretString::from(text));
            }
            Arg::Value(_) if link.is_some() => return Err("there is more than one link".to_owned()),
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Open { profile, link })
}

/// The link among the arguments of another start, however they are otherwise.
pub(crate) fn link(arguments: impl IntoIterator<Item = String>) -> Option<SecretString> {
    let mut arguments = arguments.into_iter();
    arguments
        .find(|argument| is_link(argument.as_ref()))
        .map(SecretString::from)
}

/// Whether it begins as an address does; what it is else, is decided where it is read.
fn is_link(argument: &std::ffi::OsStr) -> bool {
    let text = argument.to_string_lossy();
    let scheme = text
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("icloud-connect" | "https" | "http"))
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

    fn opened(line: &[&str]) -> (Option<PathBuf>, Option<String>) {
        use secrecy::ExposeSecret;
        match parsed(line) {
            Ok(Command::Open { profile, link }) => {
                (profile, link.map(|link| link.expose_secret().to_owned()))
            }
            other => unreachable!("{line:?}: {other:?}"),
        }
    }

    #[test]
    fn a_profile_can_be_named_in_either_way() {
        assert_eq!(opened(&[]), (None, None));
        assert_eq!(
            opened(&["--profile", "a b.toml"]),
            (Some("a b.toml".into()), None)
        );
        assert_eq!(opened(&["--profile=a.toml"]), (Some("a.toml".into()), None));
    }

    #[test]
    fn a_link_is_taken_beside_other_arguments_and_never_printed() {
        let url = "icloud-connect://invite?url=https%3A%2F%2Fconnect.acme.example%2Fi%2Fkanarie";
        for line in [
            &[url][..],
            &["--profile", "a.toml", url],
            &[url, "--profile=a.toml"],
        ] {
            assert_eq!(opened(line).1.as_deref(), Some(url));
            assert!(!format!("{:?}", parsed(line)).contains("kanarie"));
        }
        let said = parsed(&[url, url]).unwrap_err();
        assert!(!said.contains("kanarie"), "{said}");
        let again = ["icloud-connect", "--odd", url].map(str::to_owned);
        assert!(link(again).is_some());
        assert!(link(["icloud-connect".to_owned(), "a.toml".to_owned()]).is_none());
    }

    #[test]
    fn help_and_version_are_answered_wherever_they_stand() {
        for help in ["--help", "-h"] {
            assert!(matches!(
                parsed(&["--profile", "a", help]),
                Ok(Command::Help)
            ));
        }
        for version in ["--version", "-V"] {
            assert!(matches!(parsed(&[version]), Ok(Command::Version)));
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
