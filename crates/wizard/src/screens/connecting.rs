//! `connecting`: Apple's two services, then custom auth, then reading through the grant.
//!
//! Custom auth is sent at most once per `continue` or `retry`, and after an answer that leaves open whether a grant was
//! made, the grants are looked at before it may be sent again.

mod attempt;

use super::{AddressForm, Done, Next, Screen, done, ignored, password, sign_in};
use crate::{
    Account, Action, Effect, Event, Input, Outcome, Problem, Reading, Report, Service, State, Timer,
};
use apple::{Address, Verdict};
use attempt::{
    ask_apple, exchange, look, look_beside, looked, made, newly_made, note, read, send, skip_apple,
    weigh_readings, weigh_verdicts,
};
use serde::{Deserialize, Serialize};

/// Longest countdown that is shown, in seconds.
const LONGEST_WAIT: u32 = 3600;

/// A grant as Nylas told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its ID.
    pub id: String,
    /// Its address, where Nylas names one.
    pub email: Option<String>,
}

/// What is noted of a grant to see later whether it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The grant's ID.
    pub id: String,
    /// Its last authentication in Unix seconds, as Nylas says.
    pub updated_at: Option<i64>,
    /// Whether Nylas calls it valid.
    pub valid: bool,
    /// Its address is the one asked for.
    pub same_address: bool,
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}

/// The five stages, in the order in which they are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stages {
    pub(crate) apple_calendar: Status,
    pub(crate) apple_mail: Status,
    pub(crate) grant: Status,
    pub(crate) calendars: Status,
    pub(crate) mail: Status,
}

