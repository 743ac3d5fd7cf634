//! What one journey knows. It is dropped and made anew, so that nothing of one journey or connection reaches another.

use crate::{
    AccountRecord, GrantSnapshot, GrantStatus, Problem, Progress, Renewal, Report, ReportKind,
    Step, account::addresses, blocks::Blocks, refused::RefusedPasswords, session::Session,
};
use apple::{Address, AppPassword};

/// Whose account is being connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The address as the person writes it.
    pub shown: Option<Address>,
    /// The iCloud address that signs in; the same one unless `shown` is elsewhere.
    pub icloud: Option<Address>,
}

/// From the first address to a connected account.
#[derive(Debug, Default)]
pub(crate) struct Journey {
    pub(crate) account: Account,
    /// An address was typed and not taken: the page still has it.
    pub(crate) half_address: bool,
    /// A part of a password was typed and left: the page still has it.
    pub(crate) half_password: bool,
    /// Nylas' name of whose account it is, where it is not Apple's: there is nothing to do at Apple then.
    pub(crate) provider: Option<&'static str>,
    /// The account is renewed: its address stays as it is.
    pub(crate) renewal: Option<Renewal>,
    /// It was chosen among all grants of the application, so that *Back* leads there.
    pub(crate) chosen_among_all: bool,
    /// The app password between being given and being used.
    pub(crate) password: Option<AppPassword>,
    /// What Apple or Nylas refused.
    pub(crate) refused: RefusedPasswords,
    /// It came by the button, so that the person expects the program to look at the clipboard.
    pub(crate) pasted: bool,
    /// An app password that was found on the clipboard and not asked for yet.
    pub(crate) clipboard_password: Option<AppPassword>,
    /// When Apple's page was last opened from here, in Unix seconds.
    pub(crate) apple_page_opened_at: Option<i64>,
    /// Custom auth was sent and may have made a grant: what there was before it.
    pub(crate) grants_before_submit: Option<Vec<GrantSnapshot>>,
    /// A request was cancelled on its way: Nylas may still be working on it.
    pub(crate) cancelled_in_flight: bool,
    /// Nylas was asked although one of Apple's services had refused.
    pub(crate) overruled_apple: bool,
    /// What stood in the way of it so far.
    pub(crate) blocks: Blocks,
    /// When the current attempt began, in Unix seconds.
    pub(crate) began_at: i64,
}

impl Journey {
    /// Whose account it is stays; what was entered or sent for it goes.
    pub(crate) fn start_over(&mut self) {
        let old = std::mem::take(self);
        *self = Journey {
            account: old.account,
            provider: old.provider,
            renewal: old.renewal,
            chosen_among_all: old.chosen_among_all,
            refused: old.refused,
            ..Journey::default()
        };
    }

    /// The grant that is to be renewed.
    pub(crate) fn renewed_grant(&self) -> Option<&String> {
        self.renewal
            .as_ref()
            .and_then(|renewal| renewal.grant.as_ref())
    }

    /// Whether the account that is renewed was chosen from a list, to which *Back* leads.
    pub(crate) fn was_chosen_from_list(&self, session: &Session) -> bool {
        self.renewal.is_some() && (self.chosen_among_all || !session.accounts.is_empty())
    }

    /// Whether the company's help is the way on: nobody else can do something, or waiting did not help.
    pub(crate) fn is_for_company(&self, report: &Report) -> bool {
        let by_problem = match report.problem {
            // Another port is the company's to register.
            Problem::RedirectPortTaken => report.kind == ReportKind::NotPermitted,
            problem => problem.is_for_company(),
        };
        by_problem || report.problem.may_last() && self.blocks.last()
    }

    /// Whether the password at hand was refused already.
    pub(crate) fn is_refused(&self) -> bool {
        let (Some(icloud), Some(password)) = (&self.account.icloud, &self.password) else {
            return false;
        };
        self.refused.contains(icloud, password)
    }

    /// Whether mail alone is connected: by the provider, the profile's word or the operator's choice.
    pub(crate) fn mail_only(&self, session: &Session) -> bool {
        self.provider.map_or(
            session.setup.mail_only || session.chose_mail_only,
            |provider| provider == "imap",
        )
    }

    /// Takes up the account that the profile wants renewed, unless an earlier run left something that belongs to it.
    pub(crate) fn renew_as_profile_says(&mut self, session: &Session) {
        let left_off = session.resume.as_ref().is_some_and(|p| {
            p.grants_before_submit.is_some() || p.renews.is_some() && p.step > Step::Prepare
        });
        let (shown, icloud) = addresses(session.setup.renew.as_deref(), None);
        let Some(asked) = shown.clone().filter(|_| !left_off) else {
            return;
        };
        let same = |account: &&AccountRecord| {
            asked.is_mailbox_of(&account.address)
                || account
                    .icloud
                    .as_ref()
                    .is_some_and(|icloud| asked.is_mailbox_of(icloud))
        };
        let known = session.accounts.iter().find(same);
        let needed =
            known.is_some_and(|account| account.status == Some(GrantStatus::NeedsPassword));
        let (shown, icloud) = known.map_or((shown, icloud), AccountRecord::addresses);
        self.renewal = Some(Renewal {
            grant: known.map(|account| account.grant.clone()),
            needed,
        });
        self.account = Account { shown, icloud };
    }

    /// Takes up where an earlier run left off.
    pub(crate) fn resume(&mut self, progress: &Progress) {
        let (shown, icloud) = addresses(progress.address.as_deref(), progress.apple_id.as_deref());
        self.account = Account { shown, icloud };
        self.renewal.clone_from(&progress.renews);
    }
}
