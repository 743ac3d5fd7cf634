//! The program `icloud-connect-relay`.

use relay::arguments::{self, Command};
use std::io::Write;
use std::process::ExitCode;

/// Freed memory is wiped: passwords pass through buffers of libraries that do not wipe theirs.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

const VERSION: &str = concat!("icloud-connect-relay ", env!("CARGO_PKG_VERSION"));

fn main() -> ExitCode {
    // What is written here has names and addresses in it: it's for this user alone, SQLite's files as well.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let command = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(why) => {
            eprintln!("icloud-connect-relay: {why}. --help lists what can be asked.");
            return ExitCode::from(2);
        }
    };
    let said = match command {
        Command::Help => Ok(arguments::HELP.to_owned().into()),
        Command::Version => Ok(VERSION.to_owned().into()),
        command => relay::command::run(command),
    };
    match said {
        Ok(said) => {
            if !said.text.is_empty() {
                // A reader that went away is nothing to report.
                let _ = writeln!(std::io::stdout(), "{}", said.text);
            }
            if said.well {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(why) => {
            eprintln!("icloud-connect-relay: {why}");
            ExitCode::FAILURE
        }
    }
}
