//! No secret and no address in anything that can be printed.

use serde_json::json;
use wiremock::ResponseTemplate;

use super::api::{Api, KEY, PASSWORD, client, icloud};
use crate::readers::{Call, read};
use crate::{Client, Error, Origin, Secrets};

fn assert_clean(printed: &str) {
    for secret in [KEY, PASSWORD, "http://", "https://", "127.0.0.1"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn a_client_and_a_request_print_no_secret() {
    let client = client("http://127.0.0.1:1");
    assert_eq!(
        format!("{client:?}"),
        "Client { origin: Origin(http://127.0.0.1:1), .. }"
    );
    assert_clean(&format!("{:?}", icloud(None)));
}

#[tokio::test]
async fn a_refusal_that_repeats_what_was_sent_loses_the_secrets() {
    let api = Api::start().await;
    let echo = format!("cannot log in with {PASSWORD} by {KEY}");
    let error = json!({ "type": "t", "message": echo, "provider_error": { "sent": echo } });
    let answer =
        ResponseTemplate::new(400).set_body_json(json!({ "request_id": "r", "error": error }));
    api.answers_oddly("POST /v3/connect/custom", answer).await;
    let error = api.client.custom_auth(&icloud(None)).await.unwrap_err();
    assert_clean(&format!("{error:?} {error}"));
    assert!(error.to_string().contains("cannot log in with [removed]"));
    let Error::Server(error) = error else {
        panic!("{error:?}")
    };
    assert_clean(&error.provider_error.unwrap().to_string());
}

#[tokio::test]
async fn an_unreachable_server_is_told_without_its_address() {
    let error = client("http://127.0.0.1:1")
        .custom_auth(&icloud(None))
        .await
        .unwrap_err();
    assert_clean(&format!("{error:?} {error}"));
}

#[test]
fn a_key_that_no_header_carries_is_refused_without_a_word_of_it() {
    for key in ["", "nyk_v0\nx", "nyk_v0 x", "nyk_v0_ключ"] {
        let error =
            Client::new(Origin::parse("http://127.0.0.1:1").unwrap(), key.into()).unwrap_err();
        assert_eq!(error, Error::Key);
        assert!(!error.may_have_arrived());
        assert!(!format!("{error:?} {error}").contains("nyk"));
    }
}

/// Every way in which a refusal was seen, or may be feared, to repeat what it heard.
fn repetitions(secret: &str) -> Vec<String> {
    use data_encoding::{BASE64, BASE64URL_NOPAD};
    let each = |form: &dyn Fn(char) -> String| secret.chars().map(form).collect::<String>();
    let escaped = |form: &str| secret.replace(['-', '_'], form);
    let login = |login: &str| BASE64.encode(format!("{login}:{secret}").as_bytes());
    let bare: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    vec![
        secret.to_owned(),
        bare.clone(),
        secret.to_uppercase(),
        bare.to_uppercase(),
        escaped(" "),
        escaped("\u{2011}"),
        escaped("\u{200b}-\u{200b}"),
        escaped(r"\u002d"),
        escaped(r"\x2D"),
        escaped("%2D"),
        escaped("%252d"),
        escaped("%25252d"),
        escaped("&#45;"),
        escaped("&#x2D;"),
        escaped("=2D"),
        escaped("\r\n"),
        each(&|c| format!("{c} ")),
        each(&|c| format!("%{:02x}", u32::from(c))),
        each(&|c| format!("\\u{:04X}", u32::from(c))),
        each(&|c| format!("&#{};", u32::from(c))),
        format!("100%{secret}"),
        format!("before{secret}after"),
        login(""),
        login("a"),
        login("ab"),
        login("someone@icloud.com"),
        BASE64URL_NOPAD.encode(format!("{{\"password\":\"{bare}\"}}").as_bytes()),
    ]
}

/// Letters and digits of a text, and of what its escapes say.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[test]
fn a_secret_is_cut_out_however_it_is_written() {
    for secret in [KEY, PASSWORD, "abcd-efgh-ijkl-mnop", "at-nyla-1-secret"] {
        let secrets = Secrets::new(&[secret.into(), "another-secret-1".into()]);
        for repeated in repetitions(secret) {
            let said = format!("The login «{repeated}» is not known.");
            let cut = secrets.cut_from(&said);
            assert!(cut.contains("[removed]"), "{said}: {cut}");
            assert!(!plain(&cut).contains(&plain(&repeated)), "{said}: {cut}");
            assert!(
                cut.starts_with("The login «") && cut.ends_with("» is not known."),
                "{cut}"
            );
            let body = json!({ "request_id": repeated, "error": { "type": repeated, "message": said, "provider_error": { &said: [said] } } });
            // As JSON may write it, too: every sign as an escape.
            let escaped: String = body
                .to_string()
                .replace('-', r"\u002d")
                .replace('_', r"\u005F");
            for body in [body.to_string(), escaped] {
                let error = read(
                    Call::Grant,
                    400,
                    body.as_bytes(),
                    Secrets::new(&[secret.into()]),
                )
                .unwrap_err();
                let Error::Server(server) = &error else {
                    panic!("{error:?}")
                };
                let printed = format!(
                    "{error:?} {error} {}",
                    server.provider_error.clone().unwrap_or_default()
                );
                assert!(
                    !plain(&printed).contains(&plain(&repeated)),
                    "{repeated}: {printed}"
                );
            }
        }
    }
}

#[test]
fn words_without_a_secret_stay_as_they_are() {
    let secrets = Secrets::new(&[PASSWORD.into(), "short".into(), "--------".into()]);
    for said in [
        "",
        "short",
        "100% of &#45; and \\u002d",
        "Invalid credentials: é 漢字 %zz =a &#;",
        "dGhlIHF1aWNrIGJyb3duIGZveA==",
    ] {
        assert_eq!(secrets.cut_from(said), said);
    }
    assert_eq!(secrets.cut_from("a -------- b"), "a [removed] b");
}

#[tokio::test]
async fn an_answer_that_is_unreadable_repeats_no_secret_in_its_number() {
    let api = Api::start().await;
    for status in [302, 400, 200] {
        let answer = ResponseTemplate::new(status)
            .insert_header("x-request-id", PASSWORD.replace('-', "").as_str())
            .set_body_string("no json");
        api.answers_once("POST /v3/connect/custom", answer).await;
        let error = api.client.custom_auth(&icloud(None)).await.unwrap_err();
        assert_eq!(error.request_id(), Some("[removed]"), "{status}");
    }
}
