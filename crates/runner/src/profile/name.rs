//! What a loose profile may call itself: in letters that people write together, and not by somebody else's name.

mod looks;

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::{RestrictionLevel, RestrictionLevelDetection};

use super::error::Reason;
use looks::{Glyph, Reading, folded, glyphs, readings};

/// Whom a loose profile could want to be taken for; also as others write them.
#[rustfmt::skip]
const PROTECTED: &[&str] = &[
    "apple", "icloud", "itunes", "imessage", "iphone", "appstore", "facetime",
    "nylas", "microsoft", "outlook", "hotmail", "office365", "google", "gmail",
    "アップル", "あっぷる", "アイクラウド", "マイクロソフト", "グーグル",
    "애플", "아이클라우드", "마이크로소프트", "구글",
    "苹果", "蘋果", "微软", "微軟", "谷歌",
    "эппл", "айклауд", "майкрософт", "гугл",
    "آبل", "مايكروسوفت", "جوجل", "غوغل", "מיקרוסופט", "גוגל",
];

/// An l in the middle of a word is no i there: Cellphone is no iPhone. iCloud is worth more than Globalcloud.
const ONLY_WITH_AN_I: [&str; 3] = ["itunes", "imessage", "iphone"];

/// What somebody calls himself who asks for a password in a brand's name …
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "support", "security", "billing", "helpdesk", "account", "accounts", "verification", "verify",
    "validation", "authentication", "recovery", "login", "logon", "signin", "password", "fraud",
    "administrator", "admin", "customerservice", "customercare", "soporte", "seguridad", "sicherheit",
    "kundendienst", "kundenservice", "assistance", "sécurité", "facturation", "assistenza",
    "サポート", "セキュリティ", "アカウント", "客服", "고객센터", "поддержка", "безопасность",
];

/// … and what may stand beside it without making it a company's name.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "a", "the", "your", "my", "our", "of", "for", "and", "by", "i", "e", "it", "id", "team", "desk", "help",
    "center", "centre", "customer", "client", "user", "users", "member", "technical", "tech", "service",
    "services", "online", "official", "department", "dept", "mail", "email", "cloud", "mac", "phone",
    "mobile", "device", "devices", "web", "store", "app", "apps", "photos", "safety", "protection",
    "payment", "payments", "care", "system", "systems", "update", "updates", "alert", "alerts", "notice",
    "info", "contact",
];

/// Signs that names of companies have.
const SIGNS: &str = " &.,-'\"+/\\()!?:’‘“”„«»–—‐·・‧׳״،";

static PROTECTED_LOOKS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| all(PROTECTED));
static ROLES_LOOKS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| all(ROLES));
static BESIDE_LOOKS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| all(BESIDE));

/// The name as it is shown, in compatible forms made plain (NFKC), or why a loose profile may not bear it.
pub(super) fn checked(name: &str) -> Result<String, Reason> {
    let name: String = name.nfkc().collect();
    // A capital may look like another letter than its small one.
    for text in [&name, &name.to_lowercase()] {
        let seen = glyphs(text, |c| SIGNS.contains(c));
        if resembles_protected(&seen) || is_a_role_alone(&seen) {
            return Err(Reason::NameNotAllowed);
        }
    }
    if !is_plain(&name) {
        return Err(Reason::NameCharacters);
    }
    Ok(name)
}

/// Whom to write to: at a domain that is nobody else's either.
pub(super) fn checked_contact(email: String) -> Result<String, Reason> {
    let domain = email.rsplit('@').next().unwrap_or_default();
    if resembles_protected(&glyphs(domain, |c| SIGNS.contains(c))) {
        return Err(Reason::NameNotAllowed);
    }
    if !email.is_ascii() && !is_plain(&email.replace(['@', '_', '='], ".")) {
        return Err(Reason::NameCharacters);
    }
    Ok(email)
}

fn all(words: &[&str]) -> Vec<Vec<char>> {
    words.iter().map(|word| folded(word)).collect()
}

/// Whether a person could read one of the protected names in this one.
fn resembles_protected(seen: &[Glyph]) -> bool {
    PROTECTED
        .iter()
        .zip(&*PROTECTED_LOOKS)
        .any(|(word, looks)| {
            let counts = |reading: &Reading| {
                let begins = &seen[reading.start];
                // "Global Cloud" ends one word with an l and begins another with Cloud.
                let across = reading.split.is_some() && !begins.begins_word;
                let no_i = begins.is_ell && !begins.begins_word && ONLY_WITH_AN_I.contains(word);
                // "App Learning", "Appl Engineering".
                let begins_other_word = *word == "apple"
                    && matches!(reading.split, Some(3 | 4))
                    && !seen[reading.end - 1].ends_word;
                !across && !no_i && !begins_other_word
            };
            (0..seen.len()).any(|start| readings(seen, start, looks).iter().any(counts))
        })
}

/// Whether it is nothing but such words as "Security Team", "iSupport" or "ID Verification": no company, and everybody's.
fn is_a_role_alone(seen: &[Glyph]) -> bool {
    // For each place whether words lead there: [without a role, with one].
    let mut reached = vec![[false; 2]; seen.len() + 1];
    reached[0] = [true, false];
    for at in 0..seen.len() {
        let here = reached[at];
        if here == [false; 2] {
            continue;
        }
        if seen[at].may_be_left_out {
            reached[at + 1] = [0, 1].map(|with| reached[at + 1][with] || here[with]);
        }
        for (looks, role) in [(&ROLES_LOOKS, true), (&BESIDE_LOOKS, false)] {
            for reading in looks.iter().flat_map(|looks| readings(seen, at, looks)) {
                reached[reading.end][0] |= here[0] && !role;
                reached[reading.end][1] |= here[1] || here[0] && role;
            }
        }
    }
    reached[seen.len()][1]
}

/// Letters of scripts that are written together (UTS 39, "Highly Restrictive"), their marks, digits and a few signs.
fn is_plain(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let mut letters = String::with_capacity(name.len());
    let (mut marks, mut before) = (0, ' ');
    for (at, c) in chars.iter().copied().enumerate() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        // As in UTS 39, 5.4; and a mark has a letter to stand on.
        if marks > 4 || marks > 0 && (c == before || !is_letter(before)) {
            return false;
        }
        let is_joint = c == ZERO_WIDTH_NON_JOINER
            && is_arabic(before)
            && chars.get(at + 1).copied().is_some_and(is_arabic);
        if is_letter(c) {
            letters.push(c);
        } else if !SIGNS.contains(c) && !is_joint {
            return false;
        }
        before = c;
    }
    !letters.is_empty() && letters.check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Persian writes it between the parts of a word; elsewhere it only hides.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}')
}
