//! What the wizard wants done, each by the one who does it.

use super::{
    Runner,
    message::{Message, ReplyTo, did_not_open},
};
use crate::{
    AccountRecord, Ports, accounts, api_key, apple_check, clipboard, network, onboarding,
    profile_export, relay, support,
};
use apple::{Address, AppPassword, Verdict};
use secrecy::{ExposeSecret, SecretString};
use std::{path::Path, sync::Arc, time::Duration};
use wizard::{Answer, Begun, Effect, Event, Page, Problem, Request, Service, Unreadable};

impl Runner {
    /// Does it, or begins it: what takes a while answers by a message. Only what could not be saved is told at once.
    pub(super) async fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Save(progress) => {
                let saved = self
                    .run_blocking(move |ports| ports.store.save(progress.as_ref()))
                    .await;
                return (!matches!(saved, Some(Ok(())))).then_some(Event::NotSaved);
            }
            Effect::SaveTries(tries) => {
                let saved = self
                    .run_blocking(move |ports| ports.store.save_tries(&tries))
                    .await;
                return (!matches!(saved, Some(Ok(())))).then_some(Event::NotSaved);
            }
            Effect::MailOnly(mail_only) => {
                let config = Arc::make_mut(&mut self.config);
                config.mail_only = mail_only;
                config
                    .apple
                    .iter_mut()
                    .for_each(|servers| servers.mail_only = mail_only);
            }
            Effect::ForgetInvitation => self.forget_invitation().await,
            Effect::SetWindowMode(mode) => self.ports.desktop.set_window_mode(mode),
            Effect::ComeForward => self.ports.desktop.come_forward(),
            Effect::Zoom(zoom) => self.ports.desktop.zoom(zoom),
            Effect::Conceal(concealed) => self.ports.desktop.conceal(concealed),
            Effect::SignOut => self.sign_out(),
            Effect::Abort => {
                self.attempt.abort_all();
                self.stop_waiting();
            }
            Effect::Ask(request) => self.answer_to(request, ReplyTo(None)).await,
            Effect::Attempt { id, request } => self.answer_to(request, ReplyTo(Some(id))).await,
            Effect::Ignored(what) => log::info!("an event did not fit: {what}"),
        }
        None
    }

    async fn answer_to(&mut self, request: Request, reply: ReplyTo) {
        // What is asked of Nylas otherwise is asked of the relay.
        let Some(request) = self.ask_relay(request, reply) else {
            return;
        };
        match request {
            Request::ReadProfile => {
                let setup = self.configure_anew().await;
                self.send(reply.with(Answer::ReadProfile(setup)));
            }
            Request::OpenInvitation(link) => self.open_invitation(*link, reply),
            Request::OpenFile(place) => self.open_file(place),
            Request::UseFile => self.use_file().await,
            Request::UseNoFile => self.use_no_file().await,
            Request::StartPractice(label) => self.start_practice(&label),
            Request::FindKey => self.find_key(),
            Request::CheckKey(typed) => self.check_key(typed, reply),
            Request::SaveKey => self.save_key(),
            Request::ForgetKey => self.forget_key(),
            Request::MakeConnector => {
                let provider = self.config.provider();
                self.ask_nylas(
                    reply,
                    move |client| async move { onboarding::make_connector(&client, provider).await },
                    Answer::MakeConnector,
                );
            }
            Request::DraftProfile => {
                let config = self.config.clone();
                self.ask_nylas(
                    reply,
                    |client| async move { profile_export::draft(&config, &client).await },
                    Answer::DraftProfile,
                );
            }
            Request::CheckProfile(form) => {
                let config = self.config.clone();
                self.ask_nylas(
                    reply,
                    |client| async move { profile_export::check(&config, &client, &form).await },
                    Answer::CheckProfile,
                );
            }
            Request::MakeProfile(form) => {
                let (config, ports) = (self.config.clone(), self.ports.clone());
                let made = |client| async move {
                    profile_export::make(&config, &client, ports, &form).await
                };
                self.ask_nylas(reply, made, Answer::MakeProfile);
            }
            Request::FindRelay => self.find_relay(reply),
            Request::CheckRelay(form) => self.check_relay(reply, *form),
            Request::ForgetRelayKey => self.forget_relay_key(reply),
            Request::MakeInvitation(form) => self.make_invitation(reply, *form),
            Request::LoadInvitations { search, cursor } => self.ask_desk(
                reply,
                |desk| async move { desk.list(search.expose_secret(), cursor.as_deref()).await },
                Answer::LoadInvitations,
            ),
            Request::LoadBoard => self.load_board(reply),
            Request::ChangeInvitation { id, change } => self.ask_desk(
                reply,
                |desk| async move { desk.change(&id, &change).await.map(Box::new) },
                Answer::ChangeInvitation,
            ),
            Request::NewLink(of) => self.ask_desk(
                reply,
                |desk| async move { desk.new_link(&of).await.map(Box::new) },
                Answer::NewLink,
            ),
            Request::ReadCustomers => self.read_customers(),
            Request::InviteSeveral(customers) => self.ask_desk(
                reply,
                |desk| async move { desk.make_several(customers).await },
                Answer::InviteSeveral,
            ),
            Request::SaveLinks(rows) => self.save_links(rows),
            Request::CopyLink(link) => self.copy_link(link),
            Request::CopyMail(mail) => self.copy_mail(*mail),
            Request::ShowFile(path) => self.spawn_desktop_call(
                move |ports| {
                    let folder = Path::new(&path).parent();
                    folder.is_some_and(|folder| ports.desktop.show_folder(folder))
                },
                |shown| Answer::ShowFile(shown.unwrap_or(false)),
            ),
            Request::LookUpDomain(domain) => {
                let name_server = self.config.network.name_server;
                self.spawn_event(async move {
                    let hosted = network::hosted(name_server, &domain).await;
                    reply.with(Answer::LookUpDomain((domain, hosted)))
                });
            }
            Request::DetectProvider(address) => self.detect(address, reply),
            Request::Prepare => self.prepare(reply),
            Request::Open(page) => self.open(page),
            Request::Leave { return_page } => self.close_window(return_page),
            Request::Copy(action, text) => self.spawn_desktop_call(
                move |ports| ports.desktop.copy(&text),
                move |worked| Answer::Copy((action, worked.unwrap_or(false))),
            ),
            Request::EmailSupport { code, details } => {
                let to = self.config.setup.support.email.as_deref();
                let subject = format!("icloud-connect: {code}");
                let message = to.map(|to| support::message(to, &subject, &details));
                self.spawn_desktop_call(
                    move |ports| message.is_some_and(|message| ports.desktop.open(&message)),
                    |opened| Answer::EmailSupport(opened.unwrap_or(false)),
                );
            }
            Request::TellAddress(mail) => {
                let to = self.config.setup.support.email.clone();
                self.spawn_desktop_call(
                    move |ports| {
                        let (subject, body) = ports.desktop.address_mail(&mail);
                        let message = to.map(|to| support::message(&to, &subject, &body));
                        if message.is_some_and(|message| ports.desktop.open(&message)) {
                            Begun::Opened
                        } else if ports.desktop.copy(&body) {
                            Begun::Copied
                        } else {
                            Begun::Nowhere
                        }
                    },
                    |begun| Answer::TellAddress(begun.unwrap_or(Begun::Nowhere)),
                );
            }
            Request::CopyGrants(grants) => {
                let table = accounts::table(&grants);
                let copy =
                    move |ports: Ports| table.is_some_and(|table| ports.desktop.copy(&table));
                self.spawn_desktop_call(copy, |worked| Answer::CopyGrants(worked.unwrap_or(false)));
            }
            Request::CopySignIn => {
                let page = SecretString::from(self.sign_in_page().unwrap_or_default());
                let copied = page.clone();
                self.spawn_desktop_call(
                    move |ports| ports.desktop.copy(copied.expose_secret()),
                    |worked| {
                        Answer::CopySignIn(worked.filter(|worked| *worked).map(drop).ok_or(page))
                    },
                );
            }
            Request::ReadClipboard => self.spawn_desktop_call(
                |ports| ports.desktop.clipboard(),
                |text| Answer::ReadClipboard(text.unwrap_or(Err(Unreadable))),
            ),
            Request::PeekClipboard => {
                let peek = |ports: Ports| {
                    ports
                        .desktop
                        .may_peek()
                        .then(|| ports.desktop.clipboard().ok())
                        .flatten()
                        .flatten()
                };
                self.spawn_desktop_call(peek, |text| Answer::PeekClipboard(text.flatten()));
            }
            Request::ForgetCopied { password, pasted } => {
                let forget = move |ports: Ports| {
                    clipboard::forget(ports.desktop.as_ref(), &password, pasted)
                };
                self.spawn_desktop_call(forget, |certain| {
                    Answer::ForgetCopied(certain.unwrap_or(false))
                });
            }
            Request::AskApple { address, password } => self.ask_apple(reply, &address, &password),
            Request::SignIn { address, provider } => self.sign_in(reply, &address, provider),
            Request::TakeAddress(text) => self.take_address(reply, &text),
            Request::Exchange => self.exchange(reply),
            Request::SnapshotGrants { address, renews } => self.ask_nylas(
                reply,
                move |client| async move {
                    onboarding::snapshot_grants(&client, &address, renews).await
                },
                Answer::SnapshotGrants,
            ),
            Request::Submit { address, password } => {
                let auth = onboarding::custom_auth(&self.config, &address, &password);
                self.ask_nylas(
                    reply,
                    move |client| async move { onboarding::submit(&client, &auth).await },
                    Answer::Submit,
                );
            }
            Request::Reconcile(address) => self.ask_nylas(
                reply,
                move |client| async move { onboarding::grant_snapshots(&client, &address).await },
                Answer::Reconcile,
            ),
            Request::ReadCalendars(grant) => {
                let grant = self.readable(grant);
                self.ask_nylas(
                    reply,
                    move |client| async move { onboarding::calendars(&client, &grant).await },
                    Answer::ReadCalendars,
                );
            }
            Request::ReadMail(grant) => {
                let grant = self.readable(grant);
                self.ask_nylas(
                    reply,
                    move |client| async move { onboarding::newest_message(&client, &grant).await },
                    Answer::ReadMail,
                );
            }
            Request::Record {
                grant,
                address,
                icloud,
                provider,
                label,
                renews,
            } => {
                let account = AccountRecord {
                    label: Some(label),
                    ..self.account(grant, address, icloud, provider)
                };
                accounts::put(&mut self.accounts, account, renews.as_deref());
                self.tell_accounts();
                self.write(
                    |ports, accounts| ports.store.record(accounts),
                    Answer::Record,
                )
                .await;
            }
            Request::CheckAccounts(grants) => self.check_accounts(reply, grants),
            Request::SaveAccounts => {
                self.write(
                    |ports, accounts| ports.store.save_accounts(accounts),
                    Answer::SaveAccounts,
                )
                .await;
            }
            Request::ForgetAccount(grant) => {
                self.accounts.retain(|account| account.grant != grant);
                self.tell_accounts();
                self.write(
                    |ports, accounts| ports.store.save_accounts(accounts),
                    Answer::ForgetAccount,
                )
                .await;
            }
            Request::SendLink { relay, grant } => {
                let config = self.config.clone();
                self.spawn_event(async move {
                    let asked = relay::ask_for_link(config, &relay, grant.clone()).await;
                    reply.with(Answer::SendLink((grant, asked)))
                });
            }
            Request::LoadGrants { showing, offset } => self.ask_nylas(
                reply,
                move |client| async move { accounts::page(&client, showing, offset).await },
                Answer::LoadGrants,
            ),
            Request::FindGrants(address) => self.ask_nylas(
                reply,
                move |client| async move { accounts::find(&client, &address).await },
                Answer::FindGrants,
            ),
            Request::DeleteGrant(grant) => self.ask_nylas(
                reply,
                move |client| async move { onboarding::delete(&client, &grant).await },
                Answer::DeleteGrant,
            ),
            Request::After { seconds, timer } => self.spawn_in_attempt(async move {
                tokio::time::sleep(Duration::from_secs(seconds.into())).await;
                Message::Event(reply.with(Answer::After(timer)))
            }),
        }
    }

    fn find_key(&mut self) {
        self.leave_practice();
        let (config, ports) = (self.config.clone(), self.ports.clone());
        self.spawn_message(async move {
            let found = tokio::task::spawn_blocking(move || api_key::find(&config, &ports)).await;
            Message::Found(found.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())))
        });
    }

    fn check_key(&mut self, typed: Option<SecretString>, reply: ReplyTo) {
        self.leave_practice();
        let candidates = match typed {
            Some(key) => api_key::typed(&self.config, &key, false),
            None => std::mem::take(&mut self.candidates),
        };
        let check = api_key::check(self.config.clone(), candidates);
        self.spawn_in_attempt(async move { Message::Checked(reply, check.await) });
    }

    /// The quiet check: the port for sign-in, or connector and Apple's servers.
    fn prepare(&mut self, reply: ReplyTo) {
        if let Some(hosted) = &self.config.hosted {
            return self.try_port(hosted.port, reply);
        }
        let provider = self.config.provider();
        let apple = self
            .config
            .apple
            .clone()
            .filter(|_| !self.practising && self.config.setup.check_first);
        self.ask_nylas(
            reply,
            move |client| async move { onboarding::prepare(&client, provider, apple.as_ref()).await },
            Answer::Prepare,
        );
    }

    pub(super) fn open(&mut self, page: Page) {
        // Who practises never gets Apple's own page, however fast.
        if page == Page::AppleAccount && self.practising && self.practice.is_none() {
            self.page_wanted = true;
            return;
        }
        let address = match (page, &self.practice) {
            (Page::AppleAccount, Some(practice)) => practice.page.clone(),
            (Page::AppleAccount, None) => apple::Page::Account.address().to_owned(),
            (Page::SignIn, _) => self.sign_in_page().unwrap_or_default(),
            (Page::AppleForgot, _) => apple::Page::Forgot.address().to_owned(),
            (Page::AppleStatus, _) => apple::Page::Status.address().to_owned(),
            (Page::Privacy, _) => self.config.privacy_url.clone().unwrap_or_default(),
            (Page::Project, _) => env!("CARGO_PKG_REPOSITORY").to_owned(),
        };
        self.spawn_desktop_call(
            move |ports| ports.desktop.open(&address),
            move |opened| {
                Answer::Open(if opened == Some(true) {
                    Ok(())
                } else {
                    Err(did_not_open(page))
                })
            },
        );
    }

    fn close_window(&self, return_page: bool) {
        let address = self.config.return_url.clone().filter(|_| return_page);
        let leave = move |ports: Ports| {
            let opened = address.is_none_or(|address| ports.desktop.open(&address));
            if opened {
                ports.desktop.close();
            }
            opened
        };
        self.spawn_desktop_call(leave, |opened| {
            let opened = opened == Some(true);
            Answer::Leave(
                opened
                    .then_some(())
                    .ok_or_else(|| Problem::BrowserDidNotOpen.into()),
            )
        });
    }

    /// Practice has an Apple of its own; a practice password never goes to the real one.
    fn ask_apple(&mut self, reply: ReplyTo, address: &Address, password: &AppPassword) {
        let messages = self.messages.clone();
        let say = move |service, verdict, report| {
            let answer = Answer::AskApple((service, verdict, report));
            let _ = messages.send(Message::Event(reply.with(answer)));
        };
        if self.practising {
            for service in [Service::Calendar, Service::Mail] {
                if service == Service::Calendar && self.config.mail_only {
                    say(service, Verdict::Skipped, None);
                    continue;
                }
                let (answer, say) = (
                    self.ports.practice.ask_apple(service, address, password),
                    say.clone(),
                );
                self.attempt
                    .spawn(async move { say(service, answer.await, None) });
            }
            return;
        }
        let Some(servers) = self.config.apple.clone() else {
            [Service::Calendar, Service::Mail]
                .into_iter()
                .for_each(|service| say(service, Verdict::Skipped, None));
            return;
        };
        let (address, password) = (address.clone(), password.clone());
        self.attempt.spawn(async move {
            apple_check::ask(&servers, &address, &password, say).await;
        });
    }
}
