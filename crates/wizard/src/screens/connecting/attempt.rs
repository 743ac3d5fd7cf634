//! The steps of one attempt, in their order: Apple is asked, the grants are noted, custom auth is sent, the grant is read.

use super::{Connecting, Phase, Service, Status, made::newly_made, reconcile_in_background};
use crate::{
    Effect, Grant, GrantSnapshot, Problem, Report, ReportKind, Request, Timer,
    notice::Notice,
    transition::{Context, Goto, Next},
};
use apple::{Combined, ParsedAddress, Verdict, Verdicts, parse_address};

/// Seconds after which custom auth takes "longer than usual".
const SLOW_AFTER: u32 = 20;
/// Seconds between two looks for what a cancelled request made.
const LOOK_EVERY: u32 = 3;
/// Looks after the first; with them it is waited as long as custom auth usually takes.
const MOST_RECONCILIATIONS: u8 = 4;

impl Connecting {
    /// Begins a new attempt: answers to the old one no longer count.
    fn begin_phase(&mut self, cx: &mut Context<'_>, phase: Phase) {
        cx.session.report = None;
        cx.journey.began_at = cx.session.now;
        self.phase = phase;
        self.slow = false;
        self.wait = 0;
        cx.abort();
    }

    pub(super) fn ask_apple(&mut self, cx: &mut Context<'_>) -> Next {
        let (Some(address), Some(password)) = (
            cx.journey.account.icloud.clone(),
            cx.journey.password.clone(),
        ) else {
            return Goto::Password.into();
        };
        self.begin_phase(cx, Phase::AskingApple);
        self.verdicts = [None, None];
        self.stages.apple_calendar = if cx.mail_only() {
            Status::Skipped
        } else {
            Status::Running
        };
        self.stages.apple_mail = Status::Running;
        cx.attempt(Request::AskApple { address, password })
    }

    pub(super) fn skip_apple(&mut self, cx: &mut Context<'_>) -> Next {
        self.take_verdict(Service::Calendar, Verdict::Skipped, None);
        self.take_verdict(Service::Mail, Verdict::Skipped, None);
        self.snapshot_grants(cx)
    }

    pub(super) fn take_verdict(
        &mut self,
        service: Service,
        verdict: Verdict,
        report: Option<Report>,
    ) {
        let status = match verdict {
            Verdict::Accepted => Status::Done,
            Verdict::Refused | Verdict::Locked | Verdict::NoAnswer => Status::Failed,
            Verdict::Skipped => Status::Skipped,
        };
        let (known, stage) = match service {
            Service::Calendar => (&mut self.verdicts[0], &mut self.stages.apple_calendar),
            Service::Mail => (&mut self.verdicts[1], &mut self.stages.apple_mail),
        };
        *known = Some((verdict, report));
        *stage = status;
    }

    pub(super) fn weigh_verdicts(&mut self, cx: &mut Context<'_>) -> Next {
        let [Some((calendar, _)), Some((mail, _))] = self.verdicts else {
            return Next::Stay;
        };
        match (Verdicts { calendar, mail }).combine() {
            Combined::GoOn if [calendar, mail].contains(&Verdict::Accepted) => {
                self.snapshot_grants(cx)
            }
            Combined::GoOn => match self.untrusted() {
                Some(report) => self.stop(cx, report),
                None => self.snapshot_grants(cx),
            },
            Combined::Refused => {
                // Said of the one that was asked, where the other was not reached.
                let kind = match (calendar, mail) {
                    (Verdict::Refused, Verdict::Refused) => "",
                    (Verdict::Refused, _) => "calendar",
                    _ => "mail",
                };
                refused(cx, Report::new(Problem::AppleRefused).kind(kind))
            }
            Combined::MailRefused => self.stop(cx, Problem::MailRefused),
            Combined::CalendarRefused => self.stop(cx, Problem::CalendarRefused),
            Combined::Locked => {
                let report = self.report_of(Verdict::Locked, Problem::AccountLocked);
                self.stop(cx, report)
            }
            Combined::NoAnswer => {
                let report = self.report_of(Verdict::NoAnswer, Problem::AppleNotAnswering);
                self.stop(cx, report)
            }
        }
    }

    /// What came along with this verdict; of two, the one that asks for the longer pause.
    fn report_of(&self, of: Verdict, otherwise: Problem) -> Report {
        let with = self
            .verdicts
            .iter()
            .flatten()
            .filter(|(verdict, _)| *verdict == of);
        with.filter_map(|(_, report)| report.clone())
            .max_by_key(|report| report.retry_after)
            .unwrap_or(otherwise.into())
    }

