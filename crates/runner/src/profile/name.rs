//! Names that pretend to be somebody else's.

use unicode_security::confusable_detection::skeleton;

/// Whom a loose profile could want to be taken for.
const PROTECTED: [&str; 5] = ["apple", "icloud", "nylas", "microsoft", "google"];

/// Whether a person could read one of the protected names in this one.
pub(super) fn resembles_protected(name: &str) -> bool {
    let seen = folded(name);
    PROTECTED
        .iter()
        .any(|protected| seen.contains(&folded(protected)))
}

/// How a name looks: characters that look alike (Unicode's UTS 39) become one, whatever their case; accents, spaces and
/// everything that is no letter or digit go. It is done twice because a capital looks different from its small letter.
fn folded(name: &str) -> String {
    let capitals: String = skeleton(name).flat_map(char::to_lowercase).collect();
    skeleton(&capitals)
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'i' | '1' | '!' => 'l',
            '0' => 'o',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .collect()
}
