//! The buttons of one account, and what is asked before it is disconnected or taken off the list.

use super::state::{About, Accounts, Question, Removed};
use crate::{
    AccountRecord, Action, ListedGrant, Report, Request,
    notice::Notice,
    transition::{Context, Next},
};

impl Accounts {
    pub(super) fn press_for(&mut self, cx: &mut Context<'_>, action: Action, grant: String) -> Next {
        let known = cx
            .session
            .accounts
            .iter()
            .find(|account| account.grant == grant);
        let listed = self.all.as_ref().and_then(|all| all.find(&grant));
        if known.is_none() && listed.is_none() {
            return Next::Ignored("accounts: no such grant is listed");
        }
        let application = cx.session.application.as_ref();
        let is_known =
            |account: &AccountRecord| application.is_some_and(|a| account.is_known_to(a));
        let about = match action {
            Action::Renew => return self.renew(cx, grant),
            Action::CopyGrant => return cx.ask(Request::Copy(Action::CopyGrant, grant)),
            Action::CopyDetails => {
                let text = known.map(details);
                return match text {
                    Some(text) => cx.ask(Request::Copy(Action::CopyDetails, text)),
                    None => Next::Ignored("accounts: nothing is kept of this one"),
                };
            }
            Action::Disconnect if listed.is_some() || known.is_some_and(is_known) => {
                About::Disconnect
            }
            Action::Disconnect => About::ByHand,
            Action::Forget if known.is_some() => About::Forget,
            _ => return Next::Ignored("accounts: no button of an account"),
        };
        self.removed = None;
        self.question = Some(Question { grant, about });
        cx.session.report = None;
        Next::Stay
    }

    pub(super) fn confirm(&mut self, cx: &mut Context<'_>) -> Next {
        match self.question.take() {
            Some(Question {
                grant,
                about: About::Disconnect,
            }) => {
                self.removing = Some(grant.clone());
                self.checking.clear();
                if let Some(all) = &mut self.all {
                    all.stop();
                }
                cx.session.report = None;
                cx.abort();
                cx.attempt(Request::DeleteGrant(grant))
            }
            Some(Question {
                grant,
                about: About::Forget,
            }) => {
                cx.session.notice = Some(Notice::AccountForgotten);
                cx.ask(Request::ForgetAccount(grant))
            }
            other => {
                self.question = other;
                Next::Ignored("accounts: nothing to confirm")
            }
        }
    }

    /// The grant is gone, also where it was gone already; what is left to do is at Apple's.
    pub(super) fn on_deleted(&mut self, cx: &mut Context<'_>, result: Result<(), Report>) -> Next {
        let Some(grant) = self.removing.take() else {
            return Next::Ignored("accounts: nothing is being deleted");
        };
        if let Err(report) = result {
            self.question = Some(Question {
                grant,
                about: About::Disconnect,
            });
            return cx.fail(report);
        }
        let listed = self.all.as_mut().and_then(|all| all.remove(&grant));
        let known = cx
            .session
            .accounts
            .iter()
            .find(|account| account.grant == grant);
        let label = known.and_then(|account| account.label.clone());
        self.removed = Some(Removed {
            address: known
                .map(|account| account.address.clone())
                .or(listed.as_ref().map(ListedGrant::name))
                .unwrap_or_default(),
            elsewhere: known.map_or(
                listed.as_ref().is_some_and(ListedGrant::is_elsewhere),
                |account| account.provider.is_some(),
            ),
            label: label.unwrap_or_else(|| cx.session.label()),
        });
        if known.is_some() {
            cx.ask(Request::ForgetAccount(grant));
        }
        Next::Stay
    }
}

/// What the company needs to delete a connection that cannot be deleted from here.
fn details(account: &AccountRecord) -> String {
    format!(
        "grant-id: {}\naddress: {}\nserver: {}\n",
        account.grant, account.address, account.origin
    )
}
