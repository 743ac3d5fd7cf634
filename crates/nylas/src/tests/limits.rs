//! How much work an answer can make, and how much of it is kept.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::api::{Api, KEY, PASSWORD, data, grant_json, icloud};
use crate::bounded::LARGEST_PAGE;
use crate::bounded::{Entry, add_new};
use crate::readers::{Call, read};
use crate::{Error, GrantsQuery, Secrets, Why};

fn secrets() -> Secrets {
    Secrets::new(&[PASSWORD.into(), KEY.into()])
}

fn grants(count: usize) -> Vec<Value> {
    let grant = |n| {
        let mut grant = grant_json();
        grant["id"] = json!(format!("g-{n}"));
        grant
    };
    (0..count).map(grant).collect()
}

fn shape_of(error: Error) -> String {
    match error {
        Error::Unreadable(answer) => match answer.why {
            Why::Shape { path } => path,
            why => panic!("{why:?}"),
        },
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_page_longer_than_any_of_nylas_is_refused_and_no_other_is_asked_for() {
    let api = Api::start().await;
    let body = json!({ "request_id": "r", "data": grants(20_000), "limit": 200 });
    api.answers("GET /v3/grants", 200, &body).await;
    let error = api.client.grants_for("a@icloud.com").await.unwrap_err();
    assert_eq!(shape_of(error), "data");
    let page = api.client.grants_page(&GrantsQuery::default()).await;
    assert_eq!(shape_of(page.unwrap_err()), "data");
    assert_eq!(api.requests().len(), 2);
    let api = Api::start().await;
    api.answers(
        "GET /v3/grants",
        200,
        &json!({ "request_id": "r", "data": grants(LARGEST_PAGE) }),
    )
    .await;
    let page = api.client.grants_page(&GrantsQuery::default()).await;
    assert_eq!(page.unwrap().grants.len(), LARGEST_PAGE);
}

#[tokio::test]
async fn calendars_end_with_their_pages_and_none_is_listed_twice() {
    let api = Api::start().await;
    let calendars: Vec<Value> = (0..200)
        .map(|n| json!({ "id": format!("c-{n}"), "name": "Home" }))
        .collect();
    let mut pages = 0;
    for cursor in 0..12 {
        let body = json!({ "request_id": "r", "data": calendars, "next_cursor": format!("cursor-{cursor}") });
        api.answers_once(
            "GET /v3/grants/g-1/calendars",
            ResponseTemplate::new(200).set_body_json(body),
        )
        .await;
        pages += 1;
    }
    let listed = api.client.calendars(&"g-1".parse().unwrap()).await.unwrap();
    assert_eq!((listed.len(), api.requests().len(), pages), (200, 10, 12));
    let api = Api::start().await;
    let body = json!({ "request_id": "r", "data": [], "next_cursor": "c".repeat(100_000) });
    api.answers("GET /v3/grants/g-1/calendars", 200, &body)
        .await;
    let error = api
        .client
        .calendars(&"g-1".parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(shape_of(error), "next_cursor");
}

#[test]
fn what_is_kept_of_an_answer_is_short() {
    let long = "x".repeat(100_000);
    let kept = |asked, data: &Value| {
        let body = json!({ "data": data, "next_cursor": null }).to_string();
        read(asked, 200, body.as_bytes(), secrets())
    };
    let mut grant = grant_json();
    for field in ["email", "state", "provider", "grant_status"] {
        grant[field] = json!(long);
    }
    let kept_grant = kept(Call::Grant, &grant).unwrap();
    assert!(kept_grant.len() < 50_000, "{}", kept_grant.len());
    assert!(
        kept_grant.contains("email: None"),
        "an address that is cut is another one"
    );
    for (asked, data) in [
        (
            Call::Application,
            json!({ "application_id": "a", "branding": { "name": long } }),
        ),
        (Call::Connectors, json!([{ "provider": long }])),
        (
            Call::RedirectUris,
            json!([{ "id": "r", "url": "u", "platform": long, "deleted_at": { "a": long } }]),
        ),
        (
            Call::Detection,
            json!({ "detected": true, "provider": long, "type": long }),
        ),
        (Call::Calendars, json!([{ "id": "c", "name": long }])),
    ] {
        let kept = kept(asked, &data).unwrap();
        assert!(kept.len() < 5_000, "{asked:?}: {}", kept.len());
    }
    for (asked, data) in [
        (Call::Application, json!({ "application_id": long })),
        (Call::RedirectUris, json!([{ "id": long, "url": "u" }])),
        (Call::RedirectUris, json!([{ "id": "r", "url": long }])),
        (Call::Calendars, json!([{ "id": long }])),
        (Call::Messages, json!([{ "id": long }])),
    ] {
        assert!(
            matches!(kept(asked, &data), Err(Error::Unreadable(_))),
            "{asked:?}"
        );
    }
    let tokens = json!({ "access_token": long }).to_string();
    assert!(read(Call::Tokens, 200, tokens.as_bytes(), secrets()).is_err());
}

#[test]
fn of_a_refusal_little_is_kept() {
    let long = "x".repeat(100_000);
    let body = json!({ "request_id": long, "error": { "type": long, "message": long, "provider_error": { "a": long } } });
    let Err(Error::Server(error)) = read(Call::Grant, 400, body.to_string().as_bytes(), secrets())
    else {
        panic!("no refusal")
    };
    let kept = [
        Some(error.kind),
        Some(error.message),
        error.request_id,
        error.provider_error.map(|e| e.to_string()),
    ];
    for text in kept.into_iter().flatten() {
        assert!(text.chars().count() <= 220, "{}", text.len());
    }
}

#[tokio::test]
async fn a_refusal_longer_than_a_few_sentences_is_not_read_to_its_end() {
    let api = Api::start().await;
    let body =
        json!({ "request_id": "r", "error": { "type": "t", "message": "x".repeat(300_000) } });
    api.answers("POST /v3/connect/custom", 400, &body).await;
    let Err(Error::Unreadable(answer)) = api.client.custom_auth(&icloud(None)).await else {
        panic!("no refusal")
    };
    assert_eq!((answer.status, answer.why), (400, Why::TooLarge));
}

/// What a server may send: as deep, as wide, as long as it likes. Each is made of about so many bytes.
fn hostile(kind: &str, bytes: usize) -> Vec<u8> {
    let list = |one: &str| {
        let body = vec![one; bytes / (one.len() + 1) + 1].join(",");
        format!("{{\"data\":[{body}]}}")
    };
    let within = |inner: &str| {
        format!(
            r#"{{"data":{{"id":"g","provider":"icloud","odd":{inner}}},"error":{{"type":"t","message":"m","provider_error":{inner}}}}}"#
        )
    };
    match kind {
        "grants" => list(&grant_json().to_string()),
        "empty objects" => list("{}"),
        "small lists" => within(&format!("[{}0]", "[[[0]]],".repeat(bytes / 8))),
        "fields" => {
            let fields: String = (0..bytes / 12).map(|n| format!("\"f{n:05}\":1,")).collect();
            within(&format!("{{{fields}\"z\":1}}"))
        }
        "one field again and again" => {
            within(&format!("{{{}\"a\":1}}", "\"a\":1,".repeat(bytes / 6)))
        }
        "a long text" => within(&format!("\"{}\"", "x".repeat(bytes))),
        "a text of escapes" => within(&format!("\"{}\"", r"\u002d".repeat(bytes / 6))),
        "escapes within escapes" => within(&format!("\"{}\"", "%25252d".repeat(bytes / 7))),
        "almost the password" => {
            within(&format!("\"{}\"", "abcd-efgh-ijkl-mno-".repeat(bytes / 19)))
        }
        "the password" => within(&format!(
            "\"{}\"",
            "abcd-efgh-ijkl-mnop ".repeat(bytes / 20)
        )),
        "a long number" => within(&format!("1{}", "0".repeat(bytes))),
        "a long fraction" => within(&format!("0.{}", "1".repeat(bytes))),
        "a long exponent" => within(&format!("1e{}", "1".repeat(bytes))),
        "space" => within(&format!("1{}", " ".repeat(bytes))),
        "deep lists" => within(&"[".repeat(bytes)),
        "deep objects" => within(&"{\"a\":".repeat(bytes / 5)),
        "deep from the start" => "[".repeat(bytes),
        "a page" => format!("<html>{}", "<p>".repeat(bytes / 3)),
        other => panic!("{other}"),
    }
    .into_bytes()
}

const HOSTILE: [&str; 18] = [
    "grants",
    "empty objects",
    "small lists",
    "fields",
    "one field again and again",
    "a long text",
    "a text of escapes",
    "escapes within escapes",
    "almost the password",
    "the password",
    "a long number",
    "a long fraction",
    "a long exponent",
    "space",
    "deep lists",
    "deep objects",
    "deep from the start",
    "a page",
];

#[test]
fn work_grows_no_faster_than_an_answer() {
    for kind in HOSTILE {
        let asked = if kind == "grants" {
            Call::Grants
        } else {
            Call::Grant
        };
        for status in [200, 400] {
            testing::growth(
                &format!("{kind} for {asked:?}, {status}"),
                16 << 10,
                1 << 20,
                |bytes| hostile(kind, bytes),
                |body| drop(read(asked, status, body, secrets())),
            );
        }
    }
}

#[test]
fn a_small_stack_is_enough_for_whatever_is_answered() {
    testing::on_little_stack(|| {
        for kind in HOSTILE {
            let body = hostile(kind, 32 << 10);
            for asked in Call::ALL {
                for status in [200, 400] {
                    let _ = read(asked, status, &body, secrets());
                }
            }
        }
        // As deep as the library goes.
        for depth in [100, 120, 126, 127, 128, 200] {
            let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let body = format!(
                r#"{{"data":{{"id":"g","scope":{deep},"created_at":{deep}}},"error":{{"message":"m","provider_error":{deep}}}}}"#
            );
            for asked in Call::ALL {
                for status in [200, 400] {
                    let _ = read(asked, status, body.as_bytes(), secrets());
                }
            }
        }
    });
}

#[derive(Clone)]
struct Numbered(String);

impl Entry for Numbered {
    fn key(&self) -> &str {
        &self.0
    }
}

#[test]
fn what_is_new_in_a_page_is_found_without_comparing_each_with_all() {
    let page = |count: usize| (0..count).map(|n| Numbered(n.to_string())).collect();
    testing::growth(
        "entries of a list",
        256,
        1 << 16,
        page,
        |page: &Vec<Numbered>| {
            let (mut all, mut seen) = (Vec::new(), HashSet::new());
            for _ in 0..20 {
                add_new(&mut all, &mut seen, page.clone());
            }
            assert_eq!(all.len(), page.len());
        },
    );
}

#[tokio::test]
async fn a_list_whose_every_page_is_slow_is_left_in_the_end() {
    let api = Api::start().await;
    let page = std::sync::atomic::AtomicUsize::new(0);
    let slow = move |_: &wiremock::Request| {
        let page = page.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let grants: Vec<Value> = (0..10)
            .map(|n| json!({ "id": format!("g-{page}-{n}"), "provider": "icloud" }))
            .collect();
        let body = json!({ "data": grants, "limit": 10 });
        ResponseTemplate::new(200)
            .set_body_json(body)
            .set_delay(Duration::from_millis(200))
    };
    api.answers_unheard("GET /v3/grants", slow).await;
    let timeouts = crate::Timeouts {
        safe: Duration::from_millis(300),
        ..super::api::SHORT
    };
    let client = crate::Client::builder(api.client.origin().clone(), KEY.into())
        .timeouts(timeouts)
        .build()
        .unwrap();
    // Ten pages would take two seconds; each is in time.
    let error = client.grants_for("a@icloud.com").await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error}");
}

/// While a long answer is decoded, a single thread goes on doing other things, such as hearing *Cancel*.
#[tokio::test]
async fn a_long_answer_holds_up_nobody() {
    let api = Api::start().await;
    let mut grant = grant_json();
    grant["odd"] = json!(vec![json!({ "a": [1, 2, 3], "b": "c" }); 150_000]);
    let body = data(&grant).to_string();
    assert!(
        body.len() > 3 << 20 && body.len() < 5 << 20,
        "{}",
        body.len()
    );
    api.answers_unheard(
        "GET /v3/grants/g-1",
        ResponseTemplate::new(200).set_body_raw(body, "application/json"),
    )
    .await;
    let asking = async {
        api.client.grant(&"g-1".parse().unwrap()).await.unwrap();
    };
    let mut asking = std::pin::pin!(asking);
    let longest = {
        let mut longest = Duration::ZERO;
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            let mut done = false;
            longest = longest.max(testing::cpu_time(|| {
                done = std::future::Future::poll(asking.as_mut(), &mut context).is_ready();
            }));
            if done {
                break longest;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    assert!(longest < Duration::from_millis(50), "{longest:?}");
}
