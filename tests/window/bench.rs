//! How fast and how large the window is, beside a bare Tauri window on the same computer and at the same time: the ratios
//! are what counts. `cargo xtask bench` runs it, with a release build; the tests leave it out.

mod growth;

use crate::{
    accounts::{nylas, operator},
    driver::{Builder, Desktop, Window},
    memory::of_process,
    picture,
};
use std::{
    fs::{self, File},
    io::Write,
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
const GRANTS: usize = 100_000;
const PAGE: usize = 200;

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Leaves a number for whoever asked to measure; without anybody it is printed.
fn measured(name: &str, value: f64, unit: &str) {
    let Some(file) = std::env::var_os("ICLOUD_CONNECT_MEASURED") else {
        return eprintln!("{name}: {value:.2} {unit}");
    };
    let line = format!("{name}\t{value}\t{unit}\n");
    let file = File::options().append(true).open(file);
    file.and_then(|mut file| file.write_all(line.as_bytes()))
        .unwrap_or_else(|error| panic!("{name} cannot be written down: {error}"));
}

fn beside(name: &str, ours: f64, bare: f64, unit: &str) {
    measured(&format!("window/{name}"), ours, unit);
    measured(&format!("window/{name}-bare"), bare, unit);
    measured(&format!("window/{name}-ratio"), ours / bare, "");
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

/// How a window opened.
struct Opened {
    /// From the program's start to its last picture, in milliseconds.
    finished: f64,
    /// What its processes had in memory then, in MiB.
    program: f64,
    web: f64,
    network: f64,
}

impl Opened {
    fn memory(&self) -> f64 {
        self.program + self.web + self.network
    }
}

async fn opened(world: Builder) -> Opened {
    opened_with(world, &["start", "bare"]).await
}

/// As `opened`, until one of these screens is there.
async fn opened_with(world: Builder, screens: &[&str]) -> Opened {
    let mut world = world.set_up().await;
    let (display, over) = (world.display(), Arc::new(AtomicBool::new(false)));
    let watch = tokio::task::spawn_blocking({
        let over = over.clone();
        move || picture::last_change(&display, &over)
    });
    world.start_app().await;
    world.window().wait_screen(screens).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    over.store(true, Ordering::Relaxed);
    let last = watch.await.unwrap_or_else(|error| panic!("{error}"));
    let processes = world.processes();
    let age = age(&processes[0]);
    let of = |name: &str| {
        let named = |pid: &&String| {
            let told = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            told.trim().starts_with(name)
        };
        memory(&processes.iter().filter(named).cloned().collect::<Vec<_>>())
    };
    Opened {
        finished: age - last.elapsed().as_secs_f64() * 1000.0,
        program: memory(&processes[..1]),
        // The system cuts the names off.
        web: of("WebKitWebProces"),
        network: of("WebKitNetworkPr"),
    }
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
    let of = |all: &[Opened], which: fn(&Opened) -> f64| median(all.iter().map(which).collect());
    let row = |name: &str, which: fn(&Opened) -> f64, unit: &str| {
        beside(name, of(&ours, which), of(&bare, which), unit);
    };
    row("finished", |o| o.finished, "ms");
    row("memory", Opened::memory, "MiB");
    row("memory/program", |o| o.program, "MiB");
    row("memory/web", |o| o.web, "MiB");
    row("memory/network", |o| o.network, "MiB");

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
    let (click, command) = (median(turns), median(empty));
    measured("window/click", click, "ms");
    measured("window/command", command, "ms");
    measured("window/click-above-command", click - command, "ms");
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn bench_a_hundred_thousand_grants() {
    let nylas = nylas().await;
    nylas.seed_grants(GRANTS);
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    let in_time = |loaded: usize| format!(".grant-table[aria-rowcount='{}']", loaded + 1);
    let mut pages = vec![took(window, &press_until("all-grants", &in_time(PAGE))).await];
    let mut sizes = vec![];
    while pages.len() * PAGE < GRANTS {
        if [5, 50, 250, 499].contains(&pages.len()) {
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
    for from in [0, 45, 245, 495] {
        let time = median(pages[from..from + 5].to_vec());
        measured(&format!("grants/page-{}", from + 1), time, "ms");
    }
    for (loaded, program, page) in sizes {
        measured(&format!("grants/{loaded}/program"), program, "MiB");
        measured(&format!("grants/{loaded}/page"), page, "MiB");
    }
}
