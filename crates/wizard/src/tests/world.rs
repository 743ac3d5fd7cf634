//! The world as the wizard meets it: what was asked for, what was aborted but may answer all the same, and what may come back.

use super::play::{application, draft, made, open_ended, report};
use crate::{
    AccountRecord, Answer, Begun, Connection, Effect, Event, Grant, GrantSnapshot, GrantStatus,
    Invitation, ListedGrant, OpenedInvitation, Pasted, Problem, RelayDesk, Report, Request, Return,
    Service, Setup, SignIn, Support, Unreadable,
};
use apple::{MailHost, Verdict};
use secrecy::SecretString;

/// What must never be seen: in the view, in what is kept, copied or printed. Of a whole app password the first group may be shown.
pub(super) const TRACES: [&str; 5] = ["kanarie", "wkjh", "gfds", "plmk", "918273"];

/// Secrets, in the forms in which people type them. All but the last can be typed into any field by mistake.
pub(super) const SECRETS: [&str; 12] = [
    "qzxv-wkjh-gfds-plmk",
    "qzxvwkjhgfdsplmk",
    " QZXV wkjh GFDS plmk\n",
    "qzxv-wkjh-gfds-plmk aaaa-wkjh-gfds-plmk",
    "qzxv-wkjh-gfds-plm\u{43a}",
    "qzxv-wkjh",
    "Kanarie2024!",
    "kanarie zingt heel zacht in de nacht",
    "nyk_v0_kanarie",
    "918273",
    "qzxv-wk0h-gfds-plmk",
    "kanarie@kanarie.example",
];

pub(super) fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// Something that was asked for and not answered yet.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// The attempt it belongs to, if it belongs to one.
    attempt: Option<u32>,
    request: Request,
    /// Of several answers to one request, which this is.
    part: usize,
}

#[derive(Debug, Default)]
pub(super) struct Unanswered {
    pub(super) pending: Vec<Pending>,
    /// Aborted, but the answer may have been on its way already.
    pub(super) late: Vec<Pending>,
}

impl Unanswered {
    pub(super) fn wanted(&mut self, effect: &Effect) {
        let (attempt, request) = match effect {
            Effect::Ask(request) => (None, request),
            Effect::Attempt { id, request } => (Some(*id), request),
            Effect::Abort => {
                let (dropped, kept): (Vec<Pending>, _) = self
                    .pending
                    .drain(..)
                    .partition(|pending| pending.attempt.is_some());
                self.pending = kept;
                self.late.extend(dropped);
                return;
            }
            _ => return,
        };
        let answers = match request {
            Request::AskApple { .. } | Request::SignIn { .. } => 2,
            Request::CheckAccounts(grants) => grants.len(),
            _ => 1,
        };
        let request = request.clone();
        self.pending.extend((0..answers).map(|part| Pending {
            attempt,
            request: request.clone(),
            part,
        }));
    }
}

