//! What a desktop has, as traits. HTTP is no port: tests speak real HTTP.

use apple::{Address, AppPassword, Verdict};
use secrecy::SecretString;
use std::{
    future::Future,
    io,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};
use wizard::{
    AccountRecord, AddressMail, Ended, InvitationMail, Progress, Service, Tries, Unreadable,
    WindowMode, Zoom,
};

/// An answer that takes a while.
pub type BoxedFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Everything the runner needs from the desktop it runs on. Calls may block but must end; the runner makes
/// them off its own thread.
#[derive(Clone)]
pub struct Ports {
    pub desktop: Arc<dyn Desktop>,
    /// What is kept between starts.
    pub store: Arc<dyn Store>,
    /// The operating system's keychain.
    pub keychain: Arc<dyn Keychain>,
    pub practice: Arc<dyn Practice>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

pub trait Desktop: Send + Sync {
    /// Asks the system to open an address in the person's own browser. False when the system refused.
    fn open(&self, address: &str) -> bool;
    /// Puts text on the clipboard. False when it may not.
    fn copy(&self, text: &str) -> bool;
    /// The clipboard's text; `None` when it is empty or holds something else.
    ///
    /// # Errors
    /// When nobody could look.
    fn clipboard(&self) -> Result<Option<SecretString>, Unreadable>;
    /// The page, as HTML that needs nothing else, on which a browser ends that came back from Nylas': in the name of this
    /// company, with its logo as a `data:` address.
    fn way_back_page(&self, company: Option<&str>, logo: Option<&str>, ended: Ended) -> String;
    /// What is written to a customer who is invited, with the link in it.
    fn invitation_mail(&self, mail: &InvitationMail) -> SecretString;
    /// What a customer writes to the company that invited another account: what stands above it, and the message.
    fn address_mail(&self, mail: &AddressMail) -> (String, String);
    /// Writes a file where the person finds it, under another name if this one is taken, and says where.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_file(&self, name: &str, text: &str) -> io::Result<PathBuf>;
    /// The same for this person alone: there are secrets in it.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_secret_file(&self, name: &str, text: &str) -> io::Result<PathBuf>;
    /// Shows this folder, as the system does that. False when the system refused.
    fn show_folder(&self, folder: &Path) -> bool;
    /// Lets the person choose a settings file; `None` when they chose none.
    ///
    /// # Errors
    /// Where the system shows no such window.
    fn pick_file(&self) -> io::Result<Option<PathBuf>>;
    /// The same with a table of customers.
    ///
    /// # Errors
    /// Where the system shows no such window.
    fn pick_table(&self) -> io::Result<Option<PathBuf>>;
    /// Whether a program may look at the clipboard without the system asking the person.
    fn may_peek(&self) -> bool;
    /// Empties the clipboard. False when it may not.
    fn clear_clipboard(&self) -> bool;
    /// Deletes every text that is `unwanted` from the history of copied texts, where the system itself keeps one.
    /// May take a few seconds.
    fn clear_history(&self, unwanted: &dyn Fn(&SecretString) -> bool) -> History;
    /// Makes the window small, beside the browser, or as large as it was.
    fn set_window_mode(&self, mode: WindowMode);
    /// Brings the window before the others, as far as the system lets a program do so.
    fn come_forward(&self);
    /// Makes everything in the window larger or smaller, and keeps it so for the next start.
    fn zoom(&self, zoom: Zoom);
    /// Closes the window, and with it the program.
    fn close(&self);
    /// Whether the system can keep the window out of pictures of the screen.
    fn can_conceal(&self) -> bool;
    /// Does so, or ends it.
    fn conceal(&self, concealed: bool);
}

/// What became of texts in the history of the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// There is no history, or nothing unwanted in it.
    Nothing,
    /// All that was unwanted was deleted.
    Cleaned,
    /// It could not be read, or something could not be deleted.
    Failed,
}

