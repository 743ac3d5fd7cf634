//! Everything the wizard knows.

use crate::{
    AccountRecord, Effect, Progress, Renewal, Report, SCHEMA_VERSION, Shape, Step, Tries,
    screens::SET_ASIDE, screens::Screen, screens::Stamp,
};
use apple::{Address, AppPassword};

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
    /// Mail.
    Mail,
    /// Calendar.
    Calendar,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// An e-mail address.
    pub email: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
}

/// Nylas' own page, as far as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosted {
    /// The host where it begins.
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
    pub fixed: bool,
    /// The company's name.
    pub organization: Option<String>,
    /// What it says it will use; empty: not said.
    pub uses: Vec<Use>,
    /// Whom to ask.
    pub support: Support,
    /// The company's picture as a `data:` address.
    pub logo: Option<String>,
    /// The name to type at Apple.
    pub label: String,
    /// Nylas' own page, for the connection that goes by it.
    pub hosted: Option<Hosted>,
    /// Nylas' names of the providers that addresses elsewhere may go on to, on Nylas' own page.
    pub other_providers: Vec<&'static str>,
    /// Whether mail alone is connected, by plain IMAP.
    pub mail_only: bool,
    /// Whether Apple is asked before Nylas.
    pub check_first: bool,
    /// Whether the company wants people to come back to a page of its own.
    pub returns: bool,
    /// The address of an account to renew at once.
    pub renew: Option<String>,
    /// The profile could not be read.
    pub broken: Option<Report>,
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
            fixed: false,
            organization: None,
            uses: Vec::new(),
            support: Support::default(),
            logo: None,
            label: PRODUCT.to_owned(),
            hosted: None,
            other_providers: Vec::new(),
            mail_only: false,
            check_first: true,
            returns: false,
            renew: None,
            broken: None,
            system: String::new(),
            conceals: false,
            proxy: false,
        }
    }
}

/// What the API key opens, as Nylas says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The host that the key works at.
    pub host: String,
    /// The origin of that API: scheme, host, port.
    pub origin: String,
    /// The application's ID.
    pub application_id: String,
    /// The application's name, or its ID where it has none.
    pub application: String,
    /// Whether it has an iCloud connector.
    pub connector: bool,
    /// Whether the key came from the environment, for this run only.
    pub from_environment: bool,
}

/// Whose account is being connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The address as the person writes it.
    pub shown: Option<Address>,
    /// The iCloud address that signs in; the same one unless `shown` is elsewhere.
    pub icloud: Option<Address>,
}

/// The state of the wizard.
#[derive(Debug)]
pub struct State {
    pub(crate) setup: Setup,
    pub(crate) desk: Option<Desk>,
    /// The application has no iCloud connector and cannot get one: mail alone will do.
    pub(crate) chose_mail_only: bool,
    /// Nylas' name of whose account it is, where it is not Apple's: there is nothing to do at Apple then.
    pub(crate) elsewhere: Option<&'static str>,
    pub(crate) account: Account,
    /// What was connected from this computer, oldest first.
    pub(crate) accounts: Vec<AccountRecord>,
    /// The account is renewed: its address stays as it is.
    pub(crate) renewing: Option<Renewal>,
    /// The name under which a damaged file was kept.
    pub(crate) set_aside: Option<String>,
    pub(crate) screen: Screen,
    pub(crate) help: bool,
    pub(crate) report: Option<Report>,
    /// Something that is told once and is no problem: `set-aside`, `key-not-kept` …
    pub(crate) notice: Option<&'static str>,
    /// The password between being given and being used.
    pub(crate) held: Option<AppPassword>,
    /// Custom auth was sent and may have made a grant: what there was before it.
    pub(crate) sent: Option<Vec<Stamp>>,
    /// A request was cancelled on its way: Nylas may still be working on it.
    pub(crate) unsettled: bool,
    /// The number of the current attempt; answers to older ones are ignored.
    pub(crate) run: u32,
    /// How often the page's password field had to be emptied; the page empties it when this grows.
    pub(crate) wiped: u32,
    /// That nothing can be saved was said already.
    pub(crate) save_failed: bool,
    /// Where an earlier run left off, until the journey is entered again.
    pub(crate) resume: Option<Progress>,
    /// How many tries addresses have left.
    pub(crate) tries: Vec<Tries>,
    /// The same in practice; never kept.
    pub(crate) practice_tries: Vec<Tries>,
    /// Why nothing can be kept on this computer.
    pub(crate) no_folder: Option<Report>,
    /// What the clock said last, in Unix seconds.
    pub(crate) now: i64,
    /// When the person did something last.
    pub(crate) pressed_at: i64,
    /// When what stands in `report` happened.
    pub(crate) reported_at: i64,
    /// When the current attempt began.
    pub(crate) began_at: i64,
    /// When Apple's page was last opened from here.
    pub(crate) opened_at: Option<i64>,
    /// A password that was found on the clipboard and not asked for yet.
    pub(crate) offered: Option<AppPassword>,
    /// The password came by the button.
    pub(crate) pasted: bool,
    /// The person wants no small window.
    pub(crate) no_helper: bool,
    /// "Try with Nylas anyway" was used for this account.
    pub(crate) tried_anyway: bool,
}

