//! A file that somebody wrote to do harm, or a disk that changed more than a letter.
#![expect(clippy::panic, reason = "a test may panic")]

use super::*;
use proptest::prelude::*;

/// Damaged files of about so many bytes.
fn damaged(kind: &str, bytes: usize) -> Vec<u8> {
    let many = |one: &str| one.repeat(bytes / one.len() + 1);
    match kind {
        "braces" => many("{"),
        "objects in objects" => many("{\"a\":"),
        "objects in lists" => many("{\"a\":[1,"),
        "brackets" => many("["),
        "empty objects" => format!("[{}", many("{},")),
        "open objects" => many("{\"a\":1,"),
        "braces in texts" => format!("{{\"a\":\"{}", many("{")),
        "texts of braces" => many("{\"a\":\"{\"b\":\"{"),
        "keys of braces" => many("{\"{\":"),
        "escaped texts" => many("{\"a\":\"{\\\"a\\\":\\\""),
        "one long text after another" => many(&format!("{{\"a\":\"{}\"", "x".repeat(500))),
        "one long object" => format!("{{{}", many("\"a\":1,")),
        "space" => format!("{{{}", many(" ")),
        "braces and space" => many("{    "),
        "a long number" => format!("{{\"a\":{}", many("1")),
        "accounts" => format!("[{}", many(&format!("{},", account(1)))),
        "different accounts" => (0..bytes / 120).fold("[".to_owned(), |text, n| {
            let record = json!({ "grant": format!("g-{n}"), "address": format!("p{n}@icloud.com"), "origin": "https://api.us.nylas.com" });
            format!("{text}{record},")
        }),
        "half accounts" => many("{\"grant\":\"g\",\"address\":\"a@icloud.com\",\"origin\":\"https://api.us.nylas.com\","),
        "tries" => json!({ "schema_version": 1, "accounts": 5, "tries": vec![json!({ "address": "a@icloud.com", "left": 1, "last": 1 }); bytes / 50] }).to_string(),
        "no text" => return vec![0xff; bytes],
        other => panic!("{other}"),
    }
    .into_bytes()
}

const DAMAGED: [&str; 20] = [
    "braces",
    "objects in objects",
    "objects in lists",
    "brackets",
    "empty objects",
    "open objects",
    "braces in texts",
    "texts of braces",
    "keys of braces",
    "escaped texts",
    "one long text after another",
    "one long object",
    "space",
    "braces and space",
    "a long number",
    "accounts",
    "different accounts",
    "half accounts",
    "tries",
    "no text",
];

#[test]
fn work_grows_no_faster_than_a_damaged_file() {
    for kind in DAMAGED {
        testing::growth(
            kind,
            16 << 10,
            4 << 20,
            |bytes| damaged(kind, bytes),
            |bytes| drop(contents(bytes)),
        );
    }
}

#[test]
fn putting_a_damaged_file_and_its_copy_together_grows_no_faster_than_they_do() {
    let accounts = |count: usize| Contents {
        accounts: (0..count)
            .map(|n| {
                AccountRecord::new(
                    format!("g-{n}"),
                    format!("p{n}@icloud.com"),
                    "https://api.us.nylas.com".into(),
                )
            })
            .collect(),
        ..Contents::default()
    };
    testing::growth("a file and its copy", 128, 1 << 12, accounts, |contents| {
        let mut other = contents.clone();
        for account in &mut other.accounts {
            account.grant.insert(0, 'x');
        }
        let merged = merge(contents.clone(), other);
        assert_eq!(merged.accounts.len(), 2 * contents.accounts.len());
    });
}

#[test]
fn a_small_stack_is_enough_for_a_damaged_file() {
    testing::on_little_stack(|| {
        for kind in DAMAGED {
            drop(contents(&damaged(kind, 256 << 10)));
        }
        for depth in [100, 126, 127, 128, 129, 1_000] {
            let deep = format!("{}{}", "{\"a\":".repeat(depth), "}".repeat(depth));
            drop(contents(deep.as_bytes()));
        }
    });
}

