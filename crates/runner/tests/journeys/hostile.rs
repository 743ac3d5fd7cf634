//! A Nylas, and an Apple, that answer anything at all: always a problem with a way on, never a false word.
//!
//! Each journey runs in a process of its own whose clock jumps to whatever is next, so minutes of time-outs pass at once.

mod apple;
mod table;

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use nylas::Provider;
use nylas_sim::Simulator;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::Value;
use wizard::{Action, Field, View};

use crate::{
    arbitrary_replies::{custom_auth_fault, fault, refuses_credentials},
    fault_proxy::{Call, Fault, FaultProxy, Reply},
    hostile::apple::Apple,
    journey::{Journey, code_of, is_busy, json},
    world::{KEY, NYLA, World, client, start_simulator},
};

/// How many things a person does at most until all is well; Nylas has recovered long before.
const PATIENCE: usize = 60;
/// In seconds.
const DAY: u64 = 24 * 3600;

/// A person who does something sensible on every screen, and now and then something else.
struct Person<'w> {
    journey: Journey<'w>,
    /// Who is asked before Nylas; otherwise nobody is.
    apple: Option<&'w Apple>,
    /// What to do where there is a choice; 0 once it is used up.
    moods: std::vec::IntoIter<u8>,
}

impl Person<'_> {
    /// Does one thing and waits for what comes of it. False on `done`.
    fn act(&mut self, proxy: &FaultProxy) -> bool {
        let view = self.journey.view();
        self.judge(&view, proxy);
        if let Some(apple) = self.apple {
            apple.forget();
        }
        let wiped = view.wiped;
        let mood = self.moods.next().unwrap_or(0);
        let beside = |action| {
            view.problem
                .as_ref()
                .is_some_and(|problem| problem.actions.contains(&action))
        };
        let (retry, anyway) = (beside(Action::Retry), beside(Action::Continue));
        let no_tries = view
            .problem
            .as_ref()
            .is_some_and(|problem| problem.kind == "no-tries");
        let journey = &mut self.journey;
        match view.name {
            "operator" if json(&view)["asking"] == true => match mood {
                1 if retry => journey.press(Action::Retry),
                _ => journey.edit(Field::ApiKey, KEY).press(Action::Continue),
            },
            "operator" => journey.press(Action::Continue),
            "home" | "welcome" => journey.press(Action::Continue),
            "address" => journey.edit(Field::Address, NYLA).press(Action::Continue),
            "prepare" if retry && mood == 1 => journey.press(Action::Retry),
            "prepare" => journey.press(Action::HavePassword),
            "password" if no_tries => {
                journey.world.clock.later.fetch_add(DAY, SeqCst);
                journey.hand_over_other(journey.views().len())
            }
            "password" => journey.hand_over_other(journey.views().len()),
            // What is not mended by trying again is left by going back.
            "connecting"
                if !retry
                    || mood == 2
                    || self.moods.len() == 0 && mood == 0 && tried_in_vain(&journey.views()) =>
            {
                journey.press(Action::Back)
            }
            "connecting" if anyway && mood == 1 => journey.press(Action::Continue),
            "connecting" => journey.press(Action::Retry),
            "done" => return false,
            other => panic!("what to do on {other}?"),
        };
        self.wait(mood, proxy);
        let now = self.journey.view();
        let kept = now.name != "connecting" || now.wiped == wiped;
        assert!(
            kept,
            "a password was dropped that nobody refused\n{}",
            self.journey.trail()
        );
        true
    }

    /// Waits until the program has answered, or loses patience and cancels.
    fn wait(&mut self, mood: u8, proxy: &FaultProxy) {
        self.journey.until("an answer", |_| true);
        if mood == 3 && is_busy(&self.journey.view()) {
            self.journey.rest(Duration::from_secs(5));
            if is_busy(&self.journey.view()) {
                self.journey.press(Action::Cancel);
            }
        }
        let started = self.journey.inside(async { tokio::time::Instant::now() });
        while is_busy(&self.journey.view()) {
            self.journey.rest(Duration::from_secs(1));
            let waited = self.journey.inside(async { started.elapsed() });
            assert!(
                waited < Duration::from_secs(3600),
                "busy for ever\n{}",
                self.journey.trail()
            );
        }
        self.judge(&self.journey.view(), proxy);
    }

    /// What must be true of whatever is shown while nothing is under way.
    fn judge(&self, view: &View, proxy: &FaultProxy) {
        judge(view, proxy, &self.journey);
        let Some(problem) = view.problem.as_ref().filter(|problem| {
            problem.code.starts_with('A') && !["no-tries", "same"].contains(&problem.kind)
        }) else {
            return;
        };
        let Some(apple) = self.apple else {
            panic!("Apple was not asked\n{}", self.journey.trail())
        };
        assert!(
            apple.justifies(problem.code),
            "{} though {}\n{}",
            problem.code,
            apple.told(),
            self.journey.trail()
        );
    }
}

/// Whether the last two stops were for the same reason.
fn tried_in_vain(views: &[View]) -> bool {
    let mut stops: Vec<_> = views
        .iter()
        .rev()
        .filter(|view| view.name == "connecting" && view.problem.is_some())
        .map(code_of)
        .take(2)
        .collect();
    stops.dedup();
    stops.len() == 1
}

