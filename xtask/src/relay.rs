//! `cargo xtask relay`: a company's relay on this computer, with the simulator in Nylas' place, and an invitation to try.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{needs, places, setup, step};

/// How long a program may take to end by itself when it is told to.
const LAST_WORDS: Duration = Duration::from_secs(20);
const KEY: &str = "nyk_v0_practice";

/// Ends with this task.
struct Running(Child);

impl Running {
    /// Tells it to end, and waits; `None` where it had to be ended.
    fn end(&mut self) -> Option<ExitStatus> {
        let id = self.0.id().to_string();
        // Elsewhere a program cannot be told.
        let told = cfg!(unix)
            && Command::new("kill")
                .arg(id)
                .status()
                .is_ok_and(|s| s.success());
        let since = Instant::now();
        while told && since.elapsed() < LAST_WORDS {
            match self.0.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(20)),
                ended => return ended.ok().flatten(),
            }
        }
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
        None
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            self.end();
        }
    }
}

/// A company: its relay, what stands in Nylas' place, and what it needs to invite somebody.
struct Company {
    relay: Running,
    _simulator: Running,
    address: String,
    token: String,
    link: String,
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

    let mut company = Company::start(&places::made("relay"))?;
    println!("{}", company.told());
    if !screen {
        println!("There is no screen here for the window. Ctrl-C ends the relay.");
        let status = company.relay.0.wait()?;
        return Ok(step::exit_code(status));
    }
    let status = Command::new(program("icloud-connect")?)
        .arg(&company.link)
        .status()?;
    Ok(step::exit_code(status))
}

impl Company {
    /// Starts both programs, with everything they keep in this folder, which is made anew.
    fn start(folder: &Path) -> Result<Company> {
        if folder.exists() {
            fs::remove_dir_all(folder).context("what an earlier run left cannot be removed")?;
        }
        fs::create_dir_all(folder)?;
        let (nylas, port) = (free_port()?, free_port()?);
        let mut simulator = Command::new(program("nylas-sim")?);
        simulator.args(["--port", &nylas.to_string(), "--api-key", KEY]);
        // For whoever lets their browser pretend to be a phone.
        let callback = format!("http://127.0.0.1:{port}/phone/callback");
        simulator.args(["--redirect-uri", &callback]);
        let simulator = Running(simulator.stdout(Stdio::null()).spawn()?);
        let config = configure(folder, nylas, port, KEY)?;
        let token = said(
            &config,
            &["token", "create", "--name", "me", "--role", "admin"],
        )?;
        let mut serve = Command::new(program("icloud-connect-relay")?);
        serve.arg("--config").arg(&config).stderr(Stdio::piped());
        let mut relay = Running(serve.spawn()?);
        let log = relay.0.stderr.take();
        let mut log = BufReader::new(log.context("the relay's log is not read")?).lines();
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
        Ok(Company {
            relay,
            _simulator: simulator,
            address: format!("http://127.0.0.1:{port}"),
            token,
            link,
        })
    }

    /// What there is to use.
    fn told(&self) -> String {
        format!(
            "The relay:          {}\n\
             An operator's token {}\n\
             An invitation       {}\n\
             Any app password    such as abcd-efgh-ijkl-mnop: nothing leaves this computer",
            self.address, self.token, self.link
        )
    }
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
phone = "nylas"
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

/// A program that was built beside this one; a test's own program lies a folder deeper.
fn program(name: &str) -> Result<PathBuf> {
    let itself = std::env::current_exe().context("the folder of the programs is not known")?;
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let folders = itself.ancestors().skip(1).take(2);
    let mut programs = folders.map(|folder| folder.join(&name));
    programs
        .find(|program| program.is_file())
        .with_context(|| format!("{name} is not built"))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// What is answered at this path; refused where nobody listens.
    fn asked(address: &str, path: &str, token: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address.trim_start_matches("http://"))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: relay\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn a_company_is_started_with_a_token_and_an_invitation_and_ends_when_it_is_told() {
        let folder = std::env::temp_dir().join(format!("xtask-relay-{}", std::process::id()));
        // What was there before is gone, and nothing of it is used.
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("relay.db"), "no database").unwrap();
        let mut company = Company::start(&folder).unwrap();
        let told = company.told();
        for part in [&company.address, &company.token, &company.link] {
            assert!(told.contains(part.as_str()) && part.len() > 20, "{told}");
        }
        assert_eq!(told.lines().count(), 4);

        let page = company.link.strip_prefix(&company.address).unwrap();
        let shown = asked(&company.address, page, "").unwrap();
        assert!(
            shown.starts_with("HTTP/1.1 200") && shown.contains("Maple Care"),
            "{shown}"
        );
        let listed = asked(&company.address, "/invitations", &company.token).unwrap();
        assert!(listed.contains("nyla@icloud.com"), "{listed}");
        assert!(
            asked(&company.address, "/invitations", "x")
                .unwrap()
                .starts_with("HTTP/1.1 401")
        );
        let config = folder.join("relay.toml");
        let checked = said(&config, &["check"]).unwrap();
        assert!(
            checked.contains("ok    key") && !checked.contains("wrong"),
            "{checked}"
        );

        let ended = company.relay.end();
        if cfg!(unix) {
            assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
        }
        assert!(asked(&company.address, page, "").is_err());
        drop(company);
        fs::remove_dir_all(&folder).unwrap();
    }
}
