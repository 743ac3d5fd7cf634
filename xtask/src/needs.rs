//! What the program and its tests need from the system, and which of it is missing. Pure: whoever calls says what is there.

use std::collections::BTreeSet;

/// One thing from the system's packages.
#[derive(Debug, PartialEq)]
pub(crate) struct Need {
    /// Debian's packages that give it; any of them will do, the first is the one to install.
    pub(crate) apt: &'static [&'static str],
    /// The same on Fedora. A path is a name there: dnf finds the package that holds it.
    pub(crate) dnf: &'static str,
    /// The same on Arch.
    pub(crate) pacman: &'static str,
    /// The same on openSUSE.
    pub(crate) zypper: &'static str,
    /// How to see that it is there without asking a package manager.
    pub(crate) sign: Sign,
    /// What it is for, in a few words.
    pub(crate) why: &'static str,
}

/// A trace of something that is installed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sign {
    /// A program on the PATH.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// None; outside Debian it is taken to be there.
    None,
}

/// To build the window.
pub(crate) const BUILD: &[Need] = &[
    Need {
        apt: &["gcc"],
        dnf: "gcc",
        pacman: "gcc",
        zypper: "gcc",
        sign: Sign::Program("cc"),
        why: "links the program",
    },
    Need {
        apt: &["libc6-dev"],
        dnf: "glibc-devel",
        pacman: "glibc",
        zypper: "glibc-devel",
        sign: Sign::None,
        why: "links the program",
    },
    Need {
        apt: &["pkg-config", "pkgconf"],
        dnf: "pkgconf-pkg-config",
        pacman: "pkgconf",
        zypper: "pkg-config",
        sign: Sign::Program("pkg-config"),
        why: "finds the libraries to build with",
    },
    Need {
        apt: &["libwebkit2gtk-4.1-dev"],
        dnf: "webkit2gtk4.1-devel",
        pacman: "webkit2gtk-4.1",
        zypper: "webkit2gtk3-devel",
        sign: Sign::Library("webkit2gtk-4.1"),
        why: "draws the window",
    },
];

/// To use the window.
pub(crate) const USE: &[Need] = &[Need {
    apt: &["xdg-utils"],
    dnf: "xdg-utils",
    pacman: "xdg-utils",
    zypper: "xdg-utils",
    sign: Sign::Program("xdg-open"),
    why: "opens Apple's page in the browser",
}];

/// To measure.
pub(crate) const BENCH: &[Need] = &[
    Need {
        apt: &["time"],
        dnf: "time",
        pacman: "time",
        zypper: "time",
        sign: Sign::Program("time"),
        why: "says how much memory a process took",
    },
    Need {
        apt: &["curl"],
        dnf: "curl",
        pacman: "curl",
        zypper: "curl",
        sign: Sign::Program("curl"),
        why: "what the client is compared with",
    },
];

