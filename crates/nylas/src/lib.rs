//! A typed client for the parts of Nylas API v3 that onboarding needs.
//!
//! [`Client`] speaks to one [`Origin`] with one API key, [`PublicClient`] without one. They follow no redirect, read no
//! endless answer, repeat only what is safe to repeat, and their errors hold neither an address nor a secret.

mod answer;
mod authorization;
mod bounded;
mod client;
mod connect;
mod custom_auth;
mod error;
mod grant;
mod http;
mod models;
mod origin;
mod provider;
mod public;
#[doc(hidden)]
pub mod readers;
mod retry;
mod secrets;
#[cfg(test)]
mod tests;
mod tokens;
mod transport;

pub use answer::wait;
pub use authorization::{AuthorizationRequest, Pkce};
pub use client::Client;
pub use connect::classify;
pub use custom_auth::{CustomAuth, OAuthProvider};
pub use error::{Connect, Error, ServerError, Unreadable, Why, is_unseen, quote};
pub use grant::{Grant, GrantId, GrantIdError, GrantStatus, GrantsPage, GrantsQuery};
pub use models::{Application, Calendar, Connector, Detected, Message, RedirectUri};
pub use origin::{Origin, OriginError, Region};
pub use provider::Provider;
pub use public::PublicClient;
pub use secrets::Secrets;
pub use tokens::{TokenInfo, Tokens};
pub use transport::{ClientBuilder, Timeouts, transport};
