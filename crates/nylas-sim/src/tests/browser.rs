//! A browser that follows no redirect by itself, and what it starts from.

use std::collections::HashMap;

use reqwest::{Url, header, redirect::Policy};

use super::{APP_PASSWORD, Practice};
use crate::Options;

pub(in crate::tests) const CLIENT: &str = "ad410018-d306-43f9-8361-fa5d7b2172e0";
pub(in crate::tests) const REDIRECT: &str = "http://localhost:9007/callback";
pub(in crate::tests) const VERIFIER: &str = "5967ca40-a2d8-4ee0-a0e0-6f18ace39a90";
pub(in crate::tests) const CHALLENGE: &str =
    "NjIwNWIwMzg4OTcxNTZhNDcxMDQyZmViNDc4NmVlODY0NWM0ZGM1NGNjNDcyYzRlYTZkNGFhMmZiZjNlMWJkNw";
pub(in crate::tests) const STATE: &str = "acme.n0nce /+&";
pub(in crate::tests) const ADDRESS: &str = "anna.lind@icloud.com";

/// An application that hosted sign-in may lead back to.
pub(in crate::tests) fn options() -> Options {
    Options {
        application_id: Some(CLIENT.into()),
        redirect_uris: vec![REDIRECT.into()],
        connectors: vec!["icloud".into()],
        ..Options::default()
    }
}

/// What `authorize` asks for, unless told otherwise.
pub(in crate::tests) fn asked() -> Vec<(&'static str, &'static str)> {
    vec![
        ("client_id", CLIENT),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("access_type", "online"),
        ("provider", "icloud"),
        ("state", STATE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

/// A browser that stops at every redirect.
pub(in crate::tests) struct Browser<'a> {
    practice: &'a Practice,
    client: reqwest::Client,
}

pub(in crate::tests) struct Shown {
    pub(in crate::tests) status: u16,
    pub(in crate::tests) location: String,
    pub(in crate::tests) policy: String,
    pub(in crate::tests) html: String,
}

impl<'a> Browser<'a> {
    pub(in crate::tests) fn new(practice: &'a Practice) -> Self {
        Self {
            practice,
            client: reqwest::Client::builder()
                .no_proxy()
                .redirect(Policy::none())
                .build()
                .unwrap(),
        }
    }

    pub(in crate::tests) async fn shown(&self, request: reqwest::RequestBuilder) -> Shown {
        let response = request.send().await.unwrap();
        let header = |name| {
            response
                .headers()
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned()
        };
        Shown {
            status: response.status().as_u16(),
            location: header(header::LOCATION),
            policy: header(header::CONTENT_SECURITY_POLICY),
            html: response.text().await.unwrap(),
        }
    }

    pub(in crate::tests) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.practice.simulator.origin())
    }

    pub(in crate::tests) async fn get(&self, path: &str) -> Shown {
        self.shown(self.client.get(self.address(path))).await
    }

    pub(in crate::tests) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.shown(
            self.client
                .post(self.address(path))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body),
        )
        .await
    }

    pub(in crate::tests) async fn authorize(&self, asked: &[(&str, &str)]) -> Shown {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(asked)
            .finish();
        self.get(&format!("/v3/connect/auth?{query}")).await
    }

    /// The page of a sign-in that was asked for.
    pub(in crate::tests) async fn begun(&self) -> String {
        let begun = self.authorize(&asked()).await;
        assert_eq!(begun.status, 302);
        begun.location
    }

    /// A sign-in from its beginning to where it leads.
    pub(in crate::tests) async fn sign_in(&self, address: &str) -> HashMap<String, String> {
        let page = self.begun().await;
        self.submit(&page, &[("username", address), ("password", APP_PASSWORD)])
            .await
            .back()
    }
}

impl Shown {
    pub(in crate::tests) fn location(&self) -> &str {
        &self.location
    }

    /// What the redirect back to the application says.
    pub(in crate::tests) fn back(&self) -> HashMap<String, String> {
        assert!(matches!(self.status, 302 | 303), "{}", self.html);
        let (place, _) = self.location.split_once('?').unwrap();
        assert_eq!(place, REDIRECT);
        Url::parse(&self.location)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect()
    }
}
