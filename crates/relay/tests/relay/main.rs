//! The program itself, over HTTP, against the simulator; each test on SQLite and on PostgreSQL.
// A relay runs on a server, and these look at the modes of its files and start a PostgreSQL as nobody.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

/// A test on each database.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($site:ident: Site) $body:block)*) => {$(
        mod $name {
            use super::*;
            async fn test($site: Site) $body
            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(Site::sqlite().await).await;
            }
            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "starts PostgreSQL: cargo xtask test brings it"]
            async fn postgres() {
                test(Site::postgres().await).await;
            }
        }
    )*};
}

mod age;
mod backups;
mod bench;
mod between;
mod board;
mod check;
mod company;
mod connecting;
mod data;
mod docs;
mod document;
mod encrypted;
#[cfg(unix)]
mod files;
mod guard;
mod hostile;
mod mails;
mod metrics;
mod operators;
mod outages;
mod pages;
mod phone;
mod post;
mod postgres;
mod process;
mod registration;
mod renewals;
mod returns;
mod site;
mod told;
mod versions;
mod webhooks;
mod wizard;
