//! Sample states of every screen of the table. Together they show every optional part of its
//! template.

mod accounts;
mod connecting;

use super::play::{
    ADDRESS, GRANT, KEY, LINK, LISTED, PASSWORD, Play, RELAY, RELAY_KEY, UNKNOWN, application,
    company, customers, draft, first_start, invited, listed_invitation, made, made_invitation,
    offer, report,
};
use crate::{
    AccountRecord, Action, Answer, Connection, Draft, Event, Field, Input, Made, NylasApplication,
    Offer, Opened, Problem, Report, Setup, Sixdigit, Support,
};
pub(super) use accounts::invited as invited_accounts;
use accounts::{ACCOUNTS, accounts, checked};
use connecting::{CONNECTING, DONE, PASSWORDS, SIGN_IN};
use invitation::{
    State, System,
    operator::{Seen, Stuck},
};

/// The way to a state, and so the state itself as often as it is needed.
pub(super) type Way = fn() -> Play;

/// The ways by their screen.
pub(super) const SAMPLES: &[(&str, &[Way])] = &[
    ("start", START),
    ("invited", INVITED),
    ("accounts", ACCOUNTS),
    ("operator", OPERATOR),
    ("make-profile", MAKE_PROFILE),
    ("home", HOME),
    ("relay-key", RELAY_KEYS),
    ("invite", INVITES),
    ("several", SEVERAL),
    ("invitations", INVITATIONS),
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
            profile_error: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        })
    },
    || {
        pressed(
            opened(Setup::default(), accounts()),
            &[Action::ConnectAnother],
        )
    },
    || pressed(Play::open(first_start()), &[Action::UseInvitation]),
    || {
        pressed(
            Play::open(first_start()),
            &[Action::UseInvitation, Action::Continue],
        )
    },
    || {
        pressed(
            Play::open(first_start()),
            &[Action::UseInvitation, Action::OpenFile],
        )
    },
    || {
        Play::open(Setup {
            from_opened_file: true,
            profile_error: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        })
    },
];

/// A settings file was opened and looked at.
fn looked_at(offer: Offer) -> Play {
    let asked = &[Action::UseInvitation, Action::OpenFile];
    then(pressed(Play::open(first_start()), asked), |play| {
        play.answer(Answer::OpenFile(Some(Ok(Box::new(offer)))));
    })
}

const INVITED: &[Way] = &[
    || looked_at(offer()),
    || {
        looked_at(Offer {
            organization: None,
            connection: None,
            hosts: vec![],
        })
    },
    || pressed(looked_at(offer()), &[Action::Confirm]),
    || pressed(looked_at(offer()), &[Action::Cancel]),
    || linked(LISTED),
    || linked(LINK),
    || linked(UNKNOWN),
    || pressed(linked(LISTED), &[Action::Confirm]),
    || {
        then(pressed(linked(LISTED), &[Action::Confirm]), |play| {
            play.in_attempt(Answer::OpenInvitation(Err(report(
                Problem::RelayNotAnswering,
            ))));
        })
    },
    || pressed(linked(LISTED), &[Action::Confirm, Action::Cancel]),
];

fn linked(link: &str) -> Play {
    then(Play::open(first_start()), |play| {
        play.feed(Event::Link(link.into()));
    })
}

fn found_key(application: NylasApplication) -> Play {
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
            play.edit(Field::ApiKey, KEY).press(Action::Continue);
        })
    },
    || found_key(application(false)),
    || {
        found_key(NylasApplication {
            from_environment: true,
            ..application(false)
        })
    },
    || pressed(found_key(application(false)), &[Action::Continue]),
    || {
        then(
            pressed(found_key(application(false)), &[Action::Continue]),
            |play| {
                let refused = report(Problem::PlanDoesNotAllow).kind("connector");
                play.in_attempt(Answer::MakeConnector(Err(refused)));
            },
        )
    },
    || pressed(Play::home(), &[Action::ForgetKey]),
    || {
        then(opened(company(Connection::ApiKey), accounts()), |play| {
            play.answer(Answer::FindKey(Ok(true)))
                .in_attempt(Answer::CheckKey(Ok(application(false))));
        })
    },
];

