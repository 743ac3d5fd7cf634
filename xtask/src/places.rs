//! Where the project's own commands find and put things.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A place for what these commands make: pictures, tools, unpacked packages.
pub(crate) fn made(name: &str) -> PathBuf {
    root().join("target").join(name)
}
