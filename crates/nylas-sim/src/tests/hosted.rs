//! The pages of hosted sign-in, as a browser meets them.

use std::time::Duration;

use reqwest::{Method, header};

use super::{
    APP_PASSWORD, Practice,
    browser::{ADDRESS, Browser, STATE, asked, options},
    reply,
};
use crate::{Options, SLOW_SECONDS, STRIKES};

fn two_connectors() -> Options {
    Options {
        connectors: vec!["icloud".into(), "imap".into(), "google".into()],
        ..options()
    }
}

/// `asked`, with one parameter told otherwise or, with an empty value, left out.
fn but(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut pairs = asked();
    pairs.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        pairs.push((name, value));
    }
    pairs
}

#[tokio::test]
async fn a_sign_in_leads_back_with_a_code_and_the_state() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let page = browser.begun().await;
    let shown = browser.get(&page).await;
    assert_eq!(shown.status, 200);
    let back = browser
        .submit(&page, &[("username", ADDRESS), ("password", APP_PASSWORD)])
        .await
        .back();
    assert_eq!((back.len(), back["state"].as_str()), (2, STATE));
    assert!(back["code"].len() > 60);
    assert_eq!(practice.simulator.codes_issued(), 1);
    // The grant is made when the code is exchanged, and the page counts once.
    assert_eq!(practice.get("/v3/grants").await.count(), 0);
    let again = browser
        .submit(&page, &[("username", ADDRESS), ("password", APP_PASSWORD)])
        .await;
    assert_eq!(
        (again.status, again.html.contains("grant.login_id_invalid")),
        (400, true)
    );
}

#[tokio::test]
async fn a_request_that_does_not_fit_is_refused_without_leading_anywhere() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let invalid = "api.invalid_request_error";
    let long_state = "x".repeat(257);
    let long: Vec<_> = asked()
        .into_iter()
        .map(|(name, value)| {
            (
                name,
                if name == "state" {
                    long_state.as_str()
                } else {
                    value
                },
            )
        })
        .collect();
    for (asked, kind) in [
        (but("client_id", "other"), invalid),
        (but("client_id", ""), invalid),
        (but("redirect_uri", ""), invalid),
        (
            but("redirect_uri", "http://localhost:9007/callback/"),
            "grant.callback_uri_not_allowed",
        ),
        (
            but("redirect_uri", "http://localhost:9008/callback"),
            "grant.callback_uri_not_allowed",
        ),
        (
            but("redirect_uri", "http://127.0.0.1:9007/callback"),
            "grant.callback_uri_not_allowed",
        ),
        (
            but("redirect_uri", "https://evil.example/callback"),
            "grant.callback_uri_not_allowed",
        ),
        (but("response_type", ""), invalid),
        (but("response_type", "token"), invalid),
        (but("access_type", "sometimes"), invalid),
        (but("provider", "nobody"), invalid),
        (but("code_challenge", ""), invalid),
        (but("code_challenge_method", "S512"), invalid),
        (long, invalid),
    ] {
        let refused = browser.authorize(&asked).await;
        assert_eq!(
            (refused.status, refused.location.as_str()),
            (400, ""),
            "{asked:?}"
        );
        assert!(refused.html.contains(kind), "{asked:?}: {}", refused.html);
    }
    for asked in [
        but("access_type", ""),
        but("access_type", "offline"),
        but("state", ""),
        but("code_challenge_method", "s256"),
        but("code_challenge_method", ""),
    ] {
        assert_eq!(browser.authorize(&asked).await.status, 302, "{asked:?}");
    }
}

#[tokio::test]
async fn the_page_says_whose_it_is_and_can_send_nothing_elsewhere() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let mut asked = asked();
    asked.push(("login_hint", "a\"><script>alert(1)</script>+b@icloud.com"));
    let page = browser.authorize(&asked).await.location;
    let shown = browser.get(&page).await;
    assert!(shown.html.contains("PRACTICE") && shown.html.contains("SIMULATOR"));
    assert!(
        shown
            .html
            .contains("value=\"a&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;+b@icloud.com\"")
    );
    for part in [
        "name=\"username\"",
        "name=\"password\" type=\"password\"",
        "button type=\"submit\"",
        "name=\"cancel\"",
    ] {
        assert_eq!(shown.html.matches(part).count(), 1, "{part}");
    }
    assert!(!shown.html.contains("<script"));
    assert!(
        shown
            .policy
            .starts_with("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    );
    assert!(
        shown
            .policy
            .ends_with("form-action 'self' http://localhost:9007"),
        "{}",
        shown.policy
    );
}

#[tokio::test]
async fn a_provider_is_chosen_where_there_are_several() {
    let practice = Practice::with(two_connectors()).await;
    let browser = Browser::new(&practice);
    for (asked, names) in [
        (but("provider", ""), vec!["icloud", "imap", "google"]),
        (but("provider", "icloud,imap,yahoo"), vec!["icloud", "imap"]),
    ] {
        let page = browser.authorize(&asked).await.location;
        let shown = browser.get(&page).await;
        assert!(
            shown.html.contains("data-page=\"choose\"")
                && !shown.html.contains("name=\"password\"")
        );
        for name in ["icloud", "imap", "google", "yahoo"] {
            assert_eq!(
                shown.html.contains(&format!("value=\"{name}\"")),
                names.contains(&name),
                "{name}"
            );
        }
        let chosen = browser.submit(&page, &[("choose", "yahoo")]).await;
        assert!(chosen.html.contains("data-page=\"choose\""));
        let chosen = browser.submit(&page, &[("choose", "imap")]).await;
        assert_eq!((chosen.status, &chosen.location), (303, &page));
        assert!(
            browser
                .get(&page)
                .await
                .html
                .contains("data-provider=\"imap\"")
        );
    }
}

#[tokio::test]
async fn with_one_connector_nobody_is_asked_which() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let page = browser.authorize(&but("provider", "")).await.location;
    assert!(
        browser
            .get(&page)
            .await
            .html
            .contains("data-provider=\"icloud\"")
    );
}