/// A value that this program does not write is dropped, and the file it stood in is kept beside.
#[test]
fn a_value_that_does_not_fit_is_dropped_and_the_file_is_set_aside() {
    let long = "x".repeat(3_000);
    let odd = |field: &str, value: Value| {
        let mut record = account(2);
        record[field] = value;
        state(&[account(1), record])
    };
    for (field, value) in [
        ("grant", json!("../../grants")),
        ("grant", json!(long)),
        ("address", json!("nobody")),
        ("address", json!("a\u{202e}b@icloud.com\n")),
        ("address", json!(format!("{long}@icloud.com"))),
        ("origin", json!("https://api.us.nylas.com\u{7}")),
        ("origin", json!(long)),
    ] {
        let saved = loaded(&folder(odd(field, value.clone()).as_bytes(), None));
        let read = (grants(&saved), saved.set_aside.as_deref());
        assert_eq!(read, (vec!["grant-1"], ASIDE), "{field} {value}");
    }
    let times = [json!(-1), json!(i64::MAX), json!(253_402_300_800_i64)];
    let names = [
        json!(""),
        json!("a\u{202e}b"),
        json!("two\nlines"),
        json!(long),
    ];
    let fields = times
        .iter()
        .flat_map(|value| ["connected_at", "checked_at"].map(|field| (field, value)))
        .chain(names.iter().flat_map(|value| {
            ["application", "label", "icloud", "elsewhere", "relay"].map(|field| (field, value))
        }));
    for (field, value) in fields {
        let saved = loaded(&folder(odd(field, value.clone()).as_bytes(), None));
        let read = (grants(&saved), saved.set_aside.as_deref());
        assert_eq!(read, (vec!["grant-1", "grant-2"], ASIDE), "{field} {value}");
        let record = serde_json::to_value(&saved.accounts[1]).unwrap();
        assert_eq!(record.get(field), None, "{field} {value}");
    }
}

#[test]
fn what_people_and_companies_are_really_called_fits() {
    let mut record = account(1);
    record["label"] = json!("株式会社\u{3000}例 A\u{a0}B");
    record["address"] = json!("o'neil+tag@xn--bcher-kva.example");
    record["icloud"] = json!("a.b_c-d@me.com");
    record["application"] = json!("ad410018-d306-43f9-8361-fa5d7b2172e0");
    record["origin"] = json!("http://127.0.0.1:4010");
    record["relay"] = json!("https://connect.maplecare.example:8443/relay");
    let saved = loaded(&folder(
        state(std::slice::from_ref(&record)).as_bytes(),
        None,
    ));
    assert_eq!(saved.set_aside, None);
    assert_eq!(serde_json::to_value(&saved.accounts[0]).unwrap(), record);
}

#[test]
fn progress_and_tries_that_do_not_fit_are_dropped() {
    let long = "x".repeat(3_000);
    let snapshot = json!({ "id": "g", "updated_at": 1, "valid": true, "same_address": true });
    let file = |progress: Value, tries: Value, saved_api_origin: Value| {
        let text = json!({ "schema_version": 1, "progress": progress, "tries": tries, "desk": saved_api_origin, "accounts": [] });
        loaded(&folder(text.to_string().as_bytes(), None))
    };
    let mut sent = progress();
    sent["sent"] = json!([{ "id": "a/b", "updated_at": 1, "valid": true, "same_address": true }]);
    assert_eq!(
        file(sent, json!([]), json!(null)).progress,
        None,
        "a grant that is not known any more would look like a new one"
    );
    let mut sent = progress();
    sent["sent"] = json!(vec![snapshot.clone(); 3_000]);
    assert_eq!(file(sent, json!([]), json!(null)).progress, None);
    let mut whole = progress();
    whole["sent"] = json!(vec![snapshot; 2_001]);
    let saved = file(whole, json!([]), json!(null));
    assert!(saved.progress.is_some() && saved.set_aside.is_none());
    let mut odd = progress();
    odd["address"] = json!("nobody");
    odd["apple_id"] = json!("a\u{202e}@icloud.com x");
    odd["host"] = json!(long);
    odd["renews"] = json!({ "grant": "a b", "needed": true });
    let saved = file(odd, json!([]), json!(long)).progress.unwrap();
    assert_eq!(
        (
            saved.address,
            saved.apple_id,
            saved.host,
            saved.renews.map(|r| r.grant)
        ),
        (None, None, None, Some(None))
    );
    let tries = |address: &str, left: u8, last: i64| json!({ "address": address, "left": left, "last": last });
    let good = tries("a@icloud.com", 1, 1_700_000_000);
    let odd = json!([
        good,
        tries("nobody", 1, 1),
        tries("a@icloud.com", 3, 1),
        tries("a@icloud.com", 1, -5),
        json!({ "address": "a@icloud.com", "left": 0, "last": 1, "refusals": vec![json!({ "at": 1_700_000_000, "by_nylas": true }); 6] }),
        json!({ "address": "a@icloud.com", "left": 0, "last": 1, "refusals": [{ "at": -5, "by_nylas": true }] })
    ]);
    assert_eq!(file(progress(), odd, json!(null)).tries.len(), 1);
    assert_eq!(
        file(progress(), json!(vec![good; 500]), json!(null))
            .tries
            .len(),
        100
    );
}