fn drafted(draft: Draft) -> Play {
    then(pressed(Play::home(), &[Action::MakeProfile]), |play| {
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
    || pressed(Play::home(), &[Action::MakeProfile]),
    || {
        then(pressed(Play::home(), &[Action::MakeProfile]), |play| {
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
    || pressed(drafted(draft()), &[Action::PreviewProfile]),
    || does_not_fit("organization.name"),
    || does_not_fit("organization.support_email"),
    || does_not_fit("organization.support_phone"),
    || does_not_fit("organization.privacy_url"),
    || does_not_fit("organization.return_url"),
];

/// What was entered for this key of the profile was refused.
fn does_not_fit(key: &str) -> Play {
    let checking = pressed(drafted(draft()), &[Action::PreviewProfile]);
    then(checking, |play| {
        play.in_attempt(Answer::CheckProfile(Err(Report {
            values: vec![("file", "form".into()), ("key", key.into())],
            ..report(Problem::ProfileUnreadable).kind("empty")
        })));
    })
}

const HOME: &[Way] = &[
    Play::home,
    || {
        then(opened(company(Connection::ApiKey), accounts()), |play| {
            play.key_at_hand();
        })
    },
    || {
        found_key(NylasApplication {
            from_environment: true,
            ..application(true)
        })
    },
    || {
        found_key(NylasApplication {
            application_id: None,
            lacks: vec!["applications.read"],
            ..application(true)
        })
    },
    || {
        let chosen = pressed(Play::open(Setup::default()), &[Action::UseApiKey]);
        then(chosen, |play| {
            play.key_at_hand();
        })
    },
];

fn asked_for_relay() -> Play {
    then(pressed(Play::home(), &[Action::Invite]), |play| {
        play.answer(Answer::FindRelay(Ok(None)));
    })
}

/// Address and key were typed, and the relay is asked.
fn asking_relay() -> Play {
    then(asked_for_relay(), |play| {
        play.edit(Field::Relay, RELAY)
            .edit(Field::RelayKey, RELAY_KEY)
            .press(Action::Continue);
    })
}

fn refused_by_relay(report: Report) -> Play {
    then(asking_relay(), |play| {
        play.in_attempt(Answer::CheckRelay(Err(report)));
    })
}

const RELAY_KEYS: &[Way] = &[
    || pressed(Play::home(), &[Action::Invite]),
    asked_for_relay,
    || pressed(asked_for_relay(), &[Action::Continue]),
    asking_relay,
    || refused_by_relay(report(Problem::RelayKeyRefused)),
    || refused_by_relay(report(Problem::RelayNotAnswering).kind("desk")),
    || pressed(Play::inviting(), &[Action::ForgetKey]),
    || {
        let setup = Setup {
            relay: Some(RELAY.into()),
            only_relay: Some("connect.maplecare.com".into()),
            ..company(Connection::ApiKey)
        };
        then(Play::open(setup), |play| {
            play.key_at_hand()
                .press(Action::Invite)
                .answer(Answer::FindRelay(Ok(None)));
        })
    },
];

/// Everything was entered, and the relay makes the invitation.
fn making_invitation() -> Play {
    then(Play::inviting(), |play| {
        play.edit(Field::Account, ADDRESS)
            .edit(Field::Recipient, "Nyla Park")
            .edit(Field::AccountLabel, "Bob's Bakery")
            .press(Action::Continue);
    })
}

fn not_invited(kind: &'static str) -> Play {
    then(making_invitation(), |play| {
        let refused = report(Problem::InvitationRefused).kind(kind);
        play.in_attempt(Answer::MakeInvitation(Err(refused)));
    })
}

const INVITES: &[Way] = &[
    Play::inviting,
    making_invitation,
    || {
        then(making_invitation(), |play| {
            play.in_attempt(Answer::MakeInvitation(Ok(Box::new(made_invitation()))));
        })
    },
    || not_invited("not-apple"),
    || not_invited("name"),
    || not_invited("label"),
    || {
        then(making_invitation(), |play| {
            play.in_attempt(Answer::MakeInvitation(Err(report(
                Problem::RelayKeyRefused,
            ))));
        })
    },
];

/// A table of customers was read.
fn customers_read() -> Play {
    let asked = [Action::InviteSeveral, Action::Continue];
    then(pressed(Play::inviting(), &asked), |play| {
        play.answer(Answer::ReadCustomers(Some(Ok(customers()))));
    })
}

fn customers_invited() -> Play {
    then(pressed(customers_read(), &[Action::Continue]), |play| {
        play.in_attempt(Answer::InviteSeveral(Ok(invited())));
    })
}

const SEVERAL: &[Way] = &[
    || pressed(Play::inviting(), &[Action::InviteSeveral]),
    || pressed(Play::inviting(), &[Action::InviteSeveral, Action::Continue]),
    customers_read,
    || pressed(customers_read(), &[Action::Continue]),
    customers_invited,
    || {
        then(pressed(customers_invited(), &[Action::SaveLinks]), |play| {
            play.answer(Answer::SaveLinks(Ok("/home/nyla/invitations.csv".into())));
        })
    },
    || {
        then(pressed(customers_read(), &[Action::Continue]), |play| {
            play.in_attempt(Answer::InviteSeveral(Err(report(
                Problem::RelayNotAnswering,
            )
            .kind("desk"))));
        })
    },
];

/// The board, once it was read; somebody does not get on with the first.
fn board() -> Play {
    then(Play::board(), |play| {
        let stuck = Stuck {
            step: "password".into(),
            problem: "A01".into(),
            since: 1_695_000_000,
            version: "0.1.0".into(),
            system: System::Macos,
        };
        let first = Seen {
            stuck: Some(stuck),
            account_label: Some("Bob's Bakery".into()),
            ..listed_invitation(0, State::Claimed)
        };
        let others = State::ALL.into_iter().zip(1..);
        let rows = others.map(|(state, n)| Seen {
            bounced_at: (state == State::Sent).then_some(1_695_000_000),
            ..listed_invitation(n, state)
        });
        let rows = std::iter::once(first).chain(rows).collect();
        play.in_attempt(Answer::LoadInvitations(Ok((rows, Some("next".into())))))
            .answer(Answer::LoadBoard(Some(Box::new(super::play::board()))));
    })
}

const INVITATIONS: &[Way] = &[
    Play::board,
    board,
    || {
        then(Play::board(), |play| {
            play.in_attempt(Answer::LoadInvitations(Ok((vec![], None))));
        })
    },
    || {
        then(Play::board(), |play| {
            play.in_attempt(Answer::LoadInvitations(Err(report(
                Problem::RelayNotAnswering,
            )
            .kind("desk"))));
        })
    },
    || pressed_for(board(), Action::Revoke, "invitation-0"),
    || pressed_for(board(), Action::Correct, "invitation-0"),
    || {
        then(
            pressed_for(board(), Action::Correct, "invitation-0"),
            |play| {
                play.edit(Field::Account, "nyla").press(Action::Confirm);
            },
        )
    },
    || {
        then(
            pressed_for(board(), Action::Correct, "invitation-0"),
            |play| {
                play.edit(Field::AccountLabel, &"x".repeat(81))
                    .press(Action::Confirm);
            },
        )
    },
    || pressed_for(board(), Action::Release, "invitation-0"),
];

fn mail_only(connection: Connection) -> Play {
    Play::open(Setup {
        mail_only: true,
        ..company(connection)
    })
}

const WELCOME: &[Way] = &[
    super::profile::previewed,
    || {
        let opened = Setup {
            from_opened_file: true,
            ..company(Connection::Hosted)
        };
        pressed(Play::open(opened), &[Action::About])
    },
    Play::invited,
    Play::practice,
    Play::api_key,
    Play::hosted,
    || pressed(Play::practice(), &[Action::Help]),
    || {
        let setup = Setup {
            has_privacy_url: true,
            support: Support {
                email: Some("help@acme.example".into()),
                phone: None,
            },
            ..company(Connection::Hosted)
        };
        pressed(Play::open(setup), &[Action::About, Action::Licenses])
    },
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
    || said_of(Play::practice(), "nyla@gmial.com"),
    || said_of(Play::practice(), "nyla@icloud,com"),
    || said_of(Play::practice(), "nyl\u{e0}@icloud.com"),
    || said_of(Play::practice(), "nyla@privaterelay.appleid.com"),
    || {
        let second = said_of(Play::practice(), "nyla@gmail.com");
        then(second, |play| {
            play.edit(Field::AppleId, "nyla@").press(Action::Continue);
        })
    },
    elsewhere,
    || {
        let setup = Setup {
            renew: Some("nyla@icloud.com".into()),
            ..company(Connection::ApiKey)
        };
        let asked = then(Play::open(setup), |play| {
            play.key_at_hand().press(Action::Back);
        });
        then(asked, |play| {
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
    pressed(beside, &vec![Action::Continue; step - 1])
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
    || six_digits(Sixdigit::Key),
    || six_digits(Sixdigit::No),
    || six_digits(Sixdigit::Unsure),
    || six_digits(Sixdigit::Work),
    || six_digits(Sixdigit::Child),
    || helper(1),
    || pressed(helper(1), &[Action::LeaveHelper]),
    || helper(2),
    || helper(3),
    || helper(4),
    || helper(5),
    || helper(6),
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

/// What a sample shows of what was entered: nothing of it may be seen.
pub(super) const ENTERED: [&str; 3] = ["efgh", "summer2024", "typedbytheoperator"];

#[test]
fn every_sample_is_of_its_screen() {
    for (screen, way) in samples() {
        way().on(screen);
    }
}
