//! Whether a phone's way leads back: Nylas sends browsers only to addresses that it was told of.

use crate::check::finding::Finding;
use crate::config::Config;
use nylas::Client;

/// What Nylas says of the address that its page is to lead back to.
pub(super) async fn phone(config: &Config, client: &Client) -> Finding {
    let what = "phone";
    let address = config.phone_callback();
    if config.nylas.application_id.is_none()
        && let Err(error) = client.application().await
        && error.is_forbidden()
    {
        return Finding::wrong(
            what,
            "the key may not look up its application: write its ID into nylas.application_id",
        );
    }
    match client.redirect_uris().await {
        Ok(known) if known.iter().any(|known| known.url == address) => {
            Finding::ok(what, format!("Nylas' page leads back to {address}"))
        }
        Ok(_) => Finding::wrong(
            what,
            format!(
                "Nylas' page doesn't lead back yet: add {address} in its dashboard, as a callback URI for the web"
            ),
        ),
        Err(error) if error.is_forbidden() => Finding::note(
            what,
            format!(
                "this key may not look whether Nylas knows {address}: the first phone will tell"
            ),
        ),
        Err(error) => Finding::note(what, format!("Nylas doesn't tell just now: {error}")),
    }
}
