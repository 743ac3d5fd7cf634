//! Carries the effects of the wizard out and feeds their outcomes back as events. Knows no Tauri: what a desktop has
//! comes in through the ports, and Nylas is reached through `nylas::Client`, whose address is the seam for tests.

mod accounts;
pub mod asking_apple;
mod clipboard;
mod config;
mod customers;
mod desk;
mod detections;
mod journey;
pub mod kept;
mod network;
mod ports;
pub mod profile;
#[doc(hidden)]
pub mod readers;
mod redirect;
mod report;
mod runner;

pub use config::{Config, Environment, configure};
pub use network::Network;
pub use ports::{
    Answer, Clock, Desktop, History, Kept, Keychain, KeychainFault, NoFolder, Ports, Practice,
    PracticeHost, Store,
};
pub use runner::{Handle, LEAVING, start};
pub use wizard::AccountRecord;
