//! `connecting`: Apple's two services, then custom auth, then reading through the grant.
//!
//! Custom auth is sent at most once per `continue` or `retry`, and after an answer that leaves open whether a grant was
//! made, the grants are looked at before it may be sent again.

mod attempt;
mod made;
mod stages;

use crate::{
    Action, Answer, Effect, Event, Grant, Input, Problem, Report, ReportKind, Request, Service,
    Timer,
    journey::{Account, Journey},
    notice::Notice,
    session::Session,
    transition::{Connect, Connected, Context, Goto, Leaf, Next},
};
use apple::{Address, Verdict};
use serde::Serialize;
use stages::{StageView, Stages, Status};

/// Longest countdown that is shown, in seconds.
const LONGEST_WAIT: u32 = 3600;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    AskingApple,
    /// What grants of this address are there before custom auth?
    Snapshotting,
    Sending,
    /// The code that came back from Nylas' own page is exchanged.
    Exchanging,
    /// Custom auth's answer left it open: was a grant made?
    Reconciling {
        then_send: bool,
    },
    Reading,
    /// Writing the account to disk.
    Recording,
    /// Something failed; `session.report` says what, and `retry` goes on from there.
    Stopped,
}

#[derive(Debug)]
pub(crate) struct Connecting {
    phase: Phase,
    stages: Stages,
    slow: bool,
    /// Seconds until another try makes sense.
    wait: u32,
    /// A pause ended in another try by itself already.
    went_on: bool,
    /// What calendar and mail said, with the report where one came along.
    verdicts: [Option<(Verdict, Option<Report>)>; 2],
    /// How often was looked for what a cancelled request made.
    reconciliations: u8,
    /// What to say of a request that got no answer, if it made nothing.
    unanswered: Option<Report>,
    grant: Option<Grant>,
    /// The grant is this address's, not the one's that was asked for.
    other: Option<Address>,
    existed: bool,
    calendars: Option<Result<Vec<String>, Report>>,
    newest: Option<Result<Option<i64>, Report>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    stages: [StageView; 5],
    slow: bool,
    wait: u32,
    /// When the pause is over, it is tried again without a press.
    goes_on: bool,
    stopped: bool,
    /// "Try with Nylas anyway" is offered.
    anyway: bool,
    making: bool,
}

impl Connecting {
    pub(crate) fn new(how: Connect) -> Self {
        Connecting {
            phase: Phase::Snapshotting,
            stages: Stages::new(how == Connect::WithPassword),
            slow: false,
            wait: 0,
            went_on: false,
            verdicts: [None, None],
            reconciliations: 0,
            unanswered: None,
            grant: None,
            other: None,
            existed: false,
            calendars: None,
            newest: None,
        }
    }

    pub(crate) fn begin(&mut self, cx: &mut Context<'_>, how: Connect) -> Next {
        match how {
            Connect::WithPassword if cx.session.setup.check_first => self.ask_apple(cx),
            Connect::WithPassword => self.skip_apple(cx),
            Connect::SignedIn => {
                // The browser's address may stand in a field that goes now.
                cx.wipe();
                self.exchange(cx)
            }
            Connect::AfterCrash => self.reconcile(cx, false),
        }
    }

    /// A failed check is not a bad state: the person stays here, with what was typed, and a way on.
    fn stop(&mut self, cx: &mut Context<'_>, report: impl Into<Report>) -> Next {
        let report = report.into();
        self.wait = report
            .retry_after
            .unwrap_or(report.problem.usual_pause())
            .min(LONGEST_WAIT);
        self.stages.fail_running();
        self.phase = Phase::Stopped;
        self.slow = false;
        cx.fail(report);
        self.count_down(cx)
    }

    fn count_down(&self, cx: &mut Context<'_>) -> Next {
        if self.wait == 0 {
            return Next::Stay;
        }
        cx.attempt(Request::After {
            seconds: 1,
            timer: Timer::Second,
        })
    }

    fn second_passed(&mut self, cx: &mut Context<'_>) -> Next {
        self.wait -= 1;
        if self.wait == 0 && self.goes_on(cx.session, cx.journey) {
            self.went_on = true;
            return self.retry(cx);
        }
        self.count_down(cx)
    }

    /// Once, and where no person is needed for it: a code of Nylas' page works once, and a password may be gone.
    fn goes_on(&self, session: &Session, journey: &Journey) -> bool {
        let report = session.report.as_ref();
        let is_pause = report.is_some_and(|report| report.problem.goes_on_after_pause());
        let has_what_it_takes =
            self.grant.is_some() || !session.hosted() && journey.password.is_some();
        is_pause && has_what_it_takes && !self.went_on && !journey.blocks.last()
    }

