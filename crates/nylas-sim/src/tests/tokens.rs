//! Codes, tokens, and what a token opens.

use std::time::Duration;

use reqwest::{Method, header};
use serde_json::{Value, json};

use super::{
    APP_PASSWORD, Practice, Reply,
    browser::{Browser, CHALLENGE, CLIENT, REDIRECT, VERIFIER, asked, options},
    reply,
};
use crate::Options;

const ADDRESS: &str = "anna.lind@icloud.com";

/// What a public client sends.
pub(super) fn exchange(code: &str) -> Value {
    json!({ "client_id": CLIENT, "redirect_uri": REDIRECT, "code": code, "grant_type": "authorization_code", "code_verifier": VERIFIER })
}

/// `body`, with one field told otherwise or left out.
fn but(body: &Value, name: &str, value: Option<&str>) -> Value {
    let mut body = body.clone();
    match value {
        Some(value) => body[name] = Value::from(value),
        None => {
            body.as_object_mut().unwrap().remove(name);
        }
    }
    body
}

impl Practice {
    async fn code(&self, address: &str) -> String {
        Browser::new(self)
            .sign_in(address)
            .await
            .remove("code")
            .unwrap()
    }

    /// Without any API key.
    async fn public(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let request = self
            .client
            .request(method, format!("{}{path}", self.simulator.origin()));
        reply(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    pub(super) async fn token(&self, body: &Value) -> Reply {
        self.public(Method::POST, "/v3/connect/token", Some(body))
            .await
    }

    async fn access(&self, address: &str) -> String {
        let code = self.code(address).await;
        self.token(&exchange(&code)).await.body["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn read(&self, token: &str, path: &str) -> Reply {
        reply(
            self.client
                .get(format!("{}{path}", self.simulator.origin()))
                .bearer_auth(token),
        )
        .await
    }
}

#[tokio::test]
async fn a_public_client_exchanges_its_code_for_a_token_that_opens_one_grant() {
    let practice = Practice::with(options()).await;
    let code = practice.code(ADDRESS).await;
    let tokens = practice.token(&exchange(&code)).await;
    assert_eq!(tokens.status, 200);
    assert_eq!(
        (
            &tokens.body["email"],
            &tokens.body["provider"],
            &tokens.body["expires_in"]
        ),
        (&json!(ADDRESS), &json!("icloud"), &json!(3600))
    );
    assert_eq!(
        (tokens.body.get("refresh_token"), tokens.body.get("data")),
        (None, None)
    );
    assert_eq!(
        tokens.body["id_token"].as_str().unwrap().split('.').count(),
        3
    );
    let token = tokens.body["access_token"].as_str().unwrap();
    let grant = practice.read(token, "/v3/grants/me").await;
    assert_eq!(
        (grant.status, grant.id()),
        (200, tokens.body["grant_id"].as_str().unwrap())
    );
    assert_eq!(grant.body["data"]["state"], super::browser::STATE);
    assert!(
        practice
            .read(token, "/v3/grants/me/calendars")
            .await
            .count()
            > 2
    );
    assert!(
        practice
            .read(token, "/v3/grants/me/messages?limit=1")
            .await
            .count()
            == 1
    );
    assert_eq!(
        practice
            .read(token, &format!("/v3/grants/{}/messages", grant.id()))
            .await
            .status,
        200
    );
    assert_eq!(
        (
            practice.simulator.live_tokens(),
            practice.simulator.codes_issued()
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn a_form_will_do_as_well() {
    let practice = Practice::with(options()).await;
    let code = practice.code(ADDRESS).await;
    let fields = exchange(&code);
    let fields = fields
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name, value.as_str().unwrap()));
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = practice
        .client
        .post(format!("{}/v3/connect/token", practice.simulator.origin()));
    let tokens = reply(
        request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form),
    )
    .await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
}

#[tokio::test]
async fn a_token_opens_nothing_else() {
    let practice = Practice::with(options()).await;
    let token = practice.access(ADDRESS).await;
    let other = practice.connect("other@icloud.com").await;
    for path in [
        "/v3/applications".to_owned(),
        "/v3/applications/redirect-uris".to_owned(),
        "/v3/connectors".to_owned(),
        "/v3/grants".to_owned(),
        format!("/v3/grants/{}", other.id()),
        format!("/v3/grants/{}/calendars", other.id()),
        format!("/v3/grants/{ADDRESS}"),
    ] {
        assert_eq!(practice.read(&token, &path).await.status, 401, "{path}");
    }
    let delete = practice
        .client
        .delete(format!("{}/v3/grants/me", practice.simulator.origin()))
        .bearer_auth(&token);
    assert_eq!(reply(delete).await.status, 401);
    let custom = practice
        .client
        .post(format!("{}/v3/connect/custom", practice.simulator.origin()))
        .bearer_auth(&token);
    assert_eq!(
        reply(custom.json(&super::custom(ADDRESS, APP_PASSWORD)))
            .await
            .status,
        401
    );
    // And the API key has no `me`.
    assert_eq!(practice.get("/v3/grants/me").await.status, 404);
}

#[tokio::test]
async fn a_code_counts_once_and_a_second_use_ends_its_token() {
    let practice = Practice::with(options()).await;
    let code = practice.code(ADDRESS).await;
    let token = practice.token(&exchange(&code)).await.body["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let again = practice.token(&exchange(&code)).await;
    assert_eq!(
        (again.status, &again.body["error"]),
        (400, &json!("invalid_grant"))
    );
    assert_eq!(practice.read(&token, "/v3/grants/me").await.status, 401);
    assert_eq!(practice.simulator.live_tokens(), 0);
}

#[tokio::test]
async fn an_exchange_that_does_not_fit_is_refused_in_the_shape_of_oauth() {
    let practice = Practice::with(options()).await;
    let rfc7636 = "YgWwOIlxVqRxBC_rR4buhkXE3FTMRyxOptSqL78-G9c";
    for (name, value, error, uses_up) in [
        ("grant_type", None, "invalid_request", false),
        (
            "grant_type",
            Some("refresh_token"),
            "unsupported_grant_type",
            false,
        ),
        ("client_id", Some("other"), "invalid_client", false),
        ("client_secret", Some("wrong"), "invalid_client", false),
        ("code", Some("made-up"), "invalid_grant", false),
        ("code_verifier", None, "invalid_grant", true),
        ("code_verifier", Some("other"), "invalid_grant", true),
        ("code_verifier", Some(CHALLENGE), "invalid_grant", true),
        ("code_verifier", Some(rfc7636), "invalid_grant", true),
        (
            "redirect_uri",
            Some("http://localhost:9008/callback"),
            "invalid_grant",
            true,
        ),
    ] {
        let code = practice.code(ADDRESS).await;
        let refused = practice.token(&but(&exchange(&code), name, value)).await;
        assert_eq!(
            (refused.status, refused.body["error"].as_str()),
            (400, Some(error)),
            "{name} {value:?}"
        );
        for field in ["error_description", "error_uri", "error_code"] {
            assert!(refused.body[field].is_string(), "{field}");
        }
        let then = practice.token(&exchange(&code)).await;
        assert_eq!(
            then.status,
            if uses_up { 400 } else { 200 },
            "{name} {value:?}"
        );
    }
}

#[tokio::test]
async fn only_nylas_own_challenge_fits_and_a_plain_one() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let rfc7636 = "YgWwOIlxVqRxBC_rR4buhkXE3FTMRyxOptSqL78-G9c";
    for (method, challenge, status) in [
        ("s256", CHALLENGE, 200),
        ("S256", rfc7636, 400),
        ("plain", VERIFIER, 200),
        ("plain", CHALLENGE, 400),
    ] {
        let mut asked = asked();
        asked.retain(|(name, _)| !name.starts_with("code_"));
        asked.extend([
            ("code_challenge", challenge),
            ("code_challenge_method", method),
        ]);
        let page = browser.authorize(&asked).await;
        let page = page.location();
        let code = browser
            .submit(page, &[("username", ADDRESS), ("password", APP_PASSWORD)])
            .await
            .back()
            .remove("code")
            .unwrap();
        assert_eq!(
            practice.token(&exchange(&code)).await.status,
            status,
            "{method} {challenge}"
        );
    }
}

#[tokio::test]
async fn the_secret_is_asked_for_where_it_is_needed() {
    let with_secret = |practice: &Practice, code: &str| {
        but(
            &exchange(code),
            "client_secret",
            Some(practice.simulator.api_key()),
        )
    };
    let demanding = Practice::with(Options {
        demand_client_secret: true,
        ..options()
    })
    .await;
    let web = Practice::with(Options {
        redirect_uris: vec![],
        ..options()
    })
    .await;
    web.post(
        "/v3/applications/redirect-uris",
        json!({ "url": REDIRECT, "platform": "web" }),
    )
    .await;
    let by_address = Practice::with(options()).await;
    for (practice, address) in [
        (&demanding, ADDRESS),
        (&web, ADDRESS),
        (&by_address, "key-refused@icloud.com"),
    ] {
        let code = practice.code(address).await;
        let refused = practice.token(&exchange(&code)).await;
        assert_eq!(
            (refused.status, refused.body["error"].as_str()),
            (400, Some("invalid_client"))
        );
        assert!(
            refused.body["error_description"]
                .as_str()
                .unwrap()
                .contains("client_secret")
        );
        let code = practice.code(address).await;
        assert_eq!(
            practice.token(&with_secret(practice, &code)).await.status,
            200
        );
    }
}

#[tokio::test]
async fn some_addresses_fail_at_the_exchange() {
    let practice = Practice::with(options()).await;
    for (address, first, then) in [
        ("rate-limited@icloud.com", 429, 200),
        ("unavailable@icloud.com", 503, 200),
        ("down@icloud.com", 503, 503),
    ] {
        for status in [first, then] {
            let code = practice.code(address).await;
            assert_eq!(
                practice.token(&exchange(&code)).await.status,
                status,
                "{address}"
            );
        }
    }
    let code = practice.code("garbled@icloud.com").await;
    let garbled = practice.token(&exchange(&code)).await;
    assert_eq!((garbled.status, garbled.body), (200, Value::Null));
    let code = practice.code("other-address@icloud.com").await;
    assert_eq!(
        practice.token(&exchange(&code)).await.body["email"],
        crate::OTHER_ADDRESS
    );
    let code = practice.code("lost-answer@icloud.com").await;
    let lost = practice
        .client
        .post(format!("{}/v3/connect/token", practice.simulator.origin()))
        .json(&exchange(&code))
        .send()
        .await;
    assert!(lost.is_err());
    assert_eq!(
        practice
            .get("/v3/grants?email=lost-answer%40icloud.com")
            .await
            .count(),
        1
    );
}

#[tokio::test]
async fn signing_in_again_renews_the_same_grant() {
    let practice = Practice::with(options()).await;
    let first = practice.connect(ADDRESS).await;
    let code = practice.code(ADDRESS).await;
    let tokens = practice.token(&exchange(&code)).await;
    assert_eq!(tokens.body["grant_id"], first.id());
    let renewed = practice.get(&format!("/v3/grants/{}", first.id())).await;
    assert!(
        renewed.body["data"]["updated_at"].as_u64() > first.body["data"]["updated_at"].as_u64()
    );
}

#[tokio::test]
async fn a_token_that_is_revoked_opens_nothing_and_leaves_the_grant() {
    let practice = Practice::with(options()).await;
    let token = practice.access(ADDRESS).await;
    let path = format!("/v3/connect/revoke?token={token}");
    for _ in 0..2 {
        let revoked = practice.public(Method::POST, &path, None).await;
        assert_eq!(
            (revoked.status, &revoked.body["success"]),
            (200, &json!(true))
        );
    }
    assert_eq!(practice.simulator.live_tokens(), 0);
    assert_eq!(practice.read(&token, "/v3/grants/me").await.status, 401);
    assert_eq!(practice.get("/v3/grants").await.count(), 1);
    let without = practice
        .public(Method::POST, "/v3/connect/revoke", None)
        .await;
    assert_eq!(
        (without.status, without.body["error"].is_string()),
        (400, true)
    );
}

#[tokio::test]
async fn a_token_tells_whose_it_is() {
    let practice = Practice::with(options()).await;
    let token = practice.access(ADDRESS).await;
    let told = practice
        .public(
            Method::GET,
            &format!("/v3/connect/tokeninfo?access_token={token}"),
            None,
        )
        .await;
    let info = &told.body["data"];
    assert_eq!(
        (told.status, &info["email"], &info["aud"]),
        (200, &json!(ADDRESS), &json!(REDIRECT))
    );
    assert_eq!(
        info["exp"].as_u64().unwrap() - info["iat"].as_u64().unwrap(),
        3600
    );
    for query in ["", "?access_token=made-up"] {
        let refused = practice
            .public(Method::GET, &format!("/v3/connect/tokeninfo{query}"), None)
            .await;
        assert_eq!(
            (refused.status, refused.body["error"].is_string()),
            (400, true)
        );
    }
}

#[tokio::test]
async fn a_token_ends_by_itself() {
    let practice = Practice::with(Options {
        token_lifetime: Some(Duration::ZERO),
        ..options()
    })
    .await;
    let token = practice.access(ADDRESS).await;
    assert_eq!(practice.read(&token, "/v3/grants/me").await.status, 401);
    let told = practice
        .public(
            Method::GET,
            &format!("/v3/connect/tokeninfo?access_token={token}"),
            None,
        )
        .await;
    assert_eq!((told.status, practice.simulator.live_tokens()), (400, 0));
}

#[tokio::test]
async fn a_deleted_grant_takes_its_tokens_along() {
    let practice = Practice::with(options()).await;
    let token = practice.access(ADDRESS).await;
    practice.delete(&format!("/v3/grants/{ADDRESS}")).await;
    assert_eq!(
        (
            practice.read(&token, "/v3/grants/me").await.status,
            practice.simulator.live_tokens()
        ),
        (401, 0)
    );
}
