//! `cargo xtask test`: format, lints, dependencies, workflows, every test, and the packages.

use std::ffi::OsStr;
use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::num::NonZero;
use std::process::{Command, ExitCode, ExitStatus};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::step::Tally;
use crate::tools::TestTools;
use crate::{dependencies, needs, package, setup, step, tools};

/// More than so many failing tests are no disturbance.
const SECOND_TRIES: usize = 4;

/// What tells the programs of tests how many of them run at once.
const THREADS: &str = "RUST_TEST_THREADS";

/// Twice as many tests as there are cores: a window or a server is mostly waited for.
fn at_once() -> usize {
    2 * std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Everything that a change has to pass, stopping at the first that fails; with a filter the tests alone that have it in
/// their name.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn test(filter: Option<&OsStr>) -> Result<ExitCode> {
    let tools = tools()?;
    let mut skipped = Vec::new();
    if filter.is_some() {
        skipped.push("all but the tests of that name".to_owned());
    } else {
        for mut command in before()? {
            let status = step::run(&mut command)?;
            if !status.success() {
                return Ok(step::exit_code(status));
            }
        }
    }
    let start = Instant::now();
    let (mut status, mut tally) = run(&tools, &[], filter.into_iter().collect())?;
    if status.success() {
        let rooms = [
            "--lib", "--test", "sdk", "--test", "journeys", "--test", "relay",
        ];
        let mut chosen = vec![OsStr::new("--ignored")];
        chosen.extend(filter);
        // Benchmarks have a command of their own.
        chosen.extend([OsStr::new("--skip"), OsStr::new("bench::")]);
        for name in impossible() {
            chosen.extend([OsStr::new("--skip"), OsStr::new(name)]);
        }
        let ran;
        (status, ran) = run(&tools, &rooms, chosen)?;
        tally.no_longer_ignored(&ran);
    }
    let seconds = start.elapsed().as_secs_f32();
    let packages = if status.success() && filter.is_none() {
        package::make_and_try()
    } else {
        Ok(None)
    };
    if let Ok(Some(reason)) = packages {
        skipped.push(format!("packages ({reason})"));
    }
    println!("\n{}{}", tally.ignored(), tally.second_tries());
    println!(
        "{}",
        tally.line(status.success() && packages.is_ok(), seconds, &skipped)
    );
    packages?;
    if let Some(filter) = filter
        && status.success()
        && tally.ran() == 0
    {
        bail!("No test has {filter:?} in its name.");
    }
    Ok(step::exit_code(status))
}

/// Runs all tests, or those of `rooms`, that the arguments in `chosen` leave. Where a few fail, they alone run once more,
/// and the summary names them: real windows and servers are at times disturbed by what else the computer does.
fn run(tools: &TestTools, rooms: &[&str], chosen: Vec<&OsStr>) -> Result<(ExitStatus, Tally)> {
    let command = |chosen: Vec<&OsStr>| {
        let mut tests = setup::cargo("test");
        tests.args(["--workspace", "--no-fail-fast"]).args(rooms);
        tests.arg("--").args(chosen);
        tools.tell(&mut tests);
        if std::env::var_os(THREADS).is_none() {
            tests.env(THREADS, at_once().to_string());
        }
        tests
    };
    let ignored = chosen.contains(&OsStr::new("--ignored"));
    let (status, mut tally) = step::tests(&mut command(chosen))?;
    let failed = tally.failed_tests().to_vec();
    if status.success() || failed.is_empty() || failed.len() > SECOND_TRIES {
        return Ok((status, tally));
    }
    let mut again = vec![OsStr::new("--exact")];
    again.extend(ignored.then_some(OsStr::new("--ignored")));
    again.extend(failed.iter().map(OsStr::new));
    let (status, second) = step::tests(&mut command(again))?;
    tally.tried_again(&second);
    Ok((status, tally))
}

/// Parts of the names of tests that this computer cannot run; they stay ignored, and the summary says so.
///
/// The others that a plain `cargo test` ignores need what [`tools`] has brought: Nylas' SDK, Dovecot, Radicale and
/// PostgreSQL.
fn impossible() -> Vec<&'static str> {
    let mounts = || {
        let tried = Command::new("unshare").args(["--mount", "true"]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let own_address = || -> io::Result<SocketAddr> {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        // Nothing is sent: the system only chooses the address to send from.
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    };
    let mut impossible = vec![];
    if TcpListener::bind("[::1]:0").is_err() {
        impossible.push("broken_ipv6");
    }
    if !mounts() {
        impossible.push("on_a_full_disk");
    }
    if !own_address().is_ok_and(|address| !address.ip().is_loopback()) {
        impossible.push("a_blocked_nylas");
    }
    impossible
}

/// What is looked at before any test runs.
fn before() -> Result<Vec<Command>> {
    let mut format = setup::cargo("fmt");
    format.args(["--all", "--check"]);
    let mut lints = setup::cargo("clippy");
    lints.args(["--workspace", "--all-targets"]);
    lints.args(["--", "-D", "warnings"]);
    let mut workflows = Command::new(tools::python("zizmor")?);
    workflows.current_dir(crate::places::root()).args([
        "--offline",
        "--quiet",
        "--pedantic",
        ".github",
    ]);
    Ok(vec![format, lints, dependencies::check()?, workflows])
}

/// What tests need, present from here on.
///
/// # Errors
/// When something is missing that cannot be installed.
pub(crate) fn tools() -> Result<TestTools> {
    setup::packages(
        &[needs::BUILD, needs::TEST, needs::PYTHON, needs::NODE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    setup::rust_tools()?;
    TestTools::prepared()
}
