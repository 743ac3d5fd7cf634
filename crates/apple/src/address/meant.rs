//! "Did you mean …": the address that was probably meant by one with a slip in it.

use super::{
    Address, MAX_ADDRESS, ParsedAddress,
    domains::{APPLE, LARGE, has_an_ending},
    may_be_asked_about, parse_address, undressed,
};
use crate::characters::{is_stop, plain_letters};
use secrecy::zeroize::Zeroizing;

/// The address that was probably meant by a text that is none. Nothing that could be a password is made an address: this
/// one is shown.
pub fn meant_by(typed: &str) -> Option<Address> {
    if typed.chars().take(MAX_ADDRESS + 1).count() > MAX_ADDRESS {
        return None;
    }
    let text = undressed(typed);
    let text = text.as_str();
    let mended = match text.split_once('@') {
        None => named(text),
        Some((local, domain)) => mended(text, local, domain),
    }?;
    let found = match parse_address(&mended) {
        ParsedAddress::Apple(address) => address,
        // Two slips in one address: both are mended.
        ParsedAddress::Other { address, meant } => meant.unwrap_or(address),
        _ => return None,
    };
    let whole = may_be_asked_about(&found.to_string()) && !may_be_secret(found.local());
    whole.then_some(found)
}

/// An app password with or without its hyphens, and Nylas' API key, are no names, whatever stands behind them.
fn may_be_secret(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let others = name.bytes().filter(|b| !b.is_ascii_alphabetic());
    let only_parted = others.clone().all(|b| matches!(b, b'-' | b'.' | b'_'));
    letters == 16 && only_parted || name.starts_with("nyk")
}

/// A name alone, with Apple's domain; or an address with words for its signs.
fn named(text: &str) -> Option<Zeroizing<String>> {
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    for at in ["(at)", "[at]", "{at}", " at ", "<at>"] {
        if let Some((local, domain)) = lower.split_once(at) {
            let dots = domain.replace("(dot)", ".").replace("[dot]", ".");
            let domain = dots.replace(" dot ", ".").replace(' ', "");
            return Some(Zeroizing::new(format!("{}@{domain}", local.trim())));
        }
    }
    let (name, apple) = APPLE
        .into_iter()
        .find_map(|apple| {
            let name = lower.strip_suffix(apple)?.strip_suffix('.')?;
            Some((name, apple))
        })
        .unwrap_or((&lower, "icloud.com"));
    // "nyla" is a name; "https://…", "12345" and four groups of letters are none.
    let is_name = name.split('.').count() <= 3
        && name.split('_').count() <= 2
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
        && (2..=30).contains(&name.len())
        && !name.starts_with("www.")
        && name != "www";
    // A password is more than a word: letters of both kinds, or signs.
    let is_plain =
        text == lower.as_str() || text.strip_prefix(first_capital(text)?) == Some(&lower[1..]);
    (is_name && is_plain).then(|| Zeroizing::new(format!("{name}@{apple}")))
}

fn first_capital(text: &str) -> Option<char> {
    text.chars().next().filter(char::is_ascii_alphabetic)
}

fn mended(text: &str, local: &str, domain: &str) -> Option<Zeroizing<String>> {
    if domain.contains('@') {
        return None;
    }
    if text.contains(' ') {
        return without_spaces(text);
    }
    // Signs at the end that came along, a comma for a dot, accents.
    let domain = domain.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut mended = Zeroizing::new(String::with_capacity(text.len() + 16));
    for c in local.chars() {
        push_plain(&mut mended, c);
    }
    mended.push('@');
    let at = mended.len();
    for c in domain.chars() {
        push_plain(&mut mended, if is_stop(c) { '.' } else { c });
    }
    let bare: String = mended[at..]
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .collect();
    // "nyla@", "nyla@icloud", "nyla@icloudcom", "nyla@icloud..com".
    let whole = match &*bare {
        "" => Some("icloud.com"),
        bare => APPLE.into_iter().chain(LARGE).find(|known| {
            let (name, _) = known.split_once('.').unwrap_or((known, ""));
            bare == name || known.split('.').collect::<String>() == bare
        }),
    };
    if let Some(whole) = whole {
        mended.truncate(at);
        mended.push_str(whole);
    }
    Some(mended)
}

fn push_plain(text: &mut String, c: char) {
    match plain_letters(c) {
        Some(plain) => text.push_str(plain),
        None => text.push(c),
    }
}

/// Spaces beside an @ or a dot are slips; in a sentence the one word with an @ is the address.
fn without_spaces(text: &str) -> Option<Zeroizing<String>> {
    let beside = |c: char| matches!(c, '@' | '.');
    let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let slips = words
        .windows(2)
        .all(|pair| pair[0].ends_with(beside) || pair[1].starts_with(beside));
    if slips {
        return Some(Zeroizing::new(words.concat()));
    }
    let sentence = words.len() > 3 || words.first().is_some_and(|word| word.contains('@'));
    let whole = |word: &&&str| {
        word.split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && has_an_ending(domain))
    };
    let word = words.iter().find(whole).filter(|_| sentence)?;
    Some(Zeroizing::new((*word).to_owned()))
}
