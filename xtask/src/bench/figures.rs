//! What was measured, and how much it may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;

const BUDGET: &str = include_str!("../../budget.toml");

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figure {
    /// What was measured, such as `window/finished`.
    pub(crate) name: String,
    pub(crate) value: f64,
    /// Such as `ms`; nothing for a ratio.
    pub(crate) unit: String,
}

impl Figure {
    pub(crate) fn new(name: &str, value: f64, unit: &str) -> Figure {
        Figure {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
        }
    }
}

/// The lines that the window's benchmark wrote: name, value and unit, set apart by tabs.
///
/// # Errors
/// When there is no such file, or a line is none of these.
pub(super) fn read(file: &Path) -> Result<Vec<Figure>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("{} is missing", file.display()))?;
    text.lines().map(figure).collect()
}

fn figure(line: &str) -> Result<Figure> {
    let mut parts = line.split('\t');
    let (Some(name), Some(value), Some(unit)) = (parts.next(), parts.next(), parts.next()) else {
        bail!("{line:?} is no figure");
    };
    let value = value
        .parse()
        .with_context(|| format!("{line:?} has no number"))?;
    Ok(Figure::new(name, value, unit))
}

/// Writes the figures for programs, and prints them.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(figures: &[Figure], file: &Path) -> Result<()> {
    println!("\n| what | measured |\n| --- | --- |");
    for Figure { name, value, unit } in figures {
        println!("| {name} | {value:.2} {unit} |");
    }
    fs::write(file, serde_json::to_string_pretty(figures)?)
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// A sentence on each figure that is over what the budget allows, and on each that was not measured.
///
/// # Errors
/// When the budget is not what it should be.
pub(super) fn over_budget(figures: &[Figure]) -> Result<Vec<String>> {
    Ok(over(&budget()?, figures))
}

/// Names, each with the most that it may be.
fn budget() -> Result<BTreeMap<String, f64>> {
    toml::from_str(BUDGET).context("xtask/budget.toml cannot be read")
}

fn over(budget: &BTreeMap<String, f64>, figures: &[Figure]) -> Vec<String> {
    let said = |(name, most): (&String, &f64)| {
        let Some(figure) = figures.iter().find(|figure| figure.name == *name) else {
            return Some(format!("{name} was not measured"));
        };
        // What is no number is not within it either.
        let within = figure.value <= *most;
        (!within).then(|| format!("{name} is {:.2} {} of {most}", figure.value, figure.unit))
    };
    budget.iter().filter_map(said).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_the_window_wrote_is_read_back() {
        let figure = figure("window/finished\t612.5\tms").unwrap();
        assert_eq!(figure, Figure::new("window/finished", 612.5, "ms"));
        for line in ["", "a", "a\tb\tms", "a\t1"] {
            assert!(super::figure(line).is_err(), "{line}");
        }
    }

    #[test]
    fn what_is_over_the_budget_or_missing_is_named() {
        let budget = [("a", 1.1), ("b", 4.0), ("c", 1.0), ("d", 1.0)];
        let budget = budget.map(|(name, most)| (name.to_owned(), most)).into();
        let figures = [
            Figure::new("a", 1.1, ""),
            Figure::new("b", 4.2, "MB"),
            Figure::new("d", f64::NAN, ""),
            Figure::new("without a budget", 900.0, "ms"),
        ];
        assert_eq!(
            over(&budget, &figures),
            ["b is 4.20 MB of 4", "c was not measured", "d is NaN  of 1"]
        );
    }

    #[test]
    fn the_budget_can_be_read() {
        assert!(!budget().unwrap().is_empty());
    }
}
