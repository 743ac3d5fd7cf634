//! Renewing: a new password for the grant that there is.

use super::accounts::{OTHER, account, checked, opened, press_for, two};
use super::play::{ADDRESS, GRANT, PASSWORD, Play, company, report, snapshot};
use crate::{
    AccountRecord, Action, Answer, Connection, ConnectionKind, Effect, Field, ListedGrant, Problem,
    Renewal, Request, Setup,
};
use serde_json::json;

#[test]
fn renewing_goes_straight_to_apples_page_and_keeps_the_grant() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.on("prepare")
        .did(&["Abort", "Prepare"])
        .shows("renewing", "needed");
    assert_eq!(
        play.progress().unwrap().renews,
        Some(Renewal {
            grant: Some(OTHER.into()),
            needed: true
        })
    );
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted);
    assert!(
        matches!(&play.last[1], Effect::Attempt { request: Request::SnapshotGrants { renews: Some(grant), .. }, .. } if grant == OTHER)
    );
    play.snapshotted(vec![crate::GrantSnapshot {
        valid: false,
        ..snapshot(OTHER, 5)
    }])
    .did(&["Abort", "Submit", "After"]);
    play.submitted(Ok(crate::Grant {
        id: OTHER.into(),
        email: Some("jo@icloud.com".into()),
    }))
    .read_both();
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Record { grant, renews: Some(renews), .. })] if grant == OTHER && renews == OTHER)
    );
    play.answer(Answer::Record(Ok(())))
        .on("done")
        .shows("grantId", OTHER)
        .notice(None);
    play.press(Action::Finish).on("home");
}

#[test]
fn a_renewal_whose_answer_was_lost_is_judged_by_when_it_was_last_renewed() {
    for (updated_at, made) in [(5, false), (6, true)] {
        let mut play = checked();
        press_for(&mut play, Action::Renew, GRANT);
        play.press(Action::HavePassword)
            .paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue);
        play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
            .snapshotted(vec![snapshot(GRANT, 5)]);
        play.submitted(Err(crate::Report {
            may_have_arrived: true,
            ..report(Problem::NylasUnavailable)
        }))
        .did(&["Abort", "Reconcile"]);
        play.reconciled(Ok(vec![snapshot(GRANT, updated_at)]));
        if made {
            play.did(&["Abort", "ReadCalendars", "ReadMail"])
        } else {
            play.on("connecting").problem("N07")
        };
    }
}

#[test]
fn another_address_in_a_renewal_is_refused_before_anything_is_sent() {
    let mut play = asked_by_profile("jo@me.com");
    play.press(Action::Back)
        .on("address")
        .shows("address", "jo@me.com");
    play.edit(Field::Address, ADDRESS)
        .press(Action::Continue)
        .on("address")
        .problem("N11")
        .kind("renewal")
        .did(&[]);
    play.edit(Field::Address, "jo@icloud.com")
        .no_problem()
        .press(Action::Continue)
        .on("prepare");
}

/// A profile wants this address renewed, and nothing is listed here.
fn asked_by_profile(address: &str) -> Play {
    let setup = Setup {
        renew: Some(address.into()),
        ..company(Connection::ApiKey)
    };
    let mut play = opened(setup, None, vec![]);
    play.key_at_hand().on("prepare");
    play
}

#[test]
fn back_from_a_renewal_leads_to_the_list_that_it_came_from() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::Back)
        .on("accounts")
        .shows("renewing", "no")
        .shows("listing", true);
    assert_eq!(
        play.progress(),
        None,
        "a renewal that was left leaves nothing behind"
    );
    for accounts in [two(), vec![]] {
        for email in ["jo@icloud.com", "jo@acme.example"] {
            let mut play = opened(company(Connection::ApiKey), None, accounts.clone());
            play.key_at_hand()
                .press(Action::AllGrants)
                .in_attempt(Answer::LoadGrants(Ok((vec![listed(OTHER, email)], false))));
            press_for(&mut play, Action::Renew, OTHER);
            play.press(Action::Back)
                .on("accounts")
                .shows("listing", false);
        }
    }
}

fn listed(id: &str, email: &str) -> ListedGrant {
    ListedGrant {
        id: id.into(),
        email: Some(email.into()),
        provider: "icloud".into(),
        status: None,
        created_at: None,
    }
}

#[test]
fn a_grant_of_somebody_else_is_not_renewed() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted);
    play.snapshotted(vec![crate::GrantSnapshot {
        same_address: false,
        ..snapshot(OTHER, 5)
    }])
    .problem("N11")
    .kind("renewal")
    .did(&[]);
    assert!(play.state().journey.grants_before_submit.is_none());
}