    /// A service was skipped because nobody could prove there to be Apple: that is a failure, not a blocked way.
    fn untrusted(&mut self) -> Option<Report> {
        let stages = [&mut self.stages.apple_calendar, &mut self.stages.apple_mail];
        let mut found = None;
        for (said, stage) in self.verdicts.iter().zip(stages) {
            if let Some((_, Some(report))) = said
                && matches!(report.problem, Problem::TlsBroken | Problem::ClockWrong)
            {
                *stage = Status::Failed;
                found.get_or_insert_with(|| report.clone());
            }
        }
        found
    }

    pub(super) fn snapshot_grants(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(address) = cx.journey.account.icloud.clone() else {
            return Goto::Password.into();
        };
        // An earlier request may have made the grant already.
        if cx.journey.grants_before_submit.is_some() {
            return self.reconcile(cx, true);
        }
        self.begin_phase(cx, Phase::Snapshotting);
        self.stages.grant = Status::Running;
        let renews = cx.journey.renewed_grant().cloned();
        cx.attempt(Request::SnapshotGrants { address, renews })
    }

    pub(super) fn send(&mut self, cx: &mut Context<'_>, before: Vec<GrantSnapshot>) -> Next {
        let (Some(address), Some(password)) = (
            cx.journey.account.icloud.clone(),
            cx.journey.password.clone(),
        ) else {
            return Goto::Password.into();
        };
        // The grant that is to be renewed belongs to somebody else: the password is not for it.
        let other = |grant: &String| before.iter().any(|b| b.id == *grant && !b.same_address);
        if cx.journey.renewed_grant().is_some_and(other) {
            cx.journey.grants_before_submit = None;
            return self.stop(cx, Report::new(Problem::OtherAddress).kind("renewal"));
        }
        cx.journey.grants_before_submit = Some(before);
        cx.journey.cancelled_in_flight = false;
        self.begin_phase(cx, Phase::Sending);
        self.stages.grant = Status::Running;
        cx.attempt(Request::Submit { address, password });
        cx.attempt(Request::After {
            seconds: SLOW_AFTER,
            timer: Timer::Slow,
        })
    }

    pub(super) fn on_submitted(
        &mut self,
        cx: &mut Context<'_>,
        grant: Result<Grant, Report>,
    ) -> Next {
        match grant {
            Ok(grant) => self.made(cx, grant),
            Err(report) if report.problem.refuses_password() => {
                cx.journey.grants_before_submit = None;
                refused(cx, report)
            }
            // No answer at all: the grants tell what became of it, and only then there is something to say.
            Err(report) if report.may_have_arrived && report.detail.status.is_none() => {
                self.unanswered = Some(report);
                self.reconcile(cx, false)
            }
            Err(report) if report.may_have_arrived => {
                // An answer is shown at once; whether it was made all the same is looked at beside it.
                self.stop(cx, report);
                reconcile_in_background(cx)
            }
            Err(report) => {
                cx.journey.grants_before_submit = None;
                self.stop(cx, report)
            }
        }
    }

    pub(super) fn exchange(&mut self, cx: &mut Context<'_>) -> Next {
        self.begin_phase(cx, Phase::Exchanging);
        self.stages.grant = Status::Running;
        cx.attempt(Request::Exchange);
        cx.attempt(Request::After {
            seconds: SLOW_AFTER,
            timer: Timer::Slow,
        })
    }

    /// Asks whether a grant was made by a request whose answer is not known.
    pub(super) fn reconcile(&mut self, cx: &mut Context<'_>, then_send: bool) -> Next {
        let Some(address) = cx.journey.account.icloud.clone() else {
            return Goto::Password.into();
        };
        self.begin_phase(cx, Phase::Reconciling { then_send });
        self.stages.grant = Status::Running;
        cx.attempt(Request::Reconcile(address))
    }

    pub(super) fn on_grants_listed(
        &mut self,
        cx: &mut Context<'_>,
        grants: Vec<GrantSnapshot>,
        then_send: bool,
    ) -> Next {
        if let Some(grant) = newly_made(cx.journey, &grants) {
            return self.made(cx, grant);
        }
        if then_send && cx.journey.cancelled_in_flight && self.may_reconcile_again() {
            return cx.attempt(Request::After {
                seconds: LOOK_EVERY,
                timer: Timer::Reconcile,
            });
        }
        if then_send && cx.journey.password.is_some() {
            return self.send(cx, grants);
        }
        cx.journey.grants_before_submit = Some(grants);
        match self.unanswered.take() {
            Some(report) => self.stop(cx, report),
            None => Next::from(Goto::Password).noticing(Notice::NotMade),
        }
    }