/// To test the window, and what else the tests speak to.
pub(crate) const TEST: &[Need] = &[
    Need {
        apt: &["xvfb"],
        dnf: "xorg-x11-server-Xvfb",
        pacman: "xorg-server-xvfb",
        zypper: "xorg-x11-server-Xvfb",
        sign: Sign::Program("Xvfb"),
        why: "a screen for the window tests",
    },
    Need {
        apt: &["webkit2gtk-driver"],
        dnf: "/usr/bin/WebKitWebDriver",
        pacman: "webkit2gtk-4.1",
        zypper: "/usr/bin/WebKitWebDriver",
        sign: Sign::Program("WebKitWebDriver"),
        why: "presses the window's buttons in tests",
    },
    Need {
        apt: &["gnome-keyring"],
        dnf: "gnome-keyring",
        pacman: "gnome-keyring",
        zypper: "gnome-keyring",
        sign: Sign::Program("gnome-keyring-daemon"),
        why: "a keychain for the window tests",
    },
    Need {
        apt: &["chromium"],
        dnf: "chromium",
        pacman: "chromium",
        zypper: "chromium",
        sign: Sign::Program("chromium"),
        why: "a real browser for signing in on Nylas' page",
    },
    Need {
        apt: &["chromium-driver"],
        dnf: "chromedriver",
        pacman: "chromium",
        zypper: "chromedriver",
        sign: Sign::Program("chromedriver"),
        why: "types on that page in tests",
    },
    Need {
        apt: &["dbus"],
        dnf: "dbus-daemon",
        pacman: "dbus",
        zypper: "dbus-1",
        sign: Sign::Program("dbus-run-session"),
        why: "the bus between window and keychain",
    },
    Need {
        apt: &["at-spi2-core"],
        dnf: "at-spi2-core",
        pacman: "at-spi2-core",
        zypper: "at-spi2-core",
        sign: Sign::None,
        why: "the bus on which screen readers listen",
    },
    Need {
        apt: &["procps"],
        dnf: "procps-ng",
        pacman: "procps-ng",
        zypper: "procps",
        sign: Sign::Program("pgrep"),
        why: "ends the program in tests of a crash",
    },
    Need {
        apt: &["xclip"],
        dnf: "xclip",
        pacman: "xclip",
        zypper: "xclip",
        sign: Sign::Program("xclip"),
        why: "copies a password as another program does",
    },
    Need {
        apt: &["openbox"],
        dnf: "openbox",
        pacman: "openbox",
        zypper: "openbox",
        sign: Sign::Program("openbox"),
        why: "a window manager, which gives windows their frames and the keyboard",
    },
    Need {
        apt: &["curl"],
        dnf: "curl",
        pacman: "curl",
        zypper: "curl",
        sign: Sign::Program("curl"),
        why: "runs the lines of the page on practice",
    },
    Need {
        apt: &["dovecot-imapd"],
        dnf: "dovecot",
        pacman: "dovecot",
        zypper: "dovecot",
        sign: Sign::Program("dovecot"),
        why: "a real mail server that is asked in Apple's place",
    },
    Need {
        apt: &["postgresql"],
        dnf: "postgresql-server",
        pacman: "postgresql",
        zypper: "postgresql-server",
        sign: Sign::Program("psql"),
        why: "the database that many relays share",
    },
    Need {
        apt: &["fonts-inter", "fonts-cantarell"],
        dnf: "rsms-inter-fonts",
        pacman: "inter-font",
        zypper: "inter-fonts",
        sign: Sign::None,
        why: "letters as on a desktop, for the pictures",
    },
    Need {
        apt: &["fonts-dejavu-core"],
        dnf: "dejavu-sans-fonts dejavu-sans-mono-fonts",
        pacman: "ttf-dejavu",
        zypper: "dejavu-fonts",
        sign: Sign::None,
        why: "wide letters, in which everything must fit, too, and the monospaced ones",
    },
    Need {
        apt: &["adwaita-icon-theme"],
        dnf: "adwaita-icon-theme",
        pacman: "adwaita-icon-theme",
        zypper: "adwaita-icon-theme",
        sign: Sign::None,
        why: "the window's own icons, for the pictures",
    },
];

/// To fetch what comes from PyPI.
pub(crate) const PYTHON: &[Need] = &[Need {
    apt: &["python3-venv"],
    dnf: "python3",
    pacman: "python",
    zypper: "python3",
    sign: Sign::None,
    why: "brings Nylas' own SDK, a real calendar server, and what judges dependencies and workflows",
}];

/// To fetch what comes from npm.
pub(crate) const NODE: &[Need] = &[Need {
    apt: &["npm"],
    dnf: "npm",
    pacman: "npm",
    zypper: "npm",
    sign: Sign::Program("npm"),
    why: "fetches Tauri's command line, which makes packages, and axe-core, which reads every screen",
}];

/// To read a Debian package, and to make it small.
pub(crate) const PACK: &[Need] = &[
    Need {
        apt: &["dpkg"],
        dnf: "dpkg",
        pacman: "dpkg",
        zypper: "dpkg",
        sign: Sign::Program("dpkg-deb"),
        why: "unpacks the deb",
    },
    Need {
        apt: &["xz-utils"],
        dnf: "xz",
        pacman: "xz",
        zypper: "xz",
        sign: Sign::Program("xz"),
        why: "packs the deb",
    },
];

/// To look into packages and to try one, beside what tests need.
pub(crate) const TRY_PACKAGE: &[Need] = &[
    Need {
        apt: &["desktop-file-utils"],
        dnf: "desktop-file-utils",
        pacman: "desktop-file-utils",
        zypper: "desktop-file-utils",
        sign: Sign::Program("desktop-file-validate"),
        why: "checks the package's menu entry",
    },
    Need {
        apt: &["appstream"],
        dnf: "appstream",
        pacman: "appstream",
        zypper: "AppStream",
        sign: Sign::Program("appstreamcli"),
        why: "checks what a software centre shows of the package",
    },
    Need {
        apt: &["rpm"],
        dnf: "rpm",
        pacman: "rpm-tools",
        zypper: "rpm",
        sign: Sign::Program("rpm"),
        why: "looks into the rpm",
    },
    Need {
        apt: &["libgtk-3-bin"],
        dnf: "gtk3",
        pacman: "gtk3",
        zypper: "gtk3-tools",
        sign: Sign::Program("gtk-launch"),
        why: "starts the program from its menu entry",
    },
    Need {
        apt: &["x11-utils"],
        dnf: "/usr/bin/xwininfo",
        pacman: "xorg-xwininfo",
        zypper: "xwininfo",
        sign: Sign::Program("xwininfo"),
        why: "sees whether a window is there",
    },
    Need {
        apt: &["imagemagick"],
        dnf: "ImageMagick",
        pacman: "imagemagick",
        zypper: "ImageMagick",
        sign: Sign::Program("import"),
        why: "takes a picture of the unpacked program",
    },
];

