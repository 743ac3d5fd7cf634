//! One step of a command: its name, its output, how long it took.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Runs a step and says how it went.
///
/// # Errors
/// When its program cannot be started.
pub(crate) fn run(command: &mut Command) -> Result<ExitStatus> {
    timed(command, |command| Ok(command.status()?))
}

/// Runs a step of tests: their output is shown as it comes, and counted.
///
/// # Errors
/// When its program cannot be started.
pub(crate) fn tests(command: &mut Command) -> Result<(ExitStatus, Tally)> {
    let mut tally = Tally::default();
    let status = timed(command, |command| {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tally.read(&line);
            }
        }
        Ok(child.wait()?)
    })?;
    Ok((status, tally))
}

/// A child's exit code as ours; 1 when a signal ended it.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(u8::from(!status.success())))
}

/// Runs a program that only has to succeed.
///
/// # Errors
/// When it cannot be started, or fails.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command
        .status()
        .with_context(|| format!("{name} cannot be run"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}

/// What a program says; when it fails, everything it said is the error.
///
/// # Errors
/// When it cannot be started, or fails.
pub(crate) fn said(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command
        .output()
        .with_context(|| format!("{name} cannot be run"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!(
            "{name} ended with {}:\n{text}{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(text)
}

fn timed(
    command: &mut Command,
    run: impl FnOnce(&mut Command) -> Result<ExitStatus>,
) -> Result<ExitStatus> {
    let name = name(command);
    println!("\n== {name}");
    let start = Instant::now();
    let status = run(command).with_context(|| format!("{name} cannot be run"))?;
    let seconds = start.elapsed().as_secs_f32();
    println!(
        "== {name}: {}, {seconds:.1} s",
        if status.success() { "ok" } else { "failed" }
    );
    Ok(status)
}

/// The program and its arguments, as one would type them; a script among them is left out.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = program
        .file_stem()
        .into_iter()
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .filter(|word| !word.contains('\n'));
    words.collect::<Vec<_>>().join(" ")
}

/// The sum of the lines that end every test binary's output.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Tally {
    passed: u32,
    failed: u32,
    ignored: u32,
    measured: u32,
    filtered: u32,
    /// Names of tests that ran.
    names: Vec<String>,
    /// Names and reasons.
    ignored_tests: Vec<String>,
    failed_tests: Vec<String>,
    /// Names of tests that failed and then passed.
    second_tries: Vec<String>,
}

impl Tally {
    /// How many tests ran.
    pub(crate) fn ran(&self) -> u32 {
        self.passed + self.failed
    }

    /// A line for each test that was ignored.
    pub(crate) fn ignored(&self) -> String {
        let lines = self.ignored_tests.iter();
        lines.map(|test| format!("ignored: {test}\n")).collect()
    }

    /// The names of the tests that failed.
    pub(crate) fn failed_tests(&self) -> &[String] {
        &self.failed_tests
    }

    /// A line for each test that passed only when it ran once more.
    pub(crate) fn second_tries(&self) -> String {
        let names = self.second_tries.iter();
        names
            .map(|name| format!("passed at the second try: {name}\n"))
            .collect()
    }

    /// Counts the tests that failed by how they went when they ran once more.
    pub(crate) fn tried_again(&mut self, second: &Tally) {
        let passed =
            |name: &String| second.names.contains(name) && !second.failed_tests.contains(name);
        let (passed, failed): (Vec<_>, Vec<_>) = self.failed_tests.drain(..).partition(passed);
        let mended = u32::try_from(passed.len()).unwrap_or(u32::MAX);
        self.passed += mended;
        self.failed = self.failed.saturating_sub(mended);
        self.second_tries.extend(passed);
        self.failed_tests = failed;
    }

    /// The sum as `cargo test` would print it for one binary, and what was skipped beside tests.
    pub(crate) fn line(&self, ok: bool, seconds: f32, skipped: &[String]) -> String {
        let Self {
            passed,
            failed,
            ignored,
            measured,
            filtered,
            ..
        } = self;
        let result = if ok { "ok" } else { "FAILED" };
        format!(
            "test result: {result}. {passed} passed; {failed} failed; {ignored} ignored; {measured} measured; \
             {filtered} filtered out; finished in {seconds:.2}s; {} skipped{}{}",
            skipped.len(),
            if skipped.is_empty() { "" } else { ": " },
            skipped.join(", ")
        )
    }

    /// Adds tests that were ignored so far, and then ran.
    pub(crate) fn no_longer_ignored(&mut self, ran: &Tally) {
        let known = |test: &String| ran.names.iter().any(|name| test.starts_with(name.as_str()));
        self.ignored_tests.retain(|test| !known(test));
        self.second_tries.extend_from_slice(&ran.second_tries);
        self.passed += ran.passed;
        self.failed += ran.failed;
        self.ignored = self.ignored.saturating_sub(ran.passed + ran.failed);
    }

    fn read(&mut self, line: &str) {
        if let Some((name, reason)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... ignored"))
        {
            let reason = reason.strip_prefix(", ").unwrap_or("no reason given");
            self.ignored_tests.push(format!("{name} ({reason})"));
        } else if let Some((name, result)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "))
        {
            let name = name.trim_end_matches(" - should panic");
            self.names.push(name.to_owned());
            if result == "FAILED" {
                self.failed_tests.push(name.to_owned());
            }
        }
        let Some((_, counts)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for count in counts.split("; ") {
            let (number, what) = count.split_once(' ').unwrap_or_default();
            let sum = match what {
                "passed" => &mut self.passed,
                "failed" => &mut self.failed,
                "ignored" => &mut self.ignored,
                "measured" => &mut self.measured,
                "filtered out" => &mut self.filtered,
                _ => continue,
            };
            *sum += number.parse().unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_first_and_runs_then_counts_as_run() {
        let mut tally = Tally::default();
        tally.read("test result: ok. 3 passed; 0 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        let mut ran = Tally::default();
        ran.read("test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 5 filtered out; finished in 0.01s");
        tally.no_longer_ignored(&ran);
        assert_eq!((tally.passed, tally.failed, tally.ignored), (4, 1, 2));
    }

    #[test]
    fn the_sums_of_all_test_binaries_make_the_closing_line() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s",
            "test it_prints_test_result: ok ... ok",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 9.50s",
        ] {
            tally.read(line);
        }
        assert_eq!(
            tally.line(false, 9.507, &[]),
            "test result: FAILED. 13 passed; 2 failed; 1 ignored; 0 measured; 2 filtered out; finished in 9.51s; 0 skipped"
        );
        assert_eq!(tally.ran(), 15);
    }

    #[test]
    fn a_test_that_passes_at_the_second_try_is_named_and_another_stays_failed() {
        let mut tally = Tally::default();
        for line in [
            "test window::slow ... FAILED",
            "test window::wrong - should panic ... FAILED",
            "test window::right ... ok",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ] {
            tally.read(line);
        }
        assert_eq!(tally.failed_tests(), ["window::slow", "window::wrong"]);
        let mut second = Tally::default();
        second.read("test window::slow ... ok");
        second.read("test window::wrong - should panic ... FAILED");
        tally.tried_again(&second);
        assert_eq!(tally.failed_tests(), ["window::wrong"]);
        assert_eq!((tally.passed, tally.failed), (2, 1));
        assert_eq!(
            tally.second_tries(),
            "passed at the second try: window::slow\n"
        );
    }

    #[test]
    fn what_did_not_run_is_named_with_its_reason() {
        let mut tally = Tally::default();
        tally.read("test bench::window_opens ... ignored, a benchmark: cargo xtask bench");
        tally.read("test crates/a/src/lib.rs - b (line 3) ... ignored");
        tally.read("test result: ok. 0 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        assert_eq!(
            tally.ignored(),
            "ignored: bench::window_opens (a benchmark: cargo xtask bench)\n\
             ignored: crates/a/src/lib.rs - b (line 3) (no reason given)\n"
        );
        let line = tally.line(
            true,
            0.01,
            &["packages (they are tried on Linux)".to_owned()],
        );
        assert!(
            line.starts_with("test result: ok. 0 passed; 0 failed; 2 ignored;")
                && line.ends_with("; 1 skipped: packages (they are tried on Linux)"),
            "{line}"
        );
    }
}