impl Pending {
    /// What was asked for, without its particulars.
    pub(super) fn name(&self) -> &'static str {
        (&self.request).into()
    }

    /// What was asked for, and which of its answers this is.
    pub(super) fn part_of(&self) -> (&'static str, usize) {
        (self.name(), self.part)
    }

    pub(super) fn deletes_or_records(&self) -> bool {
        matches!(
            self.request,
            Request::DeleteGrant(_) | Request::Record { .. } | Request::UseFile
        )
    }

    /// What is remembered once this was done; it is told before the answer.
    pub(super) fn list(&self, accounts: &[AccountRecord]) -> Option<Vec<AccountRecord>> {
        let mut list = accounts.to_vec();
        match &self.request {
            Request::Record { grant, address, .. } => {
                list.retain(|known| known.grant != *grant);
                list.push(AccountRecord::new(
                    grant.clone(),
                    address.clone(),
                    ORIGIN.into(),
                ));
            }
            Request::ForgetAccount(grant) => list.retain(|known| known.grant != *grant),
            _ => return None,
        }
        Some(list)
    }

    /// An answer: 0 is the obliging one, small numbers are good ones, others are failures of every kind that may come.
    pub(super) fn answer(&self, how: u8) -> Event {
        let answer = self.answered(how);
        match self.attempt {
            Some(id) => Event::Attempt { id, answer },
            None => Event::Answer(answer),
        }
    }

    fn answered(&self, how: u8) -> Answer {
        let nth = usize::from(how);
        let even = how.is_multiple_of(2);
        let text = || (how > 0).then(|| secret(SECRETS[nth % SECRETS.len()]));
        let kept = |problems: &[Problem]| or(how, (), problems);
        match self.request.clone() {
            Request::DetectProvider(address) => {
                let hosted = [
                    MailHost::Provider("google"),
                    MailHost::ICloud,
                    MailHost::Unknown,
                ];
                Answer::DetectProvider((address, hosted[nth % 3]))
            }
            Request::LookUpDomain(domain) => {
                let hosted = [
                    MailHost::Unknown,
                    MailHost::ICloud,
                    MailHost::Provider("google"),
                    MailHost::Provider("other"),
                ];
                Answer::LookUpDomain((domain, hosted[nth % 4]))
            }
            Request::ReadProfile => Answer::ReadProfile(Box::new(Setup {
                profile_error: (how >= GOOD).then(|| report(Problem::ProfileUnreadable)),
                ..Setup::default()
            })),
            Request::OpenInvitation(_) => {
                let opened = super::play::opened_invitation();
                let invitation = Invitation {
                    ready: how != 2,
                    sent: how == 4,
                    ..opened.invitation
                };
                let opened = OpenedInvitation {
                    invitation,
                    ..opened
                };
                Answer::OpenInvitation(or(how, Box::new(opened), &RELAY))
            }
            Request::OpenFile(_) if how == 1 => Answer::OpenFile(None),
            Request::OpenFile(_) => {
                let offer = or(
                    how,
                    Box::new(super::play::offer()),
                    &[Problem::ProfileUnreadable],
                );
                Answer::OpenFile(Some(offer))
            }
            Request::UseFile => Answer::UseFile((
                Box::new(Setup {
                    from_opened_file: true,
                    may_open_file: true,
                    ..super::play::company(if even {
                        Connection::Hosted
                    } else {
                        Connection::Practice
                    })
                }),
                kept(&[Problem::CannotSave]).err(),
            )),
            Request::UseNoFile => Answer::UseNoFile((
                Box::new(Setup {
                    may_open_file: true,
                    ..Setup::default()
                }),
                kept(&[Problem::CannotSave]).err(),
            )),
            Request::StartPractice(_) => {
                Answer::StartPractice(kept(&[Problem::NylasUnavailable, Problem::NotUnderstood]))
            }
            Request::FindKey => Answer::FindKey(or(how, even, &[Problem::KeychainUnavailable])),
            Request::CheckKey(_) => Answer::CheckKey(or(how, application(even), &COMPANY)),
            Request::SaveKey => {
                Answer::SaveKey(kept(&[Problem::KeychainUnavailable, Problem::CannotSave]))
            }
            Request::ForgetKey => {
                Answer::ForgetKey(kept(&[Problem::KeychainUnavailable, Problem::CannotSave]))
            }
            Request::MakeConnector if how > 240 => {
                Answer::MakeConnector(Err(report(Problem::PlanDoesNotAllow).kind("connector")))
            }
            Request::MakeConnector => Answer::MakeConnector(kept(&COMPANY)),
            Request::DraftProfile => Answer::DraftProfile(or(how, draft(), &COMPANY)),
            Request::CheckProfile(_) => Answer::CheckProfile(or(
                how,
                Box::new(super::play::company(Connection::Hosted)),
                &[Problem::ProfileUnreadable, Problem::Offline],
            )),
            Request::ShowFile(_) => Answer::ShowFile(how < GOOD),
            Request::MakeProfile(_) => Answer::MakeProfile(or(
                how,
                made(),
                &[
                    Problem::CannotSave,
                    Problem::ProfileUnreadable,
                    Problem::PlanDoesNotAllow,
                ],
            )),
            Request::FindRelay => Answer::FindRelay(or(
                how,
                even.then(super::play::relay_desk),
                &[Problem::KeychainUnavailable],
            )),
            Request::CheckRelay(_) => Answer::CheckRelay(or(
                how,
                RelayDesk {
                    kept: even,
                    ..super::play::relay_desk()
                },
                &DESK,
            )),
            Request::ForgetRelayKey => {
                Answer::ForgetRelayKey(kept(&[Problem::KeychainUnavailable]))
            }
            Request::MakeInvitation(_) => {
                Answer::MakeInvitation(or(how, Box::new(super::play::made_invitation()), &DESK))
            }
            Request::LoadInvitations { cursor, .. } => {
                let from = cursor.map_or(0, |cursor| cursor.len());
                let count = (nth + 1) % 3;
                let rows = (from..from + count).map(|n| {
                    let state = invitation::State::ALL[n % invitation::State::ALL.len()];
                    super::play::listed_invitation(n, state)
                });
                let next = how.is_multiple_of(3).then(|| "x".repeat(from + count));
                Answer::LoadInvitations(or(how, (rows.collect(), next), &DESK))
            }
            Request::ChangeInvitation { id, .. } => {
                let state = if even {
                    invitation::State::Revoked
                } else {
                    invitation::State::Created
                };
                let now = invitation::operator::Seen {
                    id,
                    ..super::play::listed_invitation(0, state)
                };
                Answer::ChangeInvitation(or(how, Box::new(now), &DESK))
            }
            Request::NewLink(_) => {
                Answer::NewLink(or(how, Box::new(super::play::made_invitation()), &DESK))
            }
            Request::ReadCustomers if how == 1 => Answer::ReadCustomers(None),
            Request::ReadCustomers => Answer::ReadCustomers(Some(or(
                how,
                super::play::customers(),
                &[Problem::InvitationRefused],
            ))),
            Request::InviteSeveral(customers) => {
                let results = super::play::invited().into_iter().cycle();
                let results = results.take(customers.len()).collect();
                Answer::InviteSeveral(or(how, results, &DESK))
            }
            Request::SaveLinks(_) => Answer::SaveLinks(or(
                how,
                "/home/nyla/Downloads/invitations.csv".into(),
                &[Problem::CannotSave],
            )),
            Request::CopyLink(_) => Answer::CopyLink(how < GOOD),
            Request::CopyMail(_) => Answer::CopyMail(how < GOOD),
            Request::Prepare => Answer::Prepare(kept(&COMPANY)),
            Request::Leave { .. } => Answer::Leave(kept(&[Problem::BrowserDidNotOpen])),
            Request::Open(_) => Answer::Open(kept(&[Problem::BrowserDidNotOpen])),
            Request::Copy(action, _) => Answer::Copy((action, how < GOOD)),
            Request::CopyGrants(_) => Answer::CopyGrants(how < GOOD),
            Request::TellAddress(_) => Answer::TellAddress(match how {
                0 => Begun::Opened,
                1..GOOD => Begun::Copied,
                _ => Begun::Nowhere,
            }),
            Request::CopySignIn => Answer::CopySignIn(if how < GOOD {
                Ok(())
            } else {
                Err("https://api.us.nylas.com/v3/connect/auth?client_id=1".into())
            }),
            Request::EmailSupport { .. } => Answer::EmailSupport(how < GOOD),
            Request::ReadClipboard => Answer::ReadClipboard(match how {
                255 => Err(Unreadable),
                _ => Ok(text()),
            }),
            Request::PeekClipboard => Answer::PeekClipboard(text()),
            Request::ForgetCopied { .. } => Answer::ForgetCopied(how < GOOD),
            Request::AskApple { .. } => {
                let (verdict, report) = apple_said(how);
                let service = [Service::Calendar, Service::Mail][self.part];
                Answer::AskApple((service, verdict, report))
            }
            Request::SignIn { .. } if self.part == 0 => Answer::SignIn(SignIn::Ready(kept(&[
                Problem::RedirectPortTaken,
                Problem::NylasUnavailable,
            ]))),
            Request::SignIn { .. } => Answer::SignIn(SignIn::Back(returned(how))),
            Request::TakeAddress(_) if even => Answer::TakeAddress(if how < GOOD {
                Pasted::Other
            } else {
                Pasted::Old
            }),
            Request::TakeAddress(_) => Answer::SignIn(SignIn::Back(returned(how))),
            Request::Exchange => Answer::Exchange(exchanged(how)),
            Request::SnapshotGrants { .. } => {
                let known = if even { vec![] } else { vec![snapshot(0)] };
                Answer::SnapshotGrants(or(how, known, &COMPANY))
            }
            Request::Reconcile(_) => {
                let known = if even {
                    vec![snapshot(i64::from(how) + 1)]
                } else {
                    vec![]
                };
                Answer::Reconcile(or(how, known, &COMPANY))
            }
            Request::Submit { .. } => Answer::Submit(submitted(how)),
            Request::ReadCalendars(_) => {
                Answer::ReadCalendars(or(how, vec!["Home".into()], &COMPANY))
            }
            Request::ReadMail(_) => {
                Answer::ReadMail(or(how, even.then_some(1_700_000_000), &COMPANY))
            }
            Request::Record { .. } => Answer::Record(kept(&[Problem::CannotSave])),
            Request::SaveAccounts => Answer::SaveAccounts(kept(&[Problem::CannotSave])),
            Request::ForgetAccount(_) => Answer::ForgetAccount(kept(&[Problem::CannotSave])),
            Request::CheckAccounts(grants) => {
                let grant = grants[self.part].clone();
                let status = [
                    Some(GrantStatus::Works),
                    Some(GrantStatus::NeedsPassword),
                    Some(GrantStatus::Gone),
                    None,
                ];
                let account = AccountRecord {
                    status: status[nth % 4],
                    checked_at: Some(1),
                    ..AccountRecord::new(grant.clone(), super::play::ADDRESS.into(), ORIGIN.into())
                };
                Answer::CheckAccounts((grant, or(how, Box::new(account), &COMPANY)))
            }
            Request::LoadBoard => Answer::LoadBoard(even.then(|| Box::new(super::play::board()))),
            Request::SendLink { grant, .. } => Answer::SendLink((grant, or(how, (), &COMPANY))),
            Request::LoadGrants { offset, .. } => {
                let grants = (offset..offset + nth % 3).map(listed).collect();
                Answer::LoadGrants(or(how, (grants, how.is_multiple_of(3)), &COMPANY))
            }
            Request::FindGrants(_) => {
                let found = if even { vec![listed(nth)] } else { vec![] };
                Answer::FindGrants(or(how, found, &COMPANY))
            }
            Request::DeleteGrant(_) => Answer::DeleteGrant(kept(&COMPANY)),
            Request::After { timer, .. } => Answer::After(timer),
        }
    }
}

