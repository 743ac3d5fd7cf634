//! The company's invitations: read, searched, and what is done about one.

use super::play::{ADDRESS, Play, board, listed_invitation, made_invitation, report};
use crate::{Action, Answer, Effect, Field, Input, InvitationChange, Problem, Request};
use invitation::{
    State, System,
    operator::{Seen, Stuck},
};
use secrecy::ExposeSecret;
use serde_json::json;

/// The board with these rows, and no more.
fn listed(states: &[State]) -> Play {
    let mut play = Play::board();
    let rows = states.iter().zip(0..);
    let rows = rows
        .map(|(state, n)| listed_invitation(n, *state))
        .collect();
    play.shows("loading", true)
        .in_attempt(Answer::LoadInvitations(Ok((rows, None))))
        .shows("loading", false)
        .shows("complete", true);
    play
}

fn press_for(play: &mut Play, action: Action, n: usize) -> &mut Play {
    play.input(Input::PressFor {
        action,
        grant: format!("invitation-{n}"),
    })
}

/// Page, search and cursor that the last event asked for.
fn asked_for(play: &Play) -> Option<(String, Option<String>)> {
    play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::LoadInvitations { search, cursor },
            ..
        } => Some((search.expose_secret().to_owned(), cursor.clone())),
        _ => None,
    })
}

#[test]
fn the_invitations_are_read_page_by_page_as_they_are_scrolled() {
    let mut play = Play::board();
    assert_eq!(asked_for(&play), Some((String::new(), None)));
    let page = |from: usize| (from..from + 50).map(|n| listed_invitation(n, State::Created));
    play.in_attempt(Answer::LoadInvitations(Ok((
        page(0).collect(),
        Some("c1".into()),
    ))));
    play.input(Input::Scroll(0)).did(&[]);
    play.input(Input::Scroll(2)).did(&["LoadInvitations"]);
    assert_eq!(asked_for(&play), Some((String::new(), Some("c1".into()))));
    play.input(Input::Scroll(1)).did(&[]);
    play.in_attempt(Answer::LoadInvitations(Ok((
        page(50).collect(),
        Some("c2".into()),
    ))))
    .shows("count", 100);
    play.input(Input::Scroll(3)).did(&[]);
    assert_eq!(play.json()["all"]["rows"].as_array().unwrap().len(), 60);
    play.input(Input::Scroll(60)).did(&["LoadInvitations"]);
    // A relay that repeats itself is not asked for ever.
    play.in_attempt(Answer::LoadInvitations(Ok((
        page(50).collect(),
        Some("c3".into()),
    ))))
    .shows("complete", true);
    play.input(Input::Scroll(99)).did(&[]);
    play.input(Input::Scroll(usize::MAX)).did(&[]);
    assert_eq!(play.json()["all"]["first"], 87);
}

#[test]
fn a_search_is_asked_of_the_relay_and_begins_anew() {
    let mut play = listed(&[State::Created]);
    play.edit(Field::Search, "nyla")
        .did(&[])
        .shows("searched", false)
        .press(Action::Continue)
        .did(&["Abort", "LoadInvitations"])
        .shows("count", 0)
        .shows("searched", true);
    assert_eq!(asked_for(&play), Some(("nyla".into(), None)));
    play.in_attempt(Answer::LoadInvitations(Err(report(
        Problem::RelayNotAnswering,
    )
    .kind("desk"))))
        .problem("I05");
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "LoadInvitations"]);
}

#[test]
fn each_row_says_how_far_it_is_and_where_somebody_is_stuck() {
    let mut play = Play::board();
    let stuck = |step: &str| Seen {
        stuck: Some(Stuck {
            step: step.into(),
            problem: "A01".into(),
            since: 1_695_000_000,
            version: "0.1.0".into(),
            system: System::Macos,
        }),
        ..listed_invitation(0, State::Claimed)
    };
    let strange = Seen {
        id: "other".into(),
        ..stuck("nowhere\u{202e}")
    };
    play.in_attempt(Answer::LoadInvitations(Ok((
        vec![
            stuck("password"),
            strange,
            listed_invitation(2, State::Connected),
        ],
        None,
    ))));
    let rows = play.json()["all"]["rows"].clone();
    assert_eq!(
        (&rows[0]["state"], &rows[0]["mark"], &rows[0]["problem"]),
        (&json!("claimed"), &json!("needs-password"), &json!("A01"))
    );
    assert_eq!(
        (&rows[0]["step"], &rows[0]["since"]),
        (&json!("password"), &json!(1_695_000_000))
    );
    assert_eq!(rows[1]["step"], "", "no text of a relay's is looked up");
    assert_eq!(
        (&rows[2]["mark"], &rows[2]["open"]),
        (&json!("works"), &json!(false))
    );
}

#[test]
fn taking_one_back_asks_first_and_what_is_over_has_no_buttons() {
    let mut play = listed(&[State::Created, State::Connected]);
    press_for(&mut play, Action::Revoke, 0).did(&[]);
    assert_eq!(play.json()["all"]["rows"][0]["asking"], "revoke");
    play.press(Action::Cancel).did(&[]);
    press_for(&mut play, Action::Revoke, 0)
        .press(Action::Confirm)
        .did(&["Abort", "ChangeInvitation"])
        .shows("working", true);
    play.in_attempt(Answer::ChangeInvitation(Ok(Box::new(listed_invitation(
        0,
        State::Revoked,
    )))))
    .notice(Some("invitation-revoked"))
    .shows("working", false);
    assert_eq!(play.json()["all"]["rows"][0]["state"], "revoked");
    for action in [
        Action::Revoke,
        Action::Correct,
        Action::NewLink,
        Action::Release,
        Action::ResetTries,
    ] {
        for n in [0, 1, 7] {
            press_for(&mut play, action, n).was_ignored();
        }
    }
}

