//! `cargo xtask fuzz [TARGET] [SECONDS]`: makes up inputs for the readers of what others send, and keeps what is new.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::setup::{self, program};
use crate::step;

/// What a worker has; libFuzzer reads on the main thread, whose stack the shell limits.
const STACK_KB: u32 = 2048;
/// The longest that one input may take, in seconds, and the most memory, in megabytes.
const LIMITS: [&str; 2] = ["-timeout=5", "-rss_limit_mb=1024"];
/// What joins the corpus of everybody: small inputs that reach what none there reaches. `cmin` would also throw away the
/// deep and the wide ones, which reach nothing new.
const KEPT: [&str; 2] = ["-set_cover_merge=1", "-max_len=256"];

/// Fuzzes one target, or each in turn. What is made up lies in `target/fuzz`, where the next time goes on with it.
///
/// # Errors
/// When the tools cannot be installed, or a target found something.
pub(crate) fn fuzz(target: Option<&str>, seconds: u32) -> Result<ExitCode> {
    let all = targets()?;
    let chosen: Vec<&String> = match target {
        Some(name) => all.iter().filter(|known| *known == name).collect(),
        None => all.iter().collect(),
    };
    if chosen.is_empty() {
        bail!("There is no such target; there are {}.", all.join(", "));
    }
    tools()?;
    let mut build = cargo_fuzz("build");
    let status = step::run(build.args(chosen.first().filter(|_| target.is_some())))?;
    if !status.success() {
        return Ok(step::exit_code(status));
    }
    for name in chosen {
        let corpus = folder().join("corpus").join(name);
        let grown = crate::places::made("fuzz").join(name);
        fs::create_dir_all(&grown)
            .with_context(|| format!("{} cannot be made", grown.display()))?;
        let time = format!("-max_total_time={seconds}");
        for (first, second, options) in [(&grown, &corpus, &[&*time][..]), (&corpus, &grown, &KEPT)]
        {
            let mut fuzz = cargo_fuzz("run");
            fuzz.arg(name)
                .args([first, second])
                .arg("--")
                .args(LIMITS)
                .args(options);
            let status = step::run(&mut on_little_stack(&fuzz))?;
            if !status.success() {
                println!(
                    "The input lies in fuzz/artifacts/{name}; in fuzz/corpus/{name}, `cargo xtask test` replays it."
                );
                return Ok(step::exit_code(status));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn folder() -> PathBuf {
    crate::places::root().join("fuzz")
}

/// The names of all targets.
fn targets() -> Result<Vec<String>> {
    let programs = folder().join("fuzz_targets");
    let mut names: Vec<String> = fs::read_dir(&programs)
        .with_context(|| format!("{} cannot be read", programs.display()))?
        .filter_map(|entry| {
            Some(
                entry
                    .ok()?
                    .path()
                    .file_stem()?
                    .to_string_lossy()
                    .into_owned(),
            )
        })
        .collect();
    names.sort();
    Ok(names)
}

fn tools() -> Result<()> {
    if program("cargo-fuzz").is_none() {
        println!("cargo-fuzz is missing; cargo installs it.");
        let installed = setup::cargo("install").arg("cargo-fuzz").status();
        if !installed.is_ok_and(|status| status.success()) {
            bail!("cargo-fuzz could not be installed. By hand: cargo install --locked cargo-fuzz");
        }
    }
    if program("c++").or_else(|| program("g++")).is_none() {
        bail!("libFuzzer is C++, and there is no compiler for it. On Debian: apt-get install g++");
    }
    Ok(())
}

/// `cargo fuzz`, by a nightly Rust where there is one. Without sanitizers: no `unsafe` is ours, and readers that end,
/// keep to their stack and keep their word are what is looked for.
fn cargo_fuzz(command: &str) -> Command {
    let mut cargo = if has_nightly() {
        let mut cargo = Command::new("rustup");
        cargo.args(["run", "nightly", "cargo"]);
        // Of the toolchain that runs this.
        cargo.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
        cargo
    } else {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo
    };
    cargo.current_dir(crate::places::root());
    cargo.args(["fuzz", command, "--fuzz-dir"]).arg(folder());
    cargo.args(["--sanitizer", "none"]);
    cargo
}

fn has_nightly() -> bool {
    let version = Command::new("rustup")
        .args(["run", "nightly", "rustc", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    version.is_ok_and(|status| status.success())
}

/// The same, with the stack of a worker where a shell can see to that.
fn on_little_stack(command: &Command) -> Command {
    let mut limited = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -s {STACK_KB} && exec \"$0\" \"$@\"")]);
        shell.arg(command.get_program());
        shell
    } else {
        Command::new(command.get_program())
    };
    limited
        .args(command.get_args())
        .current_dir(crate::places::root());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited
}
