//! `make-profile`: what the company's customers get, made at the company's desk.

use super::play::{CALLBACK, LINK, Play, company, draft, made, opened_invitation, report};
use crate::{
    Action, Answer, Connection, Effect, Event, Field, Input, MailProvider, Problem, ProfileForm,
    Report, Request, Setup, Use,
};
use secrecy::ExposeSecret;
use serde_json::json;

fn looking() -> Play {
    let mut play = Play::home();
    play.press(Action::MakeProfile)
        .on("make-profile")
        .did(&["Abort", "DraftProfile"])
        .shows("phase", "looking")
        .shows("busy", true);
    play
}

fn ready() -> Play {
    let mut play = looking();
    play.answer(Answer::DraftProfile(Ok(draft())))
        .shows("phase", "ready");
    play
}

/// The name in the profile that the last event wanted made.
fn name(play: &Play) -> String {
    let name = play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::MakeProfile(form),
            ..
        } => Some(form.name.expose_secret().to_owned()),
        _ => None,
    });
    name.unwrap_or_else(|| play.fail("expected a profile to be made"))
}

#[test]
fn it_shows_what_will_be_in_it_then_makes_it_and_says_where_it_lies() {
    let mut play = ready();
    assert_eq!(
        play.shown("initial"),
        json!({ "company": "Acme", "supportEmail": "help@acme.example", "supportPhone": "", "privacyPage": "", "returnPage": "" })
    );
    play.shows("host", "api.us.nylas.com")
        .shows("callback", CALLBACK)
        .shows("registered", false)
        .shows("connectors", "icloud");
    play.press(Action::Continue).shows("phase", "making");
    assert_eq!(name(&play), "Acme");
    play.answer(Answer::MakeProfile(Ok(made())))
        .shows("phase", "made")
        .shows("path", made().path)
        .shows("registered", true);
    play.press(Action::CopyProfile)
        .did(&["Copy"])
        .answer(Answer::Copy((Action::CopyProfile, true)))
        .notice(Some("copied-profile"));
    play.press(Action::Continue).on("home");
}

#[test]
fn what_was_entered_can_be_changed_afterwards_on_the_form_alone() {
    let mut play = ready();
    play.edit(Field::Company, "Acme CRM")
        .press(Action::Continue);
    assert_eq!(name(&play), "Acme CRM");
    play.answer(Answer::MakeProfile(Ok(made())))
        .shows("editing", false)
        .edit(Field::Company, "Acme")
        .was_ignored();
    play.press(Action::Back)
        .on("make-profile")
        .shows("phase", "ready")
        .shows("editing", true)
        .shows("half", true)
        .press(Action::CopyProfile)
        .was_ignored();
    play.press(Action::Continue);
    assert_eq!(name(&play), "Acme CRM", "nothing of it is lost");
}

#[test]
fn it_shows_where_the_file_is_and_says_so_when_that_fails() {
    let mut play = ready();
    play.press(Action::ShowFile).was_ignored();
    play.press(Action::Continue)
        .answer(Answer::MakeProfile(Ok(made())))
        .press(Action::ShowFile);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::ShowFile(path))] if *path == made().path)
    );
    play.answer(Answer::ShowFile(true)).notice(None);
    play.press(Action::ShowFile)
        .answer(Answer::ShowFile(false))
        .notice(Some("folder-did-not-open"));
}

fn form(play: &Play) -> ProfileForm {
    let form = play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::CheckProfile(form) | Request::MakeProfile(form),
            ..
        } => Some((**form).clone()),
        _ => None,
    });
    form.unwrap_or_else(|| play.fail("expected the form to be read"))
}

fn choose(play: &mut Play, what: Use, on: bool) {
    play.input(Input::Use { what, on });
}

