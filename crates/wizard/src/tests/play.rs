//! Plays a journey: feeds inputs and outcomes, looks at what is wanted and shown, and says where it went wrong.

mod expected;
mod way;

use crate::{
    AccountRecord, Action, Answer, Connection, Draft, Effect, Event, Field, Grant, GrantSnapshot,
    HostedSetup, Input, Invitation, Invited, Made, MadeInvitation, Notice, NylasApplication, Offer,
    Opened, OpenedInvitation, Problem, Progress, RelayDesk, Report, Request, Return, Service,
    Setup, SignIn, State, Tries, Use, View, WindowMode, step, view,
};
use apple::Verdict;
use invitation::operator::{Board, Counted, Create, Seen};
use secrecy::SecretString;
use serde_json::Value;

pub(super) const ADDRESS: &str = "nyla.park@icloud.com";
pub(super) const PASSWORD: &str = "abcd-efgh-ijkl-mnop";
pub(super) const NORMAL_PASSWORD: &str = "Summer2024!";
pub(super) const GRANT: &str = "11111111-2222-4333-8444-555555555555";
pub(super) const CALLBACK: &str = "http://localhost:9007/callback";
pub(super) const KEY: &str = "nyk_v0_typedByTheOperator";

pub(super) struct Play {
    state: Option<State>,
    /// The effects of the last event.
    pub(super) last: Vec<Effect>,
    trace: Vec<String>,
}

pub(super) fn report(problem: Problem) -> Report {
    Report::new(problem)
}

/// An answer that leaves open whether a grant was made.
pub(super) fn open_ended(problem: Problem) -> Report {
    let detail = Box::new(crate::Detail {
        status: Some(503),
        ..crate::Detail::default()
    });
    Report {
        may_have_arrived: true,
        detail,
        ..Report::new(problem)
    }
}

pub(super) fn application(connector: bool) -> NylasApplication {
    NylasApplication {
        host: "api.us.nylas.com".into(),
        origin: "https://api.us.nylas.com".into(),
        application_id: Some("app".into()),
        lacks: vec![],
        application: "Acme".into(),
        connector,
        from_environment: false,
    }
}

/// A link to a relay on this computer; what stands in it is a secret.
pub(super) const LINK: &str = "http://localhost:9100/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";
/// The same to a relay that is listed.
pub(super) const LISTED: &str = "https://connect.maplecare.com/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";
/// The same to one that nobody knows.
pub(super) const UNKNOWN: &str =
    "https://relay.stranger.example/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";

/// What a relay says of an invitation.
pub(super) fn opened_invitation() -> OpenedInvitation {
    let apple::ParsedAddress::Apple(account) = apple::parse_address(ADDRESS) else {
        unreachable!("an address of Apple's")
    };
    OpenedInvitation {
        setup: Setup {
            connection_from_profile: false,
            may_open_file: false,
            relays: vec!["connect.maplecare.com".into()],
            organization: Some("Maple Care".into()),
            label: "Maple Care".into(),
            ..company(Connection::Invitation)
        },
        invitation: Invitation {
            reference: "K7M-2QX".into(),
            account,
            recipient: "Nyla Park".into(),
            account_label: Some("Bob's Bakery".into()),
            renew: false,
            ready: true,
            sent: false,
        },
    }
}

pub(super) const RELAY: &str = "https://connect.maplecare.com";
pub(super) const RELAY_KEY: &str = "icr_0123456789abcdefghjkmnpqrstvwxyz";

/// The company's relay, with a key in the keychain.
pub(super) fn relay_desk() -> RelayDesk {
    RelayDesk {
        place: "connect.maplecare.com".into(),
        kept: true,
    }
}

/// An invitation that can be sent on; its link is there to be read.
pub(super) fn made_invitation() -> MadeInvitation {
    MadeInvitation {
        account: ADDRESS.into(),
        name: "Nyla Park".into(),
        label: Some("Bob's Bakery".into()),
        reference: "K7M-2QX".into(),
        expires_at: 14 * 24 * 60 * 60,
        link: format!("{RELAY}/i/00112233445566778899aabbccddeeff").into(),
    }
}

