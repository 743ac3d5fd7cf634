//! What a name can be read as: letters that look alike (Unicode's UTS 39, and what it leaves out) become one.

use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// More symbols than these are no letters in disguise.
const MOST_WILD: usize = 3;

/// A letter as it looks.
pub(super) struct Glyph {
    /// `None`: a symbol, which can stand for any letter.
    letter: Option<char>,
    /// A sign, symbol or digit.
    pub(super) may_be_left_out: bool,
    is_sign: bool,
    pub(super) begins_word: bool,
    pub(super) ends_word: bool,
    /// Written as an l, not as an i that looks like one.
    pub(super) is_ell: bool,
    /// One character can look like two letters: m like rn.
    begins_character: bool,
    ends_character: bool,
}

/// A place where a word can be read.
pub(super) struct Reading {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many of its letters stand in front of the first gap.
    pub(super) split: Option<usize>,
}

/// What is seen of a name. Signs only part words, unless they look like a letter.
pub(super) fn glyphs(name: &str, is_sign: impl Fn(char) -> bool) -> Vec<Glyph> {
    let chars: Vec<char> = name.chars().filter(|c| !is_combining_mark(*c)).collect();
    let is_symbol = |c: char| !plain(c).is_alphanumeric() && !is_sign(c);
    let wild = chars.iter().filter(|c| is_symbol(**c)).count() <= MOST_WILD;
    let in_word = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| plain(*c).is_alphanumeric())
    };
    let mut seen: Vec<Glyph> = Vec::with_capacity(chars.len());
    for (at, c) in chars.iter().copied().enumerate() {
        let letters = match sign_like(c) {
            _ if is_symbol(c) && wild => vec![None],
            _ if is_symbol(c) => vec![],
            Some(letter) => vec![Some(letter)],
            None => looks(c).into_iter().map(Some).collect(),
        };
        let (begins, ends) = (!in_word(at.checked_sub(1)), !in_word(Some(at + 1)));
        let no_letter = !in_word(Some(at));
        // "Appple" is read as "Apple".
        if let ([.., one, two], [three]) = (&mut *seen, letters.as_slice())
            && one.letter == *three
            && two.letter == *three
            && !two.begins_word
            && !begins
        {
            two.ends_word = ends;
            continue;
        }
        let count = letters.len();
        seen.extend(letters.into_iter().enumerate().map(|(i, letter)| Glyph {
            letter,
            may_be_left_out: no_letter || c.is_ascii_digit(),
            is_sign: no_letter,
            begins_word: begins && i == 0,
            ends_word: ends && i + 1 == count,
            is_ell: matches!(c, 'l' | 'L'),
            begins_character: i == 0,
            ends_character: i + 1 == count,
        }));
    }
    seen
}

/// A word as it looks; like `glyphs`, it takes three of a letter for two.
pub(super) fn folded(word: &str) -> Vec<char> {
    let mut letters = vec![];
    for letter in word.chars().flat_map(looks) {
        if !letters.ends_with(&[letter, letter]) {
            letters.push(letter);
        }
    }
    letters
}

/// Every way to read `word` from `start` on, over gaps.
pub(super) fn readings(seen: &[Glyph], start: usize, word: &[char]) -> Vec<Reading> {
    let mut found = vec![];
    if seen.get(start).is_some_and(|first| first.begins_character) {
        read(seen, start, start, (word, 0), None, &mut found);
    }
    found
}

fn read(
    seen: &[Glyph],
    start: usize,
    at: usize,
    (word, known): (&[char], usize),
    split: Option<usize>,
    found: &mut Vec<Reading>,
) {
    let Some(wanted) = word.get(known) else {
        if seen[at - 1].ends_character {
            let end = at;
            found.push(Reading { start, end, split });
        }
        return;
    };
    let Some(glyph) = seen.get(at) else {
        return;
    };
    let gap = (known > 0).then_some(known);
    if glyph.letter.is_none_or(|letter| letter == *wanted) {
        // A sign in a letter's place parts nothing.
        let parted = glyph.begins_word && !glyph.is_sign && !seen[at.saturating_sub(1)].is_sign;
        let split = split.or(gap.filter(|_| parted));
        read(seen, start, at + 1, (word, known + 1), split, found);
    }
    if glyph.is_sign && known > 0 {
        read(seen, start, at + 1, (word, known), split.or(gap), found);
    }
}

/// Letters that a character looks like. It is done twice because a capital looks different from its small letter.
fn looks(c: char) -> Vec<char> {
    let low = |text: &str| {
        skeleton(text)
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    low(&low(plain(c).encode_utf8(&mut [0; 4])))
        .chars()
        .map(|c| match c {
            'i' | '1' => 'l',
            '0' => 'o',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '6' | '9' | 'q' => 'g',
            'v' => 'u',
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(|c| if c == 'd' { vec!['c', 'l'] } else { vec![c] })
        .collect()
}

/// Signs in whose place a letter could be read.
fn sign_like(c: char) -> Option<char> {
    match c {
        '!' | '/' | '\\' => Some('l'),
        '(' => Some('c'),
        '+' => Some('t'),
        _ => None,
    }
}

/// Look-alikes that are not among Unicode's: small capitals, letters in boxes and flags, and signs of Chinese and
/// Japanese that are drawn like capitals.
fn plain(c: char) -> char {
    const SMALL: &str = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ";
    const DRAWN: [(&str, char); 18] = [
        ("卂丹", 'a'),
        ("乃", 'b'),
        ("匚ㄈ", 'c'),
        ("刀", 'd'),
        ("乇巳ㅌ", 'e'),
        ("千", 'f'),
        ("厶", 'g'),
        ("卄", 'h'),
        ("丨工エㅣ｜", 'i'),
        ("乚ㄥㄴレ", 'l'),
        ("爪", 'm'),
        ("几ㄇ", 'n'),
        ("口ロ囗ㄖㅁ○◯〇", 'o'),
        ("卩尸", 'p'),
        ("尺", 'r'),
        ("丂", 's'),
        ("丅ㄒ丁ㅜ", 't'),
        ("凵ㄩ", 'u'),
    ];
    let nth =
        |base: u32| char::from_u32(u32::from('a') + u32::from(c).saturating_sub(base)).unwrap_or(c);
    match u32::from(c) {
        0x1f150..=0x1f169 => return nth(0x1f150),
        0x1f170..=0x1f189 => return nth(0x1f170),
        0x1f1e6..=0x1f1ff => return nth(0x1f1e6),
        _ => {}
    }
    if let Some((_, small)) = SMALL.chars().zip('a'..='z').find(|(small, _)| *small == c) {
        return small;
    }
    DRAWN
        .iter()
        .find(|(drawn, _)| drawn.contains(c))
        .map_or(c, |(_, letter)| *letter)
}
