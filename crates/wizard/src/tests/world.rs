//! The world as the wizard meets it: what was asked for, what was aborted but may answer all the same, and what may come back.

use super::play::{desk, draft, made, open_ended, report};
use crate::{
    AccountRecord, Action, Connection, Effect, Grant, ListedGrant, Outcome, Page, Pasted, Problem,
    Reading, Report, Return, Service, Setup, Stamp, Standing, Timer,
};
use apple::{Address, Hosted, Verdict};
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
pub(super) enum Ask {
    Profile,
    Practice,
    FindKey,
    CheckKey,
    KeepKey,
    ForgetKey,
    Connector,
    Draft,
    MakeProfile,
    Domain(String),
    Detect(Address),
    Prepare,
    Open(Page),
    Copy(Action),
    Clipboard,
    Peek,
    Forget,
    Apple(u32, Service),
    SignIn(u32),
    Return(u32),
    Address(u32),
    Exchange(u32),
    Note(u32),
    Submit(u32),
    Look(u32),
    Calendars(u32),
    Mail(u32),
    Record(AccountRecord),
    CheckAccount(u32, String),
    ForgetAccount(String),
    LoadGrants(u32, usize),
    FindGrants(u32),
    Delete,
    After(u32, Timer),
}

#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) pending: Vec<Ask>,
    /// Aborted, but the answer may have been on its way already.
    pub(super) late: Vec<Ask>,
}

impl World {
    pub(super) fn wanted(&mut self, effect: &Effect) {
        let ask = match effect {
            Effect::Save(_)
            | Effect::KeepTries(_)
            | Effect::KeepAccounts
            | Effect::Shape(_)
            | Effect::Conceal(_)
            | Effect::MailOnly(_)
            | Effect::SignOut
            | Effect::Ignored(_) => {
                return;
            }
            Effect::Abort => {
                let (dropped, kept): (Vec<Ask>, _) =
                    self.pending.drain(..).partition(Ask::is_of_the_attempt);
                self.pending = kept;
                self.late.extend(dropped);
                return;
            }
            Effect::CheckAccounts { run, grants } => {
                self.pending.extend(
                    grants
                        .iter()
                        .map(|grant| Ask::CheckAccount(*run, grant.clone())),
                );
                return;
            }
            Effect::AskApple { run, .. } => {
                self.pending.push(Ask::Apple(*run, Service::Calendar));
                Ask::Apple(*run, Service::Mail)
            }
            Effect::ReadProfile => Ask::Profile,
            Effect::StartPractice => Ask::Practice,
            Effect::FindKey => Ask::FindKey,
            Effect::CheckKey(_) => Ask::CheckKey,
            Effect::KeepKey => Ask::KeepKey,
            Effect::ForgetKey => Ask::ForgetKey,
            Effect::MakeConnector => Ask::Connector,
            Effect::DraftProfile => Ask::Draft,
            Effect::MakeProfile { .. } => Ask::MakeProfile,
            Effect::DetectProvider(address) => Ask::Detect(address.clone()),
            Effect::LookUpDomain(domain) => Ask::Domain(domain.clone()),
            Effect::Prepare => Ask::Prepare,
            Effect::Open(page) => Ask::Open(*page),
            Effect::Copy(action, _) => Ask::Copy(*action),
            Effect::CopyGrants(_) => Ask::Copy(Action::CopyGrants),
            Effect::ForgetAccount(grant) => Ask::ForgetAccount(grant.clone()),
            Effect::LoadGrants { run, offset, .. } => Ask::LoadGrants(*run, *offset),
            Effect::FindGrants { run, .. } => Ask::FindGrants(*run),
            Effect::ReadClipboard => Ask::Clipboard,
            Effect::SignIn { run, .. } => {
                self.pending.push(Ask::SignIn(*run));
                Ask::Return(*run)
            }
            Effect::CopySignIn => Ask::Copy(Action::CopyPage),
            Effect::TakeAddress { run, .. } => Ask::Address(*run),
            Effect::Exchange { run } => Ask::Exchange(*run),
            Effect::PeekClipboard => Ask::Peek,
            Effect::ForgetCopied { .. } => Ask::Forget,
            Effect::NoteGrants { run, .. } => Ask::Note(*run),
            Effect::Submit { run, .. } => Ask::Submit(*run),
            Effect::LookForGrant { run, .. } => Ask::Look(*run),
            Effect::ReadCalendars { run, .. } => Ask::Calendars(*run),
            Effect::ReadMail { run, .. } => Ask::Mail(*run),
            Effect::Record { grant, address, .. } => Ask::Record(AccountRecord::new(
                grant.clone(),
                address.clone(),
                ORIGIN.into(),
            )),
            Effect::DeleteGrant(_) => Ask::Delete,
            Effect::After { run, timer, .. } => Ask::After(*run, *timer),
        };
        self.pending.push(ask);
    }
}

