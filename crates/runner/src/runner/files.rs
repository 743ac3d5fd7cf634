//! The profile that a person opens, from the file to what counts.

use super::{Message, Runner};
use crate::opened;
use secrecy::{ExposeSecret, SecretString};
use wizard::{Answer, Event, Problem, Report, Setup};

impl Runner {
    /// Looks at the file at this place, or at the one that the person chooses.
    pub(super) fn open_file(&self, place: Option<SecretString>) {
        let (environment, ports) = (self.environment.clone(), self.ports.clone());
        self.spawn_message(async move {
            let looked = tokio::task::spawn_blocking(move || {
                let file = match place {
                    Some(place) => opened::place(place.expose_secret()),
                    None => match ports.desktop.pick_file() {
                        Ok(file) => Some(file?),
                        Err(error) => {
                            log::warn!("no window for choosing files: {error}");
                            return Some(Err(unreadable().kind("no-dialog")));
                        }
                    },
                };
                let Some(file) = file else {
                    return Some(Err(unreadable()));
                };
                let offer = opened::look(&environment, &file);
                Some(offer.map(|offer| (file, Box::new(offer))))
            });
            Message::Offered(looked.await.unwrap_or_else(|_| Some(Err(unreadable()))))
        });
    }

    /// Keeps the file that was looked at. Where it cannot be kept, it counts for this run.
    pub(super) async fn use_file(&mut self) {
        let Some(file) = self.offered.take() else {
            return;
        };
        let (from, to) = (file.clone(), self.environment.opened.clone());
        let kept = self
            .run_blocking(move |_| match to {
                Some(to) => opened::keep(&from, &to),
                None => Err(Problem::CannotSave.into()),
            })
            .await
            .unwrap_or_else(|| Err(Problem::CannotSave.into()));
        if kept.is_err() {
            self.environment.profile = Some(file);
        }
        let setup = self.configure_anew().await;
        self.send(Event::Answer(Answer::UseFile((setup, kept.err()))));
    }

    /// Forgets the file that was opened.
    pub(super) async fn use_no_file(&mut self) {
        let copy = self.environment.opened.clone();
        let removed = self
            .run_blocking(move |_| copy.map_or(Ok(()), |copy| opened::remove(&copy)))
            .await;
        let failed = !matches!(removed, Some(Ok(())));
        let setup = self.configure_anew().await;
        let report = failed.then(|| Report::from(Problem::CannotSave));
        self.send(Event::Answer(Answer::UseNoFile((setup, report))));
    }

    /// Reads the profile that counts now.
    pub(super) async fn configure_anew(&mut self) -> Box<Setup> {
        let saved_api_origin = self
            .run_blocking(|ports| ports.store.load().saved_api_origin)
            .await
            .flatten();
        Box::new(self.configure(saved_api_origin.as_deref()).await)
    }
}

/// Nothing is known of the file but that it cannot be used.
fn unreadable() -> Report {
    Report::new(Problem::ProfileUnreadable)
}
