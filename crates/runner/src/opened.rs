//! The profile that a person opens: looked at first, and kept only after their yes.

use crate::{
    Environment,
    config::{configure, unreadable},
    profile::{self, Rank},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use wizard::{Offer, Problem, Report};

/// The place that a text names: quotes around it come with a file manager's *Copy as path*, and `file://` from a browser.
pub(crate) fn place(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.starts_with("file://") {
        return url::Url::parse(text).ok()?.to_file_path().ok();
    }
    let Some(rest) = text.strip_prefix("~/") else {
        return Some(PathBuf::from(text));
    };
    std::env::home_dir().map(|home| home.join(rest))
}

/// What the file would change. It is read as any loose profile is, and nothing is done about it yet.
pub(crate) fn look(environment: &Environment, file: &Path) -> Result<Offer, Report> {
    let config = configure(&Environment {
        profile: Some(file.to_owned()),
        ..environment.clone()
    });
    let setup = config.setup;
    match setup.profile_error {
        Some(report) => Err(report),
        None => Ok(Offer {
            organization: setup.organization,
            connection: setup.connection,
            hosts: setup.goes_to,
        }),
    }
}

/// Copies the file, and what it names beside it, to where it counts from the next start on.
pub(crate) fn keep(file: &Path, to: &Path) -> Result<(), Report> {
    // What it says now is what was looked at, or is refused as anything else would be.
    let profile = profile::load(file, Rank::Loose).map_err(|error| unreadable(&error))?;
    let named = [&profile.organization.logo, &profile.network.extra_ca];
    let copied = || -> io::Result<()> {
        let folder = to.parent().ok_or(io::ErrorKind::NotFound)?;
        remove(to)?;
        fs::create_dir_all(folder)?;
        for name in named.into_iter().flatten() {
            fs::copy(file.with_file_name(name), folder.join(name))?;
        }
        // Last, and at once: a profile whose picture is not there yet would be refused.
        let half = folder.join("profile.toml.new");
        fs::copy(file, &half)?;
        fs::rename(half, to)
    };
    copied().map_err(|error| {
        log::warn!("the settings file cannot be kept: {}", error.kind());
        Problem::CannotSave.into()
    })
}

/// Removes the copy and what lies beside it; none there is fine.
pub(crate) fn remove(copy: &Path) -> io::Result<()> {
    let folder = copy.parent().ok_or(io::ErrorKind::NotFound)?;
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{keep, look, place, remove};
    use crate::Environment;
    use std::{fs, path::PathBuf};
    use wizard::{Connection, Problem};

    #[test]
    fn a_place_is_read_however_it_was_copied() {
        for text in [
            "/home/jo/acme.toml",
            " \"/home/jo/acme.toml\"\n",
            "'/home/jo/acme.toml'",
            "file:///home/jo/acme.toml",
        ] {
            let expected = PathBuf::from("/home/jo/acme.toml");
            if cfg!(unix) || !text.starts_with("file") {
                assert_eq!(place(text), Some(expected), "{text}");
            }
        }
        let spaced = place("file:///home/jo/My%20Files/acme.toml");
        if cfg!(unix) {
            assert_eq!(spaced, Some(PathBuf::from("/home/jo/My Files/acme.toml")));
        }
        assert!(place("~/acme.toml").unwrap().is_absolute());
    }

    #[test]
    fn a_file_is_kept_with_what_lies_beside_it_and_removed_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("acme.toml");
        let text = "[organization]\nname = 'Acme CRM'\nlogo = 'logo.png'\n[connection]\nkind = 'practice'\n";
        fs::write(&file, text).unwrap();
        fs::write(folder.path().join("logo.png"), b"a picture").unwrap();
        let copy = folder.path().join("data/opened/profile.toml");
        keep(&file, &copy).unwrap();
        assert_eq!(fs::read_to_string(&copy).unwrap(), text);
        assert_eq!(
            fs::read(copy.with_file_name("logo.png")).unwrap(),
            b"a picture"
        );
        fs::write(&file, "[connection]\nkind = 'practice'\n").unwrap();
        keep(&file, &copy).unwrap();
        let left = fs::read_dir(copy.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing of the one before is left");
        remove(&copy).unwrap();
        remove(&copy).unwrap();
        assert!(!copy.parent().unwrap().exists());
    }

    #[test]
    fn a_file_is_looked_at_with_the_limits_of_a_loose_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("acme.toml");
        let environment = Environment::default();
        fs::write(&file, "[organization]\nname = 'Acme CRM'\n[connection]\nkind = 'hosted'\nregion = 'eu'\nclient_id = 'x'\n").unwrap();
        let offer = look(&environment, &file).unwrap();
        assert_eq!(offer.organization.as_deref(), Some("Acme CRM"));
        assert_eq!(offer.connection, Some(Connection::Hosted));
        assert_eq!(offer.hosts, ["api.eu.nylas.com"]);
        fs::write(
            &file,
            "[connection]\nkind = 'hosted'\napi_url = 'https://acme.example'\nclient_id = 'x'\n",
        )
        .unwrap();
        let report = look(&environment, &file).unwrap_err();
        assert_eq!(
            (report.problem, report.kind.name()),
            (Problem::ProfileUnreadable, "host-not-allowed")
        );
        assert!(!folder.path().join("data").exists());
    }
}
