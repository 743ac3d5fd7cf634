//! What really goes wrong: public threads in which people failed to connect iCloud, each played to its problem and its next
//! step. A test's number is the thread's row in the project's list of them.

mod before;
mod kinds;
mod names;
mod networks;
#[cfg(target_os = "linux")]
mod script;
mod services;
mod way_back;

use nylas_sim::Simulator;
use wizard::{Action, Field, View};

use crate::{
    apple::{
        authority::Authority,
        scripted::{Act, good_dav, good_imap, http},
    },
    fault_proxy::FaultProxy,
    journey::{Journey, code_of, is_busy},
    networks::Apple,
    world::{World, outside, simulator},
};

/// Nylas on the desk, and an Apple of the test's own.
struct Scene {
    simulator: Simulator,
    proxy: FaultProxy,
    apple: Apple,
    world: World,
}

impl Scene {
    fn new(
        calendar: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
        mail: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Scene {
        let (simulator, authority) = (simulator(), Authority::new());
        let proxy = outside(FaultProxy::to(&simulator));
        let apple = Apple::answering(&authority, calendar, mail);
        let world = World::with_apple(
            proxy.origin(),
            &authority,
            apple.calendar.port,
            apple.mail.port,
        );
        Scene {
            simulator,
            proxy,
            apple,
            world,
        }
    }

    fn good() -> Scene {
        Scene::new(good_dav, good_imap)
    }

    /// The names that mail was asked to log in with, in order.
    fn mail_names(&self) -> Vec<String> {
        let heard = self.apple.mail.heard();
        heard
            .iter()
            .filter(|line| line.contains(" LOGIN "))
            .map(|line| line.split('"').nth(1).unwrap().to_owned())
            .collect()
    }

    /// With the password handed over for this address.
    fn handed_over(&self, address: &str) -> Journey<'_> {
        let mut journey = self.world.begin();
        journey.up_to_password(address).hand_over();
        journey
    }
}

/// A mail server that takes only this name.
fn only(name: &'static str) -> impl Fn(&str) -> Act + Send + Sync + Clone + 'static {
    let known = format!(" LOGIN \"{name}\" ");
    move |line| {
        if line.contains(" LOGIN ") && !line.contains(&known) {
            refused_mail(line)
        } else {
            good_imap(line)
        }
    }
}

fn refused_mail(line: &str) -> Act {
    if line.contains(" LOGIN ") {
        Act::Say("a1 NO [AUTHENTICATIONFAILED] Authentication failed\r\n".into())
    } else {
        good_imap(line)
    }
}

fn refused_dav(_: &str) -> Act {
    http(
        "401 Unauthorized",
        "www-authenticate: X-MobileMe-AuthToken realm=\"x\"\r\nwww-authenticate: Basic realm=\"x\"\r\n",
        "",
    )
}

/// A sentence of the screen, without the marks that isolate values.
fn says(view: &View, key: &str) -> String {
    let text = words::screen(view, "en").text;
    text.get(key)
        .unwrap_or_else(|| panic!("{} does not say {key}", view.name))
        .replace(['\u{2068}', '\u{2069}'], "")
}

/// The problem that it ends on, on this screen, and the buttons that lead on; each of them has words.
fn ends(journey: &mut Journey<'_>, code: &str, screen: &str, actions: &[Action]) -> View {
    let view = journey.until(code, |view| code_of(view) == Some(code) && !is_busy(view));
    let problem = view.problem.clone().unwrap();
    assert_eq!((view.name, problem.actions.as_slice()), (screen, actions));
    assert!(!says(&view, "problem-title").is_empty() && !says(&view, "problem-next").is_empty());
    let text = words::screen(&view, "en").text;
    for action in actions {
        let name = serde_json::to_value(action).unwrap();
        let name = name.as_str().unwrap();
        assert!(
            text.contains_key(&format!("alert-{name}"))
                || text.contains_key(&format!("action-{name}")),
            "no words for {name}"
        );
    }
    view
}

/// On `address`, this was given and the problem is shown.
fn given<'w>(world: &'w World, address: &str) -> Journey<'w> {
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, address)
        .press(Action::Continue)
        .until("a word about it", |view| view.problem.is_some());
    journey
}
