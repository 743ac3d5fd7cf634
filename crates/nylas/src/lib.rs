//! A typed client for the parts of Nylas API v3 that onboarding needs.
//!
//! [`Client`] speaks to one [`Origin`] with one API key. It follows no redirect, reads no endless
//! answer, repeats only what is safe to repeat, and its errors hold neither an address nor a secret.

mod answer;
mod client;
mod connect;
mod custom_auth;
mod error;
mod grant;
mod models;
mod origin;
mod provider;
mod retry;
#[cfg(test)]
mod tests;
mod transport;

pub use client::Client;
pub use connect::classify;
pub use custom_auth::CustomAuth;
pub use error::{Connect, Error, ServerError, Unreadable, Why, quote};
pub use grant::{Grant, GrantId, GrantIdError, GrantStatus};
pub use models::{Application, Calendar, Connector, Message};
pub use origin::{Origin, OriginError, Region};
pub use provider::Provider;
pub use transport::{ClientBuilder, Timeouts, transport};
