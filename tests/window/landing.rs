//! Where an invitation's link leads: the relay's own pages, in a narrow browser that runs none of a page's scripts.

use crate::{
    browser::{Browser, NARROW},
    invited::Company,
};
use serde_json::json;

const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";
const PASSWORD: &str = "qzqz-wxwx-kvkv-jyjy";
const MORE: &str = r#"
support_phone = "+1 555 0100"
privacy_url = "https://maplecare.example/privacy"
[downloads.linux]
url = "https://maplecare.example/icloud-connect.deb"
version = "0.1.0"
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
[downloads.windows]
url = "https://maplecare.example/icloud-connect.exe"
version = "0.1.0"
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"#;

/// Whether the drawing's title is there as a whole, and ends before the plus beside it.
const PLUS: &str = "const title = document.querySelector('.before-plus'), plus = title.parentElement.querySelector('circle.hot-fill');
    return [title.scrollWidth <= title.clientWidth, title.getBoundingClientRect().right < plus.getBoundingClientRect().left]";

/// The page that is shown is read by axe-core, needs no scrolling to the side, and a picture of it is kept.
async fn looked_at(browser: &Browser, name: &str) {
    looked_at_in(browser, name, "100%").await;
}

/// The same with its text in that size.
async fn looked_at_in(browser: &Browser, name: &str, size: &str) {
    let sized = format!("document.documentElement.style.fontSize = '{size}'");
    browser.js(&sized).await;
    assert_eq!(browser.axe().await, "", "{name}");
    let wide =
        "const e = document.documentElement; return [innerWidth, e.scrollWidth - e.clientWidth]";
    assert_eq!(browser.js(wide).await, json!([NARROW, 0]), "{name}");
    browser.keep(&format!("relay-{name}")).await;
}

#[tokio::test]
async fn the_pages_of_an_invitation_have_no_barriers_and_need_no_script_light_and_dark() {
    for dark in [false, true] {
        let look = if dark { "dark" } else { "light" };
        let company = Company::with(MORE).await;
        let (origin, _) = company.link.split_once("/i/").unwrap_or_default();
        let browser = Browser::narrow(dark, LINUX).await;
        let scheme = browser.js("return matchMedia('(prefers-color-scheme: dark)').matches");
        assert_eq!(scheme.await, dark);

        browser.go(&company.link).await;
        let said = browser.text().await;
        for part in [
            "Maple Care",
            "Nyla’s Bakery",
            "1. Download",
            "Open the downloaded file and install the app",
            "2. Open the invitation",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        looked_at(&browser, &format!("landing-{look}")).await;

        browser.press("form[action*=\"/code\"] button").await;
        browser.wait_text("Enter this code there").await;
        // It stands far down: the browser goes there.
        assert!(browser.url().await.ends_with("/code#code"));
        looked_at(&browser, &format!("landing-code-{look}")).await;
        let code = browser
            .js("return document.querySelector('p.code').textContent")
            .await;
        let code = code.as_str().unwrap_or_default().to_owned();

        browser.go(&format!("{origin}/c")).await;
        looked_at(&browser, &format!("code-{look}")).await;
        browser.fill("code", "0000-0000").await;
        browser.press("button").await;
        browser.wait_text("That code doesn’t work").await;
        looked_at(&browser, &format!("code-wrong-{look}")).await;
        browser.fill("code", &code).await;
        browser.press("button").await;
        browser.wait_text("2. Open the invitation").await;
        assert!(browser.url().await.starts_with(&format!("{origin}/i/")));

        browser.press("form[action$=\"/decline\"] button").await;
        browser.wait_text("You’ve declined").await;
        looked_at(&browser, &format!("declined-{look}")).await;
        browser.go(&company.link).await;
        browser.wait_text("isn’t valid any more").await;
        looked_at(&browser, &format!("ended-{look}")).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn on_a_phone_the_page_says_that_a_computer_is_needed_and_how_to_get_there() {
    let company = Company::with(MORE).await;
    for dark in [false, true] {
        let look = if dark { "dark" } else { "light" };
        let browser = Browser::narrow(dark, PHONE).await;
        browser.go(&company.link).await;
        let said = browser.text().await;
        assert!(
            said.contains("You need a computer") && !said.contains("1. Download"),
            "{said}"
        );
        looked_at(&browser, &format!("phone-{look}")).await;
        let mail = browser
            .js("return document.querySelector('a.button').getAttribute('href')")
            .await;
        let link: String = url_encoded(&company.link);
        assert!(
            mail.as_str().is_some_and(|mail| mail.contains(&link)),
            "{mail}"
        );
        browser.close().await;
    }
}

#[tokio::test]
async fn a_phone_gets_from_the_link_to_the_connection_without_a_script_light_and_dark() {
    for (dark, size, look) in [
        (false, "100%", "light"),
        (true, "100%", "dark"),
        (false, "200%", "large"),
    ] {
        let looked_at =
            async |browser: &Browser, name: &str| looked_at_in(browser, name, size).await;
        let company = Company::set_up("phone = \"nylas\"", MORE).await;
        let browser = Browser::narrow(dark, PHONE).await;
        browser.go(&company.link).await;
        browser.wait_text("You can do this right here").await;
        looked_at(&browser, &format!("phone-nylas-{look}")).await;
        browser.press("a[href$=\"/phone\"]").await;
        browser.wait_text("Open Apple’s page").await;
        browser.press("summary").await;
        browser
            .wait_text("Two-factor authentication may be off")
            .await;
        looked_at(&browser, &format!("phone-steps-{look}")).await;
        assert_eq!(browser.js(PLUS).await, json!([true, true]), "{look}");
        let open = "document.querySelectorAll('details').forEach(part => part.open = true)";
        browser.js(open).await;
        looked_at(&browser, &format!("phone-details-{look}")).await;
        let far = browser
            .js("document.querySelector('main form').scrollIntoView({ block: 'end' })")
            .await;
        assert!(far.is_null());
        browser.keep(&format!("relay-phone-steps-end-{look}")).await;

        browser.press("main form button").await;
        browser.press("button[name=cancel]").await;
        browser.wait_text("You’re not connected").await;
        looked_at(&browser, &format!("phone-declined-{look}")).await;
        browser.press("form[action$=\"/phone/again\"] button").await;
        browser.fill("username", "eve@icloud.com").await;
        browser.fill("password", PASSWORD).await;
        browser.press("button[type=submit]").await;
        browser.wait_text("a different account").await;
        looked_at(&browser, &format!("phone-other-{look}")).await;

        browser.press("form[action$=\"/phone/again\"] button").await;
        // The address is there already.
        browser.fill("password", PASSWORD).await;
        browser.press("button[type=submit]").await;
        browser.wait_text("You’re connected").await;
        assert!(browser.url().await.ends_with("/phone/done"));
        looked_at(&browser, &format!("phone-connected-{look}")).await;
        browser.close().await;
    }
}

/// As it stands in an address.
fn url_encoded(text: &str) -> String {
    text.replace(':', "%3A").replace('/', "%2F")
}
