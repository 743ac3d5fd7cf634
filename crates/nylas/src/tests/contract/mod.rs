//! What we send is what Nylas' official Python SDK sends, field for field, and what is answered is
//! read whole. The judge of both is `nylas-contract`; every test that asks an `Api` asks it too.

mod hosted;
mod operator;
mod whole;

use std::fmt::Debug;

use nylas_contract::{Golden, golden, sample};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::api::{Api, GRANT, Sent, icloud};
use crate::{CustomAuth, Error, GrantId, GrantStatus, Provider, ServerError};

const CUSTOM: &str = "/v3/connect/custom";

/// A golden request, met by an API that gives the sample of its answer.
struct Play {
    api: Api,
    golden: &'static Golden,
}

impl Play {
    async fn of(name: &str, status: u16) -> Play {
        let golden = golden(name);
        let api = Api::start().await;
        let call = format!("{} {}", golden.method, golden.path);
        let answer = sample(&golden.method, &golden.path, status);
        api.answers(&call, status, answer).await;
        Play { api, golden }
    }

    /// The only request.
    fn sent(&self) -> Sent {
        let [sent] = &self.api.requests()[..] else {
            panic!("not one request: {:?}", self.api.requests());
        };
        sent.clone()
    }

    /// That all of the only request is the same, but for the query.
    fn assert_same_but_query(&self) {
        let (sent, golden) = (self.sent(), self.golden);
        assert_eq!((&sent.method, &sent.path), (&golden.method, &golden.path));
        assert_eq!(Some(&sent.authorization), golden.authorization.as_ref());
        assert_eq!(
            sent.content_type,
            golden.content_type.as_deref().unwrap_or_default()
        );
        assert_eq!(sent.body, golden.body);
        assert!(sent.user_agent.starts_with("icloud-connect/"));
    }

    /// That exactly this was sent, once.
    fn assert_same(&self) {
        self.assert_same_but_query();
        assert_eq!(self.sent().query, self.golden.query);
    }
}

pub(super) fn grant_id() -> GrantId {
    GRANT.parse().unwrap()
}

pub(super) fn server_error<T: Debug>(result: Result<T, Error>) -> ServerError {
    match result {
        Err(Error::Server(error)) => error,
        other => panic!("not a server's error: {other:?}"),
    }
}

pub(super) fn imap() -> CustomAuth {
    CustomAuth::Imap {
        imap_username: "nyla@icloud.com".to_owned(),
        imap_password: super::api::PASSWORD.into(),
        imap_host: Some("imap.mail.me.com".to_owned()),
        imap_port: Some(993),
        smtp_host: Some("smtp.mail.me.com".to_owned()),
        smtp_port: Some(587),
        state: Some("st-1".to_owned()),
    }
}

#[tokio::test]
async fn the_application_is_asked_for_alike() {
    let play = Play::of("application", 200).await;
    let application = play.api.client.application().await.unwrap();
    play.assert_same();
    assert_eq!(application.application_id, super::api::CLIENT_ID);
    assert_eq!(application.name.as_deref(), Some("App"));
}

#[tokio::test]
async fn connectors_are_listed_alike() {
    let play = Play::of("connectors-list", 200).await;
    let connectors = play.api.client.connectors().await.unwrap();
    play.assert_same();
    let providers: Vec<_> = connectors
        .iter()
        .map(|connector| &connector.provider)
        .collect();
    assert_eq!(providers, [&Provider::ICloud, &Provider::Imap]);
}

#[tokio::test]
async fn a_connector_is_looked_up_alike() {
    let play = Play::of("connectors-find", 200).await;
    let connector = play.api.client.connector(Provider::ICloud).await;
    let connector = connector.unwrap().unwrap();
    play.assert_same();
    assert_eq!(connector.provider, Provider::ICloud);
}

#[tokio::test]
async fn a_connector_is_made_alike() {
    let play = Play::of("connectors-create", 201).await;
    let connector = play
        .api
        .client
        .create_connector(Provider::ICloud)
        .await
        .unwrap();
    play.assert_same();
    assert_eq!(connector.provider, Provider::ICloud);
}

