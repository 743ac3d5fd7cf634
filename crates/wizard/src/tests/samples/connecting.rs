//! Samples from the password to the proof: `sign-in`, `password`, `connecting` and `done`.

use super::{Way, elsewhere, mail_only, offered, pressed, then};
use crate::{
    Action, Answer, Connection, Detail, Event, Field, Grant, Problem, Report, Return, Setup,
    Support, Timer,
    tests::play::{
        GRANT, NORMAL_PASSWORD, PASSWORD, Play, company, grant, open_ended, report, snapshot,
    },
};
use apple::Verdict;

pub(super) const SIGN_IN: &[Way] = &[
    || Play::hosted().up_to_sign_in(),
    || pressed(Play::hosted().up_to_sign_in(), &[Action::SignIn]),
    || Play::hosted().up_to_waiting(),
    || {
        then(Play::hosted().up_to_waiting(), |play| {
            play.answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))));
        })
    },
    || {
        then(Play::hosted().up_to_waiting(), |play| {
            let page = "https://api.us.nylas.com/v3/connect/auth?client_id=1";
            play.answer(Answer::CopySignIn(Err(page.into())));
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

pub(super) const PASSWORDS: &[Way] = &[
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
    refused_too_often,
    || Play::invited().invited_up_to_password(),
];

/// Another password each time, until there is a pause.
fn refused_too_often() -> Play {
    let mut play = Play::api_key().up_to_password();
    for letter in ["a", "b", "c", "d", "e"] {
        play.paste(Field::AppPassword, &format!("abcd-efgh-ijkl-mno{letter}"))
            .press(Action::Continue)
            .apple_says(Verdict::Refused, Verdict::Refused);
    }
    play
}

fn refused(why: Report) -> Play {
    then(Play::api_key().up_to_sending(), |play| {
        play.submitted(Err(why));
    })
}

pub(super) const CONNECTING: &[Way] = &[
    || pressed(Play::api_key().up_to_apple_check(), &[Action::Close]),
    || Play::practice().up_to_apple_check(),
    || Play::api_key().up_to_snapshot(),
    || Play::api_key().up_to_sending(),
    || {
        then(Play::api_key().up_to_sending(), |play| {
            play.in_attempt(Answer::After(Timer::Slow));
        })
    },
    || refused(report(Problem::RateLimited)),
    || {
        refused(Report {
            detail: Box::new(Detail {
                request_id: Some("req-1".into()),
                ..Detail::default()
            }),
            ..report(Problem::ProviderNotResponding)
        })
    },
    || refused(open_ended(Problem::NylasUnavailable)),
    || Play::api_key().up_to_reading(),
    || {
        then(Play::api_key().up_to_reading(), |play| {
            play.read_both();
        })
    },
    || {
        then(Play::invited().invited_up_to_sending(), |play| {
            play.submitted(Err(Report {
                until: Some(1_700_003_600),
                ..report(Problem::TooManyTries)
            }));
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
    || {
        let setup = Setup {
            support: Support {
                email: Some("help@acme.example".into()),
                phone: Some("+1 555 0100".into()),
            },
            ..company(Connection::ApiKey)
        };
        let desk = then(Play::open(setup), |play| {
            play.key_at_hand().press(Action::ConnectCustomer);
        });
        then(desk.up_to_sending(), |play| {
            play.submitted(Err(report(Problem::PlanDoesNotAllow)));
        })
    },
];

/// What was read through a grant that was there before, in practice.
fn read(calendars: Result<Vec<String>, Report>, newest: Result<Option<i64>, Report>) -> Play {
    then(Play::practice().up_to_snapshot(), |play| {
        play.snapshotted(vec![snapshot(GRANT, 1)])
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
                .returned(Return::SignedIn)
                .exchanged(Ok(Grant {
                    email: Some("nyla@gmail.com".into()),
                    ..grant()
                }))
                .read_both()
                .answer(Answer::Record(Ok(())));
        },
    )
}

pub(super) const DONE: &[Way] = &[
    || Play::practice().up_to_done(),
    || Play::api_key().up_to_done(),
    || {
        let names = (0..50).map(|n| format!("Calendar {n}")).collect();
        read(Ok(names), Err(report(Problem::Offline)))
    },
    || read(Ok(vec![]), Ok(None)),
    || read(Err(report(Problem::Offline)), Ok(None)),
    || pressed(read(Ok(vec![]), Ok(None)), &[Action::NotMine]),
    || {
        pressed(
            Play::api_key().up_to_done(),
            &[Action::NotMine, Action::Confirm],
        )
    },
    || {
        then(
            pressed(
                Play::api_key().up_to_done(),
                &[Action::NotMine, Action::Confirm],
            ),
            |play| {
                play.in_attempt(Answer::DeleteGrant(Ok(())));
            },
        )
    },
    done_by_mail_only,
    || {
        then(Play::invited().invited_up_to_sending(), |play| {
            play.submitted(Ok(grant()))
                .read_both()
                .answer(Answer::Record(Ok(())));
        })
    },
    done_elsewhere,
    || {
        let setup = Setup {
            has_return_url: true,
            ..company(Connection::Hosted)
        };
        then(Play::open(setup).up_to_exchange(), |play| {
            play.exchanged(Ok(grant()))
                .read_both()
                .answer(Answer::Record(Ok(())));
        })
    },
];
