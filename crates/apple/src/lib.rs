//! What is known about Apple without asking anyone: addresses, the shape of what was typed, Apple's pages,
//! and what the verdicts of mail and calendar mean together. No I/O, no clock.

mod address;
mod characters;
mod hosted;
mod pages;
mod password;
mod pasted;
mod verdict;

pub use address::{
    Address, AddressError, MAX_ADDRESS, ParsedAddress, may_be_asked_about, meant_by, parse_address,
};
pub use hosted::{MailHost, hosted_by, provider_of};
pub use pages::Page;
pub use password::{AppPassword, MAX_PASSWORD_TEXT, Note, PasswordKind, classify_password};
pub use pasted::word_in;
pub use verdict::{Combined, Verdict, Verdicts, says_locked};
