//! What a screen shows: values and names, never a sentence. No secret is among them but the link of an invitation that was made
//! just now, which is there to be read and sent on. The page and the sentences get the same values.

use crate::{
    Action, Field, Inside, LicenseText, Problem, Report, ReportKind, Setup, State, about,
    held::{domain, place},
    journey::Journey,
    manners,
    notice::Notice,
    profile_form::field_of,
    router,
    session::Session,
    table::Screen,
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Everything the page needs besides the words, and every variable of the words.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    #[serde(skip)]
    pub name: &'static str,
    /// Nothing here is real.
    pub practice: bool,
    /// This is what the customers of a profile that is being made will see.
    pub preview: bool,
    /// The password is given to Nylas' own page.
    pub hosted: bool,
    /// The password goes to the company's relay.
    pub invited: bool,
    /// Apple is asked about the password before it is given away.
    pub asks_apple: bool,
    /// Whose the relay is: the part of its host that somebody registered.
    pub domain: Option<String>,
    /// The relay's whole host.
    pub relay: Option<String>,
    /// Short and no secret: what a person reads out on the phone.
    pub reference: Option<String>,
    /// Whom the company invited.
    pub recipient: Option<String>,
    /// Which account at the company it is added to.
    pub account_label: Option<String>,
    /// `mail` where mail alone is connected, without calendars; else `all`.
    pub scope: &'static str,
    /// The account is not Apple's: there is nothing to do at Apple.
    pub elsewhere: bool,
    /// The system can keep the window out of pictures of the screen.
    pub conceals: bool,
    pub company: Option<String>,
    /// What the company says it will use.
    pub uses: Vec<&'static str>,
    pub support: Option<String>,
    /// Whether the company can be written to.
    pub emails: bool,
    /// Whether the company has a picture.
    pub logo: bool,
    /// The picture as a `data:` address, which the page gets when it changes.
    #[serde(skip)]
    pub picture: Option<Arc<str>>,
    /// The name to type at Apple.
    pub label: String,
    /// The host that the key works at, or that Nylas' own page is at.
    pub host: Option<String>,
    /// Which of Nylas' regions `host` is, where it is one: `us`, `eu`.
    pub region: Option<&'static str>,
    /// The name of the application that the key opens.
    pub application: Option<String>,
    /// The address by which the browser comes back from Nylas' own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// Nylas can be asked about everything that the company's key opens.
    pub desk: bool,
    /// The keychain has a key that can be forgotten.
    pub key_stored: bool,
    /// Something was connected from this computer, and this is no practice.
    pub connected: bool,
    /// The address as the person writes it.
    pub address: String,
    /// The iCloud address that signs in.
    pub icloud: String,
    /// Whether the account is renewed: `needed`, `wanted` or `no`.
    pub renewing: &'static str,
    /// The step list; empty before the journey.
    pub steps: Vec<StepView>,
    /// The number of the current step, from 1; 0 before the journey.
    pub step: usize,
    /// Whether help is open.
    pub help: bool,
    /// Whether it is said what this program is.
    pub about: bool,
    pub version: &'static str,
    /// What is inside of it that others made, by licence; there while it is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Inside>,
    /// The texts of these licences; there while somebody reads them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseText>,
    /// A settings file that was opened counts, and can be put away.
    pub file_used: bool,
    /// Whether the company says something of privacy.
    pub privacy: bool,
    /// Something is under way that would be left if the window closed.
    pub under_way: bool,
    /// It is asked whether to close it all the same.
    pub closing: bool,
    /// Whether `back` leads somewhere.
    pub back: bool,
    /// What is in the way.
    pub problem: Option<ProblemView>,
    /// One of the screens that only the company sees.
    pub home: bool,
    /// It did not pass by waiting.
    pub lasting: bool,
    /// Something that is told once.
    pub notice: Option<&'static str>,
    /// The name under which a damaged file was kept.
    pub aside: Option<String>,
    /// The number of what is shown; a press made on another one does nothing.
    pub shown: u32,
    /// How often typed secrets had to go; the page empties its secret field when this grows.
    pub wiped: u32,
    /// What only this screen shows.
    #[serde(flatten)]
    pub body: Map<String, Value>,
}

