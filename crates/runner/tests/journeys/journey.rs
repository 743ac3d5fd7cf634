//! One run of the program, seen from the page: what a person does, and the stream of views that follows.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use nylas_sim::Simulator;
use runner::Handle;
use serde_json::Value;
use tokio::{runtime::Runtime, sync::watch};
use wizard::{Action, Field, Input, View};

use crate::{
    fault_proxy::{Call, FaultProxy},
    logs,
    world::{PASSWORD, SECRETS, World},
};

/// How long a view is waited for, as the program's own clock counts.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program. It only gets on while something is waited for, so nothing happens behind a test's back.
pub(crate) struct Journey<'w> {
    pub(crate) world: &'w World,
    /// The program's process: dropping it is killing it.
    process: Option<Runtime>,
    handle: Handle,
    shown: Arc<Mutex<Vec<View>>>,
    count: watch::Receiver<usize>,
    /// Views before this one are older than what was done last.
    since: usize,
    pub(crate) patience: Duration,
}

impl<'w> Journey<'w> {
    pub(crate) fn begin(world: &'w World, process: Runtime) -> Journey<'w> {
        let shown: Arc<Mutex<Vec<View>>> = Arc::default();
        let (tell, count) = watch::channel(0);
        let views = shown.clone();
        let handle = {
            let _inside = process.enter();
            runner::start(world.environment.clone(), world.ports(), move |view| {
                let mut views = views.lock().unwrap_or_else(PoisonError::into_inner);
                views.push(view);
                tell.send_replace(views.len());
            })
        };
        Journey {
            world,
            process: Some(process),
            handle,
            shown,
            count,
            since: 0,
            patience: PATIENCE,
        }
    }

    /// Ends the program in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.check_secrets();
        if let Some(process) = self.process.take() {
            process.shutdown_background();
        }
    }

    /// Closes the window; the program has ended when this returns.
    pub(crate) fn close(mut self) {
        self.check_secrets();
        if let Some(process) = self.process.take() {
            process.block_on(self.handle.close());
            process.shutdown_background();
        }
    }

    pub(crate) fn press(&mut self, action: Action) -> &mut Self {
        self.tell(Input::Press(action))
    }

    /// Presses a button of one of the listed accounts.
    pub(crate) fn press_for(&mut self, action: Action, grant: &str) -> &mut Self {
        self.tell(Input::PressFor {
            action,
            grant: grant.to_owned(),
        })
    }