impl State {
    /// The state before [`crate::Outcome::Opened`].
    pub fn new(setup: Setup) -> Self {
        State {
            setup,
            desk: None,
            chose_mail_only: false,
            elsewhere: None,
            account: Account::default(),
            accounts: vec![],
            renewing: None,
            set_aside: None,
            screen: Screen::Start,
            help: false,
            report: None,
            notice: None,
            held: None,
            sent: None,
            unsettled: false,
            run: 0,
            wiped: 0,
            save_failed: false,
            resume: None,
            tries: vec![],
            practice_tries: vec![],
            no_folder: None,
            now: 0,
            pressed_at: 0,
            reported_at: 0,
            began_at: 0,
            opened_at: None,
            offered: None,
            pasted: false,
            no_helper: false,
            tried_anyway: false,
        }
    }

    /// Whether nothing here is real.
    pub fn practice(&self) -> bool {
        self.setup.connection == Some(Connection::Practice)
    }

    /// Whether the password is given to Nylas' own page instead of this program.
    pub(crate) fn hosted(&self) -> bool {
        self.setup.connection == Some(Connection::Hosted)
    }

    /// Whether mail alone is connected, by the profile's word or because the operator chose it.
    pub(crate) fn mail_only(&self) -> bool {
        self.elsewhere
            .map_or(self.setup.mail_only || self.chose_mail_only, |provider| {
                provider == "imap"
            })
    }

    /// Takes the choice of mail alone back, with the key it was made for.
    pub(crate) fn everything_again(&mut self) -> Vec<Effect> {
        if std::mem::take(&mut self.chose_mail_only) {
            vec![Effect::MailOnly(false)]
        } else {
            vec![]
        }
    }

    /// Turns to another screen: what was said about the last one goes.
    pub(crate) fn go(mut self, screen: Screen) -> Self {
        self.screen = screen;
        self.help = false;
        self.report = None;
        self.notice = self.notice.filter(|notice| *notice == SET_ASIDE);
        self
    }

    /// The shape that the window should have.
    pub(crate) fn shape(&self) -> Shape {
        match &self.screen {
            Screen::Prepare(prepare) if prepare.helper.is_some() => Shape::Helper,
            _ => Shape::Full,
        }
    }

    /// Whether the window is kept out of pictures of the screen: a whole password is to be read in it.
    pub(crate) fn concealed(&self) -> bool {
        self.setup.conceals
            && !self.pasted
            && matches!(&self.screen, Screen::Password(form) if form.is_whole())
    }

    /// Drops the password, in memory and on the page.
    pub(crate) fn wipe(&mut self) {
        self.held = None;
        self.offered = None;
        self.pasted = false;
        self.wiped += 1;
    }

    /// What is worth keeping if the app were killed now.
    pub(crate) fn progress(&self) -> Option<Progress> {
        // Practice keeps nothing, and what an earlier run left stays as it is.
        if self.setup.connection.is_none() || self.practice() {
            return self.resume.clone();
        }
        let step = match &self.screen {
            Screen::Done(_) => return None,
            // While the key is being looked at, what an earlier run left is still true.
            Screen::Start | Screen::Operator(_) | Screen::Profile(_) | Screen::Accounts(_) => {
                return self.resume.clone();
            }
            Screen::Welcome => Step::Welcome,
            Screen::Address(_) => Step::Address,
            Screen::Prepare(_) => Step::Prepare,
            Screen::SignIn(_) => Step::SignIn,
            Screen::Connecting(_) if self.hosted() => Step::SignIn,
            Screen::Password(_) | Screen::Connecting(_) => Step::Password,
        };
        let shown = self.account.shown.as_ref();
        let icloud = self.account.icloud.as_ref().filter(|a| Some(*a) != shown);
        Some(Progress {
            schema_version: SCHEMA_VERSION,
            step,
            address: shown.map(ToString::to_string),
            apple_id: icloud.map(ToString::to_string),
            sent: self.sent.clone(),
            host: self
                .sent
                .as_ref()
                .and(self.desk.as_ref())
                .map(|desk| desk.host.clone()),
            renews: self.renewing.clone(),
        })
    }
}
