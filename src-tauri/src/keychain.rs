//! The system's keychain on a thread of its own. A locked Secret Service may wait for ever for somebody to unlock it,
//! so every call has a time-out, and while one hangs no other is tried.

use keyring::Entry;
use runner::{Keychain, KeychainFault};
use secrecy::{ExposeSecret, SecretString};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

const SERVICE: &str = "icloud-connect";
/// The user of the entry that only shows whether the keychain works.
const PROBE: &str = "probe";
/// Who unlocks it later only has to try again: the call goes on, and the next one finds it open.
const PATIENCE: Duration = Duration::from_secs(8);

type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct SystemKeychain {
    jobs: mpsc::Sender<Job>,
    /// Jobs that were handed over and did not end yet. With one caller at a time, more than none means that one hangs.
    pending: Arc<AtomicUsize>,
    turn: Mutex<()>,
}

impl SystemKeychain {
    pub(crate) fn start() -> Self {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let pending = Arc::new(AtomicUsize::new(0));
        let spawned = thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                for job in inbox {
                    job();
                }
            });
        if let Err(error) = spawned {
            log::error!("no thread for the keychain: {error}");
        }
        SystemKeychain {
            jobs,
            pending,
            turn: Mutex::new(()),
        }
    }

    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static,
    ) -> Result<T, KeychainFault> {
        let _one_at_a_time = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.pending.load(Ordering::Acquire) > 0 {
            return Err(KeychainFault::Silent);
        }
        self.pending.fetch_add(1, Ordering::AcqRel);
        let (answer, answered) = mpsc::sync_channel(1);
        let pending = self.pending.clone();
        let job = Box::new(move || {
            let result = work().map_err(|error| fault(&error));
            // Before the answer: whoever hears it may call again at once.
            pending.fetch_sub(1, Ordering::AcqRel);
            let _ = answer.send(result);
        });
        self.jobs
            .send(job)
            .map_err(|_| KeychainFault::Unavailable)?;
        answered
            .recv_timeout(PATIENCE)
            .unwrap_or(Err(KeychainFault::Silent))
    }
}

/// The library's error is never printed: some of its variants carry the secret's bytes.
fn fault(error: &keyring::Error) -> KeychainFault {
    match error {
        keyring::Error::BadEncoding(_)
        | keyring::Error::BadDataFormat(..)
        | keyring::Error::Ambiguous(_) => KeychainFault::Damaged,
        _ => KeychainFault::Unavailable,
    }
}

impl Keychain for SystemKeychain {
    fn get(&self, origin: &str) -> Result<Option<SecretString>, KeychainFault> {
        let user = origin.to_owned();
        self.call(move || match Entry::new(SERVICE, &user)?.get_password() {
            Ok(key) => Ok(Some(SecretString::from(key))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, origin: &str, key: &SecretString) -> Result<(), KeychainFault> {
        let (user, key) = (origin.to_owned(), key.clone());
        let kept = self.call(move || {
            // A keychain that forgets or refuses shows it here, before the key is trusted to it.
            let probe = Entry::new(SERVICE, PROBE)?;
            probe.set_password(PROBE)?;
            let works = probe.get_password()? == PROBE;
            probe.delete_credential()?;
            if works {
                Entry::new(SERVICE, &user)?.set_password(key.expose_secret())?;
            }
            Ok(works)
        })?;
        if kept {
            Ok(())
        } else {
            Err(KeychainFault::Unavailable)
        }
    }

    fn delete(&self, origin: &str) -> Result<(), KeychainFault> {
        let user = origin.to_owned();
        self.call(
            move || match Entry::new(SERVICE, &user)?.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(error),
            },
        )
    }
}
