//! What is connected: seen, renewed and disconnected in the real window, by keyboard alone, and whatever the disk holds.

use crate::{
    driver::{Desktop, Window},
    journey::{ADDRESS, PASSWORD, axe},
};
use fantoccini::key::Key;
use nylas_sim::{Options, Simulator};
use serde_json::{Value, json};

const KEY: &str = "nyk_v0_window_test_canary";
const OTHER: &str = "jo.berg@me.com";

pub(crate) async fn nylas() -> Simulator {
    let options = Options {
        api_key: Some(KEY.into()),
        connectors: vec!["icloud".into()],
        record: true,
        ..Options::default()
    };
    Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"))
}

/// A desk of a company whose Nylas is this one, with the key at hand.
pub(crate) fn operator(nylas: &Simulator) -> crate::driver::Builder {
    let profile = format!(
        "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    );
    Desktop::builder()
        .profile(&profile)
        .env("NYLAS_API_KEY", KEY)
}

/// From `address` to the proof, and on to the list; the grant's ID.
pub(crate) async fn connect(window: &Window, address: &str) -> String {
    window.wait_screen(&["address"]).await;
    window.fill("address", address).await;
    window.click("continue").await;
    let grant = new_password(window).await;
    window.click("finish").await;
    window.wait_screen(&["home"]).await;
    window.click("accounts").await;
    window.wait_screen(&["accounts"]).await;
    grant
}

/// From `prepare` to the proof.
async fn new_password(window: &Window) -> String {
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    window.grant_id().await.unwrap_or_default()
}

/// The list's rows, once nothing is asked: grant ID and state.
pub(crate) async fn rows(window: &Window) -> Vec<(String, String)> {
    // All in one look: between two, the page may have turned.
    let script = "const rows = [...document.querySelectorAll('.accounts > li')].map(r => [r.querySelector('[data-grant-id]').textContent, r.dataset.state]);
        const busy = document.querySelector('#card [data-status=running]') !== null || rows.some(([, state]) => state === 'checking');
        return document.body.dataset.screen === 'accounts' && !busy ? rows : null";
    let settled = async || {
        serde_json::from_value::<Option<Vec<(String, String)>>>(window.js(script, &[]).await)
            .unwrap_or_default()
    };
    window.wait("the states", settled).await
}

/// Opens what else can be done about the account with this grant, unless it is open.
pub(crate) async fn open_menu(window: &Window, grant: &str) {
    let script = "const menu = [...document.querySelectorAll('.menu')].find(m => m.querySelector('[data-grant-id]').textContent === arguments[0]);
        const button = menu.querySelector('[data-menu]');
        if (button.getAttribute('aria-expanded') === 'false') button.click()";
    window.js(script, &[json!(grant)]).await;
}

/// Presses a button of the account with this grant.
pub(crate) async fn press_for(window: &Window, action: &str, grant: &str) {
    window.settled().await;
    open_menu(window, grant).await;
    let script = "document.querySelector(`button[data-action='${arguments[0]}'][data-grant='${arguments[1]}']`).click()";
    window.js(script, &[json!(action), json!(grant)]).await;
}

#[tokio::test]
async fn an_apple_password_changes_one_is_renewed_the_other_disconnected_and_all_stays_so() {
    let nylas = nylas().await;
    let mut world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    let first = connect(window, ADDRESS).await;
    window.click("connect-another").await;
    let second = connect(window, OTHER).await;
    let state = |grant: &str, state: &str| (grant.to_owned(), state.to_owned());
    assert_eq!(
        rows(window).await,
        [state(&first, "works"), state(&second, "works")]
    );

    nylas.change_apple_password(ADDRESS);
    window.click("check-now").await;
    window
        .wait("the new state", async || {
            (rows(window).await[0].1 == "needs-password").then_some(())
        })
        .await;
    assert_eq!(rows(window).await[1], state(&second, "works"));
    assert!(
        window
            .text(".accounts > li")
            .await
            .contains("Needs a new password")
    );

    press_for(window, "renew", &first).await;
    window.wait_screen(&["prepare"]).await;
    assert!(window.text("main").await.contains(
        "Your Apple password may have changed, so the old app-specific password no longer works"
    ));
    // The simulator's Apple knows the first password no more.
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", "wxyz-abcd-efgh-ijkl").await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    assert_eq!(
        window.grant_id().await.unwrap_or_default(),
        first,
        "the same grant"
    );
    window.click("finish").await;
    window.wait_screen(&["home"]).await;
    window.click("accounts").await;
    window.wait_screen(&["accounts"]).await;
    assert_eq!(
        rows(window).await,
        [state(&first, "works"), state(&second, "works")]
    );

    press_for(window, "disconnect", &second).await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    assert!(nylas.grant_exists(&second), "asked first");
    window.click("cancel").await;
    window
        .wait("no question", async || {
            (!window.has("[data-ask]").await).then_some(())
        })
        .await;
    press_for(window, "disconnect", &second).await;
    window.click("confirm").await;
    window
        .wait("the end", async || {
            window.has("#removed").await.then_some(())
        })
        .await;
    assert!(!nylas.grant_exists(&second) && nylas.grant_exists(&first));
    assert!(
        window.text("main").await.contains("Acme CRM"),
        "the label of its entry at Apple"
    );
    window.click("open-apple").await;
    window
        .wait("Apple's page", async || {
            (!world.opened().is_empty()).then_some(())
        })
        .await;

    world.kill_app().await;
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("accounts").await;
    assert_eq!(rows(window).await, [state(&first, "works")]);
    assert!(
        world.files_with(KEY).is_empty() && world.files_with(PASSWORD).is_empty(),
        "no secret is in any file"
    );
}