/// An invitation as the company's relay lists it.
pub(super) fn listed_invitation(n: usize, state: invitation::State) -> Seen {
    Seen {
        id: format!("invitation-{n}"),
        reference: "K7M-2QX".into(),
        state,
        account: format!("person{n}@icloud.com"),
        recipient_label: format!("Person {n}"),
        send_to: None,
        account_label: None,
        external_id: None,
        language: None,
        renew: false,
        created_at: 1_690_000_000,
        expires_at: 1_700_000_000,
        sent_at: None,
        claimed_at: None,
        ended_at: None,
        bounced_at: None,
        parent: None,
        grant_id: None,
        stuck: None,
        links: 1,
    }
}

/// Some of each state, and two places where people do not get on.
pub(super) fn board() -> Board {
    let counted = |what: &str, of: Option<&str>, count| Counted {
        what: what.into(),
        of: of.map(Into::into),
        count,
    };
    Board {
        invitations: vec![
            counted("connected", None, 41),
            counted("sent", None, 12),
            counted("claimed", None, 3),
            counted("declined", None, 1),
        ],
        stuck: vec![
            counted("N01", Some("password"), 2),
            counted("A02", Some("elsewhere"), 1),
        ],
        ..Board::default()
    }
}

/// Two customers of a table.
pub(super) fn customers() -> Vec<Create> {
    let customer = |account: &str, name: &str| Create {
        account: account.into(),
        recipient_label: name.into(),
        ..Create::default()
    };
    vec![
        customer(ADDRESS, "Nyla Park"),
        customer("jo@gmail.com", "Jo"),
    ]
}

/// What became of them.
pub(super) fn invited() -> Vec<Invited> {
    vec![
        Invited::Made {
            reference: "K7M-2QX".into(),
            link: Some(made_invitation().link),
        },
        Invited::Refused("not-apple"),
    ]
}

/// A settings file that somebody was sent.
pub(super) fn offer() -> Offer {
    Offer {
        organization: Some("Acme CRM".into()),
        connection: Some(Connection::Hosted),
        hosts: vec!["api.us.nylas.com".into()],
    }
}

/// A first start on a computer where no profile counts.
pub(super) fn first_start() -> Setup {
    Setup {
        may_open_file: true,
        relays: vec!["connect.maplecare.com".into()],
        ..Setup::default()
    }
}

pub(super) fn draft() -> Draft {
    Draft {
        name: "Acme".into(),
        host: "api.us.nylas.com".into(),
        client_id: "1b5f9a5c-0000-4000-8000-000000000000".into(),
        callback: CALLBACK.into(),
        registered: false,
        connectors: vec!["icloud".into()],
        uses: vec![Use::Mail],
        support_email: "help@acme.example".into(),
        support_phone: String::new(),
        privacy_page: String::new(),
        return_page: String::new(),
        other_providers: vec![],
    }
}

pub(super) fn made() -> Made {
    Made {
        path: "/home/nyla/Downloads/profile.toml".into(),
        text: "[connection]\nkind = \"hosted\"\n".into(),
        administrator: false,
    }
}

pub(super) fn snapshot(id: &str, updated_at: i64) -> GrantSnapshot {
    GrantSnapshot {
        id: id.into(),
        updated_at: Some(updated_at),
        valid: true,
        same_address: true,
    }
}

pub(super) fn grant() -> Grant {
    Grant {
        id: GRANT.into(),
        email: Some(ADDRESS.into()),
    }
}

pub(super) fn company(connection: Connection) -> Setup {
    let hosted = (connection == Connection::Hosted).then(|| HostedSetup {
        host: "api.us.nylas.com".into(),
        callback: CALLBACK.into(),
    });
    Setup {
        connection: Some(connection),
        connection_from_profile: true,
        hosted,
        organization: Some("Acme CRM".into()),
        label: "Acme CRM".into(),
        ..Setup::default()
    }
}

