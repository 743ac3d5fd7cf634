//! `sign-in`: Nylas' own page, the way back from it, and what is made of it.

use super::play::{ADDRESS, CALLBACK, GRANT, Play, company, grant, report};
use crate::{
    Action, Answer, Connection, Effect, Event, Field, Grant, Input, Page, Pasted, Problem,
    Progress, Renewal, Request, Return, SCHEMA_VERSION, Setup, SignIn, Step, Timer, WindowMode,
};

use serde_json::Value;

const BACK: &str = "http://localhost:9007/callback?code=1&state=2";

fn second(play: &mut Play) {
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Second),
    });
}

fn grant_of(email: &str) -> Grant {
    Grant {
        id: GRANT.into(),
        email: Some(email.into()),
    }
}

#[test]
fn from_welcome_to_done_without_a_password_in_this_program() {
    let mut play = Play::hosted().up_to_exchange();
    play.stages(["skipped", "skipped", "running", "waiting", "waiting"]);
    play.exchanged(Ok(grant()))
        .did(&["Abort", "ReadCalendars", "ReadMail"])
        .read_both()
        .did(&["Record", "SignOut"]);
    play.answer(Answer::Record(Ok(())))
        .on("done")
        .shows("grantId", GRANT);
}

#[test]
fn the_page_is_announced_by_its_host_and_opened_only_when_the_browser_can_come_back() {
    let mut play = Play::hosted().up_to_sign_in();
    play.shows("host", "api.us.nylas.com")
        .shows("callback", CALLBACK)
        .shows("phase", "closed")
        .did(&[]);
    play.press(Action::SignIn)
        .did(&["Abort", "SignIn"])
        .shows("phase", "opening");
    assert!(
        matches!(&play.last[..], [.., Effect::Attempt { request: Request::SignIn { address, .. }, .. }] if address.to_string() == ADDRESS)
    );
    play.ready_to_return(Ok(())).shows("phase", "waiting");
    assert!(matches!(
        play.last[..],
        [
            Effect::Ask(Request::Open(Page::SignIn)),
            Effect::Attempt {
                request: Request::After { seconds: 1800, .. },
                ..
            },
            Effect::SetWindowMode(WindowMode::Helper)
        ]
    ));
}

#[test]
fn a_port_that_is_taken_is_said_and_can_be_tried_again() {
    let mut play = Play::hosted().up_to_sign_in();
    play.press(Action::SignIn)
        .ready_to_return(Err(report(Problem::RedirectPortTaken)))
        .problem("C09")
        .shows("phase", "closed");
    play.press(Action::Retry)
        .did(&["Abort", "SignIn"])
        .no_problem();
}

#[test]
fn half_an_hour_is_waited_and_then_one_button_starts_again() {
    let mut play = Play::hosted().up_to_waiting();
    second(&mut play);
    play.on("sign-in")
        .shows("phase", "closed")
        .shows("main", "open")
        .did(&["Abort"])
        .notice(Some("sign-in-too-late"));
    play.press(Action::SignIn)
        .did(&["Abort", "SignIn"])
        .notice(None);
}

#[test]
fn opening_the_page_again_is_the_same_attempt() {
    let mut play = Play::hosted().up_to_waiting();
    let run = play.run();
    play.press(Action::SignIn).did(&["Open"]);
    assert_eq!(play.run(), run);
}

#[test]
fn the_steps_on_nylas_page_stand_beside_the_browser_one_at_a_time() {
    let mut play = Play::hosted().up_to_waiting();
    assert_eq!(play.reshaped(), Some(WindowMode::Helper));
    for step in 2..=4 {
        play.shows("main", "next")
            .press(Action::Continue)
            .shows("stepsShown", vec![step]);
    }
    play.shows("main", "none")
        .press(Action::Back)
        .shows("stepsShown", vec![3])
        .press(Action::LeaveHelper)
        .shows("stepsShown", vec![1, 2, 3, 4])
        .press(Action::UseHelper)
        .shows("stepsShown", vec![1]);
    play.answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .shows("helper", false);
}

#[test]
fn cancelling_stops_to_listen_and_a_late_return_is_not_heard() {
    let mut play = Play::hosted().up_to_waiting();
    let run = play.run();
    play.press(Action::Cancel)
        .did(&["Abort"])
        .on("sign-in")
        .shows("phase", "closed");
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::SignIn(SignIn::Back(Return::SignedIn)),
    })
    .was_ignored()
    .on("sign-in");
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Second),
    })
    .was_ignored();
}

#[test]
fn going_back_stops_to_listen_before_the_port_is_tried() {
    let mut play = Play::hosted().up_to_waiting();
    play.press(Action::Back)
        .on("prepare")
        .did(&["Abort", "Prepare"]);
    let mut play = Play::hosted().up_to_waiting();
    play.press(Action::ClosedTooEarly)
        .on("prepare")
        .did(&["Abort", "Prepare"])
        .shows("again", true);
}

