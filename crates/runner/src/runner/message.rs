//! What reaches the one task, and what it knows of Nylas and of a sign-in.

use crate::{
    PracticeHost,
    api_key::{Candidate, Checked},
    oauth_callback::{Expected, Listener},
    relay::{Desk, Relay, Told},
};
use nylas::{Client, Pkce, PublicClient};
use secrecy::SecretString;
use std::{io, path::PathBuf};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};
use wizard::{Answer, Event, Grant, GrantStatus, Input, Offer, Page, Problem, Report};

pub(super) enum Message {
    Event(Event),
    Input {
        input: Input,
        shown: Option<u32>,
    },
    Found(Result<Vec<Candidate>, Report>),
    Checked(ReplyTo, Result<Checked, Report>),
    Practice(Result<(PracticeHost, Client), Report>),
    Bound {
        reply: ReplyTo,
        listener: io::Result<Listener>,
    },
    Returned {
        reply: ReplyTo,
        answer: nylas::AuthorizationResponse,
    },
    /// A browser came back and sent more than is read.
    CameWithTooMuch(ReplyTo),
    Exchanged {
        reply: ReplyTo,
        signed: Result<Box<Signed>, Report>,
    },
    GrantStatus {
        reply: ReplyTo,
        grant: String,
        found: Result<Option<GrantStatus>, Report>,
    },
    /// A relay said what an invitation is for, or did not.
    Claimed {
        reply: ReplyTo,
        found: Result<Box<(Relay, Told)>, Report>,
    },
    /// A relay and its people's key were found, or checked.
    AtRelay {
        reply: ReplyTo,
        found: Result<Option<Box<Desk>>, Report>,
        was_checked: bool,
    },
    /// A settings file was chosen and looked at, or none was.
    Offered(Option<Result<(PathBuf, Box<Offer>), Report>>),
    Close(oneshot::Sender<()>),
}

/// The way to Nylas.
pub(super) enum Link {
    None,
    /// Practice is starting: who is faster waits for it.
    Starting(watch::Receiver<Option<Client>>),
    Ready(Box<Client>),
}

/// Where an answer goes: to the attempt that asked, or to whoever is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReplyTo(pub(super) Option<u32>);

impl ReplyTo {
    pub(super) fn with(self, answer: Answer) -> Event {
        match self.0 {
            Some(id) => Event::Attempt { id, answer },
            None => Event::Answer(answer),
        }
    }
}

/// One attempt to sign in, from the opened page to the exchanged code.
pub(super) struct Session {
    pub(super) reply: ReplyTo,
    /// The address of Nylas' page.
    pub(super) page: String,
    pub(super) expected: Expected,
    pub(super) pkce: Pkce,
    pub(super) code: Option<SecretString>,
    /// The browser came back: what is still served is the page on which it ends.
    pub(super) returned: bool,
    pub(super) listening: Option<JoinHandle<()>>,
}

/// A token, what it brought, and how to get rid of it.
pub(super) struct Signed {
    pub(super) grant: Result<Grant, Report>,
    pub(super) client: Client,
    pub(super) public: PublicClient,
    pub(super) token: SecretString,
}

pub(super) fn did_not_open(page: Page) -> Report {
    Report::new(Problem::BrowserDidNotOpen).kind(if page == Page::SignIn { "sign-in" } else { "" })
}