/// What an earlier run left behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedState {
    /// Where the person was.
    pub progress: Option<Progress>,
    /// The origin of the API that the operator's key was checked at: a saved connection.
    pub saved_api_origin: Option<String>,
    /// Where the invitation is that was open; what opens it is in the keychain.
    pub invitation: Option<String>,
    /// What was connected from this computer, oldest first.
    pub accounts: Vec<AccountRecord>,
    /// A file could not be read in full and was set aside under this name.
    pub set_aside: Option<String>,
    /// How many tries addresses have left.
    pub tries: Vec<Tries>,
    /// The folder cannot be used: nothing was read, and nothing will be written.
    pub no_folder: Option<NoFolder>,
}

/// A folder that cannot be this person's alone, so that nothing is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFolder {
    pub folder: PathBuf,
    /// The name of whom it belongs to, or of whom that belongs to in which it would lie.
    pub owner: String,
    /// Whether that is somebody else.
    pub others: bool,
}

/// What is kept between starts, on disk. Every write is complete when the call returns.
pub trait Store: Send + Sync {
    /// Reads everything; a file that cannot be read is set aside, never overwritten.
    fn load(&self) -> SavedState;
    /// Keeps, or clears, the progress.
    ///
    /// # Errors
    /// When it could not be written.
    fn save(&self, progress: Option<&Progress>) -> io::Result<()>;
    /// Keeps how many tries addresses have left.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_tries(&self, tries: &[Tries]) -> io::Result<()>;
    /// Remembers, or forgets, that an operator works at this origin.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_api_origin(&self, origin: Option<&str>) -> io::Result<()>;
    /// Remembers, or forgets, that an invitation is open at this relay.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_invitation(&self, relay: Option<&str>) -> io::Result<()>;
    /// Remembers these accounts and no others.
    ///
    /// # Errors
    /// When it could not be written.
    fn save_accounts(&self, accounts: &[AccountRecord]) -> io::Result<()>;
    /// The same after a journey: clears the progress and the invitation, in one write.
    ///
    /// # Errors
    /// When it could not be written.
    fn record(&self, accounts: &[AccountRecord]) -> io::Result<()>;
}

/// The time of day.
pub trait Clock: Send + Sync {
    /// Now, in Unix seconds.
    fn now(&self) -> i64;
}

/// Why the keychain did not do it. Its own error is never shown: some variants carry the secret's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeychainFault {
    /// There is none, or it is locked and nobody unlocks it.
    Unavailable,
    /// It did not answer in time.
    Silent,
    /// What it holds is not a key.
    Damaged,
}

/// The operating system's keychain: one API key per origin, and what belongs to a relay. Calls may block but must end.
pub trait Keychain: Send + Sync {
    /// The key kept for an origin.
    ///
    /// # Errors
    /// When the keychain is not there or does not answer.
    fn get(&self, origin: &str) -> Result<Option<SecretString>, KeychainFault>;
    /// Keeps a key for an origin.
    ///
    /// # Errors
    /// When the keychain is not there or does not answer.
    fn set(&self, origin: &str, key: &SecretString) -> Result<(), KeychainFault>;
    /// Removes the key of an origin; none there is fine.
    ///
    /// # Errors
    /// When the keychain is not there or does not answer.
    fn delete(&self, origin: &str) -> Result<(), KeychainFault>;
}

/// Where the simulator listens. It stops when the last copy is dropped.
#[derive(Clone)]
pub struct PracticeHost {
    pub origin: String,
    /// The key it asks for.
    pub api_key: SecretString,
    /// Its page in the browser.
    pub page: String,
    /// Keeps it running.
    pub running: Arc<dyn Send + Sync>,
}

/// The built-in simulator.
pub trait Practice: Send + Sync {
    /// Starts it. `label` is the name that its page tells people to type.
    fn start(&self, label: &str) -> BoxedFuture<io::Result<PracticeHost>>;
    /// What a practice Apple says.
    fn ask_apple(
        &self,
        service: Service,
        address: &Address,
        password: &AppPassword,
    ) -> BoxedFuture<Verdict>;
}
