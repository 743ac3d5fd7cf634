//! `cargo xtask relay`: a company's relay on this computer, with the simulator in Nylas' place, and an invitation to try.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::{needs, places, setup, step};

/// Ends with this task.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts both, prints what there is to use, and opens the window on an invitation.
///
/// # Errors
/// When something is missing that cannot be installed, or a program does not start.
pub(crate) fn relay() -> Result<ExitCode> {
    let screen = cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let mut build = setup::cargo("build");
    build.args(["-p", "nylas-sim", "-p", "icloud-connect-relay"]);
    if screen {
        let needed: Vec<_> = [needs::BUILD, needs::USE].into_iter().flatten().collect();
        setup::packages(&needed)?;
        build.args(["-p", "icloud-connect"]);
    }
    step::succeed(&mut build)?;

    let folder = places::made("relay");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("what an earlier run left cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let (nylas, relay) = (free_port()?, free_port()?);
    let key = "nyk_v0_practice";
    let mut simulator = Command::new(program("nylas-sim")?);
    simulator.args(["--port", &nylas.to_string(), "--api-key", key]);
    let _simulator = Running(simulator.stdout(Stdio::null()).spawn()?);
    let config = configure(&folder, nylas, relay, key)?;

    let token = said(
        &config,
        &["token", "create", "--name", "me", "--role", "admin"],
    )?;
    let mut serve = Command::new(program("icloud-connect-relay")?);
    let mut serve = Running(
        serve
            .arg("--config")
            .arg(&config)
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let mut log = BufReader::new(
        serve
            .0
            .stderr
            .take()
            .context("the relay's log is not read")?,
    )
    .lines();
    if !log.any(|line| line.is_ok_and(|line| line.contains("\"listening\""))) {
        bail!("The relay did not start.");
    }
    // What it says from now on belongs to whoever looks.
    std::thread::spawn(move || {
        log.map_while(Result::ok)
            .for_each(|line| eprintln!("{line}"));
    });
    let link = said(
        &config,
        &["invite", "--account", "nyla@icloud.com", "--for", "Nyla"],
    )?;

    println!("The relay:          http://127.0.0.1:{relay}");
    println!("An operator's token {token}");
    println!("An invitation       {link}");
    println!("Any app password    such as abcd-efgh-ijkl-mnop: nothing leaves this computer");
    if !screen {
        println!("There is no screen here for the window. Ctrl-C ends the relay.");
        let status = serve.0.wait()?;
        return Ok(step::exit_code(status));
    }
    let status = Command::new(program("icloud-connect")?)
        .arg(&link)
        .status()?;
    Ok(step::exit_code(status))
}

fn configure(folder: &Path, nylas: u16, relay: u16, key: &str) -> Result<PathBuf> {
    fs::write(folder.join("nylas-key"), key)?;
    let config = folder.join("relay.toml");
    let database = folder.join("relay.db");
    fs::write(
        &config,
        format!(
            r#"listen = "127.0.0.1:{relay}"
public_url = "http://127.0.0.1:{relay}"
database_url = 'sqlite://{}?mode=rwc'

[nylas]
api_url = "http://127.0.0.1:{nylas}"
api_key_file = "nylas-key"

[organization]
name = "Maple Care"
uses = ["mail", "calendar"]
support_email = "help@maplecare.example"
"#,
            database.display()
        ),
    )?;
    Ok(config)
}

/// What the relay's program prints.
fn said(config: &Path, line: &[&str]) -> Result<String> {
    let mut command = Command::new(program("icloud-connect-relay")?);
    let output = command.arg("--config").arg(config).args(line).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A program that was built beside this one.
fn program(name: &str) -> Result<PathBuf> {
    let itself = std::env::current_exe().context("the folder of the programs is not known")?;
    Ok(itself.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
