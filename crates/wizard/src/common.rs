//! What every screen shares: the start, the clock, help, copying, the clipboard, what is told once.

use crate::{
    Action, AddressMail, Answer, Begun, Event, Input, Opened, Page, Problem, ReportKind, Request,
    clipboard_offer, expiry, held, manners,
    notice::Notice,
    session::Session,
    table::Screen,
    transition::{Context, Goto, Next},
};

/// Whether an event was for every screen or is this one's.
pub(crate) enum Shared {
    Done(Next),
    ForScreen(Event),
    /// The session took it in; a screen that did not ask for it may leave it.
    Noted(Event),
}

pub(crate) fn take(cx: &mut Context<'_>, screen: &mut Screen, event: Event) -> Shared {
    let session = &mut *cx.session;
    match event {
        Event::Person(input) => return by_person(cx, screen, input),
        Event::Answer(answer) => return answered(cx, screen, answer),
        Event::Attempt { id, .. } if id != session.attempt_id => {
            return Shared::Done(Next::Ignored("an answer to an older attempt"));
        }
        Event::Attempt { answer, .. } => return answered(cx, screen, answer),
        Event::Opened(found) => return Shared::Done(opened(session, *found)),
        Event::Accounts(accounts) => session.accounts = accounts,
        Event::Clock(now) => expiry::clock(cx, screen, now),
        Event::Link(text) => {
            if held::is_open(session.invitation.as_ref(), &text) {
                return Shared::Done(Next::Ignored("the link of the invitation that is open"));
            }
            session.waiting_link = Some(text);
            if !screen.is_at_rest() {
                session.notice = Some(Notice::InvitationWaits);
            }
        }
        Event::NotSaved => {
            // Told once: the journey works all the same, only a restart would begin again.
            if !session.save_failed && session.report.is_none() {
                session.save_failed = true;
                let why = session.no_folder.clone();
                session.report = Some(why.unwrap_or(Problem::CannotSave.into()));
            }
        }
        Event::Returned => {
            if screen.waits_for_password() && clipboard_offer::may_look(session, cx.journey) {
                cx.ask(Request::PeekClipboard);
            }
        }
    }
    Shared::Done(Next::Stay)
}

fn by_person(cx: &mut Context<'_>, screen: &Screen, input: Input) -> Shared {
    cx.session.pressed_at = cx.session.now;
    // What is told once is heard now, so that the same news is news again.
    cx.session.notice = cx.session.notice.filter(|notice| !notice.is_heard_once());
    let input = match manners::take(cx, screen, input) {
        Ok(next) => return Shared::Done(next),
        Err(input) => input,
    };
    let next = match input {
        Input::Press(Action::CopyDetails) => match cx.session.report.clone() {
            Some(report) => {
                let text = report.details(cx.session, cx.journey, screen);
                cx.ask(Request::Copy(Action::CopyDetails, text))
            }
            None => Next::Ignored("copy-details without a problem"),
        },
        Input::Press(Action::EmailSupport) => match cx.session.report.clone() {
            Some(report)
                if cx.journey.is_for_company(&report) && cx.session.can_email_company() =>
            {
                let details = report.details(cx.session, cx.journey, screen);
                let code = report.problem.code();
                cx.ask(Request::EmailSupport { code, details })
            }
            _ => Next::Ignored("email-support without a problem or an address"),
        },
        Input::Press(Action::TellAddress) => match &cx.session.invitation {
            Some(held)
                if matches!(screen, Screen::Welcome(_))
                    || cx.session.has_problem(Problem::OtherAccount) =>
            {
                let mail = AddressMail {
                    reference: held.told.reference.clone(),
                    account: held.told.account.to_string(),
                };
                cx.ask(Request::TellAddress(Box::new(mail)))
            }
            _ => Next::Ignored("tell-address without an invitation"),
        },
        Input::Press(Action::OpenForgot) => cx.ask(Request::Open(Page::AppleForgot)),
        Input::Press(Action::OpenStatus) => cx.ask(Request::Open(Page::AppleStatus)),
        Input::Press(Action::CopyPage) if !matches!(screen, Screen::SignIn(_)) => {
            let page = apple::Page::Account.address().to_owned();
            cx.ask(Request::Copy(Action::CopyPage, page))
        }
        input => return Shared::ForScreen(Event::Person(input)),
    };
    Shared::Done(next)
}

