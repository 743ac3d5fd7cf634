//! What a screen shows: values and names, never a sentence, never a secret.

mod accounts;
mod arguments;

use crate::screens::{
    Asking, Desking, Done, Drafting, Phase, STEPS as APPLE_STEPS, Screen, Signing, Status,
    may_try_anyway, may_use_imap, offered, operator_can_go_back, start_can_go_back,
    welcome_can_go_back,
};
use crate::{Action, Field, Problem, Report, Sixdigit, State};
use apple::Page as ApplePage;
use serde::Serialize;
use std::sync::Arc;

pub use accounts::{AccountView, AccountsView, AllView, GrantView, QuestionView, RemovedView};

/// Everything the page needs besides the words.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The screen's name.
    #[serde(skip)]
    pub name: &'static str,
    /// Nothing here is real.
    pub practice: bool,
    /// Mail alone is connected, without calendars.
    pub mail_only: bool,
    /// The account is not Apple's: there is nothing to do at Apple.
    pub elsewhere: bool,
    /// The company's name.
    pub organization: Option<String>,
    /// Whether the company has a picture.
    pub logo: bool,
    /// The picture as a `data:` address, which the page gets when it changes.
    #[serde(skip)]
    pub picture: Option<Arc<str>>,
    /// The step list; empty before the journey.
    pub steps: Vec<StepView>,
    /// The number of the current step, from 1; 0 before the journey.
    pub step: usize,
    /// Whether help is open.
    pub help: bool,
    /// Whether `back` leads somewhere.
    pub back: bool,
    /// What is in the way.
    pub problem: Option<ProblemView>,
    /// Something that is told once.
    pub notice: Option<&'static str>,
    /// How often typed secrets had to go; the page empties its secret field when this grows.
    pub wiped: u32,
    /// Whom to ask.
    pub support: Option<String>,
    /// Something was connected from this computer, and this is no practice.
    pub connected: bool,
    /// Nylas can be asked about everything that the company's key opens.
    pub desk: bool,
    /// The account is renewed.
    pub renewing: bool,
    /// What only this screen shows.
    #[serde(flatten)]
    pub body: Body,
    /// Values that the sentences need.
    #[serde(skip)]
    pub arguments: Vec<(&'static str, Argument)>,
}

/// A value for a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Text; isolated from the direction of the sentence.
    Text(String),
    /// A number, for plurals.
    Number(u32),
}

/// One line of the step list.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The step's name.
    pub name: &'static str,
    /// `done`, `current` or `ahead`.
    pub status: &'static str,
}

/// The problem on the screen.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// Its code.
    pub code: &'static str,
    /// The variant of its sentence.
    pub kind: &'static str,
    /// The field it speaks of.
    pub field: Option<Field>,
    /// The buttons that stand with it.
    pub actions: Vec<Action>,
    /// What helps the company to help: names and values.
    pub details: Vec<(&'static str, String)>,
}

