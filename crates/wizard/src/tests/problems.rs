//! `docs/problems.md` and the enum are one list.

use crate::Problem;
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../../../docs/problems.md");

/// A row of the table.
pub(super) struct Row {
    pub(super) code: String,
    cells: Vec<String>,
}

impl Row {
    fn screens(&self) -> Vec<&str> {
        self.cells[4]
            .split(", ")
            .map(|screen| screen.trim_matches('`'))
            .collect()
    }

    pub(super) fn lands_on(&self, screen: &str) -> bool {
        self.screens().iter().any(|s| *s == screen || *s == "any")
    }
}

fn rows(part: &str) -> Vec<Row> {
    part.lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .map(|line| {
            line.split(" | ")
                .map(|cell| cell.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|cells| is_code(&cells[0]))
        .map(|cells| Row {
            code: cells[0].clone(),
            cells,
        })
        .collect()
}

fn is_code(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() == 3
        && chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.all(|c| c.is_ascii_digit())
}

/// The rows of all tables.
pub(super) fn table() -> Vec<Row> {
    rows(PAGE)
}

#[test]
fn the_table_has_a_row_for_every_problem_in_the_order_of_their_codes() {
    let rows = table();
    assert_eq!(
        rows.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(),
        Problem::ALL.iter().map(|p| p.code()).collect::<Vec<_>>()
    );
    for row in rows {
        assert_eq!(row.cells.len(), 5, "{}", row.code);
        assert!(
            row.cells.iter().all(|cell| !cell.is_empty()),
            "{}",
            row.code
        );
    }
}

#[test]
fn the_table_says_rightly_whether_trying_again_can_help() {
    for (row, problem) in table().iter().zip(Problem::ALL) {
        assert_eq!(
            row.cells[3],
            if problem.retry_can_help() {
                "yes"
            } else {
                "no"
            },
            "{}",
            row.code
        );
    }
}

#[test]
fn the_table_names_only_screens() {
    for row in table() {
        assert!(
            row.screens()
                .iter()
                .all(|s| *s == "any" || crate::SCREENS.contains(s)),
            "{}: {:?}",
            row.code,
            row.screens()
        );
    }
}

#[test]
fn a_code_stands_for_one_problem() {
    let codes: BTreeSet<&str> = Problem::ALL.iter().map(|p| p.code()).collect();
    assert_eq!(codes.len(), Problem::ALL.len());
    assert!(codes.iter().all(|code| is_code(code)));
}

#[test]
fn the_page_lists_every_code_of_the_plan_once() {
    let group = |letter: char, last: u8| (1..=last).map(move |n| format!("{letter}{n:02}"));
    let plan: Vec<String> = group('P', 6)
        .chain(group('A', 7))
        .chain(group('N', 11))
        .chain(group('C', 11))
        .chain(group('I', 13))
        .collect();
    let listed: Vec<String> = rows(PAGE).into_iter().map(|r| r.code).collect();
    assert_eq!(listed.len(), plan.len(), "nothing twice");
    assert_eq!(
        listed.into_iter().collect::<BTreeSet<_>>(),
        plan.into_iter().collect()
    );
}

#[test]
fn a_button_stands_with_every_problem_that_trying_again_can_help() {
    for problem in Problem::ALL {
        let retry = problem.actions().contains(&crate::Action::Retry);
        assert_eq!(retry, problem.retry_can_help(), "{}", problem.code());
    }
}
