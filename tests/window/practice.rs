//! Practice, from the first screen to the last.

use crate::{
    driver::Window,
    journey::{PASSWORD, send, to_address, to_prepare, world},
};

#[tokio::test]
async fn practice_leads_from_the_first_screen_to_a_grant_and_back() {
    let world = world().await;
    let window = world.window();
    send(window, "nyla.park@icloud.com").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await.unwrap_or_default();
    assert_eq!(grant.len(), 36, "{grant}");
    assert!(
        window.has(".ribbon").await,
        "practice is marked on every screen"
    );
    assert!(
        !window.text("main ul").await.is_empty(),
        "the calendars are named"
    );
    window.click("finish").await;
    window.wait_screen(&["start"]).await;
    assert!(
        world.files_with(PASSWORD).is_empty(),
        "the password is in no file"
    );
    assert!(
        world.files_with("nyla.park").is_empty(),
        "practice saves nothing"
    );
}

#[tokio::test]
async fn each_chosen_outcome_lands_on_its_problem() {
    let world = world().await;
    let window = world.window();
    to_address(window).await;
    for chosen in nylas_sim::CHOSEN
        .iter()
        .filter(|chosen| chosen.outcome != nylas_sim::Outcome::Slow)
    {
        let address = format!("{}@icloud.com", chosen.local_part);
        window.fill("address", &address).await;
        window.click("continue").await;
        window.wait_screen(&["prepare"]).await;
        send_another(window, PASSWORD).await;
        let mut landed = end(window, chosen.local_part).await;
        if chosen.outcome == nylas_sim::Outcome::TooMany {
            for letter in ["a", "b", "c"].iter().take(nylas_sim::STRIKES as usize - 1) {
                assert_eq!(
                    landed.as_deref(),
                    Some("N01"),
                    "the first attempts are only refused"
                );
                window.click("closed-too-early").await;
                window.wait_screen(&["prepare"]).await;
                send_another(window, &format!("abcd-efgh-ijkl-mno{letter}")).await;
                window.wait_screen(&["connecting"]).await;
                landed = end(window, chosen.local_part).await;
            }
        }
        assert_eq!(landed.as_deref(), chosen.problem, "{}", chosen.local_part);
        let ways_on = window
            .js(
                "return document.querySelectorAll('main button:not([disabled])').length",
                &[],
            )
            .await;
        assert!(
            ways_on.as_u64() > Some(1),
            "{} is no dead end",
            chosen.local_part
        );
        back_to_address(window).await;
    }
}

/// The problem that connecting ends on; none when it ends on `done`.
async fn end(window: &Window, of: &str) -> Option<String> {
    window
        .wait(&format!("the end of {of}"), async || {
            let problem = window.problem().await;
            if problem.is_some() {
                Some(problem)
            } else {
                (window.screen().await == "done").then_some(None)
            }
        })
        .await
}

/// From `prepare` to the moment at which connecting began.
async fn send_another(window: &Window, password: &str) {
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", password).await;
    window.click("continue").await;
}

/// Back to `address` from wherever an outcome ended.
async fn back_to_address(window: &Window) {
    for _ in 0..4 {
        let screen = window.screen().await;
        match screen.as_str() {
            "address" => return,
            "done" => window.click("connect-another").await,
            _ => window.click("back").await,
        }
        window
            .wait("another screen", async || {
                (window.screen().await != screen).then_some(())
            })
            .await;
    }
    assert_eq!(window.screen().await, "address", "there is a way back");
}

#[tokio::test]
async fn apples_page_in_practice_is_our_own_and_says_so() {
    let world = world().await;
    let window = world.window();
    to_prepare(window, "nyla.park@icloud.com").await;
    window.click("open-apple").await;
    let address = window
        .wait("the browser", async || world.opened().pop())
        .await;
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let page = page(&address).await;
    assert!(page.contains("PRACTICE"));
    assert!(
        !page.contains("<input"),
        "no field that takes a password or a code"
    );
    assert!(page.contains("prac-tise-only-here"));
    assert!(!page.contains("{{"), "every word is filled in");
}

/// A page over plain HTTP.
async fn page(address: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (host, path) = address
        .trim_start_matches("http://")
        .split_once('/')
        .unwrap_or_default();
    let mut stream = tokio::net::TcpStream::connect(host)
        .await
        .unwrap_or_else(|error| panic!("{host}: {error}"));
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let read = async {
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_string(&mut answer).await
    };
    read.await
        .unwrap_or_else(|error| panic!("{address}: {error}"));
    answer
}
