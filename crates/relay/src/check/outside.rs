//! What is asked of other computers than Nylas: the public address, and the downloads.

use crate::check::finding::Finding;
use crate::config::{Config, Download};
use crate::nylas_client::Nylas;
use crate::registration;
use hosts::{Owner, whose_url};
use nylas::{Timeouts, Trigger, transport};
use sha2::{Digest, Sha256};
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// Longest wait for a page or a download's next part.
const PATIENCE: Duration = Duration::from_secs(20);
/// Largest download that is looked at.
const LARGEST: usize = 1024 * 1024 * 1024;

/// Whether a customer gets here by the public address, and strangers get no further.
pub(super) async fn public_address(config: &Config) -> Finding {
    let what = "public address";
    let Ok(http) = transport(&Timeouts::default()).timeout(PATIENCE).build() else {
        return Finding::wrong(what, "TLS cannot be set up here");
    };
    let below = config.public_url.as_str().trim_end_matches('/');
    let address = format!("{below}/health");
    let response = match http.get(&address).send().await {
        Ok(response) if response.status().is_success() => response,
        Ok(response) => {
            return Finding::wrong(what, format!("{address} answers {}", response.status()));
        }
        Err(_) => {
            return Finding::wrong(
                what,
                format!(
                    "{address} doesn't answer; is a relay running, and what stands in front of it?"
                ),
            );
        }
    };
    if response.text().await.ok().as_deref() != Some("ok\n") {
        return Finding::wrong(
            what,
            format!("something else than a relay answers at {address}"),
        );
    }
    if whose_url(&config.public_url) == Owner::ThisComputer {
        return Finding::ok(what, format!("{address} answers, on this computer only"));
    }
    if operators_answer(&http, below).await {
        return Finding::note(
            what,
            format!(
                "{address} answers, and so do your own people's calls: give those an operator_listen of their own"
            ),
        );
    }
    Finding::ok(what, format!("{address} answers"))
}

/// Whether Nylas can tell here that a connection ended, and does.
pub(super) async fn events(config: &Config, nylas: &Nylas) -> Finding {
    let what = "events";
    let Some(file) = &config.nylas.webhook_secret_file else {
        return Finding::note(
            what,
            "not set up: a connection that ends is found within an hour, and not at once",
        );
    };
    if nylas.webhook_secrets().is_empty() {
        return Finding::wrong(
            what,
            format!(
                "{} has no secret in it: `webhook create` brings one",
                file.display()
            ),
        );
    }
    let Ok(http) = transport(&Timeouts::default()).timeout(PATIENCE).build() else {
        return Finding::wrong(what, "TLS cannot be set up here");
    };
    let address = registration::address(config);
    let challenge = uuid::Uuid::new_v4().to_string();
    let asked = format!("{address}?challenge={challenge}");
    let said = match http.get(asked).send().await {
        Ok(answer) if answer.status().is_success() => answer.text().await.ok(),
        _ => None,
    };
    if said != Some(challenge) {
        return Finding::wrong(what, format!("{address} doesn't answer Nylas' challenge"));
    }
    let answers = format!("{address} answers Nylas' challenge");
    let Ok(client) = nylas.client() else {
        return Finding::note(
            what,
            format!("{answers}; without a key it isn't known whether Nylas tells it"),
        );
    };
    match registration::registered(&client, &address).await {
        Ok(None) => Finding::wrong(
            what,
            format!("{answers}, and Nylas doesn't tell it anything: `webhook create` asks it to"),
        ),
        Ok(Some(known)) if !known.is_active() => {
            let status = nylas::quote_within(&known.status, 40);
            Finding::wrong(
                what,
                format!(
                    "{answers}, and Nylas has it as {status}: turn it on again in Nylas' dashboard"
                ),
            )
        }
        Ok(Some(known))
            if !Trigger::GRANTS
                .iter()
                .all(|trigger| known.triggers.contains(trigger)) =>
        {
            Finding::note(
                what,
                format!(
                    "{answers}, and Nylas doesn't tell it everything: in the dashboard, choose all that begins with grant."
                ),
            )
        }
        Ok(Some(_)) => Finding::ok(what, format!("{answers}, and Nylas tells it")),
        Err(error) if error.is_forbidden() => Finding::ok(
            what,
            format!("{answers}; this key may not look whether Nylas tells it, and needn't"),
        ),
        Err(error) => Finding::note(
            what,
            format!("{answers}; whether Nylas tells it could not be asked: {error}"),
        ),
    }
}

/// Whether the calls of the company's own people are answered there, too.
async fn operators_answer(http: &reqwest::Client, below: &str) -> bool {
    let address = format!("{below}{}", invitation::operator::INVITATIONS);
    let answer = http.get(address).send().await;
    answer.is_ok_and(|response| response.status() == 401)
}

/// Whether the downloads are what their hashes say.
pub(super) async fn downloads(config: &Config) -> Vec<Finding> {
    if config.downloads.is_empty() {
        let none = "none: customers are told to ask you for the app";
        return vec![Finding::note("downloads", none)];
    }
    let mut findings = vec![];
    for (system, download) in &config.downloads {
        findings.push(match downloaded(download).await {
            Ok(()) => Finding::ok("downloads", format!("{system}: it is what its hash says")),
            Err(why) => Finding::wrong("downloads", format!("{system}: {why}")),
        });
    }
    findings
}

async fn downloaded(download: &Download) -> Result<(), String> {
    let http = transport(&Timeouts::default())
        .read_timeout(PATIENCE)
        .build()
        .map_err(|_| "TLS cannot be set up here")?;
    let answer = http.get(&download.url).send().await;
    let mut response = answer.map_err(|_| "nothing answers there")?;
    if !response.status().is_success() {
        return Err(format!("it answers {}", response.status()));
    }
    let (mut hash, mut length) = (Sha256::new(), 0);
    while let Some(chunk) = response.chunk().await.map_err(|_| "it breaks off")? {
        length += chunk.len();
        if length > LARGEST {
            return Err("it is larger than a gigabyte".to_owned());
        }
        hash.update(&chunk);
    }
    let hash = data_encoding::HEXLOWER.encode(&hash.finalize());
    if hash.eq_ignore_ascii_case(&download.sha256) {
        Ok(())
    } else {
        Err(format!("its hash is {hash}"))
    }
}

/// What time it is at Nylas, in milliseconds, where its answers say so. No key is sent.
pub(super) async fn time_at_nylas(config: &Config) -> Option<i64> {
    let http = transport(&Timeouts::default())
        .timeout(PATIENCE)
        .build()
        .ok()?;
    let answer = http.get(config.nylas.origin.as_str()).send().await.ok()?;
    let date = answer.headers().get("date")?.to_str().ok()?;
    let at = OffsetDateTime::parse(date, &Rfc2822).ok()?;
    Some(at.unix_timestamp() * 1000)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::operators_answer;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::get;

    #[tokio::test]
    async fn operators_calls_that_strangers_reach_are_seen() {
        for (status, seen) in [
            (StatusCode::UNAUTHORIZED, true),
            (StatusCode::NOT_FOUND, false),
        ] {
            let router = Router::new().route("/r/invitations", get(async move || status));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let below = format!("http://{}/r", listener.local_addr().unwrap());
            tokio::spawn(async { axum::serve(listener, router).await });
            let http = nylas::transport(&nylas::Timeouts::default())
                .no_proxy()
                .build()
                .unwrap();
            assert_eq!(operators_answer(&http, &below).await, seen, "{status}");
        }
    }
}
