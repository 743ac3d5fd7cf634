//! What stays behind, and what others may read: of the program's memory while it runs, of its crash, of its files.
//!
//! The program and whoever reads are one ordinary user here, because root reads everything.

use crate::{
    accounts::{nylas, operator},
    driver::{Desktop, eventually},
    journey::{ADDRESS, on_to_password, to_prepare},
    starting::said_at_the_start,
};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

const KEY: &str = "nyk_v0_behind_canary_77";
/// Not whole anywhere else.
fn password() -> String {
    ["hzqw", "jvkx", "zqmv", "kxjh"].join("-")
}

/// What cannot be read of the program, though it is the reader's own.
const HIDDEN: [&str; 4] = ["mem", "maps", "environ", "auxv"];

/// Whether another program of the same user may open this file of a process.
fn may_read(world: &Desktop, pid: &str, name: &str) -> bool {
    let path = format!("/proc/{pid}/{name}");
    let said = world
        .same_user("head")
        .args(["-c", "1", &path])
        .output()
        .unwrap_or_else(|error| panic!("head or setpriv: {error}"));
    !String::from_utf8_lossy(&said.stderr).contains("Permission denied")
}

/// The core dumps in the folder in which the program runs.
fn cores(world: &Desktop) -> Vec<PathBuf> {
    let listed = fs::read_dir(world.path("")).into_iter().flatten().flatten();
    let mut found: Vec<_> = listed.map(|entry| entry.path()).collect();
    found.retain(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("core"))
    });
    found
}

/// Whether a crash without any precaution leaves a dump there. Where the system hands it to a program, there is none to be
/// seen: then the limits alone are looked at.
fn a_crash_shows(world: &Desktop) -> bool {
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap_or_default();
    if pattern.starts_with('|') {
        eprintln!("crashes are not tried: this system hands core dumps to {pattern}");
        return false;
    }
    let crash = "ulimit -c unlimited; kill -ABRT $$";
    let _ = world.same_user("bash").args(["-c", crash]).status();
    let found = cores(world);
    assert!(
        !found.is_empty(),
        "a crash leaves no dump here ({pattern}), so that nothing would be measured"
    );
    found.iter().for_each(|core| {
        fs::remove_file(core).unwrap_or_else(|error| panic!("{}: {error}", core.display()));
    });
    true
}

/// Opens the program and goes on to one of the screens where a secret is, or was.
async fn go(world: &mut Desktop, screen: &str) {
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["operator", "welcome"]).await;
    if screen == "operator" {
        window
            .wait("the question for the key", async || {
                window.has("input[name=api-key]").await.then_some(())
            })
            .await;
        return window.fill("api-key", KEY).await;
    }
    if window.screen().await == "operator" {
        window.fill("api-key", KEY).await;
        window.click("continue").await;
    }
    window.wait_screen(&["welcome"]).await;
    if screen == "welcome" {
        return;
    }
    // This one's grant takes its time.
    let address = if screen == "connecting" {
        "slow@icloud.com"
    } else {
        ADDRESS
    };
    on_to_password(window, address).await;
    window.fill("app-password", &password()).await;
    window
        .wait("the password", async || {
            window.has("[data-good]").await.then_some(())
        })
        .await;
    if screen != "password" {
        window.click("continue").await;
        window.wait_screen(&[screen]).await;
    }
}

#[tokio::test]
async fn nobody_else_reads_the_memory_and_a_crash_leaves_no_dump_on_any_screen_with_a_secret() {
    let nylas = nylas_sim::Simulator::start(nylas_sim::Options {
        api_key: Some(KEY.into()),
        connectors: vec!["icloud".into()],
        ..nylas_sim::Options::default()
    })
    .await
    .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let profile = format!(
        "[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    );
    let mut world = Desktop::builder()
        .profile(&profile)
        .ordinary()
        .set_up()
        .await;
    let shows = a_crash_shows(&world);
    for screen in ["operator", "welcome", "password", "connecting", "done"] {
        let _ = fs::remove_dir_all(world.path("app"));
        go(&mut world, screen).await;
        let (own, all) = (world.own_processes(), world.processes());
        assert!(own.len() < all.len(), "WebKit has processes of its own");
        for pid in &own {
            let read: Vec<_> = HIDDEN
                .into_iter()
                .filter(|name| may_read(&world, pid, name))
                .collect();
            assert_eq!(read, Vec::<&str>::new(), "of the program, on {screen}");
        }
        assert!(
            may_read(&world, &all[own.len()], "maps"),
            "another process of the user's is open to the reader, as ever"
        );
        for pid in &all {
            let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap_or_default();
            let core = limits
                .lines()
                .find(|line| line.starts_with("Max core file"));
            let soft = core.and_then(|line| line.split_whitespace().nth(4));
            assert_eq!(soft, Some("1"), "process {pid} on {screen}: {limits}");
        }
        world.crash_app().await;
        let left = cores(&world);
        assert_eq!(left, Vec::<PathBuf>::new(), "on {screen}");
        eprintln!(
            "{screen}: {} processes, nothing read, {}",
            all.len(),
            if shows { "no dump" } else { "no dump allowed" }
        );
    }
}

/// Everything in a folder, and itself, with its permissions.
fn modes(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = vec![];
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let about = fs::symlink_metadata(&path).unwrap_or_else(|error| panic!("{error}"));
        if about.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(|e| e.path()),
            );
        }
        found.push((path, about.mode() & 0o7777));
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_is_written_is_for_nobody_else_also_where_an_earlier_version_wrote_for_everybody() {
    let nylas = nylas().await;
    let old = vec![b'x'; 600_000];
    let mut world = operator(&nylas)
        .file("app/state.json", b"{\"schema_version\":1}")
        .file("app/state.unreadable-1.json", b"{")
        .file("app/logs/icloud-connect.log", &old)
        .set_up()
        .await;
    let (app, elsewhere) = (world.path("app"), world.path("elsewhere"));
    fs::write(&elsewhere, "mine").unwrap_or_else(|error| panic!("{error}"));
    // Nothing is written through a link.
    std::os::unix::fs::symlink(&elsewhere, app.join("state.last-good.json.new"))
        .unwrap_or_else(|error| panic!("{error}"));
    let before = modes(&app);
    assert!(before.iter().all(|(_, mode)| mode & 0o044 == 0o044));
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    on_to_password(window, ADDRESS).await;
    let now = modes(&app);
    for (path, mode) in &now {
        let was = before.iter().find(|(known, _)| known == path);
        let was = was.map_or("-".into(), |(_, mode)| format!("{mode:04o}"));
        let name = path.strip_prefix(&app).unwrap_or(path).display();
        eprintln!("| app/{name} | {was} | {mode:04o} |");
    }
    let open: Vec<_> = now.iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
    assert_eq!(open, Vec::<&(PathBuf, u32)>::new());
    let logs = now
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|e| e == "log"));
    assert!(logs.count() >= 2, "the log has turned over");
    assert!(
        now.iter()
            .any(|(path, _)| path.ends_with("state.last-good.json"))
    );
    assert_eq!(fs::read_to_string(&elsewhere).ok().as_deref(), Some("mine"));
}

