//! What relays of each protocol answered, as it was recorded with them, is still understood; and they would understand what
//! is sent. The relay's own tests play the other side of the same recordings.

use super::{
    super::ask_for_link, Keys, PASSWORD, address, answers, answers_once, config, opened, password,
    requests,
};
use invitation::{OLDEST_PROTOCOL, PROTOCOL};
use serde_json::Value;
use std::sync::Arc;
use wiremock::MockServer;
use wizard::Problem;

struct Recorded(Vec<Value>);

impl Recorded {
    fn of(protocol: u32) -> Recorded {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../relay/tests/protocol");
        let text = std::fs::read_to_string(format!("{folder}/{protocol}.json")).unwrap();
        Recorded(serde_json::from_str(&text).unwrap())
    }

    fn named(&self, name: &str) -> &Value {
        let mut exchanges = self.0.iter();
        exchanges.find(|exchange| exchange["name"] == name).unwrap()
    }

    /// A relay that answers what was recorded under these names.
    async fn relay(&self, names: &[&str]) -> MockServer {
        let server = MockServer::start().await;
        for name in names {
            let exchange = self.named(name);
            let text = |field: &str| exchange[field].as_str().unwrap();
            let status = u16::try_from(exchange["status"].as_u64().unwrap()).unwrap();
            let (method, path, answer) = (text("method"), text("path"), exchange["answer"].clone());
            // Of the two answers to the same question the first comes once.
            if *name == "nothing sent yet" {
                answers_once(&server, method, path, status, answer).await;
            } else {
                answers(&server, method, path, status, answer).await;
            }
        }
        server
    }
}

#[tokio::test]
async fn a_relay_of_each_protocol_connects_an_account() {
    for protocol in OLDEST_PROTOCOL..=PROTOCOL {
        let recorded = Recorded::of(protocol);
        let connected = recorded.named("how it stands")["answer"]["connected"].clone();
        let server = recorded
            .relay(&[
                "claimed",
                "nothing sent yet",
                "connected",
                "how it stands",
                "not mine",
            ])
            .await;
        let (relay, told) = opened(&server, Arc::<Keys>::default())
            .await
            .map_err(drop)
            .unwrap();
        let claimed = recorded.named("claimed")["answer"]["claimed"].clone();
        assert_eq!(
            told.invitation.recipient,
            claimed["recipient_label"].as_str().unwrap()
        );
        assert_eq!(
            told.config.setup.organization.as_deref(),
            Some("Maple Care")
        );
        let grant = relay.submit(&address(), &password()).await.unwrap();
        assert_eq!(grant.id, connected["grant_id"].as_str().unwrap());
        let calendars = relay.calendars().await.unwrap();
        assert_eq!(Value::from(calendars), connected["calendars"]);
        assert_eq!(
            relay.newest_message().await.unwrap(),
            connected["newest_message"].as_i64()
        );
        assert!(relay.not_mine().await.is_ok());

        let links = recorded.relay(&["a new link"]).await;
        let site = format!("{}/connect", links.uri());
        let asked = ask_for_link(config(), &site, grant.id);
        assert!(asked.await.is_ok());

        for (server, path, name) in [
            (&links, invitation::AGAIN, "a new link"),
            (&server, invitation::CLAIM, "claimed"),
            (&server, invitation::CUSTOM_AUTH, "connected"),
        ] {
            let sent: Value =
                serde_json::from_slice(&requests(server, path).await[0].body).unwrap();
            let body = &recorded.named(name)["body"];
            let fields = |value: &Value| {
                value
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect::<Vec<_>>()
            };
            assert_eq!(fields(&sent), fields(body), "{name}");
            if name == "connected" {
                assert_eq!(fields(&sent["settings"]), fields(&body["settings"]));
                assert_eq!(sent["settings"]["password"], PASSWORD);
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_of_each_protocol_is_the_problem_that_it_was() {
    for protocol in OLDEST_PROTOCOL..=PROTOCOL {
        let recorded = Recorded::of(protocol);
        for (name, problem) in [
            ("refused", Problem::NylasRefusedPassword),
            ("another account", Problem::OtherAccount),
        ] {
            let server = recorded
                .relay(&["another claimed", "nothing sent yet", name])
                .await;
            let (relay, _) = opened(&server, Arc::<Keys>::default())
                .await
                .map_err(drop)
                .unwrap();
            let report = relay.submit(&address(), &password()).await.unwrap_err();
            assert_eq!(report.problem, problem, "{name}");
        }
        let server = MockServer::start().await;
        let unknown = recorded.named("nobody's");
        let status = u16::try_from(unknown["status"].as_u64().unwrap()).unwrap();
        answers(
            &server,
            "POST",
            invitation::CLAIM,
            status,
            unknown["answer"].clone(),
        )
        .await;
        let report = opened(&server, Arc::<Keys>::default())
            .await
            .map(drop)
            .unwrap_err();
        assert_eq!(report.problem, Problem::InvitationNotKnown);
    }
}
