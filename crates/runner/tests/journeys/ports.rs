//! A desktop that remembers what was done to it and can be told to fail.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use apple::{Address, AppPassword, Verdict};
use nylas_sim::{Options, Simulator};
use runner::{
    AccountRecord, BoxedFuture, Clock, Desktop, History, Keychain, KeychainFault, NoFolder,
    Practice, PracticeHost, SavedState, Store, Unreadable,
};
use secrecy::{ExposeSecret, SecretString};
use wizard::{AddressMail, Ended, InvitationMail, Progress, Service, Tries, WindowMode, Zoom};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
pub(crate) struct Screen {
    opened: Mutex<Vec<String>>,
    copied: Mutex<Vec<String>>,
    clipboard: Mutex<Option<String>>,
    /// Nobody can look at the clipboard.
    pub(crate) unreadable: AtomicBool,
    /// It cannot be emptied.
    pub(crate) uncleared: AtomicBool,
    /// Another program fills it again.
    pub(crate) refilled: AtomicBool,
    files: Mutex<Vec<String>>,
    /// The file that the person chooses when asked.
    chosen: Mutex<Option<PathBuf>>,
    small: AtomicBool,
    closed: AtomicBool,
    forward: AtomicBool,
    /// The system can keep the window out of pictures of the screen.
    pub(crate) conceals: AtomicBool,
    concealed: AtomicBool,
    /// The system asks the person before a program may read the clipboard.
    pub(crate) asks_first: AtomicBool,
    /// The system's own history of what was copied, where it keeps one.
    history: Mutex<Option<Vec<String>>>,
    /// The history may not be read or changed.
    pub(crate) history_refuses: AtomicBool,
    pub(crate) refuses: AtomicBool,
}

impl Screen {
    pub(crate) fn opened(&self) -> Vec<String> {
        lock(&self.opened).clone()
    }

    pub(crate) fn copied(&self) -> Vec<String> {
        lock(&self.copied).clone()
    }

    /// What was written where the person finds it.
    pub(crate) fn files(&self) -> Vec<String> {
        lock(&self.files).clone()
    }

    /// From now on the person chooses this file when asked.
    pub(crate) fn choose(&self, file: Option<PathBuf>) {
        *lock(&self.chosen) = file;
    }

    pub(crate) fn came_forward(&self) -> bool {
        self.forward.load(SeqCst)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(SeqCst)
    }

    pub(crate) fn is_small(&self) -> bool {
        self.small.load(SeqCst)
    }

    pub(crate) fn is_concealed(&self) -> bool {
        self.concealed.load(SeqCst)
    }

    pub(crate) fn on_clipboard(&self) -> Option<String> {
        lock(&self.clipboard).clone()
    }

    pub(crate) fn put_on_clipboard(&self, text: &str) {
        *lock(&self.clipboard) = Some(text.to_owned());
        if let Some(history) = lock(&self.history).as_mut() {
            history.push(text.to_owned());
        }
    }

    /// From now on the system keeps a history of what is copied.
    pub(crate) fn keep_history(&self) {
        *lock(&self.history) = Some(vec![]);
    }

    pub(crate) fn history(&self) -> Vec<String> {
        lock(&self.history).clone().unwrap_or_default()
    }
}

impl Desktop for Screen {
    fn open(&self, address: &str) -> bool {
        lock(&self.opened).push(address.to_owned());
        !self.refuses.load(SeqCst)
    }

    fn copy(&self, text: &str) -> bool {
        lock(&self.copied).push(text.to_owned());
        !self.refuses.load(SeqCst)
    }

    fn clipboard(&self) -> Result<Option<SecretString>, Unreadable> {
        if self.unreadable.load(SeqCst) {
            return Err(Unreadable);
        }
        Ok(lock(&self.clipboard).clone().map(SecretString::from))
    }

    fn way_back_page(&self, company: Option<&str>, _logo: Option<&str>, ended: Ended) -> String {
        let company = company.unwrap_or("back");
        format!("<!doctype html><title>{company}: {ended:?}</title>")
    }

    fn invitation_mail(&self, mail: &InvitationMail) -> SecretString {
        words::invitation_mail("en", mail)
    }

    fn address_mail(&self, mail: &AddressMail) -> (String, String) {
        words::address_mail("en", mail)
    }

    fn save_file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        if self.refuses.load(SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut files = lock(&self.files);
        files.push(text.to_owned());
        Ok(PathBuf::from("Downloads").join(format!("{}-{name}", files.len())))
    }