#[tokio::test]
async fn the_browser_has_the_persons_own_environment_and_mask_for_files() {
    let usual = Command::new("sh").args(["-c", "umask"]).output();
    let usual = usual.unwrap_or_else(|error| panic!("sh: {error}")).stdout;
    let world = Desktop::builder().start().await;
    to_prepare(world.window(), ADDRESS).await;
    world.window().click("open-apple").await;
    let mask = eventually(Duration::from_secs(10), "the browser", async || {
        fs::read(world.path("outside/mask"))
            .ok()
            .filter(|mask| !mask.is_empty())
    });
    assert_eq!(mask.await, usual);
    let environment = fs::read_to_string(world.path("outside/environment")).unwrap_or_default();
    assert!(environment.contains("\nHOME=") || environment.starts_with("HOME="));
    // What the program sets for its own window would make a browser of the same kind slow.
    assert!(!environment.contains("JSC_useJIT"), "{environment}");
}

/// The program starts, says C10 with what is in the way, and writes nothing there.
async fn is_refused(prepare: impl FnOnce(&Path), owner: Option<&str>) {
    let nylas = nylas().await;
    let mut world = operator(&nylas).set_up().await;
    let app = world.path("app");
    prepare(&app);
    let before = modes(&app);
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    let said = window
        .wait("C10", async || {
            let shown = window.problem().await?;
            (shown == "C10").then_some(())?;
            Some(window.text("[role=alert]").await)
        })
        .await;
    assert!(said.contains("/app"), "the folder is named: {said}");
    assert!(owner.is_none_or(|owner| said.contains(owner)), "{said}");
    assert_eq!(modes(&app), before, "nothing is written or changed");
    // The journey works all the same.
    on_to_password(window, ADDRESS).await;
    assert_eq!(modes(&app), before, "nothing is written or changed");
}

#[tokio::test]
async fn a_folder_that_is_a_link_is_not_written_to() {
    let place = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let there = place.path().to_owned();
    is_refused(
        |app| {
            std::os::unix::fs::symlink(&there, app).unwrap_or_else(|error| panic!("{error}"));
        },
        None,
    )
    .await;
    let written = || fs::read_dir(place.path()).map(Iterator::count).ok();
    assert_eq!(written(), Some(0));
    // A person's window is private, a driven one is not: both keep away.
    let world = Desktop::builder().set_up().await;
    std::os::unix::fs::symlink(place.path(), world.path("app"))
        .unwrap_or_else(|error| panic!("{error}"));
    let (_, said) = said_at_the_start(&world, |_| {}).await;
    assert!(said.contains("no log file"), "{said}");
    assert_eq!(written(), Some(0));
}

#[tokio::test]
async fn a_file_or_a_dangling_link_in_the_folders_place_is_not_written_to() {
    is_refused(
        |app| fs::write(app, "mine").unwrap_or_else(|error| panic!("{error}")),
        None,
    )
    .await;
    let nowhere = |app: &Path| {
        std::os::unix::fs::symlink("/nowhere/at/all", app)
            .unwrap_or_else(|error| panic!("{error}"));
    };
    is_refused(nowhere, None).await;
}

#[tokio::test]
async fn a_folder_of_somebody_else_is_not_written_to_and_its_owner_is_named() {
    let nobodys = |app: &Path| {
        fs::create_dir(app).unwrap_or_else(|error| panic!("{error}"));
        std::os::unix::fs::chown(app, Some(65534), None).unwrap_or_else(|error| {
            panic!("{error}: only root can give a folder away, so this test has to run as root")
        });
    };
    is_refused(nobodys, Some("nobody")).await;
}

#[tokio::test]
async fn a_folder_that_everybody_shares_is_left_as_it_is() {
    let shared = |app: &Path| {
        fs::create_dir(app)
            .and_then(|()| fs::set_permissions(app, fs::Permissions::from_mode(0o1777)))
            .unwrap_or_else(|error| panic!("{error}"));
    };
    is_refused(shared, None).await;
}
