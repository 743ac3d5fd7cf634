//! What is known of Nylas' API v3, as a judge of requests and answers. Only tests use it.
//!
//! `calls/` has a JSON Schema per call, `shapes/` what several of them share, and `golden.json`
//! what Nylas' official Python SDK sends. `README.md` says where each fact comes from.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "only tests use this, and without its facts they must fail"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[cfg(test)]
mod tests;

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(include_str!(concat!("../", $folder, "/", $name, ".json"))),*]
    };
}

/// The texts of the schemas. A test compares the names with the folders.
const CALLS: &[&str] = files! {
    "calls":
    "application"
    "authorize"
    "calendars"
    "connectors-create"
    "connectors-delete"
    "connectors-find"
    "connectors-list"
    "custom-auth"
    "detect-provider"
    "grants-delete"
    "grants-find"
    "grants-list"
    "messages"
    "redirect-uris-create"
    "redirect-uris-delete"
    "redirect-uris-find"
    "redirect-uris-list"
    "redirect-uris-update"
    "revoke"
    "token"
    "tokeninfo"
    "webhooks-create"
    "webhooks-list"
    "webhooks-rotate-put"
    "webhooks-rotate"
};
const SHAPES: &[&str] = files! {
    "shapes":
    "connector"
    "error"
    "grant"
    "oauth-error"
    "redirect-uri"
    "trigger-types"
    "webhook"
};

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);
static RECORD: LazyLock<Record> =
    LazyLock::new(|| serde_json::from_str(include_str!("../golden.json")).expect("golden.json"));

/// A request as Nylas' SDK sends it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Golden {
    pub method: String,
    /// The path, percent-encoded as it is sent.
    pub path: String,
    /// The query, decoded, in its order.
    pub query: Vec<(String, String)>,
    /// The header of that name.
    pub authorization: Option<String>,
    /// The header of that name.
    pub content_type: Option<String>,
    pub body: Option<Value>,
}

/// The whole of `golden.json`.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Record {
    /// The SDK's name and version.
    pub sdk: String,
    /// The query of the address that hosted sign-in begins at, as it is encoded.
    pub authorize_query: String,
    /// Verifiers and their challenges, in Nylas' own encoding.
    pub pkce: BTreeMap<String, String>,
    /// The requests by name.
    pub requests: BTreeMap<String, Golden>,
}

/// What Nylas' SDK sends.
#[must_use]
pub fn record() -> &'static Record {
    &RECORD
}

/// One request of the SDK, by its name in `golden.json`.
#[must_use]
pub fn golden(name: &str) -> &'static Golden {
    let golden = RECORD.requests.get(name);
    golden.unwrap_or_else(|| panic!("there is no golden request {name}"))
}

/// Every call, such as `GET /v3/grants/{grant_id}`.
pub fn calls() -> impl Iterator<Item = &'static str> {
    CONTRACT.calls.iter().map(|call| call.title.as_str())
}

/// The call that a request makes.
#[must_use]
pub fn call(method: &str, path: &str) -> Option<&'static str> {
    CONTRACT
        .call(method, path)
        .ok()
        .map(|call| call.title.as_str())
}

/// A sample of a call's answer, which is made up and keeps the contract.
#[must_use]
pub fn sample(method: &str, path: &str, status: u16) -> &'static Value {
    let answer = CONTRACT.answer(method, path, status);
    &answer.unwrap_or_else(|why| panic!("{why}")).sample
}

/// Whether a request is one of the API's. The query is decoded, in any order.
///
/// # Errors
/// What is wrong with it.
pub fn check_request(
    method: &str,
    path: &str,
    query: &[(String, String)],
    body: Option<&Value>,
) -> Result<(), String> {
    let call = CONTRACT.call(method, path)?;
    fits(&call.request, &request(query, body)?)
        .map_err(|why| format!("{method} {path} does not keep the contract: {why}"))
}

/// Whether an answer is one that the API may give. Null is an answer without a body.
///
/// # Errors
/// What is wrong with it.
pub fn check_answer(method: &str, path: &str, status: u16, answer: &Value) -> Result<(), String> {
    fits(&CONTRACT.answer(method, path, status)?.schema, answer)
        .map_err(|why| format!("{status} of {method} {path} does not keep the contract: {why}"))
}

