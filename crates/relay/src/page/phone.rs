//! The way of a phone: Apple's steps, Nylas' own page, and back. The password is typed at Nylas and never comes here.

use crate::logs;
use crate::onboarding::{self, Returned, failure, noted, of_redirect};
use crate::page::apple_steps::apple_steps;
use crate::page::cookie;
use crate::page::ended::{busy, ended_by, text};
use crate::page::invited::Invited;
use crate::page::outcome::{self, DONE, connected, unread, working};
use crate::page::parts::at;
use crate::page::text::Text;
use crate::relay::Relay;
use crate::secrets::{self, hash, in_logs};
use crate::store::{self, Begun, Found, SignIn};
use apple::{ParsedAddress, parse_address};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::{Bearer, Fault, Progress, Secret, Step, System};
use nylas::{AuthorizationRequest, AuthorizationResponse, NotSignedIn, Pkce, Redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Until then the browser is told how it ended; after that it asks again.
const PATIENCE: Duration = Duration::from_secs(9);
/// Longest query that is read. Codes are far shorter.
const LONGEST: usize = 8 * 1024;
/// How long a fresh grant is given before it is said that nothing can be read through it, in milliseconds.
const FRESH: i64 = 60 * 1000;
/// In place of a program's version and of its system.
const VERSION: &str = "phone";

/// `GET /i/{ticket}/phone`
pub(crate) async fn steps(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Invited { found, ticket }: Invited,
) -> Response {
    let text = text(&relay, &headers, Some(&found));
    // Nobody makes a password for nothing.
    match is_ready(&relay).await {
        Ok(true) => {
            let to = format!("/i/{}/phone", ticket.expose_secret());
            apple_steps(&relay, &text, &at(&relay.config, &to))
        }
        Ok(false) => stopped(&relay, &text, "I10"),
        Err(error) => busy(&relay, &text, &error),
    }
}

/// `POST /i/{ticket}/phone`
pub(crate) async fn start(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Invited { found, ticket }: Invited,
) -> Response {
    let browser = match cookie::read(&headers).map_or_else(secrets::secret, Ok) {
        Ok(browser) => browser,
        Err(secrets::NoRandomness) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let bearer = Bearer {
        ticket,
        secret: Some(browser.clone()),
    };
    let found = Found {
        claim_hash: Some(hash(bearer.text().expose_secret())),
        ..found
    };
    go(&relay, &headers, &found, &browser).await
}

/// `GET /phone`
pub(crate) async fn own_steps(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    match own(&relay, &headers).await {
        Ok(Some((found, ..))) => {
            let to = at(&relay.config, outcome::AGAIN);
            apple_steps(&relay, &text(&relay, &headers, Some(&found)), &to)
        }
        Ok(None) => lost(&relay, &headers),
        Err(error) => busy(&relay, &text(&relay, &headers, None), &error),
    }
}

/// `POST /phone/again`
pub(crate) async fn again(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    match own(&relay, &headers).await {
        Ok(Some((found, _, browser))) => go(&relay, &headers, &found, &browser).await,
        Ok(None) => lost(&relay, &headers),
        Err(error) => busy(&relay, &text(&relay, &headers, None), &error),
    }
}

/// `GET /phone/callback`
pub(crate) async fn callback(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    match came_back(&relay, &headers, &query).await {
        // The code leaves the browser's address bar.
        Ok(true) => see_other(&at(&relay.config, DONE)),
        Ok(false) => lost(&relay, &headers),
        Err(error) => busy(&relay, &text(&relay, &headers, None), &error),
    }
}

/// `GET /phone/done`
pub(crate) async fn done(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    match standing(&relay, &headers).await {
        Ok(response) => response,
        Err(error) => busy(&relay, &text(&relay, &headers, None), &error),
    }
}

/// Where somebody goes from here.
enum Way {
    /// To Nylas' page.
    Away(String),
    Ended(Fault),
    /// Nowhere, for that reason.
    Stopped(&'static str),
}

/// Sends the browser to Nylas' page. Whatever comes of it, it keeps what it holds the invitation by.
async fn go(relay: &Relay, headers: &HeaderMap, found: &Found, browser: &Secret) -> Response {
    let text = text(relay, headers, Some(found));
    let mut response = match way(relay, found, browser).await {
        Ok(Way::Away(to)) => see_other(&to),
        Ok(Way::Ended(fault)) => ended_by(relay, &text, fault, None),
        Ok(Way::Stopped(why)) => stopped(relay, &text, why),
        Err(error) => busy(relay, &text, &error),
    };
    if let Some(cookie) = cookie::given(&relay.config, browser) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Before anybody is sent anywhere.
fn stopped(relay: &Relay, text: &Text, why: &str) -> Response {
    let status = match why {
        "I08" | "slow" => StatusCode::TOO_MANY_REQUESTS,
        "I09" => StatusCode::CONFLICT,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    outcome::stopped(&relay.config, text, why, "", status)
}

/// Whether a password would lead anywhere; without the application's ID there is no page to go to.
async fn is_ready(relay: &Relay) -> sqlx::Result<bool> {
    Ok(relay.ready().await? && relay.nylas.application().await.is_some())
}

async fn way(relay: &Relay, found: &Found, browser: &Secret) -> sqlx::Result<Way> {
    let database = &relay.database;
    if !is_ready(relay).await? {
        return Ok(Way::Stopped("I10"));
    }
    if !store::claim(database, found, VERSION, System::Other).await? {
        let now = store::find_hashed(database, found.ticket_hash.clone(), None).await?;
        let ended = now.and_then(|now| now.ended());
        return Ok(ended.map_or(Way::Stopped("I09"), Way::Ended));
    }
    let invitation = &found.invitation;
    let claim = found.claim_hash.as_deref().unwrap_or_default();
    if store::left(database, &invitation.mailbox, claim).await? == 0 {
        return Ok(Way::Stopped("I08"));
    }
    let (Ok(client), Some(client_id), ParsedAddress::Apple(account), Ok(state)) = (
        relay.nylas.client(),
        relay.nylas.application().await,
        parse_address(&invitation.account),
        state(invitation.grant_state.as_deref()),
    ) else {
        return Ok(Way::Stopped("I10"));
    };
    let state_hash = hash(state.expose_secret());
    let browser_hash = hash(browser.expose_secret());
    if !store::begin_sign_in(database, found, &state_hash, &browser_hash).await? {
        return Ok(Way::Stopped("slow"));
    }
    let before = match noted(&client, &account.to_string()).await {
        Ok(before) => serde_json::to_string(&before).unwrap_or_default(),
        Err(error) => {
            log::warn!("noting the grants: {error}");
            return Ok(Way::Stopped(match failure(&error).code {
                "I10" => "I10",
                _ => "N07",
            }));
        }
    };
    store::sent_to_nylas(database, &state_hash, &before).await?;
    let progress = Progress {
        step: Step::Password,
        problem: None,
    };
    store::progress(database, found, &progress).await?;
    logs::event(
        "sent to Nylas' page",
        json!({ "ticket": in_logs(&found.ticket_hash) }),
    );
    let request = AuthorizationRequest {
        client_id,
        redirect_uri: relay.config.phone_callback(),
        provider: Some(Relay::provider_of(&relay.config).as_str().to_owned()),
        login_hint: Some(account.to_string()),
        challenge: Pkce::from_verifier(verifier(browser, &state)).challenge(),
        state,
    };
    Ok(Way::Away(request.url(relay.nylas.origin()).into()))
}

/// What comes back with the browser: the company's own words, and what nobody guesses.
fn state(own: Option<&str>) -> Result<SecretString, secrets::NoRandomness> {
    let nonce = secrets::secret()?;
    let nonce = nonce.expose_secret();
    Ok(own
        .map_or_else(|| nonce.to_owned(), |own| format!("{own}.{nonce}"))
        .into())
}

/// Proves at Nylas that the one who came back is the one who left. Made of what only this browser has, and kept nowhere.
fn verifier(browser: &Secret, state: &SecretString) -> SecretString {
    let (browser, state) = (browser.expose_secret(), state.expose_secret());
    hash(&format!("pkce.{browser}.{state}")).into()
}

/// Takes what the browser brings, once; whether it is a browser that was sent.
async fn came_back(relay: &Arc<Relay>, headers: &HeaderMap, query: &str) -> sqlx::Result<bool> {
    let redirect = Some(query).filter(|query| query.len() <= LONGEST);
    let (Some(redirect), Some(browser)) =
        (redirect.and_then(Redirect::read), cookie::read(headers))
    else {
        return Ok(false);
    };
    let database = &relay.database;
    let state = hash(redirect.state.expose_secret());
    let sign_in = store::sign_in(database, &state, &hash(browser.expose_secret())).await?;
    let Some(sign_in) = sign_in else {
        return Ok(false);
    };
    let Some(found) = of(relay, &sign_in).await? else {
        return Ok(false);
    };
    // A browser that looks ahead, or is reloaded, comes twice.
    if !store::returned(database, &state).await? {
        return Ok(true);
    }
    if let Some(why) = ended(relay, &sign_in, found, redirect, &browser).await? {
        store::stopped(database, &state, why).await?;
    }
    Ok(true)
}

/// What becomes of it: the reason that this way ended before anything was asked of Nylas, or none.
async fn ended(
    relay: &Arc<Relay>,
    sign_in: &SignIn,
    found: Found,
    redirect: Redirect,
    browser: &Secret,
) -> sqlx::Result<Option<&'static str>> {
    let before = sign_in.noted.as_deref();
    let before = before.and_then(|noted| serde_json::from_str(noted).ok());
    let (Some(before), false) = (before, sign_in.is_late) else {
        return Ok(Some("expired"));
    };
    let brought = match redirect.answer {
        AuthorizationResponse::Code(code) => Ok(code),
        AuthorizationResponse::Failed(error) => {
            log::warn!("Nylas' page: {:?}", error.meaning());
            match of_redirect(error.meaning()) {
                Some(failure) => Err(failure),
                None if error.meaning() == NotSignedIn::Declined => return Ok(Some("declined")),
                None => return Ok(Some("expired")),
            }
        }
    };
    let Some(client_id) = relay.nylas.application().await else {
        return Ok(Some("I10"));
    };
    onboarding::look_after(relay, &found.invitation).await?;
    let lease = match store::begin(&relay.database, &found).await? {
        Begun::Yes(lease) => lease,
        Begun::UnderWay => return Ok(Some("N07")),
        Begun::TooManyTries(_) => return Ok(Some("I08")),
        // The page that follows says why.
        Begun::NoLonger => return Ok(None),
    };
    match brought {
        Err(failure) => onboarding::not_signed_in(relay, &lease, failure).await,
        Ok(code) => {
            let returned = Returned {
                client_id,
                code,
                verifier: verifier(browser, &redirect.state),
                before,
                since: sign_in.started_at / 1000,
            };
            // The work goes on whether or not somebody waits for it.
            let work = onboarding::sign_in(relay.clone(), lease, found.invitation, returned);
            let _ = tokio::time::timeout(PATIENCE, tokio::spawn(work)).await;
        }
    }
    Ok(None)
}

/// How this browser's last sign-in stands.
async fn standing(relay: &Arc<Relay>, headers: &HeaderMap) -> sqlx::Result<Response> {
    let Some((found, sign_in, _)) = own(relay, headers).await? else {
        return Ok(lost(relay, headers));
    };
    onboarding::look_after(relay, &found.invitation).await?;
    let text = text(relay, headers, Some(&found));
    let (config, invitation) = (&relay.config, &found.invitation);
    let stopped = |why: &str| {
        let account = invitation.account.as_str();
        outcome::stopped(config, &text, why, account, StatusCode::OK)
    };
    Ok(match (found.not_held(), found.ended()) {
        (Some(Fault::OtherComputer), _) => stopped("I09"),
        (Some(Fault::NotClaimed), _) => stopped("unfinished"),
        (None, Some(Fault::Used)) => {
            let calendars = invitation.calendars.as_deref();
            let calendars: Option<Vec<String>> =
                calendars.and_then(|names| serde_json::from_str(names).ok());
            let fresh = invitation
                .made_at
                .is_some_and(|at| invitation.now - at < FRESH);
            match calendars {
                None if !invitation.mail_read && fresh => working(config, &text),
                None if !invitation.mail_read => unread(config, &text),
                names => connected(config, &text, &names.unwrap_or_default()),
            }
        }
        (Some(fault), _) | (None, Some(fault)) => ended_by(relay, &text, fault, None),
        (None, None) if invitation.is_under_way() => working(config, &text),
        (None, None) => {
            let why = match (sign_in.problem.as_deref(), invitation.refusal.as_deref()) {
                _ if !sign_in.has_returned => "unfinished",
                (Some(problem), _) => problem,
                (None, Some(refusal)) if invitation.attempt == "failed" => refusal,
                (None, _) => "N08",
            };
            heard(relay, &found, why).await?;
            stopped(why)
        }
    })
}

/// The company hears of a problem by its code, as from the app.
async fn heard(relay: &Relay, found: &Found, why: &str) -> sqlx::Result<()> {
    let problem = Some(why).filter(|why| why.len() == 3);
    let progress = Progress {
        step: Step::Connecting,
        problem: problem.map(str::to_owned),
    };
    store::progress(&relay.database, found, &progress).await
}

/// What this browser began last.
async fn own(relay: &Relay, headers: &HeaderMap) -> sqlx::Result<Option<(Found, SignIn, Secret)>> {
    let Some(browser) = cookie::read(headers) else {
        return Ok(None);
    };
    let hashed = hash(browser.expose_secret());
    let Some(sign_in) = store::last_sign_in(&relay.database, &hashed).await? else {
        return Ok(None);
    };
    let found = of(relay, &sign_in).await?;
    Ok(found.map(|found| (found, sign_in, browser)))
}

async fn of(relay: &Relay, sign_in: &SignIn) -> sqlx::Result<Option<Found>> {
    let (ticket, claim) = (sign_in.ticket_hash.clone(), sign_in.claim_hash.clone());
    store::find_hashed(&relay.database, ticket, Some(claim)).await
}

/// A browser that was not sent from here, or does not keep what it was given.
fn lost(relay: &Relay, headers: &HeaderMap) -> Response {
    let text = text(relay, headers, None);
    outcome::stopped(&relay.config, &text, "lost", "", StatusCode::BAD_REQUEST)
}

fn see_other(to: &str) -> Response {
    match HeaderValue::try_from(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
