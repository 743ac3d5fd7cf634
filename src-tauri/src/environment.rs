//! The environment's variables. Secrets are taken out of it, because every child would inherit them, and so is what opens
//! TLS to others.
#![expect(
    unsafe_code,
    reason = "changing the environment is sound only before any thread starts, which main does first"
)]

use runner::{Environment, Variable};
use secrecy::SecretString;
use std::{env, ffi::OsString, path::PathBuf, process::Command, sync::OnceLock};

/// What the environment said.
pub(crate) struct Start {
    pub(crate) environment: Environment,
    /// `ICLOUD_CONNECT_DATA_DIR`: where everything is written instead of the system's places.
    pub(crate) data_dir: Option<PathBuf>,
    /// Whether a test drives the window.
    pub(crate) driven: bool,
}

/// Variables that put other certificate authorities in the place of the system's (for the library that reads these on
/// Linux), or that have browsers and WebKit write the keys of their connections into a file.
const OPENING_TLS: [&str; 3] = ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"];

/// Reads the variables and removes those that must not stay. Must run before any thread starts.
pub(crate) fn take() -> Start {
    let path = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(|value| PathBuf::from(unquoted(value)))
    };
    let text = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let api_key = text("NYLAS_API_KEY").map(|key| wizard::key_in(&SecretString::from(key)));
    let address = |name| {
        text(name).map(|uri| Variable {
            name,
            value: apple::word_in(&uri, &["https://", "http://"]).to_string(),
        })
    };
    for name in OPENING_TLS.into_iter().chain(["NYLAS_API_KEY"]) {
        // SAFETY: no other thread exists yet.
        unsafe { env::remove_var(name) };
    }
    forget_empty_ones();
    set_up_the_window();
    Start {
        environment: Environment {
            profile: path("ICLOUD_CONNECT_PROFILE"),
            opened: None,
            api_key,
            // The name in Nylas' own examples, and the one that its command line reads.
            api_uri: address("NYLAS_API_URI").or_else(|| address("NYLAS_API_BASE_URL")),
            built_in: option_env!("ICLOUD_CONNECT_BUILT_IN_PROFILE"),
            network: runner::Network::default(),
            proxy: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
                .into_iter()
                .any(|name| text(name).is_some()),
            proxy_resolver: Some(crate::proxy::resolver()),
        },
        data_dir: path("ICLOUD_CONNECT_DATA_DIR")
            .map(|folder| std::path::absolute(&folder).unwrap_or(folder)),
        driven: env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true"),
    }
}

/// Windows' `set` and files of settings leave quotes where a path is meant without.
fn unquoted(path: OsString) -> OsString {
    let inside = path.to_str().and_then(|text| {
        let inside = |sign| text.strip_prefix(sign)?.strip_suffix(sign);
        inside('"').or_else(|| inside('\''))
    });
    inside.map(OsString::from).unwrap_or(path)
}

/// An empty value means the same as none, but not to every library that reads it.
fn forget_empty_ones() {
    for name in ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME"] {
        if env::var_os(name).is_some_and(|value| value.is_empty()) {
            // SAFETY: no other thread exists yet.
            unsafe { env::remove_var(name) };
        }
    }
}

/// What was set for this program's window.
static OWN: OnceLock<Vec<&str>> = OnceLock::new();

/// Sets what the window's libraries read. Whoever sets a variable themselves has decided.
fn set_up_the_window() {
    use crate::graphics::{RENDERER, may_stay_blank};
    let mut own = vec![];
    if cfg!(target_os = "linux") {
        for (name, value, wanted) in [
            (RENDERER, "1", may_stay_blank("/".as_ref())),
            // WebKit makes no machine code of the page's scripts: less memory, and none that is written and then run.
            ("JSC_useJIT", "0", true),
        ] {
            if wanted && env::var_os(name).is_none() {
                // SAFETY: no other thread exists yet.
                unsafe { env::set_var(name, value) };
                own.push(name);
            }
        }
    }
    OWN.get_or_init(|| own);
}

