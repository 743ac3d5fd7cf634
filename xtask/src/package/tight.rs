//! Packs a Debian package again: Tauri knows gzip alone, which leaves it a third larger than xz does.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::{needs, setup, step};

/// Puts a package in the place of another one with the same content.
///
/// # Errors
/// When something is missing that cannot be installed, or the package cannot be read or written.
pub(super) fn pack(package: &Path) -> Result<()> {
    setup::packages(&needs::PACK.iter().collect::<Vec<_>>())?;
    let content = package.with_extension("content");
    let mut unpack = Command::new("dpkg-deb");
    step::succeed(unpack.arg("--raw-extract").args([package, &content]))?;
    let mut whole = Command::new("dpkg-deb");
    whole.args(["--root-owner-group", "-Znone", "--build"]);
    step::succeed(whole.args([&content, package]))?;
    let control = packed(package, "--ctrl-tarfile", &[])?;
    // For addresses in machine code xz has a filter, which dpkg reads and does not offer: it makes a twelfth less.
    let filter: &[_] = if cfg!(target_arch = "x86_64") {
        &["--x86", "--lzma2=preset=9e"]
    } else {
        &[]
    };
    let data = packed(package, "--fsys-tarfile", filter)?;
    let mut deb = ar::Builder::new(File::create(package)?);
    for (name, bytes) in [
        ("debian-binary", &b"2.0\n"[..]),
        ("control.tar.xz", &control),
        ("data.tar.xz", &data),
    ] {
        let mut header = ar::Header::new(name.into(), u64::try_from(bytes.len())?);
        header.set_mode(0o100_644);
        deb.append(&header, bytes)?;
    }
    fs::remove_dir_all(&content).with_context(|| format!("{} stays", content.display()))
}

/// A part of the package, which is not packed, as xz packs it.
fn packed(package: &Path, part: &str, filter: &[&str]) -> Result<Vec<u8>> {
    let mut tar = Command::new("dpkg-deb")
        .arg(part)
        .arg(package)
        .stdout(Stdio::piped())
        .spawn()
        .context("dpkg-deb cannot be run")?;
    let plain = tar.stdout.take().context("dpkg-deb says nothing")?;
    let packed = Command::new("xz")
        .args(["-9", "--check=crc32", "--stdout"])
        .args(filter)
        .stdin(plain)
        .output()
        .context("xz cannot be run")?;
    ensure!(
        tar.wait()?.success() && packed.status.success(),
        "{} cannot be packed: {}",
        package.display(),
        String::from_utf8_lossy(&packed.stderr)
    );
    Ok(packed.stdout)
}