/// All that is known, but for the time of the last press, and for the word that something was copied: it is heard once and
/// goes with whatever comes next.
pub(super) fn known(state: &State) -> String {
    let pressed_at = format!("pressed_at: {}", state.session.pressed_at);
    let mut known = format!("{state:?}").replace(&pressed_at, "");
    let heard_once = |notice: &Notice| *notice != Notice::SetAside && notice.is_heard_once();
    if let Some(notice) = state.session.notice.filter(heard_once) {
        known = known.replace(&format!("notice: Some({notice:?})"), "notice: None");
    }
    known
}

/// The name of what is wanted, without its particulars.
pub(super) fn name(effect: &Effect) -> String {
    let told = match effect {
        Effect::Ask(request) | Effect::Attempt { request, .. } => format!("{request:?}"),
        effect => format!("{effect:?}"),
    };
    told.chars().take_while(|c| c.is_alphanumeric()).collect()
}

impl Play {
    pub(super) fn new(setup: Setup) -> Self {
        Play {
            state: Some(State::new(setup)),
            last: vec![],
            trace: vec![],
        }
    }

    /// A first start.
    pub(super) fn open(setup: Setup) -> Self {
        Play::resume(setup, None)
    }

    /// A start with what an earlier run left behind.
    pub(super) fn resume(setup: Setup, saved: Option<Progress>) -> Self {
        let mut play = Play::new(setup);
        play.feed(Event::Opened(Box::new(Opened {
            saved,
            ..Opened::default()
        })));
        play
    }

    /// `welcome` of a journey against the simulator, chosen on `start`.
    pub(super) fn practice() -> Self {
        let mut play = Play::open(Setup::default());
        play.press(Action::UsePractice)
            .answer(Answer::StartPractice(Ok(())))
            .on("welcome");
        play
    }

    /// `welcome` of the operator's journey, with a key at hand.
    pub(super) fn api_key() -> Self {
        let mut play = Play::open(Setup {
            connection: Some(Connection::ApiKey),
            ..Setup::default()
        });
        play.key_at_hand()
            .on("home")
            .press(Action::ConnectCustomer)
            .on("welcome");
        play
    }

    pub(super) fn home() -> Self {
        let mut play = Play::api_key();
        play.press(Action::Back).on("home");
        play
    }

    /// `invite`, with a key for the company's relay at hand.
    pub(super) fn inviting() -> Self {
        let mut play = Play::home();
        play.press(Action::Invite)
            .on("relay-key")
            .answer(Answer::FindRelay(Ok(Some(relay_desk()))))
            .on("invite");
        play
    }

    /// `invitations`, which are being read.
    pub(super) fn board() -> Self {
        let mut play = Play::home();
        play.press(Action::Invitations)
            .on("relay-key")
            .answer(Answer::FindRelay(Ok(Some(relay_desk()))))
            .on("invitations");
        play
    }

    /// `welcome` of the journey by Nylas' own page.
    pub(super) fn hosted() -> Self {
        let mut play = Play::open(company(Connection::Hosted));
        play.on("welcome");
        play
    }

    /// `welcome` of an invitation.
    pub(super) fn invited() -> Self {
        let mut play = Play::open(first_start());
        play.feed(Event::Link(LISTED.into()))
            .on("invited")
            .press(Action::Confirm)
            .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
            .on("welcome");
        play
    }

    /// `welcome` by either way.
    pub(super) fn both() -> [Self; 2] {
        [Play::practice(), Play::api_key()]
    }

    pub(super) fn state(&self) -> &State {
        self.state.as_ref().expect("a state between two events")
    }

    pub(super) fn view(&self) -> View {
        view(self.state())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::to_value(self.view()).expect("a view is JSON")
    }

    pub(super) fn shown(&self, key: &str) -> Value {
        self.json()
            .get(key)
            .unwrap_or_else(|| self.fail(&format!("no {key} in the view")))
            .clone()
    }

