use std::fs;
use std::path::{Path, PathBuf};

use super::super::{Rank, Reason, Sources, administrator_path, find};

fn write(folder: &Path, name: &str, organization: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, format!("[organization]\nname = '{organization}'\n")).unwrap();
    path
}

#[test]
fn without_any_profile_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let sources = Sources {
        built_in: None,
        administrator: folder.path().join("absent/profile.toml"),
        named: None,
        opened: None,
    };
    assert_eq!(find(sources), Ok(None));
}

#[test]
fn a_built_in_profile_cannot_be_overridden() {
    let folder = tempfile::tempdir().unwrap();
    let sources = Sources {
        built_in: Some("[organization]\nname = 'Built in'"),
        administrator: write(folder.path(), "administrator.toml", "Administrator"),
        named: Some(write(folder.path(), "named.toml", "Named")),
        opened: None,
    };
    let profile = find(sources).unwrap().unwrap();
    assert_eq!(profile.organization.name.as_deref(), Some("Built in"));
    assert_eq!(profile.rank, Rank::BuiltIn);
}

#[test]
fn a_named_profile_is_loose() {
    let folder = tempfile::tempdir().unwrap();
    let sources = Sources {
        built_in: None,
        administrator: folder.path().join("absent.toml"),
        named: Some(write(folder.path(), "named.toml", "Named")),
        opened: None,
    };
    let profile = find(sources).unwrap().unwrap();
    assert_eq!(profile.organization.name.as_deref(), Some("Named"));
    assert_eq!(profile.rank, Rank::Loose);
}

#[test]
fn a_profile_that_fails_gives_way_to_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let named = Some(write(folder.path(), "named.toml", "Named"));
    let broken = find(Sources {
        built_in: Some("x = 1"),
        administrator: folder.path().join("absent.toml"),
        named: named.clone(),
        opened: None,
    });
    assert_eq!(broken.unwrap_err().reason, Reason::UnknownKey);

    let absent = find(Sources {
        built_in: None,
        administrator: folder.path().join("absent.toml"),
        named: Some(folder.path().join("also-absent.toml")),
        opened: None,
    });
    assert_eq!(absent.unwrap_err().reason, Reason::NotFound);

    let administrators_folder = find(Sources {
        built_in: None,
        administrator: folder.path().to_owned(),
        named,
        opened: None,
    });
    assert_eq!(administrators_folder.unwrap_err().reason, Reason::NotAFile);
}

#[test]
fn an_administrators_profile_lies_where_only_an_administrator_writes() {
    assert!(administrator_path().is_absolute());
    #[cfg(target_os = "linux")]
    assert_eq!(
        administrator_path(),
        Path::new("/etc/icloud-connect/profile.toml")
    );
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::super::super::guard::system::is_open;
    use super::*;

    #[test]
    fn only_what_root_alone_may_write_is_an_administrators() {
        let table = [
            (0, 0o100_644, false),
            (0, 0o100_600, false),
            (0, 0o040_755, false),
            (0, 0o100_664, true),
            (0, 0o100_646, true),
            (0, 0o041_777, true),
            (1000, 0o100_600, true),
            (1000, 0o100_400, true),
        ];
        for (owner, mode, open) in table {
            assert_eq!(is_open(owner, mode), open, "owner {owner}, mode {mode:o}");
        }
    }

    /// What becomes of an administrator's profile; a named one is there to fall through to.
    fn outcome(administrator: PathBuf, named: &Path) -> Result<Rank, Reason> {
        let sources = Sources {
            built_in: None,
            administrator,
            named: Some(named.to_owned()),
            opened: None,
        };
        find(sources)
            .map(|profile| profile.unwrap().rank)
            .map_err(|error| error.reason)
    }

    fn permit(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn an_administrators_profile_is_refused_when_others_can_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let named = write(folder.path(), "named.toml", "Named");
        let etc = folder.path().join("etc");
        fs::create_dir(&etc).unwrap();
        permit(&etc, 0o755);
        let file = write(&etc, "profile.toml", "iCloud for Acme");
        permit(&file, 0o644);
        let open = Err(Reason::WritableByOthers);

        // Who runs the tests owns the file; only root's is an administrator's.
        let by_root = fs::metadata(&file).unwrap().uid() == 0;
        let safe = if by_root {
            Ok(Rank::Administrator)
        } else {
            open.clone()
        };
        assert_eq!(outcome(file.clone(), &named), safe);

        permit(&file, 0o666);
        assert_eq!(outcome(file.clone(), &named), open);
        permit(&file, 0o644);
        permit(&etc, 0o777);
        assert_eq!(outcome(file.clone(), &named), open);

        // A link from a safe folder into an open one.
        let safe_folder = folder.path().join("safe");
        fs::create_dir(&safe_folder).unwrap();
        permit(&safe_folder, 0o755);
        let link = safe_folder.join("profile.toml");
        symlink(&file, &link).unwrap();
        assert_eq!(outcome(link.clone(), &named), open);
        permit(&etc, 0o755);
        assert_eq!(outcome(link.clone(), &named), safe);

        // A way with another folder or link that others can change, and a long way round that is safe.
        let open_folder = folder.path().join("open");
        fs::create_dir(&open_folder).unwrap();
        let (inner, by_way) = (open_folder.join("inner"), open_folder.join("link.toml"));
        fs::create_dir(&inner).unwrap();
        let deep = write(&inner, "profile.toml", "Acme");
        symlink(&file, &by_way).unwrap();
        let long = safe_folder.join("long.toml");
        symlink(&by_way, &long).unwrap();
        let ways = [
            deep.clone(),
            long,
            safe_folder.join("../open/inner/profile.toml"),
        ];
        for (mode, expected) in [(0o777, &open), (0o755, &safe)] {
            permit(&open_folder, mode);
            permit(&inner, 0o755);
            permit(&deep, 0o644);
            for way in &ways {
                assert_eq!(&outcome(way.clone(), &named), expected, "{way:?} {mode:o}");
            }
        }
        let round = safe_folder.join("round.toml");
        symlink("round.toml", &round).unwrap();
        assert_eq!(outcome(round, &named), Err(Reason::CannotRead));

        fs::remove_file(&file).unwrap();
        assert_eq!(outcome(link, &named), Err(Reason::NotFound));
    }
}
