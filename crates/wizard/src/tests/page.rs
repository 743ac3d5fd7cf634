//! What every screen shares, and the forms in which the page speaks.

use super::{
    play::{ADDRESS, KEY, PASSWORD, Play, company, report},
    samples::SAMPLES,
};
use crate::{
    Action, Answer, Column, Connection, Effect, Event, Field, Input, MailProvider, Problem,
    Request, Setup, Showing, Sixdigit, Support, Use,
};
use secrecy::ExposeSecret;
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn help_loses_nothing_that_was_typed() {
    let mut play = Play::open(company(Connection::ApiKey));
    play.answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Help)
        .press(Action::Help)
        .press(Action::Continue);
    assert!(
        matches!(&play.last[..], [Effect::Attempt { request: Request::CheckKey(Some(key)), .. }] if key.expose_secret() == KEY)
    );
    let mut play = Play::api_key().up_to_address();
    play.edit(Field::Address, ADDRESS)
        .press(Action::Help)
        .press(Action::Back)
        .press(Action::Continue)
        .on("prepare");
    let mut play = Play::api_key().up_to_password();
    play.edit(Field::AppPassword, PASSWORD)
        .press(Action::Help)
        .press(Action::Help)
        .press(Action::Continue)
        .on("connecting");
}

#[test]
fn another_screen_closes_help() {
    Play::api_key()
        .press(Action::Help)
        .press(Action::Continue)
        .on("address")
        .shows("help", false);
}

#[test]
fn the_steps_keep_their_names_on_the_way() {
    let steps = |play: &Play| {
        play.view()
            .steps
            .iter()
            .map(|s| (s.name, s.status))
            .collect::<Vec<_>>()
    };
    let names = ["welcome", "address", "prepare", "password", "done"];
    for (screen, current) in [
        ("welcome", 1),
        ("address", 2),
        ("prepare", 3),
        ("password", 4),
        ("connecting", 4),
        ("done", 5),
    ] {
        let (_, ways) = SAMPLES.iter().find(|(name, _)| *name == screen).unwrap();
        let play = ways[0]();
        assert_eq!(play.view().step, current);
        assert_eq!(steps(&play).iter().map(|s| s.0).collect::<Vec<_>>(), names);
        if screen != "done" {
            let status = steps(&play).iter().map(|s| s.1).collect::<Vec<_>>();
            assert_eq!(status.iter().filter(|s| **s == "done").count(), current - 1);
            assert_eq!(status[current - 1], "current");
        }
    }
}

#[test]
fn the_details_are_for_whoever_helps_and_name_no_address() {
    let mut refused = report(Problem::NylasUnavailable);
    refused.detail.status = Some(503);
    refused.detail.message = Some("busy".into());
    refused.detail.request_id = Some("req-1".into());
    let setup = Setup {
        connection: Some(Connection::ApiKey),
        system: "Linux x86_64".into(),
        proxy: true,
        ..Setup::default()
    };
    let mut play = Play::open(setup);
    play.feed(Event::Clock(1_700_000_000))
        .key_at_hand()
        .press(Action::ConnectCustomer);
    let mut play = play.up_to_sending();
    play.submitted(Err(refused)).press(Action::CopyDetails);
    let [Effect::Ask(Request::Copy(Action::CopyDetails, text))] = &play.last[..] else {
        play.fail("expected the details to be copied")
    };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["code: N07", "screen: connecting"]);
    for line in [
        "status: 503",
        "message: busy",
        "request: req-1",
        "username: aaaa.aaaa at icloud.com",
        "system: Linux x86_64",
        "proxy: yes",
    ] {
        assert!(lines.contains(&line), "{line} in {text}");
    }
    assert!(
        text.contains("time: 2023-11-14T22:13:20Z")
            && text.contains("stages: apple-calendar done, apple-mail done, grant failed"),
        "{text}"
    );
    assert!(!text.contains(ADDRESS));
    Play::api_key().press(Action::CopyDetails).was_ignored();
}

#[test]
fn that_nothing_can_be_saved_is_told_once_and_stops_nobody() {
    let mut play = Play::api_key();
    play.feed(Event::NotSaved)
        .problem("C10")
        .press(Action::Continue)
        .on("address")
        .no_problem();
    play.feed(Event::NotSaved).no_problem();
}

#[test]
fn not_saving_never_hides_what_is_in_the_way() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(report(Problem::RateLimited)))
        .feed(Event::NotSaved)
        .problem("N06");
}

#[test]
fn whom_to_ask_is_on_every_screen() {
    let mut setup = company(Connection::Practice);
    setup.support.email = Some("help@acme.example".into());
    Play::open(setup.clone()).shows("support", "help@acme.example");
    setup.support.phone = Some("+1 555 0100".into());
    Play::open(setup).shows("support", "help@acme.example · +1 555 0100");
}

#[test]
fn an_event_that_fits_no_screen_changes_nothing() {
    for (_, ways) in SAMPLES {
        let mut play = ways[0]();
        let before = format!("{:?}", play.state());
        play.answer(Answer::DeleteGrant(Ok(()))).was_ignored();
        assert_eq!(format!("{:?}", play.state()), before);
    }
}

