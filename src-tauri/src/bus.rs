//! The session bus: whether it answers, and whether another instance there does. The window's libraries and the plugin that
//! looks for another instance ask both without a limit, and would wait for ever.

/// What there is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(
        dead_code,
        reason = "elsewhere other instances are found without a bus"
    )
)]
pub(crate) enum Bus {
    /// There is none, or what its address says is none.
    Absent,
    /// Something takes the connection and says nothing.
    Silent,
    /// It answers, and so does another instance, if there is one.
    Answers,
    /// It answers, but another instance does not.
    InstanceSilent,
}

/// Asks, for no longer than two seconds.
#[cfg(target_os = "linux")]
pub(crate) use linux::{ask, start_without};

#[cfg(not(target_os = "linux"))]
pub(crate) fn ask(_identifier: &str) -> Bus {
    Bus::Answers
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Bus;
    use crate::limit::within;
    use runner::Environment;
    use secrecy::ExposeSecret;
    use std::{
        env, io,
        os::unix::process::CommandExt,
        process::Command,
        time::{Duration, Instant},
    };
    use zbus::{
        Address, Error,
        blocking::{Connection, connection::Builder},
    };

    /// How long the bus and the other instance may take together.
    const PATIENCE: Duration = Duration::from_secs(2);
    const ADDRESS: &str = "DBUS_SESSION_BUS_ADDRESS";
    /// What libraries take for no bus.
    const NONE: &str = "disabled:";

    pub(crate) fn ask(identifier: &str) -> Bus {
        if Address::session().is_err() {
            return Bus::Absent;
        }
        let started = Instant::now();
        let connect = || Builder::session()?.method_timeout(PATIENCE).build();
        let bus = match within(PATIENCE, "session-bus", connect) {
            None => return Bus::Silent,
            Some(Err(_)) => return Bus::Absent,
            Some(Ok(bus)) => bus,
        };
        let name = format!("{identifier}.SingleInstance");
        let left = PATIENCE.saturating_sub(started.elapsed());
        match within(left, "other-instance", move || answers(&bus, &name)) {
            Some(true) => Bus::Answers,
            Some(false) | None => Bus::InstanceSilent,
        }
    }

    /// Whether whoever has that name answers, if anybody has.
    fn answers(bus: &Connection, name: &str) -> bool {
        let peer = Some("org.freedesktop.DBus.Peer");
        match bus.call_method(Some(name), "/", peer, "Ping", &()) {
            Ok(_) => true,
            // Nobody has it.
            Err(Error::MethodError(error, ..)) => {
                error == "org.freedesktop.DBus.Error.ServiceUnknown"
                    || error == "org.freedesktop.DBus.Error.NameHasNoOwner"
            }
            Err(_) => false,
        }
    }

    /// Becomes the same program in a session without a bus, because the address of a silent one must be gone before any
    /// library reads it, and can no longer be changed once there are threads. Returns only if that failed.
    pub(crate) fn start_without(environment: &Environment) -> io::Error {
        let program = match env::current_exe() {
            Ok(program) => program,
            Err(error) => return error,
        };
        let mut again = Command::new(program);
        again.args(env::args_os().skip(1)).env(ADDRESS, NONE);
        // It was taken out of the environment, and the new start takes it out again.
        if let Some(key) = &environment.api_key {
            again.env("NYLAS_API_KEY", key.expose_secret());
        }
        crate::hardening::undo_mask();
        crate::environment::leave_out_own(&mut again).exec()
    }
}
