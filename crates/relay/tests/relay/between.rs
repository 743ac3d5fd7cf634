//! Between a relay and the simulator: what is asked goes on, but for what a test answers itself.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// What is answered to a method and a path that begins and ends like this.
struct Answer {
    method: &'static str,
    begins: &'static str,
    ends: &'static str,
    status: u16,
    body: String,
    date: Option<&'static str>,
}

/// Answers itself what it is told to, and leaves the rest to the simulator.
pub(crate) struct Between {
    pub(crate) origin: String,
    answers: Arc<Mutex<Vec<Answer>>>,
}

impl Between {
    pub(crate) async fn to(simulator: &str) -> Between {
        let answers = Arc::new(Mutex::new(vec![]));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let http = nylas::transport(&nylas::Timeouts::default())
            .no_proxy()
            .build()
            .unwrap();
        let (simulator, told) = (simulator.to_owned(), answers.clone());
        let router = Router::new().fallback(move |request: Request| {
            let said = of(&told.lock().unwrap(), &request);
            let (http, simulator) = (http.clone(), simulator.clone());
            async move {
                match said {
                    Some(said) => said,
                    None => passed_on(&http, &simulator, request).await,
                }
            }
        });
        tokio::spawn(async { axum::serve(listener, router).await });
        Between { origin, answers }
    }

    /// Answers this from now on; `path` may have one `*` for whatever stands there.
    pub(crate) fn answer(&self, method: &'static str, path: &'static str, status: u16, body: &str) {
        self.answer_at(method, path, status, body, None);
    }

    /// Refuses this from now on, as Nylas does.
    pub(crate) fn refuse(&self, method: &'static str, path: &'static str, status: u16, said: &str) {
        let body =
            json!({ "request_id": "r", "error": { "type": "api.refused", "message": said } });
        self.answer(method, path, status, &body.to_string());
    }

    /// The same, at another time than it is.
    pub(crate) fn answer_at(
        &self,
        method: &'static str,
        path: &'static str,
        status: u16,
        body: &str,
        date: Option<&'static str>,
    ) {
        let (begins, ends) = path.split_once('*').unwrap_or((path, ""));
        self.answers.lock().unwrap().push(Answer {
            method,
            begins,
            ends,
            status,
            body: body.to_owned(),
            date,
        });
    }
}

fn of(answers: &[Answer], request: &Request) -> Option<Response> {
    let path = request.uri().path();
    let fits = |answer: &&Answer| {
        let whole = answer.begins == path;
        let part = answer.begins.ends_with('/')
            && path.len() > answer.begins.len()
            && path.starts_with(answer.begins)
            && path.ends_with(answer.ends);
        answer.method == request.method().as_str() && (whole || part)
    };
    let answer = answers.iter().find(fits)?;
    let status = StatusCode::from_u16(answer.status).unwrap();
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let mut response = (status, kind, answer.body.clone()).into_response();
    if let Some(date) = answer.date {
        let date = HeaderValue::from_static(date);
        response.headers_mut().insert(header::DATE, date);
    }
    Some(response)
}

async fn passed_on(http: &reqwest::Client, simulator: &str, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let mut on = http.request(head.method, format!("{simulator}{}", head.uri));
    for name in [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT] {
        if let Some(value) = head.headers.get(&name) {
            on = on.header(name, value);
        }
    }
    let answer = on.body(body).send().await.unwrap();
    let (status, kind) = (
        answer.status(),
        answer.headers().get("content-type").cloned(),
    );
    let mut response = Response::new(Body::from(answer.bytes().await.unwrap()));
    *response.status_mut() = status;
    if let Some(kind) = kind {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}