/// The packages that `dpkg-query -W -f '${Package} ${Status}\n'` says are installed.
pub(crate) fn installed(dpkg: &str) -> BTreeSet<&str> {
    dpkg.lines()
        .filter_map(|line| line.strip_suffix(" install ok installed"))
        .collect()
}

/// What is missing on Debian: neither one of its packages nor its program is there.
pub(crate) fn missing_on_debian<'a>(
    needs: &[&'a Need],
    installed: &BTreeSet<&str>,
    has_program: impl Fn(&str) -> bool,
) -> Vec<&'a Need> {
    let there = |need: &Need| {
        need.apt.iter().any(|package| installed.contains(package))
            || matches!(need.sign, Sign::Program(name) if has_program(name))
    };
    needs.iter().copied().filter(|need| !there(need)).collect()
}

/// What is missing on another Linux, by its signs alone.
pub(crate) fn missing_by_sign<'a>(
    needs: &[&'a Need],
    shows: impl Fn(Sign) -> bool,
) -> Vec<&'a Need> {
    needs
        .iter()
        .copied()
        .filter(|need| !shows(need.sign))
        .collect()
}

/// The line that installs `missing`, per package manager by its program's name.
pub(crate) fn line(manager: &str, missing: &[&Need]) -> Option<String> {
    let (start, name): (_, fn(&Need) -> &'static str) = match manager {
        "apt-get" => ("sudo apt-get install --no-install-recommends", |need| {
            need.apt[0]
        }),
        "dnf" => ("sudo dnf install", |need| need.dnf),
        "pacman" => ("sudo pacman -S --needed", |need| need.pacman),
        "zypper" => ("sudo zypper install", |need| need.zypper),
        _ => return None,
    };
    let names: BTreeSet<&str> = missing.iter().map(|need| name(need)).collect();
    Some(format!(
        "{start} {}",
        names.into_iter().collect::<Vec<_>>().join(" ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DPKG: &str = "\
fonts-cantarell install ok installed
gcc unknown ok not-installed
libc6-dev install ok installed
libc6-dev deinstall ok config-files
pkgconf install ok installed
libwebkit2gtk-4.1-dev deinstall ok config-files
xvfb install ok installed
webkit2gtk-driver install ok half-configured
";

    fn all() -> Vec<&'static Need> {
        [BUILD, USE, TEST, PYTHON].into_iter().flatten().collect()
    }

    fn names(missing: &[&Need]) -> Vec<&'static str> {
        missing.iter().map(|need| need.apt[0]).collect()
    }

    #[test]
    fn only_a_fully_installed_package_counts() {
        let missing = missing_on_debian(&all(), &installed(DPKG), |_| false);
        assert_eq!(
            names(&missing),
            [
                "gcc",
                "libwebkit2gtk-4.1-dev",
                "xdg-utils",
                "webkit2gtk-driver",
                "gnome-keyring",
                "chromium",
                "chromium-driver",
                "dbus",
                "at-spi2-core",
                "procps",
                "xclip",
                "openbox",
                "curl",
                "dovecot-imapd",
                "postgresql",
                "fonts-dejavu-core",
                "adwaita-icon-theme",
                "python3-venv",
            ]
        );
    }

    #[test]
    fn a_program_that_came_another_way_will_do() {
        let build: Vec<_> = BUILD.iter().collect();
        let missing = missing_on_debian(&build, &installed(DPKG), |name| name == "cc");
        assert_eq!(names(&missing), ["libwebkit2gtk-4.1-dev"]);
    }

    #[test]
    fn a_machine_with_nothing_misses_everything() {
        assert_eq!(missing_on_debian(&all(), &installed(""), |_| false), all());
    }

    #[test]
    fn elsewhere_signs_decide_and_the_line_is_that_systems_own() {
        let missing = missing_by_sign(&all(), |sign| {
            !matches!(sign, Sign::Library(_) | Sign::Program("WebKitWebDriver"))
        });
        assert_eq!(
            names(&missing),
            ["libwebkit2gtk-4.1-dev", "webkit2gtk-driver"]
        );
        let expected = [
            (
                "apt-get",
                "sudo apt-get install --no-install-recommends libwebkit2gtk-4.1-dev webkit2gtk-driver",
            ),
            (
                "dnf",
                "sudo dnf install /usr/bin/WebKitWebDriver webkit2gtk4.1-devel",
            ),
            ("pacman", "sudo pacman -S --needed webkit2gtk-4.1"),
            (
                "zypper",
                "sudo zypper install /usr/bin/WebKitWebDriver webkit2gtk3-devel",
            ),
        ];
        for (manager, expected) in expected {
            assert_eq!(line(manager, &missing).as_deref(), Some(expected));
        }
        assert_eq!(line("winget", &missing), None);
    }
}
