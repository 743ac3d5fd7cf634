//! Nylas' published contract as a judge of requests and answers.

use std::path::PathBuf;

use serde_json::Value;

/// A file beside the checkout; said loudly to be absent where it is.
pub(super) fn shared(name: &str) -> Option<Value> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../../shared", name]
        .iter()
        .collect();
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: shared/{name} is not there, so nothing is compared with it");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a shared file is JSON"))
}

/// The contract: OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
pub(super) struct Contract(Value);

impl Contract {
    pub(super) fn load() -> Option<Contract> {
        let mut document = shared("nylas-openapi.json")?;
        // It says of lists both that `data` is an object and that it is an array.
        document["components"]["schemas"]["common_response_with_cursor"]["properties"]
            .as_object_mut()
            .expect("the envelope of lists")
            .remove("data");
        // It asks every exchange of a code for the secret; only its prose says that with PKCE and a `desktop` redirect none
        // is needed, and Nylas' own public clients send none.
        let exchange = &mut document["paths"]["/v3/connect/token"]["post"]["requestBody"]["content"]
            ["application/json"]["schema"]["oneOf"][0];
        assert_eq!(
            exchange["properties"]["grant_type"]["enum"][0],
            "authorization_code"
        );
        exchange["required"]
            .as_array_mut()
            .expect("what is required")
            .retain(|name| name != "client_secret");
        // Cut to its structure it lost what tells its alternatives apart, so several may fit.
        any_of(&mut document);
        Some(Contract(document))
    }

    pub(super) fn check_request(
        &self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        body: Option<&Value>,
    ) -> Result<(), String> {
        let (path_item, operation) = self.operation(method, path)?;
        let parameters: Vec<&Value> = [&path_item["parameters"], &operation["parameters"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .map(|parameter| self.resolve(parameter))
            .filter(|parameter| parameter["in"] == "query")
            .collect();
        for (name, value) in query {
            let parameter = parameters
                .iter()
                .find(|parameter| parameter["name"] == name.as_str())
                .ok_or(format!("{method} {path} has no query parameter {name}"))?;
            let value = match parameter["schema"]["type"].as_str() {
                Some("integer" | "boolean") => serde_json::from_str(value).unwrap_or(Value::Null),
                _ => Value::from(value.as_str()),
            };
            self.check(&parameter["schema"], &value)?;
        }
        for parameter in parameters
            .iter()
            .filter(|parameter| parameter["required"] == true)
        {
            if !query
                .iter()
                .any(|(name, _)| parameter["name"] == name.as_str())
            {
                return Err(format!("{method} {path} lacks {}", parameter["name"]));
            }
        }
        match (operation.get("requestBody"), body) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err(format!("{method} {path} has no body")),
            (Some(_), None) => Err(format!("{method} {path} lacks its body")),
            (Some(expected), Some(body)) => self.check(json_schema(self.resolve(expected)), body),
        }
    }

    pub(super) fn check_answer(
        &self,
        method: &str,
        path: &str,
        status: u16,
        body: &Value,
    ) -> Result<(), String> {
        let (_, operation) = self.operation(method, path)?;
        let answer = operation["responses"]
            .get(status.to_string())
            .ok_or(format!("{method} {path} has no answer {status}"))?;
        self.check(json_schema(self.resolve(answer)), body)
    }

    /// The path's own entry and the operation; a literal path goes before one with a placeholder.
    fn operation(&self, method: &str, path: &str) -> Result<(&Value, &Value), String> {
        let paths = self.0["paths"].as_object().expect("the contract has paths");
        paths
            .iter()
            .filter(|(template, _)| fits(template, path))
            .min_by_key(|(template, _)| template.matches('{').count())
            .and_then(|(_, item)| Some((item, item.get(method.to_ascii_lowercase())?)))
            .ok_or(format!("the contract has no {method} {path}"))
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(pointer) => self.resolve(
                self.0
                    .pointer(pointer.trim_start_matches('#'))
                    .expect("a reference leads somewhere"),
            ),
            None => value,
        }
    }

    fn check(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let mut schema = schema.clone();
        schema["components"] = self.0["components"].clone();
        let validator =
            jsonschema::draft202012::new(&schema).expect("the contract's schemas are valid");
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors.join("; "))
        }
    }
}

fn json_schema(holder: &Value) -> &Value {
    &holder["content"]["application/json"]["schema"]
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(expected, part)| expected.starts_with('{') || expected == part)
}

fn any_of(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(alternatives) = fields.remove("oneOf") {
                fields.insert("anyOf".to_owned(), alternatives);
            }
            fields.values_mut().for_each(any_of);
        }
        Value::Array(items) => items.iter_mut().for_each(any_of),
        _ => {}
    }
}

mod tests {
    use serde_json::json;

    use super::Contract;

    #[test]
    fn the_judge_finds_fault() {
        let Some(contract) = Contract::load() else {
            return;
        };
        let query = [("colour".to_owned(), "red".to_owned())];
        assert!(
            contract
                .check_request("GET", "/v3/grants", &query, None)
                .is_err()
        );
        assert!(
            contract
                .check_request("GET", "/v3/nowhere", &[], None)
                .is_err()
        );
        let body = json!({ "provider": "icloud", "settings": { "username": 5 } });
        assert!(
            contract
                .check_request("POST", "/v3/connect/custom", &[], Some(&body))
                .is_err()
        );
        let answer = json!({ "request_id": "r", "data": { "id": "g", "provider": "icloud" } });
        assert!(
            contract
                .check_answer("GET", "/v3/grants/g", 200, &answer)
                .is_err()
        );
        assert!(
            contract
                .check_answer("GET", "/v3/grants/g", 418, &json!({}))
                .is_err()
        );
    }
}