/// A row of the table of all grants.
pub(crate) const GRANT: &str = ".grants > [role=row]";

/// With the keyboard: opens what else can be done about an account, and chooses this.
async fn choose(window: &Window, action: &str) {
    for _ in 0..60 {
        if is_on_menu(window).await {
            break;
        }
        window.press([Key::Tab]).await;
    }
    window.press([Key::Enter]).await;
    tab_to(window, action).await;
    window.press([Key::Enter]).await;
}

/// Whether the button of three dots has the focus.
async fn is_on_menu(window: &Window) -> bool {
    let script = "return document.activeElement.matches('[data-menu]')";
    window.js(script, &[]).await == json!(true)
}

/// Whether what else can be done about an account is open.
async fn is_open(window: &Window) -> bool {
    window.has("[data-menu][aria-expanded=true]").await
}

/// Presses Tab until the button has the focus.
async fn tab_to(window: &Window, name: &str) {
    for _ in 0..60 {
        window.press([Key::Tab]).await;
        if window.focused().await == name {
            return;
        }
    }
    panic!("Tab never reaches {name} on {}", window.screen().await);
}

#[tokio::test]
async fn every_action_needs_no_mouse() {
    let nylas = nylas().await;
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    let grant = connect(window, ADDRESS).await;
    rows(window).await;
    for action in ["disconnect", "forget"] {
        choose(window, action).await;
        window
            .wait("the question", async || {
                window.has("[data-ask]").await.then_some(())
            })
            .await;
        window
            .wait("the focus on it", async || {
                (window
                    .js("return document.activeElement.matches('[data-ask]')", &[])
                    .await
                    == json!(true))
                .then_some(())
            })
            .await;
        window.press([Key::Escape]).await;
        window
            .wait("no question", async || {
                (!window.has("[data-ask]").await).then_some(())
            })
            .await;
        assert!(is_on_menu(window).await, "the focus goes back to the row");
    }
    window.press([Key::Enter]).await;
    assert!(is_open(window).await);
    window.press([Key::Escape]).await;
    assert!(!is_open(window).await, "Escape closes what is open first");
    assert_eq!(window.screen().await, "accounts");
    assert!(is_on_menu(window).await);
    tab_to(window, "check-now").await;
    window.press([Key::Enter]).await;
    rows(window).await;
    choose(window, "renew").await;
    window.wait_screen(&["prepare"]).await;
    window.press([Key::Escape]).await;
    window.wait_screen(&["accounts"]).await;
    rows(window).await;
    tab_to(window, "all-grants").await;
    window.press([Key::Enter]).await;
    window
        .wait("all grants", async || window.has(GRANT).await.then_some(()))
        .await;
    tab_to(window, "search").await;
    window.press("nobody".chars()).await;
    window
        .wait("nothing", async || (!window.has(GRANT).await).then_some(()))
        .await;
    window.press([Key::Escape]).await;
    window.wait_screen(&["home"]).await;
    tab_to(window, "accounts").await;
    window.press([Key::Enter]).await;
    window
        .wait("the list", async || {
            window.has(".accounts > li").await.then_some(())
        })
        .await;
    rows(window).await;
    choose(window, "forget").await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    tab_to(window, "confirm").await;
    window.press([Key::Enter]).await;
    window
        .wait("the empty list", async || {
            (!window.has(".accounts > li").await).then_some(())
        })
        .await;
    assert!(nylas.grant_exists(&grant), "only the line went");
}