impl Status {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Running => "running",
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

impl Stages {
    /// Each with its name; the page's `data-stage`.
    pub(crate) const fn named(&self) -> [(&'static str, Status); 5] {
        [
            ("apple-calendar", self.apple_calendar),
            ("apple-mail", self.apple_mail),
            ("grant", self.grant),
            ("calendars", self.calendars),
            ("mail", self.mail),
        ]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    AskingApple,
    /// What grants of this address are there before custom auth?
    Noting,
    Sending,
    /// The code that came back from Nylas' own page is exchanged.
    Exchanging,
    /// Custom auth's answer left it open: was a grant made?
    Looking {
        then_send: bool,
    },
    Reading,
    /// Writing the account to disk.
    Recording,
    /// Something failed; `state.report` says what, and `retry` goes on from there.
    Stopped,
}

#[derive(Debug)]
pub(crate) struct Connecting {
    pub(crate) phase: Phase,
    pub(crate) stages: Stages,
    pub(crate) slow: bool,
    /// Seconds until another try makes sense.
    pub(crate) wait: u32,
    /// What calendar and mail said, with the report where one came along.
    heard: [Option<(Verdict, Option<Report>)>; 2],
    /// How often was looked for what a cancelled request made.
    looks: u8,
    /// What to say of a request that got no answer, if it made nothing.
    unanswered: Option<Report>,
    grant: Option<Grant>,
    /// The grant is this address's, not the one's that was asked for.
    other: Option<Address>,
    existed: bool,
    calendars: Option<Result<Vec<String>, Report>>,
    newest: Option<Result<Option<i64>, Report>>,
}

impl Connecting {
    fn new() -> Box<Self> {
        use Status::Waiting;
        Box::new(Connecting {
            phase: Phase::Noting,
            stages: Stages {
                apple_calendar: Waiting,
                apple_mail: Waiting,
                grant: Waiting,
                calendars: Waiting,
                mail: Waiting,
            },
            slow: false,
            wait: 0,
            heard: [None, None],
            looks: 0,
            unanswered: None,
            grant: None,
            other: None,
            existed: false,
            calendars: None,
            newest: None,
        })
    }
}

/// Starts an attempt with the password that is held.
pub(crate) fn enter(state: State) -> Next {
    let state = state.go(Screen::Connecting(Connecting::new()));
    if state.setup.check_first {
        ask_apple(state)
    } else {
        skip_apple(state)
    }
}

/// The person signed in on Nylas' own page. What Apple says of the password is between the two.
pub(crate) fn enter_signed_in(mut state: State) -> Next {
    // The browser's address may stand in a field that goes now.
    state.wipe();
    exchange(without_apple(state))
}

/// After a crash while custom auth was under way: the grants are looked at first.
pub(crate) fn look_again(state: State) -> Next {
    look(without_apple(state), false)
}

fn without_apple(state: State) -> State {
    let mut connecting = Connecting::new();
    connecting.stages.apple_calendar = Status::Skipped;
    connecting.stages.apple_mail = Status::Skipped;
    state.go(Screen::Connecting(connecting))
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let current = state.run;
    let Screen::Connecting(connecting) = &mut state.screen else {
        return ignored(state, "connecting");
    };
    match (connecting.phase, event) {
        (
            Phase::AskingApple,
            Event::World(Outcome::AppleSaid {
                run,
                service,
                verdict,
                report,
            }),
        ) if run == current => {
            connecting.hear(service, verdict, report);
            weigh_verdicts(state)
        }
        (Phase::Noting, Event::World(Outcome::Noted { run, grants })) if run == current => {
            match grants {
                Ok(grants) => send(state, grants),
                Err(report) => stop(state, report),
            }
        }
        (Phase::Sending, Event::World(Outcome::Submitted { run, grant })) if run == current => {
            match grant {
                Ok(grant) => made(state, grant),
                Err(report) if report.problem.refuses_password() => {
                    state.sent = None;
                    password::refused(state, report)
                }
                // No answer at all: the grants tell what became of it, and only then there is something to say.
                Err(report) if report.may_have_arrived && report.detail.status.is_none() => {
                    connecting.unanswered = Some(report);
                    look(state, false)
                }
                Err(report) if report.may_have_arrived => {
                    // An answer is shown at once; whether it was made all the same is looked at beside it.
                    let (state, mut effects) = stop(state, report);
                    let (state, more) = look_beside(state);
                    effects.extend(more);
                    (state, effects)
                }
                Err(report) => {
                    state.sent = None;
                    stop(state, report)
                }
            }
        }
        (Phase::Exchanging, Event::World(Outcome::Exchanged { run, grant })) if run == current => {
            match grant {
                Ok(grant) => made(state, grant),
                Err(report) => stop(state, report),
            }
        }
        (
            Phase::Sending | Phase::Exchanging,
            Event::World(Outcome::Elapsed {
                run,
                timer: Timer::Slow,
            }),
        ) if run == current => {
            connecting.slow = true;
            (state, vec![])
        }
        (Phase::Looking { then_send }, Event::World(Outcome::Looked { run, grants }))
            if run == current =>
        {
            match grants {
                Ok(grants) => looked(state, grants, then_send),
                Err(report) => {
                    let report = connecting.unanswered.take().unwrap_or(report);
                    stop(state, report)
                }
            }
        }
        (
            Phase::Looking { .. },
            Event::World(Outcome::Elapsed {
                run,
                timer: Timer::Look,
            }),
        ) if run == current => look_beside(state),
        // The look beside a shown problem: only good news changes anything.
        (
            Phase::Stopped,
            Event::World(Outcome::Looked {
                run,
                grants: Ok(grants),
            }),
        ) if run == current && state.sent.is_some() => match newly_made(&state, &grants) {
            Some(grant) => {
                state.report = None;
                made(state, grant)
            }
            None => (state, vec![]),
        },
        (Phase::Reading, Event::World(Outcome::Read { run, reading })) if run == current => {
            connecting.take(reading);
            weigh_readings(state)
        }
        (Phase::Recording, Event::World(Outcome::Recorded(result))) => {
            done::enter(state, result.err())
        }
        (
            Phase::Stopped,
            Event::World(Outcome::Elapsed {
                run,
                timer: Timer::Second,
            }),
        ) if run == current && connecting.wait > 0 => {
            connecting.wait -= 1;
            let wait = connecting.wait;
            (state, count_down(current, wait))
        }
        (Phase::Stopped, Event::Person(Input::Press(Action::Retry))) => retry(state),
        (Phase::Stopped, Event::Person(Input::Press(Action::Confirm))) => accept_other(state),
        (Phase::Stopped, Event::Person(Input::Press(Action::Continue))) => try_anyway(state),
        (Phase::Stopped, Event::Person(Input::Press(Action::OtherAddress))) => other_address(state),
        // While the account is being written there is nothing left to stop.
        (phase, Event::Person(Input::Press(Action::Cancel | Action::Back)))
            if phase != Phase::Recording =>
        {
            cancel(state)
        }
        _ => ignored(state, "connecting"),
    }
}

impl Connecting {
    fn hear(&mut self, service: Service, verdict: Verdict, report: Option<Report>) {
        let status = match verdict {
            Verdict::Accepted => Status::Done,
            Verdict::Refused | Verdict::Locked | Verdict::NoAnswer => Status::Failed,
            Verdict::Skipped => Status::Skipped,
        };
        match service {
            Service::Calendar => {
                (self.heard[0], self.stages.apple_calendar) = (Some((verdict, report)), status);
            }
            Service::Mail => {
                (self.heard[1], self.stages.apple_mail) = (Some((verdict, report)), status);
            }
        }
    }

    fn take(&mut self, reading: Reading) {
        let status = |failed: bool| if failed { Status::Failed } else { Status::Done };
        match reading {
            Reading::Calendars(result) => {
                self.stages.calendars = status(result.is_err());
                self.calendars = Some(result);
            }
            Reading::Mail(result) => {
                self.stages.mail = status(result.is_err());
                self.newest = Some(result);
            }
        }
    }
}

impl Connecting {
    /// What `done` shows.
    pub(crate) fn into_done(self) -> Done {
        Done {
            grant: self.grant.map(|g| g.id).unwrap_or_default(),
            existed: self.existed,
            calendars: self.calendars.and_then(Result::ok),
            newest: self.newest.and_then(Result::ok),
            asking: super::Asking::Nothing,
        }
    }
}

/// A failed check is not a bad state: the person stays here, with what was typed, and a way on.
fn stop(mut state: State, report: Report) -> Next {
    let run = state.run;
    let wait = report
        .retry_after
        .unwrap_or(report.problem.usual_pause())
        .min(LONGEST_WAIT);
    if let Screen::Connecting(connecting) = &mut state.screen {
        let stages = &mut connecting.stages;
        for stage in [
            &mut stages.apple_calendar,
            &mut stages.apple_mail,
            &mut stages.grant,
            &mut stages.calendars,
            &mut stages.mail,
        ] {
            if *stage == Status::Running {
                *stage = Status::Failed;
            }
        }
        connecting.phase = Phase::Stopped;
        connecting.slow = false;
        connecting.wait = wait;
    }
    state.report = Some(report);
    (state, count_down(run, wait))
}

fn count_down(run: u32, wait: u32) -> Vec<Effect> {
    if wait > 0 {
        vec![Effect::After {
            run,
            seconds: 1,
            timer: Timer::Second,
        }]
    } else {
        vec![]
    }
}

/// Goes on from what failed; what is done is not done again.
fn retry(state: State) -> Next {
    let Screen::Connecting(connecting) = &state.screen else {
        return ignored(state, "connecting");
    };
    let other_address = state
        .report
        .as_ref()
        .is_some_and(|r| r.problem == Problem::OtherAddress);
    if connecting.grant.is_some() && !other_address {
        return read(state);
    }
    if state.hosted() {
        // A code works once: whatever became of it, the person signs in again.
        return sign_in::enter_again(state);
    }
    let apple_failed = [
        connecting.stages.apple_calendar,
        connecting.stages.apple_mail,
    ]
    .contains(&Status::Failed);
    if apple_failed && state.setup.check_first {
        ask_apple(state)
    } else {
        note(state)
    }
}

/// "You signed in as …. Is that right?" It is.
fn accept_other(mut state: State) -> Next {
    let Screen::Connecting(connecting) = &mut state.screen else {
        return ignored(state, "connecting");
    };
    let Some(other) = connecting.other.take() else {
        return ignored(state, "connecting: there is nothing to confirm");
    };
    connecting.stages.grant = Status::Done;
    state.account = Account {
        shown: Some(other.clone()),
        icloud: Some(other.login()),
    };
    // It is another account: the one that was to be renewed stays as it is.
    state.renewing = None;
    read(state)
}

/// Whether it stopped at Apple's part, and Nylas may have another word. A refusal by one of Apple's services may be
/// overruled once; where nobody proved to be Apple, nobody has refused anything yet.
pub(crate) fn may_try_anyway(state: &State) -> bool {
    let failed = |stages: &Stages| {
        [stages.apple_calendar, stages.apple_mail].contains(&Status::Failed)
            && stages.grant == Status::Waiting
    };
    let at_apple = matches!(&state.screen, Screen::Connecting(c) if c.phase == Phase::Stopped && failed(&c.stages));
    let overruled = state
        .report
        .as_ref()
        .filter(|report| report.problem.nylas_may_overrule());
    at_apple
        && overruled.is_some_and(|report| !(state.tried_anyway && refused_by_one(report.problem)))
}

const fn refused_by_one(problem: Problem) -> bool {
    matches!(problem, Problem::MailRefused | Problem::CalendarRefused)
}

fn try_anyway(mut state: State) -> Next {
    if !may_try_anyway(&state) {
        return ignored(state, "connecting");
    }
    state.tried_anyway |= state
        .report
        .as_ref()
        .is_some_and(|report| refused_by_one(report.problem));
    if let Screen::Connecting(connecting) = &mut state.screen {
        let stages = &mut connecting.stages;
        for stage in [&mut stages.apple_calendar, &mut stages.apple_mail] {
            if *stage == Status::Failed {
                *stage = Status::Skipped;
            }
        }
    }
    note(state)
}

/// Nothing more is done. A request that was on its way may still have arrived, and that stays known.
fn cancel(mut state: State) -> Next {
    if state.hosted() {
        return sign_in::enter_again(state);
    }
    state.run += 1;
    let on_its_way =
        matches!(&state.screen, Screen::Connecting(c) if matches!(c.phase, Phase::Sending));
    let made = matches!(&state.screen, Screen::Connecting(c) if c.grant.is_some());
    let (mut state, mut effects) = password::enter(state);
    state.unsettled |= on_its_way;
    if on_its_way || made {
        state.notice = Some("stopped-on-its-way");
    }
    effects.insert(0, Effect::Abort);
    (state, effects)
}

/// The password opens something, but not under this address. It stays until another address is given.
fn other_address(mut state: State) -> Next {
    if state
        .report
        .as_ref()
        .is_none_or(|r| !r.problem.actions().contains(&Action::OtherAddress))
    {
        return ignored(state, "connecting");
    }
    state.run += 1;
    let form = AddressForm::new(&state.account);
    (state.go(Screen::Address(form)), vec![Effect::Abort])
}

impl State {
    fn set_grant(&mut self, status: Status) {
        if let Screen::Connecting(connecting) = &mut self.screen {
            connecting.stages.grant = status;
        }
    }
}