    /// Goes on from what failed; what is done is not done again.
    fn retry(&mut self, cx: &mut Context<'_>) -> Next {
        if self.grant.is_some() && !cx.session.has_problem(Problem::OtherAddress) {
            return self.read(cx);
        }
        if cx.session.hosted() {
            // A code works once: whatever became of it, the person signs in again.
            return sign_in_again(cx);
        }
        if self.stages.apple_failed() && cx.session.setup.check_first {
            self.ask_apple(cx)
        } else {
            self.snapshot_grants(cx)
        }
    }

    /// "You signed in as …. Is that right?" It is.
    fn accept_other(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(other) = self.other.take() else {
            return Next::Ignored("connecting: there is nothing to confirm");
        };
        self.stages.grant = Status::Done;
        cx.journey.account = Account {
            icloud: Some(other.login()),
            shown: Some(other),
        };
        // It is another account: the one that was to be renewed stays as it is.
        cx.journey.renewal = None;
        self.read(cx)
    }

    /// Whether it stopped at Apple's part, and Nylas may have another word. A refusal by one of Apple's services may be
    /// overruled once; where nobody proved to be Apple, nobody has refused anything yet.
    fn may_try_anyway(&self, session: &Session, journey: &Journey) -> bool {
        let at_apple = self.phase == Phase::Stopped
            && self.stages.apple_failed()
            && self.stages.grant == Status::Waiting;
        let Some(Report { problem, .. }) = session.report else {
            return false;
        };
        let may_overrule =
            problem.nylas_may_overrule() && !(journey.overruled_apple && refused_by_one(problem));
        // Nylas asks from elsewhere, so it may get an answer where this computer gets none.
        let blocked = problem == Problem::AppleNotAnswering && journey.blocks.last();
        at_apple && (may_overrule || blocked)
    }

    fn try_anyway(&mut self, cx: &mut Context<'_>) -> Next {
        if !self.may_try_anyway(cx.session, cx.journey) {
            return Next::Ignored("connecting: Nylas has no other word");
        }
        let report = cx.session.report.as_ref();
        cx.journey.overruled_apple |= report.is_some_and(|report| refused_by_one(report.problem));
        self.stages.skip_failed_apple();
        self.snapshot_grants(cx)
    }

    /// Nothing more is done. A request that was on its way may still have arrived, and that stays known.
    fn cancel(&mut self, cx: &mut Context<'_>) -> Next {
        if cx.session.hosted() {
            return sign_in_again(cx);
        }
        cx.abort();
        let on_its_way = self.phase == Phase::Sending;
        cx.journey.cancelled_in_flight |= on_its_way;
        let notice = (on_its_way || self.grant.is_some()).then_some(Notice::StoppedOnItsWay);
        Next::from(Goto::Password).noticing(notice)
    }

    /// The password opens something, but not under this address. It stays until another address is given.
    fn ask_other_address(cx: &mut Context<'_>) -> Next {
        let offered = cx
            .session
            .report
            .as_ref()
            .map(|report| report.problem.actions());
        if !offered.is_some_and(|actions| actions.contains(&Action::OtherAddress)) {
            return Next::Ignored("connecting: another address would not help");
        }
        cx.abort();
        Goto::Address.into()
    }

    /// What `done` shows.
    fn connected(&mut self) -> Box<Connected> {
        Box::new(Connected {
            grant: self.grant.take().map(|grant| grant.id).unwrap_or_default(),
            existed: self.existed,
            calendars: self.calendars.take().and_then(Result::ok),
            newest: self.newest.take().and_then(Result::ok),
        })
    }

    fn finish(&mut self, report: Option<Report>) -> Next {
        Next::from(Goto::Done(self.connected())).reporting(report)
    }
}

/// Back from an attempt that did not end well: what it brought is given back.
fn sign_in_again(cx: &mut Context<'_>) -> Next {
    cx.abort();
    cx.run(Effect::SignOut);
    Goto::SignIn.into()
}

const fn refused_by_one(problem: Problem) -> bool {
    matches!(problem, Problem::MailRefused | Problem::CalendarRefused)
}

