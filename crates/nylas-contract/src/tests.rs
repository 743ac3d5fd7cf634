//! That the judge knows every call, and can refuse.

#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod contract {
    use serde_json::{Value, json};

    use crate::{
        Answer, CALLS, CONTRACT, Call, SHAPES, calls, check_answer, check_request, documents, fits,
        record, request,
    };

    /// In Nylas' document, where the SDK asks in another way.
    const NOT_THE_SDKS: &str = "POST /v3/webhooks/rotate-secret/{id}";

    /// What every call and shape is, with a sample: requests are those of the SDK.
    fn samples() -> Vec<(String, &'static jsonschema::Validator, Value)> {
        let mut samples = Vec::new();
        for (name, golden) in &record().requests {
            let call = CONTRACT.call(&golden.method, &golden.path).unwrap();
            // Python writes truths with a capital.
            let query: Vec<_> = golden
                .query
                .iter()
                .map(|(name, value)| match value.as_str() {
                    "True" | "False" => (name.clone(), value.to_lowercase()),
                    _ => (name.clone(), value.clone()),
                })
                .collect();
            let request = request(&query, golden.body.as_ref()).unwrap();
            samples.push((format!("request {name}"), &call.request, request));
        }
        for call in &CONTRACT.calls {
            for (status, answer) in &call.answers {
                let name = format!("{status} of {}", call.title);
                samples.push((name, &answer.schema, answer.sample.clone()));
            }
        }
        let Answer { schema, sample } = &CONTRACT.refusal;
        samples.push(("any refusal".to_owned(), schema, sample.clone()));
        samples
    }

    /// Copies of `value`, each with one part that is something else, or with a field too many. Of
    /// what lies in the fields that are `open`, Nylas says nothing.
    fn mutations(value: &Value, open: &[&str]) -> Vec<Value> {
        let other = if value.is_array() {
            json!("mutated")
        } else {
            json!([true])
        };
        let mut all = vec![other];
        let mut put = |place: &str, part: Value| {
            let mut copy = value.clone();
            *copy.pointer_mut(place).unwrap() = part;
            all.push(copy);
        };
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    let parts = mutations(field, open);
                    let most = if open.contains(&name.as_str()) {
                        1
                    } else {
                        parts.len()
                    };
                    parts
                        .into_iter()
                        .take(most)
                        .for_each(|part| put(&format!("/{name}"), part));
                }
                let mut more = fields.clone();
                more.insert("mutated".to_owned(), json!(true));
                put("", more.into());
            }
            Value::Array(items) => {
                for (nth, item) in items.iter().enumerate() {
                    let parts = mutations(item, open).into_iter();
                    parts.for_each(|part| put(&format!("/{nth}"), part));
                }
            }
            _ => {}
        }
        all
    }

    #[test]
    fn every_schema_accepts_its_sample_and_refuses_every_mutation_of_it() {
        let mut tried = 0;
        for (name, schema, sample) in samples() {
            fits(schema, &sample).unwrap_or_else(|why| panic!("{name}: {why}"));
            let open = if name.starts_with("request") {
                &[][..]
            } else {
                &["settings", "provider_error"]
            };
            for mutated in mutations(&sample, open) {
                assert!(
                    fits(schema, &mutated).is_err(),
                    "{name} is accepted as {mutated:#}"
                );
                tried += 1;
            }
        }
        assert!(tried > 300, "only {tried} mutations");
    }

    #[test]
    fn every_call_has_a_golden_request_and_an_answer_that_is_no_refusal() {
        let golden: Vec<&str> = record()
            .requests
            .values()
            .map(|golden| {
                CONTRACT
                    .call(&golden.method, &golden.path)
                    .unwrap()
                    .title
                    .as_str()
            })
            .collect();
        for Call { title, answers, .. } in &CONTRACT.calls {
            assert!(
                golden.contains(&title.as_str()) || *title == NOT_THE_SDKS,
                "{title} is in no golden request"
            );
            assert!(answers.keys().any(|status| *status < 400), "{title}");
        }
        assert!(calls().count() > 20);
    }

    #[test]
    fn every_field_that_a_call_cannot_do_without_is_missed() {
        for (name, schema, sample) in samples() {
            let call = name.strip_prefix("request ");
            let needed = match call {
                Some("custom-auth-icloud") => {
                    vec![
                        "/body",
                        "/body/settings",
                        "/body/settings/username",
                        "/body/provider",
                    ]
                }
                Some("custom-auth-imap") => vec!["/body/settings/imap_password"],
                Some("token") => vec!["/body/code", "/body/redirect_uri", "/body/client_id"],
                Some("redirect-uris-create") => vec!["/body/url"],
                Some("connectors-create") => vec!["/body/provider"],
                Some("webhooks-create") => vec!["/body/webhook_url", "/body/trigger_types"],
                Some("detect-provider") => vec!["/query", "/query/email"],
                Some("revoke") => vec!["/query/token"],
                Some("authorize") => vec!["/query/client_id", "/query/redirect_uri"],
                Some(_) => continue,
                None if sample.get("data").is_some() => vec!["/data", "/request_id"],
                None if sample.get("access_token").is_some() => vec!["/access_token"],
                None => continue,
            };
            for place in needed {
                let (parent, field) = place.rsplit_once('/').unwrap();
                let mut less = sample.clone();
                let parent = less.pointer_mut(parent).unwrap().as_object_mut().unwrap();
                parent.remove(field).unwrap();
                assert!(
                    fits(schema, &less).is_err(),
                    "{name} is accepted without {place}"
                );
            }
        }
    }

    #[test]
    fn a_redirect_uri_has_the_settings_of_its_platform_and_no_others() {
        let fingerprint = json!({ "package_name": "a.b", "sha1_certificate_fingerprint": "00" });
        for (platform, settings, good) in [
            (json!(null), json!(null), true),
            (json!("web"), json!(null), true),
            (json!("js"), json!({ "origin": "https://a.example" }), true),
            (
                json!("ios"),
                json!({ "bundle_id": "a.b", "team_id": "t" }),
                true,
            ),
            (json!("android"), fingerprint.clone(), true),
            (json!("js"), json!(null), false),
            (json!("ios"), fingerprint, false),
            (json!("android"), json!({ "package_name": "a.b" }), false),
            (
                json!("desktop"),
                json!({ "origin": "https://a.example" }),
                false,
            ),
            (json!(null), json!({}), false),
            (json!("toaster"), json!(null), false),
        ] {
            let mut body = json!({ "url": "https://a.example" });
            for (name, value) in [("platform", platform), ("settings", settings)] {
                if !value.is_null() {
                    body[name] = value;
                }
            }
            let verdict = check_request("POST", "/v3/applications/redirect-uris", &[], Some(&body));
            assert_eq!(verdict.is_ok(), good, "{body}");
        }
    }

    #[test]
    fn what_no_call_has_is_refused() {
        let query = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let twice = [query("email", "a@b.example"), query("email", "a@b.example")].concat();
        let refused = [
            check_request("GET", "/v3/nowhere", &[], None),
            check_request("PUT", "/v3/grants", &[], None),
            check_request("GET", "/v3/grants/", &[], None),
            check_request("GET", "/v3/grants", &query("colour", "red"), None),
            check_request("GET", "/v3/grants", &query("limit", "201"), None),
            check_request("GET", "/v3/grants", &query("limit", "ten"), None),
            check_request("GET", "/v3/grants", &twice, None),
            check_request("GET", "/v3/grants", &[], Some(&json!({}))),
            check_request("POST", "/v3/connect/custom", &[], None),
            check_answer("GET", "/v3/grants/g", 204, &Value::Null),
            check_answer("GET", "/v3/grants/g", 418, &json!({})),
            check_answer("GET", "/v3/connect/auth", 302, &json!({})),
        ];
        for (nth, verdict) in refused.iter().enumerate() {
            assert!(verdict.is_err(), "case {nth} is accepted");
        }
        let teapot = json!({ "request_id": "r", "error": { "type": "t", "message": "" } });
        for path in ["/v3/grants/g", "/v3/nowhere"] {
            assert_eq!(check_answer("GET", path, 418, &teapot), Ok(()));
        }
    }

    #[test]
    fn every_file_is_read_and_the_page_tells_where_it_comes_from() {
        let page = include_str!("../README.md");
        for (folder, texts) in [("calls", CALLS), ("shapes", SHAPES)] {
            let place = std::env::var("CARGO_MANIFEST_DIR").unwrap();
            let mut there: Vec<_> = std::fs::read_dir(format!("{place}/{folder}"))
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            there.sort();
            let read: Vec<_> = documents(texts)
                .iter()
                .map(|(id, _)| id.rsplit_once(&format!("/{folder}/")).unwrap().1.to_owned())
                .collect();
            assert_eq!(read, there);
            for name in there {
                let row = format!("| `{}` |", name.trim_end_matches(".json"));
                assert!(page.contains(&row), "{name} is not on the page");
            }
        }
        let sdk = record().sdk.replacen("nylas", "`nylas`", 1);
        assert!(page.contains(&sdk), "{sdk}");
    }
}
