//! Whether the packages are what they should be: looked into, installed, started from the menu, removed without a trace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::{needs, setup};

const NAME: &str = "icloud-connect";
/// What every package brings, below `/usr`.
const FILES: &[&str] = &[
    "bin/icloud-connect",
    "share/applications/icloud-connect.desktop",
    "share/icons/hicolor/128x128/apps/icloud-connect.png",
    "share/icons/hicolor/256x256/apps/icloud-connect.png",
    "share/icons/hicolor/32x32/apps/icloud-connect.png",
    "share/icons/hicolor/512x512/apps/icloud-connect.png",
    "share/icons/hicolor/64x64/apps/icloud-connect.png",
    "share/icons/hicolor/scalable/apps/icloud-connect.svg",
    "share/metainfo/io.github.icloud-connect.metainfo.xml",
];
const DEB_LICENCES: &[&str] = &["share/doc/icloud-connect/copyright"];
const RPM_LICENCES: &[&str] = &[
    "share/licenses/icloud-connect/LICENSE-APACHE",
    "share/licenses/icloud-connect/LICENSE-MIT",
];
/// A desktop of its own, in which the installed program is started.
const SESSION: &str = include_str!("session.sh");

/// Makes the packages from the program that tests use, and tries them. Says so where that cannot be done.
///
/// # Errors
/// When something is missing that cannot be installed, or a package is not as it should be.
pub(crate) fn check() -> Result<()> {
    println!("\n== packages");
    let start = Instant::now();
    if let Some(reason) = hindrance() {
        eprintln!("== packages: SKIPPED. {reason}");
        return Ok(());
    }
    setup::packages(
        &[needs::BUILD, needs::USE, needs::TEST, needs::TRY_PACKAGE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    let packages = super::make(true)?;
    let of_kind = |kind: &str| {
        packages
            .iter()
            .find(|path| path.extension().is_some_and(|ending| ending == kind))
    };
    let (deb, rpm) = of_kind("deb")
        .zip(of_kind("rpm"))
        .context("a package is missing")?;
    let folder = crate::made("package");
    look_into_deb(deb, &folder)?;
    look_into_rpm(rpm)?;
    try_deb(deb, &folder)?;
    println!(
        "== packages: ok, {:.1} s. The installed program's first screen: {}",
        start.elapsed().as_secs_f32(),
        picture(&folder).display()
    );
    Ok(())
}

/// Why this computer cannot be used to try a package.
fn hindrance() -> Option<String> {
    if setup::program("apt-get").is_none() {
        return Some("They are tried on Debian and Ubuntu only.".to_owned());
    }
    if setup::apt().is_none() {
        return Some("Installing needs root, and there is no sudo.".to_owned());
    }
    if is_installed() && !ours().exists() {
        return Some(format!(
            "{NAME} is installed on this computer, and trying the package would remove it."
        ));
    }
    None
}

fn look_into_deb(deb: &Path, folder: &Path) -> Result<()> {
    let list = said(Command::new("dpkg-deb").arg("-c").arg(deb))?;
    // -rwxr-xr-x 0/0 1234 2026-01-01 00:00 usr/bin/icloud-connect
    let files = list
        .lines()
        .filter(|line| !line.starts_with('d'))
        .filter_map(|line| line.split_once(' ').zip(line.rsplit_once(' ')));
    same_files(
        deb,
        files.map(|((mode, _), (_, path))| format!("{mode} /{path}")),
        DEB_LICENCES,
    )?;

    let field = |name: &str| said(Command::new("dpkg-deb").arg("-f").arg(deb).arg(name));
    for (name, wanted) in [("Package", NAME), ("Version", env!("CARGO_PKG_VERSION"))] {
        ensure!(
            field(name)?.trim() == wanted,
            "{}: {name} is not {wanted}",
            deb.display()
        );
    }
    let depends = field("Depends")?;
    for package in ["libwebkit2gtk-4.1-0", "libgtk-3-0", "xdg-utils"] {
        ensure!(
            depends.trim().split(", ").any(|name| name == package),
            "{} does not depend on {package}",
            deb.display()
        );
    }

    let content = folder.join("deb");
    empty(&content)?;
    said(Command::new("dpkg-deb").arg("-x").arg(deb).arg(&content))?;
    for size in ["32x32", "64x64", "128x128", "256x256", "512x512"] {
        let icon = content.join(format!("usr/share/icons/hicolor/{size}/apps/{NAME}.png"));
        ensure!(png_size(&icon)? == size, "{} is not {size}", icon.display());
    }
    said(
        Command::new("desktop-file-validate")
            .arg(content.join(format!("usr/share/applications/{NAME}.desktop"))),
    )?;
    let metainfo = format!("usr/share/metainfo/io.github.{NAME}.metainfo.xml");
    said(
        Command::new("appstreamcli")
            .args(["validate", "--no-net"])
            .arg(content.join(metainfo)),
    )?;
    Ok(())
}

fn look_into_rpm(rpm: &Path) -> Result<()> {
    let ask = |question: &[&str]| said(Command::new("rpm").arg("-qp").args(question).arg(rpm));
    let list = ask(&["--queryformat", r"[%{FILEMODES:perms} %{FILENAMES}\n]"])?;
    same_files(rpm, list.lines().map(str::to_owned), RPM_LICENCES)?;
    let requires = ask(&["--requires"])?;
    for name in ["libwebkit2gtk-4.1.so.0", "libgtk-3.so.0", "xdg-utils"] {
        ensure!(
            requires.lines().any(|line| line.starts_with(name)),
            "{} does not require {name}",
            rpm.display()
        );
    }
    Ok(())
}

/// `listed`: each file's mode and path.
fn same_files(
    package: &Path,
    listed: impl Iterator<Item = String>,
    licences: &[&str],
) -> Result<()> {
    let mode = |path: &str| {
        if path.starts_with("bin/") {
            "-rwxr-xr-x"
        } else {
            "-rw-r--r--"
        }
    };
    let wanted: BTreeSet<_> = FILES
        .iter()
        .chain(licences)
        .map(|path| format!("{} /usr/{path}", mode(path)))
        .collect();
    // In a checkout the group may be allowed to write. In the package the group is root's.
    let listed: BTreeSet<_> = listed
        .map(|file| {
            file.replacen("-rw-rw-", "-rw-r--", 1)
                .replacen("-rwxrwx", "-rwxr-x", 1)
        })
        .collect();
    let missing: Vec<_> = wanted.difference(&listed).collect();
    let strange: Vec<_> = listed.difference(&wanted).collect();
    ensure!(
        missing.is_empty() && strange.is_empty(),
        "{} lacks {missing:?} and has {strange:?} instead",
        package.display()
    );
    Ok(())
}

/// A PNG's width and height, as the name of an icon theme's folder.
fn png_size(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let number = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|four| four.try_into().ok())
            .map_or(0, u32::from_be_bytes)
    };
    Ok(format!("{}x{}", number(16), number(20)))
}

