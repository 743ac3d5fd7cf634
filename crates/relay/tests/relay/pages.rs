//! What a browser sees.

use crate::process::Process;
use crate::site::Site;
use crate::wizard::{Wizard, kind};
use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use std::sync::LazyLock;

/// Goes where it is sent by itself.
static PLAIN: LazyLock<Client> = LazyLock::new(|| {
    nylas::transport(&nylas::Timeouts::default())
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
});

async fn page(site: &Site, method: Method, path: &str, agent: &str) -> (StatusCode, String) {
    at(&site.relays[0].address, method, path, agent).await
}

async fn at(relay: &str, method: Method, path: &str, agent: &str) -> (StatusCode, String) {
    let response = PLAIN
        .request(method, format!("{relay}{path}"))
        .header("user-agent", agent)
        .send()
        .await
        .unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    // What keeps directions of writing apart is not seen.
    (status, text.replace(['\u{2068}', '\u{2069}'], ""))
}

async fn typed(site: &Site, code: &str) -> reqwest::Response {
    let address = format!("{}/c", site.relays[0].address);
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", code)
        .finish();
    let kind = "application/x-www-form-urlencoded";
    PLAIN
        .post(address)
        .header("content-type", kind)
        .body(form)
        .send()
        .await
        .unwrap()
}

const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64)";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)";

on_both! {
    async fn a_link_opened_by_anybody_changes_nothing(site: Site) {
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "account_label": "<b>Bakery</b>" });
        let (_, made) = site.post("/invitations", body).await;
        let ticket = crate::site::ticket_of(&made);
        for method in [Method::GET, Method::HEAD, Method::GET] {
            assert_eq!(page(&site, method, &format!("/i/{ticket}"), LINUX).await.0, StatusCode::OK);
        }
        let (_, shown) = page(&site, Method::GET, &format!("/i/{ticket}"), LINUX).await;
        assert!(shown.contains("Maple Care invites you") && shown.contains("&lt;b&gt;Bakery&lt;/b&gt;"), "{shown}");
        for (what, said) in [("Your mail", true), ("Your contacts", true), ("Sending mail in your name", false)] {
            assert_eq!(shown.contains(what), said, "{what}: {shown}");
        }
        assert!(shown.contains("icloud-connect://invite?url=") && !shown.contains("<script"));
        assert!(!shown.contains("bob@icloud.com"));
        assert_eq!(site.get(&format!("/invitations/{}", made["id"].as_str().unwrap())).await.1["state"], "created");
        let (_, phone) = page(&site, Method::GET, &format!("/i/{ticket}"), PHONE).await;
        assert!(phone.contains("mailto:?subject=") && !phone.contains("icloud-connect://"), "{phone}");
        assert_eq!(page(&site, Method::GET, &format!("/i/{}", "z".repeat(32)), LINUX).await.0, StatusCode::NOT_FOUND);
        let again = page(&site, Method::GET, "/i/x%2f..%2finvitations", LINUX).await;
        assert_eq!(again.0, StatusCode::NOT_FOUND);
    }

    async fn the_page_says_how_to_get_from_the_download_into_the_app(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let path = format!("/i/{ticket}");
        let (_, without) = page(&site, Method::GET, &path, LINUX).await;
        assert!(without.contains("ask Maple Care for the app") && !without.contains("downloaded file"), "{without}");
        let sum = "0".repeat(64);
        let more = format!("[downloads.linux]\nurl = \"https://maplecare.example/app.deb\"\nversion = \"0.1.0\"\nsha256 = \"{sum}\"");
        site.configure(&more);
        let relay = Process::start(&site.config(), &[]);
        // What Chromium there calls the app that it asks about; in no other system.
        for (agent, named) in [(LINUX, true), (WINDOWS, false)] {
            let (_, shown) = at(&relay.address, Method::GET, &path, agent).await;
            assert!(shown.contains("Open the downloaded file") && shown.contains("not your Apple password"), "{shown}");
            assert_eq!(shown.contains("xdg-open"), named, "{agent}: {shown}");
            assert_eq!(shown.contains("sudo apt install ./app.deb"), named, "{agent}: {shown}");
        }
    }

    async fn whoever_does_not_want_it_says_so(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let (status, shown) = page(&site, Method::POST, &format!("/i/{ticket}/decline"), LINUX).await;
        assert_eq!(status, StatusCode::OK);
        assert!(shown.contains("declined"), "{shown}");
        assert_eq!(site.get(&format!("/invitations/{id}")).await.1["state"], "declined");
        assert_eq!(kind(&Wizard::new(&site, &ticket, 'a').claim().await.1), "invitation.withdrawn");
        assert_eq!(page(&site, Method::GET, &format!("/i/{ticket}"), LINUX).await.0, StatusCode::GONE);
    }

    async fn a_code_works_once_and_gives_no_more_than_its_link(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let (_, shown) = page(&site, Method::POST, &format!("/i/{ticket}/code"), PHONE).await;
        let (_, code) = shown.split_once("<p class=\"code\">").unwrap();
        let code = code.split('<').next().unwrap().to_owned();
        assert_eq!(code.len(), 9);
        let response = typed(&site, &format!(" {} ", code.to_lowercase())).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let to = response.headers()["location"].to_str().unwrap().to_owned();
        let other = to.rsplit('/').next().unwrap().to_owned();
        assert_ne!(other, ticket);
        assert_eq!(page(&site, Method::GET, &to, LINUX).await.0, StatusCode::OK);
        assert_eq!(typed(&site, &code).await.status(), StatusCode::NOT_FOUND);
        // The link's own computer holds it: a code made from that link takes nothing over.
        assert_eq!(Wizard::new(&site, &ticket, 'a').claim().await.0, StatusCode::OK);
        let (_, shown) = page(&site, Method::POST, &format!("/i/{ticket}/code"), PHONE).await;
        let (_, code) = shown.split_once("<p class=\"code\">").unwrap();
        let response = typed(&site, code.split('<').next().unwrap()).await;
        let late = response.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
        for ticket in [other, late] {
            assert_eq!(kind(&Wizard::new(&site, &ticket, 'b').claim().await.1), "invitation.other_computer");
        }
    }

    async fn what_is_no_code_at_all_gets_the_page_again(site: Site) {
        for body in ["", "x=1", "code=1&code=2"] {
            let address = format!("{}/c", site.relays[0].address);
            let request = PLAIN.post(address).header("content-type", "application/x-www-form-urlencoded");
            let response = request.body(body).send().await.unwrap();
            let status = response.status();
            let shown = response.text().await.unwrap();
            assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
            assert!(shown.contains("<form") && shown.contains("role=\"alert\""), "{shown}");
        }
    }

    async fn wrong_codes_slow_their_own_network_down(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let (_, shown) = page(&site, Method::POST, &format!("/i/{ticket}/code"), PHONE).await;
        let (_, code) = shown.split_once("<p class=\"code\">").unwrap();
        let code = code.split('<').next().unwrap().to_owned();
        for _ in 0..4 {
            assert_eq!(typed(&site, "0000-0000").await.status(), StatusCode::NOT_FOUND);
        }
        assert_eq!(typed(&site, &code).await.status(), StatusCode::TOO_MANY_REQUESTS);
        site.age(10).await;
        assert_eq!(typed(&site, &code).await.status(), StatusCode::SEE_OTHER);
    }
}
