//! `several`: customers of a table are invited one after the other, each with a result of its own. Their links are on no screen:
//! they are saved as a table, or go when this is left.

mod state;
mod view;

pub(crate) use state::Several;

use crate::{
    Action, Answer, Event, Input, Invited, Report, Request,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{AtRelay, Context, Goto, Leaf, Next},
};
use invitation::operator::Create;
use state::SeveralPhase;

/// So many are sent in one call, so that one sees how far it is and none waits too long for an answer.
const AT_ONCE: usize = 100;

impl Several {
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        cx.abort();
        Several::default()
    }

    fn open(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = SeveralPhase::Reading;
        cx.session.report = None;
        cx.ask(Request::ReadCustomers)
    }

    fn read(&mut self, cx: &mut Context<'_>, read: Option<Result<Vec<Create>, Report>>) -> Next {
        self.phase = SeveralPhase::Asking;
        match read {
            None => Next::Stay,
            Some(Err(report)) => cx.fail(report),
            Some(Ok(customers)) => {
                *self = Several {
                    phase: SeveralPhase::Ready,
                    customers,
                    ..Several::default()
                };
                Next::Stay
            }
        }
    }

    /// Invites those whose turn it is; none is sent twice whose answer was heard.
    fn invite(&mut self, cx: &mut Context<'_>) -> Next {
        let next = self.customers.iter().skip(self.results.len());
        let next: Vec<Create> = next.take(AT_ONCE).cloned().collect();
        if next.is_empty() {
            self.phase = SeveralPhase::Done;
            return Next::Stay;
        }
        self.phase = SeveralPhase::Making;
        cx.session.report = None;
        cx.attempt(Request::InviteSeveral(next))
    }

    fn invited(&mut self, cx: &mut Context<'_>, results: Result<Vec<Invited>, Report>) -> Next {
        match results {
            Ok(results) => {
                let left = self.customers.len() - self.results.len();
                let none = results.is_empty();
                self.results.extend(results.into_iter().take(left));
                if none {
                    self.phase = SeveralPhase::Ready;
                    return Next::Stay;
                }
                self.invite(cx)
            }
            Err(report) => {
                self.phase = SeveralPhase::Ready;
                cx.fail(report)
            }
        }
    }

    fn save(&mut self, cx: &mut Context<'_>) -> Next {
        self.saving = true;
        cx.session.report = None;
        let rows = self.customers.iter().cloned().zip(self.results.clone());
        cx.ask(Request::SaveLinks(rows.collect()))
    }

    fn press(&mut self, cx: &mut Context<'_>, action: Action) -> Next {
        match (&self.phase, action) {
            (_, Action::Back) => Goto::AtRelay(AtRelay::Invite).into(),
            (SeveralPhase::Asking, Action::OpenFile | Action::Continue) => self.open(cx),
            (SeveralPhase::Ready, Action::OpenFile) if self.results.is_empty() => self.open(cx),
            (SeveralPhase::Ready, Action::Continue | Action::Retry) => self.invite(cx),
            (SeveralPhase::Making, Action::Cancel) => {
                self.phase = SeveralPhase::Ready;
                cx.abort()
            }
            (_, Action::SaveLinks) if self.has_results() && !self.saving => self.save(cx),
            (_, Action::ShowFile) => match &self.saved {
                Some(path) => cx.ask(Request::ShowFile(path.clone())),
                None => Next::Ignored("several: no file"),
            },
            (SeveralPhase::Done, Action::Continue) => Goto::AtRelay(AtRelay::Board).into(),
            (SeveralPhase::Ready, Action::UseOtherKey) => {
                Goto::OtherRelayKey(AtRelay::Several).into()
            }
            _ => Next::Ignored("several"),
        }
    }
}

impl Leaf for Several {
    type View = view::View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (&self.phase, event) {
            (SeveralPhase::Reading, Event::Answer(Answer::ReadCustomers(read))) => {
                self.read(cx, read)
            }
            (SeveralPhase::Making, Event::Answer(Answer::InviteSeveral(results))) => {
                self.invited(cx, results)
            }
            (_, Event::Answer(Answer::SaveLinks(saved))) if self.saving => {
                self.saving = false;
                match saved {
                    Ok(path) => {
                        self.saved = Some(path);
                        Next::Stay
                    }
                    Err(report) => cx.fail(report),
                }
            }
            (_, Event::Person(Input::Scroll(first))) => {
                self.place.scroll(first, self.customers.len());
                Next::Stay
            }
            (_, Event::Person(Input::Press(action))) => self.press(cx, action),
            _ => Next::Ignored("several"),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            SeveralPhase::Asking => 0,
            SeveralPhase::Reading => 1,
            SeveralPhase::Ready => 2,
            SeveralPhase::Making => 3,
            SeveralPhase::Done => 4,
        }
    }

    fn holds_secret(&self) -> bool {
        self.has_results() && self.results.iter().any(Invited::has_link)
    }

    fn expire(&mut self, session: &mut Session) {
        if self.holds_secret() {
            *self = Several::default();
            session.notice = Some(Notice::MadeLinkGone);
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> view::View {
        self.shown(session)
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        _report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if !matches!(self.phase, SeveralPhase::Ready) {
            actions.retain(|action| !matches!(action, Action::Retry | Action::UseOtherKey));
        }
    }
}
