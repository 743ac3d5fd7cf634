//! Whole journeys: runner, wizard and client together, over real HTTP, against the simulator and against worse.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

// Code calls a room by its folder's name, as everywhere; the package's own tests do not get that from Cargo.
extern crate icloud_connect_runner as runner;

mod accounts;
mod ambiguous_submit;
mod api_key;
mod apple;
mod arbitrary_replies;
mod beside_apple;
mod browser;
mod corpora;
mod crash_recovery;
mod expiry;
mod fault_proxy;
mod field_cases;
mod grant_identity;
mod hosted;
mod hostile;
mod invitation;
mod inviting;
mod journey;
mod keychain;
mod keys;
mod lesser_keys;
mod logs;
mod mail_only;
mod networks;
mod opened_file;
mod other_provider;
mod outcomes;
mod ports;
mod practice;
mod profile_export;
mod secrets;
mod strangers;
mod where_keys_go;
mod world;
mod wrong_field;
