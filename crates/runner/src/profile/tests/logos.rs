use image::{DynamicImage, ImageFormat, RgbImage};
use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;

use super::super::{Logo, ProfileError, Rank, Reason, logo, parse};

/// The logo of a profile in this folder, which names it on its third line.
fn logo_by(rank: Rank, folder: &Path, name: &str) -> Result<Option<Logo>, ProfileError> {
    let text = format!("[organization]\nname = 'Acme'\nlogo = '{name}'\n");
    let profile = parse(&text, Some(&folder.join("profile.toml")), rank).unwrap();
    logo(&profile)
}

fn logo_of(folder: &Path, name: &str) -> Result<Option<Logo>, ProfileError> {
    logo_by(Rank::Loose, folder, name)
}

/// A picture whose pixels all differ from their neighbours.
fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x as u8, y as u8, (x ^ y) as u8])
    });
    let mut bytes = Vec::new();
    DynamicImage::from(picture)
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// A picture of one colour, which takes few bytes.
fn plain(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::new_luma8(width, height)
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// 1.4 kB in which each group shows the one before ten times: a picture of ten to the tenth.
fn nested_uses() -> String {
    let groups: String = (1..=10)
        .map(|n| {
            format!(
                "<g id='g{n}'>{}</g>",
                format!("<use href='#g{}'/>", n - 1).repeat(10)
            )
        })
        .collect();
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><rect id='g0' width='9' height='9'/>{groups}</svg>"
    )
}

fn check_refused(folder: &Path, name: &str, reason: &Reason) {
    let error = logo_of(folder, name).expect_err("no logo");
    assert_eq!(&error.reason, reason);
    assert_eq!(error.file, Some(folder.join("profile.toml")));
    assert_eq!(error.line, Some(3));
    assert_eq!(error.key.as_deref(), Some("organization.logo"));
}

#[test]
fn a_logo_is_recognised_by_its_content_and_drawn_anew() {
    let folder = tempfile::tempdir().unwrap();
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        for ((width, height), shown) in [
            ((20, 10), (20, 10)),
            ((128, 128), (128, 128)),
            ((500, 250), (128, 64)),
            ((3, 1_000), (1, 128)),
        ] {
            let before = drawn(width, height, format);
            fs::write(folder.path().join("logo.svg"), &before).unwrap();
            let logo = logo_of(folder.path(), "logo.svg").unwrap().unwrap();
            assert_eq!(logo.mime, "image/png");
            let after = image::load_from_memory_with_format(&logo.bytes, ImageFormat::Png).unwrap();
            assert_eq!((after.width(), after.height()), shown, "{format:?}");
            assert_ne!(logo.bytes, before);
        }
    }
}

#[test]
fn nothing_but_pixels_is_left_of_a_logo() {
    let folder = tempfile::tempdir().unwrap();
    let mut png = drawn(20, 20, ImageFormat::Png);
    png.extend_from_slice(b"<script>alert(1)</script>");
    fs::write(folder.path().join("logo.png"), png).unwrap();
    let logo = logo_of(folder.path(), "logo.png").unwrap().unwrap();
    assert!(!logo.bytes.windows(8).any(|text| text == b"<script>"));
}

#[test]
fn svg_is_for_administrators_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for svg in [
        "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned(),
        "\u{feff}<?xml version='1.0'?>\n<!-- by hand -->\n<!DOCTYPE svg>\n<svg/>".to_owned(),
        nested_uses(),
    ] {
        fs::write(folder.path().join("logo.png"), &svg).unwrap();
        check_refused(folder.path(), "logo.png", &Reason::LogoSvg);
        let logo = logo_by(Rank::Administrator, folder.path(), "logo.png")
            .unwrap()
            .unwrap();
        assert_eq!((logo.mime, logo.bytes), ("image/svg+xml", svg.into_bytes()));
    }
}

#[test]
fn a_logo_of_too_many_pixels_is_refused_before_it_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logo.png");
    let max = Reason::LogoTooManyPixels { max: 4096 };
    for (width, height) in [(4097, 1), (1, 4097)] {
        fs::write(&path, plain(width, height, ImageFormat::Png)).unwrap();
        check_refused(folder.path(), "logo.png", &max);
    }
    // It says that it is as large as a picture can be.
    let mut png = plain(1, 1, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x7f, 0xff, 0, 0, 0x7f, 0xff]);
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    fs::write(&path, png).unwrap();
    check_refused(folder.path(), "logo.png", &max);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn a_picture_that_is_drawn_again_and_again_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut jpeg = plain(64, 64, ImageFormat::Jpeg);
    let scan = jpeg.windows(2).position(|two| two == b"\xff\xda").unwrap();
    let scan = jpeg[scan..jpeg.len() - 2].to_vec();
    jpeg.truncate(jpeg.len() - 2);
    (0..100).for_each(|_| jpeg.extend_from_slice(&scan));
    jpeg.extend_from_slice(b"\xff\xd9");
    fs::write(folder.path().join("logo.jpg"), jpeg).unwrap();
    check_refused(folder.path(), "logo.jpg", &Reason::LogoNotAPicture);
}

/// The largest picture that is taken makes the start no slower than a blink; each try is measured on its own.
#[test]
fn drawing_grows_no_faster_than_the_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        growth::check(
            &format!("pixels of {format:?}"),
            64 * 64,
            1 << 22,
            |pixels| {
                let width = (pixels as f64).sqrt() as u32;
                plain(width, pixels as u32 / width, format)
            },
            |bytes| drop(super::super::picture(bytes.clone(), Rank::Loose)),
        );
    }
}

#[test]
fn a_small_stack_is_enough_for_a_damaged_picture() {
    growth::on_a_small_stack(|| {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let good = drawn(40, 40, format);
            for at in 0..good.len() {
                for byte in [0, 0xff, good[at] ^ 1] {
                    let mut bytes = good.clone();
                    bytes[at] = byte;
                    let _ = super::super::picture(bytes, Rank::Loose);
                    let _ = super::super::picture(good[..at].to_vec(), Rank::Loose);
                }
            }
        }
    });
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
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0....",
        b"RIFF\x10\0\0\0WEBPVP8 ",
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
    assert!(logo_by(Rank::Administrator, folder.path(), "logo.svg").is_ok());
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
