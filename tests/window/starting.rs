//! How the program starts, whatever the environment says and whoever is there already.

use crate::{
    accounts::nylas,
    driver::{Desktop, Person, eventually, free_port, send},
    picture,
};
use std::{
    os::unix::net::UnixListener,
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How long a start may take on a busy computer.
const START: Duration = Duration::from_secs(30);
/// What it says when it starts.
const STARTED: &str = concat!(env!("CARGO_PKG_VERSION"), " starts");
/// What a program that started would need to end all the same.
const MORE: Duration = Duration::from_secs(1);

/// Starts the program as a person does, without a bus, and gives what it said until it ended or a while after it started.
pub(crate) async fn said_at_the_start(
    world: &Desktop,
    with: impl FnOnce(&mut Command),
) -> (Option<i32>, String) {
    let mut program = world.person("at-the-start", with);
    let mut started = None;
    let code = eventually(START, "a start or an end", async || {
        if started.is_none() && program.said().contains(STARTED) {
            started = Some(Instant::now());
        }
        let code = program.ended();
        let is_over = started.is_some_and(|at| at.elapsed() > MORE);
        (is_over || code.is_some()).then_some(code)
    })
    .await;
    (code.flatten(), program.said())
}

#[tokio::test]
async fn a_bus_whose_address_is_none_stops_nothing_and_the_keychain_says_so() {
    for bus in ["", "nonsense", "unix:path=/nowhere/at/all", "unix:path=%zz"] {
        let nylas = nylas().await;
        let world = Desktop::builder()
            .profile("[apple]\ncheck_first = false\n")
            .env("NYLAS_API_URI", &nylas.origin())
            .bus(bus)
            .start()
            .await;
        let window = world.window();
        window.wait_screen(&["start"]).await;
        window.click("use-api-key").await;
        let problem = window.wait("C07", async || window.problem().await).await;
        assert_eq!(problem, "C07", "{bus:?}");
    }
}

#[tokio::test]
async fn a_strange_environment_is_no_reason_to_panic() {
    let world = Desktop::builder().set_up().await;
    for (name, value) in [
        ("DBUS_SESSION_BUS_ADDRESS", Some("")),
        ("DBUS_SESSION_BUS_ADDRESS", Some("nonsense")),
        ("DBUS_SESSION_BUS_ADDRESS", None),
        ("XDG_RUNTIME_DIR", None),
        ("XDG_RUNTIME_DIR", Some("")),
        ("XDG_RUNTIME_DIR", Some("/nowhere")),
        ("HOME", None),
        ("HOME", Some("")),
    ] {
        let (code, said) = said_at_the_start(&world, |program| {
            match value {
                Some(value) => program.env(name, value),
                None => program.env_remove(name),
            };
        })
        .await;
        let what = format!("{name}={value:?}: {code:?} {said}");
        assert_eq!(code, None, "it runs: {what}");
        assert!(
            said.contains("starts") && !said.contains("panicked"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn without_a_screen_there_is_one_sentence() {
    let world = Desktop::builder().set_up().await;
    for display in [Some(":9999"), Some("nonsense"), Some(""), None] {
        let (code, said) = said_at_the_start(&world, |program| {
            match display {
                Some(display) => program.env("DISPLAY", display),
                None => program.env_remove("DISPLAY"),
            };
        })
        .await;
        assert_eq!(code, Some(1), "{display:?}: {said}");
        let ours = said.lines().filter(|line| line.contains("cannot start"));
        assert_eq!(ours.count(), 1, "{display:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[tokio::test]
async fn help_and_version_are_told_without_a_screen_and_a_slip_in_one_line() {
    let desktop = Desktop::builder().set_up().await;
    let version = format!("icloud-connect {}\n", env!("CARGO_PKG_VERSION"));
    for (argument, code, told) in [
        ("--help", 0, "--profile FILE"),
        ("--version", 0, version.as_str()),
        ("--profil", 2, "--help lists"),
    ] {
        let (ended, said) = said_at_the_start(&desktop, |program| {
            program.env_remove("DISPLAY").arg(argument);
        })
        .await;
        assert_eq!(ended, Some(code), "{argument}: {said}");
        assert!(said.contains(told), "{argument}: {said}");
        assert!(code == 0 || said.lines().count() == 1, "{said}");
    }
}

#[tokio::test]
async fn a_screen_that_does_not_answer_is_told_of_in_one_sentence() {
    let world = Desktop::builder().set_up().await;
    // No other screen of this computer has so high a number.
    let number = 40_000 + u32::from(free_port());
    let _silent = Silent::at(format!("/tmp/.X11-unix/X{number}").into());
    let (code, said) = said_at_the_start(&world, |program| {
        program.env("DISPLAY", format!(":{number}"));
    })
    .await;
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("cannot start: the screen does not answer"),
        "{said}"
    );
}

/// How many windows of the program there are: those that say where one is.
fn windows(world: &Desktop) -> usize {
    let titles = picture::titles(&world.display());
    titles.iter().filter(|title| title.contains(" – ")).count()
}

/// Starts the program as a person does, in the world's session, and waits until it has.
async fn started(world: &Desktop, name: &str) -> (Person, Duration) {
    let before = Instant::now();
    let program = world.person(name, |program| {
        program.env("DBUS_SESSION_BUS_ADDRESS", world.bus());
    });
    eventually(START, "the start", async || {
        program.said().contains(STARTED).then_some(())
    })
    .await;
    (program, before.elapsed())
}

#[tokio::test]
async fn a_second_start_calls_the_first_window_and_waits_two_seconds_for_one_that_is_stopped() {
    let world = Desktop::builder().set_up().await;
    let (first, usual) = started(&world, "first").await;
    eventually(START, "its window", async || {
        (windows(&world) > 0).then_some(())
    })
    .await;
    let one = windows(&world);
    let mut second = world.person("second", |program| {
        program.env("DBUS_SESSION_BUS_ADDRESS", world.bus());
    });
    let code = eventually(START, "the end of the second", async || second.ended()).await;
    assert_eq!((code, windows(&world)), (Some(0), one), "{}", second.said());
    first.signal("-STOP");
    let (alone, time) = started(&world, "alone").await;
    eventually(START, "another window", async || {
        (windows(&world) > one).then_some(())
    })
    .await;
    first.signal("-CONT");
    assert!(alone.said().contains("InstanceSilent"), "{}", alone.said());
    let longer = time.saturating_sub(usual);
    eprintln!("a start takes {usual:?}, beside a stopped program {time:?}");
    assert!(
        time > Duration::from_secs(2) && longer < Duration::from_secs(5),
        "{time:?}"
    );
}

#[tokio::test]
async fn a_bus_that_takes_connections_and_says_nothing_is_waited_for_two_seconds() {
    let world = Desktop::builder().set_up().await;
    let silent = Silent::beside(&world);
    let before = Instant::now();
    let program = world.person("silent-bus", |program| {
        program
            .env("DBUS_SESSION_BUS_ADDRESS", silent.address())
            .env_remove("NO_AT_BRIDGE")
            .env("NYLAS_API_KEY", "nyk_v0_beside_a_silent_bus");
    });
    eventually(START, "its window", async || {
        (windows(&world) > 0).then_some(())
    })
    .await;
    let time = before.elapsed();
    eprintln!("beside a silent bus a window takes {time:?}");
    assert!(time < Duration::from_secs(10), "{time:?}");
    assert!(
        program
            .said()
            .contains("another start opens another window")
    );
}

#[tokio::test]
async fn a_page_that_does_not_report_is_told_of_outside_of_the_window() {
    let world = Desktop::builder().set_up().await;
    let program = world.person("blank", |_| {});
    // Stopped before it has loaded anything.
    let page = eventually_at_once("the page's process", || program.page()).await;
    send("-STOP", &[page]);
    let (title, _) = words::blank("en", "linux");
    eventually(START * 2, "the dialog", async || {
        picture::titles(&world.display())
            .contains(&title)
            .then_some(())
    })
    .await;
    if let Some(folder) = std::env::var_os("ICLOUD_CONNECT_TOUR") {
        // It is drawn after it is named.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let path = std::path::Path::new(&folder).join("blank.png");
        picture::take(&world.display(), (0, 0), (1124, 900), &path);
    }
    assert!(
        program.said().contains("did not report"),
        "{}",
        program.said()
    );
}

#[tokio::test]
async fn from_the_first_frame_on_the_window_has_the_pages_background() {
    let screen = [0, 0, 0];
    for (theme, page) in [
        ("Adwaita", [0xf5, 0xf4, 0xf0]),
        ("Adwaita:dark", [0x15, 0x16, 0x1a]),
    ] {
        let world = Desktop::builder().set_up().await;
        let (display, over) = (world.display(), Arc::new(AtomicBool::new(false)));
        let until = over.clone();
        let watching =
            tokio::task::spawn_blocking(move || picture::colours_at(&display, (3, 500), &until));
        let program = world.person("first-frame", |program| {
            program.env("GTK_THEME", theme);
        });
        eventually(START, "the window", async || {
            (windows(&world) > 0).then_some(())
        })
        .await;
        // Until the page itself is drawn, and more.
        tokio::time::sleep(Duration::from_secs(3)).await;
        over.store(true, Ordering::Relaxed);
        let seen = watching.await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(seen, [screen, page], "{theme}: {}", program.said());
    }
}

/// Looks without a pause, because what is waited for is soon too late.
async fn eventually_at_once<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + START;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited {START:?} for {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.1);
    }
}

/// Takes every connection and never says anything, like a program that is stopped.
pub(crate) struct Silent(
    #[expect(dead_code, reason = "connections wait in it")] UnixListener,
    PathBuf,
);

impl Silent {
    pub(crate) fn beside(world: &Desktop) -> Self {
        Self::at(world.path("silent"))
    }

    pub(crate) fn at(path: PathBuf) -> Self {
        let listener = UnixListener::bind(&path);
        Silent(
            listener.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            path,
        )
    }

    pub(crate) fn address(&self) -> String {
        format!("unix:path={}", self.1.display())
    }
}