struct Contract {
    calls: Vec<Call>,
    /// For every status from 400 on for which a call has no schema, and for what is no call at all.
    refusal: Answer,
}

struct Call {
    title: String,
    request: Validator,
    answers: BTreeMap<u16, Answer>,
}

struct Answer {
    schema: Validator,
    sample: Value,
}

impl Contract {
    fn load() -> Contract {
        let (calls, shapes) = (documents(CALLS), documents(SHAPES));
        let registry = [&calls, &shapes]
            .into_iter()
            .flatten()
            .fold(Registry::new(), |registry, (id, document)| {
                registry.add(id, document).expect("a schema has its own ID")
            });
        let registry = registry.prepare().expect("references lead to other files");
        let validator = |id: &str, place: &str| {
            jsonschema::options()
                .with_registry(&registry)
                .should_validate_formats(true)
                .build(&json!({ "$ref": format!("{id}#{place}") }))
                .unwrap_or_else(|why| panic!("{id}: {why}"))
        };
        let answer = |id: &str, place: &str, schema: &Value| {
            let sample = schema.pointer("/examples/0");
            Answer {
                schema: validator(id, place),
                sample: sample.unwrap_or_else(|| panic!("no sample: {id}")).clone(),
            }
        };
        let (error, shape) = shapes
            .iter()
            .find(|(id, _)| id.ends_with("/error.json"))
            .expect("the shape of a refusal");
        let call = |(id, document): &(String, Value)| Call {
            title: document["title"].as_str().expect("a title").to_owned(),
            request: validator(id, "/$defs/request"),
            answers: document["$defs"]
                .as_object()
                .expect("definitions")
                .iter()
                .filter_map(|(name, schema)| Some((name.parse().ok()?, schema)))
                .map(|(status, schema)| (status, answer(id, &format!("/$defs/{status}"), schema)))
                .collect(),
        };
        Contract {
            calls: calls.iter().map(call).collect(),
            refusal: answer(error, "", shape),
        }
    }

    fn answer(&self, method: &str, path: &str, status: u16) -> Result<&Answer, String> {
        match self.call(method, path) {
            Ok(Call { answers, .. }) if answers.contains_key(&status) => Ok(&answers[&status]),
            _ if status >= 400 => Ok(&self.refusal),
            Ok(_) => Err(format!("{method} {path} has no answer {status}")),
            Err(why) => Err(why),
        }
    }

    fn call(&self, method: &str, path: &str) -> Result<&Call, String> {
        let fits = |call: &&Call| {
            let (verb, template) = call.title.split_once(' ').expect("a method and a path");
            let (template, path) = (template.split('/'), path.split('/'));
            verb == method
                && template.clone().count() == path.clone().count()
                && template.zip(path).all(|(wanted, part)| {
                    wanted == part || (wanted.starts_with('{') && !part.is_empty())
                })
        };
        // A word stands before a placeholder.
        let calls = self.calls.iter().filter(fits);
        calls
            .min_by_key(|call| call.title.matches('{').count())
            .ok_or_else(|| format!("the contract has no {method} {path}"))
    }
}

/// A request as the schemas see it.
fn request(query: &[(String, String)], body: Option<&Value>) -> Result<Value, String> {
    let mut fields = Map::new();
    for (name, value) in query {
        if fields.insert(name.clone(), value.as_str().into()).is_some() {
            return Err(format!("{name} is there twice"));
        }
    }
    let mut request = Map::new();
    if !fields.is_empty() {
        request.insert("query".to_owned(), fields.into());
    }
    if let Some(body) = body {
        request.insert("body".to_owned(), body.clone());
    }
    Ok(request.into())
}

fn fits(schema: &Validator, value: &Value) -> Result<(), String> {
    let errors: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("; "))
    }
}

/// Schemas with their IDs.
fn documents(texts: &[&str]) -> Vec<(String, Value)> {
    let document = |text: &&str| {
        let document: Value = serde_json::from_str(text).expect("a schema is JSON");
        (
            document["$id"].as_str().expect("an ID").to_owned(),
            document,
        )
    };
    texts.iter().map(document).collect()
}