#[test]
fn a_pasted_address_is_handed_over_and_emptied_once_it_counted() {
    let mut play = Play::hosted().up_to_waiting();
    let wiped = play.view().wiped;
    play.press(Action::LeaveHelper)
        .press(Action::Continue)
        .was_ignored();
    play.edit(Field::RedirectAddress, BACK)
        .did(&[])
        .press(Action::Continue)
        .did(&["TakeAddress"]);
    play.paste(Field::RedirectAddress, BACK)
        .did(&["TakeAddress"])
        .leave(Field::RedirectAddress)
        .did(&[]);
    play.returned(Return::SignedIn).on("connecting");
    assert!(play.view().wiped > wiped, "the address holds the code");
}

#[test]
fn a_pasted_address_that_is_not_the_one_is_said_and_the_waiting_goes_on() {
    for (why, notice) in [
        (Pasted::Other, "address-other"),
        (Pasted::Old, "address-old"),
    ] {
        let mut play = Play::hosted().up_to_waiting();
        let run = play.run();
        play.paste(Field::RedirectAddress, "abcd")
            .feed(Event::Attempt {
                id: run,
                answer: Answer::TakeAddress(why),
            })
            .notice(Some(notice))
            .shows("phase", "waiting");
        play.edit(Field::RedirectAddress, BACK).notice(None);
    }
}

#[test]
fn a_browser_that_did_not_open_can_be_helped_by_hand() {
    let mut play = Play::hosted().up_to_waiting();
    play.answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .problem("C08")
        .shows("phase", "waiting");
    assert!(
        play.view()
            .problem
            .is_some_and(|problem| problem.actions.contains(&Action::CopyPage))
    );
    play.press(Action::CopyPage)
        .did(&["CopySignIn"])
        .press(Action::SignIn)
        .no_problem();
}

#[test]
fn the_address_of_nylas_page_can_be_copied_before_and_after_it_opened() {
    // Whether a browser opened is not known from what the system says: an address helps anybody.
    let mut play = Play::hosted().up_to_sign_in();
    play.press(Action::CopyPage)
        .did(&["Abort", "SignIn"])
        .ready_to_return(Ok(()))
        .did(&["CopySignIn", "After"])
        .shows("phase", "waiting")
        .shows("helper", false);
    play.press(Action::CopyPage).did(&["CopySignIn"]);
    play.press(Action::UseHelper)
        .press(Action::CopyPage)
        .did(&["CopySignIn"])
        .shows("page", Value::Null);
    // Where nothing can be copied, it can be selected.
    let page = "https://api.us.nylas.com/v3/connect/auth?client_id=1";
    play.answer(Answer::CopySignIn(Err(page.into())))
        .shows("page", page);
    play.returned(Return::SignedIn).on("connecting");
}

#[test]
fn a_browser_that_sent_too_much_is_told_of_and_its_address_is_taken() {
    let mut play = Play::hosted().up_to_waiting();
    play.in_attempt(Answer::SignIn(SignIn::TooMuch))
        .did(&["ComeForward"])
        .notice(Some("too-much-sent"))
        .shows("phase", "waiting")
        .paste(Field::RedirectAddress, BACK)
        .did(&["TakeAddress"]);
}

#[test]
fn the_window_is_large_again_before_it_comes_forward() {
    let play = Play::hosted().up_to_exchange();
    let at = |wanted: &str| {
        let name = |effect: &Effect| format!("{effect:?}").starts_with(wanted);
        play.last.iter().position(name).unwrap()
    };
    assert!(at("SetWindowMode") < at("ComeForward"), "{:?}", play.last);
}

#[test]
fn each_way_not_to_sign_in_has_its_words_and_a_way_on() {
    let mut play = Play::hosted().up_to_waiting();
    play.returned(Return::Declined)
        .on("sign-in")
        .notice(Some("sign-in-declined"))
        .no_problem()
        .did(&["ComeForward", "Abort"]);
    let mut play = Play::hosted().up_to_waiting();
    play.returned(Return::Expired)
        .on("sign-in")
        .notice(Some("sign-in-expired"))
        .no_problem();
    for problem in [
        Problem::ProviderNotResponding,
        Problem::TooManyAttempts,
        Problem::PlanDoesNotAllow,
        Problem::NotUnderstood,
    ] {
        let mut play = Play::hosted().up_to_waiting();
        play.returned(Return::Failed(report(problem)))
            .on("sign-in")
            .problem(problem.code())
            .press(Action::Retry)
            .did(&["Abort", "SignIn"]);
    }
    let mut play = Play::hosted().up_to_waiting();
    play.returned(Return::Failed(report(Problem::NylasRefusedPassword)))
        .on("sign-in")
        .problem("N01");
    assert_eq!(
        play.view().problem.and_then(|problem| problem.field),
        None,
        "no field here takes a password"
    );
    play.press(Action::ClosedTooEarly).on("prepare");
}

#[test]
fn a_failed_exchange_starts_over_because_a_code_works_once() {
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Err(report(Problem::KeyRefused).kind("secret-demanded")))
        .problem("N04")
        .stages(["skipped", "skipped", "failed", "waiting", "waiting"]);
    play.press(Action::Retry)
        .on("sign-in")
        .did(&["Abort", "SignOut"])
        .shows("phase", "closed");
}