#[test]
fn it_asks_for_uses_support_pages_and_other_providers() {
    let mut play = ready();
    let chosen = |play: &Play, key: &str| -> Vec<String> {
        let choices = play.shown(key);
        let choices = choices.as_array().unwrap().iter();
        choices
            .filter(|choice| choice["chosen"] == true)
            .map(|choice| choice["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(chosen(&play, "usesChosen"), ["mail"]);
    choose(&mut play, Use::Contacts, true);
    choose(&mut play, Use::Sending, true);
    choose(&mut play, Use::Sending, true);
    choose(&mut play, Use::Mail, false);
    assert_eq!(chosen(&play, "usesChosen"), ["sending", "contacts"]);
    for what in [MailProvider::Imap, MailProvider::Google] {
        play.input(Input::OtherProvider { what, on: true });
    }
    for (field, text) in [
        (Field::SupportEmail, "support@acme.example"),
        (Field::SupportPhone, "+1 555 0100"),
        (Field::PrivacyPage, "https://acme.example/privacy"),
        (Field::ReturnPage, "https://acme.example/connected"),
    ] {
        play.edit(field, text).did(&[]);
    }
    play.press(Action::Continue);
    let form = form(&play);
    assert_eq!(form.uses, [Use::Sending, Use::Contacts]);
    assert_eq!(
        form.other_providers,
        [MailProvider::Google, MailProvider::Imap]
    );
    let texts = [
        &form.support_email,
        &form.support_phone,
        &form.privacy_page,
        &form.return_page,
    ];
    assert_eq!(
        texts.map(|text| text.expose_secret()),
        [
            "support@acme.example",
            "+1 555 0100",
            "https://acme.example/privacy",
            "https://acme.example/connected"
        ]
    );
    play.edit(Field::Address, "nyla@icloud.com").was_ignored();
}

#[test]
fn what_does_not_fit_is_said_of_its_field() {
    for (key, field) in [
        ("organization.name", Field::Company),
        ("organization.support_email", Field::SupportEmail),
        ("organization.support_phone", Field::SupportPhone),
        ("organization.privacy_url", Field::PrivacyPage),
        ("organization.return_url", Field::ReturnPage),
    ] {
        let mut play = ready();
        let report = Report {
            values: vec![("file", "form".into()), ("key", key.into())],
            ..report(Problem::ProfileUnreadable).kind("empty")
        };
        play.press(Action::PreviewProfile)
            .shows("phase", "checking")
            .answer(Answer::CheckProfile(Err(report)))
            .problem("C11")
            .shows("phase", "ready");
        assert_eq!(play.view().problem.unwrap().field, Some(field), "{key}");
        play.edit(field, "x").no_problem();
    }
}

/// What a customer's program would begin with.
fn customers() -> Box<Setup> {
    Box::new(Setup {
        organization: Some("Acme Care".into()),
        label: "Acme Care".into(),
        uses: vec![Use::Calendar],
        ..company(Connection::Hosted)
    })
}

pub(super) fn previewed() -> Play {
    let mut play = ready();
    play.press(Action::PreviewProfile)
        .answer(Answer::CheckProfile(Ok(customers())));
    play
}

#[test]
fn the_preview_is_the_first_screen_as_the_customers_program_shows_it() {
    let mut play = previewed();
    let mut theirs = Play::open(*customers());
    theirs.on("welcome");
    play.on("welcome").shows("preview", true);
    let (mut ours, mut shown) = (theirs.json(), play.json());
    for view in [&mut ours, &mut shown] {
        for key in ["preview", "back", "shown", "wiped"] {
            view.as_object_mut().unwrap().remove(key);
        }
    }
    assert_eq!(shown, ours);
    play.press(Action::Help)
        .shows("help", true)
        .press(Action::Help);
    play.press(Action::Back)
        .on("make-profile")
        .shows("half", true)
        .shows("phase", "ready");
}

#[test]
fn it_is_tried_as_practice_under_the_companys_name_and_the_operator_comes_back_to_it() {
    for from_preview in [false, true] {
        let mut play = if from_preview { previewed() } else { ready() };
        let before = play.progress();
        if from_preview {
            play.press(Action::Continue);
        } else {
            choose(&mut play, Use::Contacts, true);
            play.press(Action::TryProfile);
        }
        play.answer(Answer::CheckProfile(Ok(customers())))
            .on("welcome")
            .did(&["Abort", "StartPractice"])
            .shows("practice", true)
            .shows("preview", false)
            .shows("company", "Acme Care")
            .shows("desk", false);
        assert!(
            matches!(&play.last[1], Effect::Ask(Request::StartPractice(label)) if label == "Acme Care")
        );
        assert_eq!(play.progress(), before, "practice keeps nothing");
        let mut play = play.up_to_done();
        play.press(Action::Finish)
            .on("operator")
            .did(&["Abort", "FindKey"])
            .shows("practice", false);
        play.key_at_hand()
            .on("make-profile")
            .shows("phase", "ready")
            .shows("half", true);
        play.press(Action::Continue);
        assert_eq!(name(&play), "Acme", "what was entered is still there");
        assert_eq!(form(&play).uses.contains(&Use::Contacts), !from_preview);
        play.answer(Answer::MakeProfile(Ok(made())))
            .press(Action::Continue)
            .on("home");
    }
}

#[test]
fn a_trial_can_be_left_at_its_first_screen() {
    let mut play = ready();
    play.press(Action::TryProfile)
        .answer(Answer::CheckProfile(Ok(customers())))
        .press(Action::Back)
        .on("operator")
        .key_at_hand()
        .on("make-profile");
    play.press(Action::Back).on("home");
    play.press(Action::MakeProfile).shows("phase", "looking");
}

#[test]
fn a_link_ends_a_trial_and_no_leads_back_to_the_operators_own_setup() {
    let mut play = ready();
    play.press(Action::TryProfile)
        .answer(Answer::CheckProfile(Ok(customers())))
        .on("welcome")
        .shows("company", "Acme Care");
    play.feed(Event::Link(LINK.into()))
        .on("invited")
        .shows("practice", false)
        .shows("company", json!(null));
    play.press(Action::Cancel)
        .press(Action::Continue)
        .on("operator")
        .did(&["Abort", "FindKey"])
        .shows("practice", false);
    play.key_at_hand()
        .on("make-profile")
        .shows("half", true)
        .press(Action::Back)
        .on("home")
        .shows("company", "Acme");
}

#[test]
fn after_an_invitation_that_ended_a_trial_nothing_of_the_trial_is_left() {
    let mut play = ready();
    play.press(Action::TryProfile)
        .answer(Answer::CheckProfile(Ok(customers())))
        .feed(Event::Link(LINK.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .on("welcome")
        .shows("company", "Maple Care")
        .shows("practice", false);
    let held = play.state().session.invitation.as_ref().unwrap();
    assert_eq!(held.before.connection, Some(Connection::ApiKey));
    assert_eq!(held.before.organization, None);
}

#[test]
fn what_is_typed_while_something_is_asked_counts() {
    let mut play = ready();
    play.press(Action::PreviewProfile)
        .edit(Field::Company, "Acme Care")
        .answer(Answer::CheckProfile(Err(report(Problem::Offline))))
        .press(Action::Continue);
    assert_eq!(name(&play), "Acme Care");
}

#[test]
fn what_cannot_be_made_is_said_and_can_be_tried_again() {
    let mut play = looking();
    play.answer(Answer::DraftProfile(Err(report(Problem::Offline))))
        .problem("C01")
        .shows("busy", false);
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "DraftProfile"]);
    for problem in [
        Problem::CannotSave,
        Problem::ProfileUnreadable,
        Problem::PlanDoesNotAllow,
    ] {
        let mut play = ready();
        play.press(Action::Continue)
            .answer(Answer::MakeProfile(Err(report(problem))))
            .problem(problem.code())
            .shows("phase", "ready");
        play.press(Action::Continue)
            .no_problem()
            .did(&["MakeProfile"]);
    }
}

#[test]
fn the_way_back_is_where_it_was_left() {
    ready().press(Action::Back).on("home");
}

#[test]
fn only_who_holds_a_key_makes_one() {
    for mut play in [Play::practice(), Play::hosted()] {
        play.press(Action::MakeProfile).was_ignored();
    }
}