#[tokio::test]
async fn of_ten_thousand_grants_the_document_holds_a_few_and_any_can_be_reached() {
    let nylas = nylas().await;
    nylas.seed_grants(10_000);
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("all-grants").await;
    let in_document = async || {
        window
            .js(
                "return document.querySelectorAll('.grants > [role=row]').length",
                &[],
            )
            .await
            .as_u64()
            .unwrap_or_default()
    };
    window
        .wait("the first page", async || {
            (in_document().await > 0).then_some(())
        })
        .await;
    for loaded in [400, 600] {
        window.click("load-more").await;
        // The press scrolls to the button, and scrolling loads as well.
        let size = format!(
            "return Number(document.querySelector('.grant-table').getAttribute('aria-rowcount')) > {loaded}"
        );
        window
            .wait("the next page", async || {
                (window.js(&size, &[]).await == json!(true)).then_some(())
            })
            .await;
        assert!(in_document().await <= 60, "{}", in_document().await);
    }
    let seen = "const box = document.querySelector('.scroll').getBoundingClientRect();
        const e = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest('.grants > [role=row]');
        return e ? Number(e.getAttribute('aria-rowindex')) - 1 : null";
    for row in [300, 550, 40] {
        let script = "const list = document.querySelector('.grants'), scroll = document.querySelector('.scroll');
            scroll.scrollTop = list.offsetTop + arguments[0] * list.firstElementChild.offsetHeight";
        window.js(script, &[json!(row)]).await;
        let place = window
            .wait("the row", async || window.js(seen, &[]).await.as_u64())
            .await;
        assert!((row..row + 20).contains(&place), "{row}: {place}");
        assert!(in_document().await <= 60);
    }
    let bottom =
        "const scroll = document.querySelector('.scroll'); scroll.scrollTop = scroll.scrollHeight";
    window.js(bottom, &[]).await;
    let more =
        "return Number(document.querySelector('.grant-table').getAttribute('aria-rowcount')) > 601";
    window
        .wait("the next page by scrolling", async || {
            (window.js(more, &[]).await == json!(true)).then_some(())
        })
        .await;
    assert!(in_document().await <= 60);
    let found = axe(window).await;
    assert!(found.is_empty(), "{found}");
}

/// Presses the column's head.
async fn sort(window: &Window, column: &str) {
    window.settled().await;
    let script = "document.querySelector(`[data-sort='${arguments[0]}']`).click()";
    window.js(script, &[json!(column)]).await;
}