const ORIGIN: &str = "https://api.us.nylas.com";

fn listed(n: usize) -> ListedGrant {
    ListedGrant {
        id: format!("listed-{n}"),
        email: (!n.is_multiple_of(5)).then(|| format!("person{n}@icloud.com")),
        provider: if n.is_multiple_of(3) {
            "google"
        } else {
            "icloud"
        }
        .into(),
        status: n.is_multiple_of(2).then_some(GrantStatus::Works),
        created_at: None,
    }
}

/// Below this an answer is a good one.
const GOOD: u8 = 128;

/// What any request with the company's key may meet.
const COMPANY: [Problem; 13] = [
    Problem::ProviderNotResponding,
    Problem::KeyRefused,
    Problem::NoConnector,
    Problem::RateLimited,
    Problem::NylasUnavailable,
    Problem::NotUnderstood,
    Problem::PlanDoesNotAllow,
    Problem::Offline,
    Problem::NameNotFound,
    Problem::TlsBroken,
    Problem::ProxyAnswers,
    Problem::PortBlocked,
    Problem::ClockWrong,
];

/// What a call to a relay may meet.
const RELAY: [Problem; 12] = [
    Problem::InvitationExpired,
    Problem::InvitationUsed,
    Problem::InvitationNotKnown,
    Problem::RelayNotAnswering,
    Problem::TooOld,
    Problem::TooManyTries,
    Problem::OtherComputer,
    Problem::CompanyNotReady,
    Problem::InvitationWithdrawn,
    Problem::Offline,
    Problem::NameNotFound,
    Problem::TlsBroken,
];

