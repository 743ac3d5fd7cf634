//! The picture beside a profile.

use super::Profile;
use super::error::{ProfileError, Reason};
use super::file::{self, Fault};

const MAX_KB: u64 = 256;

/// A picture for `<img>`, which runs no script of it and loads nothing for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// By content, not by name.
    pub mime: &'static str,
    /// The file as it is.
    pub bytes: Vec<u8>,
}

/// Reads the logo that a profile names; none when it names none or is built in, for then it lies beside no file.
///
/// # Errors
/// The picture cannot be read, is over 256 kB, or is not SVG, PNG, JPEG or WebP. The profile's line is blamed.
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
    let mime = mime(&bytes).ok_or_else(|| refuse(Reason::LogoNotAPicture))?;
    Ok(Some(Logo { mime, bytes }))
}

fn mime(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else if is_svg(bytes) {
        Some("image/svg+xml")
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
