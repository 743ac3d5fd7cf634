//! `cargo xtask words`: how hard each sentence of the program is to read. A report and no gate: a number does not know
//! whether a sentence is true, or kind.
//!
//! Libraries were looked for: those for English that are kept count words and letters, and none counts syllables.

mod grade;

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const FOLDER: &str = "ui/locales/en";
/// The formula was made for texts; what has fewer words is a label.
const FEWEST: usize = 6;
/// What a child of twelve reads.
const TARGET: f64 = 6.0;
/// Above this grade a sentence is shown, the hardest first: it is to be read aloud.
const HARD: f64 = 8.0;

/// Says what each sentence takes to be read: those of the working tree, or of a revision.
///
/// # Errors
/// When the sentences cannot be read.
pub(crate) fn words(revision: Option<&str>) -> Result<ExitCode> {
    let mut graded: Vec<(f64, String)> = vec![];
    for (file, text) in files(revision)? {
        for (id, sentence) in sentences(&text) {
            let grade = grade::of(&sentence);
            graded.push((grade, format!("{file} {id}: {sentence}")));
        }
    }
    ensure!(!graded.is_empty(), "there are no sentences in {FOLDER}");
    graded.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    for (grade, sentence) in graded.iter().take_while(|(grade, _)| *grade > HARD) {
        println!("{grade:5.1}  {sentence}");
    }
    let grades: Vec<f64> = graded.iter().map(|(grade, _)| *grade).collect();
    println!("\n{}", summary(&grades));
    Ok(ExitCode::SUCCESS)
}

/// `grades`: the highest first, and at least one.
fn summary(grades: &[f64]) -> String {
    let easy = grades.iter().filter(|grade| **grade <= TARGET).count();
    let hard = grades.iter().filter(|grade| **grade > HARD).count();
    format!(
        "{} sentences; median grade {:.1}; {:.0} % are {TARGET} or below; {hard} are above {HARD}; the hardest is {:.1}",
        grades.len(),
        grades[grades.len() / 2],
        100.0 * easy as f64 / grades.len() as f64,
        grades[0]
    )
}

/// Name and text of each file of sentences.
fn files(revision: Option<&str>) -> Result<Vec<(String, String)>> {
    let Some(revision) = revision else {
        let folder = crate::places::root().join(FOLDER);
        let mut files = vec![];
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(entry.path())?));
        }
        files.sort();
        return Ok(files);
    };
    let tree = git(&["ls-tree", "--name-only", revision, &format!("{FOLDER}/")])?;
    let read = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok((
            name.to_owned(),
            git(&["show", &format!("{revision}:{path}")])?,
        ))
    };
    tree.lines().map(read).collect()
}

fn git(arguments: &[&str]) -> Result<String> {
    let mut git = Command::new("git");
    let said = git
        .args(arguments)
        .current_dir(crate::places::root())
        .output()
        .context("git cannot be started")?;
    ensure!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr).trim()
    );
    Ok(String::from_utf8(said.stdout)?)
}

/// The sentences of a file, with the names of their messages. Of variants each is there once.
fn sentences(text: &str) -> Vec<(String, String)> {
    // What does not parse is what the tests of `words` are for.
    let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(resource, _)| resource);
    let mut found: Vec<(String, String)> = vec![];
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let attributes = message.attributes.iter().map(|part| &part.value);
        for pattern in message.value.iter().chain(attributes) {
            for sentence in variants(pattern).iter().flat_map(|text| split(text)) {
                let new = found
                    .iter()
                    .all(|(id, known)| id != message.id.name || *known != sentence);
                if new && sentence.split_whitespace().count() >= FEWEST {
                    found.push((message.id.name.to_owned(), sentence));
                }
            }
        }
    }
    found
}

/// The texts that a pattern can become, each choice made in turn while the others stand at their default.
fn variants(pattern: &Pattern<&str>) -> Vec<String> {
    let mut texts = vec![String::new()];
    for element in &pattern.elements {
        let ways = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression } => of_expression(expression),
        };
        let usual = texts[0].clone();
        let (first, others) = ways
            .split_first()
            .map_or(("", &[][..]), |(first, others)| (first, others));
        for text in &mut texts {
            text.push_str(first);
        }
        texts.extend(others.iter().map(|way| format!("{usual}{way}")));
    }
    texts
}

/// What stands in braces: the default first.
fn of_expression(expression: &Expression<&str>) -> Vec<String> {
    match expression {
        Expression::Select {
            variants: choices, ..
        } => {
            let mut choices: Vec<_> = choices.iter().collect();
            choices.sort_by_key(|choice| !choice.default);
            choices
                .iter()
                .flat_map(|choice| variants(&choice.value))
                .collect()
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => vec![(*value).to_owned()],
        Expression::Inline(InlineExpression::Placeable { expression }) => of_expression(expression),
        // A short name, as most companies have.
        Expression::Inline(_) => vec!["Acme".to_owned()],
    }
}

/// Sentences and headings: each ends with a stop before a space, or with the text.
fn split(text: &str) -> Vec<String> {
    let plain = text.replace("**", "");
    let mut sentences = vec![String::new()];
    for word in plain.split_whitespace() {
        let Some(last) = sentences.last_mut() else {
            continue;
        };
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word.ends_with(['.', '!', '?', ':']) {
            sentences.push(String::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_of_a_message_is_read_once() {
        let text = "a-b = One two three four five six. { $kind ->\n    [x] Now one **two** three four five!\n   *[y] Then { $company } has two three four.\n } Ten?\n    .next = And this stands in an attribute\n";
        let found: Vec<String> = sentences(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "One two three four five six.",
                "Then Acme has two three four.",
                "Now one two three four five!",
                "And this stands in an attribute"
            ]
        );
    }

    #[test]
    fn the_sentences_of_the_program_are_found() {
        let files = files(None).unwrap_or_default();
        let count: usize = files.iter().map(|(_, text)| sentences(text).len()).sum();
        assert!(
            files.len() > 10 && count > 300,
            "{count} in {} files",
            files.len()
        );
    }

    #[test]
    fn the_summary_counts() {
        assert_eq!(
            summary(&[9.0, 6.0, 3.0, 2.0]),
            "4 sentences; median grade 3.0; 75 % are 6 or below; 1 are above 8; the hardest is 9.0"
        );
    }
}