#[test]
fn a_grant_that_was_gone_is_made_anew_and_said_to_be_another() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
        .snapshotted(vec![]);
    play.submitted(Ok(crate::Grant {
        id: "new".into(),
        email: None,
    }))
    .read_both()
    .answer(Answer::Record(Ok(())));
    play.on("done")
        .shows("grantId", "new")
        .notice(Some("other-grant"));
}

#[test]
fn a_profile_can_ask_for_a_renewal() {
    let setup = |address: &str| Setup {
        renew: Some(address.into()),
        ..company(Connection::ApiKey)
    };
    let mut play = opened(setup("jo@icloud.com"), None, two());
    play.on("operator")
        .key_at_hand()
        .on("prepare")
        .shows("renewing", "wanted");
    assert_eq!(
        play.progress().unwrap().renews,
        Some(Renewal {
            grant: Some(OTHER.into()),
            needed: false
        })
    );
    let mut play = opened(setup(ADDRESS), None, vec![]);
    play.key_at_hand()
        .on("prepare")
        .press(Action::Back)
        .on("address")
        .shows("address", ADDRESS);
    play.edit(Field::Address, "jo@me.com")
        .press(Action::Continue)
        .problem("N11");
    let mut play = opened(setup("jo@acme.example"), None, vec![]);
    play.key_at_hand()
        .on("address")
        .shows("address", "jo@acme.example")
        .shows("second", true);
}

#[test]
fn a_renewal_survives_a_restart() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    let left = play.press(Action::HavePassword).progress();
    let mut play = opened(company(Connection::ApiKey), left, two());
    play.key_at_hand()
        .on("password")
        .shows("renewing", "needed")
        .press(Action::Back)
        .press(Action::Back)
        .on("accounts");
}

#[test]
fn without_a_key_renewing_asks_for_it_first() {
    let mut play = opened(Setup::default(), None, two());
    press_for(&mut play, Action::Renew, GRANT);
    play.on("operator")
        .did(&["FindKey"])
        .key_at_hand()
        .on("prepare")
        .shows("renewing", "wanted");
    let hosted = AccountRecord {
        connection: Some(ConnectionKind::Hosted),
        ..account(GRANT, ADDRESS)
    };
    let mut play = opened(Setup::default(), None, vec![hosted]);
    press_for(&mut play, Action::Renew, GRANT);
    play.on("accounts").was_ignored();
    assert_eq!(play.shown("rows")[0]["renewable"], false);
}

#[test]
fn an_account_elsewhere_is_renewed_at_its_provider_and_leads_nobody_to_apple() {
    let gmail = AccountRecord {
        provider: Some("google".into()),
        connection: Some(ConnectionKind::Hosted),
        ..account(OTHER, "jo@gmail.com")
    };
    let setup = Setup {
        other_providers: vec!["google"],
        ..company(Connection::Hosted)
    };
    let mut play = opened(setup, None, vec![account(GRANT, ADDRESS), gmail.clone()]);
    let row = &play.shown("rows")[1];
    assert_eq!(
        (&row["renewable"], &row["mailbox"]),
        (&json!(true), &json!("elsewhere"))
    );
    press_for(&mut play, Action::Renew, OTHER);
    play.on("sign-in").press(Action::SignIn);
    assert!(
        matches!(&play.last[..], [.., Effect::Attempt { request: Request::SignIn { address, provider: Some("google"), .. }, .. }] if address.to_string() == "jo@gmail.com")
    );
    // The next one is at Apple's again.
    play.press(Action::Cancel)
        .press(Action::Back)
        .on("accounts");
    press_for(&mut play, Action::Renew, GRANT);
    play.on("prepare")
        .press(Action::HavePassword)
        .on("sign-in")
        .press(Action::SignIn);
    assert!(matches!(
        &play.last[..],
        [
            ..,
            Effect::Attempt {
                request: Request::SignIn { provider: None, .. },
                ..
            }
        ]
    ));
    let mut play = opened(company(Connection::Hosted), None, vec![gmail]);
    assert_eq!(
        play.shown("rows")[0]["renewable"],
        json!(false),
        "this company connects nothing elsewhere"
    );
    press_for(&mut play, Action::Renew, OTHER);
    play.was_ignored();
}

#[test]
fn another_form_of_the_same_address_renews_the_grant_by_the_address_it_has() {
    let mut play = asked_by_profile("jo@me.com");
    play.press(Action::Back)
        .on("address")
        .edit(Field::Address, "jo@icloud.com")
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(
        play.progress().unwrap().address.as_deref(),
        Some("jo@me.com")
    );
}
