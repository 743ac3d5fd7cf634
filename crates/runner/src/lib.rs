//! Carries the effects of the wizard out and feeds their outcomes back as events. Knows no Tauri: what a desktop has
//! comes in through the ports, and Nylas is reached through `nylas::Client`, whose address is the seam for tests.

mod accounts;
pub mod asking_apple;
mod config;
mod desk;
mod journey;
pub mod kept;
mod ports;
pub mod profile;
mod report;
mod runner;

pub use config::{Config, Environment, configure};
pub use ports::{Answer, Desktop, Kept, Keychain, KeychainFault, Ports, Practice, PracticeHost, Store};
pub use runner::{Handle, start};
pub use wizard::AccountRecord;
