//! The real window, driven by the names that `docs/architecture.md` lists. Most tests belong in the middle; these prove
//! that the pieces are joined.
#![cfg(target_os = "linux")]
#![expect(clippy::panic, reason = "a test may panic")]

mod accounts;
#[expect(clippy::unwrap_used, reason = "a test may panic")]
#[path = "../../crates/relay/tests/relay/age.rs"]
mod age;
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
#[expect(dead_code, reason = "the relay's own tests need more of it")]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
#[path = "../../crates/relay/tests/relay/post.rs"]
mod post;
mod practice;
mod presses;
mod profile;
mod renewed;
mod sizes;
mod starting;
mod tour;
mod typing;
