//! Several customers at once: a table is read, each of its rows gets a result, and these are written as a table again.

use super::desk::{Desk, LONGEST_REFERENCE, kind_of, link};
use crate::accounts::harmless;
use invitation::operator::{Batch, BatchResult, Create, MAX_BATCH, Row};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::{
    fs,
    io::{self, Read},
    path::Path,
};
use wizard::{Invited, Problem, Report};

/// The most bytes of a table: a thousand rows, each far longer than any is.
const LARGEST: u64 = 1 << 20;
/// Longest cell that is taken, in bytes; the relay takes less.
const LONGEST: usize = 1_000;
/// Its columns; the first two are needed.
const COLUMNS: [&str; 4] = ["account", "name", "account_label", "external_id"];

impl Desk {
    /// Makes an invitation for each, and says what became of it.
    pub(crate) async fn make_several(
        &self,
        customers: Vec<Create>,
    ) -> Result<Vec<Invited>, Report> {
        let asked = customers.len();
        let batch = Batch {
            invitations: customers,
        };
        let body = serde_json::to_vec(&batch).map_err(|_| Problem::RelayNotAnswering)?;
        let answered: BatchResult = self
            .call(Method::POST, self.batch_url(), Some(body))
            .await?;
        if answered.results.len() != asked {
            return Err(self.named(Report::new(Problem::RelayNotAnswering).kind("odd")));
        }
        results(answered).map_err(|report| self.named(report))
    }
}

