//! What can happen: a person does something, or the world answers an effect.

use crate::{AccountRecord, Answer, Input, Progress, Report, Tries};
use invitation::Link;
use secrecy::SecretString;

/// Everything that can happen to the wizard.
#[derive(Debug)]
pub enum Event {
    /// The person did something on the page.
    Person(Input),
    /// The program has started, with what an earlier run left behind.
    Opened(Box<Opened>),
    /// What the clock says, in Unix seconds; told before anything else that happens.
    Clock(i64),
    /// A link was opened outside of the window: by the system, or by a second start.
    Link(SecretString),
    /// The person came back to the window.
    Returned,
    /// Progress could not be written.
    NotSaved,
    /// The accounts that are remembered now.
    Accounts(Vec<AccountRecord>),
    /// Something that was asked for is answered.
    Answer(Answer),
    /// Something that belongs to an attempt is answered; an older attempt's answer is dropped.
    Attempt { id: u32, answer: Answer },
}

/// What an earlier run left behind.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// Where the person was.
    pub saved: Option<Progress>,
    /// The invitation that was open; the person said yes to its relay.
    pub invitation: Option<Box<Link>>,
    /// A saved file could not be read in full and was set aside under this name.
    pub set_aside: Option<String>,
    /// The accounts that were connected from here, oldest first.
    pub accounts: Vec<AccountRecord>,
    /// How many tries addresses have left.
    pub tries: Vec<Tries>,
    /// The folder for all this cannot be used, and why.
    pub no_folder: Option<Report>,
}
