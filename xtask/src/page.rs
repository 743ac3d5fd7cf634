//! `cargo xtask page`: writes `ui/index.html` from the frame, the parts and the screens.
//!
//! The content policy lets the page fetch nothing, so every template has to be in its document.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

/// The folders of templates, and what the names of theirs begin with.
const FOLDERS: [(&str, &str); 2] = [("parts", ""), ("screens", "screen-")];
const DOCTYPE: &str = "<!doctype html>\n";
const NOTE: &str =
    "<!-- Written by `cargo xtask page` from frame.html, parts/ and screens/. Change those. -->\n";
/// Where the templates go.
const PLACE: &str = "  <!-- templates -->\n";

/// Writes the page.
///
/// # Errors
/// When a file cannot be read or written, or the frame has no place for the templates.
pub(crate) fn page() -> Result<ExitCode> {
    let ui = crate::places::root().join("ui");
    let path = ui.join("index.html");
    fs::write(&path, composed(&ui)?).with_context(|| format!("{}", path.display()))?;
    println!("{} is written.", path.display());
    Ok(ExitCode::SUCCESS)
}

fn composed(ui: &Path) -> Result<String> {
    let frame = read(&ui.join("frame.html"))?;
    ensure!(
        frame.starts_with(DOCTYPE) && frame.contains(PLACE),
        "ui/frame.html begins with {DOCTYPE:?} and has a line {PLACE:?}"
    );
    let mut templates = String::new();
    for (folder, prefix) in FOLDERS {
        let folder = ui.join(folder);
        let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        let mut files = Vec::new();
        for entry in entries {
            files.push(entry?.path());
        }
        files.sort();
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let content = read(&file)?;
            templates += &format!("  <template id=\"{prefix}{name}\">\n{content}  </template>\n");
        }
    }
    Ok(frame
        .replacen(DOCTYPE, &format!("{DOCTYPE}{NOTE}"), 1)
        .replacen(PLACE, &templates, 1))
}

/// The file's text; a checkout on Windows may have other line ends.
fn read(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_as_its_parts_say() -> Result<()> {
        let ui = crate::places::root().join("ui");
        assert!(
            read(&ui.join("index.html"))? == composed(&ui)?,
            "ui/index.html is older than its parts: run `cargo xtask page`"
        );
        Ok(())
    }

    #[test]
    fn there_is_one_icon_outside_and_inside_the_window() -> Result<()> {
        let root = crate::places::root();
        let icon = read(&root.join("icons/icon.svg"))?;
        // The cloud, the prongs, the plug.
        let lines: Vec<&str> = icon
            .split(" d=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|line| !line.contains("1024"))
            .collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        for page in ["ui/frame.html", "ui/callback.html"] {
            let page = read(&root.join(page))?;
            for line in &lines {
                assert!(page.contains(&format!("d=\"{line}\"")), "{line}");
            }
        }
        Ok(())
    }
}
