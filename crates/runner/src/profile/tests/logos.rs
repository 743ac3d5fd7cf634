use std::fs::{self, File};
use std::path::Path;

use super::super::{Logo, ProfileError, Rank, Reason, logo, parse};

/// The logo of a profile in this folder, which names it on its third line.
fn logo_of(folder: &Path, name: &str) -> Result<Option<Logo>, ProfileError> {
    let text = format!("[organization]\nname = 'Acme'\nlogo = '{name}'\n");
    let profile = parse(&text, Some(&folder.join("profile.toml")), Rank::Loose).unwrap();
    logo(&profile)
}

fn check_refused(folder: &Path, name: &str, reason: &Reason) {
    let error = logo_of(folder, name).expect_err("no logo");
    assert_eq!(&error.reason, reason);
    assert_eq!(error.file, Some(folder.join("profile.toml")));
    assert_eq!(error.line, Some(3));
    assert_eq!(error.key.as_deref(), Some("organization.logo"));
}

#[test]
fn a_logo_is_recognised_by_its_content() {
    let table: &[(&[u8], &str)] = &[
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "image/svg+xml",
        ),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- by hand -->\n<!DOCTYPE svg>\n<svg/>",
            "image/svg+xml",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (bytes, mime) in table {
        fs::write(folder.path().join("logo.bin"), bytes).unwrap();
        let logo = logo_of(folder.path(), "logo.bin").unwrap().unwrap();
        assert_eq!(logo.mime, *mime);
        assert_eq!(logo.bytes, *bytes);
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let contents: &[&[u8]] = &[
        b"",
        b"<html><svg/></html>",
        b"<!DOCTYPE html><svg/>",
        b"<!-- <svg/>",
        b"GIF89a",
        b"RIFF....WAVE",
        b"\x00\xff",
    ];
    for content in contents {
        fs::write(folder.path().join("logo.svg"), content).unwrap();
        check_refused(folder.path(), "logo.svg", &Reason::LogoNotAPicture);
    }
}

#[test]
fn a_logo_over_256_kilobytes_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logo.svg");
    fs::write(&path, format!("<svg>{}", " ".repeat(256 * 1024 - 5))).unwrap();
    assert!(logo_of(folder.path(), "logo.svg").is_ok());
    File::create(&path).unwrap().set_len(100_000_000).unwrap();
    let reason = Reason::LogoTooLarge { max_kb: 256 };
    check_refused(folder.path(), "logo.svg", &reason);
}

#[test]
fn a_logo_that_is_absent_or_a_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    check_refused(folder.path(), "absent.svg", &Reason::LogoCannotRead);
    fs::create_dir(folder.path().join("logo.svg")).unwrap();
    check_refused(folder.path(), "logo.svg", &Reason::LogoCannotRead);
}

#[test]
fn a_profile_without_logo_or_without_file_has_none() {
    let none = parse("", Some(Path::new("profile.toml")), Rank::Loose).unwrap();
    assert_eq!(logo(&none), Ok(None));
    let built_in = parse("organization.logo = 'logo.svg'", None, Rank::BuiltIn).unwrap();
    assert_eq!(logo(&built_in), Ok(None));
}