/// Takes from another program what was set for this one's window.
#[cfg(target_os = "linux")]
pub(crate) fn leave_out_own(command: &mut Command) -> &mut Command {
    for name in OWN.get().into_iter().flatten() {
        command.env_remove(name);
    }
    command
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::{OPENING_TLS, take, unquoted};
    use secrecy::ExposeSecret;
    use std::{env, process::Command};

    const INSIDE: &str = "ICLOUD_CONNECT_TEST_INSIDE";

    /// The environment is the whole process's, so the test is a process of its own, without other threads.
    #[test]
    fn no_variable_stays_that_holds_the_key_or_replaces_the_systems_authorities() {
        if env::var_os(INSIDE).is_some() {
            let start = take();
            let environment = start.environment;
            assert_eq!(environment.api_key.unwrap().expose_secret(), "nyk_key");
            // Files of settings keep their quotes, and Nylas' command line has a name of its own for the address.
            let api_uri = environment.api_uri.unwrap();
            assert_eq!(
                (api_uri.name, api_uri.value.as_str()),
                ("NYLAS_API_BASE_URL", "https://api.eu.nylas.com")
            );
            for name in OPENING_TLS.into_iter().chain(["NYLAS_API_KEY"]) {
                assert_eq!(env::var_os(name), None, "{name}");
            }
            return;
        }
        let mut inside =
            alone("no_variable_stays_that_holds_the_key_or_replaces_the_systems_authorities");
        inside
            .env(INSIDE, "1")
            .env_remove("NYLAS_API_URI")
            .env("NYLAS_API_KEY", "\"nyk_key\"")
            .env("NYLAS_API_BASE_URL", "'https://api.eu.nylas.com'")
            .envs(OPENING_TLS.map(|name| (name, "/tmp/of-a-stranger")));
        passes(&mut inside);
    }

    /// Whoever set one has decided; without it, what the system says of its graphics does, or what is best.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_window_reads_is_set_by_the_person_or_by_us_and_is_for_no_other_program() {
        use crate::graphics::{RENDERER, may_stay_blank};
        const WHICH: &str = "ICLOUD_CONNECT_TEST_WHICH";
        if let (Some(meant), Ok(name)) = (env::var_os(INSIDE), env::var(WHICH)) {
            let before = env::var_os(&name);
            drop(take());
            assert_eq!(env::var_os(&name).unwrap_or_default(), meant);
            let mut other = Command::new("env");
            let other = super::leave_out_own(&mut other).output().unwrap().stdout;
            let line = format!("{name}=");
            let told = String::from_utf8(other).unwrap();
            let told = told.lines().find_map(|told| told.strip_prefix(&line));
            assert_eq!(told.map(Into::into), before);
            return;
        }
        let blank = if may_stay_blank("/".as_ref()) {
            "1"
        } else {
            ""
        };
        for (name, own) in [(RENDERER, blank), ("JSC_useJIT", "0")] {
            for (set, meant) in [(Some("0"), "0"), (Some("1"), "1"), (None, own)] {
                let mut inside = alone(
                    "what_the_window_reads_is_set_by_the_person_or_by_us_and_is_for_no_other_program",
                );
                inside.env(INSIDE, meant).env(WHICH, name).env_remove(name);
                passes(inside.envs(set.map(|set| (name, set))));
            }
        }
    }

    /// This test once more, in a process without other threads.
    fn alone(test: &str) -> Command {
        let mut inside = Command::new(env::current_exe().unwrap());
        let name = format!("environment::tests::{test}");
        inside.args(["--exact", &name, "--test-threads=1"]);
        inside
    }

    fn passes(inside: &mut Command) {
        let said = inside.output().unwrap();
        let text = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success() && text.contains("1 passed"), "{text}");
    }

    #[test]
    fn a_path_is_meant_without_quotes_around_it() {
        for (set, meant) in [
            ("/etc/acme.toml", "/etc/acme.toml"),
            ("\"C:\\Acme\\profile.toml\"", "C:\\Acme\\profile.toml"),
            ("'/home/nyla/my profile.toml'", "/home/nyla/my profile.toml"),
            ("\"half", "\"half"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(unquoted(set.into()), meant, "{set}");
        }
    }
}
