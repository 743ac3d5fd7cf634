//! A press that was meant for one screen does nothing on the next.

use super::play::{ADDRESS, PASSWORD, Play, grant};
use crate::{Action, Answer, Event, Field, Input, is_stale};
use apple::Verdict;

/// Whether a press made before the last event still counts after it.
fn outlives(play: &mut Play, happens: impl FnOnce(&mut Play) -> &mut Play) -> bool {
    let shown = play.view().shown;
    happens(play);
    !is_stale(play.state(), &Input::Press(Action::Continue), shown)
}

#[test]
fn a_press_for_another_screen_or_meaning_is_stale() {
    let mut play = Play::practice();
    for action in [Action::Continue, Action::Back] {
        assert!(
            !outlives(&mut play, |play| play.press(action)),
            "{action:?}"
        );
    }
    let mut play = Play::api_key().up_to_prepare();
    for action in [
        Action::OpenApple,
        Action::Continue,
        Action::LeaveHelper,
        Action::HavePassword,
    ] {
        assert!(
            !outlives(&mut play, |play| play.press(action)),
            "{action:?}"
        );
    }
    let mut play = Play::practice().up_to_done();
    for action in [
        Action::NotMine,
        Action::Cancel,
        Action::NotMine,
        Action::Confirm,
    ] {
        assert!(
            !outlives(&mut play, |play| play.press(action)),
            "{action:?}"
        );
    }
}

#[test]
fn a_press_counts_while_the_screen_only_says_more() {
    let mut play = Play::api_key().up_to_password();
    assert!(outlives(&mut play, |play| play.edit(Field::AppPassword, PASSWORD)));
    assert!(outlives(&mut play, |play| play.press(Action::Help)));
    let mut play = Play::api_key().up_to_apple_check();
    assert!(outlives(&mut play, |play| {
        play.apple_says(Verdict::Accepted, Verdict::Accepted)
    }));
}

#[test]
fn what_is_typed_is_never_stale() {
    let play = Play::practice().up_to_address();
    let typed = Input::Leave(Field::Address);
    assert!(!is_stale(play.state(), &typed, play.view().shown + 7));
}

#[test]
fn escape_ends_no_attempt_that_is_under_way() {
    for mut play in [
        Play::api_key().up_to_apple_check(),
        Play::api_key().up_to_sending(),
    ] {
        play.press(Action::Back).was_ignored().on("connecting");
    }
}

/// From `welcome` on, with the address typed and the password copied on Apple's page. *Continue* between Apple's steps is
/// counted apart: there it is pressed as often as there are steps.
#[test]
fn four_presses_lead_from_the_first_page_to_the_connection_and_one_ends_it() {
    for mut play in [Play::practice(), Play::api_key()] {
        let mut presses = 0;
        let mut press = |play: &mut Play, action| {
            presses += 1;
            play.press(action);
        };
        press(&mut play, Action::Continue);
        play.edit(Field::Address, ADDRESS);
        press(&mut play, Action::Continue);
        press(&mut play, Action::OpenApple);
        play.feed(Event::Returned)
            .answer(Answer::PeekClipboard(Some(PASSWORD.into())));
        press(&mut play, Action::UseCopied);
        play.apple_says(Verdict::Accepted, Verdict::Accepted)
            .snapshotted(vec![])
            .submitted(Ok(grant()))
            .read_both();
        if !play.state().practice() {
            play.answer(Answer::Record(Ok(())));
        }
        play.on("done");
        press(&mut play, Action::Finish);
        let end = if play.state().session.by_key() {
            "home"
        } else {
            "start"
        };
        play.on(end);
        assert_eq!(presses, 5);
    }
}
