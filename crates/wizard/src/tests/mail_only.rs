//! Plain IMAP: mail without calendars, said before and after.

use super::play::{GRANT, PASSWORD, Play, application, company, grant, report};
use crate::{Action, Answer, Connection, Event, Field, Problem, Report, Service, Setup};
use apple::Verdict;

fn mail_only(connection: Connection) -> Setup {
    Setup {
        mail_only: true,
        ..company(connection)
    }
}

/// `welcome` of a journey at the desk by plain IMAP.
fn at_the_desk() -> Play {
    let mut play = Play::open(mail_only(Connection::ApiKey));
    play.key_at_hand()
        .press(Action::ConnectCustomer)
        .on("welcome")
        .shows("scope", "mail");
    play
}

fn no_connector() -> Report {
    report(Problem::PlanDoesNotAllow).kind("connector")
}

#[test]
fn mail_alone_is_asked_about_and_read() {
    let mut play = at_the_desk().up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .did(&["Abort", "AskApple"]);
    play.stages(["skipped", "running", "waiting", "waiting", "waiting"]);
    play.apple_says(Verdict::Skipped, Verdict::Accepted)
        .snapshotted(vec![])
        .submitted(Ok(grant()))
        .did(&["Abort", "ReadMail"]);
    play.stages(["skipped", "done", "done", "skipped", "running"])
        .in_attempt(Answer::ReadMail(Ok(None)))
        .did(&["Record"]);
    play.answer(Answer::Record(Ok(())))
        .on("done")
        .shows("scope", "mail")
        .shows("calendarsRead", false)
        .shows("mailRead", true)
        .shows("grantId", GRANT);
}

#[test]
fn a_refusal_by_mail_alone_is_a_refusal() {
    let mut play = at_the_desk().up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(Verdict::Skipped, Verdict::Refused);
    play.on("password").problem("A01").kind("mail");
}

#[test]
fn mail_that_cannot_be_read_is_not_called_connected() {
    let mut play = at_the_desk().up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(Verdict::Skipped, Verdict::Accepted)
        .snapshotted(vec![])
        .submitted(Ok(grant()));
    play.in_attempt(Answer::ReadMail(Err(report(Problem::Offline))))
        .on("connecting")
        .problem("N10")
        .press(Action::Retry)
        .did(&["Abort", "ReadMail"]);
}

#[test]
fn on_nylas_page_it_is_mail_alone_too() {
    let mut play = Play::open(mail_only(Connection::Hosted)).up_to_exchange();
    play.exchanged(Ok(grant()))
        .did(&["Abort", "ReadMail"])
        .in_attempt(Answer::ReadMail(Ok(Some(1))))
        .did(&["Record", "SignOut"]);
}

/// The key works, but the application has no iCloud connector and cannot get one.
fn without_icloud() -> Play {
    let mut play = Play::open(company(Connection::ApiKey));
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Ok(application(false))))
        .press(Action::UseImap)
        .was_ignored();
    play.press(Action::Continue)
        .did(&["MakeConnector"])
        .answer(Answer::MakeConnector(Err(no_connector())))
        .problem("N09")
        .on("operator");
    play
}

#[test]
fn mail_alone_is_offered_where_the_icloud_connector_cannot_be_had() {
    let mut play = without_icloud();
    assert!(
        play.view()
            .problem
            .is_some_and(|problem| problem.actions.contains(&Action::UseImap))
    );
    play.press(Action::UseImap)
        .no_problem()
        .did(&["MailOnly", "MakeConnector"])
        .shows("phase", "making");
    play.answer(Answer::MakeConnector(Ok(())))
        .press(Action::ConnectCustomer)
        .on("welcome")
        .shows("scope", "mail");
    let mut play = play.up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::AskApple((Service::Calendar, Verdict::Skipped, None)),
    })
    .on("connecting");
}

#[test]
fn it_is_offered_once_and_goes_with_the_key() {
    let mut play = without_icloud();
    play.press(Action::UseImap)
        .answer(Answer::MakeConnector(Err(no_connector())))
        .problem("N09")
        .press(Action::UseImap)
        .was_ignored();
    assert!(
        play.view()
            .problem
            .is_some_and(|problem| !problem.actions.contains(&Action::UseImap))
    );
    play.press(Action::UseOtherKey)
        .did(&["MailOnly", "Abort"])
        .shows("scope", "all");
}
