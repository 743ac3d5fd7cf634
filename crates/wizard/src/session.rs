//! What outlives a journey.

use crate::{
    AccountRecord, Connection, NylasApplication, Problem, Progress, RelayDesk, Report, Setup,
    Tries, held::Held, notice::Notice, profile_form::ProfileWork,
};
use invitation::Link;
use secrecy::SecretString;

/// Longest name that is entered at Apple, in characters.
const LONGEST_LABEL: usize = 30;

/// What outlives a journey: the profile, the key's application, what was connected, and what the screen says now.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) setup: Setup,
    /// What the API key opens, once Nylas said so.
    pub(crate) application: Option<NylasApplication>,
    /// A key was found at hand, or put into the keychain.
    pub(crate) key_found: bool,
    /// The application has no iCloud connector and cannot get one: the operator chose mail alone.
    pub(crate) chose_mail_only: bool,
    /// The invitation that is open.
    pub(crate) invitation: Option<Held>,
    /// The one that an earlier run left open, until it is opened again.
    pub(crate) left_open: Option<Box<Link>>,
    /// A link that came while something else was under way.
    pub(crate) waiting_link: Option<SecretString>,
    /// The company's relay, once a key for it is at hand.
    pub(crate) relay_desk: Option<RelayDesk>,
    /// What was connected from this computer, oldest first.
    pub(crate) accounts: Vec<AccountRecord>,
    /// How many tries addresses have left.
    pub(crate) tries: Vec<Tries>,
    /// The same in practice; never kept.
    pub(crate) practice_tries: Vec<Tries>,
    /// A profile for customers that is tried, or will be made after that.
    pub(crate) profile_work: Option<ProfileWork>,
    /// The operator's own setup, while a profile is tried.
    pub(crate) own_setup: Option<Box<Setup>>,
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
    /// Whether it is said what this program is.
    pub(crate) about: bool,
    /// Whether the texts of licences are read there.
    pub(crate) licenses: bool,
    /// Whether it is asked if the window is to close while connecting.
    pub(crate) closing: bool,
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

    /// Whether the password goes to the company's relay.
    pub(crate) fn invited(&self) -> bool {
        self.setup.connection == Some(Connection::Invitation)
    }

    /// Whether the keychain has a key that can be forgotten.
    pub(crate) fn has_stored_key(&self) -> bool {
        let from_environment = |application: &NylasApplication| application.from_environment;
        self.key_found && !self.application.as_ref().is_some_and(from_environment)
    }

    /// Where the company's relay is; empty until a key for it is at hand.
    pub(crate) fn relay_place(&self) -> String {
        let desk = self.relay_desk.as_ref();
        desk.map(|desk| desk.place.clone()).unwrap_or_default()
    }

    /// Whether the keychain has a key for it that can be forgotten.
    pub(crate) fn keeps_relay_key(&self) -> bool {
        self.relay_desk.as_ref().is_some_and(|desk| desk.kept)
    }

    /// Who asks: the profile's word, else the name of the key's application.
    pub(crate) fn company(&self) -> Option<&str> {
        let named = |application: &&NylasApplication| {
            let own = Some(&application.application) == application.application_id.as_ref();
            self.by_key() && !own && application.application != application.host
        };
        let application = self.application.as_ref().filter(named);
        let name = || application.map(|application| application.application.as_str());
        self.setup.organization.as_deref().or_else(name)
    }

    /// The name to enter at Apple, at most 30 characters.
    pub(crate) fn label(&self) -> String {
        match self.company() {
            Some(name) if self.setup.organization.is_none() => {
                let short: String = name.chars().take(LONGEST_LABEL).collect();
                short.trim().to_owned()
            }
            _ => self.setup.label.clone(),
        }
    }

    /// Whether the key's application can connect what is to be connected.
    pub(crate) fn has_connector(&self) -> bool {
        self.application
            .as_ref()
            .is_some_and(|application| application.connector)
    }

    /// Whether the company can be written to; in practice there is none.
    pub(crate) fn can_email_company(&self) -> bool {
        self.setup.support.email.is_some() && !self.practice()
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
        self.about = false;
        self.licenses = false;
        self.report = None;
        self.notice = self.notice.filter(|notice| *notice == Notice::SetAside);
    }
}
