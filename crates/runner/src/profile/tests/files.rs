use std::fs::{self, File};
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use super::super::{ProfileError, Rank, Reason, load};

fn check_refused(path: &Path, reason: &Reason) {
    let error = load(path, Rank::Loose).expect_err("no profile");
    let expected = ProfileError::of_file(path, reason.clone());
    assert_eq!(error, expected);
}

#[test]
fn a_file_is_read_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    fs::write(&path, "\u{feff}[organization]\nname = 'Acme'\n").unwrap();
    let profile = load(&path, Rank::Loose).unwrap();
    assert_eq!(profile.organization.name.as_deref(), Some("Acme"));
    assert_eq!(profile.file, Some(path));
    assert_eq!(profile.rank, Rank::Loose);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    File::create(&path).unwrap().set_len(100_000_000).unwrap();
    check_refused(&path, &Reason::FileTooLarge { max_kb: 64 });
}

#[test]
fn sixty_four_kilobytes_are_read_and_one_byte_more_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    fs::write(&path, "#".repeat(64 * 1024)).unwrap();
    load(&path, Rank::Loose).unwrap();
    fs::write(&path, "#".repeat(64 * 1024 + 1)).unwrap();
    check_refused(&path, &Reason::FileTooLarge { max_kb: 64 });
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    check_refused(folder.path(), &Reason::NotAFile);
    check_refused(&folder.path().join("absent.toml"), &Reason::NotFound);
    check_refused(Path::new(""), &Reason::NotFound);
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    check_refused(&file.join("profile.toml"), &Reason::NotFound);
}

#[cfg(unix)]
#[test]
fn a_pipe_a_device_and_a_socket_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.toml");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    check_refused(&pipe, &Reason::NotAFile);

    check_refused(Path::new("/dev/zero"), &Reason::NotAFile);

    let socket = folder.path().join("socket.toml");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    check_refused(&socket, &Reason::NotAFile);
}

#[test]
fn text_that_is_not_utf_8_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    fs::write(&path, b"[organization]\nname = 'M\xfcller'\n").unwrap();
    let error = load(&path, Rank::Loose).unwrap_err();
    assert_eq!((error.line, error.reason), (Some(2), Reason::NotText));

    let utf_16: Vec<u8> = "\u{feff}[apple]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(&path, utf_16).unwrap();
    assert_eq!(
        load(&path, Rank::Loose).unwrap_err().reason,
        Reason::NotText
    );
}