/// One line of the step list.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    pub name: &'static str,
    /// `done`, `current` or `ahead`.
    pub status: &'static str,
}

/// The problem on the screen.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    pub code: &'static str,
    /// The variant of its sentence.
    pub kind: &'static str,
    /// Nothing went wrong: it is a question, or what to do first.
    pub mild: bool,
    /// The field it speaks of.
    pub field: Option<Field>,
    /// The buttons that stand with it.
    pub actions: Vec<Action>,
    /// Where the company can be called about it.
    pub phone: Option<String>,
    /// When it ends, in Unix seconds.
    pub until: Option<i64>,
    /// What helps the company to help: names and values.
    pub details: Vec<(&'static str, String)>,
    /// Nylas' number of the request, where somebody is here who can look it up.
    pub request: Option<String>,
    /// Values that the sentence names.
    pub values: Vec<(&'static str, String)>,
}

const STEPS: [&str; 5] = ["welcome", "address", "prepare", "password", "done"];

/// What `state` shows.
pub fn view(state: &State) -> View {
    match state.screen.preview() {
        Some(setup) => preview(&state.session, setup),
        None => shown(&state.session, &state.journey, &state.screen),
    }
}

/// The first screen of a program that begins with this setup.
fn preview(now: &Session, setup: &Setup) -> View {
    let session = Session {
        setup: setup.clone(),
        help: now.help,
        about: now.about,
        notice: now.notice,
        shown: now.shown,
        clear_epoch: now.clear_epoch,
        ..Session::default()
    };
    View {
        preview: true,
        back: true,
        ..shown(&session, &Journey::default(), &router::first_screen())
    }
}

fn shown(session: &Session, journey: &Journey, screen: &Screen) -> View {
    let setup = &session.setup;
    let application = session.application.as_ref();
    let held = session.invitation.as_ref();
    let step = if screen.is_undone() { 0 } else { screen.step() };
    let hosted = setup.hosted.as_ref().filter(|_| session.hosted());
    let text = |address: &Option<apple::Address>| {
        address
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    View {
        name: screen.name(),
        practice: session.practice(),
        preview: false,
        hosted: session.hosted(),
        invited: session.invited(),
        asks_apple: setup.check_first,
        domain: held.map(|held| domain(held.link.relay())),
        relay: held.map(|held| place(held.link.relay())),
        reference: held.map(|held| held.told.reference.clone()),
        recipient: held.map(|held| held.told.recipient.clone()),
        account_label: held.and_then(|held| held.told.account_label.clone()),
        scope: if journey.mail_only(session) {
            "mail"
        } else {
            "all"
        },
        elsewhere: journey.provider.is_some(),
        conceals: setup.conceals,
        company: session.company().map(str::to_owned),
        uses: setup.uses.iter().map(|what| what.into()).collect(),
        support: [&setup.support.email, &setup.support.phone]
            .into_iter()
            .flatten()
            .cloned()
            .reduce(|a, b| format!("{a} · {b}")),
        emails: session.can_email_company(),
        logo: setup.logo.is_some(),
        picture: setup.logo.clone(),
        label: session.label(),
        host: application
            .map(|application| application.host.clone())
            .or(hosted.map(|hosted| hosted.host.clone())),
        region: application.and_then(|application| match application.host.as_str() {
            hosts::NYLAS_US => Some("us"),
            hosts::NYLAS_EU => Some("eu"),
            _ => None,
        }),
        application: application.map(|application| application.application.clone()),
        callback: hosted.map(|hosted| hosted.callback.clone()),
        desk: application.is_some(),
        key_stored: session.has_stored_key(),
        connected: !session.practice() && !session.accounts.is_empty(),
        address: text(&journey.account.shown),
        icloud: text(&journey.account.icloud),
        renewing: match &journey.renewal {
            Some(renewal) if renewal.needed => "needed",
            Some(_) => "wanted",
            // By invitation that is the relay's to know.
            None if held.is_some_and(|held| held.told.renew) => "needed",
            None => "no",
        },
        steps: steps(step, journey.provider.is_none(), !session.invited()),
        step,
        help: session.help,
        about: session.about,
        version: env!("CARGO_PKG_VERSION"),
        inside: if session.about {
            about::inside()
        } else {
            vec![]
        },
        licenses: if session.about && session.licenses {
            about::licenses()
        } else {
            vec![]
        },
        file_used: manners::may_use_no_file(session, screen),
        privacy: setup.has_privacy_url,
        under_way: screen.is_under_way(),
        closing: session.closing,
        back: screen.can_go_back(session),
        problem: session
            .report
            .as_ref()
            .map(|report| problem(session, journey, screen, report)),
        home: session.application.is_some() && screen.step() == 0,
        lasting: session
            .report
            .as_ref()
            .is_some_and(|report| report.problem.may_last() && journey.blocks.last()),
        notice: session.notice.map(Notice::name),
        aside: session.set_aside.clone(),
        shown: session.shown,
        wiped: session.clear_epoch,
        body: screen.view(session, journey),
    }
}

/// The most of a value from outside that is shown, in characters, whoever was to cut it before.
const VALUE: usize = 1_000;

fn short(values: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let cut = |value: String| value.chars().take(VALUE).collect();
    values
        .into_iter()
        .map(|(name, value)| (name, cut(value)))
        .collect()
}

/// The steps; Apple's page is one of them unless the mailbox is somebody else's, the address unless it is known already.
fn steps(current: usize, at_apple: bool, asks_address: bool) -> Vec<StepView> {
    let status = |number| match number {
        _ if current == STEPS.len() => "done",
        number if number < current => "done",
        number if number == current => "current",
        _ => "ahead",
    };
    let steps = STEPS.iter().zip(1..);
    let steps = steps.filter(|(name, _)| match **name {
        "prepare" => at_apple,
        "address" => asks_address,
        _ => true,
    });
    let steps = steps.filter(|_| current > 0);
    steps
        .map(|(name, number)| StepView {
            name,
            status: status(number),
        })
        .collect()
}

fn problem(session: &Session, journey: &Journey, screen: &Screen, report: &Report) -> ProblemView {
    let field = match report.problem.field() {
        Some(Field::Address) if report.kind.is_about_apple_id() => Some(Field::AppleId),
        _ if report.problem == Problem::ProfileUnreadable => {
            let field = report.value("key").and_then(field_of);
            field.filter(|field| screen.has_field(*field))
        }
        _ if report.problem == Problem::InvitationRefused => {
            let field = report.kind.invitation_field();
            field.filter(|field| screen.has_field(*field))
        }
        field => field.filter(|field| screen.has_field(*field) || *field == Field::Address),
    };
    let mut actions = report.problem.actions().to_vec();
    screen.fit_actions(session, journey, report, &mut actions);
    if matches!(
        report.kind,
        ReportKind::Empty | ReportKind::NotAKey | ReportKind::ThisRunOnly
    ) {
        actions.clear();
    }
    let support = &session.setup.support;
    // At the company's own desk the company is who reads this, and in practice there is none.
    let for_company = journey.is_for_company(report)
        && screen.step() > 0
        && !session.practice()
        && !matches!(actions.first(), None | Some(Action::Continue));
    if for_company {
        let first = match report.problem {
            Problem::OtherAccount if report.kind != ReportKind::Disputed => Action::TellAddress,
            _ if session.can_email_company() => Action::EmailSupport,
            _ => Action::CopyDetails,
        };
        actions.retain(|action| *action != first);
        actions.insert(0, first);
    }
    ProblemView {
        code: report.problem.code(),
        kind: report.kind.name(),
        mild: is_mild(report),
        field,
        actions,
        phone: support.phone.clone().filter(|_| for_company),
        until: report.until,
        details: short(report.lines(session, journey, screen)),
        // Whoever has the key can look it up where Nylas keeps what failed.
        request: report
            .detail
            .request_id
            .clone()
            .filter(|_| session.application.is_some())
            .map(|request| request.chars().take(VALUE).collect()),
        values: short(report.values.clone()),
    }
}

/// Whether it is a question, or something to do first that stops nothing: neither is an alarm.
fn is_mild(report: &Report) -> bool {
    match report.problem {
        Problem::NotAnAppleAddress => matches!(
            report.kind,
            ReportKind::Meant
                | ReportKind::AppleIdMeant
                | ReportKind::Other
                | ReportKind::OtherProvider
        ),
        problem => problem == Problem::NoTwoFactor,
    }
}
