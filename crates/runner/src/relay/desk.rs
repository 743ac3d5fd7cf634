//! The company's own people at their relay: the key of whoever invites goes to the relay that it was typed for, and nowhere else.

use super::way::{Call, Way, odd};
use crate::{Config, Keychain, api_key::keychain};
use invitation::{
    Link, SCHEME, Site,
    operator::{BATCH, BOARD, Create, Created, INVITATIONS, Rejected},
};
use nylas::Origin;
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use std::sync::Arc;
use wizard::{
    Detail, InvitationForm, MadeInvitation, Problem, RelayDesk, RelayForm, Report, site_in,
};

/// The keychain's user for where the relay is; beside it is the key, so that whoever can change the one can change the other.
const WHERE: &str = "operator";
/// Longest reference, which is read out on the phone.
pub(super) const LONGEST_REFERENCE: usize = 24;

/// The keychain's user for the key of a relay.
fn user(origin: &str) -> String {
    format!("{WHERE} {origin}")
}

/// A relay and the key for it.
#[derive(Clone)]
pub(crate) struct Desk {
    site: Site,
    key: SecretString,
    way: Way,
    kept: bool,
}

/// The relay and the key that the keychain has, if its key may still go there. Nothing is sent.
pub(crate) fn find(config: &Arc<Config>, keys: &dyn Keychain) -> Result<Option<Desk>, Report> {
    let address = keys.get(WHERE).map_err(keychain)?;
    let site = address.and_then(|text| site_in(&config.setup, text.expose_secret()).ok());
    let Some(site) = site else {
        return Ok(None);
    };
    let Some(key) = keys.get(&user(&site.origin())).map_err(keychain)? else {
        return Ok(None);
    };
    Desk::new(config, site, key, true).map(Some)
}

/// Removes the key of this relay, and where that is.
pub(crate) fn forget(origin: Option<String>, keys: &dyn Keychain) -> Result<(), Report> {
    let kept = keys.get(WHERE).ok().flatten();
    let kept = kept.and_then(|text| Site::parse(text.expose_secret()).ok());
    let mut origins = vec![kept.map(|site| site.origin()), origin];
    origins.dedup();
    let users = origins.into_iter().flatten().map(|origin| user(&origin));
    // Every one is tried, whatever becomes of the others.
    users
        .chain([WHERE.to_owned()])
        .map(|user| keys.delete(&user).map_err(keychain))
        .fold(Ok(()), Result::and)
}

impl Desk {
    fn new(
        config: &Arc<Config>,
        site: Site,
        key: SecretString,
        kept: bool,
    ) -> Result<Self, Report> {
        let origin = Origin::parse(&site.origin()).map_err(|_| Problem::RelayNotAnswering)?;
        let way = Way::new(config, origin)?;
        Ok(Desk {
            site,
            key,
            way,
            kept,
        })
    }

    /// Asks the relay about what was typed, and keeps it where the keychain is there.
    pub(crate) async fn check(
        config: Arc<Config>,
        keys: Arc<dyn Keychain>,
        form: RelayForm,
    ) -> Result<Desk, Report> {
        let (site, key) = form.read(&config.setup)?;
        let desk = Desk::new(&config, site, key, false)?;
        desk.list("", None).await?;
        let keeping = desk.clone();
        let kept = tokio::task::spawn_blocking(move || keeping.keep(keys.as_ref())).await;
        Ok(Desk {
            kept: kept.unwrap_or(false),
            ..desk
        })
    }

    fn keep(&self, keys: &dyn Keychain) -> bool {
        let address = SecretString::from(self.site.address());
        let kept = keys
            .set(&user(&self.site.origin()), &self.key)
            .and_then(|()| keys.set(WHERE, &address));
        if let Err(fault) = kept {
            log::warn!("the relay's key cannot be kept: {fault:?}");
        }
        kept.is_ok()
    }

    pub(crate) fn shown(&self) -> RelayDesk {
        RelayDesk {
            place: self.site.place(),
            kept: self.kept,
        }
    }

    pub(crate) fn origin(&self) -> String {
        self.site.origin()
    }

    /// Makes an invitation. Sent once; one that was made without a word about it stands on the board.
    pub(crate) async fn make(&self, form: &InvitationForm) -> Result<MadeInvitation, Report> {
        // What signs in at Apple, as the relay compares it.
        let account = form.read()?.login().to_string();
        let name = form.name.expose_secret().trim().to_owned();
        let label = form.label.expose_secret().trim().to_owned();
        let label = Some(label).filter(|label| !label.is_empty());
        let body = Create {
            account: account.clone(),
            recipient_label: name.clone(),
            account_label: label.clone(),
            ..Create::default()
        };
        let body = serde_json::to_vec(&body).map_err(|_| Problem::RelayNotAnswering)?;
        let made = self.call(Method::POST, self.url(&[]), Some(body)).await?;
        self.made(account, name, label, made)
    }

