//! `check`: what it proves, and that each thing can fail.

use crate::between::Between;
use crate::process::program;
use crate::site::Site;
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime};
use time::OffsetDateTime;

/// What stands in the issue's list, in the order in which it is said.
const ALL: [&str; 12] = [
    "key",
    "permissions",
    "expiry",
    "region",
    "connector",
    "plan",
    "public address",
    "events",
    "downloads",
    "mail server",
    "database",
    "clock",
];
/// Of `abc`, the best known of all hashes.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A site with everything in order, and what stands between it and the simulator.
struct Checked {
    site: Site,
    between: Between,
    variables: Vec<(&'static str, String)>,
}

impl Checked {
    async fn new() -> Checked {
        let site = Site::sqlite().await;
        let between = Between::to(&site.simulator.origin()).await;
        between.answer("GET", "/app", 200, "abc");
        let mut checked = Checked {
            variables: vec![],
            between,
            site,
        };
        checked.set("NYLAS_API_URL", &checked.between.origin.clone());
        checked.set("NYLAS_API_KEY_EXPIRES", "2199-12-31");
        checked.set("PUBLIC_URL", &checked.site.relays[0].address.clone());
        checked.set("NYLAS_WEBHOOK_SECRET_FILE", "webhook");
        let (well, text) = checked.said(&["webhook", "create"]);
        assert!(well, "{text}");
        checked.set(
            "DOWNLOADS_LINUX_URL",
            &format!("{}/app", checked.between.origin),
        );
        checked.set("DOWNLOADS_LINUX_VERSION", "0.1.0");
        checked.set("DOWNLOADS_LINUX_SHA256", ABC);
        checked
    }

    /// A setting of the environment's; a later one wins.
    fn set(&mut self, name: &'static str, value: &str) {
        self.variables.push((name, value.to_owned()));
    }

    /// A file beside the configuration.
    fn file(&self, name: &str, text: &str) {
        let config = self.site.config();
        std::fs::write(config.with_file_name(name), text).unwrap();
    }

    /// What Nylas has registered from now on; this relay's own address is `ADDRESS`.
    fn webhooks(&self, data: &str) {
        let address = format!("{}/webhooks/nylas", self.site.relays[0].address);
        let data = data.replace("ADDRESS", &address);
        let body = format!(r#"{{"request_id": "r", "data": {data}}}"#);
        self.between.answer("GET", "/v3/webhooks", 200, &body);
    }

    fn said(&self, line: &[&str]) -> (bool, String) {
        let mut command = program(&self.site.config());
        for (name, value) in &self.variables {
            command.env(format!("ICLOUD_CONNECT_RELAY_{name}"), value);
        }
        let output = command.args(line).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains(self.site.simulator.api_key()), "{text}");
        (output.status.success(), text)
    }

    fn findings(&self) -> (bool, Vec<Value>) {
        let (well, text) = self.said(&["check", "--json"]);
        (well, serde_json::from_str(&text).unwrap())
    }
}

fn of<'a>(findings: &'a [Value], what: &str) -> (&'a str, &'a str) {
    let finding = findings.iter().find(|finding| finding["what"] == what);
    let finding = finding.unwrap_or_else(|| panic!("nothing is said of {what}: {findings:?}"));
    let text = |name: &str| finding[name].as_str().unwrap();
    (text("verdict"), text("said"))
}

/// What is said of everything where all is in order: a mail server is not needed, and no domain of a test's is anybody's.
fn verdict(what: &Value) -> &'static str {
    if what == "mail server" { "note" } else { "ok" }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_proves_everything_and_says_it_to_people_and_to_programs() {
    let checked = Checked::new().await;
    let (well, findings) = checked.findings();
    let what: Vec<_> = findings
        .iter()
        .map(|f| f["what"].as_str().unwrap())
        .collect();
    assert_eq!(what, ALL);
    for finding in &findings {
        let fields: Vec<_> = finding.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["said", "verdict", "what"]);
        assert_eq!(finding["verdict"], verdict(&finding["what"]), "{finding}");
    }
    let (human_well, text) = checked.said(&["check"]);
    assert!(well && human_well);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), ALL.len(), "{text}");
    for (line, what) in lines.iter().zip(ALL) {
        let begins = format!("{:5} {what}: ", verdict(&json!(what)));
        assert!(line.starts_with(&begins), "{line}");
    }
    let application = checked.site.simulator.client_id();
    assert!(
        lines[0].contains(application) && lines[0].contains("Practice"),
        "{text}"
    );
    assert!(lines[2].contains("2199-12-31"), "{text}");
    assert_eq!(checked.site.grants().await, 0);
}

/// What is changed, what is then said, and of what.
type Case = (
    &'static str,
    fn(&mut Checked),
    &'static [(&'static str, &'static str, &'static str)],
);

