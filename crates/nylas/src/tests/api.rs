//! A Nylas that answers what a test tells it to, and holds every request and answer against the contract.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use nylas_contract::{check_answer, check_request};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::{Client, CustomAuth, Origin, PublicClient, Timeouts};

/// The key in the golden requests.
pub(super) const KEY: &str = "nyk_v0_recorded_key";
/// The password in those requests.
pub(super) const PASSWORD: &str = "abcd-efgh-ijkl-mnop";
/// The grant in those requests, and in the samples of answers.
pub(super) const GRANT: &str = "e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47";

/// The application in those requests.
pub(super) const CLIENT_ID: &str = "ad410018-d306-43f9-8361-fa5d7b2172e0";

/// Short, but long enough for a busy machine.
pub(super) const SHORT: Timeouts = Timeouts {
    connect: Duration::from_secs(2),
    safe: Duration::from_secs(3),
    custom_auth: Duration::from_secs(3),
};

pub(super) fn client(origin: &str) -> Client {
    Client::builder(Origin::parse(origin).unwrap(), KEY.into())
        .timeouts(SHORT)
        .backoff(Duration::from_millis(1))
        .build()
        .unwrap()
}

pub(super) fn public_client(origin: &str) -> PublicClient {
    let builder = PublicClient::builder(Origin::parse(origin).unwrap(), CLIENT_ID);
    builder
        .timeouts(SHORT)
        .backoff(Duration::from_millis(1))
        .build()
        .unwrap()
}

pub(super) fn icloud(state: Option<&str>) -> CustomAuth {
    CustomAuth::ICloud {
        username: "nyla@icloud.com".to_owned(),
        password: PASSWORD.into(),
        state: state.map(str::to_owned),
    }
}

pub(super) fn grant_json() -> Value {
    json!({
        "id": GRANT, "provider": "icloud", "grant_status": "valid", "email": "nyla@icloud.com", "scope": [],
        "created_at": 1_617_817_109, "updated_at": 1_617_817_109,
    })
}

pub(super) fn data(data: &Value) -> Value {
    json!({ "request_id": "r-1", "data": data })
}

pub(super) fn refusal(kind: &str) -> Value {
    json!({ "request_id": "r-1", "error": { "type": kind, "message": "No." } })
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) authorization: String,
    pub(super) content_type: String,
    pub(super) user_agent: String,
    pub(super) body: Option<Value>,
}

pub(super) struct Api {
    pub(super) client: Client,
    server: MockServer,
    seen: Arc<Seen>,
}

struct Seen {
    requests: Mutex<Vec<Sent>>,
    faults: Mutex<Vec<String>>,
}

impl Api {
    pub(super) async fn start() -> Api {
        let server = MockServer::start().await;
        Api {
            client: client(&server.uri()),
            server,
            seen: Arc::new(Seen {
                requests: Mutex::default(),
                faults: Mutex::default(),
            }),
        }
    }

    /// Answers a call as the contract has it.
    pub(super) async fn answers(&self, call: &str, status: u16, body: &Value) {
        let (verb, place) = split(call);
        check_answer(verb, place, status, body).expect("a mock answer keeps the contract");
        self.answers_oddly(call, ResponseTemplate::new(status).set_body_json(body))
            .await;
    }

    /// Answers a call in a way that the contract does not have.
    pub(super) async fn answers_oddly(&self, call: &str, answer: ResponseTemplate) {
        self.mount(call, answer, None).await;
    }

    /// Answers a call once; the next answer told follows.
    pub(super) async fn answers_once(&self, call: &str, answer: ResponseTemplate) {
        self.mount(call, answer, Some(1)).await;
    }

    /// Answers what is no call of Nylas at all, so the contract has no say.
    pub(super) async fn answers_unheard(&self, call: &str, answer: impl Respond + 'static) {
        let (verb, place) = split(call);
        Mock::given(method(verb))
            .and(path(place))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    pub(super) fn public(&self) -> PublicClient {
        public_client(&self.server.uri())
    }

    pub(super) fn requests(&self) -> Vec<Sent> {
        self.seen.requests.lock().unwrap().clone()
    }

    async fn mount(&self, call: &str, answer: ResponseTemplate, times: Option<u64>) {
        let (verb, place) = split(call);
        let seen = Arc::clone(&self.seen);
        let mock = Mock::given(method(verb))
            .and(path(place))
            .respond_with(Recorder { answer, seen });
        match times {
            Some(times) => mock.up_to_n_times(times).mount(&self.server).await,
            None => mock.mount(&self.server).await,
        }
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        let faults = self.seen.faults.lock().unwrap();
        assert!(
            std::thread::panicking() || faults.is_empty(),
            "requests break the contract: {faults:?}"
        );
    }
}

fn split(call: &str) -> (&str, &str) {
    call.split_once(' ').expect("a call is a method and a path")
}

struct Recorder {
    answer: ResponseTemplate,
    seen: Arc<Seen>,
}

impl Respond for Recorder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let header = |name| {
            request
                .headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned()
        };
        let sent = Sent {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
            query: request.url.query_pairs().into_owned().collect(),
            authorization: header("authorization"),
            content_type: header("content-type"),
            user_agent: header("user-agent"),
            body: (!request.body.is_empty()).then(|| request.body_json().unwrap()),
        };
        let verdict = check_request(&sent.method, &sent.path, &sent.query, sent.body.as_ref());
        self.seen.faults.lock().unwrap().extend(verdict.err());
        self.seen.requests.lock().unwrap().push(sent);
        self.answer.clone()
    }
}
