//! What proves that somebody was invited. Each is a secret from the moment it is there; the relay keeps hashes alone.

use crate::symbols::{canonical, drawn, same_symbols};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

/// Symbols of a ticket: 160 bits, at five a symbol.
const TICKET: usize = 32;
/// Symbols of a claim's secret: 260 bits.
const SECRET: usize = 52;
/// Symbols of a code for another computer. It lives for minutes, works once, and guessing it is slowed down.
const CODE: usize = 8;

/// Why a text is no ticket, or no bearer. It does not say what the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketError;

/// What a link carries: whoever has it may open the invitation.
#[derive(Clone, Debug)]
pub struct Ticket(SecretString);

/// What makes a claim the claim of one computer: made there, kept in its keychain, and sent beside the ticket.
#[derive(Clone, Debug)]
pub struct Secret(SecretString);

/// What a person types into the browser of another computer to go on there.
#[derive(Clone, Debug)]
pub struct Code(SecretString);

macro_rules! symbols {
    ($type:ident, $length:expr) => {
        impl $type {
            /// How many random bytes it is made of.
            pub const BYTES: usize = $length;

            /// Made of bytes that nobody can guess.
            #[must_use]
            pub fn from_random(bytes: &[u8; $length]) -> Self {
                Self(drawn(bytes).into())
            }

            /// Reads it in whatever letters it was written.
            ///
            /// # Errors
            /// When it is something else.
            pub fn parse(text: &str) -> Result<Self, TicketError> {
                if text.len() != $length {
                    return Err(TicketError);
                }
                canonical(text)
                    .map(|text| Self(text.into()))
                    .ok_or(TicketError)
            }
        }

        impl ExposeSecret<str> for $type {
            fn expose_secret(&self) -> &str {
                self.0.expose_secret()
            }
        }
    };
}

symbols!(Ticket, TICKET);
symbols!(Secret, SECRET);
symbols!(Code, CODE);

impl Code {
    /// Reads what a person typed, with or without the hyphen in the middle.
    ///
    /// # Errors
    /// When it is something else.
    pub fn typed(text: &str) -> Result<Code, TicketError> {
        same_symbols(text, CODE)
            .map(|text| Code(text.into()))
            .ok_or(TicketError)
    }

    /// As it is shown: in two halves and capital letters.
    #[must_use]
    pub fn shown(&self) -> SecretString {
        let text = Zeroizing::new(self.0.expose_secret().to_ascii_uppercase());
        let (first, second) = text.split_at(CODE / 2);
        format!("{first}-{second}").into()
    }
}

/// What a call to the relay bears: a ticket alone until the invitation is claimed, `ticket.secret` from then on.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The invitation's.
    pub ticket: Ticket,
    /// This computer's.
    pub secret: Option<Secret>,
}

impl Bearer {
    /// Reads what stands behind `Bearer` in a request.
    ///
    /// # Errors
    /// When it is neither a ticket nor `ticket.secret`.
    pub fn parse(text: &str) -> Result<Bearer, TicketError> {
        let (ticket, secret) = match text.split_once('.') {
            Some((ticket, secret)) => (ticket, Some(secret)),
            None => (text, None),
        };
        Ok(Bearer {
            ticket: Ticket::parse(ticket)?,
            secret: secret.map(Secret::parse).transpose()?,
        })
    }

    /// What is sent, and what the relay hashes.
    #[must_use]
    pub fn text(&self) -> SecretString {
        let ticket = self.ticket.expose_secret();
        match &self.secret {
            Some(secret) => format!("{ticket}.{}", secret.expose_secret()).into(),
            None => ticket.to_owned().into(),
        }
    }
}
