//! The grade of Flesch and Kincaid: about the year of school in which a sentence is understood.

pub(super) fn of(sentence: &str) -> f64 {
    let words: Vec<String> = sentence
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '@'))
        .map(|word| {
            word.chars()
                .filter(|c| c.is_alphanumeric() || *c == '’')
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect();
    let count = words.len().max(1) as f64;
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * count + 11.8 * syllables as f64 / count - 15.59
}

/// How many syllables an English word has, by its letters. Right for nine words of ten, which is enough for a report.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let stem = word.split('’').next().unwrap_or_default();
    if stem.chars().all(|c| c.is_ascii_digit()) {
        return stem.len().max(1);
    }
    let letters: Vec<char> = stem.chars().collect();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é');
    let mut count = 0;
    let mut before = false;
    for c in &letters {
        let vowel = is_vowel(*c);
        count += usize::from(vowel && !before);
        before = vowel;
    }
    let ends = |end: &str| stem.ends_with(end);
    let before_end = |back: usize| {
        letters
            .len()
            .checked_sub(back)
            .and_then(|at| letters.get(at))
    };
    let silent = match () {
        // "table" has two, "rule" and "whole" have one.
        () if ends("le") => before_end(3).is_some_and(|c| is_vowel(*c)),
        () if ends("ed") => {
            !ends("ted") && !ends("ded") && before_end(3).is_some_and(|c| !is_vowel(*c))
        }
        () if ends("es") => {
            !["ses", "ces", "ges", "zes", "xes", "shes", "ches"]
                .iter()
                .any(|end| ends(end))
                && before_end(3).is_some_and(|c| !is_vowel(*c))
        }
        () => ends("e") && before_end(2).is_some_and(|c| !is_vowel(*c)),
    };
    // "being", "create", "idea", "account’s" is none of these.
    let parted = [
        "eing", "ying", "iou", "create", "idea", "reate", "ia", "io", "ua",
    ]
    .iter()
    .filter(|part| stem.contains(**part))
    .filter(|part| {
        !matches!(**part, "io" | "ia") || !(ends("tion") || ends("tions") || ends("cial"))
    })
    .count()
    .min(1);
    (count + parted).saturating_sub(usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_people_hear_them() {
        let words = [
            ("a", 1),
            ("the", 1),
            ("apple", 2),
            ("page", 1),
            ("password", 2),
            ("address", 2),
            ("account", 2),
            ("create", 2),
            ("created", 3),
            ("connect", 2),
            ("connected", 3),
            ("copied", 2),
            ("pressed", 1),
            ("whole", 1),
            ("table", 2),
            ("people", 2),
            ("changes", 2),
            ("makes", 1),
            ("uses", 2),
            ("company", 3),
            ("calendar", 3),
            ("isn’t", 1),
            ("you’re", 1),
            ("application", 4),
            ("connection", 3),
            ("mailbox", 2),
            ("computer", 3),
            ("minute", 2),
            ("being", 2),
            ("authentication", 5),
            ("try", 1),
            ("again", 2),
        ];
        let wrong: Vec<_> = words
            .iter()
            .filter(|(word, heard)| syllables(word) != *heard)
            .map(|(word, heard)| format!("{word}: {heard}, not {}", syllables(word)))
            .collect();
        assert!(wrong.len() <= words.len() / 10, "{wrong:?}");
    }

    #[test]
    fn longer_words_and_longer_sentences_are_harder() {
        let easy = of("Press the blue button.");
        let long = of(
            "Press the blue button, and then wait until the page says that you can go on with the next step.",
        );
        let hard = of("Authentication necessitates administrative authorization.");
        assert!(
            easy < 3.0 && easy < long && long < hard,
            "{easy} {long} {hard}"
        );
    }
}
