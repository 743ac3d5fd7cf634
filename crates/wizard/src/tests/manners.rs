//! What every window on a desktop does.

use super::{
    play::{Play, company, report},
    samples::samples,
};
use crate::{Action, Connection, Effect, Input, Page, Problem, Request, Setup, Zoom};
use apple::Verdict;

fn closes(play: &Play) -> bool {
    matches!(
        play.last[..],
        [Effect::Ask(Request::Leave { return_page: false })]
    )
}

#[test]
fn the_window_closes_at_once_but_for_what_is_under_way() {
    for (screen, way) in samples() {
        let mut play = way();
        let asks = play.view().under_way && !play.view().closing;
        assert!(!asks || screen == "connecting");
        play.press(Action::Close);
        if closes(&play) == asks {
            play.fail("it asks only where something is lost");
        }
    }
}

#[test]
fn closing_while_connecting_asks_once_and_goes_on_meanwhile() {
    let asked = || {
        let mut play = Play::api_key().up_to_apple_check();
        play.press(Action::Close)
            .on("connecting")
            .shows("closing", true)
            .did(&[]);
        play
    };
    assert!(closes(asked().press(Action::Close)));
    for stay in [Action::KeepOpen, Action::Back] {
        let mut play = asked();
        play.press(stay).shows("closing", false).did(&[]);
        play.press(Action::Close).shows("closing", true);
    }
    // The question goes with what it was about.
    let mut play = asked();
    play.apple_says(Verdict::Refused, Verdict::Refused)
        .on("password")
        .shows("closing", false);
    assert!(closes(play.press(Action::Close)));
    let mut play = Play::api_key().up_to_sending();
    play.press(Action::Close)
        .submitted(Err(report(Problem::NotUnderstood)))
        .on("connecting")
        .shows("closing", false);
    assert!(closes(play.press(Action::Close)));
}

#[test]
fn a_press_beside_the_question_is_none_for_it() {
    let mut play = Play::api_key().up_to_apple_check();
    let before = play.view().shown;
    play.press(Action::Close);
    assert_ne!(play.view().shown, before);
}

#[test]
fn it_is_said_everywhere_what_this_program_is() {
    for (screen, way) in samples() {
        let mut play = way();
        if play.view().about || play.view().closing {
            continue;
        }
        play.press(Action::About).on(screen).shows("about", true);
        let view = play.view();
        assert!(!view.help, "one thing at a time");
        assert_eq!(view.version, env!("CARGO_PKG_VERSION"));
        assert!(
            view.inside
                .iter()
                .any(|inside| inside.parts.contains("tauri "))
        );
        play.press(Action::Back).on(screen).shows("about", false);
        assert!(play.view().inside.is_empty());
    }
}

#[test]
fn the_texts_of_all_licences_are_there_to_read_and_only_when_asked_for() {
    let mut play = Play::api_key().up_to_password();
    play.press(Action::Licenses).was_ignored();
    play.press(Action::About);
    assert!(play.view().licenses.is_empty(), "they are long");
    play.press(Action::Licenses);
    let view = play.view();
    let packages = view
        .inside
        .iter()
        .flat_map(|inside| inside.parts.split(", "));
    for package in packages {
        let mut texts = view.licenses.iter();
        assert!(
            texts.any(|text| text.parts.split(", ").any(|part| part == package)),
            "{package}"
        );
    }
    assert!(view.licenses.iter().all(|text| text.text.len() > 100));
    play.press(Action::Licenses);
    assert!(play.view().licenses.is_empty());
    play.press(Action::Licenses)
        .press(Action::About)
        .press(Action::About);
    assert!(
        play.view().licenses.is_empty(),
        "nor when it is opened again"
    );
}

#[test]
fn pages_about_the_program_and_privacy_are_opened_by_name() {
    let opens = |play: &Play, page| matches!(play.last[..], [Effect::Ask(Request::Open(opened))] if opened == page);
    let mut play = Play::open(Setup {
        has_privacy_url: true,
        ..company(Connection::Hosted)
    });
    assert!(opens(play.press(Action::OpenProject), Page::Project));
    assert!(opens(play.press(Action::OpenPrivacy), Page::Privacy));
    Play::hosted().press(Action::OpenPrivacy).was_ignored();
}

#[test]
fn everything_grows_wherever_one_is_and_whatever_is_open() {
    for (screen, way) in samples() {
        for zoom in [Zoom::In, Zoom::Out, Zoom::Reset] {
            let mut play = way();
            play.input(Input::Zoom(zoom)).on(screen);
            assert!(matches!(play.last[..], [Effect::Zoom(done)] if done == zoom));
        }
    }
}