    pub(super) fn run(&self) -> u32 {
        self.state().session.attempt_id
    }

    pub(super) fn progress(&self) -> Option<Progress> {
        self.state().progress()
    }

    pub(super) fn feed(&mut self, event: Event) -> &mut Self {
        let told = format!("{event:?}");
        let (state, effects) = step(
            self.state.take().expect("a state between two events"),
            event,
        );
        let seen = view(&state);
        let problem = seen
            .problem
            .map_or(String::new(), |p| format!(" {} {}", p.code, p.kind));
        self.trace.push(format!(
            "{told}\n      -> {}{problem} {effects:?}",
            seen.name
        ));
        self.state = Some(state);
        self.last = effects;
        self
    }

    pub(super) fn input(&mut self, input: Input) -> &mut Self {
        self.feed(Event::Person(input))
    }

    pub(super) fn press(&mut self, action: Action) -> &mut Self {
        self.input(Input::Press(action))
    }

    /// Types, so that more may follow.
    pub(super) fn edit(&mut self, field: Field, text: &str) -> &mut Self {
        self.input(Input::Edit {
            field,
            text: SecretString::from(text),
            pasted: false,
        })
    }

    /// Pastes into the field itself.
    pub(super) fn paste(&mut self, field: Field, text: &str) -> &mut Self {
        self.input(Input::Edit {
            field,
            text: SecretString::from(text),
            pasted: true,
        })
    }

    pub(super) fn leave(&mut self, field: Field) -> &mut Self {
        self.input(Input::Leave(field))
    }

    pub(super) fn answer(&mut self, answer: Answer) -> &mut Self {
        self.feed(Event::Answer(answer))
    }

    /// An answer to the current attempt.
    pub(super) fn in_attempt(&mut self, answer: Answer) -> &mut Self {
        let id = self.run();
        self.feed(Event::Attempt { id, answer })
    }

    pub(super) fn apple_says(&mut self, calendar: Verdict, mail: Verdict) -> &mut Self {
        self.apple_reports((calendar, None), (mail, None))
    }

    /// Calendar's and mail's verdict, each with what came along.
    pub(super) fn apple_reports(
        &mut self,
        calendar: (Verdict, Option<Report>),
        mail: (Verdict, Option<Report>),
    ) -> &mut Self {
        self.in_attempt(Answer::AskApple((
            Service::Calendar,
            calendar.0,
            calendar.1,
        )))
        .in_attempt(Answer::AskApple((Service::Mail, mail.0, mail.1)))
    }

    pub(super) fn snapshotted(&mut self, grants: Vec<GrantSnapshot>) -> &mut Self {
        self.in_attempt(Answer::SnapshotGrants(Ok(grants)))
    }

    pub(super) fn submitted(&mut self, grant: Result<Grant, Report>) -> &mut Self {
        self.in_attempt(Answer::Submit(grant))
    }

    pub(super) fn reconciled(&mut self, grants: Result<Vec<GrantSnapshot>, Report>) -> &mut Self {
        self.in_attempt(Answer::Reconcile(grants))
    }

    pub(super) fn ready_to_return(&mut self, result: Result<(), Report>) -> &mut Self {
        self.in_attempt(Answer::SignIn(SignIn::Ready(result)))
    }

    pub(super) fn returned(&mut self, how: Return) -> &mut Self {
        self.in_attempt(Answer::SignIn(SignIn::Back(how)))
    }

    pub(super) fn exchanged(&mut self, grant: Result<Grant, Report>) -> &mut Self {
        self.in_attempt(Answer::Exchange(grant))
    }

    pub(super) fn read_both(&mut self) -> &mut Self {
        self.in_attempt(Answer::ReadCalendars(Ok(vec![
            "Home".into(),
            "Work".into(),
        ])))
        .in_attempt(Answer::ReadMail(Ok(Some(1_700_000_000))))
    }
}
