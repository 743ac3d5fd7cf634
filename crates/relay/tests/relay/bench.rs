//! How much a relay does, and what it costs: `cargo xtask bench relay`. Bounded in time and number, on loopback alone; the
//! simulator and whoever asks are on the same computer, so it says less than a relay of its own could do.

use crate::postgres::COMMON;
use crate::site::{Site, sqlite_in, ticket_of};
use crate::wizard::Wizard;
use reqwest::StatusCode;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// What custom auth takes at Nylas.
const NYLAS: Duration = Duration::from_millis(300);
/// Nylas' own limit for an application, a second.
const RATE: u32 = 50;
/// Beside what Nylas takes, in a hundred redemptions ninety-nine take no longer.
const LONGEST: Duration = Duration::from_secs(1);
/// How many ask at once where nothing holds them back.
const AT_ONCE: usize = 64;
/// Redemptions one after another, of which one's cost is the mean.
const ALONE: u32 = 100;

#[derive(Clone, Copy, Debug)]
enum Kind {
    Sqlite,
    Postgres,
}

async fn site(kind: Kind, pace: Duration) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let url = match kind {
        Kind::Sqlite => sqlite_in(&folder),
        Kind::Postgres => COMMON.lock().unwrap().database(),
    };
    Site::at_pace(folder, url, pace).await
}

/// A number of the environment's, within reason.
fn asked(name: &str, otherwise: u32, most: u32) -> u32 {
    let text = std::env::var(format!("ICLOUD_CONNECT_BENCH_{name}"));
    text.map_or(otherwise, |text| text.parse().unwrap())
        .clamp(1, most)
}

fn seconds() -> u32 {
    asked("SECONDS", 20, 120)
}

/// So many invitations, each for an account of its own that begins like this: account and ticket.
async fn invited(site: &Site, begins: &str, count: usize) -> Vec<(String, String)> {
    let account = |n| format!("{begins}{n:06}@icloud.com");
    let accounts: Vec<_> = (0..count).map(account).collect();
    let mut invited = vec![];
    for accounts in accounts.chunks(1000) {
        let rows: Vec<_> = accounts
            .iter()
            .map(|account| json!({ "account": account, "recipient_label": "Bob" }))
            .collect();
        let (status, made) = site
            .post("/invitations/batch", json!({ "invitations": rows }))
            .await;
        assert_eq!(status, StatusCode::OK);
        let tickets = made["results"].as_array().unwrap().iter().map(ticket_of);
        invited.extend(accounts.iter().cloned().zip(tickets));
    }
    invited
}

/// From the claim to the grant: how long the password took, and how long all of it.
async fn redeemed(site: &Site, n: usize, account: &str, ticket: &str) -> (Duration, Duration) {
    let mut wizard = Wizard::new(site, ticket, 'a');
    wizard.relay = n % site.relays.len();
    let begun = Instant::now();
    let (status, claimed) = wizard.claim().await;
    assert_eq!(status, StatusCode::OK, "{claimed}");
    let sent = Instant::now();
    let (_, connection) = wizard.submit(account).await;
    if connection["state"] != "made" {
        wizard
            .until(60, |connection| connection["state"] == "made")
            .await;
    }
    (sent.elapsed(), begun.elapsed())
}

/// The time within which so many of a hundred were done.
fn of_hundred(times: &[Duration], percent: usize) -> u128 {
    let at = (times.len() * percent).div_ceil(100).max(1) - 1;
    times[at].as_millis()
}

/// As many a second as Nylas lets through, whether or not the ones before are done.
async fn steady(site: &Arc<Site>) -> Vec<(Duration, Duration)> {
    let invited = invited(site, "steady", (RATE * seconds()) as usize).await;
    let (mut under_way, mut begin) = (
        JoinSet::new(),
        tokio::time::interval(Duration::from_secs(1) / RATE),
    );
    for (n, (account, ticket)) in invited.into_iter().enumerate() {
        begin.tick().await;
        let site = site.clone();
        under_way.spawn(async move { redeemed(&site, n, &account, &ticket).await });
    }
    under_way.join_all().await
}

