//! The company's invitations at its relay: listed page by page, and what its own people do about one. What the relay says is
//! cut and cleaned before anybody sees it.

use super::desk::{Desk, LONGEST_REFERENCE};
use invitation::operator::{Board, Correct, Created, Listed, Seen, Stuck};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use wizard::{InvitationChange, MadeInvitation, Problem, Report};

/// The most rows of one page that are taken; a relay sends 50.
const MOST_ROWS: usize = 500;
/// Longest ID or cursor, in bytes.
const LONGEST_ID: usize = 200;
/// Longest address, name and label that is shown, in characters.
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LABEL: usize = 80;

impl Desk {
    /// One page, and where the next begins.
    pub(crate) async fn list(
        &self,
        search: &str,
        cursor: Option<&str>,
    ) -> Result<(Vec<Seen>, Option<String>), Report> {
        let mut url = self.url(&[]);
        let search = Some(search.trim()).filter(|search| !search.is_empty());
        if search.is_some() || cursor.is_some() {
            let mut asked = url.query_pairs_mut();
            for (name, value) in [("q", search), ("cursor", cursor)] {
                if let Some(value) = value {
                    asked.append_pair(name, value);
                }
            }
        }
        self.call(Method::GET, url, None).await.map(page)
    }

    /// How it goes, in numbers. A relay of an earlier version does not count.
    pub(crate) async fn board(&self) -> Result<Board, Report> {
        let board: Board = self.call(Method::GET, self.board_url(), None).await?;
        let stuck = board.stuck.into_iter().filter(|stuck| is_code(&stuck.what));
        Ok(Board {
            stuck: stuck.take(MOST_ROWS).collect(),
            ..board
        })
    }

    /// Does it, and says how the invitation is now.
    pub(crate) async fn change(&self, id: &str, change: &InvitationChange) -> Result<Seen, Report> {
        let seen: Seen = match change {
            InvitationChange::Correct { account, label } => {
                let body = correction(account, label)?;
                self.call(Method::PATCH, self.url(&[id]), Some(body))
                    .await?
            }
            InvitationChange::Release => self.post(id, "release").await?,
            InvitationChange::ResetTries => self.post(id, "reset-tries").await?,
            InvitationChange::Revoke => self.post(id, "revoke").await?,
        };
        clean(seen).ok_or_else(|| Problem::RelayNotAnswering.into())
    }

    /// A further link of this invitation.
    pub(crate) async fn new_link(&self, of: &Seen) -> Result<MadeInvitation, Report> {
        let created: Created = self.post(&of.id, "link").await?;
        let (account, name) = (of.account.clone(), of.recipient_label.clone());
        self.made(account, name, of.account_label.clone(), created)
    }

    async fn post<T: DeserializeOwned>(&self, id: &str, what: &str) -> Result<T, Report> {
        self.call(Method::POST, self.url(&[id, what]), None).await
    }
}

/// What may be shown of a page, and where the next begins.
pub(super) fn page(listed: Listed) -> (Vec<Seen>, Option<String>) {
    let rows = listed.invitations.into_iter().take(MOST_ROWS);
    let next = listed.next_cursor.filter(|cursor| is_word(cursor));
    (rows.filter_map(clean).collect(), next)
}

fn correction(account: &SecretString, label: &SecretString) -> Result<Vec<u8>, Report> {
    let label = label.expose_secret().trim().to_owned();
    let body = Correct {
        account: Some(account.expose_secret().trim().to_owned()),
        account_label: Some(label).filter(|label| !label.is_empty()),
        ..Correct::default()
    };
    serde_json::to_vec(&body).map_err(|_| Problem::RelayNotAnswering.into())
}

/// What may be shown of it; nothing where it could not be asked for again.
fn clean(seen: Seen) -> Option<Seen> {
    if !is_word(&seen.id) {
        return None;
    }
    let label = |text: String| nylas::quote_within(&text, LONGEST_LABEL);
    Some(Seen {
        reference: nylas::quote_within(&seen.reference, LONGEST_REFERENCE),
        account: nylas::quote_within(&seen.account, LONGEST_ADDRESS),
        recipient_label: label(seen.recipient_label),
        account_label: seen
            .account_label
            .map(label)
            .filter(|label| !label.is_empty()),
        stuck: seen.stuck.map(|stuck| Stuck {
            step: nylas::quote(&stuck.step),
            problem: if is_code(&stuck.problem) {
                stuck.problem
            } else {
                String::new()
            },
            version: nylas::quote(&stuck.version),
            ..stuck
        }),
        // Nothing of these is shown.
        send_to: None,
        external_id: None,
        language: None,
        grant_id: None,
        parent: None,
        ..seen
    })
}

fn is_word(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A problem's: a letter and two digits.
fn is_code(text: &str) -> bool {
    matches!(text.as_bytes(), [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])
}
