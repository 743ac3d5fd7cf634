//! The diagram of the screens in `docs/architecture.md` is drawn from the router: from every way in which the program
//! starts, everything is pressed and everything that was asked for is answered in every way. An arrow that the router
//! no longer takes, or a new one, fails here. `UPDATE_DIAGRAM=1 cargo test -p icloud-connect-wizard diagram` draws it anew.

use super::{
    moves::ADDRESSES,
    play::{LISTED, RELAY, RELAY_KEY, UNKNOWN, snapshot},
    world::{SECRETS, Unanswered, secret, setups},
};
use crate::{
    AccountRecord, Action, ConnectionKind, Effect, Event, Field, Input, Opened, Problem, Progress,
    Renewal, SCREENS, Setup, State, Step, step,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, HashSet, VecDeque},
    fmt::Write as _,
    fs,
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/architecture.md");
const BEGIN: &str = "<!-- drawn by crates/wizard/src/tests/diagram.rs -->\n";
const END: &str = "<!-- end of what is drawn -->";

/// Answers that differ in where they lead; see [`super::world`].
const HOW: [u8; 6] = [0, 1, 3, 130, 170, 242];

/// Asked for, and answered by something that is only told.
const TOLD: [&str; 9] = [
    "Open",
    "Leave",
    "Prepare",
    "SaveKey",
    "ForgetKey",
    "ForgetCopied",
    "PeekClipboard",
    "CheckAccounts",
    "SaveAccounts",
];

/// In the views, and of no weight for where things lead.
const SHOWN: [&str; 23] = [
    "again",
    "appleId",
    "applePage",
    "stepsShown",
    "advice",
    "aside",
    "complete",
    "drawing",
    "earlier",
    "first",
    "helper",
    "label",
    "last",
    "later",
    "loading",
    "offered",
    "removed",
    "searched",
    "selectedAll",
    "sixDigit",
    "slow",
    "sorted",
    "theirs",
];

/// One thing that happens.
#[derive(Clone, Debug)]
enum Move {
    Press(Action),
    PressFor(Action, String),
    /// A text is entered, and *Continue* pressed: no state and no view tells what was typed.
    Enter(Field, &'static str),
    /// The answer to what was asked for at this place in the list.
    Answer(usize, u8),
}

/// The program as it is after some moves.
struct Place {
    state: State,
    world: Unanswered,
}

/// A start and the moves since; a state cannot be copied, so it is played anew.
#[derive(Clone)]
struct Way {
    start: usize,
    moves: Vec<Move>,
}

type Start = (Setup, Option<Progress>, Vec<AccountRecord>);

/// Every way of starting that differs for the router.
fn starts() -> Vec<Start> {
    let account = |grant: &str, connection, application: &str| AccountRecord {
        application: Some(application.into()),
        connection: Some(connection),
        ..AccountRecord::new(
            grant.into(),
            "nyla@icloud.com".into(),
            "https://api.us.nylas.com".into(),
        )
    };
    let accounts = [
        vec![],
        vec![
            account("key", ConnectionKind::ApiKey, "app"),
            account("hosted", ConnectionKind::Hosted, "another"),
        ],
    ];
    let at = |step, address: Option<&str>| Progress {
        step,
        address: address.map(str::to_owned),
        ..Progress::fresh()
    };
    let sent = Progress {
        grants_before_submit: Some(vec![snapshot("grant", 0)]),
        host: Some("api.us.nylas.com".into()),
        ..at(Step::Password, Some("nyla@icloud.com"))
    };
    let renewal = Progress {
        renews: Some(Renewal::default()),
        ..at(Step::Prepare, Some("nyla@icloud.com"))
    };
    let saved = [
        None,
        Some(at(Step::Address, None)),
        Some(at(Step::Prepare, Some("nyla@icloud.com"))),
        Some(at(Step::Password, Some("nyla@icloud.com"))),
        Some(sent),
        Some(renewal),
    ];
    let mut starts = vec![];
    for setup in setups().into_iter().filter(|setup| !setup.mail_only) {
        for saved in &saved {
            for accounts in &accounts {
                starts.push((setup.clone(), saved.clone(), accounts.clone()));
            }
        }
    }
    starts
}

impl Place {
    fn begin(start: &Start) -> Self {
        let (setup, saved, accounts) = start.clone();
        let mut place = Place {
            state: State::new(setup),
            world: Unanswered::default(),
        };
        place.take(Event::Opened(Box::new(Opened {
            saved,
            accounts,
            ..Opened::default()
        })));
        place
    }

    fn play(starts: &[Start], way: &Way) -> Self {
        let mut place = Place::begin(&starts[way.start]);
        for to in &way.moves {
            place.go(to);
        }
        place
    }

    fn screen(&self) -> &'static str {
        self.state.screen.name()
    }

