//! Crockford's thirty-two symbols: no letter among them is taken for a digit when it is read, dictated or written down, and
//! small and capital letters are the same, so that no mail program can spoil a link.

const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// One symbol for each byte, each as likely as the others: 256 is a multiple of 32.
pub(crate) fn drawn(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| char::from(SYMBOLS[usize::from(byte % 32)]))
        .collect()
}

/// The text in the one form that is compared and hashed; `None` where something in it is no symbol.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let one = |c: char| match c.to_ascii_lowercase() {
        'o' => Some('0'),
        'i' | 'l' => Some('1'),
        c => u8::try_from(c)
            .is_ok_and(|c| SYMBOLS.contains(&c))
            .then_some(c),
    };
    text.chars().map(one).collect()
}

/// What a person typed, without the hyphens and spaces that only make it readable, as it is compared; `None` where it is
/// something else than `length` symbols.
pub fn same_symbols(typed: &str, length: usize) -> Option<String> {
    // Longer than any way of writing it, so that nothing long is looked at.
    if typed.len() > length * 4 {
        return None;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    canonical(&plain).filter(|text| text.len() == length)
}
