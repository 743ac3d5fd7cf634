//! Random walks: people press, type and paste anything; the world answers anything it might. What must never be, never is.

mod rules;

use super::{
    moves::{ADDRESSES, Move, walks},
    play::{LINK, LISTED, RELAY, RELAY_KEY, UNKNOWN, known, name},
    problems::table,
    world::{Pending, SECRETS, TRACES, Unanswered, secret, setups},
};
use crate::{
    AccountRecord, Action, Answer, Effect, Event, Field, Input, Opened, Progress, Request, State,
    Timer, View, step, view,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use rules::Happened;
use serde_json::Value;
use std::collections::BTreeSet;
use strum::VariantNames;

/// Someone on the way, and what was seen of it.
struct Walk {
    state: Option<State>,
    world: Unanswered,
    trace: Vec<String>,
    /// A custom auth whose answer may still come.
    in_flight: bool,
    /// A custom auth may have arrived without a word about it: it was for this.
    open: Option<String>,
    /// An access token that is there, or may still come, and was not revoked.
    token: bool,
    seen: BTreeSet<String>,
}

/// The buttons of an account.
const ROW: [Action; 12] = [
    Action::NewLink,
    Action::Release,
    Action::ResetTries,
    Action::Correct,
    Action::Revoke,
    Action::Select,
    Action::Renew,
    Action::SendLink,
    Action::Disconnect,
    Action::Forget,
    Action::CopyGrant,
    Action::CopyDetails,
];

type Checked = Result<(), TestCaseError>;

impl Walk {
    fn start(
        setup: u16,
        saved: Option<Progress>,
        accounts: Vec<AccountRecord>,
    ) -> Result<Self, TestCaseError> {
        let state = Some(State::new(one(setup, &setups())));
        let mut walk = Walk {
            state,
            world: Unanswered::default(),
            trace: vec![],
            in_flight: false,
            open: None,
            token: false,
            seen: BTreeSet::new(),
        };
        walk.take(Event::Opened(Box::new(Opened {
            saved,
            accounts,
            ..Opened::default()
        })))?;
        Ok(walk)
    }

    fn state(&self) -> &State {
        self.state.as_ref().unwrap()
    }

    fn view(&self) -> View {
        view(self.state())
    }

    fn take(&mut self, event: Event) -> Checked {
        let before = self.state.take().unwrap();
        let (was, run, practice, screen) = (
            known(&before),
            before.session.attempt_id,
            before.practice(),
            view(&before).name,
        );
        let told = format!("{event:?}");
        let announced = view(&before).body.get("goesOn") == Some(&Value::Bool(true));
        let answer = match Happened::of(&event, run, screen == "operator") {
            Happened::Second if announced => Happened::Wish,
            other => other,
        };
        let stale = attempt(&event).is_some_and(|of| of != run);
        let (state, effects) = step(before, event);
        self.trace.push(format!(
            "{told}\n      {} -> {} {effects:?}",
            screen,
            view(&state).name
        ));
        let now = format!("{state:?}");
        let shown = view(&state);
        self.state = Some(state);

        for text in [
            &told,
            &now,
            &format!("{effects:?}"),
            &serde_json::to_string(&shown).unwrap(),
        ] {
            self.hides_secrets(text)?;
        }
        if effects.iter().any(|e| matches!(e, Effect::Ignored(_))) {
            self.check(
                effects.len() == 1 && was == known(self.state()),
                "an event that does not fit changed something",
            )?;
        }
        self.check(
            !stale || matches!(effects[..], [Effect::Ignored(_)]),
            "an answer to an earlier attempt was heard",
        )?;
        self.check(
            self.state().session.attempt_id >= run,
            "an attempt's number went down",
        )?;
        self.check(
            self.state().session.setup.connection.is_some()
                || self.state().journey.password.is_none(),
            "a password without a connection",
        )?;
        if shown.name == "done" && screen != "done" {
            let read = shown_as_read(&shown);
            self.check(
                read && self.state().journey.password.is_none(),
                "connected was said without a proof, or with the password still there",
            )?;
            self.check(
                practice || answer == Happened::Recorded,
                "connected was said before it was written down",
            )?;
        }
        if let Some(problem) = &shown.problem {
            let row = table().into_iter().find(|row| row.code == problem.code);
            let listed = row.is_some_and(|row| row.lands_on(shown.name));
            self.check(
                listed,
                &format!(
                    "docs/problems.md does not know {} on {}",
                    problem.code, shown.name
                ),
            )?;
        }
        self.obeys_the_rules_of_sending(answer, &effects)?;
        self.keeps_no_token(&effects)?;
        for effect in &effects {
            match effect {
                Effect::Save(progress) => {
                    self.hides_secrets(&serde_json::to_string(progress).unwrap())?;
                }
                Effect::Ask(Request::Copy(_, text)) => self.hides_secrets(text)?,
                _ => {}
            }
            let for_real = matches!(
                effect,
                Effect::Save(Some(_))
                    | Effect::Ask(Request::Record { .. })
                    | Effect::Ask(Request::SaveKey)
                    | Effect::Attempt {
                        request: Request::CheckKey(_),
                        ..
                    }
            );
            self.check(
                !(for_real && practice && self.state().practice()),
                "practice left something behind",
            )?;
            self.seen.insert(name(effect));
            self.world.wanted(effect);
        }
        self.seen.insert(shown.name.to_owned());
        Ok(())
    }

    fn hear(&mut self, ask: &Pending, how: u8) -> Checked {
        let accounts = self.state().session.accounts.clone();
        if let Some(list) = ask.list(&accounts) {
            self.take(Event::Accounts(list))?;
        }
        self.take(ask.answer(how))
    }

    fn press(&mut self, action: Action) -> Checked {
        self.take(Event::Person(Input::Press(action)))
    }

    fn edit(&mut self, field: Field, text: &str, pasted: bool) -> Checked {
        self.take(Event::Person(Input::Edit {
            field,
            text: secret(text),
            pasted,
        }))
    }

    fn go(&mut self, to: Move) -> Checked {
        match to {
            Move::GoOn(index) => self.go_on(index),
            Move::Press(index) => self.press(one(index, Action::ALL)),
            Move::PressBesideProblem(index) => match self.view().problem {
                Some(problem) if !problem.actions.is_empty() => {
                    self.press(one(index, &problem.actions))
                }
                _ => Ok(()),
            },
            Move::TypeSecret(field, index, pasted) => {
                // What is an address may be shown where an address is asked for.
                let secrets = if matches!(field, Field::Address | Field::AppleId | Field::Search) {
                    &SECRETS[..11]
                } else {
                    &SECRETS[..]
                };
                self.edit(field, one(index, secrets), pasted)
            }
            Move::TypeAddress(field, index) => self.edit(field, one(index, &ADDRESSES), false),
            Move::TypeOdd(field, text, pasted) => self.edit(field, &text, pasted),
            Move::Leave(field) => self.take(Event::Person(Input::Leave(field))),
            Move::SixDigit(answer) => self.take(Event::Person(Input::SixDigit(answer))),
            Move::PressFor(action, of) => {
                let grant = one(of, &self.listed());
                self.take(Event::Person(Input::PressFor {
                    action: one(action, &ROW),
                    grant,
                }))
            }
            Move::Scroll(first) => self.take(Event::Person(Input::Scroll(first))),
            Move::Zoom(zoom) => self.take(Event::Person(Input::Zoom(zoom))),
            Move::Show(showing) => self.take(Event::Person(Input::Show(showing))),
            Move::Use(what, on) => self.take(Event::Person(Input::Use { what, on })),
            Move::OtherProvider(what, on) => {
                self.take(Event::Person(Input::OtherProvider { what, on }))
            }
            Move::Sort(column) => self.take(Event::Person(Input::Sort(column))),
            Move::Answer(index, how) => match take_one(&mut self.world.pending, index) {
                Some(ask) => self.hear(&ask, how),
                None => Ok(()),
            },
            Move::AnswerLate(index, how) => match take_one(&mut self.world.late, index) {
                Some(ask) => self.hear(&ask, how),
                None => Ok(()),
            },
            Move::NotSaved => self.take(Event::NotSaved),
            Move::Link(index) => {
                let link = one(index, &[LISTED, LINK, UNKNOWN, "kanarie", LISTED]);
                self.take(Event::Link(secret(link)))
            }
            Move::Return => self.take(Event::Returned),
            Move::Pass(seconds) => {
                let now = self.state().session.now + i64::from(seconds);
                self.take(Event::Clock(now))?;
                let state = self.state();
                self.check(
                    seconds < 1800 || state.screen.uses_password() || !state.keeps_secret(),
                    "a secret outlived half an hour without a press",
                )
            }
        }
    }

    /// The grants that the screen lists, and one that it does not.
    fn listed(&self) -> Vec<String> {
        let mut listed = vec!["of nobody".to_owned()];
        let body = self.view().body;
        let rows =
            |rows: Option<&Value>| rows.and_then(Value::as_array).cloned().unwrap_or_default();
        let all = body.get("all").and_then(|all| all.get("rows"));
        for row in rows(body.get("rows")).into_iter().chain(rows(all)) {
            listed.extend(row["grant"].as_str().map(str::to_owned));
        }
        listed
    }

    fn go_on(&mut self, index: u16) -> Checked {
        if !self.world.pending.is_empty() {
            let ask = self.world.pending.remove(0);
            return self.hear(&ask, 0);
        }
        if self.view().file_used && index.is_multiple_of(6) {
            return self.press(Action::UseNoFile);
        }
        let one_of = |actions: &[Action]| one(index, actions);
        match self.view().name {
            "accounts" if index.is_multiple_of(2) => self.go(Move::PressFor(index / 2, index / 8)),
            "accounts" if index.is_multiple_of(5) => {
                self.edit(Field::Search, one(index, &ADDRESSES), false)?;
                self.press(Action::FindGrants)
            }
            "accounts" => self.press(one_of(&[
                Action::Confirm,
                Action::ConnectAnother,
                Action::AllGrants,
                Action::LoadMore,
                Action::CopyGrants,
                Action::SelectAll,
                Action::DisconnectSelected,
            ])),
            "start" if index.is_multiple_of(7) => {
                self.edit(
                    Field::Invitation,
                    one(index, &[LISTED, LINK, UNKNOWN]),
                    true,
                )?;
                self.press(Action::Continue)
            }
            "start" => self.press(one_of(&[
                Action::UsePractice,
                Action::UseApiKey,
                Action::UseInvitation,
                Action::OpenFile,
                Action::OpenFile,
                Action::Retry,
            ])),
            "invited" => self.press(one_of(&[
                Action::Confirm,
                Action::Confirm,
                Action::Cancel,
                Action::Continue,
            ])),
            "operator" if serde_json::to_value(self.view()).unwrap()["confirm"] == true => {
                self.press(one_of(&[Action::Confirm, Action::Cancel]))
            }
            "operator" => {
                self.edit(Field::ApiKey, "nyk_v0_kanarie", true)?;
                self.press(Action::Continue)
            }
            "make-profile" => self.press(one_of(&[
                Action::Continue,
                Action::Continue,
                Action::CopyProfile,
                Action::PreviewProfile,
                Action::TryProfile,
                Action::ShowFile,
                Action::Back,
            ])),
            "home" => self.press(one_of(&[
                Action::ConnectCustomer,
                Action::ConnectCustomer,
                Action::MakeProfile,
                Action::Invite,
                Action::Invite,
                Action::Invitations,
                Action::AllGrants,
                Action::Accounts,
                Action::ForgetKey,
            ])),
            "relay-key" => {
                self.edit(Field::Relay, RELAY, false)?;
                self.edit(Field::RelayKey, RELAY_KEY, true)?;
                self.press(one_of(&[
                    Action::Continue,
                    Action::Continue,
                    Action::Confirm,
                ]))
            }
            "invite" if index.is_multiple_of(3) => self.press(Action::InviteSeveral),
            "invite" => {
                self.edit(Field::Account, ADDRESSES[0], false)?;
                self.edit(Field::Recipient, "Nyla", false)?;
                self.press(one_of(&[
                    Action::Continue,
                    Action::Continue,
                    Action::CopyLink,
                    Action::CopyMail,
                    Action::Continue,
                    Action::ForgetKey,
                    Action::UseOtherKey,
                ]))
            }
            "several" if self.view().body.get("saves") == Some(&Value::Bool(true)) => {
                self.press(one_of(&[Action::SaveLinks, Action::Continue]))
            }
            "several" => self.press(Action::Continue),
            "invitations" if index.is_multiple_of(2) => {
                let action = one(index / 2, &ROW[..5]);
                let grant = self.listed().pop().unwrap_or_default();
                self.take(Event::Person(Input::PressFor { action, grant }))
            }
            "invitations" => self.press(one_of(&[
                Action::Confirm,
                Action::Continue,
                Action::LoadMore,
                Action::Invite,
                Action::Cancel,
            ])),
            "address" => {
                self.edit(Field::Address, one(index, &ADDRESSES[..5]), false)?;
                if !index.is_multiple_of(3) {
                    self.edit(Field::AppleId, ADDRESSES[0], false)?;
                }
                self.press(one_of(&[
                    Action::Continue,
                    Action::Continue,
                    Action::UseSuggestion,
                ]))
            }
            "prepare" => self.press(one_of(&[Action::OpenApple, Action::HavePassword])),
            "sign-in" => self.press(one_of(&[
                Action::SignIn,
                Action::SignIn,
                Action::Continue,
                Action::Cancel,
            ])),
            "password" => {
                self.edit(Field::AppPassword, SECRETS[0], true)?;
                self.press(one_of(&[
                    Action::Continue,
                    Action::Continue,
                    Action::Paste,
                    Action::ClosedTooEarly,
                ]))
            }
            "connecting" => self.press(one_of(&[
                Action::Retry,
                Action::Continue,
                Action::Confirm,
                Action::EmailSupport,
            ])),
            "done" => self.press(one_of(&[
                Action::Finish,
                Action::NotMine,
                Action::ConnectAnother,
                Action::Confirm,
            ])),
            _ => self.press(Action::Continue),
        }
    }

    /// From wherever this is, a few presses lead to where a journey begins.
    fn finds_home(&mut self) -> Checked {
        for _ in 0..8 {
            let view = self.view();
            if is_home(&view) {
                return Ok(());
            }
            while let Some(at) = self
                .world
                .pending
                .iter()
                .position(|ask| ask.deletes_or_records())
            {
                let ask = self.world.pending.remove(at);
                self.hear(&ask, 0)?;
            }
            let phase = view.body.get("phase").and_then(Value::as_str);
            let over = matches!(phase, Some("declined" | "stopped"));
            let asked = view.body.get("confirm") == Some(&Value::Bool(true));
            self.press(match view.name {
                _ if view.help => Action::Help,
                _ if view.about => Action::About,
                "connecting" => Action::Cancel,
                "invited" if over => Action::Continue,
                "invited" => Action::Cancel,
                "done" if asked => Action::Cancel,
                "done" => Action::ConnectAnother,
                _ => Action::Back,
            })?;
        }
        let home = is_home(&self.view());
        self.check(home, "no way back within eight presses")
    }

    fn help_loses_nothing(&mut self) -> Checked {
        // With that open, the button closes it.
        if self.view().about {
            return Ok(());
        }
        let before = known(self.state());
        self.press(Action::Help)?;
        self.press(Action::Help)?;
        self.check(before == known(self.state()), "help lost something")
    }
}

/// The one that a random number stands for.
fn one<T: Clone>(index: u16, of: &[T]) -> T {
    of[usize::from(index) % of.len()].clone()
}

/// The attempt that an answer belongs to.
fn attempt(event: &Event) -> Option<u32> {
    match event {
        Event::Attempt { id, .. } => Some(*id),
        _ => None,
    }
}

fn take_one(asks: &mut Vec<Pending>, index: u16) -> Option<Pending> {
    if asks.is_empty() {
        None
    } else {
        Some(asks.remove(usize::from(index) % asks.len()))
    }
}

fn shown_as_read(view: &View) -> bool {
    ["calendarsRead", "mailRead"]
        .iter()
        .any(|read| view.body.get(*read) == Some(&Value::Bool(true)))
}

/// Where a journey begins. One by invitation ends with its window.
fn is_home(view: &View) -> bool {
    matches!(
        view.name,
        "start" | "operator" | "home" | "welcome" | "accounts"
    ) || view.name == "done" && view.invited
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, max_shrink_iters: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_what_must_never_be_never_is((setup, saved, accounts, moves) in walks()) {
        let mut walk = Walk::start(setup, saved, accounts)?;
        for to in moves {
            walk.go(to)?;
        }
        walk.help_loses_nothing()?;
        walk.finds_home()?;
    }
}

/// The walks above say little if they never get far. Which screens can be reached is told by the diagram.
#[test]
fn the_walks_ask_for_everything() {
    // The first two hold requests; the others are so unlikely that plays of their own do them.
    let not_met = ["Ask", "Attempt", "MailOnly", "EmailSupport", "TellAddress"];
    let all = Request::VARIANTS.iter().chain(Effect::VARIANTS);
    let wanted = all.filter(|name| !not_met.contains(name));
    let wanted: BTreeSet<String> = wanted.map(|name| (*name).to_owned()).collect();
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    // So many that chance decides nothing; seldom are they all needed.
    for _ in 0..2_048 {
        if wanted.is_subset(&seen) {
            break;
        }
        let (setup, saved, accounts, moves) = walks().new_tree(&mut runner).unwrap().current();
        let mut walk = Walk::start(setup, saved, accounts).unwrap();
        for to in moves {
            walk.go(to).unwrap();
        }
        seen.append(&mut walk.seen);
    }
    let missing: Vec<_> = wanted.difference(&seen).collect();
    assert!(missing.is_empty(), "no walk came to {missing:?}");
}