    /// Whether the event changed anything.
    fn take(&mut self, event: Event) -> bool {
        let screen = self.screen();
        let state = std::mem::replace(&mut self.state, State::new(Setup::default()));
        let (state, effects) = step(state, event);
        self.state = state;
        // What another screen asked for is of no weight here.
        if self.screen() != screen {
            self.world.pending.clear();
        }
        for effect in &effects {
            self.world.wanted(effect);
        }
        // The answers to these only tell something. What was dropped is not heard any more.
        self.world.pending.retain(|pending| {
            let name = pending.name();
            !name.starts_with("Copy") && !TOLD.contains(&name)
        });
        self.world.late.clear();
        // Of what was asked twice one answer is enough.
        let mut asked = HashSet::new();
        self.world
            .pending
            .retain(|pending| asked.insert(pending.part_of()));
        !matches!(effects[..], [Effect::Ignored(_)])
    }

    fn go(&mut self, to: &Move) -> bool {
        match to {
            Move::Press(action) => self.take(Event::Person(Input::Press(*action))),
            Move::PressFor(action, grant) => self.take(Event::Person(Input::PressFor {
                action: *action,
                grant: grant.clone(),
            })),
            Move::Enter(field, text) => {
                let mut edit = |field, text| {
                    self.take(Event::Person(Input::Edit {
                        field,
                        text: secret(text),
                        pasted: true,
                    }))
                };
                // What stands beside it and is needed, too.
                match field {
                    Field::RelayKey => edit(Field::Relay, RELAY),
                    Field::Recipient => edit(Field::Account, ADDRESSES[0]),
                    _ => true,
                };
                edit(*field, text) && self.take(Event::Person(Input::Press(Action::Continue)))
            }
            Move::Answer(at, how) => {
                let ask = self.world.pending.remove(*at);
                if let Some(list) = ask.list(&self.state.session.accounts) {
                    self.take(Event::Accounts(list));
                }
                self.take(ask.answer(*how))
            }
        }
    }

    /// What an arrow is called that this move causes.
    fn label(&self, to: &Move) -> &'static str {
        match to {
            Move::Press(action) | Move::PressFor(action, _) => action.name(),
            Move::Enter(..) => Action::Continue.name(),
            Move::Answer(at, _) => self.world.pending[*at].name(),
        }
    }

    fn moves(&self) -> Vec<Move> {
        let mut moves: Vec<Move> = Action::ALL.iter().copied().map(Move::Press).collect();
        for field in Field::ALL {
            let texts: &[&str] = match field {
                Field::Invitation => &["/home/nyla/acme.toml", LISTED, UNKNOWN],
                Field::Address => &ADDRESSES[..5],
                Field::AppleId | Field::Search => &ADDRESSES[..1],
                Field::AppPassword => &SECRETS[..1],
                Field::ApiKey => &["nyk_v0_kanarie"],
                Field::Relay | Field::Account | Field::AccountLabel => &[],
                Field::RelayKey => &[RELAY_KEY],
                Field::Recipient => &["Nyla"],
                Field::Company => &["Acme"],
                Field::SupportEmail
                | Field::SupportPhone
                | Field::PrivacyPage
                | Field::ReturnPage => &[],
                Field::RedirectAddress => &["http://localhost:9007/callback?code=1"],
            };
            moves.extend(texts.iter().map(|text| Move::Enter(*field, text)));
        }
        if self.screen() == "accounts" {
            for grant in ["key", "hosted", "grant", "listed-0", "listed-1"] {
                for action in [Action::Renew, Action::Disconnect, Action::Forget] {
                    moves.push(Move::PressFor(action, grant.into()));
                }
            }
        }
        if self.screen() == "invitations" {
            for action in [Action::NewLink, Action::Revoke, Action::Correct] {
                moves.push(Move::PressFor(action, "invitation-0".into()));
            }
        }
        for at in 0..self.world.pending.len() {
            moves.extend(HOW.map(|how| Move::Answer(at, how)));
        }
        moves
    }

    /// What the router and the screens decide by, without what only grows or is only shown.
    fn key(&self) -> String {
        let State {
            session,
            journey,
            screen,
            ..
        } = &self.state;
        let mut key = format!("{} {:?}", screen.name(), session.setup.connection);
        let view = Value::Object(screen.view(session, journey));
        coarse("", &view, &mut key);
        let problem = session.report.as_ref().map(|report| {
            let problem = report.problem;
            (
                report.kind,
                problem.nylas_may_overrule(),
                problem == Problem::OtherAddress,
            )
        });
        let left = session.resume.as_ref().filter(|_| !session.practice());
        let _ = write!(
            key,
            " {problem:?} {} {:?} {} {:?} {} {:?} {:?} {:?}",
            session.setup.connection_from_profile,
            (
                session.setup.profile_error.is_some(),
                session.setup.may_open_file,
                session.setup.from_opened_file,
            ),
            session.setup.other_providers.is_empty(),
            (
                session.application.as_ref().map(|a| a.connector),
                session.invitation.is_some(),
                session.setup.invitations_only,
            ),
            session.accounts.is_empty(),
            left.map(|left| (left.step, left.grants_before_submit.is_some())),
            journey.provider,
            journey
                .renewal
                .as_ref()
                .map(|r| (r.grant.is_some(), journey.chosen_among_all)),
        );
        let _ = write!(
            key,
            " {} {} {} {}",
            session.profile_work.is_some(),
            journey.account.icloud.is_some(),
            journey.password.is_some(),
            journey.grants_before_submit.is_some(),
        );
        // Elsewhere nothing depends on it.
        let at_relay = ["home", "relay-key", "invite", "invitations"].contains(&screen.name());
        let _ = write!(key, " {}", at_relay && session.relay_desk.is_some());
        let mut asked: Vec<&str> = self.world.pending.iter().map(|p| p.name()).collect();
        asked.sort();
        let _ = write!(key, " {asked:?}");
        key
    }
}

