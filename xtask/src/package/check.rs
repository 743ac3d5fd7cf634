//! Whether the packages are what they should be: looked into, unpacked into a folder of their own, and started from the menu
//! entry there. Nothing is installed on this computer, and no script of a package runs.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::step::said;
use crate::{needs, setup};

const NAME: &str = "icloud-connect";
pub(super) const NOT_HERE: &str = "packages are tried on Linux only";
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
const DEB_LICENCES: &[&str] = &[
    "share/doc/icloud-connect/copyright",
    "share/doc/icloud-connect/licenses.txt",
];
const RPM_LICENCES: &[&str] = &[
    "share/licenses/icloud-connect/LICENSE-APACHE",
    "share/licenses/icloud-connect/LICENSE-MIT",
    "share/licenses/icloud-connect/licenses.txt",
];
/// What dpkg reads of a package. Anything else would be a script that runs as root.
const DEB_CONTROL: &[&str] = &["control", "md5sums"];
/// Where an rpm may have scripts, all of which run as root.
const RPM_SCRIPTS: &[&str] = &[
    "PRETRANS",
    "PREIN",
    "POSTIN",
    "PREUN",
    "POSTUN",
    "POSTTRANS",
    "VERIFYSCRIPT",
    "TRIGGERSCRIPTS",
    "FILETRIGGERSCRIPTS",
    "TRANSFILETRIGGERSCRIPTS",
];
/// The one that is wanted, which runs after the package was removed.
const RPM_REMOVED: &str = include_str!("../../../packaging/rpm-removed.sh");
/// A desktop of its own, in which the unpacked program is started.
const SESSION: &str = include_str!("session.sh");

/// Tries packages that were made.
///
/// # Errors
/// When something is missing that cannot be installed, or a package is not as it should be.
pub(crate) fn try_out(packages: &[PathBuf]) -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "{NOT_HERE}");
    setup::packages(
        &[needs::USE, needs::TEST, needs::PACK, needs::TRY_PACKAGE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    let of_kind = |kind: &str| {
        packages
            .iter()
            .find(|path| path.extension().is_some_and(|ending| ending == kind))
    };
    let (deb, rpm) = of_kind("deb")
        .zip(of_kind("rpm"))
        .context("a package is missing")?;
    let folder = crate::places::made("package");
    let content = look_into_deb(deb, &folder)?;
    look_into_rpm(rpm)?;
    start(&content, &folder)
}

/// Gives the folder into which it was unpacked.
fn look_into_deb(deb: &Path, folder: &Path) -> Result<PathBuf> {
    let list = said(Command::new("dpkg-deb").arg("-c").arg(deb))?;
    // -rwxr-xr-x 0/0 1234 2026-01-01 00:00 usr/bin/icloud-connect
    let files = list
        .lines()
        .filter(|line| !line.starts_with('d'))
        .filter_map(|line| line.split_once(' ').zip(line.rsplit_once(' ')));
    same_files(
        deb,
        // A path may begin with a dot or not.
        files.map(|((mode, _), (_, path))| format!("{mode} /{}", path.trim_start_matches("./"))),
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

    if setup::program("apt-get").is_some() {
        // This only works out what an installation would do. It needs no root, and changes nothing.
        let mut apt = Command::new("apt-get");
        apt.args(["--simulate", "-q", "--no-install-recommends", "install"]);
        said(apt.arg(deb)).context("the package could not be installed")?;
    }

    let control = folder.join("deb-control");
    empty(&control)?;
    said(Command::new("dpkg-deb").arg("-e").arg(deb).arg(&control))?;
    let names: BTreeSet<_> = fs::read_dir(&control)?
        .map(|file| Ok(file?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    ensure!(
        names.iter().eq(DEB_CONTROL),
        "{} brings {names:?} for dpkg",
        deb.display()
    );

    let content = folder.join("deb");
    empty(&content)?;
    said(Command::new("dpkg-deb").arg("-x").arg(deb).arg(&content))?;
    for size in ["32x32", "64x64", "128x128", "256x256", "512x512"] {
        let icon = content.join(format!("usr/share/icons/hicolor/{size}/apps/{NAME}.png"));
        ensure!(png_size(&icon)? == size, "{} is not {size}", icon.display());
    }
    let entry = content.join(format!("usr/share/applications/{NAME}.desktop"));
    said(Command::new("desktop-file-validate").arg(&entry))?;
    let text = fs::read_to_string(&entry)?;
    // A name and no path, so that the entry also works where the package is unpacked elsewhere; a link follows it.
    for wanted in [format!("Exec={NAME} %u"), format!("Icon={NAME}")] {
        ensure!(
            text.lines().any(|line| line == wanted),
            "{}: there is no {wanted}",
            entry.display()
        );
    }
    let metainfo = format!("usr/share/metainfo/io.github.{NAME}.metainfo.xml");
    said(
        Command::new("appstreamcli")
            .args(["validate", "--no-net"])
            .arg(content.join(metainfo)),
    )?;
    fs::canonicalize(&content).context("the unpacked package is gone")
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
    for tag in RPM_SCRIPTS {
        let wanted = if *tag == "POSTUN" {
            RPM_REMOVED
        } else {
            "(none)"
        };
        let script = ask(&["--queryformat", &format!("%{{{tag}}}")])?;
        ensure!(
            script.trim_end() == wanted.trim_end(),
            "{}: {tag} is not as it should be: {script}",
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

/// Starts the unpacked program as a menu does, and looks at its first screen.
fn start(content: &Path, folder: &Path) -> Result<()> {
    let home = folder.join("home");
    empty(&home)?;
    let picture = folder.join("first-screen.png");
    let mut session = Command::new("timeout");
    session
        .args(["--kill-after=5", "120", "bash", "-c", SESSION, "session"])
        .args([Path::new(NAME), &picture, content]);
    // Nothing of whoever runs this: neither their settings nor their keys.
    session
        .env_clear()
        .env(
            "PATH",
            first(&content.join("usr/bin"), "/usr/local/bin:/usr/bin:/bin"),
        )
        .env(
            "XDG_DATA_DIRS",
            first(&content.join("usr/share"), "/usr/local/share:/usr/share"),
        )
        .env("HOME", &home)
        .env("LANG", "C.UTF-8");
    session.envs([
        ("GDK_BACKEND", "x11"),
        ("NO_AT_BRIDGE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ]);
    said(&mut session).context("the unpacked program does not start")?;
    println!("The unpacked program's first screen: {}", picture.display());
    Ok(())
}

/// A search path that begins with the unpacked package.
fn first(folder: &Path, rest: &str) -> OsString {
    let mut path = folder.as_os_str().to_owned();
    path.push(":");
    path.push(rest);
    path
}

/// Makes an empty folder.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}
