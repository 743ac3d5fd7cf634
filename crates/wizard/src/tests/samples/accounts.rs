//! Samples of `accounts`: the list, what is asked about one of it, and all grants of the application.

use super::{Way, opened, pressed, pressed_for, then};
use crate::{
    AccountRecord, Action, Answer, Connection, ConnectionKind, Event, GrantStatus, ListedGrant,
    Problem, Scope, Setup,
    tests::play::{ADDRESS, GRANT, Play, company, report},
};

const ELSEWHERE: &str = "22222222-2222-4333-8444-555555555555";
const UNKNOWN: &str = "33333333-2222-4333-8444-555555555555";

/// One of this key's application, one of a mailbox that is not Apple's, one that another key knows.
pub(super) fn accounts() -> Vec<AccountRecord> {
    let account = |grant: &str, address: &str, application: &str| AccountRecord {
        application: Some(application.into()),
        ..AccountRecord::new(
            grant.into(),
            address.into(),
            "https://api.us.nylas.com".into(),
        )
    };
    vec![
        AccountRecord {
            connected_at: Some(1_690_000_000),
            label: Some("Acme at Apple".into()),
            ..account(GRANT, ADDRESS, "app")
        },
        AccountRecord {
            provider: Some("google".into()),
            connection: Some(ConnectionKind::Hosted),
            scope: Some(Scope::Mail),
            ..account(ELSEWHERE, "nyla@gmail.com", "app")
        },
        account(UNKNOWN, "jo@me.com", "another"),
    ]
}

/// Connected by invitations: of a relay that may be asked, and of one that nobody knows any more.
pub(in super::super) fn invited() -> Vec<AccountRecord> {
    let account = |grant: &str, address: &str, relay: &str| AccountRecord {
        connection: Some(ConnectionKind::Invitation),
        status: Some(GrantStatus::Works),
        relay: Some(relay.into()),
        ..AccountRecord::new(grant.into(), address.into(), relay.into())
    };
    vec![
        account(GRANT, ADDRESS, "http://127.0.0.1:8600/connect"),
        account(UNKNOWN, "jo@me.com", "https://relay.stranger.example/"),
    ]
}

fn listed() -> Play {
    then(opened(company(Connection::ApiKey), accounts()), |play| {
        play.key_at_hand().press(Action::Accounts);
    })
}

/// The states are known.
pub(super) fn checked() -> Play {
    then(listed(), |play| {
        let known = accounts().into_iter().take(2);
        for (account, status) in known.zip([GrantStatus::NeedsPassword, GrantStatus::Gone]) {
            let account = AccountRecord {
                status: Some(status),
                checked_at: Some(1_700_000_000),
                ..account
            };
            play.in_attempt(Answer::CheckAccounts((
                account.grant.clone(),
                Ok(Box::new(account)),
            )));
        }
    })
}

fn many() -> Play {
    let account = |n: usize| {
        AccountRecord::new(
            format!("{n}"),
            format!("n{n}@icloud.com"),
            "https://api.us.nylas.com".into(),
        )
    };
    opened(Setup::default(), (0..101).map(account).collect())
}

fn grants() -> Vec<ListedGrant> {
    let listed = |id: &str, email: Option<&str>, provider: &str| ListedGrant {
        id: id.into(),
        email: email.map(Into::into),
        provider: provider.into(),
        status: Some(GrantStatus::Works),
        created_at: Some(1_690_000_000),
    };
    vec![
        listed(GRANT, Some(ADDRESS), "icloud"),
        listed(ELSEWHERE, Some("nyla@gmail.com"), "google"),
        listed("44444444-2222-4333-8444-555555555555", None, "imap"),
    ]
}

fn many_grants() -> Vec<ListedGrant> {
    let listed = |n: usize| ListedGrant {
        id: format!("id-{n}"),
        email: Some(format!("n{n}@icloud.com")),
        ..grants().remove(0)
    };
    (0..7).map(listed).collect()
}

/// All grants of the application, as Nylas told of them.
fn all(found: Vec<ListedGrant>, more: bool) -> Play {
    then(pressed(checked(), &[Action::AllGrants]), |play| {
        play.in_attempt(Answer::LoadGrants(Ok((found, more))));
    })
}

pub(super) const ACCOUNTS: &[Way] = &[
    || {
        then(opened(company(Connection::ApiKey), accounts()), |play| {
            play.answer(Answer::FindKey(Ok(false)));
        })
    },
    || {
        then(opened(company(Connection::ApiKey), accounts()), |play| {
            play.answer(Answer::FindKey(Err(report(Problem::KeychainUnavailable))))
                .press(Action::CheckNow);
        })
    },
    listed,
    checked,
    || opened(Setup::default(), accounts()),
    || opened(company(Connection::Hosted), accounts()),
    || opened(Setup::default(), invited()),
    || pressed_for(opened(Setup::default(), invited()), Action::SendLink, GRANT),
    || {
        let asked = pressed_for(opened(Setup::default(), invited()), Action::SendLink, GRANT);
        then(asked, |play| {
            play.answer(Answer::SendLink((GRANT.into(), Ok(()))));
        })
    },
    || {
        let asked = pressed_for(opened(Setup::default(), invited()), Action::SendLink, GRANT);
        then(asked, |play| {
            let failed = Err(report(Problem::RelayNotAnswering));
            play.answer(Answer::SendLink((GRANT.into(), failed)));
        })
    },
    many,
    || pressed(many(), &[Action::EarlierAccounts]),
    || pressed_for(checked(), Action::Disconnect, GRANT),
    || pressed_for(checked(), Action::Disconnect, UNKNOWN),
    || pressed_for(checked(), Action::Forget, ELSEWHERE),
    || {
        pressed(
            pressed_for(checked(), Action::Disconnect, GRANT),
            &[Action::Confirm],
        )
    },
    || {
        let removing = pressed(
            pressed_for(checked(), Action::Disconnect, GRANT),
            &[Action::Confirm],
        );
        then(removing, |play| {
            play.in_attempt(Answer::DeleteGrant(Ok(())))
                .feed(Event::Accounts(accounts().split_off(1)))
                .answer(Answer::ForgetAccount(Ok(())));
        })
    },
    || {
        let removing = pressed(
            pressed_for(checked(), Action::Disconnect, GRANT),
            &[Action::Confirm],
        );
        then(removing, |play| {
            play.in_attempt(Answer::DeleteGrant(Err(report(Problem::Offline))));
        })
    },
    || pressed(checked(), &[Action::AllGrants]),
    || all(grants(), true),
    || all(vec![], false),
    || pressed_for(all(grants(), false), Action::Disconnect, ELSEWHERE),
    || pressed_for(all(many_grants(), true), Action::Select, "id-1"),
    || {
        pressed(
            all(many_grants(), false),
            &[Action::SelectAll, Action::DisconnectSelected],
        )
    },
    || {
        let asked = [
            Action::SelectAll,
            Action::DisconnectSelected,
            Action::Confirm,
        ];
        pressed(all(many_grants(), false), &asked)
    },
];