/// What a call of the company's own people may meet.
const DESK: [Problem; 6] = [
    Problem::RelayKeyRefused,
    Problem::InvitationRefused,
    Problem::RelayNotAnswering,
    Problem::Offline,
    Problem::NameNotFound,
    Problem::TlsBroken,
];

fn or<T>(how: u8, good: T, problems: &[Problem]) -> Result<T, Report> {
    if how < GOOD {
        Ok(good)
    } else {
        Err(Report {
            retry_after: (how > 200).then(|| u32::from(how) - 200),
            ..report(pick(how, problems))
        })
    }
}

fn pick(how: u8, problems: &[Problem]) -> Problem {
    problems[usize::from(how) % problems.len()]
}

fn apple_said(how: u8) -> (Verdict, Option<Report>) {
    let network = [
        Problem::PortBlocked,
        Problem::TlsBroken,
        Problem::ClockWrong,
        Problem::ProxyAnswers,
        Problem::NameNotFound,
        Problem::Offline,
    ];
    let report = |problems: &[Problem]| {
        Some(Report {
            retry_after: (how > 200).then(|| u32::from(how)),
            ..report(pick(how / 5, problems))
        })
    };
    match how % 5 {
        0 => (Verdict::Accepted, None),
        1 => (Verdict::Skipped, report(&network)),
        2 => (Verdict::Refused, None),
        3 => (
            Verdict::NoAnswer,
            report(&[Problem::AppleNotAnswering, Problem::Offline]),
        ),
        _ => (Verdict::Locked, report(&[Problem::AccountLocked])),
    }
}