/// The same, where it has nothing to do with Apple.
fn judge(view: &View, proxy: &FaultProxy, journey: &Journey<'_>) {
    let trail = || journey.trail();
    if let Some(problem) = &view.problem {
        let way_on = problem
            .actions
            .iter()
            .any(|action| *action != Action::CopyDetails)
            || view.back
            || view.name != "connecting";
        assert!(way_on, "no way on\n{}", trail());
        if problem.code == "N01" {
            let truly = matches!(proxy.last_custom_auth(), Some(Reply::Bytes(bytes)) if refuses_credentials(&bytes));
            assert!(truly, "the password was not refused\n{}", trail());
        }
    } else if view.name == "connecting" {
        assert!(is_busy(view), "stopped without a word\n{}", trail());
    }
    if view.name == "done" {
        assert!(
            proxy.was_read(),
            "connected, but nothing was read\n{}",
            trail()
        );
    }
    assert!(
        proxy.most_awaited() <= 1,
        "two custom auths at a time\n{}",
        trail()
    );
    let shown = texts(&json(view));
    let tricks =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for text in shown {
        assert!(
            !text.contains(tricks) && text.chars().count() <= 200,
            "{text:?}"
        );
    }
}

/// Every text in a JSON value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => vec![],
    }
}

async fn nylas() -> (Simulator, FaultProxy) {
    let simulator = start_simulator().await;
    client(&simulator)
        .create_connector(Provider::ICloud)
        .await
        .unwrap();
    let proxy = FaultProxy::to(&simulator).await;
    (simulator, proxy)
}

/// What happens to one journey.
#[derive(Clone, Debug, Default)]
struct Weather {
    /// To whatever is asked, from the start on.
    any: Vec<Fault>,
    calls: Vec<(Call, Vec<Fault>)>,
    moods: Vec<u8>,
    /// Who is asked before Nylas, and how that goes; otherwise nobody is.
    apple: Option<apple::Weather>,
}

/// One journey through bad weather, until Nylas has recovered and the account is connected.
fn travel(weather: Weather) {
    let process = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let (_simulator, proxy) = process.block_on(nylas());
    proxy.meet_all(weather.any);
    for (call, faults) in weather.calls {
        proxy.meet(call, faults);
    }
    let apple = weather
        .apple
        .map(|weather| process.block_on(Apple::in_weather(weather)));
    let world = apple.as_ref().map_or_else(
        || World::known_operator(proxy.origin()),
        |apple| apple.world(proxy.origin()),
    );
    let mut journey = Journey::begin(&world, process);
    journey.patience = Duration::from_secs(3600);
    let mut person = Person {
        journey,
        apple: apple.as_ref(),
        moods: weather.moods.into_iter(),
    };
    person.wait(0, &proxy);
    let arrived = (0..PATIENCE).any(|_| !person.act(&proxy));
    assert!(
        arrived,
        "Nylas has recovered, the journey has not\n{}",
        person.journey.trail()
    );
    // What there is is always looked at before custom auth is sent, and again before it is sent again.
    let asked: Vec<Call> = proxy
        .calls()
        .into_iter()
        .filter(|call| [Call::Grants, Call::CustomAuth].contains(call))
        .collect();
    assert!(
        asked[0] == Call::Grants && !asked.windows(2).any(|two| two == [Call::CustomAuth; 2]),
        "{asked:?}\n{}",
        person.journey.trail()
    );
}

fn many(journeys: u32, seed: u64, weather: impl Strategy<Value = Weather>) {
    let config = Config {
        cases: journeys,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&weather, |weather| {
        travel(weather);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

fn moods() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![3 => Just(0_u8), 1 => 1..4_u8], 0..40)
}

#[test]
fn a_hostile_nylas_never_strands_anybody_and_never_makes_the_program_lie() {
    many(
        50,
        1,
        (vec(fault(), 1..30), moods()).prop_map(|(any, moods)| Weather {
            any,
            moods,
            ..Weather::default()
        }),
    );
}

#[test]
fn a_nylas_that_turns_hostile_when_the_account_is_connected_does_neither() {
    let some = |most| vec(prop_oneof![1 => Just(Fault::NONE), 3 => fault()], 0..most);
    let weather = (
        vec(custom_auth_fault(), 1..8),
        some(8),
        some(6),
        some(6),
        moods(),
    )
        .prop_map(
            |(custom_auth, grants, calendars, messages, moods)| Weather {
                calls: vec![
                    (Call::CustomAuth, custom_auth),
                    (Call::Grants, grants),
                    (Call::Calendars, calendars),
                    (Call::Messages, messages),
                ],
                moods,
                ..Weather::default()
            },
        );
    many(150, 2, weather);
}

/// Side by side, because certificates take their time.
fn both_hostile(seed: u64) {
    let some = |most| vec(prop_oneof![2 => Just(Fault::NONE), 1 => fault()], 0..most);
    let weather = (
        apple::weather(),
        vec(custom_auth_fault(), 0..4),
        some(4),
        some(3),
        some(3),
        moods(),
    )
        .prop_map(
            |(apple, custom_auth, grants, calendars, messages, moods)| Weather {
                apple: Some(apple),
                calls: vec![
                    (Call::CustomAuth, custom_auth),
                    (Call::Grants, grants),
                    (Call::Calendars, calendars),
                    (Call::Messages, messages),
                ],
                moods,
                ..Weather::default()
            },
        );
    many(100, seed, weather);
}

#[test]
fn an_apple_and_a_nylas_that_are_both_hostile_do_neither() {
    both_hostile(3);
}

#[test]
fn another_hundred_journeys_between_a_hostile_apple_and_a_hostile_nylas() {
    both_hostile(4);
}
