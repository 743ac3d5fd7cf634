//! The real window, driven by the names that `docs/architecture.md` lists. Most tests belong in the middle; these prove
//! that the pieces are joined.
#![cfg(target_os = "linux")]
#![expect(clippy::panic, reason = "a test may panic")]

mod accounts;
mod behind;
mod bench;
mod beside_apple;
mod browser;
mod comforts;
mod doors;
mod driver;
mod frames;
mod hands;
mod heard;
mod hosted;
mod invited;
mod inviting;
mod journey;
mod keyboard;
mod landing;
mod locked;
mod logo;
mod managed;
mod manners;
mod memory;
mod operator;
mod picture;
mod polish;
mod practice;
mod presses;
mod profile;
mod sizes;
mod starting;
mod tour;
mod typing;
