//! Holds exchanges against Nylas' published contract.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::Exchange;

const CONTRACT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/nylas-openapi.json"
);

static DOCUMENT: LazyLock<Option<Value>> = LazyLock::new(|| {
    let Ok(text) = std::fs::read_to_string(CONTRACT) else {
        eprintln!(
            "SKIPPED: nothing is held against Nylas' contract, ../shared/nylas-openapi.json is absent"
        );
        return None;
    };
    let mut document: Value = serde_json::from_str(&text).unwrap();
    // The contract contradicts itself in four places. The envelope of a page says that `data` is an object, each list
    // in it that it is an array; `{"provider":"icloud"}` fits several branches of a connector's `oneOf`, and so does the
    // redirect URI of one platform those of the others. And it demands the client secret of every exchange, while its
    // prose says that PKCE with a `desktop` redirect needs none.
    document["components"]["schemas"]["common_response_with_cursor"]["properties"]
        .as_object_mut()
        .unwrap()
        .remove("data");
    let connector = document
        .pointer_mut("/paths/~1v3~1connectors/post/requestBody/content/application~1json/schema")
        .unwrap();
    *connector = json!({ "anyOf": connector["oneOf"] });
    any_of(&mut document, "/components/schemas/RedirectURIObject");
    any_of(
        &mut document,
        "/components/schemas/ApplicationObject/properties/callback_uris/items",
    );
    any_of(
        &mut document,
        "/paths/~1v3~1applications~1redirect-uris/post/requestBody/content/application~1json/schema",
    );
    any_of(
        &mut document,
        "/paths/~1v3~1applications~1redirect-uris~1{id}/patch/requestBody/content/application~1json/schema",
    );
    let exchange = document.pointer_mut("/paths/~1v3~1connect~1token/post/requestBody/content/application~1json/schema/oneOf/0/required").unwrap();
    exchange
        .as_array_mut()
        .unwrap()
        .retain(|name| name != "client_secret");
    Some(document)
});

fn any_of(document: &mut Value, place: &str) {
    let schema = document
        .pointer_mut(place)
        .unwrap()
        .as_object_mut()
        .unwrap();
    let alternatives = schema.remove("oneOf").unwrap();
    schema.insert("anyOf".to_owned(), alternatives);
}

/// What was accepted was asked as the contract says, and everything was answered as it says.
pub(super) fn check(exchanges: &[Exchange]) {
    let Some(document) = DOCUMENT.as_ref() else {
        return;
    };
    for exchange in exchanges {
        // Neither a dropped connection nor a page in place of JSON has a shape.
        if !exchange.answer.is_null() {
            check_one(document, exchange);
        }
    }
}

fn check_one(document: &Value, exchange: &Exchange) {
    let Some(operation) = operation(document, exchange) else {
        assert!(
            exchange.status >= 400,
            "not in the contract: {} {}",
            exchange.method,
            exchange.path
        );
        return fits(document, &refusal(), &exchange.answer, exchange);
    };
    if exchange.status < 400 {
        check_query(document, operation, exchange);
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            // The token endpoint also takes a form, which the record does not hold.
            match &exchange.request {
                Some(request) => fits(document, schema, request, exchange),
                None => assert_eq!(exchange.path, "/v3/connect/token", "a body"),
            }
        }
    }
    let answer = &operation["responses"][exchange.status.to_string()];
    let schema = resolve(document, answer).pointer("/content/application~1json/schema");
    assert!(
        schema.is_some() || exchange.status >= 400,
        "{} is no success of {} {}",
        exchange.status,
        exchange.method,
        exchange.path
    );
    // Refusals that an operation does not list keep the common shape.
    fits(
        document,
        schema.unwrap_or(&refusal()),
        &exchange.answer,
        exchange,
    );
}

fn refusal() -> Value {
    json!({ "$ref": "#/components/schemas/400" })
}

/// The operation whose path fits; a literal path (`/grants/me`) before a template.
fn operation<'a>(document: &'a Value, exchange: &Exchange) -> Option<&'a Value> {
    let paths = document["paths"].as_object()?;
    let template = paths.iter().filter(|(template, _)| {
        let (wanted, path) = (template.split('/'), exchange.path.split('/'));
        wanted.clone().count() == path.clone().count()
            && wanted.zip(path).all(|(wanted, part)| {
                wanted == part || (wanted.starts_with('{') && !part.is_empty())
            })
    });
    let (_, path) = template.min_by_key(|(template, _)| template.matches('{').count())?;
    path.get(exchange.method.to_ascii_lowercase())
}

fn check_query(document: &Value, operation: &Value, exchange: &Exchange) {
    let address = format!("http://localhost/?{}", exchange.query);
    for (name, text) in reqwest::Url::parse(&address).unwrap().query_pairs() {
        let known = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| resolve(document, parameter))
            .find(|parameter| parameter["in"] == "query" && parameter["name"] == name.as_ref());
        let schema =
            &known.unwrap_or_else(|| panic!("{name}: no parameter of {}", exchange.path))["schema"];
        let value = match schema["type"].as_str() {
            Some("integer" | "boolean") => serde_json::from_str(&text).unwrap(),
            _ => Value::from(text.as_ref()),
        };
        fits(document, schema, &value, exchange);
    }
}

fn resolve<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).unwrap(),
        None => part,
    }
}

fn fits(document: &Value, schema: &Value, value: &Value, exchange: &Exchange) {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let mistakes: Vec<_> = validator
        .iter_errors(value)
        .map(|mistake| format!("{}: {mistake}", mistake.instance_path()))
        .collect();
    assert!(
        mistakes.is_empty(),
        "{} {} does not fit the contract: {mistakes:#?}\n{value:#}",
        exchange.method,
        exchange.path
    );
}

#[test]
fn the_check_itself_can_fail() {
    let exchange = Exchange {
        method: "GET".into(),
        path: "/v3/grants".into(),
        query: String::new(),
        request: None,
        status: 200,
        answer: json!({ "request_id": "r", "data": [{ "id": "a", "provider": "icloud" }] }),
    };
    let broken = std::panic::catch_unwind(|| check(&[exchange]));
    assert_eq!(broken.is_err(), DOCUMENT.is_some());
}
