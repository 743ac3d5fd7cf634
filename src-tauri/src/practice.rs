//! Practice: the simulator inside the app, at a pace at which a person can see the stages go by.

use apple::{Address, AppPassword, Verdict};
use nylas_sim::{Options, Simulator};
use runner::{BoxedFuture, Practice, PracticeHost};
use secrecy::{ExposeSecret, SecretString};
use std::{io, sync::Arc, time::Duration};
use wizard::Service;

/// The password on the practice page. Its shape is right and its words say what it is.
const PRACTICE_PASSWORD: &str = "prac-tise-only-here";
const PACE: Duration = Duration::from_millis(350);

pub(crate) struct BuiltIn;

impl Practice for BuiltIn {
    fn start(&self, label: &str) -> BoxedFuture<io::Result<PracticeHost>> {
        let page = words::practice_page(crate::names::LANGUAGE, label, PRACTICE_PASSWORD);
        Box::pin(async move {
            let simulator = Simulator::start(Options {
                page: Some(page),
                pace: PACE,
                ..Options::default()
            })
            .await?;
            Ok(PracticeHost {
                origin: simulator.origin(),
                api_key: SecretString::from(simulator.api_key()),
                page: simulator.practice_page(),
                running: Arc::new(simulator),
            })
        })
    }

    fn ask_apple(
        &self,
        service: Service,
        address: &Address,
        password: &AppPassword,
    ) -> BoxedFuture<Verdict> {
        let answer = nylas_sim::ask_apple(&address.to_string(), password.secret().expose_secret());
        let (verdict, pause) = match service {
            Service::Calendar => (answer.calendar, PACE),
            Service::Mail => (answer.mail, PACE * 2),
        };
        let verdict = match verdict {
            nylas_sim::Verdict::Accepted => Verdict::Accepted,
            nylas_sim::Verdict::Refused => Verdict::Refused,
            nylas_sim::Verdict::NoAnswer => Verdict::NoAnswer,
        };
        Box::pin(async move {
            tokio::time::sleep(pause).await;
            verdict
        })
    }
}
