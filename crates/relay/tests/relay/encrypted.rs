//! The company's mail server behind encryption and a login: how mails leave by it, and what is said where they do not.

use crate::guard::{Authority, Encrypted, Guard};
use crate::mails::{hurry, one};
use crate::post::Post;
use crate::process::program;
use crate::site::Site;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// As it is, and as it stands in an address.
const PASSWORD: &str = "pa:ss@wörd/";
const WRITTEN: &str = "pa%3Ass%40w%C3%B6rd%2F";
const FAR: i32 = 4000;

/// A company whose relay trusts the authority that signed its mail server.
struct Company {
    site: Site,
    post: Post,
    guard: Guard,
    authority: Authority,
}

impl Company {
    async fn new(encrypted: Encrypted) -> Company {
        let mut site = Site::sqlite().await;
        let (post, authority) = (Post::start().await, Authority::new());
        let server = authority.server("localhost", FAR);
        let guard = Guard::before(&post, encrypted, server, PASSWORD).await;
        site.configure(&format!(
            "[mail]\nsmtp_url = \"{}\"\nfrom = \"connect@maplecare.example\"\n",
            guard.url(WRITTEN)
        ));
        let trusted = site.config().with_file_name("authority.pem");
        std::fs::write(&trusted, authority.pem()).unwrap();
        site.relays.clear();
        site.start_with(&[("SSL_CERT_FILE", trusted.display().to_string())]);
        Company {
            site,
            post,
            guard,
            authority,
        }
    }

    /// What `check` finds of the mail server.
    async fn found(&self) -> (String, String) {
        let mut check = program(&self.site.config());
        check.env(
            "SSL_CERT_FILE",
            self.site.config().with_file_name("authority.pem"),
        );
        check.args(["check", "--json"]);
        // The server is in this process, and has to answer meanwhile.
        let checked = tokio::task::spawn_blocking(move || check.output().unwrap());
        let printed = checked.await.unwrap().stdout;
        let printed = String::from_utf8(printed).unwrap();
        assert!(
            !printed.contains(WRITTEN) && !printed.contains(PASSWORD),
            "{printed}"
        );
        let findings: Vec<Value> = serde_json::from_str(&printed).unwrap();
        let found = findings
            .into_iter()
            .find(|found| found["what"] == "mail server");
        let found = found.unwrap();
        let text = |name: &str| found[name].as_str().unwrap().to_owned();
        (text("verdict"), text("said"))
    }

    async fn invite(&self, name: &str) -> String {
        let to = format!("{name}@example.com");
        let body = json!({ "account": format!("{name}@icloud.com"), "recipient_label": name, "send_to": to });
        let (status, made) = self.site.post("/invitations", body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        made["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_leave_by_a_server_that_wants_encryption_and_a_login() {
    for encrypted in [Encrypted::FromTheStart, Encrypted::OnDemand] {
        let company = Company::new(encrypted).await;
        let (verdict, said) = company.found().await;
        assert_eq!(
            (verdict.as_str(), said.as_str()),
            ("ok", "answers, and takes the login")
        );
        company.invite("bob").await;
        let mail = company.post.until(1).await.remove(0);
        assert_eq!(mail.to, "bob@example.com");
        assert_eq!(company.guard.in_the_clear(), Vec::<String>::new());
        let log = company.site.relays[0].log();
        assert!(!log.contains(PASSWORD) && !log.contains(WRITTEN), "{log}");
    }
}

/// What goes wrong, and how it is mended.
type Fault = fn(&Company);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_mail_server_is_named_and_the_mail_waits_until_it_is_mended() {
    let mended: Fault = |company| {
        company.guard.wants(PASSWORD);
        company.guard.offers(true);
        company
            .guard
            .shows(company.authority.server("localhost", FAR));
    };
    let faults: [(&str, Fault); 5] = [
        ("doesn't take the login", |company| {
            company.guard.wants("another");
        }),
        ("has expired", |company| {
            company
                .guard
                .shows(company.authority.server("localhost", 2001));
        }),
        ("is for another name", |company| {
            company
                .guard
                .shows(company.authority.server("mail.example", FAR));
        }),
        ("isn't trusted", |company| {
            company
                .guard
                .shows(Authority::new().server("localhost", FAR));
        }),
        ("doesn't offer", |company| company.guard.offers(false)),
    ];
    for encrypted in [Encrypted::FromTheStart, Encrypted::OnDemand] {
        let company = Company::new(encrypted).await;
        let faults = faults.iter().filter(|(wanted, _)| {
            // Who encrypts from the start has nothing to offer.
            encrypted == Encrypted::OnDemand || *wanted != "doesn't offer"
        });
        for (n, (wanted, fault)) in faults.enumerate() {
            fault(&company);
            let (verdict, said) = company.found().await;
            assert_eq!(verdict, "wrong", "{wanted}: {said}");
            assert!(said.contains(wanted), "{wanted}: {said}");
            let id = company.invite(&format!("bob{n}")).await;
            company.site.age(61).await;
            hurry(&company.site).await;
            company.post.stays(n).await;
            let waits = one(&company.site, &id).await;
            assert_eq!(
                (&waits["state"], &waits["bounced_at"]),
                (&json!("created"), &Value::Null),
                "{wanted}"
            );
            assert_eq!(waits["links"], 1, "{wanted}: no link is made for nothing");
            let (_, mail) = company.site.get("/mail").await;
            let told = mail["refused"].as_str().unwrap_or_default();
            assert!(told.contains(wanted), "{wanted}: {mail}");
            mended(&company);
            company.site.age(3601).await;
            hurry(&company.site).await;
            let mail = company.post.until(n + 1).await.pop().unwrap();
            assert_eq!(mail.to, format!("bob{n}@example.com"), "{wanted}");
        }
        assert_eq!(company.guard.in_the_clear(), Vec::<String>::new());
    }
}
