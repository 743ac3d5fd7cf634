//! How fast and how large the window is, beside a bare Tauri window on the same computer and at the same time: the ratios
//! are what counts. `cargo xtask bench` runs it, with a release build; the tests leave it out.

use crate::{
    accounts::{nylas, operator},
    driver::{Builder, Desktop, Window},
    memory::of_process,
    picture,
};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How often each is opened, in turns.
const ROUNDS: usize = 7;
/// How often a screen is turned.
const TURNS: usize = 30;
/// Grants at Nylas, and how many come with a page.
const GRANTS: usize = 10_000;
const PAGE: usize = 200;

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn row(what: &str, ours: f64, bare: f64, unit: &str) {
    eprintln!(
        "| {what} | {ours:.1} {unit} | {bare:.1} {unit} | {:.2} |",
        ours / bare
    );
}

/// Milliseconds since this process began, by the system's clock of 10 ms steps.
fn age(pid: &str) -> f64 {
    let read =
        |path: String| fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let stat = read(format!("/proc/{pid}/stat"));
    // pid (name) state …, of which the start is the 22nd, in hundredths of a second.
    let start: f64 = stat
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split(' ').nth(20))
        .and_then(|ticks| ticks.parse().ok())
        .unwrap_or(f64::NAN);
    let up: f64 = read("/proc/uptime".into())
        .split(' ')
        .next()
        .and_then(|up| up.parse().ok())
        .unwrap_or(f64::NAN);
    (up * 100.0 - start) * 10.0
}

/// What the processes have in memory, in MiB; what they share is split among them.
fn memory(pids: &[String]) -> f64 {
    let pss = |pid: &String| {
        let text = of_process(pid, "smaps_rollup").unwrap_or_default();
        String::from_utf8_lossy(&text)
            .lines()
            .find_map(|line| {
                line.strip_prefix("Pss:")?
                    .trim()
                    .strip_suffix(" kB")?
                    .parse::<f64>()
                    .ok()
            })
            .unwrap_or_default()
    };
    pids.iter().map(pss).sum::<f64>() / 1024.0
}

/// From the program's start to its last picture, in milliseconds, and its memory then.
async fn opened(world: Builder) -> (f64, f64) {
    let mut world = world.set_up().await;
    let (display, over) = (world.display(), Arc::new(AtomicBool::new(false)));
    let watch = tokio::task::spawn_blocking({
        let over = over.clone();
        move || picture::last_change(&display, &over)
    });
    world.start_app().await;
    world.window().wait_screen(&["start", "bare"]).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    over.store(true, Ordering::Relaxed);
    let finished = watch.await.unwrap_or_else(|error| panic!("{error}"));
    let processes = world.processes();
    (
        age(&processes[0]) - finished.elapsed().as_secs_f64() * 1000.0,
        memory(&processes),
    )
}

/// Milliseconds that a piece of the page's script takes, which awaits what it waits for.
async fn took(window: &Window, script: &str) -> f64 {
    window.settled().await;
    let script =
        format!("const began = performance.now(); {script}; return performance.now() - began");
    window.js(&script, &[]).await.as_f64().unwrap_or(f64::NAN)
}

/// Presses a button and awaits that an element of this kind is there.
fn press_until(action: &str, css: &str) -> String {
    format!(
        "await new Promise(done => {{
            const there = () => document.querySelector(\"{css}\") && (watch.disconnect(), done());
            const watch = new MutationObserver(there);
            watch.observe(document, {{ subtree: true, childList: true, attributes: true }});
            document.querySelector(\"button[data-action='{action}']\").click();
        }})"
    )
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn bench_beside_a_bare_window() {
    let (mut ours, mut bare) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        bare.push(opened(Desktop::builder().bare()).await);
        ours.push(opened(Desktop::builder()).await);
    }
    let of =
        |all: &[(f64, f64)], which: fn(&(f64, f64)) -> f64| median(all.iter().map(which).collect());
    eprintln!("| | icloud-connect | bare window | ratio |\n| --- | --- | --- | --- |");
    row(
        "from the start to the finished picture",
        of(&ours, |o| o.0),
        of(&bare, |o| o.0),
        "ms",
    );
    row(
        "memory of all processes then",
        of(&ours, |o| o.1),
        of(&bare, |o| o.1),
        "MiB",
    );

    let world = Desktop::builder().bare().start().await;
    world.window().wait_screen(&["bare"]).await;
    let mut empty = vec![];
    for _ in 0..TURNS {
        empty.push(
            took(
                world.window(),
                "await window.__TAURI__.core.invoke('dispatch', { input: 'x' })",
            )
            .await,
        );
    }
    drop(world);
    let world = Desktop::builder().start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.click("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    let mut turns = vec![];
    for _ in 0..TURNS {
        turns.push(
            took(
                window,
                &press_until("continue", "body[data-screen=address]"),
            )
            .await,
        );
        turns.push(took(window, &press_until("back", "body[data-screen=welcome]")).await);
    }
    row(
        "from a click to the next screen; a command that does nothing",
        median(turns),
        median(empty),
        "ms",
    );
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn bench_ten_thousand_grants() {
    let nylas = nylas().await;
    nylas.seed_grants(GRANTS);
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    let in_time = |loaded: usize| format!(".grant-table[aria-rowcount='{}']", loaded + 1);
    let mut pages = vec![took(window, &press_until("all-grants", &in_time(PAGE))).await];
    let mut sizes = vec![];
    while pages.len() * PAGE < GRANTS {
        if [1, 25, 49].contains(&pages.len()) {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let processes = world.processes();
            sizes.push((
                pages.len() * PAGE,
                memory(&processes[..1]),
                memory(&processes[1..]),
            ));
        }
        pages.push(
            took(
                window,
                &press_until("load-more", &in_time((pages.len() + 1) * PAGE)),
            )
            .await,
        );
    }
    let around = |from: usize| median(pages[from..from + 5].to_vec());
    eprintln!("\n| pages of {PAGE} grants | time of one |\n| --- | --- |");
    for from in [0, 22, 45] {
        eprintln!("| {} to {} | {:.0} ms |", from + 1, from + 5, around(from));
    }
    eprintln!("\n| grants loaded | the program | the page |\n| --- | --- | --- |");
    for (loaded, program, page) in sizes {
        eprintln!("| {loaded} | {program:.1} MiB | {page:.1} MiB |");
    }
}
