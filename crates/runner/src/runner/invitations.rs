//! An invitation, from the yes to what becomes of it: while one is open, the company's relay stands in Nylas' place.

use super::{
    Invited, Runner,
    message::{Message, ReplyTo},
};
use crate::{
    Config,
    relay::{self, Relay, Told},
};
use invitation::{Bearer, Link, Progress, Step};
use secrecy::ExposeSecret;
use std::{future::Future, sync::Arc, time::Duration};
use url::Url;
use wizard::{Answer, Event, OpenedInvitation, Report, Request, View};

/// How long a start waits for the keychain. One that is locked or hangs delays nobody's first screen: the link opens the
/// invitation as well.
const AT_START: Duration = Duration::from_secs(2);

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

    /// The invitation that an earlier run left open: the disk knows where it is, and the keychain what opens it.
    pub(super) async fn left_open(&mut self, relay: Option<&str>) -> Option<Box<Link>> {
        let relay = Url::parse(relay?).ok()?;
        let user = relay::user(&relay.origin().ascii_serialization());
        self.left_open = Some(relay.clone());
        let asked = self.run_blocking(move |ports| ports.keychain.get(&user));
        let kept = tokio::time::timeout(AT_START, asked).await.ok().flatten();
        let bearer = kept?.ok().flatten()?;
        let bearer = Bearer::parse(bearer.expose_secret()).ok()?;
        Link::new(&relay, bearer.ticket).ok().map(Box::new)
    }

    /// The disk knows where the invitation is that is open, or that there is none.
    async fn remember(&mut self, relay: Option<Url>) {
        if relay == self.left_open {
            return;
        }
        let text = relay.as_ref().map(Url::to_string);
        self.left_open = relay;
        let saved = self
            .run_blocking(move |ports| ports.store.save_invitation(text.as_deref()))
            .await;
        if !matches!(saved, Some(Ok(()))) {
            log::warn!("where the invitation is cannot be kept: a restart needs its link again");
        }
    }

    /// From now on the relay is asked. Where it is not ready, one that was open before stays open.
    pub(super) async fn claimed(
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
        let opened = match found {
            Ok(found) => {
                let (relay, told) = *found;
                let opened = OpenedInvitation {
                    setup: told.config.setup.clone(),
                    invitation: told.invitation,
                };
                if is_ready {
                    self.adopt(relay, Arc::new(told.config)).await;
                }
                Ok(Box::new(opened))
            }
            Err(report) => Err(report),
        };
        reply.with(Answer::OpenInvitation(opened))
    }

    async fn adopt(&mut self, relay: Relay, config: Arc<Config>) {
        let before = match self.invited.take() {
            Some(earlier) => {
                if earlier.relay.origin() != relay.origin() {
                    earlier.relay.forget(self.ports.keychain.clone());
                }
                earlier.before
            }
            None => self.config.clone(),
        };
        self.remember(Some(relay.address().clone())).await;
        self.config = config.clone();
        self.told = None;
        self.invited = Some(Invited {
            relay: relay.with(config),
            before,
        });
    }

    pub(super) async fn forget_invitation(&mut self) {
        if let Some(Invited { before, .. }) = self.invited.take() {
            self.config = before;
        }
        if let Some(relay) = &self.left_open {
            let origin = relay.origin().ascii_serialization();
            relay::forget_claim(&origin, self.ports.keychain.clone());
        }
        self.remember(None).await;
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
                self.left_open = None;
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
