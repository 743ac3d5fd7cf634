//! The app: Tauri around the runner. This is the only room that knows Tauri.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod assets;
mod blank;
mod bus;
mod clipboard;
mod desktop;
mod dialog;
mod environment;
mod folders;
mod graphics;
mod hardening;
mod helper;
#[cfg(windows)]
mod history;
mod ipc;
mod kept;
mod keychain;
mod limit;
mod links;
mod names;
mod notice;
mod place;
mod practice;
mod proxy;
mod store;
#[cfg(target_os = "linux")]
mod webview;
mod window;
mod zoom;

use arguments::Command;
use bus::Bus;
use runner::Ports;
use std::{
    fmt::Display,
    io::{self, Write},
    sync::Arc,
};
#[cfg(target_os = "linux")]
use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};
use tauri::{Manager, Wry, plugin::TauriPlugin, utils::config::AppDirectoriesOverride};
use tauri_plugin_log::{RotationStrategy, Target, TargetKind};
use tempfile::TempDir;

/// Freed memory is wiped: a password that came by the clipboard leaves no copy in it.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// How long a screen may take to answer.
#[cfg(target_os = "linux")]
const SCREEN: Duration = Duration::from_secs(10);
/// Size of one log file in bytes; three are kept.
const LOG_FILE: u128 = 500_000;

fn main() {
    // Before any thread or child exists, so that no child inherits a secret.
    let hardened = hardening::begin();
    let mut start = environment::take();
    let link = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Command::Open { profile, link }) => {
            if let Some(profile) = profile {
                start.environment.profile = Some(profile);
                // Whoever wrote the command reads the answer where they wrote it.
                if let Some(report) = runner::configure(&start.environment).setup.profile_error {
                    refuse(words::settings_fault(&report, names::LANGUAGE));
                }
            }
            link
        }
        Ok(Command::Help) => return tell(arguments::HELP),
        Ok(Command::Version) => return tell(concat!("icloud-connect ", env!("CARGO_PKG_VERSION"))),
        Err(why) => refuse(format!("{why}. --help lists what can be asked.")),
    };
    let driven = start.driven;
    let mut context = tauri::generate_context!();
    let bus = bus::ask(&context.config().identifier);
    #[cfg(target_os = "linux")]
    if bus == Bus::Silent {
        cannot_start(bus::start_without(&start.environment));
    }
    if let Err(why) = screen() {
        cannot_start(why);
    }
    assets::with_first_screen(&mut context);
    let root = start.data_dir;
    context.config_mut().app.app_directories_override =
        root.clone().map(AppDirectoriesOverride::Root);
    let mut builder = tauri::Builder::default();
    // A second start brings the first window to the front, and hands its link over.
    if bus == Bus::Answers {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, line, _| {
            if let Some(link) = arguments::link(line) {
                links::open(app, link);
            }
            window::bring_to_front(app);
        }));
    }
    let app = builder
        .plugin(tauri_plugin_store::Builder::new().build())
        .on_window_event(window::happened)
        .invoke_handler(tauri::generate_handler![ipc::dispatch, ipc::current_screen])
        .setup(move |app| {
            let handle = app.handle().clone();
            // Before anything is written.
            let no_folder = folders::secure(app.path(), root.as_deref()).err();
            // Where no file may be written there is still somebody to help.
            let file = Target::new(TargetKind::LogDir { file_name: None });
            let logging = match &no_folder {
                None => handle.plugin(log_to([file, Target::new(TargetKind::Stderr)])),
                Some(no) => Err(io::Error::other(format!("{no:?}")).into()),
            };
            if let Err(error) = logging {
                handle.plugin(log_to([Target::new(TargetKind::Stderr)]))?;
                log::warn!("no log file: {error}");
            }
            let (mut spare, mut left) = (None, None);
            if no_folder.is_none() {
                let kept = app.path().app_data_dir().ok();
                start.environment.opened = kept.map(|folder| folder.join(names::OPENED_PROFILE));
                left = window::remember(&handle)?;
            } else {
                spare = Some(tempfile::tempdir()?);
            }
            if let Err(error) = hardened {
                log::warn!("others may read this program's memory: {error}");
            }
            if bus != Bus::Answers {
                log::warn!("the session bus: {bus:?}; another start opens another window");
            }
            app.manage(zoom::Size::left(&handle, no_folder.is_none()));
            app.manage(helper::Helper::left(&handle, no_folder.is_none()));
            let screens = ipc::Screens::new(handle.clone());
            app.manage(screens.clone());
            // The web view's processes take longest to start; all else gets ready meanwhile. The page asks when it is done.
            window::open(app, driven, spare.as_ref().map(TempDir::path), left)?;
            let ports = Ports {
                desktop: Arc::new(desktop::SystemDesktop::new(
                    handle.clone(),
                    root.is_some(),
                    no_folder.is_none(),
                )),
                store: Arc::new(store::DiskStore::new(handle, no_folder)),
                keychain: Arc::new(keychain::SystemKeychain::start()),
                practice: Arc::new(practice::BuiltIn),
                clock: Arc::new(desktop::SystemClock),
            };
            log::info!("icloud-connect {} starts", env!("CARGO_PKG_VERSION"));
            let _runtime = tauri::async_runtime::handle().inner().enter();
            app.manage(runner::start(start.environment, ports, move |view| {
                screens.show(words::screen(&view, names::LANGUAGE));
            }));
            if let Some(link) = link {
                links::open(app.handle(), link);
            }
            if !driven {
                blank::watch(app.handle());
            }
            // It goes with the program.
            app.manage(spare);
            Ok(())
        })
        .build(context);
    match app {
        Ok(app) => app.run(|app, event| {
            links::opened(app, &event);
            window::last_closed(app, event);
        }),
        Err(error) => cannot_start(error),
    }
}

/// Whoever asked may have gone; that is no failure.
fn tell(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// What was asked for cannot be done.
fn refuse(why: impl Display) -> ! {
    eprintln!("icloud-connect: {why}");
    std::process::exit(2);
}

fn cannot_start(why: impl Display) -> ! {
    eprintln!("icloud-connect cannot start: {why}");
    std::process::exit(1);
}

/// Whether there is a screen for a window. The window's library would panic.
fn screen() -> Result<(), impl Display> {
    #[cfg(target_os = "linux")]
    {
        let (is_there, waits) = mpsc::channel::<()>();
        // The library waits without a limit, and only on this thread.
        thread::spawn(move || {
            if waits.recv_timeout(SCREEN) == Err(RecvTimeoutError::Timeout) {
                cannot_start("the screen does not answer");
            }
        });
        let found = gtk::init();
        drop(is_there);
        found
    }
    #[cfg(not(target_os = "linux"))]
    Ok::<(), std::convert::Infallible>(())
}

fn log_to<const N: usize>(targets: [Target; N]) -> TauriPlugin<Wry> {
    tauri_plugin_log::Builder::new()
        .clear_targets()
        .targets(targets)
        .level(log::LevelFilter::Warn)
        .level_for("icloud_connect", log::LevelFilter::Info)
        .level_for("icloud_connect_runner", log::LevelFilter::Info)
        .max_file_size(LOG_FILE)
        .rotation_strategy(RotationStrategy::KeepSome(3))
        .build()
}
