//! Several customers at once: a table is read, and each of its rows gets a result.

use super::play::{Play, customers, invited, made_invitation, report};
use crate::{Action, Answer, Effect, Event, Input, Invited, Problem, Request};
use invitation::operator::Create;
use secrecy::ExposeSecret;

fn read(customers: Vec<Create>) -> Play {
    let mut play = Play::inviting();
    play.press(Action::InviteSeveral)
        .on("several")
        .shows("phase", "asking")
        .press(Action::Continue)
        .did(&["ReadCustomers"])
        .answer(Answer::ReadCustomers(Some(Ok(customers))))
        .shows("phase", "ready");
    play
}

/// How many the last event wanted invited.
fn asked(play: &Play) -> usize {
    let asked = play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::InviteSeveral(customers),
            ..
        } => Some(customers.len()),
        _ => None,
    });
    asked.unwrap_or_default()
}

fn many(count: usize) -> Vec<Create> {
    customers().into_iter().cycle().take(count).collect()
}

#[test]
fn each_row_of_a_table_gets_a_result_of_its_own() {
    let mut play = read(customers());
    play.shows("count", 2)
        .press(Action::Continue)
        .did(&["InviteSeveral"])
        .in_attempt(Answer::InviteSeveral(Ok(invited())))
        .shows("phase", "done")
        .shows("refused", 1);
    let rows = play.json()["all"]["rows"].clone();
    assert_eq!(
        (&rows[0]["result"], &rows[1]["result"]),
        (&"made".into(), &"not-apple".into())
    );
    play.press(Action::SaveLinks)
        .did(&["SaveLinks"])
        .answer(Answer::SaveLinks(Ok("/tmp/invitations.csv".into())))
        .shows("path", "/tmp/invitations.csv")
        .press(Action::Continue)
        .on("invitations");
}

#[test]
fn they_are_sent_a_hundred_at_once_and_what_failed_goes_on_where_it_stopped() {
    let results = |count| {
        invited()
            .into_iter()
            .cycle()
            .take(count)
            .collect::<Vec<Invited>>()
    };
    let mut play = read(many(250));
    play.press(Action::Continue);
    assert_eq!(asked(&play), 100);
    play.in_attempt(Answer::InviteSeveral(Ok(results(100))));
    assert_eq!(asked(&play), 100);
    play.in_attempt(Answer::InviteSeveral(Err(report(
        Problem::RelayNotAnswering,
    )
    .kind("desk"))))
        .problem("I05")
        .shows("invited", 100)
        .shows("saves", true)
        .press(Action::Retry);
    assert_eq!(asked(&play), 100);
    play.in_attempt(Answer::InviteSeveral(Ok(results(100))));
    assert_eq!(asked(&play), 50);
    // A relay that says more than it was asked is not believed.
    play.in_attempt(Answer::InviteSeveral(Ok(results(90))))
        .shows("phase", "done")
        .shows("invited", 250);
}

#[test]
fn the_links_are_on_no_screen_and_go_when_it_is_left() {
    let link = made_invitation().link.expose_secret().to_owned();
    let ticket = link.rsplit('/').next().unwrap().to_owned();
    let done = || {
        let mut play = read(customers());
        play.press(Action::Continue)
            .in_attempt(Answer::InviteSeveral(Ok(invited())));
        play
    };
    let mut play = done();
    play.press(Action::SaveLinks);
    for seen in [
        format!("{:?}", play.state()),
        format!("{:?}", play.last),
        play.json().to_string(),
    ] {
        assert!(!seen.contains(&ticket));
    }
    let now = play.state().session.now;
    play.feed(Event::Clock(now + 1800))
        .notice(Some("made-link-gone"))
        .shows("count", 0);
    done().press(Action::Back).on("invite");
}

#[test]
fn a_table_that_cannot_be_used_is_said_and_another_can_be_chosen() {
    let mut play = Play::inviting();
    play.press(Action::InviteSeveral)
        .press(Action::Continue)
        .answer(Answer::ReadCustomers(Some(Err(report(
            Problem::InvitationRefused,
        )
        .kind("csv-columns")))))
        .problem("I13")
        .shows("phase", "asking")
        .press(Action::Continue)
        .did(&["ReadCustomers"])
        .answer(Answer::ReadCustomers(None))
        .shows("phase", "asking");
    let mut play = read(many(500));
    play.input(Input::Scroll(400));
    assert_eq!(play.json()["all"]["first"], 388);
}