fn answered(cx: &mut Context<'_>, screen: &mut Screen, answer: Answer) -> Shared {
    let session = &mut *cx.session;
    match answer {
        Answer::ForgetAccount(result) | Answer::SaveAccounts(result) => {
            if let Err(report) = result {
                session.report.get_or_insert(report);
            }
        }
        Answer::SaveKey(Ok(())) => session.key_found = true,
        Answer::SaveKey(Err(report)) => {
            session
                .report
                .get_or_insert(report.kind(ReportKind::ThisRunOnly));
        }
        Answer::Copy((action, worked)) => session.notice = Some(copied(action, worked)),
        Answer::ShowFile(true) => {}
        Answer::ShowFile(false) => session.notice = Some(Notice::FolderDidNotOpen),
        Answer::EmailSupport(true) => {}
        Answer::EmailSupport(false) => session.notice = Some(Notice::MailDidNotOpen),
        Answer::TellAddress(Begun::Opened) => {}
        Answer::TellAddress(Begun::Copied) => session.notice = Some(Notice::CopiedMail),
        Answer::TellAddress(Begun::Nowhere) => session.notice = Some(Notice::NotCopied),
        Answer::CopyGrants(worked) => session.notice = Some(copied(Action::CopyGrants, worked)),
        Answer::CopyLink(worked) => session.notice = Some(copied(Action::CopyLink, worked)),
        Answer::CopyMail(worked) => session.notice = Some(copied(Action::CopyMail, worked)),
        Answer::CopySignIn(copied_it) => {
            session.notice = Some(copied(Action::CopyPage, copied_it.is_ok()));
            return Shared::Noted(Event::Answer(Answer::CopySignIn(copied_it)));
        }
        // A system's history may answer after the person went on; it matters on the next screen, too.
        Answer::ForgetCopied(certain) => {
            if !certain {
                session.notice = Some(Notice::CopiedRemains);
            }
        }
        Answer::Open(Ok(())) => {}
        Answer::Open(Err(report)) => {
            screen.browser_did_not_open();
            // What stands there already matters more than a browser that did not open.
            session.report.get_or_insert(report);
        }
        Answer::StartPractice(Ok(())) if session.practice() => {}
        Answer::StartPractice(Err(report)) if session.practice() => {
            cx.abort();
            return Shared::Done(Next::from(Goto::Welcome).reporting(report));
        }
        Answer::PeekClipboard(text) => {
            clipboard_offer::found(cx, text.filter(|_| screen.waits_for_password()));
        }
        Answer::FindKey(Ok(found)) => {
            session.key_found = found;
            return Shared::Noted(Event::Answer(Answer::FindKey(Ok(found))));
        }
        Answer::ForgetKey(Ok(())) => {
            session.key_found = false;
            return Shared::Noted(Event::Answer(Answer::ForgetKey(Ok(()))));
        }
        Answer::UseNoFile((setup, report)) => {
            // With an invitation open it is what counts after that.
            match &mut session.invitation {
                Some(held) => held.before = setup,
                None => session.setup = *setup,
            }
            return Shared::Done(Next::from(Goto::BeginAnew).reporting(report));
        }
        answer => return Shared::ForScreen(Event::Answer(answer)),
    }
    Shared::Done(Next::Stay)
}

const fn copied(action: Action, worked: bool) -> Notice {
    match action {
        // What would be copied is nowhere on the screen to be selected.
        Action::CopyDetails | Action::CopyGrants | Action::CopyProfile if !worked => {
            Notice::NotCopied
        }
        _ if !worked => Notice::CopyFailed,
        Action::CopyLabel => Notice::CopiedLabel,
        Action::CopyLink => Notice::CopiedLink,
        Action::CopyMail => Notice::CopiedMail,
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
    session.left_open = found.invitation;
    session.no_folder = found.no_folder;
    Next::from(Goto::Begin).reporting(session.no_folder.clone())
}