    /// A cancelled request may still be worked on: a second one must not join it, so it is waited for a little.
    fn may_reconcile_again(&mut self) -> bool {
        self.reconciliations += 1;
        self.slow = true;
        self.reconciliations <= MOST_RECONCILIATIONS
    }

    pub(super) fn made(&mut self, cx: &mut Context<'_>, grant: Grant) -> Next {
        let same = match (&grant.email, &cx.journey.account.icloud) {
            (Some(email), Some(asked)) => asked.is_mailbox_of(email),
            _ => true,
        };
        if !same {
            cx.journey.grants_before_submit = None;
            return if cx.session.hosted() {
                self.signed_in_as_other(cx, grant)
            } else {
                self.stop(cx, Problem::OtherAddress)
            };
        }
        let before = cx
            .journey
            .grants_before_submit
            .as_deref()
            .unwrap_or_default();
        self.existed = before.iter().any(|known| known.id == grant.id);
        self.grant = Some(grant);
        self.stages.grant = Status::Done;
        self.read(cx)
    }

    /// On Nylas' page one can sign in as anybody: it may be meant so.
    fn signed_in_as_other(&mut self, cx: &mut Context<'_>, grant: Grant) -> Next {
        let (ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. }) =
            parse_address(grant.email.as_deref().unwrap_or_default())
        else {
            return self.stop(cx, Problem::OtherAddress);
        };
        let report = Report {
            values: vec![("value", address.to_string())],
            ..Report::new(Problem::OtherAddress).kind(ReportKind::SignedInAs)
        };
        self.grant = Some(grant);
        self.other = Some(address);
        self.stop(cx, report)
    }

    /// Reads what was not read yet.
    pub(super) fn read(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(grant) = self.grant.as_ref().map(|grant| grant.id.clone()) else {
            return Next::Ignored("connecting: there is no grant");
        };
        self.begin_phase(cx, Phase::Reading);
        if cx.mail_only() {
            self.stages.calendars = Status::Skipped;
        } else if !matches!(self.calendars, Some(Ok(_))) {
            self.calendars = None;
            self.stages.calendars = Status::Running;
            cx.attempt(Request::ReadCalendars(grant.clone()));
        }
        if !matches!(self.newest, Some(Ok(_))) {
            self.newest = None;
            self.stages.mail = Status::Running;
            cx.attempt(Request::ReadMail(grant));
        }
        Next::Stay
    }

    /// "Connected" is said only after mail or calendar was read through the grant.
    pub(super) fn weigh_readings(&mut self, cx: &mut Context<'_>) -> Next {
        match (&self.calendars, &self.newest) {
            (None, _) if !cx.mail_only() => Next::Stay,
            (_, None) => Next::Stay,
            (Some(Err(first)), Some(Err(_))) | (None, Some(Err(first))) => {
                let report = Report {
                    retry_after: first.retry_after,
                    detail: first.detail.clone(),
                    ..Report::new(Problem::GrantUnreadable)
                };
                self.stop(cx, report)
            }
            _ if cx.session.practice() => self.finish(None),
            _ => self.record(cx),
        }
    }

    fn record(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = Phase::Recording;
        let account = &cx.journey.account;
        let shown = account.shown.as_ref();
        let icloud = account
            .icloud
            .as_ref()
            .filter(|icloud| Some(*icloud) != shown);
        let record = Request::Record {
            grant: self
                .grant
                .as_ref()
                .map(|grant| grant.id.clone())
                .unwrap_or_default(),
            address: shown.map(ToString::to_string).unwrap_or_default(),
            icloud: icloud.map(ToString::to_string),
            provider: cx.journey.provider,
            label: cx.session.label(),
            renews: cx.journey.renewed_grant().cloned(),
        };
        cx.ask(record);
        if cx.session.hosted() {
            cx.run(Effect::SignOut);
        }
        Next::Stay
    }
}

/// The password was refused: it is of no more use, here or on the page.
fn refused(cx: &mut Context<'_>, report: Report) -> Next {
    let by_nylas = report.problem == Problem::NylasRefusedPassword;
    cx.session.spend_try(cx.journey, by_nylas);
    if let (Some(icloud), Some(password)) = (&cx.journey.account.icloud, &cx.journey.password) {
        cx.journey.refused.remember(icloud, password);
    }
    cx.wipe();
    Next::from(Goto::Password).reporting(report)
}
