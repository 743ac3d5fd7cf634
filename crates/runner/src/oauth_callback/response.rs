//! What a redirect says, and whether it is the one that is waited for.

use apple::word_in;
use hosts::{Owner, whose_url};
use nylas::{AuthorizationResponse, Redirect};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use subtle::ConstantTimeEq;
use url::Url;

use super::{error::meaning, request::PATH};
use wizard::Ended;

/// Longest address that is taken from the clipboard, in bytes; as long as a browser's request may be.
pub(crate) const LONGEST_ADDRESS: usize = 8 << 10;

/// How the address begins, with and without the scheme that browsers hide.
const BEGINS: [&str; 8] = [
    "http://localhost:",
    "https://localhost:",
    "http://127.",
    "https://127.",
    "http://[",
    "https://[",
    "localhost:",
    "127.0.0.1:",
];

/// What the browser's page says of an answer. `callback`: the registered address.
pub(crate) fn ended(answer: &AuthorizationResponse, callback: &str) -> Ended {
    match answer {
        AuthorizationResponse::Code(_) => Ended::SignedIn,
        AuthorizationResponse::Failed(error) => (&meaning(error, callback)).into(),
    }
}

/// Why a redirect is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not an address of the callback, or says something twice.
    NotTheCallback,
    /// It belongs to another attempt, or was made up.
    OtherState,
}

/// The redirect that is waited for.
#[derive(Clone)]
pub(crate) struct Expected {
    port: u16,
    state: SecretString,
}

impl Expected {
    pub(crate) const fn new(port: u16, state: SecretString) -> Self {
        Expected { port, state }
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Reads the query of a redirect.
    pub(crate) fn query(&self, query: &str) -> Result<AuthorizationResponse, Refused> {
        let redirect = Redirect::read(query).ok_or(Refused::NotTheCallback)?;
        if !self.is_expected(redirect.state.expose_secret()) {
            return Err(Refused::OtherState);
        }
        Ok(redirect.answer)
    }

    /// Reads an address that was copied from the browser, which may hide its scheme, and with what was copied along. Whose
    /// it is, its state tells; so it is read as it is, without its dress, and as one that was broken into lines.
    pub(crate) fn pasted(&self, text: &SecretString) -> Result<AuthorizationResponse, Refused> {
        let text = text.expose_secret();
        if text.trim().len() > LONGEST_ADDRESS {
            return Err(Refused::NotTheCallback);
        }
        // As the source of a page has it.
        let text = Zeroizing::new(text.replace("&amp;", "&"));
        let squeezed: SecretString = text.split_whitespace().collect::<String>().into();
        let readings = [
            text.trim().into(),
            SecretString::from(word_in(&text, &BEGINS).as_str()),
            word_in(squeezed.expose_secret(), &BEGINS).as_str().into(),
        ];
        let mut why = Refused::NotTheCallback;
        for reading in &readings {
            match self.address(reading.expose_secret()) {
                Ok(answer) => return Ok(answer),
                Err(Refused::OtherState) => why = Refused::OtherState,
                Err(Refused::NotTheCallback) => {}
            }
        }
        Err(why)
    }

    fn address(&self, text: &str) -> Result<AuthorizationResponse, Refused> {
        let whole = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        let url = Url::parse(&whole).map_err(|_| Refused::NotTheCallback)?;
        // Some browsers write https by themselves, and some take one name of this computer for another.
        let same_place = matches!(url.scheme(), "http" | "https")
            && whose_url(&url) == Owner::ThisComputer
            && url.port_or_known_default() == Some(self.port)
            && url.path() == PATH;
        if !same_place || !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::NotTheCallback);
        }
        self.query(url.query().unwrap_or_default())
    }

    /// Compares all of it, in a time that does not tell how much fits.
    fn is_expected(&self, state: &str) -> bool {
        state
            .as_bytes()
            .ct_eq(self.state.expose_secret().as_bytes())
            .into()
    }
}