/// As many as go, by so many who ask at once and again: how many a second.
async fn most(site: &Arc<Site>) -> f64 {
    let count = (200 * seconds() / 2) as usize;
    let rows = Arc::new(invited(site, "most", count).await);
    let next = Arc::new(AtomicUsize::new(0));
    let (begun, mut asking) = (Instant::now(), JoinSet::new());
    let end = Duration::from_secs((seconds() / 2).max(1).into());
    for _ in 0..AT_ONCE {
        let (site, rows, next) = (site.clone(), rows.clone(), next.clone());
        asking.spawn(async move {
            let mut done = 0;
            while begun.elapsed() < end {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some((account, ticket)) = rows.get(n) else {
                    break;
                };
                redeemed(&site, n, account, ticket).await;
                done += 1;
            }
            done
        });
    }
    let done: u32 = asking.join_all().await.into_iter().sum();
    f64::from(done) / begun.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a benchmark: cargo xtask bench relay"]
async fn redemptions_a_second() {
    eprintln!("{}", computer());
    eprintln!(
        "| database | relays | password p50 | p99 | claim and password p50 | p99 | most a second |"
    );
    eprintln!("| --- | --- | --- | --- | --- | --- | --- |");
    let limit = (NYLAS + LONGEST).as_millis();
    let mut late = vec![];
    for kind in [Kind::Sqlite, Kind::Postgres] {
        for relays in 1..=3 {
            let mut site = site(kind, NYLAS).await;
            for _ in 1..relays {
                site.start();
            }
            let site = Arc::new(site);
            let times = steady(&site).await;
            let (mut password, mut whole): (Vec<_>, Vec<_>) = times.into_iter().unzip();
            password.sort();
            whole.sort();
            let most = most(&site).await;
            eprintln!(
                "| {kind:?} | {relays} | {} ms | {} ms | {} ms | {} ms | {most:.0} |",
                of_hundred(&password, 50),
                of_hundred(&password, 99),
                of_hundred(&whole, 50),
                of_hundred(&whole, 99),
            );
            late.extend((of_hundred(&whole, 99) >= limit).then_some((kind, relays)));
        }
    }
    assert!(late.is_empty(), "p99 is not below {limit} ms: {late:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a benchmark: cargo xtask bench relay"]
async fn a_redemption_among_many_invitations() {
    let many = asked("INVITATIONS", 100_000, 1_000_000);
    eprintln!("{}", computer());
    eprintln!("| database | invitations | one redemption | the relay's own work in it |");
    eprintln!("| --- | --- | --- | --- |");
    for kind in [Kind::Sqlite, Kind::Postgres] {
        for there in [many.min(1000), many] {
            let site = site(kind, Duration::ZERO).await;
            seed(&site, there).await;
            let invited = invited(&site, "alone", ALONE as usize).await;
            let (worked, begun) = (worked(&site), Instant::now());
            for (account, ticket) in &invited {
                redeemed(&site, 0, account, ticket).await;
            }
            let (took, worked) = (
                begun.elapsed() / ALONE,
                (self::worked(&site) - worked) / ALONE,
            );
            let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
            eprintln!(
                "| {kind:?} | {there} | {} | {} |",
                shown(took),
                shown(worked)
            );
        }
    }
}

/// So many invitations of others, one in two connected, as a company has them after years.
async fn seed(site: &Site, count: u32) {
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    );
    let state = "CASE WHEN i % 2 = 0 THEN 'connected' ELSE 'created' END";
    let attempt = "CASE WHEN i % 2 = 0 THEN 'made' ELSE 'none' END";
    let account = "'seed' || i || '@icloud.com'";
    for statement in [
        format!(
            "INSERT INTO invitations (id, reference, account, mailbox, recipient_label, body_hash, renew, state,
                 created_at, expires_at, submission, attempt, lease_until, grant_id, mail_read)
             {numbers} SELECT 'seed' || i, 'seed' || i, {account}, {account}, 'Bob', 'x', 0, {state},
                 i, 9000000000000, 1, {attempt}, 0, 'seed' || i, 1 FROM n"
        ),
        format!(
            "INSERT INTO tickets (hash, invitation, kind, created_at, counts_from)
             {numbers} SELECT 'seed' || i, 'seed' || i, 'link', i, i FROM n"
        ),
        "ANALYZE".to_owned(),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&site.database)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a benchmark: cargo xtask bench relay"]
async fn memory_of_open_connections() {
    let site = site(Kind::Sqlite, Duration::ZERO).await;
    let address = site.relays[0].address.trim_start_matches("http://");
    let asked = |_| {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = b"GET /health HTTP/1.1\r\nhost: relay\r\n\r\n";
        stream.write_all(request).unwrap();
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer).unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        stream
    };
    drop((0..100).map(asked).collect::<Vec<_>>());
    eprintln!("{}", computer());
    eprintln!("| open connections | memory of the relay |");
    eprintln!("| --- | --- |");
    eprintln!("| 0 | {} kB |", memory(&site));
    let mut open = vec![];
    for _ in 0..3 {
        open.extend((0..1000).map(asked));
        eprintln!("| {} | {} kB |", open.len(), memory(&site));
    }
}

/// What the first relay has in memory, in kB.
fn memory(site: &Site) -> u64 {
    let status = format!("/proc/{}/status", site.relays[0].id());
    let status = std::fs::read_to_string(status).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.unwrap().split_whitespace().next().unwrap();
    number.parse().unwrap()
}

/// How long the first relay has worked on a processor, in steps of ten milliseconds.
fn worked(site: &Site) -> Duration {
    let stat = format!("/proc/{}/stat", site.relays[0].id());
    let stat = std::fs::read_to_string(stat).unwrap();
    // pid (name) state …: user's and system's time are the 14th and the 15th field.
    let rest = stat.rsplit(')').next().unwrap();
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// What it was measured on.
fn computer() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    let cpus = read("/proc/cpuinfo");
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model
        .unwrap_or_default()
        .trim_start_matches([':', ' ', '\t']);
    let memory = read("/proc/meminfo");
    let memory = memory.split_whitespace().nth(1).unwrap();
    let memory: u64 = memory.parse().unwrap();
    let cores = std::thread::available_parallelism().unwrap();
    let build = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    format!(
        "\n{cores} cores of {model}, {} GB, {build} build",
        memory / 1_000_000
    )
}
