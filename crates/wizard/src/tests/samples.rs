//! Sample states of every screen of the table: together they show every optional part of its template.

use super::play::{
    ADDRESS, GRANT, NORMAL_PASSWORD, PASSWORD, Play, company, desk, draft, grant, made, report,
    stamp,
};
use crate::{
    AccountRecord, Action, Answer, Connection, Desk, Draft, Event, Field, Grant, Input,
    ListedGrant, Made, Means, Opened, Problem, Reaches, Report, Setup, Sixdigit, Standing, Support,
    Timer,
};
use apple::Verdict;

/// The way to a state, and so the state itself as often as it is needed.
pub(super) type Way = fn() -> Play;

/// The ways by their screen.
pub(super) const SAMPLES: &[(&str, &[Way])] = &[
    ("start", START),
    ("accounts", ACCOUNTS),
    ("operator", OPERATOR),
    ("make-profile", MAKE_PROFILE),
    ("welcome", WELCOME),
    ("address", ADDRESSES),
    ("prepare", PREPARE),
    ("sign-in", SIGN_IN),
    ("password", PASSWORDS),
    ("connecting", CONNECTING),
    ("done", DONE),
];

/// Every sample, on the screen that it is for.
pub(super) fn samples() -> impl Iterator<Item = (&'static str, Way)> {
    let ways = |(screen, ways): &(&'static str, &'static [Way])| {
        let screen = *screen;
        ways.iter().map(move |way| (screen, *way))
    };
    SAMPLES.iter().flat_map(ways)
}

fn opened(setup: Setup, accounts: Vec<AccountRecord>) -> Play {
    let mut play = Play::new(setup);
    play.feed(Event::Clock(1_700_000_000))
        .feed(Event::Opened(Box::new(Opened {
            accounts,
            ..Opened::default()
        })));
    play
}

fn then(mut play: Play, what: impl FnOnce(&mut Play)) -> Play {
    what(&mut play);
    play
}

fn pressed(mut play: Play, actions: &[Action]) -> Play {
    for action in actions {
        play.press(*action);
    }
    play
}

fn pressed_for(mut play: Play, action: Action, grant: &str) -> Play {
    play.input(Input::PressFor {
        action,
        grant: grant.into(),
    });
    play
}

const START: &[Way] = &[
    || Play::open(Setup::default()),
    || {
        Play::open(Setup {
            broken: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        })
    },
    || {
        pressed(
            opened(Setup::default(), accounts()),
            &[Action::ConnectAnother],
        )
    },
];

const ELSEWHERE: &str = "22222222-2222-4333-8444-555555555555";
const UNKNOWN: &str = "33333333-2222-4333-8444-555555555555";

/// One of this key's application, one of a mailbox that is not Apple's, one that another key knows.
fn accounts() -> Vec<AccountRecord> {
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
            elsewhere: Some("google".into()),
            connection: Some(Means::Hosted),
            reaches: Some(Reaches::Mail),
            ..account(ELSEWHERE, "nyla@gmail.com", "app")
        },
        account(UNKNOWN, "jo@me.com", "another"),
    ]
}

fn listed() -> Play {
    then(opened(company(Connection::ApiKey), accounts()), |play| {
        play.key_at_hand();
    })
}

