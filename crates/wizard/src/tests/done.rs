//! `done`: the proof, and the ways from here.

use super::play::{ADDRESS, GRANT, Play, company, grant, report, snapshot};
use crate::{Action, Answer, Connection, Effect, Event, Problem, Request, Setup};
use serde_json::json;

/// `done` for a grant that was there before.
fn renewed() -> Play {
    let mut play = Play::practice().up_to_snapshot();
    play.snapshotted(vec![snapshot(GRANT, 1)])
        .submitted(Ok(grant()))
        .read_both()
        .on("done");
    play
}

#[test]
fn the_account_is_on_disk_before_connected_is_said() {
    let mut play = Play::api_key().up_to_reading();
    play.read_both().on("connecting");
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Record { grant, address, icloud: None, provider: None, label, renews: None })] if grant == GRANT && address == ADDRESS && label == "Acme")
    );
    play.answer(Answer::Record(Ok(()))).on("done").no_problem();
    assert_eq!(play.saved(), Some(None), "nothing is left to resume");
}

#[test]
fn what_cannot_be_written_down_is_told_with_the_proof() {
    let mut play = Play::api_key().up_to_reading();
    play.read_both()
        .answer(Answer::Record(Err(report(Problem::CannotSave))))
        .on("done")
        .problem("C10")
        .shows("grantId", GRANT);
}

#[test]
fn practice_writes_nothing_down() {
    let mut play = Play::practice().up_to_reading();
    play.read_both().on("done").did(&["ForgetCopied", "Abort"]);
    assert_eq!(play.saved(), None);
}

#[test]
fn the_proof_is_the_persons_own_calendars_and_newest_message() {
    for play in Play::both() {
        let mut play = play.up_to_done();
        play.shows("calendars", json!(["Home", "Work"]))
            .shows("newest", 1_700_000_000)
            .shows("grantId", GRANT)
            .shows("asking", "nothing");
        play.shows("step", 5).shows("back", false);
        assert!(
            play.state().journey.password.is_none()
                && play.state().journey.grants_before_submit.is_none(),
            "the password is gone"
        );
    }
}

#[test]
fn the_grant_id_is_copied_from_here_and_not_from_the_page() {
    let mut play = Play::practice().up_to_done();
    play.press(Action::CopyGrant);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyGrant, text))] if text == GRANT)
    );
}

#[test]
fn a_grant_that_is_not_mine_is_removed_after_a_question() {
    let mut play = Play::practice().up_to_done();
    play.press(Action::NotMine)
        .did(&[])
        .shows("existed", false)
        .press(Action::Confirm)
        .did(&["DeleteGrant"])
        .shows("asking", "removing")
        .shows("settled", false);
    for action in [Action::NotMine, Action::ConnectAnother, Action::Finish] {
        play.press(action).was_ignored();
    }
    play.answer(Answer::DeleteGrant(Ok(())))
        .shows("removed", true)
        .shows("step", 0)
        .shows("settled", true)
        .press(Action::NotMine)
        .was_ignored();
    play.press(Action::ConnectAnother)
        .on("address")
        .shows("address", "");
}

#[test]
fn of_a_grant_that_existed_before_the_question_says_so() {
    let mut play = renewed();
    play.press(Action::NotMine)
        .did(&[])
        .shows("existed", true)
        .shows("confirm", true)
        .shows("back", true);
    for no in [Action::Cancel, Action::Back] {
        play.press(no)
            .did(&[])
            .shows("asking", "nothing")
            .press(Action::NotMine)
            .shows("confirm", true);
    }
    play.press(Action::Confirm)
        .did(&["DeleteGrant"])
        .answer(Answer::DeleteGrant(Ok(())))
        .shows("removed", true);
}

#[test]
fn nothing_but_not_mine_ever_leads_to_removing() {
    for action in [Action::Confirm, Action::Retry, Action::Cancel, Action::Back] {
        for mut play in [Play::practice().up_to_done(), renewed()] {
            play.press(action).was_ignored().shows("asking", "nothing");
        }
    }
}

#[test]
fn a_grant_that_cannot_be_removed_can_be_tried_again() {
    let mut play = Play::practice().up_to_done();
    play.press(Action::NotMine)
        .press(Action::Confirm)
        .answer(Answer::DeleteGrant(Err(report(Problem::NylasUnavailable))))
        .on("done")
        .problem("N07")
        .shows("asking", "nothing");
    play.press(Action::NotMine)
        .press(Action::Confirm)
        .no_problem()
        .did(&["DeleteGrant"]);
}

#[test]
fn another_account_begins_with_an_empty_address() {
    let mut play = Play::api_key().up_to_done();
    play.press(Action::ConnectAnother)
        .on("address")
        .shows("address", "")
        .did(&[]);
    play.press(Action::Back).on("welcome");
    let mut play = Play::api_key().up_to_done();
    play.press(Action::ConnectAnother);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::Submit(Ok(grant())),
    })
    .on("address")
    .was_ignored();
}

#[test]
fn finish_leads_the_operator_home_and_ends_it_for_everybody_else() {
    for finish in [Action::Finish, Action::Continue] {
        Play::api_key()
            .up_to_done()
            .press(finish)
            .on("home")
            .did(&["Abort"]);
    }
    let mut play = Play::open(Setup {
        has_return_url: true,
        ..company(Connection::Hosted)
    })
    .up_to_exchange();
    play.exchanged(Ok(grant()))
        .read_both()
        .remembers()
        .answer(Answer::Record(Ok(())))
        .on("done");
    play.shows("ending", "return")
        .press(Action::Finish)
        .on("done");
    assert!(matches!(
        play.last[..],
        [Effect::Ask(Request::Leave { return_page: true })]
    ));
    play.answer(Answer::Leave(Err(report(Problem::BrowserDidNotOpen))))
        .problem("C08")
        .shows("ending", "close")
        .press(Action::Finish);
    assert!(
        matches!(
            play.last[..],
            [Effect::Ask(Request::Leave { return_page: false })]
        ),
        "the window closes all the same"
    );
}

#[test]
fn what_is_not_mine_is_not_remembered_either() {
    let mut play = Play::api_key().up_to_done();
    play.press(Action::NotMine)
        .press(Action::Confirm)
        .answer(Answer::DeleteGrant(Ok(())))
        .did(&["ForgetAccount"])
        .shows("removed", true);
    let mut play = Play::practice().up_to_done();
    play.press(Action::NotMine)
        .press(Action::Confirm)
        .answer(Answer::DeleteGrant(Ok(())))
        .did(&[]);
}

#[test]
fn finish_ends_practice_where_it_was_chosen() {
    Play::practice()
        .up_to_done()
        .press(Action::Finish)
        .on("start")
        .did(&["Abort"])
        .shows("practice", false);
    let mut play = Play::open(company(Connection::Practice));
    play.answer(Answer::StartPractice(Ok(())));
    play.up_to_done()
        .press(Action::Finish)
        .on("welcome")
        .shows("practice", true);
}

#[test]
fn taking_it_back_leads_to_apples_page() {
    Play::practice()
        .up_to_done()
        .press(Action::OpenApple)
        .on("done")
        .did(&["Open"]);
}