#[tokio::test]
async fn another_providers_account_is_connected_without_a_password() {
    let practice = Practice::with(two_connectors()).await;
    let browser = Browser::new(&practice);
    let page = browser.authorize(&but("provider", "google")).await.location;
    assert!(!browser.get(&page).await.html.contains("name=\"password\""));
    assert!(
        browser
            .submit(&page, &[("username", "anna@gmail.com")])
            .await
            .back()
            .contains_key("code")
    );
}

#[tokio::test]
async fn a_provider_without_a_connector_leads_back() {
    let practice = Practice::with(options()).await;
    let back = Browser::new(&practice)
        .authorize(&but("provider", "imap"))
        .await
        .back();
    assert_eq!(
        (back["error_type"].as_str(), back["state"].as_str()),
        ("connector_not_found", STATE)
    );
}

#[tokio::test]
async fn three_strikes_end_a_sign_in() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    for (address, password) in [
        (ADDRESS, "my main password"),
        ("apple-refused@icloud.com", APP_PASSWORD),
        ("too-many@me.com", APP_PASSWORD),
        ("nobody", APP_PASSWORD),
    ] {
        let page = browser.begun().await;
        for strike in 1..STRIKES {
            let shown = browser
                .submit(&page, &[("username", address), ("password", password)])
                .await;
            assert_eq!(shown.status, 200);
            let left = format!("Tries left: {}.", STRIKES - strike);
            assert!(
                shown.html.contains("role=\"alert\"") && shown.html.contains(&left),
                "{}",
                shown.html
            );
            assert!(!shown.html.contains(password));
        }
        let back = browser
            .submit(&page, &[("username", address), ("password", password)])
            .await
            .back();
        assert_eq!(
            (back["error_type"].as_str(), back["state"].as_str()),
            ("auth_limit_reached", STATE)
        );
    }
    assert_eq!(practice.simulator.codes_issued(), 0);
}

#[tokio::test]
async fn a_strike_can_be_made_good() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let page = browser.begun().await;
    browser
        .submit(&page, &[("username", ADDRESS), ("password", "wrong")])
        .await;
    assert!(
        browser
            .submit(&page, &[("username", ADDRESS), ("password", APP_PASSWORD)])
            .await
            .back()
            .contains_key("code")
    );
}

#[tokio::test]
async fn addresses_choose_how_a_sign_in_ends() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    for (address, error, kind, code) in [
        (
            "refused@icloud.com",
            "invalid_request",
            "invalid_authentication",
            "25022",
        ),
        (
            "provider-down@icloud.com",
            "server_error",
            "provider_not_responding",
            "",
        ),
        (
            "apple-busy@mac.com",
            "server_error",
            "provider_not_responding",
            "",
        ),
        (
            "no-connector@icloud.com",
            "invalid_request",
            "connector_not_found",
            "",
        ),
        (
            "plan-limit@icloud.com",
            "access_denied",
            "access_denied",
            "",
        ),
    ] {
        let back = browser.sign_in(address).await;
        let text = |name: &str| back.get(name).map_or("", String::as_str);
        assert_eq!(
            (
                text("error"),
                text("error_type"),
                text("error_code"),
                text("state")
            ),
            (error, kind, code, STATE),
            "{address}"
        );
        assert!(!text("error_description").is_empty());
    }
}

#[tokio::test]
async fn whoever_cancels_is_led_back() {
    let practice = Practice::with(two_connectors()).await;
    let browser = Browser::new(&practice);
    for asked in [asked(), but("provider", "")] {
        let page = browser.authorize(&asked).await.location;
        let back = browser.submit(&page, &[("cancel", "yes")]).await.back();
        assert_eq!(
            (
                back["error"].as_str(),
                back.get("error_type"),
                back["state"].as_str()
            ),
            ("access_denied", None, STATE)
        );
        assert_eq!(browser.get(&page).await.status, 400);
    }
}

#[tokio::test]
async fn a_page_that_waited_too_long_leads_back_and_is_gone() {
    let practice = Practice::with(Options {
        login_lifetime: Some(Duration::ZERO),
        ..options()
    })
    .await;
    let browser = Browser::new(&practice);
    for posted in [false, true] {
        let page = browser.begun().await;
        let shown = if posted {
            browser
                .submit(&page, &[("username", ADDRESS), ("password", APP_PASSWORD)])
                .await
        } else {
            browser.get(&page).await
        };
        let back = shown.back();
        assert_eq!(
            (back["error_type"].as_str(), back["state"].as_str()),
            ("login_id_invalid", STATE)
        );
        let gone = browser.get(&page).await;
        assert_eq!(
            (gone.status, gone.html.contains("grant.login_id_invalid")),
            (400, true)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_sign_in_takes_longer_than_usual() {
    let practice = Practice::with(options()).await;
    let browser = Browser::new(&practice);
    let start = tokio::time::Instant::now();
    assert!(
        browser
            .sign_in("slow@icloud.com")
            .await
            .contains_key("code")
    );
    assert!(start.elapsed() >= Duration::from_secs(SLOW_SECONDS));
}

#[tokio::test]
async fn hosted_pages_are_served_to_this_host_only() {
    let practice = Practice::with(options()).await;
    let page = Browser::new(&practice).begun().await;
    let request = practice
        .request(Method::GET, &page)
        .header(header::HOST, "evil.example:80");
    assert_eq!(reply(request).await.status, 421);
}