    fn save_secret_file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        self.save_file(name, text)
    }

    fn show_folder(&self, folder: &Path) -> bool {
        lock(&self.opened).push(folder.display().to_string());
        !self.refuses.load(SeqCst)
    }

    fn pick_file(&self) -> io::Result<Option<PathBuf>> {
        if self.refuses.load(SeqCst) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Ok(lock(&self.chosen).clone())
    }

    fn pick_table(&self) -> io::Result<Option<PathBuf>> {
        self.pick_file()
    }

    fn may_peek(&self) -> bool {
        !self.asks_first.load(SeqCst)
    }

    fn clear_clipboard(&self) -> bool {
        if self.uncleared.load(SeqCst) {
            return false;
        }
        if !self.refilled.load(SeqCst) {
            *lock(&self.clipboard) = None;
        }
        true
    }

    fn clear_history(&self, unwanted: &dyn Fn(&SecretString) -> bool) -> History {
        let mut history = lock(&self.history);
        let Some(texts) = history.as_mut() else {
            return History::Nothing;
        };
        if self.history_refuses.load(SeqCst) {
            return History::Failed;
        }
        let before = texts.len();
        texts.retain(|text| !unwanted(&text.as_str().into()));
        if texts.len() < before {
            History::Cleaned
        } else {
            History::Nothing
        }
    }

    fn set_window_mode(&self, mode: WindowMode) {
        self.small.store(mode == WindowMode::Helper, SeqCst);
    }

    fn come_forward(&self) {
        self.forward.store(true, SeqCst);
    }

    fn zoom(&self, _zoom: Zoom) {}

    fn close(&self) {
        self.closed.store(true, SeqCst);
    }

    fn can_conceal(&self) -> bool {
        self.conceals.load(SeqCst)
    }

    fn conceal(&self, concealed: bool) {
        self.concealed.store(concealed, SeqCst);
    }
}

/// The system's clock, and the hours that a test lets go by.
#[derive(Default)]
pub(crate) struct TestClock {
    pub(crate) later: AtomicU64,
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        let now = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap_or_default()
            .as_secs()
            + self.later.load(SeqCst);
        i64::try_from(now).unwrap_or(i64::MAX)
    }
}

/// What survives the program, as the text that would be on disk.
#[derive(Default)]
pub(crate) struct Disk {
    progress: Mutex<Option<String>>,
    saved_api_origin: Mutex<Option<String>>,
    invitation: Mutex<Option<String>>,
    tries: Mutex<String>,
    accounts: Mutex<Vec<String>>,
    written: Mutex<Vec<String>>,
    pub(crate) full: AtomicBool,
    /// The folder cannot be used.
    pub(crate) no_folder: Mutex<Option<NoFolder>>,
    pub(crate) slow_millis: AtomicU64,
}

impl Disk {
    pub(crate) fn progress(&self) -> Option<Progress> {
        lock(&self.progress)
            .as_deref()
            .map(|text| serde_json::from_str(text).unwrap())
    }

    pub(crate) fn saved_api_origin(&self) -> Option<String> {
        lock(&self.saved_api_origin).clone()
    }

    pub(crate) fn invitation(&self) -> Option<String> {
        lock(&self.invitation).clone()
    }

    pub(crate) fn accounts(&self) -> Vec<AccountRecord> {
        lock(&self.accounts)
            .iter()
            .map(|text| serde_json::from_str(text).unwrap())
            .collect()
    }

    /// As if somebody had edited the file.
    pub(crate) fn change_accounts(&self, change: impl Fn(&mut AccountRecord)) {
        let mut accounts = self.accounts();
        accounts.iter_mut().for_each(change);
        *lock(&self.accounts) = accounts
            .iter()
            .map(|account| serde_json::to_string(account).unwrap())
            .collect();
    }

    pub(crate) fn forget_api_origin(&self) {
        *lock(&self.saved_api_origin) = None;
    }

    /// Everything that was ever written.
    pub(crate) fn written(&self) -> Vec<String> {
        lock(&self.written).clone()
    }

    fn write(&self, text: &str) -> io::Result<()> {
        std::thread::sleep(Duration::from_millis(self.slow_millis.load(SeqCst)));
        if self.full.load(SeqCst) || lock(&self.no_folder).is_some() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        lock(&self.written).push(text.to_owned());
        Ok(())
    }
}

impl Store for Disk {
    fn load(&self) -> SavedState {
        SavedState {
            progress: self.progress(),
            saved_api_origin: self.saved_api_origin(),
            invitation: self.invitation(),
            accounts: self.accounts(),
            set_aside: None,
            no_folder: lock(&self.no_folder).clone(),
            tries: serde_json::from_str(&lock(&self.tries)).unwrap_or_default(),
        }
    }

    fn save(&self, progress: Option<&Progress>) -> io::Result<()> {
        let text = progress.map(|p| serde_json::to_string(p).unwrap());
        self.write(text.as_deref().unwrap_or_default())?;
        *lock(&self.progress) = text;
        Ok(())
    }

    fn save_tries(&self, tries: &[Tries]) -> io::Result<()> {
        let text = serde_json::to_string(tries).unwrap();
        self.write(&text)?;
        *lock(&self.tries) = text;
        Ok(())
    }

