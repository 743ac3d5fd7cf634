//! What every screen shares: the start, the clock, help, copying, the clipboard, what is told once.

use crate::{
    Action, Effect, Event, Input, Opened, Outcome, Page, Problem, clipboard_offer,
    notice::Notice,
    session::Session,
    table::Screen,
    transition::{Context, Goto, Next},
};

/// Whether an event was for every screen or is this one's.
pub(crate) enum Shared {
    Done(Next),
    ForScreen(Event),
}

pub(crate) fn take(cx: &mut Context<'_>, screen: &mut Screen, event: Event) -> Shared {
    match event {
        Event::Person(input) => by_person(cx, screen, input),
        Event::World(outcome) => by_world(cx, screen, outcome),
    }
}

fn by_person(cx: &mut Context<'_>, screen: &Screen, input: Input) -> Shared {
    // What is told once is heard now, so that the same news is news again.
    cx.session.notice = cx.session.notice.filter(|notice| !notice.is_heard_once());
    let next = match input {
        Input::Press(Action::Help) => {
            cx.session.help = !cx.session.help;
            Next::Stay
        }
        Input::Press(Action::Back) if cx.session.help => {
            cx.session.help = false;
            Next::Stay
        }
        Input::Press(Action::CopyDetails) => match cx.session.report.clone() {
            Some(report) => {
                let text = report.details(cx.session, cx.journey, screen);
                cx.run(Effect::Copy(Action::CopyDetails, text))
            }
            None => Next::Ignored("copy-details without a problem"),
        },
        Input::Press(Action::OpenForgot) => cx.run(Effect::Open(Page::AppleForgot)),
        Input::Press(Action::OpenStatus) => cx.run(Effect::Open(Page::AppleStatus)),
        Input::Press(Action::CopyPage) if !matches!(screen, Screen::SignIn(_)) => {
            let page = apple::Page::Account.address().to_owned();
            cx.run(Effect::Copy(Action::CopyPage, page))
        }
        input => return Shared::ForScreen(Event::Person(input)),
    };
    Shared::Done(next)
}

fn by_world(cx: &mut Context<'_>, screen: &mut Screen, outcome: Outcome) -> Shared {
    if outcome
        .attempt()
        .is_some_and(|attempt| attempt != cx.session.attempt_id)
    {
        return Shared::Done(Next::Ignored("an answer to an older attempt"));
    }
    let session = &mut *cx.session;
    match outcome {
        Outcome::Opened(found) => return Shared::Done(opened(session, *found)),
        Outcome::Accounts(accounts) => session.accounts = accounts,
        Outcome::Clock(now) => session.now = now,
        Outcome::AccountForgotten(Ok(())) | Outcome::KeyKept(Ok(())) => {}
        Outcome::AccountForgotten(Err(report)) => {
            session.report.get_or_insert(report);
        }
        Outcome::KeyKept(Err(report)) => {
            session.report.get_or_insert(report.kind("this-run-only"));
        }
        Outcome::Copied(action, worked) => session.notice = Some(copied(action, worked)),
        // A system's history may answer after the person went on; it matters on the next screen, too.
        Outcome::CopiedForgotten(certain) => {
            if !certain {
                session.notice = Some(Notice::CopiedRemains);
            }
        }
        Outcome::NotSaved => {
            // Told once: the journey works all the same, only a restart would begin again.
            if !session.save_failed && session.report.is_none() {
                session.save_failed = true;
                session.report = Some(Problem::CannotSave.into());
            }
        }
        Outcome::PageOpened(_, Ok(())) => {}
        Outcome::PageOpened(_, Err(report)) => {
            screen.browser_did_not_open();
            // What stands there already matters more than a browser that did not open.
            session.report.get_or_insert(report);
        }
        Outcome::PracticeReady(Ok(())) if session.practice() => {}
        Outcome::PracticeReady(Err(report)) if session.practice() => {
            cx.run(Effect::Abort);
            return Shared::Done(Next::from(Goto::Welcome).reporting(report));
        }
        Outcome::Returned => {
            if screen.waits_for_password() && clipboard_offer::may_look(session, cx.journey) {
                cx.run(Effect::PeekClipboard);
            }
        }
        Outcome::Peeked(text) => {
            clipboard_offer::found(cx, text.filter(|_| screen.waits_for_password()));
        }
        outcome => return Shared::ForScreen(Event::World(outcome)),
    }
    Shared::Done(Next::Stay)
}

const fn copied(action: Action, worked: bool) -> Notice {
    match action {
        _ if !worked => Notice::CopyFailed,
        Action::CopyLabel => Notice::CopiedLabel,
        Action::CopyProfile => Notice::CopiedProfile,
        Action::CopyGrant => Notice::CopiedGrant,
        Action::CopyDetails => Notice::CopiedDetails,
        Action::CopyGrants => Notice::CopiedGrants,
        _ => Notice::CopiedPage,
    }
}

/// The program has started, with what an earlier run left behind.
fn opened(session: &mut Session, found: Opened) -> Next {
    if found.set_aside.is_some() {
        session.set_aside = found.set_aside;
        session.notice = Some(Notice::SetAside);
    }
    session.accounts = found.accounts;
    session.tries = found.tries;
    session.resume = found.saved;
    Goto::Begin.into()
}