/// The states are known.
fn checked() -> Play {
    then(listed(), |play| {
        let known = accounts().into_iter().take(2);
        for (account, status) in known.zip([Standing::NeedsPassword, Standing::Gone]) {
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
        standing: Some(Standing::Works),
        created_at: Some(1_690_000_000),
    };
    vec![
        listed(GRANT, Some(ADDRESS), "icloud"),
        listed(ELSEWHERE, Some("nyla@gmail.com"), "google"),
        listed("44444444-2222-4333-8444-555555555555", None, "imap"),
    ]
}

/// All grants of the application, as Nylas told of them.
fn all(found: Vec<ListedGrant>, more: bool) -> Play {
    then(pressed(checked(), &[Action::AllGrants]), |play| {
        play.in_attempt(Answer::LoadGrants(Ok((found, more))));
    })
}

const ACCOUNTS: &[Way] = &[
    || opened(company(Connection::ApiKey), accounts()),
    listed,
    checked,
    || opened(Setup::default(), accounts()),
    || opened(company(Connection::Hosted), accounts()),
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
];

fn found_key(application: Desk) -> Play {
    then(Play::open(company(Connection::ApiKey)), |play| {
        play.answer(Answer::FindKey(Ok(true)))
            .in_attempt(Answer::CheckKey(Ok(application)));
    })
}

/// A first start on which the company's key was chosen.
fn asked_for_key() -> Play {
    then(
        pressed(Play::open(Setup::default()), &[Action::UseApiKey]),
        |play| {
            play.answer(Answer::FindKey(Ok(false)));
        },
    )
}

const OPERATOR: &[Way] = &[
    || {
        Play::open(Setup {
            goes_to: vec!["api.us.nylas.com".into()],
            ..company(Connection::ApiKey)
        })
    },
    asked_for_key,
    || pressed(asked_for_key(), &[Action::Continue]),
    || {
        then(asked_for_key(), |play| {
            play.edit(Field::ApiKey, super::play::KEY)
                .press(Action::Continue);
        })
    },
    || found_key(desk(false)),
    || {
        found_key(Desk {
            from_environment: true,
            ..desk(false)
        })
    },
    || pressed(found_key(desk(false)), &[Action::Continue]),
    || {
        then(
            pressed(found_key(desk(false)), &[Action::Continue]),
            |play| {
                let refused = report(Problem::PlanDoesNotAllow).kind("connector");
                play.in_attempt(Answer::MakeConnector(Err(refused)));
            },
        )
    },
    || pressed(Play::api_key(), &[Action::Back]),
    || {
        then(opened(company(Connection::ApiKey), accounts()), |play| {
            play.answer(Answer::FindKey(Ok(true)))
                .in_attempt(Answer::CheckKey(Ok(desk(false))))
                .press(Action::ConnectAnother);
        })
    },
];

fn drafted(draft: Draft) -> Play {
    then(pressed(Play::api_key(), &[Action::MakeProfile]), |play| {
        play.in_attempt(Answer::DraftProfile(Ok(draft)));
    })
}

fn made_by(administrator: bool) -> Play {
    then(pressed(drafted(draft()), &[Action::Continue]), |play| {
        play.in_attempt(Answer::MakeProfile(Ok(Made {
            administrator,
            ..made()
        })));
    })
}

const MAKE_PROFILE: &[Way] = &[
    || pressed(Play::api_key(), &[Action::MakeProfile]),
    || {
        then(pressed(Play::api_key(), &[Action::MakeProfile]), |play| {
            play.in_attempt(Answer::DraftProfile(Err(report(Problem::Offline))));
        })
    },
    || drafted(draft()),
    || {
        drafted(Draft {
            registered: true,
            connectors: vec![],
            ..draft()
        })
    },
    || pressed(drafted(draft()), &[Action::Continue]),
    || made_by(false),
    || made_by(true),
];

fn mail_only(connection: Connection) -> Play {
    Play::open(Setup {
        mail_only: true,
        ..company(connection)
    })
}

const WELCOME: &[Way] = &[
    Play::practice,
    Play::api_key,
    Play::hosted,
    || pressed(Play::practice(), &[Action::Help]),
    || mail_only(Connection::Hosted),
    || {
        let setup = Setup {
            logo: Some("data:image/png;base64,".into()),
            support: Support {
                email: Some("help@acme.example".into()),
                phone: None,
            },
            ..company(Connection::Practice)
        };
        pressed(Play::open(setup), &[Action::Help])
    },
    || {
        pressed(
            opened(company(Connection::Hosted), accounts()),
            &[Action::ConnectAnother, Action::Back],
        )
    },
    || {
        then(Play::api_key(), |play| {
            play.feed(Event::NotSaved);
        })
    },
];

/// An address was given, and what it means is said.
fn said_of(play: Play, address: &str) -> Play {
    then(play.up_to_address(), |play| {
        play.edit(Field::Address, address).press(Action::Continue);
    })
}

fn elsewhere() -> Play {
    let setup = Setup {
        other_providers: vec!["google"],
        ..company(Connection::Hosted)
    };
    said_of(Play::open(setup), "nyla@gmail.com")
}

const ADDRESSES: &[Way] = &[
    || Play::practice().up_to_address(),
    || said_of(Play::practice(), "nyla@iclould.com"),
    || said_of(Play::practice(), "nyla@"),
    || {
        let second = said_of(Play::practice(), "nyla@gmail.com");
        then(second, |play| {
            play.edit(Field::AppleId, "nyla@").press(Action::Continue);
        })
    },
    elsewhere,
    || {
        then(pressed(renewing(), &[Action::Back]), |play| {
            play.edit(Field::Address, "someone@icloud.com")
                .press(Action::Continue);
        })
    },
];

fn renewing() -> Play {
    pressed_for(checked(), Action::Renew, GRANT)
}

fn six_digits(answer: Sixdigit) -> Play {
    then(Play::api_key().up_to_prepare(), |play| {
        play.input(Input::SixDigit(answer));
    })
}

/// Beside Apple's page, on this step.
fn helper(step: usize) -> Play {
    let beside = pressed(Play::api_key().up_to_prepare(), &[Action::OpenApple]);
    pressed(beside, &vec![Action::NextStep; step - 1])
}

/// Back from Apple's page, with a password on the clipboard.
fn offered() -> Play {
    then(helper(7), |play| {
        play.feed(Event::Returned)
            .answer(Answer::PeekClipboard(Some(PASSWORD.into())));
    })
}

const PREPARE: &[Way] = &[
    || Play::practice().up_to_prepare(),
    || six_digits(Sixdigit::Yes),
    || six_digits(Sixdigit::No),
    || six_digits(Sixdigit::Unsure),
    || six_digits(Sixdigit::Work),
    || six_digits(Sixdigit::Child),
    || helper(1),
    || helper(3),
    || helper(7),
    offered,
    || pressed(helper(2), &[Action::LeaveHelper]),
    || pressed(Play::api_key().up_to_prepare(), &[Action::ClosedTooEarly]),
    renewing,
    || {
        then(Play::api_key().up_to_prepare(), |play| {
            play.press(Action::CopyLabel)
                .answer(Answer::Copy((Action::CopyLabel, true)));
        })
    },
];

const SIGN_IN: &[Way] = &[
    || Play::hosted().up_to_sign_in(),
    || pressed(Play::hosted().up_to_sign_in(), &[Action::SignIn]),
    || Play::hosted().up_to_waiting(),
    || {
        then(Play::hosted().up_to_waiting(), |play| {
            play.answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))));
        })
    },
    || {
        then(
            pressed(Play::hosted().up_to_sign_in(), &[Action::SignIn]),
            |play| {
                play.ready_to_return(Err(report(Problem::RedirectPortTaken)));
            },
        )
    },
    || pressed(elsewhere(), &[Action::UseProvider]),
];

