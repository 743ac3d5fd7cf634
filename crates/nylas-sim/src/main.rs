//! The simulator alone: prints its address and API key and runs until Ctrl-C.

#![expect(
    clippy::print_stdout,
    reason = "a command-line program speaks on stdout"
)]

use std::{fmt::Display, process::ExitCode, str::FromStr, time::Duration};

use nylas_sim::{Options, Simulator};
use pico_args::{Arguments, Error};

const HELP: &str = "\
A Nylas v3 on loopback, for practice and tests. docs/practice.md tells what it answers.

usage: nylas-sim [--port N] [--api-key KEY] [--client-id ID] [--connector PROVIDER]... [--bare] [--redirect-uri ADDRESS]... [--pace-ms N]

  --port N                listen on this port of 127.0.0.1 (any free one)
  --api-key KEY           accept this API key (a random one)
  --client-id ID          be the application with this ID (a random one)
  --connector PROVIDER    have a connector for it, such as icloud or imap (icloud)
  --bare                  have no connectors, as a new application
  --redirect-uri ADDRESS  let hosted sign-in end here, on the platform desktop (nowhere)
  --pace-ms N             pause before each answer, in milliseconds (0)
  --help                  this text";

fn main() -> ExitCode {
    let mut flags = Arguments::from_env();
    if flags.contains(["-h", "--help"]) {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match options(flags) {
        Ok(options) => run(options),
        Err(mistake) => {
            eprintln!("nylas-sim: {mistake}; see --help.");
            ExitCode::from(2)
        }
    }
}

fn options(mut flags: Arguments) -> Result<Options, String> {
    let bare = flags.contains("--bare");
    let mut connectors: Vec<String> = values(&mut flags, "--connector")?;
    match (bare, connectors.is_empty()) {
        (true, false) => return Err("--bare and --connector exclude each other".to_owned()),
        (false, true) => connectors.push("icloud".to_owned()),
        _ => {}
    }
    let options = Options {
        port: value(&mut flags, "--port")?.unwrap_or_default(),
        api_key: value(&mut flags, "--api-key")?,
        application_id: value(&mut flags, "--client-id")?,
        connectors,
        redirect_uris: values(&mut flags, "--redirect-uri")?,
        pace: Duration::from_millis(value(&mut flags, "--pace-ms")?.unwrap_or_default()),
        ..Options::default()
    };
    match flags.finish().first() {
        None => Ok(options),
        Some(unknown) => Err(format!("{} is not a flag", unknown.display())),
    }
}

fn value<T>(flags: &mut Arguments, name: &'static str) -> Result<Option<T>, String>
where
    T: FromStr<Err: Display>,
{
    flags
        .opt_value_from_str(name)
        .map_err(|error| mistake(name, error))
}

fn values(flags: &mut Arguments, name: &'static str) -> Result<Vec<String>, String> {
    flags
        .values_from_str(name)
        .map_err(|error| mistake(name, error))
}

fn mistake(name: &str, error: Error) -> String {
    match error {
        Error::Utf8ArgumentParsingFailed { value, cause } => {
            format!("{name} cannot be '{value}': {cause}")
        }
        other => other.to_string(),
    }
}

#[tokio::main]
async fn run(options: Options) -> ExitCode {
    let port = options.port;
    match Simulator::start(options).await {
        Ok(simulator) => {
            println!("address    {}", simulator.origin());
            println!("API key    {}", simulator.api_key());
            println!("client ID  {}", simulator.client_id());
            let _ = tokio::signal::ctrl_c().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("nylas-sim: cannot listen on port {port}: {error}.");
            ExitCode::FAILURE
        }
    }
}
