//! `invitations`: the company's invitations, as its relay knows them: how far each is, where somebody does not get on, and what
//! can be done about it.

mod state;
mod view;

pub(crate) use state::Invitations;

use crate::{
    Action, Answer, Event, Field, Input, InvitationChange, Problem, Report, Request,
    inviting::{account_in, fits},
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{AtRelay, Context, Goto, Leaf, Next},
};
use invitation::{State, operator::Seen};
use secrecy::{ExposeSecret, SecretString};
use state::{About, Question, Working};

impl Invitations {
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        cx.abort();
        let mut board = Invitations::default();
        cx.ask(Request::LoadBoard);
        board.load(cx);
        board
    }

    /// Reads the next page, unless it is being read or there is none.
    fn load(&mut self, cx: &mut Context<'_>) -> Next {
        if self.loading || self.complete || self.working.is_some() {
            return Next::Ignored("invitations: nothing more to load");
        }
        self.loading = true;
        cx.session.report = None;
        cx.attempt(Request::LoadInvitations {
            search: self.searched.clone(),
            cursor: self.cursor.clone(),
        })
    }

    /// Reads them from the first one on, by what stands in the search.
    fn search(&mut self, cx: &mut Context<'_>) -> Next {
        cx.abort();
        cx.session.notice = None;
        *self = Invitations {
            board: self.board.take(),
            typed: self.typed.clone(),
            searched: self.typed.clone(),
            ..Invitations::default()
        };
        self.load(cx)
    }

    fn loaded(&mut self, page: (Vec<Seen>, Option<String>)) -> Next {
        let (rows, next) = page;
        let before = self.rows.len();
        for row in rows {
            if self.ids.insert(row.id.clone()) {
                self.rows.push(row);
            }
        }
        // A page that only repeats what is there would come again and again.
        self.complete = next.is_none() || self.rows.len() == before;
        self.cursor = next;
        Next::Stay
    }

    /// Whoever comes near the end of what is there gets more of it; what failed is asked for again by a press.
    fn scroll(&mut self, cx: &mut Context<'_>, first: usize) -> Next {
        self.place.scroll(first, self.rows.len());
        let is_near_the_end = self.place.is_near_the_end(self.rows.len());
        let may_load = !self.loading && !self.complete && self.working.is_none();
        if is_near_the_end && may_load && cx.session.report.is_none() {
            return self.load(cx);
        }
        Next::Stay
    }

    fn press_for(&mut self, cx: &mut Context<'_>, action: Action, id: String) -> Next {
        let Some(row) = self.rows.iter().find(|row| row.id == id).cloned() else {
            return Next::Ignored("invitations: no such one is listed");
        };
        let about = match action {
            Action::NewLink if row.state.is_open() => {
                self.begin(cx, id, None);
                return cx.attempt(Request::NewLink(Box::new(row)));
            }
            Action::Release if row.state == State::Claimed => {
                return self.change(cx, id, InvitationChange::Release);
            }
            Action::ResetTries if row.state.is_open() => {
                return self.change(cx, id, InvitationChange::ResetTries);
            }
            Action::Revoke if row.state.is_open() => About::Revoke,
            Action::Correct if row.state.is_open() => About::Correct {
                account: row.account.into(),
                label: row.account_label.unwrap_or_default().into(),
            },
            _ => return Next::Ignored("invitations: no button of this one"),
        };
        cx.session.report = None;
        self.question = Some(Question { id, about });
        Next::Stay
    }

    fn begin(&mut self, cx: &mut Context<'_>, id: String, done: Option<Notice>) {
        // A page that is being read can be read again.
        cx.abort();
        self.loading = false;
        cx.session.report = None;
        cx.session.notice = None;
        self.question = None;
        self.working = Some(Working { id, done });
    }

    fn change(&mut self, cx: &mut Context<'_>, id: String, change: InvitationChange) -> Next {
        let done = match change {
            InvitationChange::Release => Notice::InvitationReleased,
            InvitationChange::ResetTries => Notice::TriesReset,
            InvitationChange::Revoke => Notice::InvitationRevoked,
            InvitationChange::Correct { .. } => Notice::InvitationCorrected,
        };
        self.begin(cx, id.clone(), Some(done));
        cx.attempt(Request::ChangeInvitation { id, change })
    }

    fn confirm(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(Question { id, about }) = self.question.take() else {
            return Next::Ignored("invitations: nothing to confirm");
        };
        let (account, label) = match about {
            About::Revoke => return self.change(cx, id, InvitationChange::Revoke),
            About::Correct { account, label } => (account, label),
        };
        let judged = account_in(account.expose_secret())
            .and_then(|_| fits("label", label.expose_secret(), false));
        if let Err(report) = judged {
            let about = About::Correct { account, label };
            self.question = Some(Question { id, about });
            return cx.fail(report);
        }
        self.change(cx, id, InvitationChange::Correct { account, label })
    }

    fn changed(&mut self, cx: &mut Context<'_>, result: Result<Box<Seen>, Report>) -> Next {
        let Some(Working { id, done }) = self.working.take() else {
            return Next::Ignored("invitations: nothing is being done");
        };
        match result {
            Ok(now) => {
                if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
                    *row = Seen { id, ..*now };
                }
                cx.session.notice = done;
                cx.ask(Request::LoadBoard)
            }
            Err(report) => cx.fail(report),
        }
    }

    fn edit(&mut self, cx: &mut Context<'_>, field: Field, text: SecretString) -> Next {
        if field == Field::Search {
            self.typed = text;
            return Next::Stay;
        }
        let about = self.question.as_mut().map(|question| &mut question.about);
        let Some(About::Correct { account, label }) = about else {
            return Next::Ignored("invitations: nothing is corrected");
        };
        match field {
            Field::Account => *account = text,
            Field::AccountLabel => *label = text,
            _ => return Next::Ignored("invitations: a field of another screen"),
        }
        cx.session.report = None;
        Next::Stay
    }

    fn back(&mut self, cx: &mut Context<'_>) -> Next {
        if self.question.take().is_some() {
            cx.session.report = None;
            return Next::Stay;
        }
        Goto::Home.into()
    }

    fn press(&mut self, cx: &mut Context<'_>, action: Action) -> Next {
        let asked = self.question.is_some();
        match action {
            Action::Back => self.back(cx),
            Action::Cancel if asked => self.back(cx),
            Action::LoadMore => self.load(cx),
            _ if self.working.is_some() => Next::Ignored("invitations: something is being done"),
            // Enter in a field of the question answers it.
            Action::Confirm | Action::Continue if asked => self.confirm(cx),
            _ if asked => Next::Ignored("invitations: something is asked"),
            Action::Continue | Action::Retry => self.search(cx),
            Action::Invite => Goto::AtRelay(AtRelay::Invite).into(),
            Action::UseOtherKey => Goto::OtherRelayKey(AtRelay::Board).into(),
            Action::ForgetKey if cx.session.keeps_relay_key() => {
                Goto::ForgetRelayKey(AtRelay::Board).into()
            }
            _ => Next::Ignored("invitations"),
        }
    }
}

