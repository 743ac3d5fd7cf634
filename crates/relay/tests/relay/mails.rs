//! What is written to whoever is invited, and how often.

use crate::post::{GOES, Post};
use crate::process::Process;
use crate::site::{Site, answer, ticket_of};
use crate::told::{telling, types};
use crate::wizard::Wizard;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const DAY: i64 = 24 * 3600;

/// The company's relays write by this server from now on: so many of them.
pub(crate) async fn mailing(site: &mut Site, relays: usize) -> Post {
    let post = Post::start().await;
    site.configure(&format!(
        "[mail]\nsmtp_url = \"{}\"\nfrom = \"connect@maplecare.example\"\n",
        post.url()
    ));
    site.relays.clear();
    for _ in 0..relays {
        site.start();
    }
    post
}

async fn invited(site: &Site, to: &str) -> String {
    let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob Müller", "send_to": to, "account_label": "Bob’s Bakery" });
    let (status, made) = site.post("/invitations", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn one(site: &Site, id: &str) -> Value {
    let (_, invitation) = site.get(&format!("/invitations/{id}")).await;
    invitation
}

/// Everything that is due is looked at now.
pub(crate) async fn hurry(site: &Site) -> Value {
    site.post("/mail/resume", json!({})).await.1
}

pub(crate) async fn until(site: &Site, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let since = Instant::now();
    loop {
        let now = one(site, id).await;
        if is_so(&now) {
            return now;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "{now}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// What was done to it, as words.
pub(crate) async fn history(site: &Site, id: &str) -> Vec<String> {
    let (_, audit) = site.get(&format!("/invitations/{id}/audit")).await;
    let entries = audit["entries"].as_array().unwrap().iter();
    let words = entries.map(|entry| {
        let detail = entry["detail"].as_str().unwrap_or_default();
        format!("{} {detail}", entry["what"].as_str().unwrap())
            .trim()
            .to_owned()
    });
    words.collect()
}

on_both! {
    async fn of_three_relays_one_writes_and_the_link_in_its_mail_works(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 3).await;
        let id = invited(&site, "bob@example.com").await;
        let mail = post.until(1).await.remove(0);
        assert_eq!(mail.to, "bob@example.com");
        let now = until(&site, &id, |now| now["state"] == "sent").await;
        assert!(now["sent_at"].as_i64().unwrap() > 0 && now["links"] == 2, "{now}");
        assert_eq!(history(&site, &id).await, ["invitation made", "mail sent invitation"]);

        for (name, value) in [
            ("From", "\"Maple Care\" <connect@maplecare.example>"),
            ("Reply-To", "\"Maple Care\" <help@maplecare.example>"),
            ("Subject", "Connect your iCloud account to Maple Care"),
            ("Auto-Submitted", "auto-generated"),
        ] {
            assert_eq!(mail.header(name), value);
        }
        let ticket = mail.ticket();
        let link = format!("http://127.0.0.1:8600/i/{ticket}");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{link}>"));
        let [text, html] = mail.parts();
        for part in ["Hello Bob Müller,", "Maple Care is asking you", "It’s for Bob’s Bakery.", "leads to 127.0.0.1", "It works for 14 days.", now["reference"].as_str().unwrap(), "help@maplecare.example"] {
            assert!(text.contains(part) && html.contains(part), "{part} in {text}{html}");
        }
        assert!(text.contains(&format!("\n\n{link}\n\n")) && text.contains(&format!("{link}#decline")), "{text}");
        // Whose account it is, whoever gets the mail learns from the app alone; and nothing is loaded from elsewhere.
        assert!(!text.contains("icloud.com") && !html.contains("icloud.com"), "{text}");
        assert!(!html.contains("<img") && !html.contains("src=") && html.matches("href=").count() == 2, "{html}");
        assert_eq!(html.matches("http").count(), 2, "{html}");
        for hidden in ['\u{2068}', '\u{2069}'] {
            assert!(!text.contains(hidden) && !html.contains(hidden));
        }

        let wizard = Wizard::new(&site, &ticket, 'a');
        assert_eq!(wizard.claim().await.0, StatusCode::OK);
        wizard.submit("bob@icloud.com").await;
        wizard.until(10, |connection| connection["state"] == "made").await;
        // Nobody is reminded of what is done.
        site.age(4 * DAY).await;
        hurry(&site).await;
        post.stays(1).await;
        for relay in &site.relays {
            assert!(!relay.log().contains("bob@example.com") && !relay.log().contains(&ticket));
        }
    }

    async fn whoever_does_nothing_is_reminded_twice(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        let id = invited(&site, "bob@example.com").await;
        post.until(1).await;
        until(&site, &id, |now| now["state"] == "sent").await;
        site.age(3 * DAY - 60).await;
        hurry(&site).await;
        post.stays(1).await;
        site.age(61).await;
        hurry(&site).await;
        let reminder = post.until(2).await.remove(1);
        assert_eq!(reminder.header("Subject"), "Reminder: connect your iCloud account to Maple Care");
        assert!(reminder.parts()[0].contains("It works for 11 days."));
        site.age(4 * DAY).await;
        hurry(&site).await;
        let mails = post.until(3).await;
        let ids: std::collections::HashSet<_> = mails.iter().map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(ids.len(), 3);
        // Each has a link of its own, and all of them work.
        for mail in &mails {
            let page = site.request(Method::GET, &format!("/i/{}", mail.ticket()));
            assert_eq!(answer(page).await.0, StatusCode::OK);
        }
        site.age(6 * DAY).await;
        hurry(&site).await;
        post.stays(3).await;
        assert_eq!(hurry(&site).await["waiting"], 0);
    }

    async fn nobody_is_reminded_within_a_day_of_being_at_it_nor_after_saying_no(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        let id = invited(&site, "bob@example.com").await;
        let ticket = post.until(1).await[0].ticket();
        until(&site, &id, |now| now["state"] == "sent").await;
        site.age(3 * DAY - 7200).await;
        Wizard::new(&site, &ticket, 'a').claim().await;
        site.age(7201).await;
        hurry(&site).await;
        post.stays(1).await;
        site.age(DAY - 7000).await;
        hurry(&site).await;
        post.until(2).await;
        let no = site.request(Method::POST, &format!("/i/{ticket}/decline"));
        assert_eq!(answer(no).await.0, StatusCode::OK);
        site.age(5 * DAY).await;
        hurry(&site).await;
        post.stays(2).await;
        assert_eq!(one(&site, &id).await["state"], "declined");
    }

    async fn a_mail_that_is_refused_for_good_counts_as_bounced_at_once(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        post.refuse("nobody@example.com", "550 5.1.1 no such user nobody@example.com");
        post.refuse("later@example.com", "451 4.7.1 try again later");
        let nobody = invited(&site, "nobody@example.com").await;
        let bounced = until(&site, &nobody, |now| now["bounced_at"].is_i64()).await;
        // The link that the company got itself works on.
        assert_eq!((&bounced["state"], &bounced["links"]), (&json!("created"), &json!(1)));
        assert_eq!(history(&site, &nobody).await, ["invitation made", "mail bounced 550 5.1.1"]);

        let later = invited(&site, "later@example.com").await;
        post.stays(0).await;
        post.refuse("later@example.com", "");
        hurry(&site).await;
        post.stays(0).await;
        site.age(61).await;
        hurry(&site).await;
        post.until(1).await;
        let sent = until(&site, &later, |now| now["state"] == "sent").await;
        assert_eq!(sent["links"], 2, "{sent}");
        // It comes back an hour later, as the company's mailbox says.
        let path = format!("/invitations/{later}/bounced");
        let (status, now) = site.post(&path, json!({})).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(site.post(&path, json!({})).await, (status, now));
        site.age(4 * DAY).await;
        hurry(&site).await;
        post.stays(1).await;
        assert_eq!(history(&site, &later).await, ["invitation made", "mail sent invitation", "mail bounced"]);
        // To the right address it goes out again.
        let right = json!({ "send_to": "right@example.com" });
        let (status, now) = site.operator(Method::PATCH, &format!("/invitations/{nobody}"), Some(right)).await;
        assert_eq!((status, &now["bounced_at"]), (StatusCode::OK, &Value::Null));
        assert_eq!(now["links"], 0, "somebody else may have the links from before");
        assert_eq!(post.until(2).await[1].to, "right@example.com");
        assert_eq!(site.post("/invitations/nobody/bounced", json!({})).await.0, StatusCode::NOT_FOUND);
        assert!(!site.relays[0].log().contains("example.com"), "{}", site.relays[0].log());
    }

    async fn a_mail_that_is_refused_for_whoever_sends_it_waits_until_the_company_mended_that(site: Site) {
        let mut site = site;
        let company = telling(&mut site, 0).await;
        let post = mailing(&mut site, 1).await;
        let id = invited(&site, "bob@example.com").await;
        let mail = post.until(1).await.remove(0);
        assert_eq!(mail.to, "bob@example.com");
        until(&site, &id, |now| now["state"] == "sent").await;
        type Fault = fn(&Post, &'static str);
        let faults: [(Fault, &'static str, &str); 5] = [
            (Post::refuse_sender, "550 sender rejected", "takes no mail from your mail.from (550)"),
            (Post::refuse_sender, "530 log in first", "doesn't take the login (530)"),
            (|post, answer| post.refuse("eve@example.com", answer), "554 5.7.1 <eve@example.com>: Relay access denied", "doesn't pass your mails on (554 5.7.1)"),
            (|post, answer| post.refuse("eve@example.com", answer), "550 relay not permitted", "doesn't pass your mails on (550)"),
            (Post::refuse_content, "550 5.7.60 may not send as connect@maplecare.example", "doesn't take what is in your mails (550 5.7.60)"),
        ];
        let mut mails = 1;
        for (refuses, answer, said) in faults {
            refuses(&post, answer);
            let id = invited(&site, "eve@example.com").await;
            let since = Instant::now();
            let state = loop {
                let state = hurry(&site).await;
                if state["refused"].is_string() {
                    break state;
                }
                assert!(since.elapsed() < Duration::from_secs(20), "{answer}: {state}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            };
            assert_eq!(state["refused"], format!("the mail server {said}"), "{answer}");
            let waits = one(&site, &id).await;
            assert_eq!((&waits["state"], &waits["bounced_at"], &waits["links"]), (&json!("created"), &Value::Null, &json!(1)), "{answer}");
            let (_, metrics) = site.get("/metrics").await;
            assert!(metrics.as_str().unwrap().contains("mail_refused{why=\"to_mend\"} 1"), "{metrics}");
            refuses(&post, "");
            // A minute later, and nobody invited it anew.
            site.age(61).await;
            hurry(&site).await;
            mails += 1;
            post.until(mails).await;
            until(&site, &id, |now| now["state"] == "sent").await;
            assert_eq!(history(&site, &id).await, ["invitation made", "mail sent invitation"], "{answer}");
            assert!(hurry(&site).await["refused"].is_null(), "{answer}");
        }
        // It is told once, not each time, and again where all went well for an hour.
        let heard = company.until(1).await;
        assert_eq!(types(&heard), [("mail.refused", "")]);
        assert!(heard[0]["waiting"].as_i64().unwrap() > 0, "{heard:?}");
        site.age(3601).await;
        post.refuse_sender("550 5.7.1 no");
        invited(&site, "eve@example.com").await;
        company.until(2).await;
        let log = site.relays[0].log();
        assert!(log.contains("550 5.7.60") && !log.contains("example.com") && !log.contains("maplecare.example"), "{log}");
    }

    async fn what_was_to_be_sent_while_the_mail_server_was_away_is_sent_once(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 2).await;
        post.down(true);
        let id = invited(&site, "bob@example.com").await;
        for _ in 0..12 {
            hurry(&site).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            site.age(300).await;
        }
        assert_eq!((one(&site, &id).await["state"].clone(), post.got().len()), (json!("created"), 0));
        post.down(false);
        site.age(1800).await;
        hurry(&site).await;
        post.until(1).await;
        // No ticket was made in vain.
        let sent = until(&site, &id, |now| now["state"] == "sent").await;
        assert_eq!(sent["links"], 2);
    }

    async fn a_mail_server_that_never_says_whether_it_took_a_mail_is_not_asked_for_ever(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        post.hangs_up(true);
        let id = invited(&site, "bob@example.com").await;
        for mails in 1..=3 {
            post.until(mails).await;
            site.age(3600).await;
            hurry(&site).await;
        }
        post.stays(3).await;
        let now = until(&site, &id, |now| now["state"] == "sent").await;
        assert!(now["bounced_at"].is_null(), "{now}");
        assert_eq!(history(&site, &id).await, ["invitation made", "mail perhaps sent invitation"]);
    }

    async fn a_mail_that_was_never_handed_over_is_tried_for_as_long_as_somebody_waits_for_it(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        post.refuse("bob@example.com", GOES);
        let id = invited(&site, "bob@example.com").await;
        for _ in 0..5 {
            site.age(3600).await;
            hurry(&site).await;
            post.stays(0).await;
        }
        let now = until(&site, &id, |now| now["links"] == 1).await;
        assert_eq!(now["state"], "created");
        post.refuse("bob@example.com", "");
        site.age(3600).await;
        hurry(&site).await;
        post.until(1).await;
        until(&site, &id, |now| now["state"] == "sent").await;
        assert_eq!(history(&site, &id).await, ["invitation made", "mail sent invitation"]);
    }

    async fn when_a_relay_dies_over_a_mail_another_sends_it_and_both_links_work(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 1).await;
        post.silent(true);
        let id = invited(&site, "bob@example.com").await;
        post.until(1).await;
        site.relays.remove(0).kill();
        post.silent(false);
        site.start();
        // While the dead one may still be at it, nobody else is.
        hurry(&site).await;
        post.stays(1).await;
        site.age(121).await;
        hurry(&site).await;
        let mails = post.until(2).await;
        // Mail programs take the two for one.
        assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
        until(&site, &id, |now| now["state"] == "sent").await;
        for mail in &mails {
            let page = site.request(Method::GET, &format!("/i/{}", mail.ticket()));
            assert_eq!(answer(page).await.0, StatusCode::OK);
        }
    }

    async fn while_mail_is_paused_none_leaves_and_what_is_due_waits(site: Site) {
        let mut site = site;
        let post = mailing(&mut site, 2).await;
        let (status, state) = site.post("/mail/pause", json!({})).await;
        assert_eq!((status, state), (StatusCode::OK, json!({ "set_up": true, "paused": true, "waiting": 0 })));
        let id = invited(&site, "bob@example.com").await;
        post.stays(0).await;
        assert_eq!(site.get("/mail").await.1, json!({ "set_up": true, "paused": true, "waiting": 1 }));
        assert_eq!(site.run(&["pause"]), "No mail left before, either.");
        assert_eq!(one(&site, &id).await["state"], "created");
        assert_eq!(site.run(&["resume"]), "Mails leave again.");
        post.until(1).await;
        assert_eq!(site.get("/mail").await.1["paused"], false);
    }

    async fn without_a_mail_server_whoever_has_an_address_waits_for_the_companys_mailer(site: Site) {
        let id = invited(&site, "bob@example.com").await;
        assert_eq!(hurry(&site).await, json!({ "set_up": false, "paused": false, "waiting": 0 }));
        let (_, listed) = site.get("/invitations?state=created").await;
        let row = &listed["invitations"][0];
        assert_eq!((&row["id"], &row["send_to"]), (&json!(id), &json!("bob@example.com")));
        let (_, made) = site.post(&format!("/invitations/{id}/link"), json!({})).await;
        assert_eq!(ticket_of(&made).len(), 32);
        let (status, sent) = site.post(&format!("/invitations/{id}/sent"), json!({})).await;
        assert_eq!((status, &sent["state"], sent["sent_at"].is_i64()), (StatusCode::OK, &json!("sent"), true));
        let (_, listed) = site.get("/invitations?state=created").await;
        assert_eq!(listed["invitations"], json!([]));
        assert_eq!(history(&site, &id).await, ["invitation made", "link made", "sent"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_shows_mail_and_page_and_makes_nothing() {
    let site = Site::sqlite().await;
    let line = [
        "invite",
        "--account",
        "bob@icloud.com",
        "--for",
        "Bob",
        "--label",
        "Bob’s Bakery",
        "--send-to",
        "bob@example.com",
        "--preview",
    ];
    let shown = site.run(&line);
    for part in [
        "To: bob@example.com",
        "Subject: Connect your iCloud account to Maple Care",
        "http://127.0.0.1:8600/i/PREVIEW",
        "It’s for Bob’s Bakery.",
        "<h1>Connect your iCloud account to",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let (_, listed) = site.get("/invitations").await;
    assert_eq!(listed["invitations"], json!([]));
    let page = site.request(Method::GET, "/i/PREVIEW");
    assert_eq!(answer(page).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_would_be_sent_in_the_clear_is_no_configuration() {
    let site = Site::sqlite().await;
    for (url, said) in [
        (
            "smtp://user:secret@mail.example.com",
            "would send in the clear",
        ),
        (
            "smtp://mail.example.com?tls=opportunistic",
            "would send in the clear",
        ),
        ("http://mail.example.com", "begins with smtps:// or smtp://"),
        ("mail.example.com", "is no address"),
    ] {
        let output = crate::process::program(&site.config())
            .env("ICLOUD_CONNECT_RELAY_MAIL_SMTP_URL", url)
            .env("ICLOUD_CONNECT_RELAY_MAIL_FROM", "a@example.com")
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            error.contains(said) && !error.contains("secret"),
            "{url}: {error}"
        );
    }
    let secured = [
        (
            "ICLOUD_CONNECT_RELAY_MAIL_SMTP_URL",
            "smtps://user:secret@mail.example.com".to_owned(),
        ),
        (
            "ICLOUD_CONNECT_RELAY_MAIL_FROM",
            "Acme <a@example.com>".to_owned(),
        ),
    ];
    Process::start(&site.config(), &secured).stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_says_that_a_phone_will_do_where_it_does() {
    for (phone, says, not) in [
        (
            "nylas",
            "on your phone or on a computer:",
            "on a Windows, Mac or Linux computer",
        ),
        (
            "computer",
            "on a Windows, Mac or Linux computer",
            "on your phone",
        ),
    ] {
        let mut site = Site::sqlite().await;
        let config = std::fs::read_to_string(site.config()).unwrap();
        let config = config.replacen("[nylas]", &format!("phone = \"{phone}\"\n[nylas]"), 1);
        std::fs::write(site.config(), config).unwrap();
        let post = mailing(&mut site, 1).await;
        invited(&site, "bob@example.com").await;
        for part in post.until(1).await.remove(0).parts() {
            assert!(
                part.contains(says) && !part.contains(not),
                "{phone}: {part}"
            );
        }
    }
}
