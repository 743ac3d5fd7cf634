use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};

use super::super::{Authority, ProfileError, Rank, Reason, authority, parse};

fn pem() -> String {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().pem()
}

/// The authority of a profile in this folder, which names it on its second line.
fn authority_of(folder: &Path, rank: Rank) -> Result<Option<Authority>, ProfileError> {
    let text = "[network]\nextra_ca = 'ca.pem'\n";
    authority(&parse(text, Some(&folder.join("profile.toml")), rank).unwrap())
}

fn check_refused(folder: &Path, rank: Rank, reason: &Reason) {
    let error = authority_of(folder, rank).expect_err("no authority");
    assert_eq!(&error.reason, reason);
    assert_eq!(error.file, Some(folder.join("profile.toml")));
    assert_eq!(error.line, Some(2));
    assert_eq!(error.key.as_deref(), Some("network.extra_ca"));
}

#[test]
fn an_authority_is_read_once_and_a_loose_one_does_not_count_for_the_company() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, format!("Two of them\n{}{}", pem(), pem())).unwrap();
    let loose = authority_of(folder.path(), Rank::Loose).unwrap().unwrap();
    assert_eq!((loose.certificates.len(), loose.for_company), (2, false));
    let read = Authority::read(&fs::read(&file).unwrap(), Rank::Administrator).unwrap();
    assert!(read.for_company);
    assert_eq!(authority(&parse("", None, Rank::Loose).unwrap()), Ok(None));
}

#[test]
fn what_is_no_authority_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = KeyPair::generate().unwrap().serialize_pem();
    for text in [
        "",
        "no certificate",
        broken,
        &format!("{}{broken}", pem()),
        &key,
    ] {
        fs::write(folder.path().join("ca.pem"), text).unwrap();
        check_refused(folder.path(), Rank::Loose, &Reason::AuthorityNotPem);
    }
    let file = fs::File::create(folder.path().join("ca.pem")).unwrap();
    file.set_len(100_000_000).unwrap();
    let reason = Reason::AuthorityTooLarge { max_kb: 256 };
    check_refused(folder.path(), Rank::Loose, &reason);
}

#[test]
fn an_authority_that_is_absent_or_a_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let reason = Reason::AuthorityCannotRead;
    check_refused(folder.path(), Rank::Loose, &reason);
    fs::create_dir(folder.path().join("ca.pem")).unwrap();
    check_refused(folder.path(), Rank::Loose, &reason);
}

/// It would be looked for in the current folder, which is anybody's.
#[test]
fn a_built_in_profile_has_no_file_beside_it() {
    let built_in = parse("network.extra_ca = 'Cargo.toml'", None, Rank::BuiltIn).unwrap();
    let error = authority(&built_in).unwrap_err();
    assert_eq!(error.reason, Reason::AuthorityCannotRead);
}

#[cfg(unix)]
mod on_unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::process::Command;

    use super::super::super::logo;
    use super::*;

    #[test]
    fn a_pipe_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("ca.pem");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        check_refused(folder.path(), Rank::Loose, &Reason::AuthorityCannotRead);
    }

    #[test]
    fn what_an_administrators_profile_names_is_refused_when_others_can_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let permit = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode));
        permit(folder.path(), 0o755).unwrap();
        let (ca, picture) = (folder.path().join("ca.pem"), folder.path().join("logo.png"));
        fs::write(&ca, pem()).unwrap();
        fs::write(&picture, include_bytes!("../../../../../icons/32x32.png")).unwrap();
        let named = "organization.logo = 'logo.png'\nnetwork.extra_ca = 'ca.pem'";
        let file = folder.path().join("profile.toml");
        let reasons = |rank| {
            let profile = parse(named, Some(&file), rank).unwrap();
            (
                authority(&profile).err().map(|error| error.reason),
                logo(&profile).err().map(|error| error.reason),
            )
        };
        let open = Some(Reason::NamedFileWritableByOthers);
        let both = (open.clone(), open.clone());
        // Who runs the tests owns the files; only root's are an administrator's.
        let by_root = fs::metadata(&ca).unwrap().uid() == 0;
        let safe = if by_root { (None, None) } else { both.clone() };
        permit(&ca, 0o644).unwrap();
        permit(&picture, 0o644).unwrap();
        assert_eq!(reasons(Rank::Administrator), safe);
        permit(&ca, 0o666).unwrap();
        permit(&picture, 0o664).unwrap();
        assert_eq!(reasons(Rank::Administrator), both);
        assert_eq!(
            reasons(Rank::Loose),
            (None, None),
            "a loose one may be anybody's"
        );
        permit(&ca, 0o644).unwrap();
        permit(&picture, 0o644).unwrap();
        permit(folder.path(), 0o777).unwrap();
        assert_eq!(reasons(Rank::Administrator), both);
    }
}
