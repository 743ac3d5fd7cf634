//! Plays a journey: feeds inputs and outcomes, looks at what is wanted and shown, and says where it went wrong.

use crate::{
    AccountRecord, Action, Answer, Connection, Draft, Effect, Event, Field, Grant, GrantSnapshot,
    HostedSetup, Input, Made, Notice, NylasApplication, Opened, Problem, Progress, Report, Request,
    Return, Service, Setup, SignIn, State, Tries, View, WindowMode, step, view,
};
use apple::Verdict;
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
        application_id: "app".into(),
        application: "Acme".into(),
        connector,
        from_environment: false,
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

    /// `welcome` of the journey by Nylas' own page.
    pub(super) fn hosted() -> Self {
        let mut play = Play::open(company(Connection::Hosted));
        play.on("welcome");
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

    /// The runner tells what is remembered, before it tells that it is written.
    pub(super) fn remembers(&mut self) -> &mut Self {
        let mut accounts = self.state().session.accounts.clone();
        for effect in &self.last {
            if let Effect::Ask(Request::Record {
                grant,
                address,
                icloud,
                ..
            }) = effect
            {
                accounts.retain(|known| known.grant != *grant);
                let application = Some("app".to_owned());
                let icloud = icloud.clone();
                accounts.push(AccountRecord {
                    application,
                    icloud,
                    ..AccountRecord::new(
                        grant.clone(),
                        address.clone(),
                        "https://api.us.nylas.com".into(),
                    )
                });
            }
        }
        self.feed(Event::Accounts(accounts))
    }

    pub(super) fn key_at_hand(&mut self) -> &mut Self {
        self.answer(Answer::FindKey(Ok(true)))
            .answer(Answer::CheckKey(Ok(application(true))))
    }

    // From `welcome` to each screen, the way most people go.

    pub(super) fn up_to_address(mut self) -> Self {
        self.press(Action::Continue).on("address");
        self
    }

    pub(super) fn up_to_prepare(self) -> Self {
        let mut play = self.up_to_address();
        play.edit(Field::Address, ADDRESS)
            .press(Action::Continue)
            .answer(Answer::Prepare(Ok(())))
            .on("prepare");
        play
    }

    pub(super) fn up_to_password(self) -> Self {
        let mut play = self.up_to_prepare();
        play.press(Action::HavePassword).on("password");
        play
    }

    /// Nylas' page is announced.
    pub(super) fn up_to_sign_in(self) -> Self {
        let mut play = self.up_to_prepare();
        play.press(Action::HavePassword).on("sign-in");
        play
    }

    /// Nylas' page is open.
    pub(super) fn up_to_waiting(self) -> Self {
        let mut play = self.up_to_sign_in();
        play.press(Action::SignIn)
            .did(&["Abort", "SignIn"])
            .ready_to_return(Ok(()))
            .did(&["Open", "After"])
            .shows("phase", "waiting");
        play
    }

    /// The browser came back.
    pub(super) fn up_to_exchange(self) -> Self {
        let mut play = self.up_to_waiting();
        play.returned(Return::SignedIn).on("connecting").did(&[
            "ComeForward",
            "Abort",
            "Exchange",
            "After",
        ]);
        play
    }

    /// Apple is asked.
    pub(super) fn up_to_apple_check(self) -> Self {
        let mut play = self.up_to_password();
        play.paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue)
            .on("connecting")
            .did(&["Abort", "AskApple"]);
        play
    }

    /// Apple accepted; the grants of the address are noted.
    pub(super) fn up_to_snapshot(self) -> Self {
        let mut play = self.up_to_apple_check();
        play.apple_says(Verdict::Accepted, Verdict::Accepted)
            .did(&["Abort", "SnapshotGrants"]);
        play
    }

    /// Custom auth is on its way; there was no grant before.
    pub(super) fn up_to_sending(self) -> Self {
        let mut play = self.up_to_snapshot();
        play.snapshotted(vec![]).did(&["Abort", "Submit", "After"]);
        play
    }

    /// The grant was made.
    pub(super) fn up_to_reading(self) -> Self {
        let mut play = self.up_to_sending();
        play.submitted(Ok(grant()))
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
        play
    }

    pub(super) fn up_to_done(self) -> Self {
        let mut play = self.up_to_reading();
        play.read_both();
        if !play.state().practice() {
            play.on("connecting")
                .did(&["Record"])
                .remembers()
                .answer(Answer::Record(Ok(())));
        }
        play.on("done");
        play
    }

    // What is expected.

    pub(super) fn on(&mut self, screen: &str) -> &mut Self {
        if self.view().name != screen {
            self.fail(&format!("expected the screen {screen}"));
        }
        self
    }

    /// The problem with this code is shown.
    pub(super) fn problem(&mut self, code: &str) -> &mut Self {
        if self.view().problem.is_none_or(|p| p.code != code) {
            self.fail(&format!("expected the problem {code}"));
        }
        self
    }

    /// The problem is shown with this variant of its sentence.
    pub(super) fn kind(&mut self, kind: &str) -> &mut Self {
        if self.view().problem.is_none_or(|p| p.kind != kind) {
            self.fail(&format!("expected the variant {kind:?}"));
        }
        self
    }

    pub(super) fn no_problem(&mut self) -> &mut Self {
        if self.view().problem.is_some() {
            self.fail("expected no problem");
        }
        self
    }

    pub(super) fn notice(&mut self, notice: Option<&str>) -> &mut Self {
        if self.view().notice != notice {
            self.fail(&format!("expected the notice {notice:?}"));
        }
        self
    }

    /// The last event asked for exactly this, besides what is kept and the window's shape.
    pub(super) fn did(&mut self, names: &[&str]) -> &mut Self {
        let done: Vec<String> = self
            .last
            .iter()
            .map(name)
            .filter(|n| {
                !matches!(
                    n.as_str(),
                    "Save" | "SaveTries" | "SetWindowMode" | "Conceal"
                )
            })
            .collect();
        if done != names {
            self.fail(&format!("expected {names:?}, was {done:?}"));
        }
        self
    }

    pub(super) fn was_ignored(&mut self) -> &mut Self {
        self.did(&["Ignored"])
    }

    /// The view says so.
    pub(super) fn shows(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        let (shown, value) = (self.shown(key), value.into());
        if shown != value {
            self.fail(&format!("expected {key} to be {value}, is {shown}"));
        }
        self
    }

    /// The stages in their order.
    pub(super) fn stages(&mut self, expected: [&str; 5]) -> &mut Self {
        let stages = self.shown("stages");
        let stages: Vec<&str> = stages
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|s| s["status"].as_str())
            .collect();
        if stages != expected {
            self.fail(&format!("expected the stages {expected:?}, are {stages:?}"));
        }
        self
    }

    /// The shape that the last event gave to the window.
    pub(super) fn reshaped(&self) -> Option<WindowMode> {
        self.last.iter().find_map(|e| {
            if let Effect::SetWindowMode(mode) = e {
                Some(*mode)
            } else {
                None
            }
        })
    }

    /// The tries that the last event kept.
    pub(super) fn saved_tries(&self) -> Option<Vec<Tries>> {
        self.last.iter().find_map(|e| {
            if let Effect::SaveTries(tries) = e {
                Some(tries.clone())
            } else {
                None
            }
        })
    }

    /// What the last event saved; the outer `None` when it saved nothing.
    pub(super) fn saved(&self) -> Option<Option<Progress>> {
        self.last.iter().find_map(|e| match e {
            Effect::Save(progress) => Some(progress.clone()),
            _ => None,
        })
    }

    pub(super) fn fail(&self, what: &str) -> ! {
        panic!(
            "{what}; this happened:\n  {}\nnow: {}",
            self.trace.join("\n  "),
            self.json()
        );
    }
}