/// Installs the package, starts the program, and removes it again, whatever came of it.
fn try_deb(deb: &Path, folder: &Path) -> Result<()> {
    if ours().exists() {
        remove()?;
    }
    let before = traces()?;
    fs::write(ours(), "").context("it cannot be noted that the package is installed")?;
    let tried = apt(&["install"], Some(deb)).and_then(|()| start(folder));
    let listed = said(Command::new("dpkg").args(["-L", NAME]));
    let removed = remove();
    tried.and(removed)?;
    let left: Vec<_> = listed?
        .lines()
        .filter(|path| path.contains(NAME) && Path::new(path).exists())
        .map(str::to_owned)
        .collect();
    ensure!(left.is_empty(), "removing the package left {left:?}");
    let after = traces()?;
    let new: Vec<_> = after.difference(&before).collect();
    ensure!(
        new.is_empty(),
        "installing and removing the package left {new:?}"
    );
    Ok(())
}

fn start(folder: &Path) -> Result<()> {
    let home = folder.join("home");
    empty(&home)?;
    let mut session = Command::new("timeout");
    session
        .args([
            "--kill-after=5",
            "120",
            "bash",
            "-c",
            SESSION,
            "session",
            NAME,
        ])
        .arg(picture(folder));
    // Nothing of whoever runs this: neither their settings nor their keys.
    session
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", &home)
        .env("LANG", "C.UTF-8");
    session.envs([
        ("GDK_BACKEND", "x11"),
        ("NO_AT_BRIDGE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ]);
    said(&mut session).context("the installed program does not start")?;
    Ok(())
}

fn remove() -> Result<()> {
    if is_installed() {
        apt(&["purge"], None)?;
    }
    fs::remove_file(ours()).context("it cannot be noted that the package is gone")
}

fn apt(command: &[&str], package: Option<&Path>) -> Result<()> {
    let mut apt = setup::apt().context("installing needs root, and there is no sudo")?;
    // Another package manager may be at work just now.
    apt.args([
        "-q",
        "-y",
        "--no-install-recommends",
        "-o",
        "DPkg::Lock::Timeout=60",
    ])
    .args(command);
    said(apt.arg(package.map_or(NAME.as_ref(), Path::as_os_str)))?;
    Ok(())
}

fn is_installed() -> bool {
    let status = said(Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", NAME]));
    status.is_ok_and(|status| status != "not-installed")
}

/// Files named after the program, and files of menus and icons that speak of it.
fn traces() -> Result<BTreeSet<String>> {
    let mut named = Command::new("find");
    named
        .args(["/etc", "/opt", "/usr", "/var", "-xdev", "-path"])
        .arg(crate::root())
        .args(["-prune", "-o", "-name", "*icloud-connect*", "-print"]);
    let mut speaking = Command::new("grep");
    speaking.args([
        "-rls",
        NAME,
        "/usr/share/applications",
        "/usr/share/icons/hicolor",
        "/usr/share/metainfo",
    ]);
    let mut found = BTreeSet::new();
    for mut search in [named, speaking] {
        // Their exit codes tell of folders that may not be read, and of finding nothing.
        let output = search
            .output()
            .with_context(|| format!("{search:?} cannot be run"))?;
        found.extend(
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .map(str::to_owned),
        );
    }
    Ok(found)
}

/// There while the package is installed by this check, so that the next one can clear up after one that was interrupted.
fn ours() -> PathBuf {
    crate::made("package").join("installed-by-the-check")
}

fn picture(folder: &Path) -> PathBuf {
    folder.join("first-screen.png")
}

/// Makes an empty folder.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// What a program says; when it fails, everything it said is the error.
fn said(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{} cannot be run", command.get_program().display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .filter(|word| !word.contains('\n'))
            .collect();
        let name = command.get_program().display();
        bail!(
            "{name} {} ended with {}:\n{text}{}",
            words.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(text)
}
