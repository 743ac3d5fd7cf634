//! A typed client for the parts of Nylas API v3 that onboarding needs.
//!
//! [`Client`] speaks to one [`Origin`] with one API key, [`PublicClient`] without one. They follow no redirect, read no
//! endless answer, repeat only what is safe to repeat, and their errors hold neither an address nor a secret.
//!
//! ```no_run
//! use nylas::{Client, CustomAuth, Error, Provider, Region};
//!
//! # async fn connect(key: secrecy::SecretString) -> Result<(), Error> {
//! let client = Client::new(Region::Eu.origin(), key)?;
//! if client.connector(Provider::ICloud).await?.is_none() {
//!     client.create_connector(Provider::ICloud).await?;
//! }
//! let auth = CustomAuth::ICloud {
//!     username: "nyla@icloud.com".to_owned(),
//!     password: "abcd-efgh-ijkl-mnop".into(),
//!     state: None,
//! };
//! let grant = client.custom_auth(&auth).await?;
//! for calendar in client.calendars(&grant.id).await? {
//!     println!("{}", calendar.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The grants of an application come in pages:
//!
//! ```no_run
//! # async fn list(client: nylas::Client) -> Result<(), nylas::Error> {
//! use nylas::{GrantStatus, GrantsQuery};
//!
//! let mut query = GrantsQuery {
//!     status: Some(GrantStatus::Invalid),
//!     ..GrantsQuery::default()
//! };
//! loop {
//!     let page = client.grants_page(&query).await?;
//!     for grant in &page.grants {
//!         println!("{} has to sign in again", grant.email.as_deref().unwrap_or("somebody"));
//!     }
//!     if !page.more {
//!         break;
//!     }
//!     query.offset += page.grants.len();
//! }
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs)]

mod answer;
mod authorization;
mod bounded;
mod client;
mod connect;
mod custom_auth;
mod deserialize;
mod error;
mod grant;
mod http;
mod meaning;
mod models;
mod origin;
mod provider;
mod public;
#[doc(hidden)]
pub mod readers;
mod redirect;
mod retry;
mod secrets;
#[cfg(test)]
mod tests;
mod timeouts;
mod tokens;
mod transport;
mod webhook;

pub use answer::wait;
pub use authorization::{AuthorizationRequest, Pkce};
pub use client::Client;
pub use connect::classify;
pub use custom_auth::{CustomAuth, OAuthProvider};
pub use error::{Connect, Error, ServerError, Unreadable, Why, is_unseen, quote, quote_within};
pub use grant::{Grant, GrantId, GrantIdError, GrantStatus, GrantsPage, GrantsQuery};
pub use meaning::{FormerKey, Meaning};
pub use models::{Application, Calendar, Connector, Detected, Message, RedirectUri};
pub use origin::{Origin, OriginError, Region};
pub use provider::Provider;
pub use public::PublicClient;
pub use redirect::{AuthorizationError, AuthorizationResponse, NotSignedIn, Redirect};
pub use secrets::Secrets;
pub use timeouts::Timeouts;
pub use tokens::Tokens;
pub use transport::{ClientBuilder, transport};
pub use webhook::{SignedWebhook, Trigger, Webhook};
