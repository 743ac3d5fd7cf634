//! The picture beside a profile. What is shown was drawn anew: nothing of the file itself reaches the page, except of an
//! SVG, which only an administrator may name.

use super::error::{ProfileError, Reason};
use super::file::{self, Fault};
use super::{Profile, Rank};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

const MAX_KB: u64 = 256;
/// The most pixels on a side, and the most bytes that drawing it may take: 4096 pixels in both directions.
const MAX_SIDE: u32 = 4096;
const MAX_BYTES: u64 = 96 << 20;
/// A JPEG may draw the whole picture again with every few bytes; those of cameras and programs do so ten times.
const MAX_SCANS: usize = 32;
/// Pixels on a side that reach the page. It shows 32, on some screens by four dots each.
const SHOWN: u32 = 128;

const SVG: &str = "image/svg+xml";

/// A picture for `<img>`, which runs no script of it and loads nothing for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// PNG, or an administrator's SVG.
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// Reads the logo that a profile names; none when it names none or is built in, for then it lies beside no file.
///
/// # Errors
/// The picture cannot be read, is over 256 kB or 4096 pixels, or is not PNG, JPEG, WebP or, in a profile that is not loose,
/// SVG. The profile's line is blamed.
pub fn logo(profile: &Profile) -> Result<Option<Logo>, ProfileError> {
    let organization = &profile.organization;
    let (Some(name), Some(_)) = (&organization.logo, &profile.file) else {
        return Ok(None);
    };
    let refuse = |reason| ProfileError {
        file: profile.file.clone(),
        line: organization.logo_line,
        key: Some("organization.logo".to_owned()),
        reason,
    };
    let bytes = file::beside(profile, name, MAX_KB).map_err(|fault| {
        refuse(match fault {
            Fault::TooLarge => Reason::LogoTooLarge { max_kb: MAX_KB },
            Fault::OpenToOthers => Reason::NamedFileWritableByOthers,
            Fault::Absent | Fault::NotAFile | Fault::Unreadable => Reason::LogoCannotRead,
        })
    })?;
    picture(bytes, profile.rank).map(Some).map_err(refuse)
}

/// A stranger's picture is decoded here, with limits: what a few bytes of SVG make a page draw knows none.
///
/// # Errors
/// As [`logo`].
pub fn picture(bytes: Vec<u8>, rank: Rank) -> Result<Logo, Reason> {
    let format = match mime(&bytes).ok_or(Reason::LogoNotAPicture)? {
        SVG if rank == Rank::Loose => return Err(Reason::LogoSvg),
        SVG => return Ok(Logo { mime: SVG, bytes }),
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        _ => ImageFormat::WebP,
    };
    let picture = decode(&bytes, format)?;
    // A picture is never made larger.
    let picture = if picture.width().max(picture.height()) > SHOWN {
        picture.thumbnail(SHOWN, SHOWN)
    } else {
        picture
    };
    let mut bytes = Vec::new();
    DynamicImage::from(picture.into_rgba8())
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|_| Reason::LogoNotAPicture)?;
    Ok(Logo {
        mime: "image/png",
        bytes,
    })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Reason> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader()
        .into_dimensions()
        .map_err(|_| Reason::LogoNotAPicture)?;
    if width.max(height) > MAX_SIDE {
        return Err(Reason::LogoTooManyPixels { max: MAX_SIDE });
    }
    // Within the picture's data these two bytes do not stand side by side.
    let scans = bytes.windows(2).filter(|two| two == b"\xff\xda").count();
    if format == ImageFormat::Jpeg && scans > MAX_SCANS {
        return Err(Reason::LogoNotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let mut reader = reader();
    reader.limits(limits);
    reader.decode().map_err(|_| Reason::LogoNotAPicture)
}

fn mime(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else if is_svg(bytes) {
        Some(SVG)
    } else {
        None
    }
}

/// An `<svg` element, with nothing before it but a declaration, a document type or comments.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<svg") => return true,
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!DOCTYPE svg") => ">",
            _ => return false,
        };
        let Some((_, after)) = rest.split_once(end) else {
            return false;
        };
        rest = after.trim_start();
    }
}
