//! Carries the effects of the wizard out and feeds their outcomes back as events. Knows no Tauri: what a desktop has
//! comes in through the ports, and Nylas is reached through `nylas::Client`, whose address is the seam for tests.

mod accounts;
mod api_key;
pub mod apple_check;
mod clipboard;
mod config;
mod detections;
mod network;
mod oauth_callback;
mod onboarding;
mod opened;
mod ports;
pub mod profile;
mod profile_export;
#[doc(hidden)]
pub mod readers;
mod relay;
mod report;
mod runner;
pub mod state_file;
mod support;

pub use config::{Config, Environment, Variable, configure};
pub use network::{Network, ProxyChoice, ProxyResolver};
pub use ports::{
    BoxedFuture, Clock, Desktop, History, Keychain, KeychainFault, NoFolder, Ports, Practice,
    PracticeHost, SavedState, Store,
};
pub use runner::{Handle, LEAVING, start};
pub use wizard::{AccountRecord, Unreadable};
