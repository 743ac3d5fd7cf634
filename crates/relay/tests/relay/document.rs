//! The OpenAPI document, by which every answer that an operator gets in these tests is judged.

use crate::site::Site;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../openapi.json")).unwrap());
static JUDGES: LazyLock<Mutex<HashMap<String, jsonschema::Validator>>> =
    LazyLock::new(Mutex::default);

/// The path of the document that a request's is.
fn template(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["", "invitations", "batch"] => path.to_owned(),
        ["", "invitations", _] => "/invitations/{id}".to_owned(),
        ["", "invitations", _, call] => format!("/invitations/{{id}}/{call}"),
        _ => path.to_owned(),
    }
}

/// Whether the answer is one that the document has for this call.
pub(crate) fn judge(method: &Method, path: &str, status: StatusCode, body: &Value) {
    let (path, method) = (template(path), method.as_str().to_ascii_lowercase());
    let response = &DOCUMENT["paths"][&path][&method]["responses"][status.as_str()];
    assert!(
        response.is_object(),
        "{method} {path} does not answer {status}: {body}"
    );
    let Some(schema) = response.pointer("/content/application~1json/schema") else {
        return;
    };
    let key = format!("{method} {path} {status}");
    let mut judges = JUDGES.lock().unwrap();
    let judge = judges.entry(key).or_insert_with(|| {
        let whole = json!({ "allOf": [schema], "components": DOCUMENT["components"] });
        jsonschema::validator_for(&whole).unwrap()
    });
    let faults: Vec<_> = judge
        .iter_errors(body)
        .map(|fault| fault.to_string())
        .collect();
    assert!(
        faults.is_empty(),
        "{method} {path} {status}: {faults:?} in {body}"
    );
}

#[tokio::test]
async fn the_document_is_served_and_names_every_call() {
    let site = Site::sqlite().await;
    let (status, served) = crate::site::answer(site.request(Method::GET, "/openapi.json")).await;
    assert_eq!((status, &served), (StatusCode::OK, &*DOCUMENT));
    let code = include_str!("../../src/operator.rs");
    let routes = code.matches(".route(").count();
    let paths = DOCUMENT["paths"].as_object().unwrap();
    assert_eq!(paths.len(), routes);
    for (path, calls) in paths {
        for method in ["get", "post", "patch", "put", "delete"] {
            let named = calls[method].is_object();
            let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap();
            let request = site.request(method.clone(), &path.replace("{id}", "x"));
            let (status, _) = crate::site::answer(request).await;
            let known = status != StatusCode::METHOD_NOT_ALLOWED && status != StatusCode::NOT_FOUND;
            assert_eq!(known, named, "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn each_call_wants_the_role_that_the_document_says() {
    let site = Site::sqlite().await;
    let (id, _) = site.invite("bob@icloud.com").await;
    let roles = ["read", "invite", "admin"];
    let tokens = roles.map(|role| site.run(&["token", "create", "--name", role, "--role", role]));
    for (path, calls) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let Some(role) = call["x-role"].as_str() else {
                continue;
            };
            let needed = roles.iter().position(|known| *known == role).unwrap();
            for (has, token) in tokens.iter().enumerate() {
                let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap();
                let request = site
                    .request(method, &path.replace("{id}", &id))
                    .bearer_auth(token);
                let (status, _) = crate::site::answer(request.json(&json!({}))).await;
                assert_eq!(
                    status == StatusCode::FORBIDDEN,
                    has < needed,
                    "{path} {role}"
                );
            }
        }
    }
}