#[tokio::test]
async fn custom_authentication_is_sent_alike() {
    let play = Play::of("custom-auth-icloud", 201).await;
    let grant = play
        .api
        .client
        .custom_auth(&icloud(Some("st-1")))
        .await
        .unwrap();
    play.assert_same();
    assert_eq!(grant.id, grant_id());
    assert_eq!(grant.provider, Provider::ICloud);
    assert_eq!(grant.status, GrantStatus::Valid);
    assert_eq!(grant.email.as_deref(), Some("nyla@icloud.com"));
    assert_eq!(grant.created_at, Some(1_617_817_109));
    assert_eq!(grant.updated_at, Some(1_617_817_109));
    assert_eq!(grant.state.as_deref(), Some("st-1"));
}

#[tokio::test]
async fn plain_imap_is_sent_alike() {
    let play = Play::of("custom-auth-imap", 201).await;
    assert!(play.api.client.custom_auth(&imap()).await.is_ok());
    play.assert_same();
}

#[tokio::test]
async fn a_grant_is_looked_up_alike() {
    let play = Play::of("grants-find", 200).await;
    let grant = play.api.client.grant(&grant_id()).await.unwrap();
    play.assert_same();
    assert_eq!(grant.id, grant_id());
}

#[tokio::test]
async fn grants_are_listed_by_address_alone() {
    // The golden request has every filter there is; we want the address only, because lists filtered
    // by provider lag behind. So the address must be sent alike, and nothing else.
    let play = Play::of("grants-list", 200).await;
    let grants = play
        .api
        .client
        .grants_for("nyla+test@icloud.com")
        .await
        .unwrap();
    play.assert_same_but_query();
    assert_eq!(play.sent().query, play.golden.query[..1]);
    assert_eq!(grants[0].id, grant_id());
}

#[tokio::test]
async fn a_grant_is_deleted_alike() {
    let play = Play::of("grants-delete", 200).await;
    play.api.client.delete_grant(&grant_id()).await.unwrap();
    play.assert_same();
}

#[tokio::test]
async fn calendars_are_listed_alike() {
    let play = Play::of("calendars", 200).await;
    let calendars = play.api.client.calendars(&grant_id()).await.unwrap();
    play.assert_same();
    assert_eq!(calendars[0].name, "Home");
}

#[tokio::test]
async fn the_newest_message_is_asked_for_alike() {
    let play = Play::of("messages", 200).await;
    let message = play.api.client.newest_message(&grant_id()).await;
    let message = message.unwrap().unwrap();
    play.assert_same();
    assert_eq!(message.id, "<m1@example.com>");
    assert_eq!(message.date, Some(1_617_817_109));
    assert!(!format!("{message:?}").contains("hi"));
}

#[tokio::test]
async fn refusals_are_read_whole() {
    for status in [400, 401, 403, 404, 504] {
        let play = Play::of("custom-auth-icloud", status).await;
        let error = server_error(play.api.client.custom_auth(&icloud(Some("st-1"))).await);
        play.assert_same();
        let given = sample("POST", CUSTOM, status);
        assert_eq!(
            (error.status, error.kind.as_str()),
            (status, "invalid_authentication")
        );
        assert_eq!(error.message, given["error"]["message"]);
        assert_eq!(error.request_id.as_deref(), given["request_id"].as_str());
        assert_eq!(
            error.provider_error.as_deref(),
            given["error"].get("provider_error")
        );
    }
}

#[tokio::test]
async fn a_rate_limit_tells_how_long_to_wait() {
    let api = Api::start().await;
    let error = json!({ "type": "api.rate_limit_error", "message": "Slow." });
    let answer = ResponseTemplate::new(429)
        .set_body_json(json!({ "request_id": "r", "error": error }))
        .insert_header("retry-after", "7");
    api.answers_once(&format!("POST {CUSTOM}"), answer).await;
    let error = server_error(api.client.custom_auth(&icloud(None)).await);
    assert_eq!(
        (error.status, error.kind.as_str()),
        (429, "rate_limit_error")
    );
    assert_eq!(error.retry_after.unwrap().as_secs(), 7);
}
