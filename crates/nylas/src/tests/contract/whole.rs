//! That nothing is left out: the client makes every call that is known, but for those named here.

use std::collections::BTreeSet;

use nylas_contract::{call, calls, record, sample};

use super::operator::WEBHOOK;
use super::{grant_id, imap};
use crate::tests::api::{Api, icloud};
use crate::tests::hosted::{REDIRECT, VERIFIER};
use crate::{GrantsQuery, Provider, Trigger};

/// What a browser opens, and what only the simulator plays.
const NOT_OURS: [&str; 6] = [
    "GET /v3/connect/auth",
    "GET /v3/connect/tokeninfo",
    "DELETE /v3/connectors/{provider}",
    "GET /v3/applications/redirect-uris/{id}",
    "PATCH /v3/applications/redirect-uris/{id}",
    "DELETE /v3/applications/redirect-uris/{id}",
];

#[tokio::test]
async fn every_call_of_the_contract_is_made_and_its_answer_read() {
    let api = Api::start().await;
    for golden in record().requests.values() {
        let (method, path) = (&golden.method, &golden.path);
        let title = call(method, path).unwrap();
        if !NOT_OURS.contains(&title) {
            let created = ["POST /v3/connectors", "POST /v3/connect/custom"].contains(&title);
            let status = if created { 201 } else { 200 };
            let answer = sample(method, path, status);
            api.answers(&format!("{method} {path}"), status, answer)
                .await;
        }
    }
    // The golden request is the second way to rotate, which is gone where the first is not there.
    let rotate = format!("/v3/webhooks/rotate-secret/{WEBHOOK}");
    let absent = sample("POST", &rotate, 404);
    api.answers(&format!("POST {rotate}"), 404, absent).await;
    let (client, public, id) = (&api.client, api.public(), grant_id());
    client.application().await.unwrap();
    client.redirect_uris().await.unwrap();
    client
        .create_redirect_uri(REDIRECT, "desktop")
        .await
        .unwrap();
    client.connectors().await.unwrap();
    client.connector(Provider::ICloud).await.unwrap().unwrap();
    client.create_connector(Provider::ICloud).await.unwrap();
    client.detect("nyla+test@icloud.com").await.unwrap();
    client.custom_auth(&icloud(None)).await.unwrap();
    client.custom_auth(&imap()).await.unwrap();
    client.grants_for("nyla+test@icloud.com").await.unwrap();
    client.grants_page(&GrantsQuery::default()).await.unwrap();
    client.grant(&id).await.unwrap();
    client.calendars(&id).await.unwrap();
    client.newest_message(&id).await.unwrap().unwrap();
    client.delete_grant(&id).await.unwrap();
    client.webhooks().await.unwrap();
    let webhook = "https://connect.acme.example/webhooks/nylas";
    client
        .create_webhook(webhook, &Trigger::GRANTS, "")
        .await
        .unwrap();
    client.rotate_webhook_secret(WEBHOOK).await.unwrap();
    let verifier = VERIFIER.into();
    public
        .exchange_code(&"c".into(), REDIRECT, &verifier)
        .await
        .unwrap();
    public.revoke(&"at-1".into()).await.unwrap();
    let made: BTreeSet<&str> = api
        .requests()
        .iter()
        .filter_map(|sent| call(&sent.method, &sent.path))
        .collect();
    let wanted = calls().filter(|title| !NOT_OURS.contains(title)).collect();
    assert_eq!(made, wanted);
}
