//! Characters that a person neither sees nor means.

use unicode_normalization::UnicodeNormalization;

/// `text` without what cannot be seen (control, zero-width and direction characters), with compatibility forms
/// (full-width letters, ligatures) made plain. White space of every kind becomes a single-width space.
pub fn visible(text: &str) -> String {
    text.nfkc()
        .filter_map(|c| {
            if c.is_whitespace() {
                Some(' ')
            } else if invisible(c) {
                None
            } else {
                Some(c)
            }
        })
        .collect()
}

fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Anything that people and programs write for a hyphen.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{30fb}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{2e3a}' | '\u{2e3b}' | '\u{58a}' | '\u{1806}'
    )
}

/// Quotes and brackets that come along when something is copied.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201f}' | '(' | ')' | '[' | ']' | '<' | '>' | '「' | '」')
}
