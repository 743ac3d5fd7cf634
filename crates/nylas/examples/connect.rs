//! One custom authentication, and nothing else: what a process of this client costs, beside `curl` and the official SDK.
//!
//!     NYLAS_API_KEY=… APP_PASSWORD=… cargo run -p nylas --example connect -- https://api.us.nylas.com nyla@icloud.com

#![expect(
    clippy::print_stdout,
    reason = "a command-line program speaks on stdout"
)]

use nylas::{Client, CustomAuth, Origin};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut line = std::env::args().skip(1);
    let (Some(origin), Some(username)) = (line.next(), line.next()) else {
        return Err("say which Nylas and which account".into());
    };
    let client = Client::new(
        Origin::parse(&origin)?,
        std::env::var("NYLAS_API_KEY")?.into(),
    )?;
    let auth = CustomAuth::ICloud {
        username,
        password: std::env::var("APP_PASSWORD")?.into(),
        state: None,
    };
    println!("{}", client.custom_auth(&auth).await?.id);
    Ok(())
}
