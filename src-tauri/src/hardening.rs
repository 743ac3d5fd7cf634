//! What the system is asked to keep from others: the program's memory, and what it writes.

use std::io;

/// Asks for it. Must run before any thread or child exists: they inherit most of it.
pub(crate) fn begin() -> io::Result<()> {
    #[cfg(unix)]
    unix::begin()?;
    memory()
}

/// No other program of the same user reads the memory, and it is in no core dump. Portals refuse such a process, because
/// they cannot see what it is, and in Flatpak everything goes through them.
#[cfg(target_os = "linux")]
fn memory() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    if std::path::Path::new("/.flatpak-info").exists() {
        return Ok(());
    }
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

/// A debugger may be wanted while the program is written.
#[cfg(target_os = "macos")]
fn memory() -> io::Result<()> {
    if cfg!(debug_assertions) {
        return Ok(());
    }
    secmem_proc::components::disable_tracing_prctl()
        .map_err(|_| io::Error::other("the system refused to keep debuggers out"))
}

#[cfg(windows)]
fn memory() -> io::Result<()> {
    secmem_proc::components::set_default_dacl_winapi()
        .map_err(|_| io::Error::other("the system refused to keep other programs out"))
}

#[cfg(unix)]
pub(crate) use unix::usual;
#[cfg(target_os = "linux")]
pub(crate) use unix::{as_usual, undo_mask};

#[cfg(unix)]
mod unix {
    use rustix::{
        fs::Mode,
        process::{Resource, Rlimit, getrlimit, setrlimit, umask},
    };
    use std::{io, sync::OnceLock};

    /// What new files may not have of old.
    static USUAL: OnceLock<Mode> = OnceLock::new();

    pub(super) fn begin() -> io::Result<()> {
        // Libraries make files too, some of them while the program runs: none is for others.
        USUAL.get_or_init(|| umask(Mode::RWXG | Mode::RWXO));
        // Zero would still let a crash be handed to another program, as systemd has it; one byte is too little for that.
        // WebKit's processes inherit it. It is the soft limit: whoever wants a dump of another program gets one.
        let limit = getrlimit(Resource::Core);
        let core = limit.maximum.unwrap_or(u64::MAX).min(1);
        setrlimit(
            Resource::Core,
            Rlimit {
                current: Some(core),
                ..limit
            },
        )?;
        Ok(())
    }

    /// The permissions of a new file that is not this program's alone.
    #[cfg_attr(
        not(target_os = "macos"),
        expect(clippy::useless_conversion, reason = "the number is smaller on macOS")
    )]
    pub(crate) fn usual() -> u32 {
        let mask = USUAL.get().copied().unwrap_or(Mode::empty());
        (Mode::from_raw_mode(0o666) - mask).as_raw_mode().into()
    }

    /// Lets new files have what they had before, for a program that takes this one's place.
    #[cfg(target_os = "linux")]
    pub(crate) fn undo_mask() {
        if let Some(usual) = USUAL.get() {
            umask(*usual);
        }
    }

    /// Does something that starts another program, whose files get the permissions that the person is used to.
    #[cfg(target_os = "linux")]
    #[expect(
        unsafe_code,
        reason = "a thread of its own may have a mask of its own, which the library calls unsafe for another flag's sake"
    )]
    pub(crate) fn as_usual<T: Send>(work: impl FnOnce() -> T + Send) -> T {
        let with_mask = || {
            use rustix::thread::{UnshareFlags, unshare_unsafe};
            // SAFETY: only the table of open files would be dangerous to have alone.
            let alone = unsafe { unshare_unsafe(UnshareFlags::FS) };
            if let (Ok(()), Some(usual)) = (alone, USUAL.get()) {
                umask(*usual);
            }
            work()
        };
        let done = std::thread::scope(|scope| scope.spawn(with_mask).join());
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}
