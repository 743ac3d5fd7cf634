//! What outlives a journey.

use crate::{AccountRecord, Problem, Progress, Report, Tries, notice::Notice};
use std::sync::Arc;

/// How Nylas is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The built-in simulator.
    Practice,
    /// Nylas' own page in the person's browser.
    Hosted,
    /// The company's API key, at the operator's own desk.
    ApiKey,
}

/// What a company says it will use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Mail,
    Calendar,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Nylas' own page, as far as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSetup {
    /// The host where it begins, with its port where that is not the usual one.
    pub host: String,
    /// The address by which the browser comes back.
    pub callback: String,
}

/// What a profile or the first screen fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How Nylas is reached; `None` until chosen.
    pub connection: Option<Connection>,
    /// Whether a profile chose the connection, so that there is no first screen to go back to.
    pub connection_from_profile: bool,
    pub organization: Option<String>,
    /// What it says it will use; empty: not said.
    pub uses: Vec<Use>,
    pub support: Support,
    /// The company's picture as a `data:` address.
    pub logo: Option<Arc<str>>,
    /// The name to type at Apple.
    pub label: String,
    /// Where the company's key will go once it is typed: hosts, with ports where these are not the usual ones.
    pub goes_to: Vec<String>,
    /// Nylas' own page, for the connection that goes by it.
    pub hosted: Option<HostedSetup>,
    /// Nylas' names of the providers that addresses elsewhere may go on to, on Nylas' own page.
    pub other_providers: Vec<&'static str>,
    /// Whether mail alone is connected, by plain IMAP.
    pub mail_only: bool,
    /// Whether Apple is asked before Nylas.
    pub check_first: bool,
    /// Whether the company wants people to come back to a page of its own.
    pub has_return_url: bool,
    /// The address of an account to renew at once.
    pub renew: Option<String>,
    /// The profile could not be read.
    pub profile_error: Option<Report>,
    /// The operating system, for whoever helps.
    pub system: String,
    /// Whether it can keep the window out of pictures of the screen.
    pub conceals: bool,
    /// Whether the network is reached by a proxy, for whoever helps.
    pub proxy: bool,
}

/// The product's name: the label typed at Apple where no company is named.
const PRODUCT: &str = "icloud-connect";

impl Default for Setup {
    fn default() -> Self {
        Setup {
            connection: None,
            connection_from_profile: false,
            organization: None,
            uses: Vec::new(),
            support: Support::default(),
            logo: None,
            label: PRODUCT.to_owned(),
            goes_to: Vec::new(),
            hosted: None,
            other_providers: Vec::new(),
            mail_only: false,
            check_first: true,
            has_return_url: false,
            renew: None,
            profile_error: None,
            system: String::new(),
            conceals: false,
            proxy: false,
        }
    }
}

/// What the API key opens, as Nylas says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NylasApplication {
    /// The host that the key works at, with its port where that is not the usual one.
    pub host: String,
    /// The origin of that API: scheme, host, port.
    pub origin: String,
    pub application_id: String,
    /// The application's name, or its ID where it has none.
    pub application: String,
    /// Whether it has an iCloud connector.
    pub connector: bool,
    /// Whether the key came from the environment, for this run only.
    pub from_environment: bool,
}

/// What outlives a journey: the profile, the key's application, what was connected, and what the screen says now.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) setup: Setup,
    /// What the API key opens, once Nylas said so.
    pub(crate) application: Option<NylasApplication>,
    /// The application has no iCloud connector and cannot get one: the operator chose mail alone.
    pub(crate) chose_mail_only: bool,
    /// What was connected from this computer, oldest first.
    pub(crate) accounts: Vec<AccountRecord>,
    /// How many tries addresses have left.
    pub(crate) tries: Vec<Tries>,
    /// The same in practice; never kept.
    pub(crate) practice_tries: Vec<Tries>,
    /// Where an earlier run left off, until the journey is entered again.
    pub(crate) resume: Option<Progress>,
    /// Why nothing can be kept on this computer.
    pub(crate) no_folder: Option<Report>,
    /// What the clock said last, in Unix seconds.
    pub(crate) now: i64,
    /// When the person did something last, in Unix seconds.
    pub(crate) pressed_at: i64,
    /// The number of the current attempt; answers to older ones are dropped.
    pub(crate) attempt_id: u32,
    /// The number of what is shown: it grows when another screen comes, or buttons change their meaning.
    pub(crate) shown: u32,
    /// How often the page's secret fields had to be emptied; the page empties them when this grows.
    pub(crate) clear_epoch: u32,
    /// The name under which a damaged file was kept.
    pub(crate) set_aside: Option<String>,
    /// That nothing can be saved was said already.
    pub(crate) save_failed: bool,
    /// The person wants no small window.
    pub(crate) no_helper: bool,
    /// Whether help is open.
    pub(crate) help: bool,
    /// What is in the way.
    pub(crate) report: Option<Report>,
    /// When what stands in `report` happened, in Unix seconds.
    pub(crate) reported_at: i64,
    /// Something that is told once and is no problem.
    pub(crate) notice: Option<Notice>,
}

impl Session {
    /// Whether nothing here is real.
    pub(crate) fn practice(&self) -> bool {
        self.setup.connection == Some(Connection::Practice)
    }

    /// Whether the password is given to Nylas' own page instead of this program.
    pub(crate) fn hosted(&self) -> bool {
        self.setup.connection == Some(Connection::Hosted)
    }

    /// Whether the company's key is what reaches Nylas.
    pub(crate) fn by_key(&self) -> bool {
        self.setup.connection == Some(Connection::ApiKey)
    }

    /// Whether the key's application can connect what is to be connected.
    pub(crate) fn has_connector(&self) -> bool {
        self.application
            .as_ref()
            .is_some_and(|application| application.connector)
    }

    /// Whether this is the problem on the screen.
    pub(crate) fn has_problem(&self, problem: Problem) -> bool {
        self.report
            .as_ref()
            .is_some_and(|report| report.problem == problem)
    }

    /// What was said about the last screen goes with it.
    pub(crate) fn clear_messages(&mut self) {
        self.help = false;
        self.report = None;
        self.notice = self.notice.filter(|notice| *notice == Notice::SetAside);
    }
}