const CASES: &[Case] = &[
    (
        "a key that nobody knows",
        |c| {
            c.between
                .refuse("GET", "/v3/applications", 401, "Invalid API key");
        },
        &[
            ("key", "wrong", "is refused at"),
            ("permissions", "note", "not known"),
            ("connector", "note", "not known"),
        ],
    ),
    (
        "a key whose time is over",
        |c| {
            c.between
                .refuse("GET", "/v3/applications", 401, "The key has expired");
        },
        &[
            ("key", "wrong", "has expired"),
            ("expiry", "wrong", "has expired"),
        ],
    ),
    (
        "a key that was ended",
        |c| {
            c.between
                .refuse("GET", "/v3/applications", 401, "This key is disabled");
        },
        &[("key", "wrong", "was ended")],
    ),
    (
        "a Nylas that is down",
        |c| {
            c.between
                .refuse("GET", "/v3/applications", 400, "Who knows");
        },
        &[("key", "wrong", "doesn't answer as it should")],
    ),
    (
        "a filter on the way",
        |c| {
            c.between
                .answer("GET", "/v3/applications", 403, "<html>Blocked</html>");
        },
        &[("key", "wrong", "doesn't answer as it should")],
    ),
    (
        "no file with a key",
        |c| c.set("NYLAS_API_KEY_FILE", "nothing"),
        &[("key", "wrong", "has no key in it")],
    ),
    (
        "a key with less power",
        |c| {
            c.between.refuse(
                "GET",
                "/v3/applications",
                403,
                "The principal may not do this",
            );
            c.between.refuse(
                "GET",
                "/v3/connectors/icloud",
                403,
                "The principal may not do this",
            );
            c.between.refuse(
                "GET",
                "/v3/applications/redirect-uris",
                403,
                "The principal may not do this",
            );
        },
        &[
            (
                "key",
                "ok",
                "it may not look at its application, and needn't",
            ),
            ("region", "ok", "so it's the right one"),
            ("connector", "note", "the first customer will tell"),
            ("plan", "note", "doesn't tell"),
            ("permissions", "ok", "reads through them"),
        ],
    ),
    (
        "a phone's way back that Nylas does not know",
        |c| c.set("PHONE", "nylas"),
        &[("phone", "wrong", "/phone/callback in its dashboard")],
    ),
    (
        "a phone's way back that Nylas knows",
        |c| {
            c.set("PHONE", "nylas");
            let url = format!("{}/phone/callback", c.site.relays[0].address);
            let known = json!({ "request_id": "r", "data": [{ "id": "1", "url": url, "platform": "web" }] });
            let path = "/v3/applications/redirect-uris";
            c.between.answer("GET", path, 200, &known.to_string());
        },
        &[("phone", "ok", "leads back to")],
    ),
    (
        "a phone and a key that may not look",
        |c| {
            c.set("PHONE", "nylas");
            c.between
                .refuse("GET", "/v3/applications/redirect-uris", 403, "No");
        },
        &[("phone", "note", "the first phone will tell")],
    ),
    (
        "a phone and a key that may not look up its application",
        |c| {
            c.set("PHONE", "nylas");
            c.between.refuse("GET", "/v3/applications", 403, "No");
        },
        &[("phone", "wrong", "nylas.application_id")],
    ),
    (
        "a key that may not list",
        |c| c.between.refuse("GET", "/v3/grants", 403, "No"),
        &[("permissions", "wrong", "grants.read")],
    ),
    (
        "a key that may not connect",
        |c| c.between.refuse("POST", "/v3/connect/custom", 403, "No"),
        &[("permissions", "wrong", "POST /v3/connect/custom")],
    ),
    (
        "a key that may not delete",
        |c| c.between.refuse("DELETE", "/v3/grants/*", 403, "No"),
        &[("permissions", "wrong", "grants.delete")],
    ),
    (
        "a key that may not read",
        |c| {
            c.between.refuse("GET", "/v3/grants/*/calendars", 403, "No");
            c.between.refuse("GET", "/v3/grants/*/messages", 403, "No");
        },
        &[("permissions", "note", "messages.read, calendars.read")],
    ),
    (
        "a Nylas that says nothing of it",
        |c| {
            c.between
                .answer("POST", "/v3/connect/custom", 200, "<html>");
        },
        &[(
            "permissions",
            "note",
            "doesn't tell just now about POST /v3/connect/custom",
        )],
    ),
    (
        "a key that does everything",
        |_| {},
        &[("permissions", "ok", "it may do more than that, and needn't")],
    ),
    (
        "a key that nobody wrote a day down for",
        |c| {
            c.variables
                .retain(|(name, _)| *name != "NYLAS_API_KEY_EXPIRES");
        },
        &[("expiry", "note", "nylas.api_key_expires")],
    ),
    (
        "a key that ended last year",
        |c| c.set("NYLAS_API_KEY_EXPIRES", "2025-12-31"),
        &[("expiry", "wrong", "ended on 2025-12-31")],
    ),
    (
        "a key that ends tomorrow",
        |c| {
            let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
            let tomorrow = OffsetDateTime::from(tomorrow).date().to_string();
            c.set("NYLAS_API_KEY_EXPIRES", &tomorrow);
        },
        &[("expiry", "wrong", "make a new one now")],
    ),
    (
        "no connector",
        |c| {
            c.between
                .refuse("GET", "/v3/connectors/icloud", 404, "Not found");
        },
        &[("connector", "wrong", "is missing")],
    ),
    (
        "a connector that cannot be asked about",
        |c| c.between.refuse("GET", "/v3/connectors/icloud", 400, "No"),
        &[("connector", "wrong", "could not be asked about")],
    ),
    (
        "a plan that is full",
        |c| {
            c.between
                .refuse("POST", "/v3/connect/custom", 403, "Your plan has no room");
        },
        &[
            ("plan", "wrong", "Your plan has no room"),
            ("permissions", "ok", ""),
        ],
    ),
    (
        "a sandbox with room",
        |c| sandbox(c, 2),
        &[("plan", "note", "2 of 5 accounts")],
    ),
    (
        "a full sandbox",
        |c| sandbox(c, 5),
        &[("plan", "wrong", "all are connected")],
    ),
    (
        "a public address where nobody is",
        |c| c.set("PUBLIC_URL", "http://127.0.0.1:1"),
        &[("public address", "wrong", "doesn't answer")],
    ),
    (
        "a public address with an error",
        |c| {
            c.between.answer("GET", "/health", 502, "");
            let between = c.between.origin.clone();
            c.set("PUBLIC_URL", &between);
        },
        &[("public address", "wrong", "answers 502")],
    ),
    (
        "somebody else's public address",
        |c| {
            c.between
                .answer("GET", "/health", 200, "<html>Welcome</html>");
            let between = c.between.origin.clone();
            c.set("PUBLIC_URL", &between);
        },
        &[("public address", "wrong", "something else than a relay")],
    ),
    (
        "no events",
        |c| {
            c.variables
                .retain(|(name, _)| *name != "NYLAS_WEBHOOK_SECRET_FILE");
        },
        &[("events", "note", "found within an hour")],
    ),
    (
        "events that nobody can be known by",
        |c| c.file("webhook", "\n"),
        &[("events", "wrong", "has no secret in it")],
    ),
    (
        "a proxy that lets no event through",
        |c| {
            c.between.answer("GET", "/webhooks/nylas", 403, "");
            let between = c.between.origin.clone();
            c.set("PUBLIC_URL", &between);
        },
        &[("events", "wrong", "doesn't answer Nylas' challenge")],
    ),
    (
        "events that nobody asked Nylas for",
        |c| c.webhooks("[]"),
        &[("events", "wrong", "`webhook create`")],
    ),
    (
        "events that Nylas gave up sending",
        |c| c.webhooks(r#"[{"id": "w", "webhook_url": "ADDRESS", "status": "failed"}]"#),
        &[("events", "wrong", "has it as failed")],
    ),
    (
        "events of some kinds alone",
        |c| {
            c.webhooks(r#"[{"id": "w", "webhook_url": "ADDRESS", "status": "active", "trigger_types": ["grant.created"]}]"#);
        },
        &[("events", "note", "doesn't tell it everything")],
    ),
    (
        "a key that may not look after webhooks",
        |c| c.between.refuse("GET", "/v3/webhooks", 403, "No"),
        &[("events", "ok", "may not look")],
    ),
    (
        "webhooks that Nylas doesn't tell of just now",
        |c| c.between.refuse("GET", "/v3/webhooks", 400, "No"),
        &[("events", "note", "could not be asked")],
    ),
    (
        "a mail server that is away",
        |c| {
            c.set("MAIL_SMTP_URL", "smtp://127.0.0.1:1");
            c.set("MAIL_FROM", "connect@maplecare.example");
        },
        &[("mail server", "wrong", "cannot be reached")],
    ),
    (
        "another download",
        |c| c.set("DOWNLOADS_LINUX_SHA256", &"0".repeat(64)),
        &[("downloads", "wrong", "linux: its hash is ba7816bf")],
    ),
    (
        "a download that is not there",
        |c| {
            let gone = format!("{}/gone", c.between.origin);
            c.set("DOWNLOADS_LINUX_URL", &gone);
        },
        &[("downloads", "wrong", "linux: it answers 404")],
    ),
    (
        "no downloads",
        |c| {
            c.variables
                .retain(|(name, _)| !name.starts_with("DOWNLOADS"));
        },
        &[("downloads", "note", "customers are told to ask you")],
    ),
    (
        "no database",
        |c| c.set("DATABASE_URL", "sqlite:///nowhere/relay.db"),
        &[("database", "wrong", "does not open")],
    ),
    (
        "an unknown database",
        |c| c.set("DATABASE_URL", "mysql://x"),
        &[("database", "wrong", "neither with sqlite:")],
    ),
    (
        "a clock that differs from Nylas'",
        |c| {
            c.between
                .answer_at("GET", "/", 404, "", Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        },
        &[("clock", "wrong", "differs from Nylas' by")],
    ),
];

fn sandbox(checked: &mut Checked, accounts: usize) {
    let body = r#"{"request_id": "r", "data": {"application_id": "a", "environment": "Sandbox"}}"#;
    checked.between.answer("GET", "/v3/applications", 200, body);
    checked.site.simulator.seed_grants(accounts);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_thing_that_check_asks_can_fail() {
    let mut failed = vec![];
    for (name, change, told) in CASES {
        let mut checked = Checked::new().await;
        change(&mut checked);
        let (well, findings) = checked.findings();
        for (what, verdict, part) in *told {
            let (got, said) = of(&findings, what);
            assert_eq!(got, *verdict, "{name}: {what}: {said}");
            assert!(said.contains(part), "{name}: {what}: {said}");
            if got == "wrong" {
                failed.push(*what);
            }
        }
        let wrong = findings.iter().any(|finding| finding["verdict"] == "wrong");
        assert_eq!(well, !wrong, "{name}: the exit code says it");
        let (_, text) = checked.said(&["check"]);
        for (what, verdict, _) in *told {
            let line = format!("{verdict:5} {what}: ");
            assert!(text.lines().any(|l| l.starts_with(&line)), "{name}: {text}");
        }
    }
    // A region that is another one is tried beside the code: no test has two of Nylas' hosts.
    for what in ALL.iter().filter(|what| **what != "region") {
        assert!(failed.contains(what), "{what} never failed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_answers_and_what_an_operator_stopped_are_said() {
    let mut checked = Checked::new().await;
    let post = crate::post::Post::start().await;
    checked.set("MAIL_SMTP_URL", &post.url());
    checked.set("MAIL_FROM", "connect@maplecare.example");
    checked.site.run(&["pause"]);
    let (_, findings) = checked.findings();
    assert_eq!(
        of(&findings, "mail server"),
        ("ok", "answers, and takes the login")
    );
    assert_eq!(of(&findings, "mails").0, "note");
    // Whatever is said of the domain depends on where the tests run.
    assert!(!of(&findings, "SPF").1.is_empty());
    assert_eq!(post.got().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_mail_server_refuses_is_said_until_a_mail_leaves() {
    let mut checked = Checked::new().await;
    let post = crate::mails::mailing(&mut checked.site, 1).await;
    post.refuse_sender("550 5.7.60 no");
    let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "send_to": "bob@example.com" });
    let (_, made) = checked.site.post("/invitations", body).await;
    let since = Instant::now();
    while crate::mails::hurry(&checked.site).await["refused"].is_null() {
        assert!(since.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (well, findings) = checked.findings();
    let (verdict, said) = of(&findings, "mails");
    assert!(
        !well && verdict == "wrong" && said.contains("mail.from (550 5.7.60)"),
        "{said}"
    );
    post.refuse_sender("");
    checked.site.age(61).await;
    crate::mails::hurry(&checked.site).await;
    let id = made["id"].as_str().unwrap();
    crate::mails::until(&checked.site, id, |now| now["state"] == "sent").await;
    let (_, findings) = checked.findings();
    assert!(!findings.iter().any(|found| found["what"] == "mails"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_relay_learned_from_a_customer_is_said() {
    let checked = Checked::new().await;
    let (_, ticket) = checked.site.invite("plan-limit@icloud.com").await;
    let wizard = crate::wizard::Wizard::new(&checked.site, &ticket, 'a');
    wizard.claim().await;
    wizard.submit("plan-limit@icloud.com").await;
    let (well, findings) = checked.findings();
    let (verdict, said) = of(&findings, "database");
    assert_eq!(verdict, "note");
    assert!(
        well && said.contains("customers are told that you aren't ready"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_day_of_a_key_is_a_day() {
    let mut checked = Checked::new().await;
    for day in ["soon", "2027-13-01", "08:00:00", "2027", ""] {
        checked.set("NYLAS_API_KEY_EXPIRES", day);
        let (well, text) = checked.said(&["check"]);
        assert!(!well && text.is_empty(), "{day}: {text}");
    }
}