#[test]
fn the_page_speaks_in_the_names_that_others_rely_on() {
    let parsed = |value: serde_json::Value| serde_json::from_value::<Input>(value);
    let page = include_str!("../../../../docs/architecture.md");
    let names = |row: &'static str| {
        let rows = page.lines().filter(move |line| line.starts_with(row));
        rows.flat_map(|row| {
            row.rsplit(" | ")
                .next()
                .unwrap()
                .split('`')
                .skip(1)
                .step_by(2)
        })
    };
    let listed: BTreeSet<&str> = names("| button |").collect();
    let known: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(listed, known, "docs/architecture.md lists the buttons");
    for action in Action::ALL {
        let Ok(Input::Press(found)) = parsed(json!({ "press": action.name() })) else {
            panic!("{action:?} is no button")
        };
        assert_eq!(found, *action);
    }
    let listed: BTreeSet<&str> = names("| field |").collect();
    for field in Field::ALL.iter().map(|field| field.name()) {
        assert!(listed.contains(field), "docs/architecture.md lists {field}");
        assert!(
            matches!(parsed(json!({ "leave": field })), Ok(Input::Leave(_))),
            "{field}"
        );
        assert!(
            matches!(
                parsed(json!({ "edit": { "field": field, "text": "x" } })),
                Ok(Input::Edit { pasted: false, .. })
            ),
            "{field}"
        );
    }
    assert!(matches!(
        parsed(json!({ "edit": { "field": "address", "text": "x", "pasted": true } })),
        Ok(Input::Edit { pasted: true, .. })
    ));
    let renew = json!({ "press-for": { "action": "renew", "grant": "11111111" } });
    assert!(
        matches!(parsed(renew), Ok(Input::PressFor { action: Action::Renew, grant }) if grant == "11111111")
    );
    assert!(matches!(
        parsed(json!({ "scroll": 40 })),
        Ok(Input::Scroll(40))
    ));
    assert!(matches!(
        parsed(json!({ "show": "needs-password" })),
        Ok(Input::Show(Showing::NeedsPassword))
    ));
    assert!(matches!(
        parsed(json!({ "sort": "since" })),
        Ok(Input::Sort(Column::Since))
    ));
    assert!(matches!(
        parsed(json!({ "use": { "what": "sending", "on": true } })),
        Ok(Input::Use {
            what: Use::Sending,
            on: true
        })
    ));
    assert!(matches!(
        parsed(json!({ "other-provider": { "what": "ews", "on": false } })),
        Ok(Input::OtherProvider {
            what: MailProvider::Ews,
            on: false
        })
    ));
    assert!(matches!(
        parsed(json!({ "six-digit": "unsure" })),
        Ok(Input::SixDigit(Sixdigit::Unsure))
    ));
}

#[test]
fn the_page_can_say_nothing_else() {
    for odd in [
        json!({ "press": "delete-everything" }),
        json!({ "edit": { "field": "address", "text": "x", "url": "https://example.org" } }),
        json!({ "edit": { "field": "grant", "text": "x" } }),
        json!({ "opened": {} }),
        json!({ "press-for": { "action": "renew", "grant": "1", "url": "https://example.org" } }),
        json!({ "press-for": "renew" }),
        json!({ "scroll": -1 }),
        json!({ "press": "continue", "leave": "address" }),
        json!("close"),
        json!(null),
    ] {
        assert!(
            serde_json::from_value::<Input>(odd.clone()).is_err(),
            "{odd}"
        );
    }
}

#[test]
fn the_stages_are_the_five_that_others_rely_on() {
    let mut play = Play::api_key().up_to_apple_check();
    let stages = play.shown("stages");
    let names: Vec<&str> = stages
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s["name"].as_str())
        .collect();
    assert_eq!(
        names,
        ["apple-calendar", "apple-mail", "grant", "calendars", "mail"]
    );
    play.on("connecting")
        .shows("stopped", false)
        .shows("slow", false)
        .shows("wait", 0);
}

/// Stopped at `problem`, for a company with this support.
fn stopped(problem: Problem, support: Support) -> Play {
    let mut play = Play::open(Setup {
        support,
        ..company(Connection::ApiKey)
    });
    play.key_at_hand().press(Action::ConnectCustomer);
    let mut play = play.up_to_sending();
    play.submitted(Err(report(problem)));
    play
}

#[test]
fn what_only_the_company_can_mend_is_told_to_it_first_and_tried_again_second() {
    let support = Support {
        email: Some("help@acme.example".into()),
        phone: Some("+1 555 0100".into()),
    };
    for problem in [
        Problem::KeyRefused,
        Problem::NoConnector,
        Problem::NotUnderstood,
        Problem::PlanDoesNotAllow,
    ] {
        let mut play = stopped(problem, support.clone());
        let shown = play.view().problem.unwrap();
        assert_eq!(
            shown.actions,
            [Action::EmailSupport, Action::Retry, Action::CopyDetails],
            "{problem:?}"
        );
        assert_eq!(shown.phone.as_deref(), Some("+1 555 0100"));
        play.press(Action::EmailSupport).on("connecting");
        let [Effect::Ask(Request::EmailSupport { code, details })] = &play.last[..] else {
            play.fail("expected a message")
        };
        assert_eq!(*code, problem.code());
        assert!(details.contains("screen: connecting") && !details.contains(ADDRESS));
        play.answer(Answer::EmailSupport(false))
            .shows("notice", "mail-did-not-open");

        let mut play = stopped(problem, Support::default());
        let shown = play.view().problem.unwrap();
        assert_eq!(
            shown.actions,
            [Action::CopyDetails, Action::Retry],
            "{problem:?}"
        );
        play.press(Action::EmailSupport).was_ignored();
    }
    let shown = stopped(Problem::NylasUnavailable, support)
        .view()
        .problem
        .unwrap();
    assert_eq!((shown.actions[0], shown.phone), (Action::Retry, None));
}
