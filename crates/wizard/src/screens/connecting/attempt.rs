//! The steps of one attempt, in their order: Apple is asked, the grants are noted, custom auth is sent, the grant is read.

use super::{Connecting, Phase, Stamp, Status, stop};
use crate::{
    Effect, Grant, Problem, Report, Service, State, Timer,
    screens::{Next, Screen, done, ignored, password},
};
use apple::{Combined, Judgement, Verdict, Verdicts, judge_address};
use std::collections::HashMap;

/// Seconds after which custom auth takes "longer than usual".
const SLOW_AFTER: u32 = 20;
/// Seconds between two looks for what a cancelled request made.
const LOOK_EVERY: u32 = 3;
/// Looks after the first; with them it is waited as long as custom auth usually takes.
const MOST_LOOKS: u8 = 4;

/// Begins a new attempt: answers to the old one no longer count.
fn begin(mut state: State, phase: Phase) -> (State, u32) {
    state.run += 1;
    state.report = None;
    state.began_at = state.now;
    if let Screen::Connecting(connecting) = &mut state.screen {
        connecting.phase = phase;
        connecting.slow = false;
        connecting.wait = 0;
    }
    let run = state.run;
    (state, run)
}

pub(super) fn ask_apple(state: State) -> Next {
    let (Some(address), Some(password)) = (state.account.icloud.clone(), state.held.clone()) else {
        return password::enter(state);
    };
    let (mut state, run) = begin(state, Phase::AskingApple);
    let mail_only = state.mail_only();
    if let Screen::Connecting(connecting) = &mut state.screen {
        connecting.heard = [None, None];
        connecting.stages.apple_calendar = if mail_only {
            Status::Skipped
        } else {
            Status::Running
        };
        connecting.stages.apple_mail = Status::Running;
    }
    (
        state,
        vec![
            Effect::Abort,
            Effect::AskApple {
                run,
                address,
                password,
            },
        ],
    )
}

pub(super) fn skip_apple(mut state: State) -> Next {
    if let Screen::Connecting(connecting) = &mut state.screen {
        connecting.hear(Service::Calendar, Verdict::Skipped, None);
        connecting.hear(Service::Mail, Verdict::Skipped, None);
    }
    note(state)
}

pub(super) fn weigh_verdicts(mut state: State) -> Next {
    let Screen::Connecting(connecting) = &mut state.screen else {
        return ignored(state, "connecting");
    };
    let [Some((calendar, _)), Some((mail, _))] = connecting.heard else {
        return (state, vec![]);
    };
    match (Verdicts { calendar, mail }).combine() {
        Combined::GoOn if [calendar, mail].contains(&Verdict::Accepted) => note(state),
        Combined::GoOn => match connecting.untrusted() {
            Some(report) => stop(state, report),
            None => note(state),
        },
        Combined::Refused => {
            // Said of the one that was asked, where the other was not reached.
            let kind = match (calendar, mail) {
                (Verdict::Refused, Verdict::Refused) => "",
                (Verdict::Refused, _) => "calendar",
                _ => "mail",
            };
            password::refused(state, Report::new(Problem::AppleRefused).kind(kind))
        }
        Combined::MailRefused => stop(state, Problem::MailRefused.into()),
        Combined::CalendarRefused => stop(state, Problem::CalendarRefused.into()),
        Combined::Locked => {
            let report = connecting.report(Verdict::Locked, Problem::AccountLocked);
            stop(state, report)
        }
        Combined::NoAnswer => {
            let report = connecting.report(Verdict::NoAnswer, Problem::AppleNotAnswering);
            stop(state, report)
        }
    }
}

impl Connecting {
    /// What came along with this verdict; of two, the one that asks for the longer pause.
    fn report(&self, of: Verdict, otherwise: Problem) -> Report {
        let with = self
            .heard
            .iter()
            .flatten()
            .filter(|(verdict, _)| *verdict == of);
        with.filter_map(|(_, report)| report.clone())
            .max_by_key(|report| report.retry_after)
            .unwrap_or(otherwise.into())
    }

    /// A service was skipped because nobody could prove there to be Apple: that is a failure, not a blocked way.
    fn untrusted(&mut self) -> Option<Report> {
        let [calendar, mail] = &self.heard;
        let stages = [&mut self.stages.apple_calendar, &mut self.stages.apple_mail];
        let mut found = None;
        for (said, stage) in [calendar, mail].into_iter().zip(stages) {
            if let Some((_, Some(report))) = said
                && matches!(report.problem, Problem::TlsBroken | Problem::ClockWrong)
            {
                *stage = Status::Failed;
                found.get_or_insert_with(|| report.clone());
            }
        }
        found
    }
}

