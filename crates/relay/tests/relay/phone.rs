//! The way of a phone: Nylas' own page, and back.

use crate::process::Process;
use crate::site::{Site, answer, ticket_of};
use crate::wizard::{PASSWORD, Wizard, kind};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::sync::LazyLock;
use tokio::task::JoinSet;

const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)";
/// As the site's configuration has it; the relay itself listens elsewhere.
const PUBLIC: &str = "http://127.0.0.1:8600";
static PLAIN: LazyLock<Client> = LazyLock::new(|| {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
});

/// What a browser got.
struct Got {
    status: StatusCode,
    to: String,
    text: String,
    policy: String,
    again: bool,
}

/// A phone's browser: it keeps what the relay gives it.
struct Browser<'a> {
    site: &'a Site,
    cookie: Option<String>,
}

impl<'a> Browser<'a> {
    fn new(site: &'a Site) -> Browser<'a> {
        Browser { site, cookie: None }
    }

    async fn ask(&mut self, method: Method, address: &str) -> Got {
        self.send(method, address, String::new()).await
    }

    async fn send(&mut self, method: Method, address: &str, form: String) -> Got {
        let relay = &self.site.relays[0].address;
        let address = match address.strip_prefix(PUBLIC) {
            Some(path) => format!("{relay}{path}"),
            None if address.starts_with('/') => format!("{relay}{address}"),
            None => address.to_owned(),
        };
        let mut request = PLAIN.request(method, &address).header("user-agent", AGENT);
        if let Some(cookie) = self.cookie.as_ref().filter(|_| address.starts_with(relay)) {
            request = request.header(COOKIE, cookie);
        }
        if !form.is_empty() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let response = request.body(form).send().await.unwrap();
        let text = |name: &str| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        if let Some(cookie) = response.headers().get(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.ends_with("; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"),
                "{cookie}"
            );
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        Got {
            status: response.status(),
            to: text(LOCATION.as_str()),
            policy: text("content-security-policy"),
            again: response.headers().contains_key("refresh"),
            text: response
                .text()
                .await
                .unwrap()
                .replace(['\u{2068}', '\u{2069}'], ""),
        }
    }

    /// Goes to Nylas' page by this form; the address of the page.
    async fn away(&mut self, form: &str) -> String {
        let got = self.ask(Method::POST, form).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        let nylas = self.site.simulator.origin();
        assert!(
            got.to.starts_with(&format!("{nylas}/v3/connect/auth?")),
            "{}",
            got.to
        );
        let page = self.ask(Method::GET, &got.to).await;
        assert_eq!(page.status, StatusCode::FOUND, "{}", page.text);
        format!("{nylas}{}", page.to)
    }

    /// Types into Nylas' page; the address to which it leads back.
    async fn typed(&mut self, page: &str, address: &str) -> String {
        self.pressed(page, &[("username", address), ("password", PASSWORD)])
            .await
    }

    async fn pressed(&mut self, page: &str, fields: &[(&str, &str)]) -> String {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let got = self.send(Method::POST, page, form).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        assert!(
            got.to.starts_with(&format!("{PUBLIC}/phone/callback?")),
            "{}",
            got.to
        );
        got.to
    }

    /// Comes back with this address, and sees how it ended.
    async fn back(&mut self, address: &str) -> Got {
        let got = self.ask(Method::GET, address).await;
        assert_eq!(
            (got.status, got.to.as_str()),
            (StatusCode::SEE_OTHER, "/phone/done"),
            "{}",
            got.text
        );
        self.until_told().await
    }

    async fn until_told(&mut self) -> Got {
        for _ in 0..200 {
            let got = self.ask(Method::GET, "/phone/done").await;
            assert_eq!(got.status, StatusCode::OK);
            if !got.again {
                return got;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("it never ends");
    }

    /// From the link's page to Nylas' answer.
    async fn signs_in(&mut self, ticket: &str, address: &str) -> Got {
        let page = self.away(&format!("/i/{ticket}/phone")).await;
        let back = self.typed(&page, address).await;
        self.back(&back).await
    }
}

/// A site whose people go on with their phones.
async fn with_phones(site: &mut Site) {
    let on = [("ICLOUD_CONNECT_RELAY_PHONE", "nylas".to_owned())];
    site.relays[0] = Process::start(&site.config(), &on);
    let uris = format!("{}/v3/applications/redirect-uris", site.simulator.origin());
    let body = json!({ "url": format!("{PUBLIC}/phone/callback"), "platform": "web" });
    let request = site.http.post(uris).bearer_auth(site.simulator.api_key());
    assert_eq!(answer(request.json(&body)).await.0, StatusCode::OK);
}

async fn seen(site: &Site, id: &str) -> Value {
    site.get(&format!("/invitations/{id}")).await.1
}

on_both! {
    async fn a_phone_is_enough_from_the_link_to_the_grant(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "state": "17" });
        let (_, made) = site.post("/invitations", body).await;
        let (id, ticket) = (made["id"].as_str().unwrap(), ticket_of(&made));
        let mut browser = Browser::new(&site);

        let landing = browser.ask(Method::GET, &format!("/i/{ticket}")).await;
        let steps = format!("/i/{ticket}/phone");
        assert!(landing.text.contains(&format!("href=\"{steps}\"")), "{}", landing.text);
        assert!(landing.text.contains("Maple Care never sees it") && !landing.text.contains("You need a computer"));
        let shown = browser.ask(Method::GET, &steps).await;
        assert_eq!(shown.text.matches("<svg").count(), 7, "{}", shown.text);
        assert!(!shown.text.contains("<script") && !shown.text.contains("bob@icloud.com"));
        assert!(shown.policy.contains("form-action 'self' https: http://127.0.0.1:"), "{}", shown.policy);
        // To look changes nothing.
        assert!(browser.cookie.is_none());
        assert_eq!(seen(&site, id).await["state"], "created");

        let page = browser.away(&steps).await;
        assert_eq!(seen(&site, id).await["state"], "claimed");
        let asked = browser.ask(Method::GET, &page).await;
        assert!(asked.text.contains("bob@icloud.com"), "the address is filled in: {}", asked.text);
        let back = browser.typed(&page, "bob@icloud.com").await;
        let told = browser.back(&back).await;
        assert!(told.text.contains("You’re connected") && told.text.contains("Home"), "{}", told.text);
        let connected = seen(&site, id).await;
        assert_eq!(connected["state"], "connected");
        let grant = connected["grant_id"].as_str().unwrap();
        assert!(site.simulator.grant_exists(grant));
        let address = format!("{}/v3/grants/{grant}", site.simulator.origin());
        let (_, grant) = answer(site.http.get(address).bearer_auth(site.simulator.api_key())).await;
        assert!(grant["data"]["state"].as_str().unwrap().starts_with("17."), "{grant}");
        assert_eq!(site.simulator.custom_auth_count(), 0);

        // A reload, the link and the app find that it is done.
        assert!(browser.back(&back).await.text.contains("You’re connected"));
        assert_eq!(browser.ask(Method::GET, &steps).await.status, StatusCode::GONE);
        assert_eq!(kind(&Wizard::new(&site, &ticket, 'a').claim().await.1), "invitation.used");
        let log = site.relays[0].log();
        let code = back.split_once("code=").unwrap().1.split('&').next().unwrap();
        let secret = browser.cookie.as_ref().unwrap().split_once('=').unwrap().1;
        for secret in [PASSWORD, code, secret, &ticket, "bob@icloud.com", site.simulator.api_key()] {
            assert!(!log.contains(secret), "{log}");
        }
    }

    async fn a_renewal_by_phone_keeps_the_grant(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let (_, made) = wizard.submit("bob@icloud.com").await;
        let (id, ticket) = site.invite("bob@icloud.com").await;
        Browser::new(&site).signs_in(&ticket, "bob@icloud.com").await;
        let renewed = seen(&site, &id).await;
        assert_eq!((&renewed["state"], &renewed["grant_id"]), (&json!("connected"), &made["connected"]["grant_id"]));
        assert_eq!(site.grants().await, 1);
    }

    async fn what_goes_wrong_at_nylas_has_a_next_step(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        for (address, said, code) in [
            ("refused@icloud.com", "The password didn’t work", Some("N01")),
            ("provider-down@icloud.com", "Apple isn’t answering", Some("N02")),
            ("plan-limit@icloud.com", "isn’t ready yet", Some("I10")),
        ] {
            let (id, ticket) = site.invite(address).await;
            let mut browser = Browser::new(&site);
            let told = browser.signs_in(&ticket, address).await;
            assert!(told.text.contains(said), "{address}: {}", told.text);
            let again = told.text.contains("action=\"/phone/again\"");
            assert_eq!(again, code != Some("I10"), "{address}");
            assert_eq!(seen(&site, &id).await["stuck"]["problem"], json!(code), "{address}");
        }
        // What a browser says of the company counts for nobody else: anybody can write it.
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let mut browser = Browser::new(&site);
        let page = browser.away(&format!("/i/{ticket}/phone")).await;
        let declined = browser.pressed(&page, &[("cancel", "1")]).await;
        let told = browser.back(&declined).await;
        assert!(told.text.contains("You’re not connected"), "{}", told.text);
        assert!(told.text.contains("nothing was connected"));
        // And it goes on from there.
        let page = browser.away("/phone/again").await;
        let late = browser.typed(&page, "bob@icloud.com").await;
        site.age(31 * 60).await;
        let told = browser.back(&late).await;
        assert!(told.text.contains("took a little too long"), "{}", told.text);
        let shown = browser.ask(Method::GET, "/phone").await;
        assert!(shown.text.contains("account.apple.com") && shown.text.contains("action=\"/phone/again\""));
        let page = browser.away("/phone/again").await;
        let back = browser.typed(&page, "bob@icloud.com").await;
        assert!(browser.back(&back).await.text.contains("You’re connected"));
        assert_eq!(site.grants().await, 1);
    }

    async fn another_account_is_not_kept_unless_it_was_there_before(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let mut browser = Browser::new(&site);
        let told = browser.signs_in(&ticket, "eve@icloud.com").await;
        assert!(told.text.contains("a different account") && told.text.contains("bob@icloud.com"), "{}", told.text);
        assert_eq!(site.grants().await, 0);
        assert_eq!(seen(&site, &id).await["state"], "claimed");
        // Eve is a customer, too.
        let (_, own) = site.invite("eve@icloud.com").await;
        Browser::new(&site).signs_in(&own, "eve@icloud.com").await;
        assert_eq!(site.grants().await, 1);
        let page = browser.away("/phone/again").await;
        let back = browser.typed(&page, "eve@icloud.com").await;
        assert!(browser.back(&back).await.text.contains("a different account"));
        assert_eq!(site.grants().await, 1);
    }

    async fn a_way_back_counts_once_and_for_the_browser_that_left(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let start = format!("/i/{ticket}/phone");
        let mut bob = Browser::new(&site);
        let page = bob.away(&start).await;
        let back = bob.typed(&page, "bob@icloud.com").await;

        // Somebody who saw the address, with no cookie, a made-up one, two, or one of their own.
        let (_, other) = site.invite("eve@icloud.com").await;
        let mut eve = Browser::new(&site);
        let eves = eve.away(&format!("/i/{other}/phone")).await;
        let own = eve.cookie.clone().unwrap();
        let forged = format!("icloud-connect={}", "a".repeat(52));
        for cookie in [None, Some(forged), Some(format!("{own}; {own}")), Some(own.clone())] {
            eve.cookie.clone_from(&cookie);
            let got = eve.ask(Method::GET, &back).await;
            assert_eq!(got.status, StatusCode::BAD_REQUEST, "{cookie:?}");
            assert!(got.text.contains("open your link again"), "{}", got.text);
        }
        // The state of another with one's own code, a query that says something twice, one without end, and none.
        let code = back.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
        let state = back.split_once("state=").unwrap().1.to_owned();
        for query in [
            format!("?code={code}&state={}", "b".repeat(52)),
            format!("{}&state={state}", back.split_once("callback").unwrap().1),
            format!("?code={}&state={state}", "c".repeat(9000)),
            String::new(),
        ] {
            let got = bob.ask(Method::GET, &format!("/phone/callback{query}")).await;
            assert_eq!(got.status, StatusCode::BAD_REQUEST, "{query}");
        }
        for path in ["/phone", "/phone/done"] {
            let got = Browser::new(&site).ask(Method::GET, path).await;
            assert_eq!(got.status, StatusCode::BAD_REQUEST, "{path}");
        }
        assert_eq!(Browser::new(&site).ask(Method::POST, "/phone/again").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(site.grants().await, 0);

        // Eve's code in Bob's way back: it is not for what his browser proves.
        eve.cookie = Some(own);
        let stolen = eve.typed(&eves, "eve@icloud.com").await;
        let stolen = stolen.split_once("code=").unwrap().1.split('&').next().unwrap();
        let told = bob.back(&format!("/phone/callback?code={stolen}&state={state}")).await;
        assert!(told.text.contains("That didn’t work"), "{}", told.text);
        // His own has been used up by that.
        assert!(bob.back(&back).await.text.contains("That didn’t work"));
        assert_eq!(site.grants().await, 0);
        let page = bob.away("/phone/again").await;
        let back = bob.typed(&page, "bob@icloud.com").await;
        assert!(bob.back(&back).await.text.contains("You’re connected"));
        assert_eq!(seen(&site, &id).await["state"], "connected");
        assert_eq!(site.grants().await, 1);
    }

    async fn a_way_back_that_is_taken_many_times_at_once_is_taken_once(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let mut browser = Browser::new(&site);
        let page = browser.away(&format!("/i/{ticket}/phone")).await;
        let back = browser.typed(&page, "bob@icloud.com").await;
        let (_, path) = back.split_once(PUBLIC).unwrap();
        let address = format!("{}{path}", site.relays[0].address);
        let mut all = JoinSet::new();
        for _ in 0..20 {
            let request = PLAIN.get(&address).header(COOKIE, browser.cookie.as_ref().unwrap());
            all.spawn(async { request.send().await.unwrap().status() });
        }
        while let Some(status) = all.join_next().await {
            assert_eq!(status.unwrap(), StatusCode::SEE_OTHER);
        }
        assert!(browser.until_told().await.text.contains("You’re connected"));
        // A code that came twice would have ended what it brought the first time.
        assert_eq!((site.grants().await, site.simulator.live_tokens()), (1, 1));
    }

    async fn nobody_makes_a_password_for_a_company_that_is_not_ready(site: Site) {
        let mut site = site;
        let on = [
            ("ICLOUD_CONNECT_RELAY_PHONE", "nylas".to_owned()),
            ("ICLOUD_CONNECT_RELAY_NYLAS_API_KEY_FILE", "nothing".to_owned()),
        ];
        site.relays[0] = Process::start(&site.config(), &on);
        let (id, ticket) = site.invite("bob@icloud.com").await;
        for method in [Method::GET, Method::POST] {
            let got = Browser::new(&site).ask(method, &format!("/i/{ticket}/phone")).await;
            assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(got.text.contains("Maple Care isn’t ready yet"), "{}", got.text);
        }
        assert_eq!(seen(&site, &id).await["state"], "created");
    }

    async fn one_device_at_a_time_holds_an_invitation(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let start = format!("/i/{ticket}/phone");
        let mut phone = Browser::new(&site);
        let page = phone.away(&start).await;
        assert_eq!(kind(&Wizard::new(&site, &ticket, 'a').claim().await.1), "invitation.other_computer");
        let got = Browser::new(&site).ask(Method::POST, &start).await;
        assert_eq!(got.status, StatusCode::CONFLICT);
        assert!(got.text.contains("open somewhere else"), "{}", got.text);
        // Another invitation in the same browser takes nothing from the first.
        let (_, second) = site.invite("eve@icloud.com").await;
        phone.away(&format!("/i/{second}/phone")).await;
        phone.away(&start).await;

        // A computer takes over by a newer link; the phone is told, and its way back makes nothing.
        let (_, link) = site.post(&format!("/invitations/{id}/link"), json!({})).await;
        assert_eq!(Wizard::new(&site, &ticket_of(&link), 'c').claim().await.0, StatusCode::OK);
        let back = phone.typed(&page, "bob@icloud.com").await;
        assert_eq!(phone.ask(Method::GET, &back).await.status, StatusCode::SEE_OTHER);
        assert!(phone.until_told().await.text.contains("open somewhere else"));
        assert_eq!(site.grants().await, 0);
    }

    async fn a_password_tried_at_nylas_counts_as_one_tried_here(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (_, ticket) = site.invite("refused@icloud.com").await;
        let mut browser = Browser::new(&site);
        for _ in 0..3 {
            browser.signs_in(&ticket, "refused@icloud.com").await;
        }
        let got = browser.ask(Method::POST, &format!("/i/{ticket}/phone")).await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(got.text.contains("enough tries for today"), "{}", got.text);
    }

    async fn nobody_opens_nylas_page_without_end(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let mut browser = Browser::new(&site);
        for _ in 0..10 {
            browser.away(&format!("/i/{ticket}/phone")).await;
        }
        let got = browser.ask(Method::POST, &format!("/i/{ticket}/phone")).await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(got.text.contains("wait a few minutes"), "{}", got.text);
        site.age(11 * 60).await;
        browser.away(&format!("/i/{ticket}/phone")).await;
    }

    async fn a_lost_answer_to_the_code_is_looked_for(site: Site) {
        let mut site = site;
        with_phones(&mut site).await;
        let (id, ticket) = site.invite("lost-answer@icloud.com").await;
        let told = Browser::new(&site).signs_in(&ticket, "lost-answer@icloud.com").await;
        assert!(told.text.contains("You’re connected"), "{}", told.text);
        assert_eq!(seen(&site, &id).await["state"], "connected");
    }

    async fn without_a_phones_way_there_is_none(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let mut browser = Browser::new(&site);
        for (method, path) in [
            (Method::GET, format!("/i/{ticket}/phone")),
            (Method::POST, format!("/i/{ticket}/phone")),
            (Method::GET, "/phone/callback".to_owned()),
            (Method::GET, "/phone/done".to_owned()),
        ] {
            let got = browser.ask(method, &path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
