//! The buttons of one account or of several, and what is asked before anything is disconnected or taken off the list.

use super::state::{About, Accounts, Question, Removed, Removing};
use crate::{
    AccountRecord, Action, Report, Request,
    notice::Notice,
    transition::{Context, Next},
};

impl Accounts {
    pub(super) fn press_for(
        &mut self,
        cx: &mut Context<'_>,
        action: Action,
        grant: String,
    ) -> Next {
        let known = known(cx, &grant);
        let listed = self.all.as_ref().and_then(|all| all.list.find(&grant));
        if known.is_none() && listed.is_none() {
            return Next::Ignored("accounts: no such grant is listed");
        }
        let application = cx.session.application.as_ref();
        let is_known =
            |account: &AccountRecord| application.is_some_and(|a| account.is_known_to(a));
        let about = match action {
            Action::Renew => return self.renew(cx, grant),
            Action::SendLink => return self.send_link(cx, grant),
            Action::CopyGrant => return cx.ask(Request::Copy(Action::CopyGrant, grant)),
            Action::CopyDetails => {
                let text = known.map(details);
                return match text {
                    Some(text) => cx.ask(Request::Copy(Action::CopyDetails, text)),
                    None => Next::Ignored("accounts: nothing is kept of this one"),
                };
            }
            Action::Select if listed.is_some() && self.question.is_none() => {
                self.all.iter_mut().for_each(|all| all.list.select(&grant));
                return Next::Stay;
            }
            Action::Disconnect if listed.is_some() || known.is_some_and(is_known) => {
                About::Disconnect
            }
            Action::Disconnect => About::ByHand,
            Action::Forget if known.is_some() => About::Forget,
            _ => return Next::Ignored("accounts: no button of an account"),
        };
        self.ask(cx, vec![grant], about)
    }

    /// Asks once about all that are selected.
    pub(super) fn ask_about_selected(&mut self, cx: &mut Context<'_>) -> Next {
        let selected = self.all.as_ref().map(|all| all.list.selected());
        match selected.filter(|selected| !selected.is_empty()) {
            Some(selected) => self.ask(cx, selected, About::Disconnect),
            None => Next::Ignored("accounts: nothing is selected"),
        }
    }

    fn ask(&mut self, cx: &mut Context<'_>, grants: Vec<String>, about: About) -> Next {
        self.removed = None;
        self.question = Some(Question { grants, about });
        cx.session.report = None;
        Next::Stay
    }

    pub(super) fn confirm(&mut self, cx: &mut Context<'_>) -> Next {
        match self.question.take() {
            Some(Question {
                grants,
                about: About::Disconnect,
            }) => {
                self.checking.clear();
                if let Some(all) = &mut self.all {
                    all.pause();
                }
                cx.session.report = None;
                cx.abort();
                self.remove_next(cx, grants, 0)
            }
            Some(Question {
                grants,
                about: About::Forget,
            }) => {
                cx.session.notice = Some(Notice::AccountForgotten);
                for grant in grants {
                    cx.ask(Request::ForgetAccount(grant));
                }
                Next::Stay
            }
            other => {
                self.question = other;
                Next::Ignored("accounts: nothing to confirm")
            }
        }
    }

    /// Deletes the first of these; `done` are gone already.
    fn remove_next(&mut self, cx: &mut Context<'_>, mut grants: Vec<String>, done: usize) -> Next {
        if grants.is_empty() {
            if let Some(all) = &mut self.all {
                all.go_on();
                cx.session.notice = Some(Notice::Disconnected);
            }
            return Next::Stay;
        }
        let grant = grants.remove(0);
        cx.attempt(Request::DeleteGrant(grant.clone()));
        self.removing = Some(Removing {
            grant,
            next: grants,
            done,
        });
        Next::Stay
    }

    /// The grant is gone, also where it was gone already; what is left to do is at Apple's.
    pub(super) fn on_deleted(&mut self, cx: &mut Context<'_>, result: Result<(), Report>) -> Next {
        let Some(Removing { grant, next, done }) = self.removing.take() else {
            return Next::Ignored("accounts: nothing is being deleted");
        };
        if let Err(report) = result {
            if let Some(all) = &mut self.all {
                all.go_on();
            }
            // What is gone stays gone, and what is left is still asked about.
            self.question = Some(Question {
                grants: std::iter::once(grant).chain(next).collect(),
                about: About::Disconnect,
            });
            return cx.fail(report);
        }
        let known = known(cx, &grant);
        match &mut self.all {
            Some(all) => all.remove(&grant),
            None => {
                let label = known.and_then(|account| account.label.clone());
                self.removed = Some(Removed {
                    address: known.map_or_else(String::new, |account| account.address.clone()),
                    elsewhere: known.is_some_and(|account| account.provider.is_some()),
                    label: label.unwrap_or_else(|| cx.session.label()),
                });
            }
        }
        if known.is_some() {
            cx.ask(Request::ForgetAccount(grant));
        }
        self.remove_next(cx, next, done + 1)
    }
}

fn known<'a>(cx: &'a Context<'_>, grant: &str) -> Option<&'a AccountRecord> {
    let mut accounts = cx.session.accounts.iter();
    accounts.find(|account| account.grant == grant)
}

/// What the company needs to delete a connection that cannot be deleted from here.
fn details(account: &AccountRecord) -> String {
    format!(
        "grant-id: {}\naddress: {}\nserver: {}\n",
        account.grant, account.address, account.origin
    )
}