pub(super) fn note(state: State) -> Next {
    let Some(address) = state.account.icloud.clone() else {
        return password::enter(state);
    };
    // An earlier request may have made the grant already.
    if state.sent.is_some() {
        return look(state, true);
    }
    let (mut state, run) = begin(state, Phase::Noting);
    state.set_grant(Status::Running);
    let renews = state
        .renewing
        .as_ref()
        .and_then(|renewal| renewal.grant.clone());
    (
        state,
        vec![
            Effect::Abort,
            Effect::NoteGrants {
                run,
                address,
                renews,
            },
        ],
    )
}

pub(super) fn send(mut state: State, before: Vec<Stamp>) -> Next {
    let (Some(address), Some(password)) = (state.account.icloud.clone(), state.held.clone()) else {
        return password::enter(state);
    };
    // The grant that is to be renewed belongs to somebody else: the password is not for it.
    let renews = state
        .renewing
        .as_ref()
        .and_then(|renewal| renewal.grant.as_ref());
    if renews.is_some_and(|grant| {
        before
            .iter()
            .any(|known| known.id == *grant && !known.same_address)
    }) {
        state.sent = None;
        return stop(state, Report::new(Problem::OtherAddress).kind("renewal"));
    }
    state.sent = Some(before);
    state.unsettled = false;
    let (mut state, run) = begin(state, Phase::Sending);
    state.set_grant(Status::Running);
    let slow = Effect::After {
        run,
        seconds: SLOW_AFTER,
        timer: Timer::Slow,
    };
    (
        state,
        vec![
            Effect::Abort,
            Effect::Submit {
                run,
                address,
                password,
            },
            slow,
        ],
    )
}

pub(super) fn exchange(state: State) -> Next {
    let (mut state, run) = begin(state, Phase::Exchanging);
    state.set_grant(Status::Running);
    let slow = Effect::After {
        run,
        seconds: SLOW_AFTER,
        timer: Timer::Slow,
    };
    (state, vec![Effect::Abort, Effect::Exchange { run }, slow])
}

pub(super) fn look(state: State, then_send: bool) -> Next {
    let Some(address) = state.account.icloud.clone() else {
        return password::enter(state);
    };
    let (mut state, run) = begin(state, Phase::Looking { then_send });
    state.set_grant(Status::Running);
    (
        state,
        vec![Effect::Abort, Effect::LookForGrant { run, address }],
    )
}

pub(super) fn look_beside(state: State) -> Next {
    let Some(address) = state.account.icloud.clone() else {
        return (state, vec![]);
    };
    let run = state.run;
    (state, vec![Effect::LookForGrant { run, address }])
}

pub(super) fn looked(mut state: State, grants: Vec<Stamp>, then_send: bool) -> Next {
    match newly_made(&state, &grants) {
        Some(grant) => made(state, grant),
        None if then_send && state.unsettled && may_look_again(&mut state) => {
            let again = Effect::After {
                run: state.run,
                seconds: LOOK_EVERY,
                timer: Timer::Look,
            };
            (state, vec![again])
        }
        None if then_send && state.held.is_some() => send(state, grants),
        None => {
            state.sent = Some(grants);
            if let Screen::Connecting(connecting) = &mut state.screen
                && let Some(report) = connecting.unanswered.take()
            {
                return stop(state, report);
            }
            let (mut state, effects) = password::enter(state);
            state.notice = Some("not-made");
            (state, effects)
        }
    }
}

/// A cancelled request may still be worked on: a second one must not join it, so it is waited for a little.
fn may_look_again(state: &mut State) -> bool {
    let Screen::Connecting(connecting) = &mut state.screen else {
        return false;
    };
    connecting.looks += 1;
    connecting.slow = true;
    connecting.looks <= MOST_LOOKS
}

/// A grant of this address that was made or renewed since custom auth was sent, and is valid.
pub(super) fn newly_made(state: &State, now: &[Stamp]) -> Option<Grant> {
    let before = state.sent.as_deref().unwrap_or_default();
    let before: HashMap<&str, &Stamp> = before.iter().map(|b| (b.id.as_str(), b)).collect();
    now.iter()
        .filter(|grant| grant.valid && grant.same_address)
        .find(|grant| match before.get(grant.id.as_str()) {
            None => true,
            Some(b) => !b.valid || grant.updated_at > b.updated_at,
        })
        .map(|grant| Grant {
            id: grant.id.clone(),
            email: None,
        })
}

