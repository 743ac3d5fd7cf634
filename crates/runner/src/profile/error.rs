//! Why a profile is refused: file, line, key and a closed set of reasons.

use std::fmt;
use std::path::{Path, PathBuf};

use strum::{IntoStaticStr, VariantNames};

/// A profile that was refused. What it holds may be shown and logged: of the profile's values only a host is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    /// The profile; none when it is built in.
    pub file: Option<PathBuf>,
    /// Counted from 1; none when the whole file is refused.
    pub line: Option<u32>,
    /// With its table, such as `connection.kind`; none when no key is to blame.
    pub key: Option<String>,
    pub reason: Reason,
}

/// What a key wants to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Expected {
    String,
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A list of texts.
    Array,
    /// A table such as `[organization]`.
    Table,
}

/// What is wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// Not TOML, or a key stands twice.
    NotToml,
    /// A key or table that means nothing here.
    UnknownKey,
    /// A key or table that means nothing here and looks like one that does.
    MisspelledKey {
        meant: &'static str,
    },
    /// Another type of value is wanted.
    WrongType(Expected),
    /// The value is none of these.
    NotOneOf(&'static [&'static str]),
    /// Text without a character.
    Empty,
    /// More than this many characters.
    TooLong {
        /// The most characters it may have.
        max: usize,
    },
    /// Not a port from 1 to 65535.
    OutOfRange,
    /// Control characters, or characters that turn the direction of writing.
    ControlCharacters,
    NotAnEmailAddress,
    NotAPhoneNumber,
    /// A space where none may be.
    HasSpaces,
    /// Not a complete `http` or `https` address.
    NotAUrl,
    /// A user name, password, query or fragment in the address.
    UrlHasExtras,
    /// A page that is not `https`.
    NotHttps,
    /// `http` to another computer.
    PlainHttp,
    /// Not a host name or IP address.
    NotAHost,
    /// Not the address of an `http`, `https` or `socks5` proxy.
    NotAProxy,
    /// A host that a loose profile may not name.
    HostNotAllowed {
        /// The host, as it would be asked for, with its port where that is not the usual one.
        host: String,
    },
    /// A name that a loose profile may not bear.
    NameNotAllowed,
    /// A name in letters that are not written together, or with signs that names do not have.
    NameCharacters,
    /// A path, or no file name at all.
    NotABareFileName,
    /// `region` and `api_url` together.
    RegionAndApiUrl,
    /// This key asks for another one.
    Missing {
        needed: &'static str,
    },
    /// Neither `region` nor `api_url`.
    MissingRegion,
    /// No file of this name.
    NotFound,
    /// A folder, a pipe, a device.
    NotAFile,
    /// The system does not let us read it.
    CannotRead,
    NotText,
    /// More than this many kilobytes.
    FileTooLarge {
        /// The most kilobytes (of 1024 bytes) it may have.
        max_kb: u64,
    },
    /// An administrator's file that others can change.
    WritableByOthers,
    /// A file that an administrator's names, and that others can change.
    NamedFileWritableByOthers,
    /// The authority is absent, is no file, or may not be read.
    AuthorityCannotRead,
    /// More than this many kilobytes.
    AuthorityTooLarge {
        /// The most kilobytes (of 1024 bytes) it may have.
        max_kb: u64,
    },
    /// No certificates in PEM, or one that cannot be used.
    AuthorityNotPem,
    /// The picture is absent, is no file, or may not be read.
    LogoCannotRead,
    /// More than this many kilobytes.
    LogoTooLarge {
        /// The most kilobytes (of 1024 bytes) it may have.
        max_kb: u64,
    },
    /// More than this many pixels in a direction.
    LogoTooManyPixels {
        /// The most pixels it may have on a side.
        max: u32,
    },
    /// Not SVG, PNG, JPEG or WebP by its content, or not to be decoded.
    LogoNotAPicture,
    /// SVG, which a loose profile may not show.
    LogoSvg,
}

impl Reason {
    /// The last part of the Fluent message `profile-reason-<code>`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// The message's `$value`: a host, a key, the words to choose from, a limit, or the type that is wanted.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::WrongType(expected) => Some(<&str>::from(expected).to_owned()),
            Self::NotOneOf(allowed) => Some(allowed.join(", ")),
            Self::TooLong { max } => Some(max.to_string()),
            Self::LogoTooManyPixels { max } => Some(max.to_string()),
            Self::HostNotAllowed { host } => Some(host.clone()),
            Self::MisspelledKey { meant } => Some((*meant).to_owned()),
            Self::Missing { needed } => Some((*needed).to_owned()),
            Self::FileTooLarge { max_kb }
            | Self::AuthorityTooLarge { max_kb }
            | Self::LogoTooLarge { max_kb } => Some(max_kb.to_string()),
            _ => None,
        }
    }
}

/// Stands for a file, line, key or value that an error does not have; the messages select on it.
const NONE: &str = "none";

impl ProfileError {
    pub(super) fn of_file(file: &Path, reason: Reason) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: None,
            key: None,
            reason,
        }
    }

    /// The variables of the Fluent message `profile-reason-<code>`, always all of them: `none` for what is not known.
    pub fn arguments(&self) -> [(&'static str, String); 4] {
        let or_none = |known: Option<String>| known.unwrap_or_else(|| NONE.to_owned());
        let file = self
            .file
            .as_ref()
            .map(|file| visible(&file.to_string_lossy()));
        [
            ("file", or_none(file)),
            ("line", or_none(self.line.map(|line| line.to_string()))),
            ("key", or_none(self.key.clone())),
            ("value", or_none(self.reason.value())),
        ]
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reason.code())?;
        for (name, value) in self.arguments() {
            if value != NONE {
                write!(f, " {name}={value}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for ProfileError {}

/// Text of the file's author as an error may show it.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !nylas::is_unseen(*c)).collect()
}
