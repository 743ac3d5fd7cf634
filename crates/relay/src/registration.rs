//! Nylas' events, registered: Nylas is asked to tell this relay, and what it signs them with goes into a file.

use crate::config::Config;
use crate::nylas_client::Nylas;
use crate::webhook;
use nylas::{Client, Error, Trigger, Webhook};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// By which somebody in Nylas' dashboard knows whose it is.
const DESCRIPTION: &str = "icloud-connect-relay";

/// Where this relay is told.
pub(crate) fn address(config: &Config) -> String {
    let below = config.public_url.as_str().trim_end_matches('/');
    format!("{below}{}", webhook::PATH)
}

/// What Nylas has for that address.
pub(crate) async fn registered(client: &Client, address: &str) -> Result<Option<Webhook>, Error> {
    let all = client.webhooks().await?;
    let mut own: Vec<_> = all
        .into_iter()
        .filter(|webhook| webhook.url == address)
        .collect();
    // One that works counts before one that does not.
    own.sort_by_key(|webhook| !webhook.is_active());
    Ok(own.into_iter().next())
}

/// Asks Nylas to tell this relay what becomes of grants. What is there already is named.
pub(crate) async fn create(config: &Config) -> Result<String, String> {
    let (nylas, client, file) = needed(config)?;
    let address = address(config);
    if let Some(known) = registered(&client, &address)
        .await
        .map_err(|error| refused(&error))?
    {
        let id = nylas::quote(&known.id);
        if !known.is_active() {
            let status = nylas::quote_within(&known.status, 40);
            return Err(format!(
                "Nylas knows {address} (webhook {id}) and has it as {status}: turn it on again in Nylas' dashboard"
            ));
        }
        if nylas.webhook_secrets().is_empty() {
            return Err(format!(
                "Nylas tells {address} already (webhook {id}), and {} has no secret in it: `webhook rotate` brings a new one",
                file.display()
            ));
        }
        return Ok(format!("Nylas tells {address} already (webhook {id})."));
    }
    // Opened before, so that the secret has somewhere to go.
    let opened = open(file)?;
    let made = client
        .create_webhook(&address, &Trigger::GRANTS, DESCRIPTION)
        .await
        .map_err(|error| {
            format!(
                "{}. Nylas asks {address} first: is a relay running there?",
                refused(&error)
            )
        })?;
    keep(file, opened, &made.secret)?;
    let id = nylas::quote(&made.id);
    Ok(format!(
        "Nylas tells {address} from now on (webhook {id}). The secret is in {}.",
        file.display()
    ))
}

/// Has Nylas sign with a new secret, which goes on a further line: the one before still counts for what is on its way.
pub(crate) async fn rotate(config: &Config) -> Result<String, String> {
    let (_, client, file) = needed(config)?;
    let address = address(config);
    let Some(known) = registered(&client, &address)
        .await
        .map_err(|error| refused(&error))?
    else {
        return Err(format!(
            "Nylas doesn't tell {address} yet: `webhook create` asks it to"
        ));
    };
    let opened = open(file)?;
    let made = client
        .rotate_webhook_secret(&known.id)
        .await
        .map_err(|error| refused(&error))?;
    keep(file, opened, &made.secret)?;
    Ok(format!(
        "Nylas signs with a new secret. It's the last line of {}; the one before still counts for what's on its way. Relays on other computers need the same file.",
        file.display()
    ))
}

fn needed(config: &Config) -> Result<(Nylas, Client, &Path), String> {
    let file = config.nylas.webhook_secret_file.as_deref().ok_or(
        "nylas.webhook_secret_file is missing: name a file there, and the secret will be put into it",
    )?;
    let nylas = Nylas::new(&config.nylas);
    let client = nylas
        .client()
        .map_err(|_| format!("{} has no key in it", config.nylas.api_key_file.display()))?;
    Ok((nylas, client, file))
}

fn refused(error: &Error) -> String {
    if error.is_forbidden() {
        return "this key may not look after webhooks: use one that may, or Nylas' dashboard"
            .to_owned();
    }
    format!("Nylas: {error}")
}

/// For its owner alone, where it is made now.
fn open(file: &Path) -> Result<File, String> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(file)
        .map_err(|error| format!("{} cannot be written: {}", file.display(), error.kind()))
}

/// Only ever added: whatever goes wrong, no secret that counts is lost.
fn keep(file: &Path, opened: File, secret: &SecretString) -> Result<(), String> {
    let secret = secret.expose_secret();
    if secret.is_empty() || !secret.chars().all(|c| c.is_ascii_graphic()) {
        return Err(
            "Nylas' answer has no secret that a line can hold: `webhook rotate` brings another"
                .to_owned(),
        );
    }
    add_line(opened, secret).map_err(|error| {
        format!(
            "the secret could not be written into {} ({}): mend that, and `webhook rotate` brings another",
            file.display(),
            error.kind()
        )
    })
}

fn add_line(mut file: File, secret: &str) -> io::Result<()> {
    let mut before = Zeroizing::new(Vec::new());
    file.read_to_end(&mut before)?;
    let begins = match before.last() {
        None | Some(b'\n') => "",
        Some(_) => "\n",
    };
    let line = Zeroizing::new(format!("{begins}{secret}\n"));
    file.write_all(line.as_bytes())?;
    file.sync_all()
}
