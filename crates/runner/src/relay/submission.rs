//! One password, sent once; then it is asked how it stands until that is known.

use super::{Relay, call::Failure};
use apple::{Address, AppPassword};
use invitation::{Attempt, Connected, Connection, Fault, Password, Refusal, Submission};
use reqwest::Method;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use wizard::{Detail, Grant, GrantSnapshot, Problem, Report};

/// Between two questions how it stands.
const ASK_EVERY: Duration = Duration::from_secs(1);
/// The relay's own limit for a submission, and a little more.
const WHOLE: Duration = Duration::from_secs(200);
/// Calendars and mail are read right after the grant is made.
const READ_WITHIN: Duration = Duration::from_secs(40);
/// Longest name of a calendar that is shown, in characters.
const LONGEST_NAME: usize = 80;
/// Times that a calendar can show, in Unix seconds.
const PLAUSIBLE: std::ops::Range<i64> = 0..253_402_300_800;

impl Relay {
    /// Sends the password, once, and waits for what becomes of it.
    pub(crate) async fn submit(
        &self,
        address: &Address,
        password: &AppPassword,
    ) -> Result<Grant, Report> {
        let password = Password(password.secret().clone());
        let submission = if self.way.config().mail_only {
            Submission::Imap {
                imap_password: password,
            }
        } else {
            Submission::ICloud {
                username: address.to_string(),
                password,
            }
        };
        let body = serde_json::to_vec(&submission).map_err(|_| Problem::RelayNotAnswering)?;
        let sent = self
            .call(Method::POST, invitation::CUSTOM_AUTH, Some(body))
            .await;
        let known = match sent {
            Ok(connection) => connection,
            // Another one of this computer's is on its way or arrived already: what became of it is what counts.
            Err(Failure::Refused(Fault::UnderWay | Fault::Used, _)) => {
                self.look_once().await.map_err(left_open)?
            }
            Err(failure) => return Err(failure.report()),
        };
        let known = self.followed(known).await.map_err(left_open)?;
        match known.state {
            Attempt::Made => known
                .connected
                .map(grant)
                .ok_or_else(|| unfinished("no-grant")),
            Attempt::Failed => Err(refusal(known.refusal)),
            Attempt::None => Err(refusal(None)),
            Attempt::Sending | Attempt::Unsure => Err(unfinished("unsure")),
        }
    }

    /// What a submission made whose answer was not heard; nothing where it made nothing.
    pub(crate) async fn reconcile(&self) -> Result<Vec<GrantSnapshot>, Report> {
        let known = self.look_once().await.map_err(Failure::report)?;
        let known = self.followed(known).await.map_err(Failure::report)?;
        match known.state {
            Attempt::Made => Ok(known.connected.iter().map(snapshot).collect()),
            Attempt::None | Attempt::Failed => Ok(vec![]),
            Attempt::Sending | Attempt::Unsure => Err(unfinished("unsure")),
        }
    }

    /// The calendars' names, as the person knows them.
    pub(crate) async fn calendars(&self) -> Result<Vec<String>, Report> {
        let read = self.proof().await?.calendars;
        let names = read.ok_or_else(|| unfinished("calendars"))?;
        let names = names.into_iter().take(1_000);
        Ok(names
            .map(|name| nylas::quote_within(&name, LONGEST_NAME))
            .filter(|name| !name.is_empty())
            .collect())
    }

    /// When the newest message came, in Unix seconds.
    pub(crate) async fn newest_message(&self) -> Result<Option<i64>, Report> {
        let proof = self.proof().await?;
        if !proof.mail_read {
            return Err(unfinished("mail"));
        }
        Ok(proof.newest_message.filter(|date| PLAUSIBLE.contains(date)))
    }

    /// How it stands now.
    pub(super) async fn look_once(&self) -> Result<Connection, Failure> {
        self.call(Method::GET, invitation::CONNECTION, None).await
    }

    /// Asks on until it is over. A question that gets no answer changes nothing: the next one may.
    async fn followed(&self, mut known: Connection) -> Result<Connection, Failure> {
        let end = Instant::now() + WHOLE;
        while matches!(known.state, Attempt::Sending | Attempt::Unsure) && Instant::now() < end {
            sleep(ASK_EVERY).await;
            match self.look_once().await {
                Ok(now) => known = now,
                Err(Failure::Lost(report)) if Instant::now() < end => {
                    log::info!("how it stands is not known: {}", report.problem.code());
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(known)
    }

    /// What was read through the grant, once something was.
    async fn proof(&self) -> Result<Connected, Report> {
        let end = Instant::now() + READ_WITHIN;
        loop {
            let known = self.look_once().await.map_err(Failure::report)?;
            let connected = known.connected.ok_or_else(|| unfinished("no-grant"))?;
            let read = connected.mail_read || connected.calendars.is_some();
            if read || Instant::now() >= end {
                return Ok(connected);
            }
            sleep(ASK_EVERY).await;
        }
    }
}

/// It was sent, so that a grant may exist whatever the question about it met.
fn left_open(failure: Failure) -> Report {
    Report {
        may_have_arrived: true,
        ..failure.report()
    }
}

fn unfinished(kind: &str) -> Report {
    Report {
        may_have_arrived: true,
        detail: Box::new(Detail {
            kind: Some(kind.to_owned()),
            ..Detail::default()
        }),
        ..Report::new(Problem::RelayNotAnswering)
    }
}

fn grant(connected: Connected) -> Grant {
    Grant {
        id: nylas::quote(&connected.grant_id),
        email: Some(connected.email),
    }
}

fn snapshot(connected: &Connected) -> GrantSnapshot {
    GrantSnapshot {
        id: nylas::quote(&connected.grant_id),
        updated_at: None,
        valid: true,
        // The relay keeps no other.
        same_address: true,
    }
}

/// What Nylas said of this account, by the code that the relay found for it.
fn refusal(refusal: Option<Refusal>) -> Report {
    let Some(refusal) = refusal else {
        return Problem::RelayNotAnswering.into();
    };
    let mut problems = Problem::ALL.iter().copied();
    let problem = problems.find(|problem| problem.code() == refusal.code);
    // Of an invitation it is the company that named the address.
    let problem = problem.map(|problem| match problem {
        Problem::OtherAddress => Problem::OtherAccount,
        problem => problem,
    });
    Report {
        detail: Box::new(Detail {
            kind: refusal.r#type.as_deref().map(nylas::quote),
            request_id: refusal.request_id.as_deref().map(nylas::quote),
            ..Detail::default()
        }),
        ..Report::new(problem.unwrap_or(Problem::NotUnderstood))
    }
}