impl Leaf for Invitations {
    type View = view::View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            Event::Answer(Answer::LoadInvitations(page)) if self.loading => {
                self.loading = false;
                match page {
                    Ok(page) => self.loaded(page),
                    Err(report) => cx.fail(report),
                }
            }
            Event::Answer(Answer::LoadBoard(board)) => {
                self.board = board;
                Next::Stay
            }
            Event::Answer(Answer::ChangeInvitation(result)) => self.changed(cx, result),
            Event::Answer(Answer::NewLink(result)) => {
                self.working = None;
                match result {
                    Ok(made) => Goto::MadeLink(made).into(),
                    Err(report) => cx.fail(report),
                }
            }
            Event::Person(Input::Press(action)) => self.press(cx, action),
            Event::Person(Input::PressFor { action, grant }) if self.working.is_none() => {
                self.press_for(cx, action, grant)
            }
            Event::Person(Input::Edit { field, text, .. }) => self.edit(cx, field, text),
            Event::Person(Input::Leave(Field::Search | Field::Account | Field::AccountLabel)) => {
                Next::Stay
            }
            Event::Person(Input::Scroll(first)) => self.scroll(cx, first),
            _ => Next::Ignored("invitations"),
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.question.is_some()) + 2 * u8::from(self.working.is_some())
    }

    fn is_at_rest(&self) -> bool {
        self.question.is_none() && self.working.is_none()
    }

    fn view(&self, session: &Session, _journey: &Journey) -> view::View {
        self.shown(session)
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        // Of a key that could not be kept nothing can be tried again here.
        if report.problem == Problem::KeychainUnavailable || self.question.is_some() {
            actions.retain(|action| !matches!(action, Action::Retry | Action::UseOtherKey));
        }
    }

    fn has_field(&self, field: Field) -> bool {
        let about = self.question.as_ref().map(|question| &question.about);
        matches!(about, Some(About::Correct { .. }))
            && matches!(field, Field::Account | Field::AccountLabel)
    }
}
