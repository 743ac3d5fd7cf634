//! Whether another instance is there that can be asked, so that neither a silent bus nor a stopped program keeps this one
//! from starting.

use std::{sync::mpsc, thread, time::Duration};

/// How long the bus and the other instance may take together.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the plugin that looks for another instance may be used: it waits without a limit, and panics where the bus has
/// no address.
pub(crate) fn can_be_asked(identifier: &str) -> bool {
    let name = format!("{identifier}.SingleInstance");
    within(PATIENCE, move || answers(&name)).unwrap_or(false)
}

/// What `work` says, on a thread of its own, or nothing when it takes longer.
fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (said, hears) = mpsc::channel();
    let thread = thread::Builder::new().name("session-bus".to_owned());
    thread
        .spawn(move || said.send(work()))
        .ok()
        .and_then(|_| hears.recv_timeout(limit).ok())
}

/// Whether the bus answers, and whoever has that name, if anybody has.
#[cfg(target_os = "linux")]
fn answers(name: &str) -> bool {
    use zbus::blocking::connection::Builder;
    let asked = || -> zbus::Result<()> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let pinged = bus.call_method(
            Some(name),
            "/",
            Some("org.freedesktop.DBus.Peer"),
            "Ping",
            &(),
        );
        match pinged {
            Ok(_) => Ok(()),
            // Nobody has it.
            Err(zbus::Error::MethodError(error, ..))
                if error == "org.freedesktop.DBus.Error.ServiceUnknown"
                    || error == "org.freedesktop.DBus.Error.NameHasNoOwner" =>
            {
                Ok(())
            }
            Err(error) => Err(error),
        }
    };
    asked().is_ok()
}

#[cfg(not(target_os = "linux"))]
fn answers(_name: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::within;
    use std::{thread, time::Duration};

    #[test]
    fn what_does_not_answer_is_not_waited_for() {
        let never = || loop {
            thread::park();
        };
        assert_eq!(within::<()>(Duration::from_millis(20), never), None);
        assert_eq!(within(Duration::from_secs(20), || 7), Some(7));
    }
}
