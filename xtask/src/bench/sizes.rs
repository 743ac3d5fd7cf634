//! How large the program is, and its packages.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::figures::Figure;
use crate::step;

const MB: f64 = 1e6;

/// The sizes of the program, of a bare window, of the packages, and of what Debian's brings.
///
/// # Errors
/// When one of them is missing.
pub(super) fn of(release: &Path, packages: &[PathBuf]) -> Result<Vec<Figure>> {
    let mut sizes = vec![
        Figure::new("size/program", size(&release.join("icloud-connect"))?, "MB"),
        Figure::new("size/bare", size(&release.join("examples/bare"))?, "MB"),
    ];
    for package in packages {
        let kind = package
            .extension()
            .and_then(OsStr::to_str)
            .unwrap_or_default();
        sizes.push(Figure::new(&format!("size/{kind}"), size(package)?, "MB"));
        if kind == "deb" {
            let mut asked = Command::new("dpkg-deb");
            let kib = step::said(asked.arg("-f").arg(package).arg("Installed-Size"))?;
            let kib: f64 = kib.trim().parse().context("Installed-Size is no number")?;
            sizes.push(Figure::new("size/installed", kib * 1024.0 / MB, "MB"));
        }
    }
    Ok(sizes)
}

fn size(file: &Path) -> Result<f64> {
    let bytes = fs::metadata(file)
        .with_context(|| format!("{} is missing", file.display()))?
        .len();
    // A file of nine petabytes would be off by one.
    #[expect(clippy::cast_precision_loss, reason = "a size in megabytes")]
    let bytes = bytes as f64;
    Ok(bytes / MB)
}