impl Ask {
    fn is_of_the_attempt(&self) -> bool {
        !matches!(
            self,
            Ask::Profile
                | Ask::Practice
                | Ask::FindKey
                | Ask::KeepKey
                | Ask::ForgetKey
                | Ask::Domain(_)
                | Ask::Open(_)
                | Ask::Copy(_)
                | Ask::Clipboard
                | Ask::Peek
                | Ask::Forget
                | Ask::Record(_)
                | Ask::ForgetAccount(_)
        )
    }

    /// What is remembered once this was done; it is told before the answer.
    pub(super) fn list(&self, accounts: &[AccountRecord]) -> Option<Vec<AccountRecord>> {
        let mut list = accounts.to_vec();
        match self {
            Ask::Record(account) => {
                list.retain(|known| known.grant != account.grant);
                list.push(account.clone());
            }
            Ask::ForgetAccount(grant) => list.retain(|known| known.grant != *grant),
            _ => return None,
        }
        Some(list)
    }

    /// An answer: 0 is the obliging one, small numbers are good ones, others are failures of every kind that may come.
    pub(super) fn answer(&self, how: u8) -> Outcome {
        match self.clone() {
            Ask::Detect(address) => {
                let hosted = [Hosted::Provider("google"), Hosted::ICloud, Hosted::Unknown]
                    [usize::from(how) % 3];
                Outcome::ProviderDetected { address, hosted }
            }
            Ask::Domain(domain) => {
                let hosted = [
                    Hosted::Unknown,
                    Hosted::ICloud,
                    Hosted::Provider("google"),
                    Hosted::Provider("other"),
                ][usize::from(how) % 4];
                Outcome::DomainFound { domain, hosted }
            }
            Ask::Profile => Outcome::ProfileRead(Box::new(if how < GOOD {
                Setup::default()
            } else {
                Setup {
                    broken: Some(report(Problem::ProfileUnreadable)),
                    ..Setup::default()
                }
            })),
            Ask::Practice => Outcome::PracticeReady(or(
                how,
                (),
                &[Problem::NylasUnavailable, Problem::NotUnderstood],
            )),
            Ask::FindKey => Outcome::KeyFound(or(
                how,
                how.is_multiple_of(2),
                &[Problem::KeychainUnavailable],
            )),
            Ask::CheckKey => Outcome::KeyChecked(or(how, desk(how.is_multiple_of(2)), &COMPANY)),
            Ask::KeepKey => Outcome::KeyKept(or(
                how,
                (),
                &[Problem::KeychainUnavailable, Problem::CannotSave],
            )),
            Ask::ForgetKey => Outcome::KeyForgotten(or(
                how,
                (),
                &[Problem::KeychainUnavailable, Problem::CannotSave],
            )),
            Ask::Connector if how > 240 => {
                Outcome::ConnectorMade(Err(report(Problem::PlanDoesNotAllow).kind("connector")))
            }
            Ask::Connector => Outcome::ConnectorMade(or(how, (), &COMPANY)),
            Ask::Draft => Outcome::ProfileDrafted(or(how, draft(), &COMPANY)),
            Ask::MakeProfile => Outcome::ProfileMade(or(
                how,
                made(),
                &[
                    Problem::CannotSave,
                    Problem::ProfileUnreadable,
                    Problem::PlanDoesNotAllow,
                ],
            )),
            Ask::Prepare => Outcome::Prepared(or(how, (), &COMPANY)),
            Ask::Open(page) => {
                Outcome::PageOpened(page, or(how, (), &[Problem::BrowserDidNotOpen]))
            }
            Ask::Copy(action) => Outcome::Copied(action, how < GOOD),
            Ask::Clipboard => Outcome::Clipboard(
                (how > 0).then(|| secret(SECRETS[usize::from(how) % SECRETS.len()])),
            ),
            Ask::Peek => Outcome::Peeked(
                (how > 0).then(|| secret(SECRETS[usize::from(how) % SECRETS.len()])),
            ),
            Ask::Forget => Outcome::CopiedForgotten(how < GOOD),
            Ask::Apple(run, service) => {
                let (verdict, report) = apple_said(how);
                Outcome::AppleSaid {
                    run,
                    service,
                    verdict,
                    report,
                }
            }
            Ask::SignIn(run) => Outcome::SignInReady {
                run,
                result: or(
                    how,
                    (),
                    &[Problem::RedirectPortTaken, Problem::NylasUnavailable],
                ),
            },
            Ask::Return(run) => Outcome::CameBack {
                run,
                how: returned(how),
            },
            Ask::Address(run) if how.is_multiple_of(2) => Outcome::AddressRefused {
                run,
                why: if how < GOOD {
                    Pasted::Other
                } else {
                    Pasted::Old
                },
            },
            Ask::Address(run) => Outcome::CameBack {
                run,
                how: returned(how),
            },
            Ask::Exchange(run) => Outcome::Exchanged {
                run,
                grant: exchanged(how),
            },
            Ask::Note(run) => Outcome::Noted {
                run,
                grants: or(
                    how,
                    if how.is_multiple_of(2) {
                        vec![]
                    } else {
                        vec![stamp(0)]
                    },
                    &COMPANY,
                ),
            },
            Ask::Look(run) => Outcome::Looked {
                run,
                grants: or(
                    how,
                    if how.is_multiple_of(2) {
                        vec![stamp(i64::from(how) + 1)]
                    } else {
                        vec![]
                    },
                    &COMPANY,
                ),
            },
            Ask::Submit(run) => Outcome::Submitted {
                run,
                grant: submitted(how),
            },
            Ask::Calendars(run) => Outcome::Read {
                run,
                reading: Reading::Calendars(or(how, vec!["Home".into()], &COMPANY)),
            },
            Ask::Mail(run) => Outcome::Read {
                run,
                reading: Reading::Mail(or(
                    how,
                    how.is_multiple_of(2).then_some(1_700_000_000),
                    &COMPANY,
                )),
            },
            Ask::Record(_) => Outcome::Recorded(or(how, (), &[Problem::CannotSave])),
            Ask::ForgetAccount(_) => Outcome::AccountForgotten(or(how, (), &[Problem::CannotSave])),
            Ask::CheckAccount(run, grant) => {
                let status = [
                    Some(Standing::Works),
                    Some(Standing::NeedsPassword),
                    Some(Standing::Gone),
                    None,
                ][usize::from(how) % 4];
                let account = AccountRecord {
                    status,
                    checked_at: Some(1),
                    ..AccountRecord::new(grant.clone(), super::play::ADDRESS.into(), ORIGIN.into())
                };
                Outcome::AccountChecked {
                    run,
                    grant,
                    account: or(how, Box::new(account), &COMPANY),
                }
            }
            Ask::LoadGrants(run, offset) => {
                let grants = (offset..offset + usize::from(how % 3))
                    .map(listed)
                    .collect();
                Outcome::GrantsLoaded {
                    run,
                    page: or(how, (grants, how.is_multiple_of(3)), &COMPANY),
                }
            }
            Ask::FindGrants(run) => Outcome::GrantsFound {
                run,
                grants: or(
                    how,
                    if how.is_multiple_of(2) {
                        vec![listed(usize::from(how))]
                    } else {
                        vec![]
                    },
                    &COMPANY,
                ),
            },
            Ask::Delete => Outcome::Deleted(or(how, (), &COMPANY)),
            Ask::After(run, timer) => Outcome::Elapsed { run, timer },
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
        standing: n.is_multiple_of(2).then_some(Standing::Works),
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

fn stamp(updated_at: i64) -> Stamp {
    super::play::stamp("grant", updated_at)
}

/// The ways in which the app is started.
pub(super) fn setups() -> Vec<Setup> {
    let named = super::play::company;
    vec![
        Setup::default(),
        named(Connection::Practice),
        named(Connection::ApiKey),
        Setup {
            check_first: false,
            conceals: true,
            returns: true,
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
            broken: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        },
    ]
}
