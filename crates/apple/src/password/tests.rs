//! What is typed or pasted as the password, told apart.

use super::{pastes::PASTES, *};
use proptest::prelude::*;

const LABEL: &str = "Acme CRM";

/// Anything that is neither a letter, a space, a hyphen nor a quote or stop that may come along.
const OTHER_SIGN: &str = r"[!#$%&*+/=?@\\^|~€ß§£¥°¿¡0-9👍é]";

fn classified(text: &str) -> (&'static str, Option<String>) {
    let kind = classify_password(&SecretString::from(text), LABEL);
    let password = match &kind {
        PasswordKind::Whole(password, _) => Some(password.secret().expose_secret().to_owned()),
        _ => None,
    };
    (kind.name(), password)
}

fn taken(text: &str, label: &str) -> Option<String> {
    match classify_password(&SecretString::from(text), label) {
        PasswordKind::Whole(password, _) => Some(password.secret().expose_secret().to_owned()),
        _ => None,
    }
}

#[test]
fn what_people_paste_is_told_apart() {
    assert!(PASTES.len() >= 200);
    let wrong: Vec<_> = PASTES
        .iter()
        .filter_map(|(text, kind, password)| {
            let classified = classified(text);
            (classified != (kind, password.map(str::to_owned)))
                .then(|| format!("{text:?} is {kind} and was judged {classified:?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_label_that_looks_like_a_password_is_none() {
    for label in [
        "Northwind Trader",
        "Acme-Corp-Mail-Sync",
        "abcd efgh ijkl mnop",
        "CRM 2024",
        "4You",
        "Acme",
        "Ärzte-Büro Süd",
        "(Acme) [CRM]",
    ] {
        assert_eq!(
            classify_password(&SecretString::from(label), label).name(),
            "label",
            "{label}"
        );
        for between in [" ", "\n", ": ", " - ", ", ", " | ", "\t"] {
            for (password, expected) in [
                ("zyxw-vuts-rqpo-nmlk", "zyxw-vuts-rqpo-nmlk"),
                ("zyxwvutsrqponmlk", "zyxw-vuts-rqpo-nmlk"),
                ("zyxw - vuts - rqpo - nmlk", "zyxw-vuts-rqpo-nmlk"),
            ] {
                let text = format!("{label}{between}{password}");
                assert_eq!(taken(&text, label).as_deref(), Some(expected), "{text:?}");
            }
        }
    }
}

#[test]
fn a_password_may_begin_like_the_label() {
    for text in [
        "acme-efgh-ijkl-mnop",
        "acme efgh ijkl mnop",
        "acmeefghijklmnop",
        "Acme: acme-efgh-ijkl-mnop",
    ] {
        assert_eq!(
            taken(text, "Acme").as_deref(),
            Some("acme-efgh-ijkl-mnop"),
            "{text:?}"
        );
    }
}

#[test]
fn without_a_label_nothing_is_one() {
    for label in ["", " ", "🔑", "--"] {
        assert_eq!(
            classify_password(&SecretString::from("🔑"), label).name(),
            "normal",
            "{label:?}"
        );
        assert_eq!(
            taken("abcd-efgh-ijkl-mnop", label).as_deref(),
            Some("abcd-efgh-ijkl-mnop"),
            "{label:?}"
        );
    }
}

#[test]
fn a_huge_text_is_not_looked_into() {
    assert_eq!(classified(&"a".repeat(10_000_000)).0, "too-long");
    assert_eq!(
        classified(&format!(
            "abcd-efgh-ijkl-mnop{}",
            " ".repeat(MAX_PASSWORD_TEXT)
        ))
        .0,
        "too-long"
    );
    let most = "\u{fdfa}".repeat(MAX_PASSWORD_TEXT);
    assert_eq!(classified(&most).1, None);
}

#[test]
fn only_the_first_group_may_be_shown() {
    let PasswordKind::Whole(password, _) =
        classify_password(&SecretString::from("abcd-efgh-ijkl-mnop"), LABEL)
    else {
        unreachable!()
    };
    assert_eq!(password.masked(), "abcd-••••-••••-••••");
    assert!(!format!("{password:?}").contains("abcd"));
}

proptest! {
    #[test]
    fn nothing_panics_and_what_is_taken_has_one_form(text in any::<String>()) {
        if let (_, Some(taken)) = classified(&text) {
            let groups: Vec<&str> = taken.split('-').collect();
            prop_assert_eq!(groups.len(), 4);
            prop_assert!(groups.iter().all(|g| g.len() == 4 && g.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())));
        }
    }

    #[test]
    fn a_text_with_any_other_sign_is_never_taken(start in "[a-z]{0,20}", sign in OTHER_SIGN, end in "[a-z]{0,20}") {
        let text = format!("{start}{sign}{end}");
        prop_assert_eq!(classified(&text).1, None);
    }

    #[test]
    fn any_other_sign_inside_or_beside_a_password_makes_it_none(
        password in "[a-z]{4}-[a-z]{4}-[a-z]{4}-[a-z]{4}|[a-z]{16}|[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4}",
        sign in OTHER_SIGN,
        at in 0..=19_usize,
    ) {
        let at = at.min(password.len());
        let text = format!("{}{sign}{}", &password[..at], &password[at..]);
        prop_assert_eq!(classified(&text).1, None);
    }

    #[test]
    fn a_password_is_found_in_any_sentence_of_plain_words(
        before in "([A-Za-z]{5,9}[,:.!]? ){0,4}",
        password in "[a-z]{4}-[a-z]{4}-[a-z]{4}-[a-z]{4}",
        hyphen in "[-\u{2010}-\u{2015}\u{2212}\u{ff0d}_]",
        after in "([.,]? [A-Za-z]{1,9}){0,4}[.]?",
    ) {
        let text = format!("{before}{}{after}", password.replace('-', &hyphen).to_uppercase());
        prop_assert_eq!(classified(&text).1, Some(password));
    }

    #[test]
    fn no_piece_of_a_longer_key_is_taken_however_its_lines_break(
        groups in prop::collection::vec("[A-Z0-9]{4}", 6..10),
        at in any::<prop::sample::Index>(),
        broken in "\n|-\n|\n-| |- | - |-",
    ) {
        let (first, second) = groups.split_at(1 + at.index(groups.len() - 1));
        prop_assert_eq!(classified(&format!("{}{broken}{}", first.join("-"), second.join("-"))).1, None);
    }
}
