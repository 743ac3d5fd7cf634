//! The project's own commands: `cargo xtask run | test | relay | tour | page | words | bench | package | audit | fuzz`.
#![expect(clippy::print_stdout, reason = "a command line speaks to a terminal")]

mod arguments;
mod bench;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod cycles;
mod dependencies;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod documents;
mod fuzz;
mod licenses;
mod needs;
mod package;
mod page;
mod places;
mod relay;
mod run;
mod setup;
mod step;
mod test;
mod tools;
mod tour;
mod words;

use std::process::ExitCode;

use arguments::Task;

const USAGE: &str = "\
cargo xtask run [ARGUMENTS]   build the wizard and open it; without a screen, play the tour
cargo xtask test [FILTER]     format, lints, dependencies, every test, packages; with a part of a name those tests alone
cargo xtask relay             start a company's relay with the simulator in Nylas' place, and open an invitation
cargo xtask tour              walk through every screen and keep a picture of each
cargo xtask page              write ui/index.html from its frame, parts and screens
cargo xtask words [REVISION]  how hard each sentence is to read, the hardest first
cargo xtask licenses          list what is inside the program that others made, after a dependency changed
cargo xtask bench             measure a release build beside a bare window: time and memory
cargo xtask bench relay [SECONDS]
                              measure the relay on SQLite and PostgreSQL: redemptions a second, memory, many invitations
cargo xtask package           make the packages for this system; --debug: quickly, as the tests do; --check: and try them
cargo xtask audit             ask RustSec and crates.io about the dependencies: known weaknesses, versions taken back
cargo xtask fuzz [TARGET] [SECONDS]
                              make up inputs for the readers of what others send, and keep what is new
cargo xtask help              this page

What is missing on this computer is named and installed first (Debian, Ubuntu), or named with the line to run (elsewhere).";

fn main() -> ExitCode {
    let done = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Task::Run(arguments)) => run::run(&arguments),
        Ok(Task::Test { filter }) => test::test(filter.as_deref()),
        Ok(Task::Relay) => relay::relay(),
        Ok(Task::Tour) => tour::tour(),
        Ok(Task::Page) => page::page(),
        Ok(Task::Words(revision)) => words::words(revision.as_deref()),
        Ok(Task::Licenses) => licenses::licenses(),
        Ok(Task::Bench) => bench::bench(),
        Ok(Task::BenchRelay { seconds }) => bench::relay(seconds),
        Ok(Task::Package { debug, check }) => package::package(debug, check),
        Ok(Task::Audit) => dependencies::audit(),
        Ok(Task::Fuzz { target, seconds }) => fuzz::fuzz(target.as_deref(), seconds),
        Ok(Task::Help) => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            Ok(ExitCode::from(2))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