pub(super) fn made(mut state: State, grant: Grant) -> Next {
    let same = match (&grant.email, &state.account.icloud) {
        (Some(email), Some(asked)) => asked.is_mailbox_of(email),
        _ => true,
    };
    if !same {
        state.sent = None;
        return if state.hosted() {
            other_address(state, grant)
        } else {
            stop(state, Problem::OtherAddress.into())
        };
    }
    if let Screen::Connecting(connecting) = &mut state.screen {
        connecting.existed = state
            .sent
            .as_deref()
            .unwrap_or_default()
            .iter()
            .any(|b| b.id == grant.id);
        connecting.grant = Some(grant);
    }
    state.set_grant(Status::Done);
    read(state)
}

/// On Nylas' page one can sign in as anybody: it may be meant so.
fn other_address(mut state: State, grant: Grant) -> Next {
    let (Judgement::Apple(address) | Judgement::Other { address, .. }) =
        judge_address(grant.email.as_deref().unwrap_or_default())
    else {
        return stop(state, Problem::OtherAddress.into());
    };
    let report = Report {
        values: vec![("value", address.to_string())],
        ..Report::new(Problem::OtherAddress).kind("signed-in-as")
    };
    if let Screen::Connecting(connecting) = &mut state.screen {
        connecting.grant = Some(grant);
        connecting.other = Some(address);
    }
    stop(state, report)
}

/// Reads what was not read yet.
pub(super) fn read(state: State) -> Next {
    let (mut state, run) = begin(state, Phase::Reading);
    let mail_only = state.mail_only();
    let Screen::Connecting(connecting) = &mut state.screen else {
        return ignored(state, "connecting");
    };
    let Some(grant) = connecting.grant.as_ref().map(|g| g.id.clone()) else {
        return ignored(state, "connecting");
    };
    let mut effects = vec![Effect::Abort];
    if mail_only {
        connecting.stages.calendars = Status::Skipped;
    } else if !matches!(connecting.calendars, Some(Ok(_))) {
        connecting.calendars = None;
        connecting.stages.calendars = Status::Running;
        effects.push(Effect::ReadCalendars {
            run,
            grant: grant.clone(),
        });
    }
    if !matches!(connecting.newest, Some(Ok(_))) {
        connecting.newest = None;
        connecting.stages.mail = Status::Running;
        effects.push(Effect::ReadMail { run, grant });
    }
    (state, effects)
}

/// "Connected" is said only after mail or calendar was read through the grant.
pub(super) fn weigh_readings(mut state: State) -> Next {
    let (practice, mail_only) = (state.practice(), state.mail_only());
    let address = state
        .account
        .shown
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let icloud = state
        .account
        .icloud
        .as_ref()
        .filter(|icloud| Some(*icloud) != state.account.shown.as_ref())
        .map(ToString::to_string);
    let hosted = state.hosted();
    let renews = state
        .renewing
        .as_ref()
        .and_then(|renewal| renewal.grant.clone());
    let elsewhere = state.elsewhere;
    let Screen::Connecting(connecting) = &mut state.screen else {
        return ignored(state, "connecting");
    };
    match (&connecting.calendars, &connecting.newest) {
        (None, _) if !mail_only => (state, vec![]),
        (_, None) => (state, vec![]),
        (Some(Err(first)), Some(Err(_))) | (None, Some(Err(first))) => {
            let report = Report {
                problem: Problem::GrantUnreadable,
                retry_after: first.retry_after,
                detail: first.detail.clone(),
                ..Report::new(Problem::GrantUnreadable)
            };
            stop(state, report)
        }
        _ if practice => done::enter(state, None),
        _ => {
            connecting.phase = Phase::Recording;
            let grant = connecting
                .grant
                .as_ref()
                .map(|g| g.id.clone())
                .unwrap_or_default();
            let record = Effect::Record {
                grant,
                address,
                icloud,
                elsewhere,
                renews,
            };
            let effects = if hosted {
                vec![record, Effect::SignOut]
            } else {
                vec![record]
            };
            (state, effects)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setup;

    #[test]
    fn what_was_there_before_is_found_by_its_id() {
        let noted = |count: usize| {
            let stamp = |n: usize| Stamp {
                id: format!("id-{n}"),
                updated_at: Some(1),
                valid: true,
                same_address: true,
            };
            (0..count).map(stamp).collect::<Vec<_>>()
        };
        growth::check("grants before and after", 128, 1 << 14, noted, |noted| {
            let mut state = State::new(Setup::default());
            state.sent = Some(noted.clone());
            for _ in 0..10 {
                assert_eq!(newly_made(&state, noted), None);
            }
        });
    }
}
