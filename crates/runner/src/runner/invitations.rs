//! An invitation, from the yes to what becomes of it: while one is open, the company's relay stands in Nylas' place.

use super::{
    Invited, Runner,
    message::{Message, ReplyTo},
};
use crate::{
    Config,
    relay::{self, Relay, Told},
};
use invitation::{Link, Progress, Step};
use std::{future::Future, sync::Arc};
use wizard::{Answer, Event, OpenedInvitation, Report, Request, View};

impl Runner {
    pub(super) fn open_invitation(&mut self, link: Link, reply: ReplyTo) {
        self.leave_practice();
        let (config, keychain) = (self.config.clone(), self.ports.keychain.clone());
        self.spawn_in_attempt(async move {
            let found = relay::open(config, keychain, link).await;
            Message::Claimed {
                reply,
                found: found.map(Box::new),
            }
        });
    }

    /// From now on the relay is asked. Where it is not ready, one that was open before stays open.
    pub(super) fn claimed(
        &mut self,
        reply: ReplyTo,
        found: Result<Box<(Relay, Told)>, Report>,
    ) -> Event {
        let is_ready = found
            .as_ref()
            .is_ok_and(|found| found.1.invitation.ready || self.invited.is_none());
        if !is_ready && let Some(open) = &self.invited {
            // At the same relay the other claim took its place in the keychain.
            open.relay.keep(self.ports.keychain.clone());
        }
        let opened = found.map(|found| {
            let (relay, told) = *found;
            let opened = OpenedInvitation {
                setup: told.config.setup.clone(),
                invitation: told.invitation,
            };
            if is_ready {
                self.adopt(relay, Arc::new(told.config));
            }
            Box::new(opened)
        });
        reply.with(Answer::OpenInvitation(opened))
    }

    fn adopt(&mut self, relay: Relay, config: Arc<Config>) {
        let before = match self.invited.take() {
            Some(earlier) => {
                if earlier.relay.origin() != relay.origin() {
                    earlier.relay.forget(self.ports.keychain.clone());
                }
                earlier.before
            }
            None => self.config.clone(),
        };
        self.config = config.clone();
        self.told = None;
        self.invited = Some(Invited {
            relay: relay.with(config),
            before,
        });
    }

    pub(super) fn forget_invitation(&mut self) {
        if let Some(Invited { relay, before }) = self.invited.take() {
            relay.forget(self.ports.keychain.clone());
            self.config = before;
        }
    }

    /// Asks the relay where one is in Nylas' place; gives the request back where it is somebody else's to answer.
    pub(super) fn ask_relay(&mut self, request: Request, reply: ReplyTo) -> Option<Request> {
        let Some(invited) = &self.invited else {
            return Some(request);
        };
        let relay = invited.relay.clone();
        match request {
            Request::Prepare => {
                let apple = self
                    .config
                    .apple
                    .clone()
                    .filter(|_| self.config.setup.check_first);
                self.answer_with(
                    reply,
                    async move {
                        let trusted = async {
                            match &apple {
                                Some(apple) => crate::apple_check::trusted(apple).await,
                                None => Ok(()),
                            }
                        };
                        let (ready, trusted) = tokio::join!(relay.prepare(), trusted);
                        ready.and(trusted)
                    },
                    Answer::Prepare,
                );
            }
            // The relay notes them itself, before it sends anything.
            Request::SnapshotGrants { .. } => {
                self.send(reply.with(Answer::SnapshotGrants(Ok(vec![]))));
            }
            Request::Submit { address, password } => self.answer_with(
                reply,
                async move { relay.submit(&address, &password).await },
                Answer::Submit,
            ),
            Request::Reconcile(_) => self.answer_with(
                reply,
                async move { relay.reconcile().await },
                Answer::Reconcile,
            ),
            Request::ReadCalendars(_) => self.answer_with(
                reply,
                async move { relay.calendars().await },
                Answer::ReadCalendars,
            ),
            Request::ReadMail(_) => self.answer_with(
                reply,
                async move { relay.newest_message().await },
                Answer::ReadMail,
            ),
            Request::DeleteGrant(_) => self.answer_with(
                reply,
                async move { relay.not_mine().await },
                Answer::DeleteGrant,
            ),
            Request::Record { .. } => {
                // It did what it was for; what it says of the proof is read already.
                relay.forget(self.ports.keychain.clone());
                return Some(request);
            }
            // No key is on this computer: nothing else is anybody's to ask.
            Request::DetectProvider(_)
            | Request::LoadGrants { .. }
            | Request::FindGrants(_)
            | Request::CheckAccounts(_) => {
                log::warn!("asked for more than an invitation allows");
            }
            other => return Some(other),
        }
        None
    }

    fn answer_with<T: Send + 'static>(
        &mut self,
        reply: ReplyTo,
        asked: impl Future<Output = Result<T, Report>> + Send + 'static,
        answer: impl FnOnce(Result<T, Report>) -> Answer + Send + 'static,
    ) {
        self.spawn_in_attempt(async move { Message::Event(reply.with(answer(asked.await))) });
    }

    /// Tells the company how far the person is, where that changed: the step, and the code of what is in the way.
    pub(super) fn tell_progress(&mut self, view: &View) {
        let Some(invited) = &self.invited else {
            return;
        };
        let Some(step) = Step::ALL.into_iter().find(|step| step.name() == view.name) else {
            return;
        };
        let problem = view.problem.as_ref().map(|problem| problem.code.to_owned());
        let progress = Progress { step, problem };
        if self.told.as_ref() != Some(&progress) {
            self.told = Some(progress.clone());
            let relay = invited.relay.clone();
            tokio::spawn(async move { relay.report_progress(progress).await });
        }
    }
}