    fn save_api_origin(&self, origin: Option<&str>) -> io::Result<()> {
        self.write(origin.unwrap_or_default())?;
        *lock(&self.saved_api_origin) = origin.map(str::to_owned);
        Ok(())
    }

    fn save_invitation(&self, relay: Option<&str>) -> io::Result<()> {
        self.write(relay.unwrap_or_default())?;
        *lock(&self.invitation) = relay.map(str::to_owned);
        Ok(())
    }

    fn save_accounts(&self, accounts: &[AccountRecord]) -> io::Result<()> {
        let texts: Vec<String> = accounts
            .iter()
            .map(|account| serde_json::to_string(account).unwrap())
            .collect();
        self.write(&texts.join("\n"))?;
        *lock(&self.accounts) = texts;
        Ok(())
    }

    fn record(&self, accounts: &[AccountRecord]) -> io::Result<()> {
        self.save_accounts(accounts)?;
        *lock(&self.progress) = None;
        *lock(&self.invitation) = None;
        Ok(())
    }
}

/// A keychain in memory.
#[derive(Default)]
pub(crate) struct Keys {
    kept: Mutex<Vec<(String, String)>>,
    fault: Mutex<Option<KeychainFault>>,
}

impl Keys {
    pub(crate) fn of(&self, origin: &str) -> Option<String> {
        lock(&self.kept)
            .iter()
            .find(|(o, _)| o == origin)
            .map(|(_, key)| key.clone())
    }

    pub(crate) fn put(&self, origin: &str, key: &str) {
        let mut kept = lock(&self.kept);
        kept.retain(|(o, _)| o != origin);
        kept.push((origin.to_owned(), key.to_owned()));
    }

    pub(crate) fn remove(&self, origin: &str) {
        lock(&self.kept).retain(|(o, _)| o != origin);
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.kept).is_empty()
    }

    /// From now on every call fails so; a silent one blocks for two seconds first.
    pub(crate) fn fail(&self, fault: Option<KeychainFault>) {
        *lock(&self.fault) = fault;
    }

    fn answer(&self) -> Result<(), KeychainFault> {
        let fault = *lock(&self.fault);
        if fault == Some(KeychainFault::Silent) {
            std::thread::sleep(Duration::from_secs(2));
        }
        fault.map_or(Ok(()), Err)
    }
}

impl Keychain for Keys {
    fn get(&self, origin: &str) -> Result<Option<SecretString>, KeychainFault> {
        self.answer()?;
        Ok(self.of(origin).map(SecretString::from))
    }

    fn set(&self, origin: &str, key: &SecretString) -> Result<(), KeychainFault> {
        self.answer()?;
        self.put(origin, key.expose_secret());
        Ok(())
    }

    fn delete(&self, origin: &str) -> Result<(), KeychainFault> {
        self.answer()?;
        self.remove(origin);
        Ok(())
    }
}

/// Practice by the real simulator.
#[derive(Default)]
pub(crate) struct Rehearsal {
    running: Arc<Mutex<Weak<Simulator>>>,
    starts: AtomicUsize,
    /// How many starts are still to fail.
    pub(crate) failures: AtomicUsize,
    /// How long a start takes.
    pub(crate) delay_millis: AtomicU64,
}

impl Rehearsal {
    /// The simulator, while the program keeps it.
    pub(crate) fn simulator(&self) -> Option<Arc<Simulator>> {
        lock(&self.running).upgrade()
    }

    pub(crate) fn starts(&self) -> usize {
        self.starts.load(SeqCst)
    }
}

impl Practice for Rehearsal {
    fn start(&self, _label: &str) -> BoxedFuture<io::Result<PracticeHost>> {
        self.starts.fetch_add(1, SeqCst);
        let fails = self
            .failures
            .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
            .is_ok();
        let delay = Duration::from_millis(self.delay_millis.load(SeqCst));
        let running = self.running.clone();
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            if fails {
                return Err(io::ErrorKind::AddrInUse.into());
            }
            let simulator = Arc::new(
                Simulator::start(Options {
                    record: true,
                    ..Options::default()
                })
                .await?,
            );
            *lock(&running) = Arc::downgrade(&simulator);
            Ok(PracticeHost {
                origin: simulator.origin(),
                api_key: simulator.api_key().into(),
                page: simulator.practice_page(),
                running: simulator,
            })
        })
    }

    fn ask_apple(
        &self,
        service: Service,
        address: &Address,
        password: &AppPassword,
    ) -> BoxedFuture<Verdict> {
        let said = nylas_sim::ask_apple(&address.to_string(), password.secret().expose_secret());
        let verdict = match (service, said) {
            (Service::Calendar, said) => said.calendar,
            (Service::Mail, said) => said.mail,
        };
        Box::pin(async move {
            match verdict {
                nylas_sim::Verdict::Accepted => Verdict::Accepted,
                nylas_sim::Verdict::Refused => Verdict::Refused,
                nylas_sim::Verdict::NoAnswer => Verdict::NoAnswer,
            }
        })
    }
}