fn submitted(how: u8) -> Result<Grant, Report> {
    match how {
        0..GOOD => Ok(Grant {
            id: "grant".into(),
            email: (how % 3 == 2).then(|| "someone-else@icloud.com".into()),
        }),
        128..160 => Err(report(Problem::NylasRefusedPassword)),
        160..200 => Err(open_ended(pick(
            how,
            &[
                Problem::NylasUnavailable,
                Problem::NotUnderstood,
                Problem::ProviderNotResponding,
            ],
        ))),
        200..220 => Err(report(Problem::TooManyAttempts)),
        // No answer at all.
        220..230 => Err(Report {
            may_have_arrived: true,
            ..report(Problem::NylasUnavailable)
        }),
        _ => or(
            how,
            Grant {
                id: "grant".into(),
                email: None,
            },
            &COMPANY,
        ),
    }
}

fn returned(how: u8) -> Return {
    match how {
        0..GOOD => Return::SignedIn,
        128..150 => Return::Declined,
        150..170 => Return::Expired,
        _ => Return::Failed(report(pick(
            how,
            &[
                Problem::ProviderNotResponding,
                Problem::NylasRefusedPassword,
                Problem::TooManyAttempts,
                Problem::PlanDoesNotAllow,
                Problem::NotUnderstood,
            ],
        ))),
    }
}

fn exchanged(how: u8) -> Result<Grant, Report> {
    let email = [
        None,
        Some("nyla.park@icloud.com"),
        Some("someone-else@icloud.com"),
        Some("nyla@gmail.com"),
        Some("nobody"),
    ][usize::from(how) % 5];
    or(
        how,
        Grant {
            id: "grant".into(),
            email: email.map(str::to_owned),
        },
        &COMPANY,
    )
}

fn snapshot(updated_at: i64) -> GrantSnapshot {
    super::play::snapshot("grant", updated_at)
}

/// The ways in which the app is started.
pub(super) fn setups() -> Vec<Setup> {
    let named = super::play::company;
    vec![
        super::play::first_start(),
        Setup {
            invitations_only: true,
            connection_from_profile: true,
            ..super::play::first_start()
        },
        Setup {
            from_opened_file: true,
            may_open_file: true,
            ..named(Connection::Hosted)
        },
        named(Connection::Practice),
        named(Connection::ApiKey),
        Setup {
            check_first: false,
            conceals: true,
            has_return_url: true,
            support: Support {
                email: Some("help@acme.example".into()),
                phone: None,
            },
            ..named(Connection::ApiKey)
        },
        named(Connection::Hosted),
        Setup {
            other_providers: vec!["google", "imap"],
            ..named(Connection::Hosted)
        },
        Setup {
            renew: Some("nyla@icloud.com".into()),
            ..named(Connection::ApiKey)
        },
        Setup {
            renew: Some("nyla@park.example".into()),
            ..Setup::default()
        },
        Setup {
            mail_only: true,
            ..named(Connection::Hosted)
        },
        Setup {
            mail_only: true,
            ..named(Connection::ApiKey)
        },
        Setup {
            connection: Some(Connection::ApiKey),
            ..Setup::default()
        },
        Setup {
            profile_error: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        },
    ]
}
