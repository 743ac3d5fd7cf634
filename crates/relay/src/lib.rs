//! The company's server for invitations. It holds the API key, and lets one invited person make, or renew, one grant.

pub mod arguments;
mod backup;
mod check;
mod client_address;
pub mod command;
pub mod config;
pub mod database;
mod logs;
mod metrics;
mod nylas_client;
mod onboarding;
mod operator;
mod page;
mod purge;
mod reconcile;
mod registration;
pub mod relay;
mod secrets;
mod secured;
pub mod serve;
pub mod since;
pub mod store;
mod version;
mod watch;
mod webhook;
mod wizard;