#[test]
fn a_failed_reading_only_reads_again() {
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant()))
        .in_attempt(Answer::ReadCalendars(Err(report(Problem::Offline))))
        .in_attempt(Answer::ReadMail(Err(report(Problem::Offline))));
    play.problem("N10")
        .press(Action::Retry)
        .did(&["Abort", "ReadCalendars", "ReadMail"])
        .read_both()
        .did(&["Record", "SignOut"]);
}

#[test]
fn cancelling_gives_back_what_was_brought_or_is_still_to_come() {
    let mut play = Play::hosted().up_to_exchange();
    let run = play.run();
    play.press(Action::Cancel)
        .on("sign-in")
        .did(&["Abort", "SignOut"]);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::Exchange(Ok(grant())),
    })
    .was_ignored();
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant()))
        .press(Action::Cancel)
        .on("sign-in")
        .did(&["Abort", "SignOut"]);
}

#[test]
fn a_mailbox_of_apple_is_the_same_under_each_of_its_endings() {
    for email in [
        "nyla.park@me.com",
        "Nyla.Park@mac.com",
        "nyla.park@icloud.com",
    ] {
        Play::hosted()
            .up_to_exchange()
            .exchanged(Ok(grant_of(email)))
            .no_problem()
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
    }
}

#[test]
fn who_signed_in_as_somebody_else_is_asked_whether_that_is_right() {
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant_of("other@icloud.com")))
        .problem("N11")
        .kind("signed-in-as")
        .on("connecting");
    assert_eq!(
        play.view().problem.map(|problem| problem.actions),
        Some(vec![Action::Confirm, Action::Retry, Action::CopyDetails])
    );
    play.press(Action::Confirm)
        .no_problem()
        .did(&["Abort", "ReadCalendars", "ReadMail"])
        .read_both();
    assert!(play.last.iter().any(
        |effect| matches!(effect, Effect::Ask(Request::Record { address, .. }) if address == "other@icloud.com")
    ));

    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant_of("other@icloud.com")))
        .press(Action::Retry)
        .on("sign-in")
        .did(&["Abort", "SignOut"]);
    assert_eq!(
        play.state()
            .journey
            .account
            .icloud
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some(ADDRESS),
        "the address asked for stays"
    );

    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant_of("\u{202e}nobody")))
        .problem("N11")
        .kind("")
        .press(Action::Confirm)
        .was_ignored();
}

#[test]
fn whoever_renews_one_account_and_signs_in_as_another_keeps_both() {
    let renews = Some(Renewal {
        grant: Some("the-old-one".into()),
        needed: true,
    });
    let saved = Progress {
        schema_version: SCHEMA_VERSION,
        step: Step::SignIn,
        address: Some(ADDRESS.into()),
        apple_id: None,
        grants_before_submit: None,
        host: None,
        renews,
    };
    let mut play = Play::resume(company(Connection::Hosted), Some(saved));
    play.on("sign-in")
        .press(Action::SignIn)
        .ready_to_return(Ok(()))
        .returned(Return::SignedIn)
        .exchanged(Ok(grant_of("other@icloud.com")));
    play.problem("N11").press(Action::Confirm).read_both();
    assert!(play.last.iter().any(|effect| matches!(effect, Effect::Ask(Request::Record { address, renews: None, .. }) if address == "other@icloud.com")));
}

#[test]
fn nobody_here_can_remove_the_connection_and_that_is_said() {
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Ok(grant()))
        .read_both()
        .answer(Answer::Record(Ok(())))
        .on("done");
    play.press(Action::NotMine)
        .did(&[])
        .notice(Some("not-mine"))
        .press(Action::Finish)
        .on("done")
        .did(&["Leave"]);
}

#[test]
fn a_restart_lands_on_the_announcement_and_resumes_nothing() {
    for step in [Step::SignIn, Step::Password] {
        let saved = Progress {
            schema_version: SCHEMA_VERSION,
            step,
            address: Some(ADDRESS.into()),
            apple_id: None,
            grants_before_submit: None,
            host: None,
            renews: None,
        };
        Play::resume(company(Connection::Hosted), Some(saved))
            .on("sign-in")
            .shows("phase", "closed")
            .did(&[]);
    }
    for mut play in [
        Play::hosted().up_to_waiting(),
        Play::hosted().up_to_exchange(),
    ] {
        assert_eq!(
            play.progress().map(|progress| progress.step),
            Some(Step::SignIn)
        );
        play.input(Input::Press(Action::Help));
    }
    let saved = Progress {
        schema_version: SCHEMA_VERSION,
        step: Step::SignIn,
        address: Some(ADDRESS.into()),
        apple_id: None,
        grants_before_submit: None,
        host: None,
        renews: None,
    };
    let mut play = Play::resume(
        Setup {
            connection: Some(Connection::ApiKey),
            ..Setup::default()
        },
        Some(saved),
    );
    play.key_at_hand().on("password");
}