impl Leaf for Connecting {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (self.phase, event) {
            (Phase::AskingApple, Event::Answer(Answer::AskApple((service, verdict, report)))) => {
                self.take_verdict(service, verdict, report);
                self.weigh_verdicts(cx)
            }
            (Phase::Snapshotting, Event::Answer(Answer::SnapshotGrants(Ok(grants)))) => {
                self.send(cx, grants)
            }
            (Phase::Snapshotting, Event::Answer(Answer::SnapshotGrants(Err(report)))) => {
                self.stop(cx, report)
            }
            (Phase::Sending, Event::Answer(Answer::Submit(grant))) => self.on_submitted(cx, grant),
            (Phase::Exchanging, Event::Answer(Answer::Exchange(Ok(grant)))) => self.made(cx, grant),
            (Phase::Exchanging, Event::Answer(Answer::Exchange(Err(report)))) => {
                self.stop(cx, report)
            }
            (Phase::Sending | Phase::Exchanging, Event::Answer(Answer::After(Timer::Slow))) => {
                self.slow = true;
                Next::Stay
            }
            (Phase::Reconciling { then_send }, Event::Answer(Answer::Reconcile(Ok(grants)))) => {
                self.on_grants_listed(cx, grants, then_send)
            }
            (Phase::Reconciling { .. }, Event::Answer(Answer::Reconcile(Err(report)))) => {
                let report = self.unanswered.take().unwrap_or(report);
                self.stop(cx, report)
            }
            (Phase::Reconciling { .. }, Event::Answer(Answer::After(Timer::Reconcile))) => {
                reconcile_in_background(cx)
            }
            // The look beside a shown problem: only good news changes anything.
            (Phase::Stopped, Event::Answer(Answer::Reconcile(Ok(grants))))
                if cx.journey.grants_before_submit.is_some() =>
            {
                match made::newly_made(cx.journey, &grants) {
                    Some(grant) => {
                        cx.session.report = None;
                        self.made(cx, grant)
                    }
                    None => Next::Stay,
                }
            }
            (Phase::Reading, Event::Answer(Answer::ReadCalendars(result))) => {
                self.stages.calendars = Status::of(&result);
                self.calendars = Some(result);
                self.weigh_readings(cx)
            }
            (Phase::Reading, Event::Answer(Answer::ReadMail(result))) => {
                self.stages.mail = Status::of(&result);
                self.newest = Some(result);
                self.weigh_readings(cx)
            }
            (Phase::Recording, Event::Answer(Answer::Record(result))) => self.finish(result.err()),
            (Phase::Stopped, Event::Answer(Answer::After(Timer::Second))) if self.wait > 0 => {
                self.second_passed(cx)
            }
            (Phase::Stopped, Event::Person(Input::Press(Action::Retry))) => self.retry(cx),
            (Phase::Stopped, Event::Person(Input::Press(Action::Confirm))) => self.accept_other(cx),
            (Phase::Stopped, Event::Person(Input::Press(Action::Continue))) => self.try_anyway(cx),
            (Phase::Stopped, Event::Person(Input::Press(Action::OtherAddress)))
                if !cx.session.invited() =>
            {
                Connecting::ask_other_address(cx)
            }
            (Phase::Stopped, Event::Person(Input::Press(Action::Back))) => self.cancel(cx),
            // While the account is being written there is nothing left to stop.
            (phase, Event::Person(Input::Press(Action::Cancel))) if phase != Phase::Recording => {
                self.cancel(cx)
            }
            _ => Next::Ignored("connecting"),
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.phase == Phase::Stopped)
    }

    fn is_under_way(&self) -> bool {
        self.phase != Phase::Stopped
    }

    fn uses_password(&self) -> bool {
        self.phase != Phase::Stopped
    }

    fn view(&self, session: &Session, journey: &Journey) -> View {
        View {
            stages: self.stages.view(),
            slow: self.slow,
            wait: self.wait,
            goes_on: self.wait > 0 && self.goes_on(session, journey),
            stopped: self.phase == Phase::Stopped,
            anyway: self.may_try_anyway(session, journey),
            making: true,
        }
    }

    /// While something runs the way back is called `cancel`.
    fn can_go_back(&self, _session: &Session) -> bool {
        self.phase == Phase::Stopped
    }

    fn fit_actions(
        &self,
        session: &Session,
        journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        // Which account it is, the invitation says.
        if session.invited() {
            actions.retain(|action| *action != Action::OtherAddress);
        }
        if report.kind == ReportKind::SignedInAs {
            actions.insert(0, Action::Confirm);
        }
        if self.may_try_anyway(session, journey) {
            let is_main = report.problem == Problem::AppleNotAnswering;
            let at = if is_main { 0 } else { actions.len() - 1 };
            actions.insert(at, Action::Continue);
        }
    }

    fn details(&self, journey: &Journey) -> Vec<(&'static str, Option<String>)> {
        vec![
            ("stages", Some(self.stages.line())),
            ("began", crate::utc::utc(journey.began_at)),
        ]
    }
}

/// Asks whether a grant was made, whatever is shown meanwhile.
fn reconcile_in_background(cx: &mut Context<'_>) -> Next {
    if let Some(address) = cx.journey.account.icloud.clone() {
        cx.attempt(Request::Reconcile(address));
    }
    Next::Stay
}