    /// The accounts with their states, once nothing is asked any more.
    pub(crate) fn states(&mut self) -> Vec<(String, String)> {
        let known = |view: &View| {
            view.name == "accounts"
                && json(view)["checking"] == false
                && json(view)["key"] != "looking"
        };
        let mut seen = self.until("the states", |view| view.name == "home" || known(view));
        if seen.name == "home" {
            seen = self.press(Action::Accounts).until("the states", known);
        }
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        json(&seen)["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (text(&row["address"]), text(&row["state"])))
            .collect()
    }

    /// Types into a field.
    pub(crate) fn edit(&mut self, field: Field, text: &str) -> &mut Self {
        self.tell(Input::Edit {
            field,
            text: text.into(),
            pasted: false,
        })
    }

    pub(crate) fn paste(&mut self, field: Field, text: &str) -> &mut Self {
        self.tell(Input::Edit {
            field,
            text: text.into(),
            pasted: true,
        })
    }

    /// Answers whether Apple sends six digits.
    pub(crate) fn six_digit(&mut self, answer: wizard::Sixdigit) -> &mut Self {
        self.tell(Input::SixDigit(answer))
    }

    pub(crate) fn tell(&mut self, input: Input) -> &mut Self {
        self.since = self.views().len();
        self.handle.dispatch(input, None);
        self
    }

    /// A link is opened outside of the window.
    pub(crate) fn open_link(&mut self, link: &str) -> &mut Self {
        self.since = self.views().len();
        self.handle.open_link(link.into());
        self
    }

    /// The person comes back to the window.
    pub(crate) fn come_back(&mut self) -> &mut Self {
        self.since = self.views().len();
        self.handle.returned();
        self
    }

    /// Runs something in the program's own process.
    pub(crate) fn inside<T>(&self, what: impl Future<Output = T>) -> T {
        self.process.as_ref().unwrap().block_on(what)
    }

    /// The first view that fits since something was last done.
    pub(crate) fn until(&mut self, what: &str, fits: impl Fn(&View) -> bool) -> View {
        let shown = self.shown.clone();
        let since = self.since;
        let find = || {
            shown
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
                .skip(since)
                .find(|view| fits(view))
                .cloned()
        };
        let mut count = self.count.clone();
        let found = self.inside(async {
            let wait = async {
                loop {
                    count.borrow_and_update();
                    if let Some(view) = find() {
                        return view;
                    }
                    count.changed().await.unwrap();
                }
            };
            tokio::time::timeout(self.patience, wait).await
        });
        found.unwrap_or_else(|_| panic!("waited for {what} in vain\n{}", self.trail()))
    }

    /// Waits for a screen. Whoever has a key connects a customer from `home` to come to `welcome`.
    pub(crate) fn screen(&mut self, name: &str) -> View {
        let view = self.until(name, |view| {
            view.name == name || name == "welcome" && view.name == "home"
        });
        if view.name == name {
            return view;
        }
        self.press(Action::ConnectCustomer)
            .until(name, |view| view.name == name)
    }

    pub(crate) fn problem(&mut self, code: &str) -> View {
        self.until(code, |view| code_of(view) == Some(code))
    }

    /// Waits until it is said that something was copied.
    pub(crate) fn copied(&mut self) -> View {
        self.until("copied", |view| {
            view.notice
                .is_some_and(|notice| notice.starts_with("copied"))
        })
    }

    /// Lets the program get on for a moment in which nothing is expected of it.
    pub(crate) fn settle(&self) {
        self.rest(Duration::from_millis(300));
    }

    pub(crate) fn rest(&self, time: Duration) {
        self.inside(async { tokio::time::sleep(time).await });
    }

    /// Lets this much of the program's time pass at once.
    pub(crate) fn pass(&self, seconds: u64) {
        self.inside(async {
            tokio::time::pause();
            tokio::time::advance(Duration::from_secs(seconds)).await;
            tokio::time::resume();
        });
    }

    /// Waits until a call has left the program for the `nth` time.
    pub(crate) fn until_sent(&self, proxy: &FaultProxy, call: Call, nth: usize) {
        let started = Instant::now();
        while proxy.seen(call).len() < nth {
            self.rest(Duration::from_millis(20));
            assert!(
                started.elapsed() < PATIENCE,
                "{call:?} was not sent\n{}",
                self.trail()
            );
        }
    }

    /// Chooses practice and waits until it is there.
    pub(crate) fn practise(&mut self) -> Arc<Simulator> {
        self.press(Action::UsePractice).screen("welcome");
        let started = Instant::now();
        loop {
            self.rest(Duration::from_millis(20));
            let simulator = self.world.rehearsal.simulator();
            if let Some(simulator) = simulator.filter(|s| !s.exchanges().is_empty()) {
                self.settle();
                return simulator;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "practice did not start\n{}",
                self.trail()
            );
        }
    }

    pub(crate) fn views(&self) -> Vec<View> {
        self.shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn view(&self) -> View {
        self.views().pop().unwrap()
    }

    /// From `welcome` to `password`.
    pub(crate) fn up_to_password(&mut self, address: &str) -> &mut Self {
        self.screen("welcome");
        self.press(Action::Continue).screen("address");
        self.edit(Field::Address, address)
            .press(Action::Continue)
            .screen("prepare");
        self.press(Action::HavePassword).screen("password");
        self
    }

    /// Hands the password over.
    pub(crate) fn hand_over(&mut self) -> &mut Self {
        self.paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue)
    }

    /// Hands over another password than any of another number.
    pub(crate) fn hand_over_other(&mut self, number: usize) -> &mut Self {
        let letter = |n: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[n % 26]);
        let text = format!("qwer-tyui-opas-df{}{}", letter(number / 26), letter(number));
        self.paste(Field::AppPassword, &text)
            .press(Action::Continue)
    }

    /// Types a key where one is asked for.
    pub(crate) fn give_key(&mut self, key: &str) -> &mut Self {
        self.until("the key's field", |view| json(view)["asking"] == true);
        self.edit(Field::ApiKey, key).press(Action::Continue)
    }

    /// Which screens and problems were seen, in order.
    pub(crate) fn trail(&self) -> String {
        let mut lines: Vec<String> = self
            .views()
            .iter()
            .map(|view| {
                format!(
                    "  {} {} {}",
                    view.name,
                    code_of(view).unwrap_or("-"),
                    stages(view).join(" ")
                )
            })
            .collect();
        lines.dedup();
        if let Some(last) = self.views().last() {
            lines.push(json(last).to_string());
        }
        lines.join("\n")
    }

    fn check_secrets(&self) {
        let mut seen: Vec<String> = self
            .views()
            .iter()
            .map(|view| json(view).to_string())
            .collect();
        seen.extend(self.world.screen.copied());
        seen.extend(self.world.screen.opened());
        seen.extend(self.world.disk.written());
        seen.extend(logs::leaks());
        for text in seen {
            assert!(
                !SECRETS.iter().any(|secret| text.contains(secret)),
                "a secret got out: {text}"
            );
        }
    }
}

impl Drop for Journey<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() && self.process.is_some() {
            self.check_secrets();
        }
        if let Some(process) = self.process.take() {
            process.shutdown_background();
        }
    }
}

pub(crate) fn json(view: &View) -> Value {
    serde_json::to_value(view).unwrap()
}

pub(crate) fn code_of(view: &View) -> Option<&'static str> {
    view.problem.as_ref().map(|problem| problem.code)
}

/// The five stages' states, in their order; none on other screens.
pub(crate) fn stages(view: &View) -> Vec<String> {
    let json = json(view);
    let stages = json["stages"].as_array().cloned().unwrap_or_default();
    stages
        .iter()
        .map(|stage| stage["status"].as_str().unwrap().to_owned())
        .collect()
}

/// Whether anything is being done that a person waits for.
pub(crate) fn is_busy(view: &View) -> bool {
    let json = json(view);
    json["busy"] == true
        || json["stopped"] == false
        || json["settled"] == false && json["confirm"] == false
}