/// Phases and yes or no; of a text, a list and a question only whether there is one.
fn coarse(name: &str, value: &Value, key: &mut String) {
    match value {
        _ if SHOWN.contains(&name) => {}
        Value::Object(_) if name == "question" => key.push('?'),
        Value::Object(map) => {
            for (name, value) in map {
                coarse(name, value, key);
            }
        }
        Value::Array(stages) if name == "stages" => {
            stages.iter().for_each(|stage| coarse(name, stage, key));
        }
        Value::Array(list) => key.push(if list.is_empty() { '-' } else { '+' }),
        Value::String(phase) if matches!(name, "phase" | "status") => key.push_str(phase),
        Value::String(text) => key.push(if text.is_empty() { '-' } else { '+' }),
        Value::Bool(yes) => key.push(if *yes { 'y' } else { 'n' }),
        Value::Null => key.push('0'),
        Value::Number(_) => {}
    }
}

type Arrows = BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>;

fn explore() -> Arrows {
    let starts = starts();
    let mut arrows = Arrows::new();
    let mut known = HashSet::new();
    let mut queue = VecDeque::new();
    for (start, from) in starts.iter().enumerate() {
        let place = Place::begin(from);
        arrows.entry(("[*]", place.screen())).or_default();
        if known.insert(place.key()) {
            queue.push_back(Way {
                start,
                moves: vec![],
            });
        }
    }
    while let Some(way) = queue.pop_front() {
        let mut place = Place::play(&starts, &way);
        let from = place.screen();
        for to in place.moves() {
            let label = place.label(&to);
            let answered = matches!(to, Move::Answer(..));
            if !place.go(&to) && !answered {
                continue;
            }
            if place.screen() != from {
                arrows
                    .entry((from, place.screen()))
                    .or_default()
                    .insert(label);
            }
            if known.insert(place.key()) {
                let mut way = way.clone();
                way.moves.push(to);
                queue.push_back(way);
            }
            place = Place::play(&starts, &way);
        }
    }
    arrows
}

fn drawn(arrows: &Arrows) -> String {
    let order = |name: &str| SCREENS.iter().position(|screen| *screen == name);
    let id = |name: &str| name.replace('-', "_");
    let mut arrows: Vec<_> = arrows.iter().collect();
    arrows.sort_by_key(|((from, to), _)| (order(from), order(to)));
    let mut drawn = "```mermaid\nstateDiagram-v2\n".to_owned();
    for name in SCREENS.iter().filter(|name| name.contains('-')) {
        writeln!(drawn, "  {}: {name}", id(name)).unwrap();
    }
    for ((from, to), labels) in arrows {
        let labels: Vec<&str> = labels.iter().copied().collect();
        let colon = if labels.is_empty() { "" } else { ": " };
        writeln!(
            drawn,
            "  {} --> {}{colon}{}",
            id(from),
            id(to),
            labels.join(", ")
        )
        .unwrap();
    }
    drawn + "```\n"
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "this test draws a document; no decision is made with it"
)]
fn the_diagram_of_the_screens_is_what_the_router_does() {
    let arrows = explore();
    for name in SCREENS {
        let there = arrows.keys().any(|(_, to)| to == name);
        assert!(there, "nothing leads to {name}: see router.rs");
    }
    let drawn = drawn(&arrows);
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_DIAGRAM").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{drawn}{END}{after}")).unwrap();
    } else {
        assert_eq!(
            shown, drawn,
            "`UPDATE_DIAGRAM=1 cargo test -p icloud-connect-wizard diagram` draws it anew"
        );
    }
}
