//! `make-profile`: at the company's own desk, a profile for its customers. No key is in it.

mod view;

use crate::{
    Action, Answer, Draft, Event, Field, Input, Made, ProfileForm, Report, Request, Setup,
    journey::Journey,
    profile_form::ProfileWork,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};

#[derive(Debug)]
pub(crate) struct MakeProfile {
    phase: ExportPhase,
    /// What Nylas and the operator's own profile say.
    draft: Option<Draft>,
    form: ProfileForm,
    /// The form stood here before: the page still has what was typed into it.
    again: bool,
}

#[derive(Debug)]
enum ExportPhase {
    /// Nylas is asked what belongs into it.
    Looking,
    /// It can be made.
    Ready,
    /// What was entered is judged, to be shown or tried.
    Checking(Then),
    /// The first screen of its customers is shown.
    Shown(Box<Setup>),
    /// It is being made.
    Making,
    Made(Made),
}

/// What follows when everything that was entered fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Show,
    Try,
}

impl MakeProfile {
    /// Goes on with the form that was left for a while, or begins a new one.
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        cx.abort();
        if let Some(ProfileWork { draft, form }) = cx.session.profile_work.take() {
            return MakeProfile {
                phase: ExportPhase::Ready,
                draft: Some(draft),
                form,
                again: true,
            };
        }
        cx.attempt(Request::DraftProfile);
        MakeProfile {
            phase: ExportPhase::Looking,
            draft: None,
            form: ProfileForm::default(),
            again: false,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>, then: Then) -> Next {
        self.phase = ExportPhase::Checking(then);
        cx.session.report = None;
        cx.attempt(Request::CheckProfile(Box::new(self.form.clone())))
    }

    fn checked(&mut self, cx: &mut Context<'_>, then: Then, setup: Box<Setup>) -> Next {
        match then {
            Then::Show => self.phase = ExportPhase::Shown(setup),
            Then::Try => return self.try_out(cx, setup),
        }
        Next::Stay
    }

    /// Practice under the company's name; the form waits until it is over.
    fn try_out(&mut self, cx: &mut Context<'_>, setup: Box<Setup>) -> Next {
        self.phase = ExportPhase::Ready;
        cx.session.profile_work = self.draft.clone().map(|draft| ProfileWork {
            draft,
            form: self.form.clone(),
        });
        Goto::TryProfile(setup).into()
    }

    fn failed(&mut self, cx: &mut Context<'_>, report: Report) -> Next {
        self.phase = ExportPhase::Ready;
        cx.fail(report)
    }

    fn make(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = ExportPhase::Making;
        cx.session.report = None;
        cx.attempt(Request::MakeProfile(Box::new(self.form.clone())))
    }

    fn made(&mut self, made: Made) -> Next {
        self.phase = ExportPhase::Made(made);
        if let Some(draft) = &mut self.draft {
            draft.registered = true;
        }
        Next::Stay
    }

    /// Back to the form, with what was entered.
    fn back_to_form(&mut self) -> Next {
        self.phase = ExportPhase::Ready;
        self.again = true;
        Next::Stay
    }

    fn edit(&mut self, cx: &mut Context<'_>, input: Input) -> Next {
        match input {
            Input::Edit { field, text, .. } => {
                if !self.form.edit(field, text) {
                    return Next::Ignored("make-profile: a field of another screen");
                }
            }
            Input::Use { what, on } => self.form.choose_use(what, on),
            Input::OtherProvider { what, on } => self.form.choose_provider(what, on),
            _ => return Next::Ignored("make-profile"),
        }
        cx.session.report = None;
        Next::Stay
    }
}

impl Leaf for MakeProfile {
    type View = view::View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (&self.phase, event) {
            (ExportPhase::Looking, Event::Answer(Answer::DraftProfile(Ok(draft)))) => {
                self.phase = ExportPhase::Ready;
                self.form = ProfileForm::of(&draft);
                self.draft = Some(draft);
                Next::Stay
            }
            (ExportPhase::Looking, Event::Answer(Answer::DraftProfile(Err(report)))) => {
                cx.fail(report)
            }
            (
                ExportPhase::Looking,
                Event::Person(Input::Press(Action::Retry | Action::Continue)),
            ) => Goto::MakeProfile.into(),
            (ExportPhase::Ready, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
                self.make(cx)
            }
            (ExportPhase::Ready, Event::Person(Input::Press(Action::PreviewProfile))) => {
                self.check(cx, Then::Show)
            }
            (
                ExportPhase::Ready | ExportPhase::Made(_),
                Event::Person(Input::Press(Action::TryProfile)),
            )
            | (ExportPhase::Shown(_), Event::Person(Input::Press(Action::Continue))) => {
                self.check(cx, Then::Try)
            }
            (ExportPhase::Checking(then), Event::Answer(Answer::CheckProfile(Ok(setup)))) => {
                self.checked(cx, *then, setup)
            }
            (ExportPhase::Checking(_), Event::Answer(Answer::CheckProfile(Err(report))))
            | (ExportPhase::Making, Event::Answer(Answer::MakeProfile(Err(report)))) => {
                self.failed(cx, report)
            }
            (ExportPhase::Making, Event::Answer(Answer::MakeProfile(Ok(made)))) => self.made(made),
            (ExportPhase::Made(made), Event::Person(Input::Press(Action::CopyProfile))) => {
                cx.ask(Request::Copy(Action::CopyProfile, made.text.clone()))
            }
            (ExportPhase::Made(made), Event::Person(Input::Press(Action::ShowFile))) => {
                cx.ask(Request::ShowFile(made.path.clone()))
            }
            (
                ExportPhase::Made(_) | ExportPhase::Shown(_),
                Event::Person(Input::Press(Action::Back)),
            ) => self.back_to_form(),
            (ExportPhase::Made(_), Event::Person(Input::Press(Action::Continue)))
            | (_, Event::Person(Input::Press(Action::Back))) => Goto::Home.into(),
            (_, Event::Person(Input::Leave(field))) if self.has_field(field) => Next::Stay,
            // What is typed while something is asked counts, too.
            (
                ExportPhase::Ready | ExportPhase::Checking(_) | ExportPhase::Making,
                Event::Person(input),
            ) => self.edit(cx, input),
            _ => Next::Ignored("make-profile"),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            ExportPhase::Looking => 0,
            ExportPhase::Ready => 1,
            ExportPhase::Checking(_) => 2,
            ExportPhase::Shown(_) => 3,
            ExportPhase::Making => 4,
            ExportPhase::Made(_) => 5,
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> view::View {
        let (phase, made) = match &self.phase {
            ExportPhase::Looking => ("looking", None),
            ExportPhase::Ready | ExportPhase::Shown(_) => ("ready", None),
            ExportPhase::Checking(_) => ("checking", None),
            ExportPhase::Making => ("making", None),
            ExportPhase::Made(made) => ("made", Some(made)),
        };
        let form = view::Form {
            phase,
            draft: self.draft.as_ref(),
            form: &self.form,
            again: self.again,
            made,
        };
        view::View::of(&form, session)
    }

    fn preview(&self) -> Option<&Setup> {
        match &self.phase {
            ExportPhase::Shown(setup) => Some(setup),
            _ => None,
        }
    }

    fn has_field(&self, field: Field) -> bool {
        matches!(
            field,
            Field::Company
                | Field::SupportEmail
                | Field::SupportPhone
                | Field::PrivacyPage
                | Field::ReturnPage
        )
    }
}
