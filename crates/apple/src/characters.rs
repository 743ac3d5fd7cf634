//! Characters that a person neither sees nor means.

use secrecy::zeroize::Zeroizing;
use unicode_normalization::UnicodeNormalization;

/// `text` without what cannot be seen (control, zero-width and direction characters), with compatibility forms
/// (full-width letters, ligatures) made plain. White space of every kind becomes a single-width space.
pub(crate) fn visible(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // The acute accent that stands for an apostrophe would become a space and a combining mark.
    for c in text.chars().map(|c| if c == '´' { '\'' } else { c }).nfkc() {
        if c.is_whitespace() {
            plain.push(' ');
        } else if !invisible(c) {
            plain.push(c);
        }
    }
    plain
}

/// `visible` text in lower case with every hyphen as `-`, in memory that is wiped afterwards.
pub(crate) fn plain_hyphens(visible: &str) -> Zeroizing<String> {
    // The capacity is enough for all but a few scripts, so that growing leaves no copy behind.
    let mut plain = Zeroizing::new(String::with_capacity(visible.len() + 8));
    for c in visible.chars() {
        match c {
            // The capital I of a Turkish keyboard; by itself it would become two characters.
            'İ' => plain.push('i'),
            c if is_hyphen(c) => plain.push('-'),
            c => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

/// The letters a to z that a letter with an accent comes from: é is e. `None` for what has no accent, and for letters of
/// other alphabets.
pub(crate) fn plain_letters(c: char) -> Option<&'static str> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    if c.is_ascii() {
        return None;
    }
    match c {
        'ß' | 'ẞ' => return Some("ss"),
        'æ' | 'Æ' => return Some("ae"),
        'œ' | 'Œ' => return Some("oe"),
        'ø' | 'Ø' => return Some("o"),
        'ł' | 'Ł' => return Some("l"),
        'đ' | 'Đ' | 'ð' | 'Ð' => return Some("d"),
        'þ' | 'Þ' => return Some("th"),
        'ı' => return Some("i"),
        _ => {}
    }
    let first = std::iter::once(c).nfd().next()?.to_ascii_lowercase();
    let at = LETTERS.find(first)?;
    LETTERS.get(at..=at)
}

fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Anything that people and programs write for a hyphen: Unicode's dashes, minus signs, the underscore,
/// and the middle dot and long-vowel sign that a Japanese keyboard has in its place.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '\u{2d7}' | '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2027}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{23af}'
                | '\u{2500}'
                | '\u{2796}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{30fb}'
                | '\u{30fc}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// Quotes and brackets that come along when something is copied.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c,
        '"' | '\'' | '`' | '«' | '»' | '‹' | '›' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '\u{2bb}' | '\u{2bc}' | '\u{2018}'..='\u{201f}'
        | '\u{2032}'..='\u{2037}' | '\u{275b}'..='\u{275e}' | '\u{276e}' | '\u{276f}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}'
        | '\u{301d}'..='\u{301f}')
}

/// Stops, commas and colons of several scripts. Signs that people put into passwords, such as ! and ?, are not among them.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '\u{60c}'
            | '\u{61b}'
            | '\u{6d4}'
            | '\u{964}'
            | '\u{3001}'
            | '\u{3002}'
    )
}
