//! Whole journeys: runner, wizard and client together, over real HTTP, against the simulator and against worse.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod accounts;
mod apple;
mod beside_apple;
mod browser;
mod corpora;
mod customers;
mod desk;
mod elsewhere;
mod expiry;
mod field_cases;
mod hosted;
mod hostile;
mod journey;
mod keychain;
mod killed;
mod logs;
mod mail_only;
mod networks;
mod outcomes;
mod ports;
mod practice;
mod secrets;
mod strange;
mod strangers;
mod uncertain;
mod where_keys_go;
mod whose;
mod wire;
mod world;
mod wrong_field;