#[tokio::test]
async fn the_table_is_sorted_whole_and_several_of_it_are_disconnected_after_one_question() {
    let nylas = nylas().await;
    nylas.seed_grants(250);
    let world = operator(&nylas).size(1024, 760).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("all-grants").await;
    window
        .wait("the table", async || window.has(GRANT).await.then_some(()))
        .await;
    let seen = "const { bottom } = document.querySelector('.scroll').getBoundingClientRect();
        const { bottom: head } = document.querySelector('.grant-head').getBoundingClientRect();
        return [...document.querySelectorAll('.grants > [role=row]')].filter(r => {
            const box = r.getBoundingClientRect();
            return box.top >= head && box.bottom <= bottom;
        }).length";
    let count = window.js(seen, &[]).await.as_u64().unwrap_or_default();
    assert!(count >= 8, "{count} rows are seen");
    let cut = "return [...document.querySelectorAll('.grant-who bdi')].filter(e => e.scrollWidth > e.clientWidth + 1 && !e.title).length";
    assert_eq!(window.js(cut, &[]).await, json!(0), "no address is cut off");
    let head = "const head = document.querySelector('.grant-head').getBoundingClientRect();
        return Math.abs(head.top - document.querySelector('.scroll').getBoundingClientRect().top) <= 2";
    window
        .js("document.querySelector('.scroll').scrollTop = 3000", &[])
        .await;
    window
        .wait("the head above the rows", async || {
            (window.js(head, &[]).await == json!(true)).then_some(())
        })
        .await;
    let first = "return document.querySelector('.grants bdi').textContent";
    let mut ends = vec![];
    for direction in ["ascending", "descending"] {
        sort(window, "address").await;
        let css = format!("[role=columnheader][aria-sort={direction}] [data-sort=address]");
        window
            .wait("the order", async || window.has(&css).await.then_some(()))
            .await;
        ends.push(
            window
                .js(first, &[])
                .await
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    assert!(ends[0] < ends[1], "{ends:?}");

    let pick = "return [...document.querySelectorAll('.grants [data-action=select]')].slice(0, 2).map(b => (b.click(), b.dataset.grant))";
    let picked = window.js(pick, &[]).await;
    let picked: Vec<String> = serde_json::from_value(picked).unwrap_or_default();
    window
        .wait("both", async || {
            (window
                .text("footer")
                .await
                .contains("Disconnect 2 accounts"))
            .then_some(())
        })
        .await;
    window.click("disconnect-selected").await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    assert!(window.text("[data-ask]").await.contains("these 2 accounts"));
    let found = axe(window).await;
    assert!(found.is_empty(), "{found}");
    assert!(picked.iter().all(|grant| nylas.grant_exists(grant)));
    window.click("confirm").await;
    window
        .wait("the end", async || {
            (!picked.iter().any(|grant| nylas.grant_exists(grant))).then_some(())
        })
        .await;
}

/// The folder's state, as a person or a crash may have left it, and what the list shows then.
async fn opens_on(state: &[u8], copy: Option<&[u8]>) -> (Vec<Value>, bool) {
    let world = Desktop::builder().file("app/state.json", state);
    let world = copy
        .into_iter()
        .fold(world, |world, copy| {
            world.file("app/state.last-good.json", copy)
        })
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["accounts", "start"]).await;
    let shown = window
        .js(
            "return [...document.querySelectorAll('[data-grant-id]')].map(e => e.textContent)",
            &[],
        )
        .await;
    let said = window.dom().await.contains("state.unreadable-1.json");
    let kept = world.has_file("app/state.unreadable-1.json");
    assert_eq!(said, kept, "what was set aside is said");
    (shown.as_array().cloned().unwrap_or_default(), said)
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_its_accounts_are_there() {
    let account = |n: u8| json!({ "grant": format!("grant-{n}"), "address": format!("person{n}@icloud.com"), "origin": "https://api.us.nylas.com" });
    let whole = json!({ "schema_version": 1, "accounts": [account(1), account(2)], "desk": null, "progress": null }).to_string();
    assert_eq!(
        opens_on(whole.as_bytes(), None).await,
        (vec![json!("grant-1"), json!("grant-2")], false)
    );
    assert_eq!(
        opens_on(&whole.as_bytes()[..whole.len() - 40], None).await,
        (vec![json!("grant-1"), json!("grant-2")], true)
    );
    assert_eq!(
        opens_on(&[0; 512], Some(whole.as_bytes())).await,
        (vec![json!("grant-1"), json!("grant-2")], true)
    );
}

#[tokio::test]
async fn of_ten_thousand_accounts_a_hundred_are_in_the_document_and_all_can_be_reached() {
    let account = |n: usize| json!({ "grant": format!("grant-{n}"), "address": format!("person{n}@icloud.com"), "origin": "https://api.us.nylas.com" });
    let accounts: Vec<Value> = (0..10_000).map(account).collect();
    let state =
        json!({ "schema_version": 1, "accounts": accounts, "desk": null, "progress": null });
    let world = Desktop::builder()
        .file("app/state.json", state.to_string().as_bytes())
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["accounts"]).await;
    let script = "const rows = [...document.querySelectorAll('.accounts [data-grant-id]')].map(id => id.textContent);
        return [rows.length, rows[0], rows.at(-1)]";
    let shows = async |first: usize, last: usize| {
        let wanted = json!([100, format!("grant-{first}"), format!("grant-{last}")]);
        window
            .wait("these accounts", async || {
                (window.js(script, &[]).await == wanted).then_some(())
            })
            .await;
    };
    shows(9_900, 9_999).await;
    window.click("earlier-accounts").await;
    shows(9_800, 9_899).await;
    window.click("later-accounts").await;
    shows(9_900, 9_999).await;
}