#[test]
fn ten_thousand_accounts_are_read_and_written_however_long_their_values_are() {
    let long = |n: usize| {
        let address = format!("{n:05}{}@{}.example", "n".repeat(50), "d".repeat(60));
        json!({ "grant": format!("{n:0128}"), "address": address, "icloud": address, "origin": "https://api.us.nylas.com", "application": "a".repeat(36), "label": "é".repeat(30), "connected_at": 1_700_000_000, "checked_at": 1_700_000_000, "reaches": "mail-and-calendar", "connection": "api-key", "status": "needs-password", "elsewhere": "microsoft" })
    };
    let accounts: Vec<Value> = (0..10_000).map(long).collect();
    let (read, why) = contents(state(&accounts).as_bytes());
    assert_eq!((read.accounts.len(), why), (10_000, None));
    let written = read.written();
    assert!((written.len() as u64) < LARGEST / 2, "{}", written.len());
    let (again, why) = contents(&written);
    assert_eq!((again == read, why), (true, None));
}

#[test]
fn more_accounts_than_a_file_may_hold_lose_the_oldest_and_the_file_is_set_aside() {
    let accounts: Vec<AccountRecord> = (0..20_001)
        .map(|n| {
            AccountRecord::new(
                format!("g-{n}"),
                "a@icloud.com".into(),
                "https://api.us.nylas.com".into(),
            )
        })
        .collect();
    let saved = newest(accounts);
    assert_eq!((saved.len(), saved[0].grant.as_str()), (20_000, "g-1"));
    let long = AccountRecord {
        label: Some("é".repeat(200)),
        application: Some("a".repeat(2_000)),
        ..saved[0].clone()
    };
    let saved = newest(vec![long; 20_000]);
    let bytes = Contents {
        accounts: saved,
        ..Contents::default()
    };
    assert!((bytes.written().len() as u64) < LARGEST);
}

/// A file as this program writes it, and what may have happened to it.
fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        Just(json!(null)),
        any::<i64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        "\\PC{0,40}".prop_map(|text| json!(text)),
        "[a-z]{1,8}@icloud\\.com".prop_map(|text| json!(text)),
        Just(json!([{ "grant": "g", "address": "a@icloud.com", "origin": "o" }])),
        Just(json!({ "grant": "g", "needed": true })),
    ];
    let field = prop_oneof![
        Just("grant"),
        Just("address"),
        Just("origin"),
        Just("label"),
        Just("icloud"),
        Just("relay"),
        Just("status"),
        Just("connected_at"),
        Just("step"),
        Just("sent"),
        Just("renews"),
        Just("left"),
        Just("odd"),
    ];
    let odd = proptest::collection::vec((0..6_usize, field, value), 0..4);
    let cuts = proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<u8>(), 0..20_usize),
        0..4,
    );
    (odd, cuts).prop_map(|(odd, cuts)| {
        let mut objects = [account(1), account(2), account(3), progress(), json!({ "address": "a@icloud.com", "left": 1, "last": 5 }), json!({})];
        for (at, field, value) in odd {
            objects[at][field] = value;
        }
        let text = json!({ "schema_version": 1, "accounts": objects[..3], "progress": objects[3], "tries": [objects[4]], "desk": objects[5].get("origin") });
        let mut bytes = text.to_string().into_bytes();
        for (at, byte, length) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len() - 1);
            bytes.splice(at..end.max(at), [byte]);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_rescued_reads_back_the_same(bytes in spoilt()) {
        let (rescued, _) = contents(&bytes);
        prop_assert_eq!(contents(&rescued.written()), (rescued, None));
    }

    #[test]
    fn whatever_passes_as_an_address_when_it_is_typed_passes_when_it_is_read(typed in "[ <\"']?[a-zA-Z0-9.+_é -]{1,70}@[a-zA-Z0-9.é-]{1,40}[> ]?") {
        use apple::{ParsedAddress, parse_address};
        if let ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } = parse_address(&typed) {
            let mut record = account(1);
            record["address"] = json!(address.to_string());
            let (read, why) = contents(state(&[record]).as_bytes());
            prop_assert_eq!((read.accounts.len(), why), (1, None), "{}", address);
        }
    }

    #[test]
    fn of_any_bytes_what_was_rescued_reads_back_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (rescued, _) = contents(&bytes);
        prop_assert_eq!(contents(&rescued.written()), (rescued, None));
    }
}