/// What one screen shows.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each is the body of the screen of that name")]
pub enum Body {
    #[serde(rename_all = "camelCase")]
    Start {
        broken: bool,
    },
    Accounts(Box<AccountsView>),
    #[serde(rename_all = "camelCase")]
    Operator {
        phase: &'static str,
        asking: bool,
        busy: bool,
        host: Option<String>,
        application: Option<String>,
        connector: bool,
        from_environment: bool,
    },
    #[serde(rename_all = "camelCase")]
    Profile {
        phase: &'static str,
        busy: bool,
        draft: bool,
        company: String,
        host: String,
        client_id: String,
        callback: String,
        registered: bool,
        connectors: String,
        path: Option<String>,
        administrator: bool,
    },
    #[serde(rename_all = "camelCase")]
    Welcome {
        host: Option<String>,
        application: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    Address {
        address: String,
        apple_id: String,
        second: bool,
        meant: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    Prepare {
        label: String,
        apple_page: String,
        opened: bool,
        again: bool,
        six_digit: Option<Sixdigit>,
        advice: bool,
        helper: bool,
        steps_shown: Vec<u8>,
        drawing: &'static str,
        first: bool,
        last: bool,
        offered: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    SignIn {
        host: String,
        callback: String,
        phase: &'static str,
        closed: bool,
        waiting: bool,
        left: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    Password {
        shape: &'static str,
        good: bool,
        held: Option<String>,
        tries: Option<u8>,
        counted: bool,
        offered: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    Connecting {
        stages: Vec<StageView>,
        slow: bool,
        wait: u32,
        stopped: bool,
    },
    #[serde(rename_all = "camelCase")]
    Done {
        grant_id: String,
        calendars: Vec<String>,
        more_calendars: bool,
        calendars_read: bool,
        mail_read: bool,
        newest: Option<i64>,
        label: String,
        asking: &'static str,
        removed: bool,
        confirm: bool,
        settled: bool,
    },
}

/// One stage of connecting.
#[derive(Clone, Debug, Serialize)]
pub struct StageView {
    /// The stage's name; the page's `data-stage`.
    pub name: &'static str,
    /// How far it is; the page's `data-status`.
    pub status: Status,
}

/// The most calendars that are named.
const CALENDARS: usize = 40;
/// The most characters of a value that is shown, such as the path of a file.
const VALUE: usize = 1_000;

const STEPS: [&str; 5] = ["welcome", "address", "prepare", "password", "done"];

/// What `state` shows.
pub fn view(state: &State) -> View {
    let step = match state.screen {
        Screen::Start | Screen::Operator(_) | Screen::Profile(_) | Screen::Accounts(_) => 0,
        Screen::Welcome => 1,
        Screen::Address(_) => 2,
        Screen::Prepare(_) => 3,
        Screen::SignIn(_) | Screen::Password(_) | Screen::Connecting(_) => 4,
        Screen::Done(_) => 5,
    };
    View {
        name: state.screen.name(),
        practice: state.practice(),
        mail_only: state.mail_only(),
        elsewhere: state.elsewhere.is_some(),
        organization: state.setup.organization.clone(),
        logo: state.setup.logo.is_some(),
        picture: state.setup.logo.clone(),
        steps: if step == 0 { vec![] } else { steps(step) },
        step,
        help: state.help,
        back: can_go_back(state),
        problem: state.report.as_ref().map(|report| problem(state, report)),
        notice: state.notice,
        wiped: state.wiped,
        support: [&state.setup.support.email, &state.setup.support.phone]
            .into_iter()
            .flatten()
            .cloned()
            .reduce(|a, b| format!("{a} · {b}")),
        connected: !state.practice() && !state.accounts.is_empty(),
        desk: state.desk.is_some(),
        renewing: state.renewing.is_some(),
        body: body(state),
        arguments: arguments::arguments(state),
    }
}

/// How many calendars are not named.
fn more_calendars(done: &Done) -> usize {
    let all = done.calendars.as_ref().map_or(0, Vec::len);
    all.saturating_sub(CALENDARS)
}

/// The beginning of a value from outside, whoever was to cut it before.
fn short(value: &str) -> String {
    value.chars().take(VALUE).collect()
}

fn steps(current: usize) -> Vec<StepView> {
    STEPS
        .iter()
        .enumerate()
        .map(|(i, name)| StepView {
            name,
            status: if i + 1 < current || current == STEPS.len() {
                "done"
            } else if i + 1 == current {
                "current"
            } else {
                "ahead"
            },
        })
        .collect()
}

fn can_go_back(state: &State) -> bool {
    match &state.screen {
        Screen::Start => start_can_go_back(state),
        // Leads out of a question, and from all grants to the list.
        Screen::Accounts(a) => {
            a.removing.is_none() && (a.question.is_some() || a.removed.is_some() || a.all.is_some())
        }
        Screen::Operator(_) => operator_can_go_back(state),
        Screen::Profile(_) => true,
        Screen::Welcome => welcome_can_go_back(state),
        Screen::Address(_) | Screen::Prepare(_) | Screen::SignIn(_) | Screen::Password(_) => true,
        // While something runs the way back is called `cancel`.
        Screen::Connecting(c) => c.phase == Phase::Stopped,
        Screen::Done(d) => d.asking == Asking::Confirm,
    }
}

fn problem(state: &State, report: &Report) -> ProblemView {
    let field = match report.problem.field() {
        Some(Field::Address)
            if report.kind.starts_with("apple-id") || report.kind.starts_with("other") =>
        {
            Some(Field::AppleId)
        }
        // Only one screen has the field.
        Some(Field::ApiKey) if !matches!(state.screen, Screen::Operator(_)) => None,
        Some(Field::AppPassword) if !matches!(state.screen, Screen::Password(_)) => None,
        field => field,
    };
    let mut actions = report.problem.actions().to_vec();
    match state.screen {
        // The screens' own buttons do these.
        Screen::Address(_) if offered(&state.setup, report).is_some() => {
            actions.insert(0, Action::UseProvider);
        }
        Screen::SignIn(_) if state.elsewhere.is_some() => {
            actions.retain(|a| *a != Action::ClosedTooEarly);
        }
        Screen::Operator(_) if may_use_imap(state) => actions.insert(1, Action::UseImap),
        Screen::Operator(_) if report.problem == Problem::KeyRefused => {
            actions.retain(|a| *a != Action::Retry);
        }
        // The field's own button does it.
        Screen::Address(_) => {
            actions.retain(|a| *a != Action::Retry || report.problem != Problem::OtherAddress);
        }
        Screen::Welcome if !state.practice() => actions.retain(|a| *a != Action::Retry),
        Screen::Done(_) => actions.retain(|a| *a != Action::Retry),
        Screen::Connecting(_) if report.kind == "signed-in-as" => {
            actions.insert(0, Action::Confirm);
        }
        // Whoever has to open it by hand needs its address.
        Screen::SignIn(_) if report.problem == Problem::BrowserDidNotOpen => {
            actions.push(Action::CopyPage);
        }
        _ => {}
    }
    if may_try_anyway(state) {
        let before = actions.len() - 1;
        actions.insert(before, Action::Continue);
    }
    if matches!(report.kind, "empty" | "not-a-key" | "this-run-only") {
        actions.clear();
    }
    ProblemView {
        code: report.problem.code(),
        kind: report.kind,
        field,
        actions,
        details: report
            .lines(state)
            .into_iter()
            .map(|(name, value)| (name, short(&value)))
            .collect(),
    }
}

fn body(state: &State) -> Body {
    let label = state.setup.label.clone();
    let desk = state.desk.as_ref();
    let host = desk.map(|d| d.host.clone());
    let application = desk.map(|d| d.application.clone());
    let from_environment = desk.is_some_and(|d| d.from_environment);
    match &state.screen {
        Screen::Start => Body::Start {
            broken: state.setup.broken.is_some(),
        },
        Screen::Accounts(screen) => Body::Accounts(Box::new(accounts::accounts(state, screen))),
        Screen::Operator(operator) => Body::Operator {
            phase: match operator.phase {
                Desking::Finding => "finding",
                Desking::Asking => "asking",
                Desking::Checking => "checking",
                Desking::Found => "found",
                Desking::MakingConnector => "making",
            },
            asking: operator.phase == Desking::Asking,
            busy: matches!(
                operator.phase,
                Desking::Finding | Desking::Checking | Desking::MakingConnector
            ),
            host,
            application,
            connector: desk.is_some_and(|d| d.connector),
            from_environment,
        },
        Screen::Profile(profile) => {
            let draft = profile.draft.as_ref();
            let made = match &profile.phase {
                Drafting::Made(made) => Some(made),
                _ => None,
            };
            Body::Profile {
                phase: drafting(&profile.phase),
                busy: matches!(profile.phase, Drafting::Making)
                    || matches!(profile.phase, Drafting::Looking) && state.report.is_none(),
                draft: draft.is_some(),
                company: draft.map(|d| d.name.clone()).unwrap_or_default(),
                host: draft.map(|d| d.host.clone()).unwrap_or_default(),
                client_id: draft.map(|d| d.client_id.clone()).unwrap_or_default(),
                callback: draft.map(|d| d.callback.clone()).unwrap_or_default(),
                registered: draft.is_some_and(|d| d.registered),
                connectors: draft
                    .map(|d| short(&d.connectors.join(", ")))
                    .unwrap_or_default(),
                path: made.map(|m| m.path.clone()),
                administrator: made.is_some_and(|m| m.administrator),
            }
        }
        Screen::Welcome => Body::Welcome { host, application },
        Screen::Address(form) => Body::Address {
            address: state
                .account
                .shown
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            apple_id: state
                .account
                .icloud
                .as_ref()
                .filter(|_| state.account.shown.as_ref().is_some_and(|a| !a.is_apple()))
                .map(ToString::to_string)
                .unwrap_or_default(),
            second: form.second,
            meant: form.meant.as_ref().map(ToString::to_string),
        },
        Screen::Prepare(prepare) => Body::Prepare {
            label,
            apple_page: ApplePage::Account.address().to_owned(),
            opened: prepare.opened,
            again: prepare.again,
            six_digit: prepare.six_digit,
            advice: matches!(
                prepare.six_digit,
                Some(Sixdigit::Unsure | Sixdigit::Work | Sixdigit::Child)
            ),
            helper: prepare.helper.is_some(),
            steps_shown: prepare.helper.into_iter().collect(),
            drawing: match prepare.helper {
                Some(1 | 2) => "sign-in",
                Some(3 | 4) => "place",
                _ => "password",
            },
            first: prepare.helper == Some(1),
            last: prepare.helper == Some(APPLE_STEPS),
            offered: state.offered.as_ref().map(apple::AppPassword::masked),
        },
        Screen::Password(form) => Body::Password {
            shape: form.shape,
            good: state.held.is_some(),
            held: state.held.as_ref().map(apple::AppPassword::masked),
            tries: state.tries(),
            counted: state.tries().is_some(),
            offered: state.offered.as_ref().map(apple::AppPassword::masked),
        },
        Screen::Connecting(c) => Body::Connecting {
            stages: c
                .stages
                .named()
                .map(|(name, status)| StageView { name, status })
                .to_vec(),
            slow: c.slow,
            wait: c.wait,
            stopped: c.phase == Phase::Stopped,
        },
        Screen::SignIn(sign_in) => {
            let (phase, left) = match sign_in.phase {
                Signing::Closed => ("closed", None),
                Signing::Opening => ("opening", None),
                Signing::Waiting { left } => {
                    ("waiting", Some(format!("{}:{:02}", left / 60, left % 60)))
                }
            };
            let hosted = state.setup.hosted.as_ref();
            Body::SignIn {
                host: hosted.map(|h| h.host.clone()).unwrap_or_default(),
                callback: hosted.map(|h| h.callback.clone()).unwrap_or_default(),
                phase,
                closed: sign_in.phase == Signing::Closed,
                waiting: left.is_some(),
                left,
            }
        }
        Screen::Done(done) => Body::Done {
            grant_id: done.grant.clone(),
            calendars: done
                .calendars
                .iter()
                .flatten()
                .take(CALENDARS)
                .cloned()
                .collect(),
            more_calendars: more_calendars(done) > 0,
            calendars_read: done.calendars.is_some(),
            mail_read: done.newest.is_some(),
            newest: done.newest.flatten(),
            label,
            asking: match done.asking {
                Asking::Nothing => "nothing",
                Asking::Confirm => "confirm",
                Asking::Removing => "removing",
                Asking::Removed => "removed",
            },
            removed: done.asking == Asking::Removed,
            confirm: done.asking == Asking::Confirm,
            settled: matches!(done.asking, Asking::Nothing | Asking::Removed),
        },
    }
}

const fn drafting(phase: &Drafting) -> &'static str {
    match phase {
        Drafting::Looking => "looking",
        Drafting::Ready => "ready",
        Drafting::Making => "making",
        Drafting::Made(_) => "made",
    }
}
