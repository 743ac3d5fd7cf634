//! Secrets are cut from others' words, however those write them.

use data_encoding::BASE64_NOPAD;
use secrecy::{ExposeSecret, SecretString};

/// What has fewer letters and digits is no secret worth removing; removing it would garble the text.
const SHORTEST: usize = 8;
/// How deep escapes may stand within escapes.
const LAYERS: usize = 3;
/// What stands in place of a secret.
const REMOVED: &str = "[removed]";

/// Secrets, in every form in which somebody's words may repeat them.
///
/// Letters and digits alone are compared, in lower case: hyphens, spaces and capitals do not matter, nor does an escape
/// such as `\u002d`, `%2D` or `&#45;`. Base64 is known by what it says in its middle, so `login:secret` is found, too.
pub struct Secrets {
    exact: Vec<SecretString>,
    needles: Vec<SecretString>,
}

/// A character, and from where to where the text says it, in bytes.
#[derive(Clone, Copy)]
struct Sign {
    said: char,
    from: usize,
    to: usize,
}

impl Secrets {
    /// Prepares to look for `secrets`.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Secrets {
        let (mut exact, mut needles) = (Vec::new(), Vec::new());
        for secret in secrets {
            let written = secret.expose_secret();
            if written.len() < SHORTEST {
                continue;
            }
            exact.push(secret.clone());
            let bare: SecretString = written
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
                .into();
            let encoded = [written, bare.expose_secret()]
                .into_iter()
                .flat_map(|form| (0..3).map(|before| base64(form.as_bytes(), before)));
            let forms = std::iter::once(letters(written)).chain(encoded);
            needles.extend(
                forms
                    .filter(|form| form.len() >= SHORTEST)
                    .map(SecretString::from),
            );
        }
        Secrets { exact, needles }
    }

    /// `text` without them. The work grows with the text and no faster.
    #[must_use]
    pub fn cut_from(&self, text: &str) -> String {
        let mut found: Vec<(usize, usize)> = Vec::new();
        if text.len() >= SHORTEST {
            for secret in &self.exact {
                let secret = secret.expose_secret();
                found.extend(
                    text.match_indices(secret)
                        .map(|(at, _)| (at, at + secret.len())),
                );
            }
            let mut signs: Vec<Sign> = text
                .char_indices()
                .map(|(from, said)| Sign {
                    said,
                    from,
                    to: from + said.len_utf8(),
                })
                .collect();
            for _ in 0..=LAYERS {
                self.find(&signs, &mut found);
                match decoded(&signs) {
                    Some(plainer) => signs = plainer,
                    None => break,
                }
            }
        }
        if found.is_empty() {
            return text.to_owned();
        }
        found.sort_unstable();
        let (mut rest, mut cut) = (0, String::with_capacity(text.len()));
        for (from, to) in found {
            if from >= rest {
                cut.push_str(text.get(rest..from).unwrap_or_default());
                cut.push_str(REMOVED);
            }
            rest = rest.max(to);
        }
        cut.push_str(text.get(rest..).unwrap_or_default());
        cut
    }

    fn find(&self, signs: &[Sign], found: &mut Vec<(usize, usize)>) {
        let (mut hay, mut places) = (String::new(), Vec::new());
        for sign in signs.iter().filter(|sign| sign.said.is_alphanumeric()) {
            hay.extend(sign.said.to_lowercase());
            places.resize(hay.len(), *sign);
        }
        for needle in &self.needles {
            let needle = needle.expose_secret();
            found.extend(hay.match_indices(needle).filter_map(|(at, _)| {
                Some((places.get(at)?.from, places.get(at + needle.len() - 1)?.to))
            }));
        }
    }
}

/// Letters and digits in lower case.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What base64 of any text says wherever `secret` stands in it behind `before` bytes, and their multiples of three.
fn base64(secret: &[u8], before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret);
    let encoded = BASE64_NOPAD.encode(&bytes);
    // The first and the last letter may also tell of the bytes around the secret.
    let (first, last) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    letters(encoded.get(first..last).unwrap_or_default())
}

/// The same with its escapes decoded; `None` if there are none. What is no plain sign stays as it is written.
fn decoded(signs: &[Sign]) -> Option<Vec<Sign>> {
    let mut plain = Vec::with_capacity(signs.len());
    let mut rest = signs;
    while let Some(first) = rest.first() {
        let (sign, taken) = match escape(rest) {
            Some((said, taken)) => {
                let to = rest.get(taken - 1).map_or(first.to, |last| last.to);
                (
                    Sign {
                        said,
                        from: first.from,
                        to,
                    },
                    taken,
                )
            }
            None => (*first, 1),
        };
        plain.push(sign);
        rest = rest.get(taken..).unwrap_or_default();
    }
    (plain.len() < signs.len()).then_some(plain)
}

/// The sign that an escape at the beginning stands for, and how many signs it is long.
fn escape(signs: &[Sign]) -> Option<(char, usize)> {
    let said = |at: usize| signs.get(at).map(|sign| sign.said);
    let (start, digits, radix, end) = match (said(0)?, said(1)?) {
        ('%' | '=', _) => (1, 2, 16, None),
        ('\\', 'u') => (2, 4, 16, None),
        ('\\', 'x') => (2, 2, 16, None),
        ('&', '#') if matches!(said(2)?, 'x' | 'X') => (3, 6, 16, Some(';')),
        ('&', '#') => (2, 7, 10, Some(';')),
        _ => return None,
    };
    let (mut code, mut at) = (0, start);
    while let Some(digit) = said(at).and_then(|c| c.to_digit(radix)) {
        if at - start == digits {
            break;
        }
        code = code * radix + digit;
        at += 1;
    }
    match end {
        Some(end) if at > start && said(at) == Some(end) => at += 1,
        None if at - start == digits => {}
        _ => return None,
    }
    char::from_u32(code)
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .map(|c| (c, at))
}
