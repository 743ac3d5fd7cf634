//! The journey as tables and as random walks. Nothing here needs a network, a clock or a window.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod accounts;
mod address;
mod address_elsewhere;
mod all_grants;
mod apple_check;
mod beside_apple;
mod blocks;
mod board;
mod bounded;
mod custom_auth;
mod diagram;
mod done;
mod expiry;
mod grant_read;
mod hands;
mod html;
mod inputs;
mod invitation;
mod inviting;
mod mail_only;
mod manners;
mod moves;
mod off_the_path;
mod operator;
mod other_provider;
mod page;
mod password;
mod pauses;
mod play;
mod prepare;
mod problems;
mod profile;
mod renewals;
mod resume;
mod samples;
mod send_link;
mod several;
mod sign_in;
mod start;
mod templates;
mod tries;
mod walk;
mod world;
