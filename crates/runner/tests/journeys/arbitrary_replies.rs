//! Answers that nobody should give, and what they may be taken for.

use std::time::Duration;

use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

use crate::{
    fault_proxy::{Fault, Reply, http},
    world::{KEY, NYLA},
};

const STATUSES: [u16; 24] = [
    200, 201, 202, 204, 301, 302, 307, 400, 400, 401, 401, 402, 403, 404, 407, 408, 422, 429, 429,
    500, 502, 503, 504, 511,
];

const KINDS: [&str; 20] = [
    "api.authentication_error",
    "unauthorized",
    "token.unauthorized_access",
    "grant.invalid_authentication",
    "invalid_authentication",
    "api.invalid_request_error",
    "bad_request",
    "api.internal_error",
    "api.provider_error",
    "provider_not_responding",
    "api.not_found_error",
    "api.resource_blocked",
    "api.rate_limit_error",
    "nylas_rate_limit_exceeded",
    "grant.auth_limit_reached",
    "grant.provider_required",
    "grant.reauth_email_invalid",
    "grant.access_denied",
    "<b>kind</b>\u{202e}",
    "",
];

const MESSAGES: [&str; 12] = [
    "",
    "Unauthorized",
    "Authentication failed due to wrong input or credentials",
    "Incorrect app password",
    "Your password service is fine, thank you",
    "No connector found for provider icloud",
    "Rate limit error.",
    "Provider is not responding",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u{202e}desrever\u{2066}\u{7}\u{0}\r\nset-cookie: a=b",
    "Пароль 密码 🔑",
    "{0}",
];

fn kind() -> impl Strategy<Value = &'static str> {
    select(&KINDS[..])
}

/// What a server may write for a message: now and then the key that came with the request, now and then far too much.
fn message() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&MESSAGES[..]).prop_map(str::to_owned),
        1 => Just(format!("{KEY} {NYLA}")),
        1 => Just("long ".repeat(20_000)),
    ]
}

/// Any JSON where another is expected.
fn value() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        Just("Home".to_owned()),
        Just("\u{202e}<b>Home</b>\u{0}".to_owned()),
        Just("x".repeat(3000)),
        Just(String::new())
    ];
    let id = select(vec![
        json!("made-up"),
        json!("../../v3/grants"),
        json!(""),
        json!(7),
        json!(null),
        json!("x".repeat(500)),
        json!("<i>"),
        json!("7f1c2d6e-1111-4222-8333-444455556666"),
    ]);
    let email = select(vec![
        json!(NYLA),
        json!("someone-else@icloud.com"),
        json!(null),
        json!(5),
        json!("<b>@icloud.com"),
        json!("nyla.park@mac.com"),
    ]);
    let time = select(vec![
        json!(4_102_444_800_i64),
        json!("2099-01-01T00:00:00Z"),
        json!(-1),
        json!(1e300),
        json!("soon"),
        json!(null),
    ]);
    let status = select(vec![
        json!("valid"),
        json!("invalid"),
        json!("VALID"),
        json!(null),
        json!(true),
    ]);
    let grant = (id.clone(), email, time.clone(), status).prop_map(
        |(id, email, time, status)| json!({ "id": id, "provider": "icloud", "grant_status": status, "email": email, "updated_at": time, "created_at": time }),
    );
    let item = (id, name, time).prop_map(|(id, name, time)| json!({ "id": id, "name": name, "date": time, "provider": "icloud", "application_id": "app" }));
    prop_oneof![
        3 => grant.clone(),
        2 => prop::collection::vec(grant, 0..4).prop_map(Value::from),
        2 => item.clone(),
        2 => prop::collection::vec(item, 0..4).prop_map(Value::from),
        1 => select(vec![json!(null), json!([]), json!({}), json!("text"), json!(1), json!([[[]]]), json!([null]), json!(true)]),
    ]
}