fn typed(text: &str) -> Play {
    then(Play::api_key().up_to_password(), |play| {
        play.edit(Field::AppPassword, text);
    })
}

const PASSWORDS: &[Way] = &[
    || Play::practice().up_to_password(),
    || typed(PASSWORD),
    || typed("abcd-efgh"),
    || pressed(typed(NORMAL_PASSWORD), &[Action::Continue]),
    || {
        then(Play::api_key().up_to_apple_check(), |play| {
            play.apple_says(Verdict::Refused, Verdict::Refused);
        })
    },
    || {
        let without = then(offered(), |play| {
            play.press(Action::HavePassword);
        });
        then(without, |play| {
            play.feed(Event::Returned)
                .answer(Answer::PeekClipboard(Some(PASSWORD.into())));
        })
    },
    || pressed(offered(), &[Action::UseCopied]),
];

fn refused(why: Report) -> Play {
    then(Play::api_key().up_to_sending(), |play| {
        play.submitted(Err(why));
    })
}

const CONNECTING: &[Way] = &[
    || Play::practice().up_to_apple_check(),
    || Play::api_key().up_to_noting(),
    || Play::api_key().up_to_sending(),
    || {
        then(Play::api_key().up_to_sending(), |play| {
            play.in_attempt(Answer::After(Timer::Slow));
        })
    },
    || refused(report(Problem::RateLimited)),
    || refused(super::play::open_ended(Problem::NylasUnavailable)),
    || Play::api_key().up_to_reading(),
    || {
        then(Play::api_key().up_to_reading(), |play| {
            play.read_both();
        })
    },
    || Play::hosted().up_to_exchange(),
    || {
        then(Play::hosted().up_to_exchange(), |play| {
            play.exchanged(Err(report(Problem::NotUnderstood)));
        })
    },
    || {
        then(Play::api_key().up_to_sending(), |play| {
            play.submitted(Ok(Grant {
                email: Some("someone@icloud.com".into()),
                ..grant()
            }));
        })
    },
];

/// What was read through a grant that was there before, in practice.
fn read(calendars: Result<Vec<String>, Report>, newest: Result<Option<i64>, Report>) -> Play {
    then(Play::practice().up_to_noting(), |play| {
        play.noted(vec![stamp(GRANT, 1)])
            .submitted(Ok(grant()))
            .in_attempt(Answer::ReadCalendars(calendars))
            .in_attempt(Answer::ReadMail(newest));
    })
}

fn done_by_mail_only() -> Play {
    then(mail_only(Connection::Hosted).up_to_exchange(), |play| {
        play.exchanged(Ok(grant()))
            .in_attempt(Answer::ReadMail(Ok(None)))
            .answer(Answer::Record(Ok(())));
    })
}

fn done_elsewhere() -> Play {
    then(
        pressed(elsewhere(), &[Action::UseProvider, Action::SignIn]),
        |play| {
            play.ready_to_return(Ok(()))
                .returned(crate::Return::SignedIn)
                .exchanged(Ok(Grant {
                    email: Some("nyla@gmail.com".into()),
                    ..grant()
                }))
                .read_both()
                .answer(Answer::Record(Ok(())));
        },
    )
}

const DONE: &[Way] = &[
    || Play::practice().up_to_done(),
    || Play::api_key().up_to_done(),
    || {
        let names = (0..50).map(|n| format!("Calendar {n}")).collect();
        read(Ok(names), Err(report(Problem::Offline)))
    },
    || read(Ok(vec![]), Ok(None)),
    || read(Err(report(Problem::Offline)), Ok(None)),
    || pressed(read(Ok(vec![]), Ok(None)), &[Action::NotMine]),
    || pressed(Play::api_key().up_to_done(), &[Action::NotMine]),
    || {
        then(
            pressed(Play::api_key().up_to_done(), &[Action::NotMine]),
            |play| {
                play.in_attempt(Answer::DeleteGrant(Ok(())));
            },
        )
    },
    done_by_mail_only,
    done_elsewhere,
];

/// What a sample shows of what was entered: nothing of it may be seen.
pub(super) const ENTERED: [&str; 3] = ["efgh", "summer2024", "typedbytheoperator"];

#[test]
fn every_sample_is_of_its_screen() {
    for (screen, way) in samples() {
        way().on(screen);
    }
}
