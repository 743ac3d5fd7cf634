//! Whether what a file says is what this program writes: whoever can write the file may be somebody else, and a disk may
//! change a letter.

use super::contents::{Contents, LARGEST};
use crate::AccountRecord;
use apple::{ParsedAddress, parse_address};
use nylas::GrantId;
use wizard::{Progress, Renewal, Tries};

/// The most accounts. Ten thousand are meant to be usable.
const MOST_ACCOUNTS: usize = 20_000;
/// The most bytes that accounts may take, so that a file that was written is not too large to be read.
const ACCOUNT_BYTES: u64 = LARGEST - (1 << 20);
/// The most grants of one address that are noted before custom auth: as many as are read of a list, and one.
const MOST_SNAPSHOTS: usize = 2_001;
/// The most addresses with a budget of tries, the most tries that one has left, and the most refusals it met.
const MOST_TRIES: (usize, u8, usize) = (100, 2, 5);
/// The longest origin, host or ID, in bytes.
const LONGEST: usize = 2048;
/// The longest address, in bytes (RFC 5321 allows 254).
const LONGEST_ADDRESS: usize = 320;
/// The longest name, in bytes. A company's has at most thirty characters.
const LONGEST_NAME: usize = 800;
/// Times that a calendar can show, in Unix seconds: to the end of the year 9999.
const PLAUSIBLE: std::ops::Range<i64> = 0..253_402_300_800;

/// Whether everything fitted so far.
struct Fits(bool);

impl Fits {
    fn keep<T>(&mut self, value: Option<T>, good: impl FnOnce(&T) -> bool) -> Option<T> {
        let there = value.is_some();
        let saved = value.filter(good);
        self.0 &= saved.is_some() == there;
        saved
    }

    fn text(&mut self, value: Option<String>, good: fn(&str) -> bool) -> Option<String> {
        self.keep(value, |text| good(text))
    }

    fn keep_all<T>(&mut self, list: Vec<T>, most: usize, good: impl Fn(&T) -> bool) -> Vec<T> {
        let all = list.len();
        let saved: Vec<T> = list.into_iter().filter(good).take(most).collect();
        self.0 &= saved.len() == all;
        saved
    }
}

/// What fits, and whether that is all.
pub(super) fn checked(contents: Contents) -> (Contents, bool) {
    let mut fits = Fits(true);
    let accounts: Vec<AccountRecord> = contents
        .accounts
        .into_iter()
        .filter_map(|record| account(record, &mut fits))
        .collect();
    let all = accounts.len();
    let accounts = newest(accounts);
    fits.0 &= accounts.len() == all;
    let (most, ..) = MOST_TRIES;
    let contents = Contents {
        progress: contents
            .progress
            .and_then(|before| progress(before, &mut fits)),
        saved_api_origin: fits.text(contents.saved_api_origin, is_word),
        invitation: fits.text(contents.invitation, is_word),
        tries: fits.keep_all(contents.tries, most, is_tries),
        accounts,
    };
    (contents, fits.0)
}

/// The accounts that were connected last, as many as a file may hold.
pub(crate) fn newest(mut accounts: Vec<AccountRecord>) -> Vec<AccountRecord> {
    let mut bytes = 0;
    let fitting = accounts
        .iter()
        .rev()
        .take(MOST_ACCOUNTS)
        .take_while(|account| {
            // The file is indented.
            let size = serde_json::to_vec_pretty(account).map_or(0, |text| text.len() + 80);
            bytes += u64::try_from(size).unwrap_or(u64::MAX);
            bytes <= ACCOUNT_BYTES
        });
    let fitting = fitting.count();
    accounts.drain(..accounts.len() - fitting);
    accounts
}

fn account(record: AccountRecord, fits: &mut Fits) -> Option<AccountRecord> {
    let record = fits.keep(Some(record), |record| {
        is_grant(&record.grant) && is_address(&record.address) && is_word(&record.origin)
    })?;
    Some(AccountRecord {
        application: fits.text(record.application, is_text),
        connected_at: fits.keep(record.connected_at, is_time),
        relay: fits.text(record.relay, is_word),
        label: fits.text(record.label, is_name),
        icloud: fits.text(record.icloud, is_address),
        provider: fits.text(record.provider, is_name),
        checked_at: fits.keep(record.checked_at, is_time),
        ..record
    })
}

fn progress(before: Progress, fits: &mut Fits) -> Option<Progress> {
    let sent = before.grants_before_submit.as_deref().unwrap_or_default();
    // A grant that was noted and is not known any more would look like one that was made since.
    let noted = sent.len() <= MOST_SNAPSHOTS && sent.iter().all(|snapshot| is_grant(&snapshot.id));
    let before = fits.keep(Some(before), |_| noted)?;
    let renews = before.renews.map(|renewal| Renewal {
        grant: fits.text(renewal.grant, is_grant),
        ..renewal
    });
    Some(Progress {
        address: fits.text(before.address, is_address),
        apple_id: fits.text(before.apple_id, is_address),
        host: fits.text(before.host, is_word),
        renews,
        ..before
    })
}

fn is_tries(tries: &Tries) -> bool {
    let (_, most_left, most_met) = MOST_TRIES;
    is_address(&tries.address)
        && tries.left <= most_left
        && is_time(&tries.last)
        && tries.refusals.len() <= most_met
        && tries.refusals.iter().all(|refusal| is_time(&refusal.at))
}

fn is_time(seconds: &i64) -> bool {
    PLAUSIBLE.contains(seconds)
}

fn is_grant(text: &str) -> bool {
    text.parse::<GrantId>().is_ok()
}

fn is_address(text: &str) -> bool {
    let parsed = matches!(
        parse_address(text),
        ParsedAddress::Apple(_) | ParsedAddress::Other { .. }
    );
    // What a person pastes may hold more than what is written.
    parsed && text.len() <= LONGEST_ADDRESS && !text.chars().any(nylas::is_unseen)
}

/// An origin or a host.
fn is_word(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// An ID of Nylas'.
fn is_text(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && !text.chars().any(nylas::is_unseen)
}

/// A name as it is shown on one line.
fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len()) && !text.chars().any(nylas::is_unseen)
}
