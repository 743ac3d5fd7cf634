//! What was connected from this computer, and what Nylas says of it and of every other grant of the application.

use crate::{
    report::{NylasCall, report},
    state_file::newest,
};
use apple::Address;
use nylas::{Client, Grant, GrantId, GrantsQuery};
use wizard::{AccountRecord, GrantStatus, ListedGrant, Problem, Report, Showing};

/// How many accounts are asked about at once.
pub(crate) const AT_ONCE: usize = 4;

/// Puts an account among the others, oldest first. The same grant keeps its place and since when it is connected; one
/// that was to be renewed and came back as another gives its place up, if the same application knew it.
pub(crate) fn put(accounts: &mut Vec<AccountRecord>, account: AccountRecord, renews: Option<&str>) {
    let replaced = |known: &AccountRecord| {
        Some(known.grant.as_str()) == renews
            && known.origin == account.origin
            && known.application == account.application
    };
    accounts.retain(|known| known.grant == account.grant || !replaced(known));
    match accounts
        .iter_mut()
        .find(|known| known.grant == account.grant)
    {
        Some(known) => {
            *known = AccountRecord {
                connected_at: known.connected_at.or(account.connected_at),
                ..account
            }
        }
        None => {
            accounts.push(account);
            // What is written must be readable at the next start.
            *accounts = newest(std::mem::take(accounts));
        }
    }
}

/// Whether the grant still works; `None` when Nylas does not say.
pub(crate) async fn status(client: &Client, grant: &str) -> Result<Option<GrantStatus>, Report> {
    let id: GrantId = grant.parse().map_err(|_| Problem::NotUnderstood)?;
    match client.grant(&id).await {
        Ok(grant) => Ok(of(grant.status)),
        Err(error) if error.is_absent() => Ok(Some(GrantStatus::Gone)),
        Err(error) => Err(report(&error, NylasCall::Company("grants.read"))),
    }
}

const fn of(status: nylas::GrantStatus) -> Option<GrantStatus> {
    match status {
        nylas::GrantStatus::Valid => Some(GrantStatus::Works),
        nylas::GrantStatus::Invalid => Some(GrantStatus::NeedsPassword),
        nylas::GrantStatus::Unknown => None,
    }
}

/// One page of the application's grants, and whether there are more after it.
pub(crate) async fn page(
    client: &Client,
    showing: Showing,
    offset: usize,
) -> Result<(Vec<ListedGrant>, bool), Report> {
    let status = match showing {
        Showing::All => None,
        Showing::Works => Some(nylas::GrantStatus::Valid),
        Showing::NeedsPassword => Some(nylas::GrantStatus::Invalid),
    };
    let query = GrantsQuery {
        status,
        offset,
        ..GrantsQuery::default()
    };
    let page = client
        .grants_page(&query)
        .await
        .map_err(|error| report(&error, NylasCall::Company("grants.read")))?;
    Ok((page.grants.into_iter().map(listed).collect(), page.more))
}

/// The grants of exactly this address.
pub(crate) async fn find(client: &Client, address: &Address) -> Result<Vec<ListedGrant>, Report> {
    let grants = client
        .grants_for(&address.to_string())
        .await
        .map_err(|error| report(&error, NylasCall::Company("grants.read")))?;
    Ok(grants.into_iter().map(listed).collect())
}

fn listed(grant: Grant) -> ListedGrant {
    ListedGrant {
        status: of(grant.status),
        email: grant.email.map(|email| nylas::quote(&email)),
        provider: nylas::quote(grant.provider.as_str()),
        created_at: grant.created_at,
        id: grant.id.into(),
    }
}

/// The grants as a table that a spreadsheet reads and that runs nothing in it: what could be a formula becomes text.
pub(crate) fn table(grants: &[ListedGrant]) -> Option<String> {
    // All in quotes: some spreadsheets part cells at a semicolon, and what follows it could be a formula again.
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(vec![]);
    table
        .write_record(["address", "grant_id", "provider", "state", "created_at"])
        .ok()?;
    for grant in grants {
        let state = match grant.status {
            Some(GrantStatus::Works) => "valid",
            Some(GrantStatus::NeedsPassword | GrantStatus::Gone) => "invalid",
            None => "",
        };
        let created = grant.created_at.and_then(date).unwrap_or_default();
        let cells = [
            grant.email.as_deref().unwrap_or_default(),
            &grant.id,
            &grant.provider,
            state,
            &created,
        ];
        table.write_record(cells.map(harmless)).ok()?;
    }
    String::from_utf8(table.into_inner().ok()?).ok()
}

pub(crate) fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn date(seconds: i64) -> Option<String> {
    time::OffsetDateTime::from_unix_timestamp(seconds)
        .ok()?
        .format(&time::format_description::well_known::Rfc3339)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(grant: &str, at: i64) -> AccountRecord {
        AccountRecord {
            connected_at: Some(at),
            ..AccountRecord::new(
                grant.into(),
                "nyla@icloud.com".into(),
                "https://api.us.nylas.com".into(),
            )
        }
    }

    #[test]
    fn a_renewed_account_keeps_its_place_and_its_age() {
        let mut accounts = vec![account("a", 1), account("b", 2)];
        put(&mut accounts, account("a", 9), Some("a"));
        assert_eq!(accounts, [account("a", 1), account("b", 2)]);
        put(&mut accounts, account("c", 3), None);
        assert_eq!(accounts.len(), 3);
    }

    #[test]
    fn another_grant_takes_the_place_of_the_one_it_renews_only_within_the_application() {
        let mut accounts = vec![account("a", 1), account("b", 2)];
        put(&mut accounts, account("c", 3), Some("a"));
        assert_eq!(accounts, [account("b", 2), account("c", 3)]);
        put(
            &mut accounts,
            AccountRecord {
                application: Some("another".into()),
                ..account("d", 4)
            },
            Some("b"),
        );
        assert_eq!(
            accounts.len(),
            3,
            "the other application's grant still lives"
        );
    }

    #[test]
    fn a_table_has_no_formulas_and_survives_every_sign() {
        let odd = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "a,b",
            "a;=1+1",
            "say \"hi\"",
            "two\nlines",
            "nyla@icloud.com",
        ];
        let grants: Vec<ListedGrant> = odd
            .iter()
            .map(|email| ListedGrant {
                id: "-id".into(),
                email: Some((*email).into()),
                provider: "icloud".into(),
                status: Some(GrantStatus::Works),
                created_at: Some(1_700_000_000),
            })
            .collect();
        let table = table(&grants).unwrap_or_default();
        let read: Vec<csv::StringRecord> = csv::Reader::from_reader(table.as_bytes())
            .records()
            .flatten()
            .collect();
        assert_eq!(read.len(), odd.len());
        for (row, email) in read.iter().zip(odd) {
            assert_eq!(
                row.get(0).map(|cell| cell.trim_start_matches('\'')),
                Some(email)
            );
            assert!(
                row.iter()
                    .all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
                "{row:?}"
            );
            assert_eq!(row.get(4), Some("2023-11-14T22:13:20Z"));
        }
        let parted = table.lines().nth(
            odd.iter()
                .position(|email| *email == "a;=1+1")
                .unwrap_or_default()
                + 1,
        );
        assert!(
            parted.is_some_and(|line| line.starts_with("\"a;=1+1\",")),
            "a semicolon parts nothing: {table}"
        );
    }
}
