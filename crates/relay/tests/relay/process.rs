//! A relay of its own process, as a company runs it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(crate) struct Process {
    child: Child,
    pub(crate) address: String,
    log: Arc<Mutex<Vec<String>>>,
}

/// The program with a configuration.
pub(crate) fn program(config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_icloud-connect-relay"));
    command.arg("--config").arg(config);
    command
}

impl Process {
    /// Starts it and waits until it listens.
    pub(crate) fn start(config: &Path, environment: &[(&str, String)]) -> Process {
        let mut command = program(config);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(vec![]));
        let written = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                written.lock().unwrap().push(line);
            }
        });
        let mut process = Process {
            child,
            address: String::new(),
            log,
        };
        let since = Instant::now();
        while process.address.is_empty() {
            assert!(
                since.elapsed() < Duration::from_secs(60),
                "{}",
                process.log()
            );
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("it ended with {status}: {}", process.log());
            }
            let listening = process.lines("listening").first().cloned();
            if let Some(at) = listening.and_then(|line| line["address"].as_str().map(str::to_owned))
            {
                process.address = format!("http://{at}");
            } else {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        process
    }

    /// The system's number for it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().join("\n")
    }

    /// The lines with this message.
    pub(crate) fn lines(&self, message: &str) -> Vec<serde_json::Value> {
        let log = self.log.lock().unwrap();
        let lines = log
            .iter()
            .filter_map(|line| serde_json::from_str(line).ok());
        lines
            .filter(|line: &serde_json::Value| line["message"] == message)
            .collect()
    }

    /// As a company's system does it; what it logged to its end.
    pub(crate) async fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(&id).status().unwrap().success());
        while self.child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.log()
    }

    /// At once, as when a computer loses its power.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
