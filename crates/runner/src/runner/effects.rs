//! What the wizard wants done, each by the one who does it.

use super::{Message, Runner, did_not_open};
use crate::{Ports, accounts, asking_apple, clipboard, customers, desk, journey, network};
use apple::{Address, AppPassword, Verdict};
use secrecy::ExposeSecret;
use std::{sync::Arc, time::Duration};
use wizard::{Action, Effect, Event, Outcome, Page, Problem, Reading, Service};

impl Runner {
    /// Does it now when order matters (`Some` is its outcome), or lets it answer by a message.
    pub(super) async fn carry_out(&mut self, effect: Effect) -> Option<Outcome> {
        match effect {
            Effect::Save(progress) => {
                let saved = self
                    .off_thread(move |ports| ports.store.save(progress.as_ref()))
                    .await;
                return (!matches!(saved, Some(Ok(())))).then(|| Outcome::NotSaved);
            }
            Effect::KeepTries(tries) => {
                let saved = self
                    .off_thread(move |ports| ports.store.keep_tries(&tries))
                    .await;
                return (!matches!(saved, Some(Ok(())))).then(|| Outcome::NotSaved);
            }
            Effect::ReadProfile => {
                let desk = self
                    .off_thread(|ports| ports.store.load().desk)
                    .await
                    .flatten();
                let setup = self.configure(desk.as_deref()).await;
                self.send(Event::World(Outcome::ProfileRead(Box::new(setup))));
            }
            Effect::StartPractice => self.start_practice(),
            Effect::FindKey => {
                self.leave_practice();
                let config = self.config.clone();
                let ports = self.ports.clone();
                self.answer(async move {
                    let found =
                        tokio::task::spawn_blocking(move || desk::find(&config, &ports)).await;
                    Message::Found(
                        found.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())),
                    )
                });
            }
            Effect::CheckKey(typed) => {
                self.leave_practice();
                let candidates = match typed {
                    Some(key) => desk::typed(&self.config, &key, false),
                    None => std::mem::take(&mut self.candidates),
                };
                let check = desk::check(self.config.clone(), candidates);
                self.attempt(async move { Message::Checked(check.await) });
            }
            Effect::KeepKey => self.keep_key(),
            Effect::ForgetKey => self.forget_key(),
            Effect::MailOnly(mail_only) => {
                let config = Arc::make_mut(&mut self.config);
                config.mail_only = mail_only;
                config
                    .apple
                    .iter_mut()
                    .for_each(|servers| servers.mail_only = mail_only);
            }
            Effect::MakeConnector => {
                let provider = self.config.provider();
                self.ask(
                    move |client| async move { journey::make_connector(&client, provider).await },
                    Outcome::ConnectorMade,
                );
            }
            Effect::DraftProfile => {
                let config = self.config.clone();
                self.ask(
                    |client| async move { customers::draft(&config, &client).await },
                    Outcome::ProfileDrafted,
                );
            }
            Effect::MakeProfile { name } => {
                let (config, ports) = (self.config.clone(), self.ports.clone());
                let made = |client| async move {
                    customers::make(&config, &client, ports, name.expose_secret()).await
                };
                self.ask(made, Outcome::ProfileMade);
            }
            Effect::DetectProvider(address) => self.detect(address),
            Effect::LookUpDomain(domain) => {
                let name_server = self.config.network.name_server;
                self.world(async move {
                    let hosted = network::hosted(name_server, &domain).await;
                    Outcome::DomainFound { domain, hosted }
                });
            }
            Effect::Prepare if self.config.hosted.is_some() => {
                if let Some(hosted) = &self.config.hosted {
                    self.try_port(hosted.port);
                }
            }
            Effect::Prepare => {
                let provider = self.config.provider();
                let apple = self
                    .config
                    .apple
                    .clone()
                    .filter(|_| !self.practising && self.config.setup.check_first);
                self.ask(
                    move |client| async move {
                        journey::prepare(&client, provider, apple.as_ref()).await
                    },
                    Outcome::Prepared,
                );
            }
            Effect::Open(page) => self.open(page),
            Effect::Copy(action, text) => {
                self.at_desktop(
                    move |ports| ports.desktop.copy(&text),
                    move |worked| Outcome::Copied(action, worked.unwrap_or(false)),
                );
            }
            Effect::CopyGrants(grants) => {
                let table = accounts::table(&grants);
                let copy =
                    move |ports: Ports| table.is_some_and(|table| ports.desktop.copy(&table));
                self.at_desktop(copy, |worked| {
                    Outcome::Copied(Action::CopyGrants, worked.unwrap_or(false))
                });
            }
            Effect::ReadClipboard => {
                self.at_desktop(
                    |ports| ports.desktop.clipboard(),
                    |text| Outcome::Clipboard(text.flatten()),
                );
            }
            Effect::PeekClipboard => {
                let peek = |ports: Ports| {
                    ports
                        .desktop
                        .may_peek()
                        .then(|| ports.desktop.clipboard())
                        .flatten()
                };
                self.at_desktop(peek, |text| Outcome::Peeked(text.flatten()));
            }
            Effect::ForgetCopied { password, pasted } => {
                let forget = move |ports: Ports| {
                    clipboard::forget(ports.desktop.as_ref(), &password, pasted)
                };
                self.at_desktop(forget, |certain| {
                    Outcome::CopiedForgotten(certain.unwrap_or(false))
                });
            }
            Effect::Shape(shape) => self.ports.desktop.shape(shape),
            Effect::Conceal(concealed) => self.ports.desktop.conceal(concealed),
            Effect::AskApple {
                run,
                address,
                password,
            } => self.ask_apple(run, &address, &password),
            Effect::SignIn {
                run,
                address,
                provider,
            } => self.sign_in(run, &address, provider),
            Effect::CopySignIn => {
                let page = self.sign_in_page().unwrap_or_default();
                let ports = self.ports.clone();
                self.world(async move {
                    let worked = tokio::task::spawn_blocking(move || ports.desktop.copy(&page))
                        .await
                        .unwrap_or(false);
                    Outcome::Copied(Action::CopyPage, worked)
                });
            }
            Effect::TakeAddress { run, text } => self.take_address(run, &text),
            Effect::Exchange { run } => self.exchange(run),
            Effect::SignOut => self.sign_out(),
            Effect::NoteGrants {
                run,
                address,
                renews,
            } => {
                self.ask(
                    move |client| async move { journey::note(&client, &address, renews).await },
                    move |grants| Outcome::Noted { run, grants },
                );
            }
            Effect::Submit {
                run,
                address,
                password,
            } => {
                let auth = journey::custom_auth(&self.config, &address, &password);
                self.ask(
                    move |client| async move { journey::submit(&client, &auth).await },
                    move |grant| Outcome::Submitted { run, grant },
                );
            }
            Effect::LookForGrant { run, address } => {
                self.ask(
                    move |client| async move { journey::stamps(&client, &address).await },
                    move |grants| Outcome::Looked { run, grants },
                );
            }
            Effect::ReadCalendars { run, grant } => {
                let grant = self.readable(grant);
                let read = move |names| Outcome::Read {
                    run,
                    reading: Reading::Calendars(names),
                };
                self.ask(
                    move |client| async move { journey::calendars(&client, &grant).await },
                    read,
                );
            }
            Effect::ReadMail { run, grant } => {
                let grant = self.readable(grant);
                let read = move |newest| Outcome::Read {
                    run,
                    reading: Reading::Mail(newest),
                };
                self.ask(
                    move |client| async move { journey::newest_message(&client, &grant).await },
                    read,
                );
            }
            Effect::Record {
                grant,
                address,
                icloud,
                elsewhere,
                renews,
            } => {
                let account = self.account(grant, address, icloud, elsewhere);
                accounts::put(&mut self.accounts, account, renews.as_deref());
                self.tell_accounts();
                self.write(
                    |ports, accounts| ports.store.record(accounts),
                    Outcome::Recorded,
                )
                .await;
            }
            Effect::CheckAccounts { run, grants } => self.check_accounts(run, grants),
            Effect::KeepAccounts => {
                self.write(
                    |ports, accounts| ports.store.keep_accounts(accounts),
                    Outcome::AccountForgotten,
                )
                .await;
            }
            Effect::ForgetAccount(grant) => {
                self.accounts.retain(|account| account.grant != grant);
                self.tell_accounts();
                self.write(
                    |ports, accounts| ports.store.keep_accounts(accounts),
                    Outcome::AccountForgotten,
                )
                .await;
            }
            Effect::LoadGrants {
                run,
                showing,
                offset,
            } => {
                self.ask(
                    move |client| async move { accounts::page(&client, showing, offset).await },
                    move |page| Outcome::GrantsLoaded { run, page },
                );
            }
            Effect::FindGrants { run, address } => {
                self.ask(
                    move |client| async move { accounts::find(&client, &address).await },
                    move |grants| Outcome::GrantsFound { run, grants },
                );
            }
            Effect::DeleteGrant(grant) => self.ask(
                move |client| async move { journey::delete(&client, &grant).await },
                Outcome::Deleted,
            ),
            Effect::Abort => {
                self.attempt.abort_all();
                self.stop_waiting();
            }
            Effect::After {
                run,
                seconds,
                timer,
            } => self.attempt(async move {
                tokio::time::sleep(Duration::from_secs(seconds.into())).await;
                Message::Event(Event::World(Outcome::Elapsed { run, timer }))
            }),
            Effect::Ignored(what) => log::info!("an event did not fit: {what}"),
        }
        None
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
            (Page::Return, _) => self.config.return_url.clone().unwrap_or_default(),
        };
        let ports = self.ports.clone();
        self.world(async move {
            let opened = tokio::task::spawn_blocking(move || ports.desktop.open(&address))
                .await
                .unwrap_or(false);
            Outcome::PageOpened(
                page,
                if opened {
                    Ok(())
                } else {
                    Err(did_not_open(page))
                },
            )
        });
    }

    /// Practice has an Apple of its own; a practice password never goes to the real one.
    fn ask_apple(&mut self, run: u32, address: &Address, password: &AppPassword) {
        let messages = self.messages.clone();
        let say = move |service, verdict, report| {
            let _ = messages.send(Message::Event(Event::World(Outcome::AppleSaid {
                run,
                service,
                verdict,
                report,
            })));
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
            asking_apple::ask(&servers, &address, &password, say).await;
        });
    }
}