/// What became of each row.
pub(super) fn results(answered: BatchResult) -> Result<Vec<Invited>, Report> {
    let result = |row| match row {
        Row::Made(made) => Ok(Invited::Made {
            reference: nylas::quote_within(&made.reference, LONGEST_REFERENCE),
            link: match made.link {
                Some(told) => Some(link(Some(told))?),
                None => None,
            },
        }),
        Row::Refused { error } => Ok(Invited::Refused(kind_of(&error.r#type))),
    };
    answered.results.into_iter().map(result).collect()
}

/// Reads a table of customers.
pub(crate) fn read(file: &Path) -> Result<Vec<Create>, Report> {
    let text = text(file).map_err(|error| {
        log::warn!("the table of customers cannot be read: {}", error.kind());
        odd(match error.kind() {
            io::ErrorKind::FileTooLarge => "csv-too-large",
            _ => "csv-unreadable",
        })
    })?;
    parse(&text)
}

fn odd(kind: &'static str) -> Report {
    Report::new(Problem::InvitationRefused).kind(kind)
}

/// A plain file, only so long: of a pipe nobody would see the end.
fn text(file: &Path) -> io::Result<String> {
    if !fs::metadata(file)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut text = String::new();
    let read = fs::File::open(file)?
        .take(LARGEST + 1)
        .read_to_string(&mut text)?;
    if u64::try_from(read).is_ok_and(|read| read > LARGEST) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

/// The rows of a table, whose first line names its columns. Spreadsheets part cells by a comma, or by a semicolon.
pub(crate) fn parse(text: &str) -> Result<Vec<Create>, Report> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names = table.headers().map_err(|_| odd("csv-unreadable"))?.clone();
    let place = |name: &str| {
        names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
    };
    let places = COLUMNS.map(place);
    if places[0].is_none() || places[1].is_none() {
        return Err(odd("csv-columns"));
    }
    let mut customers = vec![];
    for row in table.records() {
        let row = row.map_err(|_| odd("csv-unreadable"))?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        if customers.len() == MAX_BATCH || row.iter().any(|cell| cell.len() > LONGEST) {
            return Err(odd("csv-too-large"));
        }
        let [account, name, account_label, external_id] = places.map(|place| {
            place
                .and_then(|at| row.get(at))
                .filter(|cell| !cell.is_empty())
        });
        customers.push(Create {
            account: account.unwrap_or_default().to_owned(),
            recipient_label: name.unwrap_or_default().to_owned(),
            account_label: account_label.map(str::to_owned),
            external_id: external_id.map(str::to_owned),
            ..Create::default()
        });
    }
    if customers.is_empty() {
        return Err(odd("csv-empty"));
    }
    Ok(customers)
}

/// What became of them, as a table that runs nothing in a spreadsheet. Its links are secrets.
pub(crate) fn saved(rows: &[(Create, Invited)]) -> Option<SecretString> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(vec![]);
    let head = COLUMNS.into_iter().chain(["result", "reference", "link"]);
    table.write_record(head).ok()?;
    for (customer, invited) in rows {
        let (reference, link) = match invited {
            Invited::Made { reference, link } => (reference.as_str(), link.as_ref()),
            Invited::Refused(_) => ("", None),
        };
        let cells = [
            customer.account.as_str(),
            &customer.recipient_label,
            customer.account_label.as_deref().unwrap_or_default(),
            customer.external_id.as_deref().unwrap_or_default(),
            invited.name(),
            reference,
            link.map(ExposeSecret::expose_secret).unwrap_or_default(),
        ];
        let cells = cells.map(|cell| Zeroizing::new(harmless(cell)));
        table
            .write_record(cells.iter().map(|cell| cell.as_bytes()))
            .ok()?;
    }
    String::from_utf8(table.into_inner().ok()?)
        .ok()
        .map(Into::into)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{parse, read, saved};
    use wizard::{Invited, Problem};

    #[test]
    fn a_table_is_read_as_spreadsheets_write_it() {
        for text in [
            "account,name,account_label,external_id\nnyla@icloud.com,Nyla,\"Bakery, Bob's\",7\n,,,\njo@me.com,Jo,,\n",
            "\u{feff}Name;Account;Notes;External_ID;account_label\r\nNyla;nyla@icloud.com;x;7;\"Bakery, Bob's\"\r\nJo;jo@me.com\r\n",
        ] {
            let rows = parse(text).unwrap();
            assert_eq!(rows.len(), 2, "{text}");
            assert_eq!(rows[0].account, "nyla@icloud.com");
            assert_eq!(rows[0].account_label.as_deref(), Some("Bakery, Bob's"));
            assert_eq!(rows[0].external_id.as_deref(), Some("7"));
            assert_eq!(
                (rows[1].recipient_label.as_str(), &rows[1].external_id),
                ("Jo", &None)
            );
        }
    }

    #[test]
    fn what_is_no_such_table_or_too_much_is_refused() {
        let many = format!("account,name\n{}", "a@me.com,A\n".repeat(1001));
        let long = format!("account,name\na@me.com,{}\n", "x".repeat(1001));
        for (text, kind) in [
            ("", "csv-columns"),
            ("address,name\nnyla@icloud.com,Nyla\n", "csv-columns"),
            ("account,name\n", "csv-empty"),
            (many.as_str(), "csv-too-large"),
            (long.as_str(), "csv-too-large"),
        ] {
            let report = parse(text).unwrap_err();
            assert_eq!(
                (report.problem, report.kind.name()),
                (Problem::InvitationRefused, kind)
            );
        }
        assert_eq!(
            parse(&many.replacen("a@me.com,A\n", "", 1)).unwrap().len(),
            1000
        );
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            read(folder.path()).unwrap_err().kind.name(),
            "csv-unreadable"
        );
        let file = folder.path().join("large.csv");
        std::fs::write(&file, "x".repeat((1 << 20) + 1)).unwrap();
        assert_eq!(read(&file).unwrap_err().kind.name(), "csv-too-large");
    }

    #[test]
    fn what_is_saved_has_the_links_and_runs_nothing_in_a_spreadsheet() {
        let rows = parse("account,name\nnyla@icloud.com,=1+1\njo@me.com,Jo\n").unwrap();
        let results = [
            Invited::Made {
                reference: "K7M-2QX".into(),
                link: Some("https://connect.acme.example/i/1".into()),
            },
            Invited::Refused("not-apple"),
        ];
        let rows: Vec<_> = rows.into_iter().zip(results).collect();
        let table = saved(&rows).unwrap();
        let table = secrecy::ExposeSecret::expose_secret(&table);
        assert!(
            table.contains("\"https://connect.acme.example/i/1\""),
            "{table}"
        );
        assert!(table.contains("\"'=1+1\"") && table.contains("\"not-apple\""));
        assert_eq!(parse(table).unwrap().len(), 2, "it can be read again");
    }
}
