//! One custom authentication as a process: this client, curl, and Nylas' Python SDK, each with the same simulator.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use super::figures::Figure;
use crate::package;
use crate::tools::TestTools;

/// How often each runs, in turns; the first time does not count.
const ROUNDS: usize = 21;
const KEY: &str = "nyk_v0_benchmark";
const ACCOUNT: &str = "nyla@icloud.com";
const PASSWORD: &str = "abcd-efgh-ijkl-mnop";
const SDK: &str = include_str!("connect.py");

/// Ends with this task. What it says has somebody who hears it until then, or it would end before.
struct Simulator(Child, BufReader<ChildStdout>);

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Time and memory of each, and ours as a ratio to curl's.
///
/// # Errors
/// When something cannot be built or started, or a connection is not made.
pub(super) fn beside_others(tools: &TestTools) -> Result<Vec<Figure>> {
    let (_simulator, origin) = simulator()?;
    let ours = package::built(false)?.join("examples/connect");
    let body = format!(
        r#"{{"provider":"icloud","settings":{{"username":"{ACCOUNT}","password":"{PASSWORD}"}}}}"#
    );
    let key = format!("Authorization: Bearer {KEY}");
    let address = format!("{origin}/v3/connect/custom");
    let curl = [
        "-sSf",
        "-H",
        &key,
        "-H",
        "Content-Type: application/json",
        "-d",
        &body,
        &address,
    ];
    let programs: [(&str, &Path, &[&str]); 3] = [
        ("ours", &ours, &[&origin, ACCOUNT]),
        ("curl", Path::new("curl"), &curl),
        ("sdk", tools.python(), &["-c", SDK, &origin, ACCOUNT]),
    ];
    let mut ran = programs.map(|_| (vec![], vec![]));
    for round in 0..ROUNDS {
        for ((_, program, words), (times, sizes)) in programs.iter().zip(&mut ran) {
            let (milliseconds, mib) = run(program, words)?;
            if round > 0 {
                times.push(milliseconds);
                sizes.push(mib);
            }
        }
    }
    let mut figures = vec![];
    let mut medians = vec![];
    for ((name, ..), (times, sizes)) in programs.iter().zip(ran) {
        let (time, size) = (median(times), median(sizes));
        figures.push(Figure::new(&format!("client/{name}/time"), time, "ms"));
        figures.push(Figure::new(&format!("client/{name}/memory"), size, "MiB"));
        medians.push(time);
    }
    figures.push(Figure::new(
        "client/beside-curl",
        medians[0] / medians[1],
        "",
    ));
    Ok(figures)
}

fn simulator() -> Result<(Simulator, String)> {
    let program = package::built(true)?.join("nylas-sim");
    let started = Command::new(&program)
        .args(["--api-key", KEY])
        .stdout(Stdio::piped())
        .spawn();
    let mut child = started.with_context(|| format!("{} cannot be started", program.display()))?;
    let said = child.stdout.take().context("the simulator says nothing")?;
    let mut simulator = Simulator(child, BufReader::new(said));
    let mut line = String::new();
    simulator.1.read_line(&mut line)?;
    let origin = line
        .split_whitespace()
        .last()
        .context("the simulator has no address")?;
    Ok((simulator, origin.to_owned()))
}

/// Milliseconds, and the most memory in MiB by the words of `time`, which is small enough to be no floor for it.
fn run(program: &Path, words: &[&str]) -> Result<(f64, f64)> {
    let mut timed = Command::new("/usr/bin/time");
    timed
        .args(["-f", "%M"])
        .arg(program)
        .args(words)
        .env("NYLAS_API_KEY", KEY)
        .env("APP_PASSWORD", PASSWORD)
        .env("NO_PROXY", "127.0.0.1");
    let start = Instant::now();
    let output = timed.output().context("/usr/bin/time cannot be run")?;
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(
        output.status.success(),
        "{} failed: {said}",
        program.display()
    );
    let kib: f64 = said
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .with_context(|| format!("/usr/bin/time said {said:?}"))?;
    Ok((milliseconds, kib / 1024.0))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