    pub(super) fn made(
        &self,
        account: String,
        name: String,
        label: Option<String>,
        created: Created,
    ) -> Result<MadeInvitation, Report> {
        Ok(MadeInvitation {
            account,
            name,
            label,
            reference: nylas::quote_within(&created.reference, LONGEST_REFERENCE),
            expires_at: created.expires_at,
            link: self.link(created.link)?,
        })
    }

    pub(super) fn url(&self, under: &[&str]) -> Url {
        self.site.call(INVITATIONS, under)
    }

    pub(super) fn board_url(&self) -> Url {
        self.site.call(BOARD, &[])
    }

    pub(super) fn batch_url(&self) -> Url {
        self.site.call(BATCH, &[])
    }

    fn link(&self, text: Option<String>) -> Result<SecretString, Report> {
        link(text).map_err(|report| self.named(report))
    }

    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        url: Url,
        body: Option<Vec<u8>>,
    ) -> Result<T, Report> {
        let call = Call {
            method,
            url,
            name: INVITATIONS,
            bearer: Some(self.key.clone()),
            body,
        };
        let answered = self.way.exchange(call).await;
        let (status, bytes) = answered.map_err(|report| self.named(report))?;
        read(status, &bytes).map_err(|report| self.named(report))
    }

    /// Sentences name whose server it is.
    pub(super) fn named(&self, mut report: Report) -> Report {
        if report.problem == Problem::RelayNotAnswering {
            let kind = match report.kind.name() {
                "odd" => "desk-odd",
                "slow-down" => "desk-slow-down",
                "elsewhere" => "desk-elsewhere",
                _ => "desk",
            };
            report.kind = kind.into();
        }
        let place = self.site.place();
        report.values.push(("domain", place.clone()));
        report.values.push(("relay", place));
        report
    }
}

/// A relay's answer to an operator.
pub(super) fn read<T: DeserializeOwned>(status: u16, bytes: &[u8]) -> Result<T, Report> {
    if !(200..300).contains(&status) {
        return Err(refused(status, bytes));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        log::warn!("the relay's answer to an operator: {:?}", error.classify());
        odd(Some(status), "unreadable").kind("odd")
    })
}

/// A link that was told just now; what could be none is not sent on.
pub(super) fn link(text: Option<String>) -> Result<SecretString, Report> {
    let text = SecretString::from(text.unwrap_or_default());
    Link::parse(text.expose_secret(), SCHEME)
        .map(|link| link.page())
        .map_err(|_| odd(Some(201), "no-link").kind("odd"))
}

/// The body of an answer that refuses an operator's call.
#[derive(Deserialize)]
struct Refused {
    error: Rejected,
}

/// The variant for an invitation that was refused by this name.
pub(super) fn kind_of(name: &str) -> &'static str {
    match name {
        "account" => "account",
        "account_not_apple" => "not-apple",
        "recipient_label" => "name",
        "account_label" => "label",
        "external_id_taken" => "taken",
        "external_id" => "number",
        _ => "not-understood",
    }
}

/// What a refusal means: by the relay's own name for it, of whose words nothing is shown.
fn refused(status: u16, bytes: &[u8]) -> Report {
    let said = serde_json::from_slice::<Refused>(bytes).ok();
    let name = said.as_ref().map_or("", |said| said.error.r#type.as_str());
    let invitation = |kind| Report::new(Problem::InvitationRefused).kind(kind);
    let report = match (status, name) {
        (401, _) => Report::new(Problem::RelayKeyRefused),
        (403, _) => Report::new(Problem::RelayKeyRefused).kind("role"),
        (_, "ended") => invitation("ended"),
        (_, "under_way") => invitation("under-way"),
        (404, "not_found") => invitation("not-found"),
        // A relay is there, and answers its own people elsewhere.
        (404 | 405, _) => Report::new(Problem::RelayNotAnswering).kind("elsewhere"),
        (429, _) => Report::new(Problem::RelayNotAnswering).kind("slow-down"),
        (400 | 409 | 422, _) if said.is_some() => invitation(kind_of(name)),
        _ => Report::new(Problem::RelayNotAnswering),
    };
    Report {
        detail: Box::new(Detail {
            status: Some(status),
            kind: (!name.is_empty()).then(|| nylas::quote(name)),
            ..Detail::default()
        }),
        ..report
    }
}
