//! `make-profile`: what the company's customers get, made at the company's desk.

use super::play::{CALLBACK, Play, draft, made, report};
use crate::{Action, Answer, Effect, Field, Problem, Request};
use secrecy::ExposeSecret;

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
            request: Request::MakeProfile(name),
            ..
        } => Some(name.expose_secret().to_owned()),
        _ => None,
    });
    name.unwrap_or_else(|| play.fail("expected a profile to be made"))
}

#[test]
fn it_shows_what_will_be_in_it_then_makes_it_and_says_where_it_lies() {
    let mut play = ready();
    play.shows("draftName", "Acme")
        .shows("host", "api.us.nylas.com")
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
fn the_name_can_be_changed_also_afterwards() {
    let mut play = ready();
    play.edit(Field::Company, "  Acme CRM ")
        .press(Action::Continue);
    assert_eq!(name(&play), "Acme CRM");
    play.answer(Answer::MakeProfile(Ok(made())))
        .edit(Field::Company, "Acme")
        .shows("phase", "ready")
        .press(Action::CopyProfile)
        .was_ignored();
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