#[test]
fn one_is_released_or_given_more_tries_at_once() {
    let mut play = listed(&[State::Claimed, State::Created]);
    press_for(&mut play, Action::Release, 1).was_ignored();
    for (action, notice) in [
        (Action::Release, "invitation-released"),
        (Action::ResetTries, "tries-reset"),
    ] {
        press_for(&mut play, action, 0).did(&["Abort", "ChangeInvitation"]);
        press_for(&mut play, action, 0).was_ignored();
        let now = listed_invitation(0, State::Claimed);
        play.in_attempt(Answer::ChangeInvitation(Ok(Box::new(now))))
            .notice(Some(notice));
    }
    press_for(&mut play, Action::Release, 0)
        .in_attempt(Answer::ChangeInvitation(Err(report(
            Problem::RelayKeyRefused,
        )
        .kind("role"))))
        .problem("I12")
        .shows("working", false);
}

#[test]
fn a_correction_is_judged_before_it_is_sent() {
    let mut play = listed(&[State::Created]);
    press_for(&mut play, Action::Correct, 0);
    play.edit(Field::Account, "nyla@gmail.com")
        .press(Action::Continue)
        .problem("I13")
        .kind("not-apple")
        .did(&[]);
    assert_eq!(play.json()["problem"]["field"], "account");
    play.edit(Field::Account, ADDRESS)
        .no_problem()
        .edit(Field::AccountLabel, "Bob's Bakery")
        .press(Action::Confirm)
        .did(&["Abort", "ChangeInvitation"]);
    let sent = play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::ChangeInvitation { id, change },
            ..
        } => Some((id.clone(), change)),
        _ => None,
    });
    let Some((id, InvitationChange::Correct { account, label })) = sent else {
        play.fail("expected a correction")
    };
    assert_eq!(id, "invitation-0");
    assert_eq!(account.expose_secret(), ADDRESS);
    assert_eq!(label.expose_secret(), "Bob's Bakery");
}

#[test]
fn a_further_link_is_shown_like_the_first_and_leads_back_to_the_list() {
    let mut play = listed(&[State::Claimed]);
    press_for(&mut play, Action::NewLink, 0)
        .did(&["Abort", "NewLink"])
        .in_attempt(Answer::NewLink(Ok(Box::new(made_invitation()))))
        .on("invite")
        .shows("phase", "made")
        .press(Action::Continue)
        .on("invitations");
}

#[test]
fn the_list_can_be_left_whatever_is_being_done() {
    let mut play = listed(&[State::Claimed]);
    press_for(&mut play, Action::Release, 0)
        .press(Action::Back)
        .on("home");
    let mut play = Play::board();
    play.press(Action::Back)
        .on("home")
        .press(Action::Invitations)
        .on("invitations");
}

#[test]
fn how_it_goes_is_counted_and_counted_again_after_something_was_done() {
    let mut play = listed(&[State::Created]);
    play.shows("funnel", json!([])).shows("stuck", json!([]));
    play.answer(Answer::LoadBoard(Some(Box::new(board()))));
    let counted = |state: &str, count| json!({ "state": state, "count": count });
    play.shows(
        "funnel",
        json!([
            counted("created", 0),
            counted("sent", 12),
            counted("claimed", 3),
            counted("connected", 41),
            counted("declined", 1)
        ]),
    );
    // A step that this version does not know is left out, the code is not.
    play.shows(
        "stuck",
        json!([
            { "problem": "N01", "step": "password", "count": 2 },
            { "problem": "A02", "step": "", "count": 1 }
        ]),
    );
    play.press(Action::Continue)
        .did(&["Abort", "LoadInvitations"]);
    assert_ne!(play.shown("funnel"), json!([]), "a search counts nothing");
    play.in_attempt(Answer::LoadInvitations(Ok((
        vec![listed_invitation(0, State::Created)],
        None,
    ))));
    press_for(&mut play, Action::Revoke, 0).press(Action::Confirm);
    let now = listed_invitation(0, State::Revoked);
    play.in_attempt(Answer::ChangeInvitation(Ok(Box::new(now))))
        .did(&["LoadBoard"]);
    // A relay of an earlier version has no numbers.
    play.answer(Answer::LoadBoard(None))
        .shows("funnel", json!([]));
}

#[test]
fn a_mail_that_did_not_get_there_is_said_until_somebody_has_the_link() {
    let row = |state, stuck| Seen {
        bounced_at: Some(1_700_000_000),
        stuck,
        ..listed_invitation(0, state)
    };
    let stuck = Stuck {
        step: "password".into(),
        problem: "N01".into(),
        since: 1_700_000_000,
        version: "0.1.0".into(),
        system: System::Linux,
    };
    for (row, is_bounced) in [
        (row(State::Sent, None), true),
        (row(State::Claimed, Some(stuck)), false),
        (row(State::Connected, None), false),
    ] {
        let mut play = Play::board();
        play.in_attempt(Answer::LoadInvitations(Ok((vec![row], None))));
        let shown = &play.shown("all")["rows"][0];
        assert_eq!(shown["bounced"], is_bounced, "{shown}");
        assert_ne!(shown["mark"], "unknown", "{shown}");
    }
}
