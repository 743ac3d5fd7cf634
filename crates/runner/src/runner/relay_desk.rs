//! What the company's own people do at their relay, from this window.

use super::{
    Runner,
    message::{Message, ReplyTo},
};
use crate::relay::{self, Desk};
use invitation::operator::Create;
use secrecy::{ExposeSecret, SecretString};
use std::future::Future;
use wizard::{Answer, Event, InvitationForm, InvitationMail, Invited, Problem, RelayForm, Report};

/// The name of the file with several links.
const LINKS: &str = "invitations.csv";

impl Runner {
    pub(super) fn find_relay(&mut self, reply: ReplyTo) {
        let (config, keychain) = (self.config.clone(), self.ports.keychain.clone());
        self.spawn_message(async move {
            let found =
                tokio::task::spawn_blocking(move || relay::find(&config, keychain.as_ref())).await;
            let found = found.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into()));
            Message::AtRelay {
                reply,
                found: found.map(|desk| desk.map(Box::new)),
                was_checked: false,
            }
        });
    }

    pub(super) fn check_relay(&mut self, reply: ReplyTo, form: RelayForm) {
        let (config, keychain) = (self.config.clone(), self.ports.keychain.clone());
        self.spawn_in_attempt(async move {
            let found = Desk::check(config, keychain, form).await;
            Message::AtRelay {
                reply,
                found: found.map(|desk| Some(Box::new(desk))),
                was_checked: true,
            }
        });
    }

    /// From now on this relay is asked.
    pub(super) fn at_this_relay(
        &mut self,
        reply: ReplyTo,
        found: Result<Option<Box<Desk>>, Report>,
        was_checked: bool,
    ) -> Event {
        if let Ok(Some(desk)) = &found {
            self.desk = Some(Desk::clone(desk));
        }
        let found = found.map(|desk| desk.map(|desk| desk.shown()));
        reply.with(match found {
            found if !was_checked => Answer::FindRelay(found),
            Ok(Some(desk)) => Answer::CheckRelay(Ok(desk)),
            Ok(None) => Answer::CheckRelay(Err(Problem::RelayNotAnswering.into())),
            Err(report) => Answer::CheckRelay(Err(report)),
        })
    }

    pub(super) fn forget_relay_key(&mut self, reply: ReplyTo) {
        let origin = self.desk.take().map(|desk| desk.origin());
        let keychain = self.ports.keychain.clone();
        self.spawn_event(async move {
            let forgotten =
                tokio::task::spawn_blocking(move || relay::forget(origin, keychain.as_ref())).await;
            let forgotten = forgotten.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into()));
            reply.with(Answer::ForgetRelayKey(forgotten))
        });
    }

    pub(super) fn make_invitation(&mut self, reply: ReplyTo, form: InvitationForm) {
        self.ask_desk(
            reply,
            |desk| async move { desk.make(&form).await.map(Box::new) },
            Answer::MakeInvitation,
        );
    }

    /// How it goes, in numbers, whatever happens to the attempt; a list without them is of use, too.
    pub(super) fn load_board(&self, reply: ReplyTo) {
        let desk = self.desk.clone();
        self.spawn_event(async move {
            let counted = match desk {
                Some(desk) => desk.board().await.map(Box::new),
                None => Err(Problem::RelayKeyRefused.into()),
            };
            let counted = counted.inspect_err(|report| {
                log::info!("the relay's board: {}", report.problem.code());
            });
            reply.with(Answer::LoadBoard(counted.ok()))
        });
    }

    pub(super) fn ask_desk<T, F>(
        &mut self,
        reply: ReplyTo,
        question: impl FnOnce(Desk) -> F + Send + 'static,
        answer: impl FnOnce(Result<T, Report>) -> Answer + Send + 'static,
    ) where
        T: Send + 'static,
        F: Future<Output = Result<T, Report>> + Send + 'static,
    {
        let Some(desk) = self.desk.clone() else {
            let lost = Err(Problem::RelayKeyRefused.into());
            return self.send(reply.with(answer(lost)));
        };
        self.spawn_in_attempt(
            async move { Message::Event(reply.with(answer(question(desk).await))) },
        );
    }

    /// Reads the table of customers that the person chooses.
    pub(super) fn read_customers(&self) {
        let odd = |kind| Report::new(Problem::InvitationRefused).kind(kind);
        self.spawn_desktop_call(
            move |ports| match ports.desktop.pick_table() {
                Ok(file) => file.map(|file| relay::read_customers(&file)),
                Err(error) => {
                    log::warn!("no window for choosing files: {error}");
                    Some(Err(odd("csv-no-dialog")))
                }
            },
            move |read| Answer::ReadCustomers(read.unwrap_or(Some(Err(odd("csv-unreadable"))))),
        );
    }

    /// Saves links for this person alone.
    pub(super) fn save_links(&self, rows: Vec<(Create, Invited)>) {
        self.spawn_desktop_call(
            move |ports| {
                let table = relay::saved_links(&rows)?;
                let saved = ports.desktop.save_secret_file(LINKS, table.expose_secret());
                saved.ok().map(|path| path.display().to_string())
            },
            |saved| Answer::SaveLinks(saved.flatten().ok_or_else(|| Problem::CannotSave.into())),
        );
    }

    pub(super) fn copy_link(&self, link: SecretString) {
        self.spawn_desktop_call(
            move |ports| ports.desktop.copy(link.expose_secret()),
            |worked| Answer::CopyLink(worked.unwrap_or(false)),
        );
    }

    pub(super) fn copy_mail(&self, mail: InvitationMail) {
        self.spawn_desktop_call(
            move |ports| {
                let text = ports.desktop.invitation_mail(&mail);
                ports.desktop.copy(text.expose_secret())
            },
            |worked| Answer::CopyMail(worked.unwrap_or(false)),
        );
    }
}