fn body() -> impl Strategy<Value = String> {
    let error = (kind(), message(), any::<bool>()).prop_map(|(kind, message, object)| {
        let provider_error = if object { json!({ "error": message }) } else { json!(message) };
        json!({ "request_id": "r-1", "error": { "type": kind, "message": message, "provider_error": provider_error } }).to_string()
    });
    let oauth = (kind(), message()).prop_map(|(kind, message)| {
        json!({ "error": kind, "error_description": message, "error_code": "25022" }).to_string()
    });
    let data =
        (value(), select(vec![json!(null), json!("next"), json!(3)])).prop_map(|(data, cursor)| {
            json!({ "request_id": "r-2", "data": data, "next_cursor": cursor }).to_string()
        });
    prop_oneof![
        5 => error,
        1 => oauth,
        6 => data,
        1 => value().prop_map(|value| value.to_string()),
        1 => Just("<!doctype html><title>Sign in to the hotel's network</title><form>password</form>".to_owned()),
        1 => Just(String::new()),
        1 => Just("\u{feff}{}".to_owned()),
        1 => Just("[".repeat(100_000)),
        1 => Just("plain text about credentials".to_owned()),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let kind = select(vec![
        "application/json",
        "text/html",
        "text/plain; charset=utf-16",
        "nonsense",
    ]);
    let extra = select(vec![
        ("x-nothing", "1"),
        ("retry-after", "7"),
        ("retry-after", "99999999999999999999"),
        ("retry-after", "-1"),
        ("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT"),
        ("location", "http://127.0.0.1:1/v3/elsewhere"),
        ("content-encoding", "gzip"),
        ("set-cookie", "a=b"),
    ]);
    let bytes = (select(&STATUSES[..]), kind, extra, body())
        .prop_map(|(status, kind, extra, body)| {
            http(status, &[("content-type", kind), extra], &body)
        })
        .boxed();
    let cut = (bytes.clone(), 0.0..1.0_f64).prop_map(|(bytes, part)| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a part of a length"
        )]
        let length = (bytes.len() as f64 * part) as usize;
        bytes[..length].to_vec()
    });
    prop_oneof![
        14 => bytes.prop_map(Reply::Bytes),
        3 => cut.prop_map(Reply::Bytes),
        1 => Just(Reply::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())),
        2 => Just(Reply::Reset),
        1 => Just(Reply::Silence),
        1 => Just(Reply::Endless),
        1 => Just(Reply::Trickle),
        4 => Just(Reply::Honest),
    ]
}

/// What may happen to a request, whatever it asks.
pub(crate) fn fault() -> impl Strategy<Value = Fault> {
    let works = select(vec![0, 0, 0, 0, 1, 25, 45, 140]).prop_map(Duration::from_secs);
    (works, any::<bool>(), reply()).prop_map(|(works, done, reply)| {
        let done = done || matches!(reply, Reply::Honest);
        Fault { works, done, reply }
    })
}

/// What may happen to custom auth: more often than not something that looks like Nylas' own "no".
pub(crate) fn custom_auth_fault() -> impl Strategy<Value = Fault> {
    let refusal = (
        select(vec![400, 400, 401, 403, 404, 422, 429, 500, 503]),
        kind(),
        message(),
    )
        .prop_map(|(status, kind, message)| {
            let body =
                json!({ "request_id": "r-3", "error": { "type": kind, "message": message } })
                    .to_string();
            Fault::say(status, &body)
        });
    prop_oneof![3 => refusal, 2 => fault(), 1 => Just(Fault::LOST), 1 => Just(Fault::NONE)]
}

/// A whole answer's status and JSON.
fn whole(bytes: &[u8]) -> Option<(u16, Value)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "))?
        .parse()
        .ok()?;
    (length == body.len()).then_some(())?;
    Some((status, serde_json::from_str(body).ok()?))
}

/// Whether an answer really tells calendars or messages.
pub(crate) fn tells_data(bytes: &[u8]) -> bool {
    whole(bytes).is_some_and(|(status, body)| {
        let items = body["data"].as_array();
        (200..300).contains(&status)
            && items.is_some_and(|items| items.iter().all(|item| item["id"].is_string()))
    })
}

/// Whether an answer to custom auth really refuses the account's credentials: by Nylas' table of errors, or in
/// words that name them.
pub(crate) fn refuses_credentials(bytes: &[u8]) -> bool {
    let Some((status, body)) = whole(bytes) else {
        return false;
    };
    let error = &body["error"];
    let (kind, message) = match error.as_str() {
        Some(kind) => (kind, body["error_description"].as_str()),
        None => (
            error["type"].as_str().unwrap_or_default(),
            error["message"].as_str(),
        ),
    };
    let kind = kind.rsplit('.').next().unwrap_or_default();
    let message = message.unwrap_or_default().to_lowercase();
    let about_the_key = status == 401 && ["authentication_error", "unauthorized"].contains(&kind);
    let names_them = ["password", "credential", "authentication"]
        .iter()
        .any(|word| message.contains(word));
    [400, 401].contains(&status)
        && !about_the_key
        && (kind == "invalid_authentication" || names_them)
}
