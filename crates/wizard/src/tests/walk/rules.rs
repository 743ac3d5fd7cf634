//! What must never be, whatever happens.

use super::*;

impl Walk {
    /// One at a time, each after a look at what there is, and never by itself after an answer.
    pub(super) fn obeys_the_rules_of_sending(
        &mut self,
        answer: Happened,
        effects: &[Effect],
    ) -> Checked {
        match answer {
            Happened::Submitted { open } => {
                self.in_flight = false;
                self.open = if open { Some(self.whose()) } else { None };
            }
            Happened::OtherKey => self.open = None,
            _ => {}
        }
        // Another account or connection, or the grant was found and read.
        if self.open.as_ref() != Some(&self.whose()) || self.view().name == "done" {
            self.open = None;
        }
        for effect in effects {
            match effect {
                Effect::Abort if self.in_flight => {
                    self.in_flight = false;
                    self.open = Some(self.whose());
                }
                Effect::Attempt {
                    request: Request::Submit { .. },
                    ..
                } => {
                    self.check(!self.in_flight, "two submissions in flight")?;
                    self.check(
                        matches!(answer, Happened::Noted | Happened::Looked),
                        "sent without a look at what there is",
                    )?;
                    self.check(
                        self.open.is_none() || answer == Happened::Looked,
                        "sent again without looking for what was made",
                    )?;
                    self.in_flight = true;
                    self.open = None;
                }
                Effect::Attempt {
                    request: Request::AskApple { .. },
                    ..
                } => {
                    self.check(
                        answer == Happened::Wish,
                        "Apple was asked though nobody wanted it",
                    )?;
                    self.check(
                        self.state()
                            .session
                            .paused_until(&self.state().journey)
                            .is_none(),
                        "Apple was asked though no try was left",
                    )?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A code is exchanged only on the way to the proof, and what it brings is given back on every way from there.
    pub(super) fn keeps_no_token(&mut self, effects: &[Effect]) -> Checked {
        for effect in effects {
            match effect {
                Effect::Attempt {
                    request: Request::Exchange,
                    ..
                } => {
                    self.check(!self.token, "a code was exchanged beside another token")?;
                    self.token = true;
                }
                Effect::SignOut => self.token = false,
                Effect::Attempt {
                    request:
                        Request::AskApple { .. }
                        | Request::SnapshotGrants { .. }
                        | Request::Submit { .. },
                    ..
                } if self.state().session.hosted() => {
                    self.check(
                        false,
                        "the password was wanted here though Nylas' page takes it",
                    )?;
                }
                _ => {}
            }
        }
        let screen = self.view().name;
        self.check(
            !self.token || screen == "connecting",
            "a token was left behind",
        )?;
        self.check(
            screen != "password" || !self.state().session.hosted(),
            "the password was asked for though Nylas' page takes it",
        )
    }

    /// Whose grant and by which way.
    pub(super) fn whose(&self) -> String {
        format!(
            "{:?} {:?}",
            self.state().session.setup.connection,
            self.state().journey.account.icloud
        )
    }

    pub(super) fn hides_secrets(&self, text: &str) -> Checked {
        let text = text.to_lowercase();
        match TRACES.iter().find(|trace| text.contains(**trace)) {
            Some(trace) => self.fail(&format!("{trace} is to be seen in {text}")),
            None => Ok(()),
        }
    }

    pub(super) fn check(&self, holds: bool, what: &str) -> Checked {
        if holds { Ok(()) } else { self.fail(what) }
    }

    pub(super) fn fail(&self, what: &str) -> Checked {
        Err(TestCaseError::fail(format!(
            "{what}; this happened:\n  {}\nnow: {:?}",
            self.trace.join("\n  "),
            self.view()
        )))
    }
}

/// What an event is for the rules of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// A person pressed `continue` or `retry`, or a pause ended that said that it is tried again.
    Wish,
    /// A second of a pause passed.
    Second,
    OtherKey,
    Noted,
    Looked,
    Submitted {
        open: bool,
    },
    Recorded,
    /// Of no weight here, or of an earlier attempt.
    Else,
}

impl Happened {
    pub(super) fn of(event: &Event, current: u32, forgets_key: bool) -> Self {
        match event {
            Event::Person(Input::Press(Action::Continue | Action::Retry | Action::UseCopied)) => {
                Happened::Wish
            }
            Event::Person(Input::Press(Action::UseOtherKey)) => Happened::OtherKey,
            // With it the relay says whether a password was sent already.
            Event::Attempt {
                id: run,
                answer: Answer::OpenInvitation(Ok(_)),
            } if *run == current => Happened::OtherKey,
            Event::Person(Input::Press(Action::Confirm)) if forgets_key => Happened::OtherKey,
            Event::Attempt {
                id: run,
                answer: Answer::SnapshotGrants(Ok(_)),
            } if *run == current => Happened::Noted,
            Event::Attempt {
                id: run,
                answer: Answer::Reconcile(Ok(_)),
            } if *run == current => Happened::Looked,
            Event::Attempt {
                id: run,
                answer: Answer::Submit(grant),
            } if *run == current => Happened::Submitted {
                open: grant.as_ref().is_err_and(|r| r.may_have_arrived),
            },
            Event::Attempt {
                id,
                answer: Answer::After(Timer::Second),
            } if *id == current => Happened::Second,
            Event::Answer(Answer::Record(_)) => Happened::Recorded,
            _ => Happened::Else,
        }
    }
}
