//! The one task that owns the state: it takes events in turn, carries effects out and shows the view.

mod remembering;
mod sign_in;

use crate::{
    AccountRecord, Config, Environment, Ports, PracticeHost, accounts, asking_apple, clipboard, configure, customers,
    desk::{self, Candidate, Checked},
    journey, network,
    redirect::{Answer, Listener},
    report::{Asked, report},
};
use apple::{Address, AppPassword, Verdict};
use nylas::{Client, Origin};
use secrecy::ExposeSecret;
use sign_in::{Session, Signed};
use std::{future::Future, io, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    task::{JoinHandle, JoinSet},
};
use wizard::{Action, Connection, Effect, Event, Input, Opened, Outcome, Page, Problem, Reading, Report, Service, Standing, State, View};

/// Where the page's input goes in.
#[derive(Clone)]
pub struct Handle {
    messages: mpsc::UnboundedSender<Message>,
}

impl Handle {
    /// Tells the wizard that the person came back to the window.
    pub fn returned(&self) {
        let _ = self.messages.send(Message::Event(Event::World(Outcome::Returned)));
    }

    /// Tells the wizard what the person did. Inputs are taken in the order in which they come.
    pub fn dispatch(&self, input: Input) {
        // The task ends only with the app; then nobody waits for an answer.
        let _ = self.messages.send(Message::Event(Event::Person(input)));
    }
}

enum Message {
    Event(Event),
    Found(Result<Vec<Candidate>, Report>),
    Checked(Result<Checked, Report>),
    Practice(Result<(PracticeHost, Client), Report>),
    Bound { run: u32, listener: io::Result<Listener> },
    Returned { run: u32, answer: Answer },
    Exchanged { run: u32, signed: Result<Box<Signed>, Report> },
    Standing { run: u32, grant: String, found: Result<Option<Standing>, Report> },
}

/// The way to Nylas.
enum Link {
    None,
    /// Practice is starting: who is faster waits for it.
    Starting(watch::Receiver<Option<Client>>),
    Ready(Box<Client>),
}

/// Starts the wizard. `show` gets the first view at once and every later one as it changes.
/// Needs a tokio runtime around it.
pub fn start(environment: Environment, ports: Ports, show: impl Fn(View) + Send + Sync + 'static) -> Handle {
    let (messages, inbox) = mpsc::unbounded_channel();
    let runner = Runner {
        config: Arc::default(),
        environment,
        ports,
        messages: messages.clone(),
        client: Link::None,
        practising: false,
        practice: None,
        page_wanted: false,
        accounts: vec![],
        candidates: vec![],
        checked: None,
        session: None,
        stopping: vec![],
        signed: None,
        revoking: JoinSet::new(),
        attempt: JoinSet::new(),
        show: Box::new(show),
    };
    tokio::spawn(runner.run(inbox));
    Handle { messages }
}

struct Runner {
    config: Arc<Config>,
    environment: Environment,
    ports: Ports,
    messages: mpsc::UnboundedSender<Message>,
    /// The Nylas that the current connection talks to.
    client: Link,
    /// Practice was chosen; its simulator may still be starting.
    practising: bool,
    practice: Option<PracticeHost>,
    /// The practice page was asked for before there was one.
    page_wanted: bool,
    /// What was connected from this computer. The disk follows it; where that fails it still counts for this run.
    accounts: Vec<AccountRecord>,
    candidates: Vec<Candidate>,
    checked: Option<Checked>,
    /// The sign-in on Nylas' page.
    session: Option<Session>,
    /// Listeners that may still have the port.
    stopping: Vec<JoinHandle<()>>,
    /// What the sign-in brought.
    signed: Option<Signed>,
    /// Tokens that are being revoked, whatever happens to the attempt.
    revoking: JoinSet<()>,
    /// What is under way for the current attempt, to be dropped at once on `Abort`.
    attempt: JoinSet<()>,
    show: Box<dyn Fn(View) + Send + Sync>,
}

impl Runner {
    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Message>) {
        let kept = self.off_thread(|ports| ports.store.load()).await.unwrap_or_default();
        let setup = self.configure(kept.desk.as_deref()).await;
        let mut state = State::new(setup);
        self.accounts.clone_from(&kept.accounts);
        let opened = Opened { saved: kept.progress, set_aside: kept.set_aside, accounts: kept.accounts, tries: kept.tries };
        state = self.take(state, Event::World(Outcome::Opened(Box::new(opened)))).await;
        while let Some(message) = inbox.recv().await {
            let event = match message {
                Message::Event(event) => event,
                Message::Found(found) => Event::World(Outcome::KeyFound(found.map(|candidates| {
                    self.candidates = candidates;
                    !self.candidates.is_empty()
                }))),
                Message::Checked(result) => Event::World(Outcome::KeyChecked(result.map(|checked| {
                    let desk = checked.desk.clone();
                    self.client = Link::Ready(Box::new(checked.client.clone()));
                    self.checked = Some(checked);
                    desk
                }))),
                Message::Bound { run, listener } => match self.bound(run, listener) {
                    Some(outcome) => Event::World(outcome),
                    None => continue,
                },
                Message::Returned { run, answer } => match self.returned(run, answer) {
                    Some(outcome) => Event::World(outcome),
                    None => continue,
                },
                Message::Exchanged { run, signed } => Event::World(self.exchanged(run, signed)),
                Message::Standing { run, grant, found } => {
                    let account = found.and_then(|standing| self.learn(&grant, standing).ok_or_else(|| Problem::NotUnderstood.into()));
                    Event::World(Outcome::AccountChecked { run, grant, account: account.map(Box::new) })
                }
                // It was left before it was ready.
                Message::Practice(_) if !state.practice() => continue,
                Message::Practice(result) => Event::World(Outcome::PracticeReady(result.map(|(host, client)| {
                    if self.practising {
                        self.practice = Some(host);
                        self.client = Link::Ready(Box::new(client));
                        if std::mem::take(&mut self.page_wanted) {
                            self.open(Page::AppleAccount);
                        }
                    }
                }))),
            };
            state = self.take(state, event).await;
            while self.attempt.try_join_next().is_some() {}
        }
    }

    async fn take(&mut self, state: State, event: Event) -> State {
        let (state, _) = wizard::step(state, Event::World(Outcome::Clock(self.ports.clock.now())));
        let (mut state, effects) = wizard::step(state, event);
        for effect in effects {
            if let Some(outcome) = self.carry_out(effect).await {
                let (next, more) = wizard::step(state, Event::World(outcome));
                state = next;
                // What comes at once is only shown: it asks for nothing more.
                debug_assert!(more.is_empty());
            }
        }
        (self.show)(wizard::view(&state));
        state
    }

    /// Reads the profile; a saved connection stands for one where no profile chose any.
    async fn configure(&mut self, desk: Option<&str>) -> wizard::Setup {
        let environment = self.environment.clone();
        let read = tokio::task::spawn_blocking(move || configure(&environment)).await;
        let mut config = read.unwrap_or_else(|fault| {
            log::error!("reading the profile failed: {fault}");
            Config::default()
        });
        if let Some(origin) = desk.filter(|_| config.setup.connection.is_none() && config.setup.broken.is_none()) {
            config.setup.connection = Some(Connection::ApiKey);
            if let (false, Ok(origin)) = (config.origin_named, Origin::parse(origin)) {
                config.origins = vec![origin];
            }
        }
        let setup = config.setup.clone();
        self.config = Arc::new(config);
        setup
    }

    /// Does it now when order matters (`Some` is its outcome), or lets it answer by a message.
    async fn carry_out(&mut self, effect: Effect) -> Option<Outcome> {
        match effect {
            Effect::Save(progress) => {
                let saved = self.off_thread(move |ports| ports.store.save(progress.as_ref())).await;
                return (!matches!(saved, Some(Ok(())))).then(|| Outcome::NotSaved);
            }
            Effect::KeepTries(tries) => {
                let saved = self.off_thread(move |ports| ports.store.keep_tries(&tries)).await;
                return (!matches!(saved, Some(Ok(())))).then(|| Outcome::NotSaved);
            }
            Effect::ReadProfile => {
                let desk = self.off_thread(|ports| ports.store.load().desk).await.flatten();
                let setup = self.configure(desk.as_deref()).await;
                self.send(Event::World(Outcome::ProfileRead(Box::new(setup))));
            }
            Effect::StartPractice => self.start_practice(),
            Effect::FindKey => {
                self.leave_practice();
                let config = self.config.clone();
                let ports = self.ports.clone();
                self.answer(async move {
                    let found = tokio::task::spawn_blocking(move || desk::find(&config, &ports)).await;
                    Message::Found(found.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())))
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
                config.apple.iter_mut().for_each(|servers| servers.mail_only = mail_only);
            }
            Effect::MakeConnector => {
                let provider = self.config.provider();
                self.ask(move |client| async move { journey::make_connector(&client, provider).await }, Outcome::ConnectorMade);
            }
            Effect::DraftProfile => {
                let config = self.config.clone();
                self.ask(|client| async move { customers::draft(&config, &client).await }, Outcome::ProfileDrafted);
            }
            Effect::MakeProfile { name } => {
                let (config, ports) = (self.config.clone(), self.ports.clone());
                let made = |client| async move { customers::make(&config, &client, ports, name.expose_secret()).await };
                self.ask(made, Outcome::ProfileMade);
            }
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
                let apple = self.config.apple.clone().filter(|_| !self.practising && self.config.setup.check_first);
                self.ask(move |client| async move { journey::prepare(&client, provider, apple.as_ref()).await }, Outcome::Prepared);
            }
            Effect::Open(page) => self.open(page),
            Effect::Copy(action, text) => {
                self.at_desktop(move |ports| ports.desktop.copy(&text), move |worked| Outcome::Copied(action, worked.unwrap_or(false)));
            }
            Effect::CopyGrants(grants) => {
                let table = accounts::table(&grants);
                let copy = move |ports: Ports| table.is_some_and(|table| ports.desktop.copy(&table));
                self.at_desktop(copy, |worked| Outcome::Copied(Action::CopyGrants, worked.unwrap_or(false)));
            }
            Effect::ReadClipboard => {
                self.at_desktop(|ports| ports.desktop.clipboard(), |text| Outcome::Clipboard(text.flatten()));
            }
            Effect::PeekClipboard => {
                let peek = |ports: Ports| ports.desktop.may_peek().then(|| ports.desktop.clipboard()).flatten();
                self.at_desktop(peek, |text| Outcome::Peeked(text.flatten()));
            }
            Effect::ForgetCopied { password, pasted } => {
                let forget = move |ports: Ports| clipboard::forget(ports.desktop.as_ref(), &password, pasted);
                self.at_desktop(forget, |certain| Outcome::CopiedForgotten(certain.unwrap_or(false)));
            }
            Effect::Shape(shape) => self.ports.desktop.shape(shape),
            Effect::AskApple { run, address, password } => self.ask_apple(run, &address, &password),
            Effect::SignIn { run, address } => self.sign_in(run, &address),
            Effect::CopySignIn => {
                let page = self.sign_in_page().unwrap_or_default();
                let ports = self.ports.clone();
                self.world(async move {
                    let worked = tokio::task::spawn_blocking(move || ports.desktop.copy(&page)).await.unwrap_or(false);
                    Outcome::Copied(Action::CopyPage, worked)
                });
            }
            Effect::TakeAddress { run, text } => self.take_address(run, &text),
            Effect::Exchange { run } => self.exchange(run),
            Effect::SignOut => self.sign_out(),
            Effect::NoteGrants { run, address, renews } => {
                self.ask(move |client| async move { journey::note(&client, &address, renews).await }, move |grants| Outcome::Noted { run, grants });
            }
            Effect::Submit { run, address, password } => {
                let auth = journey::custom_auth(&self.config, &address, &password);
                self.ask(move |client| async move { journey::submit(&client, &auth).await }, move |grant| Outcome::Submitted { run, grant });
            }
            Effect::LookForGrant { run, address } => {
                self.ask(move |client| async move { journey::stamps(&client, &address).await }, move |grants| Outcome::Looked { run, grants });
            }
            Effect::ReadCalendars { run, grant } => {
                let grant = self.readable(grant);
                let read = move |names| Outcome::Read { run, reading: Reading::Calendars(names) };
                self.ask(move |client| async move { journey::calendars(&client, &grant).await }, read);
            }
            Effect::ReadMail { run, grant } => {
                let grant = self.readable(grant);
                let read = move |newest| Outcome::Read { run, reading: Reading::Mail(newest) };
                self.ask(move |client| async move { journey::newest_message(&client, &grant).await }, read);
            }
            Effect::Record { grant, address, icloud, renews } => {
                let account = self.account(grant, address, icloud);
                accounts::put(&mut self.accounts, account, renews.as_deref());
                self.tell_accounts();
                self.write(|ports, accounts| ports.store.record(accounts), Outcome::Recorded).await;
            }
            Effect::CheckAccounts { run, grants } => self.check_accounts(run, grants),
            Effect::KeepAccounts => self.write(|ports, accounts| ports.store.keep_accounts(accounts), Outcome::AccountForgotten).await,
            Effect::ForgetAccount(grant) => {
                self.accounts.retain(|account| account.grant != grant);
                self.tell_accounts();
                self.write(|ports, accounts| ports.store.keep_accounts(accounts), Outcome::AccountForgotten).await;
            }
            Effect::LoadGrants { run, showing, offset } => {
                self.ask(move |client| async move { accounts::page(&client, showing, offset).await }, move |page| Outcome::GrantsLoaded { run, page });
            }
            Effect::FindGrants { run, address } => {
                self.ask(move |client| async move { accounts::find(&client, &address).await }, move |grants| Outcome::GrantsFound { run, grants });
            }
            Effect::DeleteGrant(grant) => self.ask(move |client| async move { journey::delete(&client, &grant).await }, Outcome::Deleted),
            Effect::Abort => {
                self.attempt.abort_all();
                self.stop_waiting();
            }
            Effect::After { run, seconds, timer } => self.attempt(async move {
                tokio::time::sleep(Duration::from_secs(seconds.into())).await;
                Message::Event(Event::World(Outcome::Elapsed { run, timer }))
            }),
            Effect::Ignored(what) => log::info!("an event did not fit: {what}"),
        }
        None
    }

    fn start_practice(&mut self) {
        let (ready, starting) = watch::channel(None);
        self.practising = true;
        self.practice = None;
        self.client = Link::Starting(starting);
        let started = self.ports.practice.start(&self.config.setup.label);
        let provider = self.config.provider();
        self.answer(async move {
            let failed = || Report::new(Problem::NylasUnavailable).kind("practice");
            let made = async {
                let host = started.await.map_err(|_| failed())?;
                let origin = Origin::parse(&host.origin).map_err(|_| Problem::NotUnderstood)?;
                let client = Client::new(origin, host.api_key.clone()).map_err(|e| report(&e, Asked::Company))?;
                client.create_connector(provider).await.map_err(|_| failed())?;
                ready.send_replace(Some(client.clone()));
                Ok((host, client))
            };
            Message::Practice(made.await)
        });
    }

    /// A real password never reaches the simulator.
    fn leave_practice(&mut self) {
        if std::mem::take(&mut self.practising) {
            self.page_wanted = false;
            self.practice = None;
            self.client = Link::None;
        }
    }

    fn origin(&self) -> Option<String> {
        match &self.client {
            Link::Ready(client) => Some(client.origin().as_str().to_owned()),
            _ => None,
        }
    }

    fn keep_key(&mut self) {
        let Some(checked) = self.checked.clone() else { return };
        let ports = self.ports.clone();
        self.world(async move {
            let origin = checked.client.origin().as_str().to_owned();
            let kept = tokio::task::spawn_blocking(move || {
                ports.keychain.set(&origin, &checked.key).map_err(desk::keychain)?;
                ports.store.keep_desk(Some(&origin)).map_err(|_| Problem::CannotSave.into())
            });
            Outcome::KeyKept(kept.await.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())))
        });
    }

    /// Removes the key from memory at once and from the keychain wherever this run could have put it.
    fn forget_key(&mut self) {
        let mut origins: Vec<String> = self.config.origins.iter().map(|o| o.as_str().to_owned()).collect();
        origins.extend(self.origin());
        self.client = Link::None;
        self.checked = None;
        self.candidates.clear();
        Arc::make_mut(&mut self.config).environment_key = None;
        let ports = self.ports.clone();
        self.world(async move {
            let forgotten = tokio::task::spawn_blocking(move || {
                origins.dedup();
                let forgotten = ports.store.keep_desk(None).map_err(|_| Report::from(Problem::CannotSave));
                // Every one is tried, whatever becomes of the others.
                origins.iter().fold(forgotten, |so_far, origin| ports.keychain.delete(origin).map_err(desk::keychain).and(so_far))
            });
            Outcome::KeyForgotten(forgotten.await.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())))
        });
    }

    fn open(&mut self, page: Page) {
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
            let opened = tokio::task::spawn_blocking(move || ports.desktop.open(&address)).await.unwrap_or(false);
            Outcome::PageOpened(page, if opened { Ok(()) } else { Err(did_not_open(page)) })
        });
    }

    /// Practice has an Apple of its own; a practice password never goes to the real one.
    fn ask_apple(&mut self, run: u32, address: &Address, password: &AppPassword) {
        let messages = self.messages.clone();
        let say = move |service, verdict, report| {
            let _ = messages.send(Message::Event(Event::World(Outcome::AppleSaid { run, service, verdict, report })));
        };
        if self.practising {
            for service in [Service::Calendar, Service::Mail] {
                if service == Service::Calendar && self.config.mail_only {
                    say(service, Verdict::Skipped, None);
                    continue;
                }
                let (answer, say) = (self.ports.practice.ask_apple(service, address, password), say.clone());
                self.attempt.spawn(async move { say(service, answer.await, None) });
            }
            return;
        }
        let Some(servers) = self.config.apple.clone() else {
            [Service::Calendar, Service::Mail].into_iter().for_each(|service| say(service, Verdict::Skipped, None));
            return;
        };
        let (address, password) = (address.clone(), password.clone());
        self.attempt.spawn(async move {
            asking_apple::ask(&servers, &address, &password, say).await;
        });
    }

    /// Asks Nylas something for the current attempt. Without a connection the answer is that Nylas is not there.
    fn ask<T, F>(&mut self, question: impl FnOnce(Client) -> F + Send + 'static, outcome: impl FnOnce(Result<T, Report>) -> Outcome + Send + 'static)
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Report>> + Send + 'static,
    {
        let missing = Err(Problem::NylasUnavailable.into());
        let config = self.config.clone();
        let explained = async move |client: Client| {
            let origin = client.origin().clone();
            match question(client).await {
                Err(report) => Err(network::explain(&config, &origin, report).await),
                answer => answer,
            }
        };
        match &mut self.client {
            Link::None => self.send(Event::World(outcome(missing))),
            Link::Ready(client) => {
                let client = Client::clone(client);
                self.attempt(async move { Message::Event(Event::World(outcome(explained(client).await))) });
            }
            Link::Starting(starting) => {
                let mut starting = starting.clone();
                self.attempt(async move {
                    let client = starting.wait_for(Option::is_some).await.ok().and_then(|client| client.clone());
                    let answer = match client {
                        Some(client) => explained(client).await,
                        None => missing,
                    };
                    Message::Event(Event::World(outcome(answer)))
                });
            }
        }
    }

    /// Runs until it answers or the attempt is aborted.
    fn attempt(&mut self, answer: impl Future<Output = Message> + Send + 'static) {
        let messages = self.messages.clone();
        self.attempt.spawn(async move {
            let _ = messages.send(answer.await);
        });
    }

    /// Runs until it answers, whatever happens to the attempt.
    fn answer(&self, answer: impl Future<Output = Message> + Send + 'static) {
        let messages = self.messages.clone();
        tokio::spawn(async move {
            let _ = messages.send(answer.await);
        });
    }

    fn world(&self, outcome: impl Future<Output = Outcome> + Send + 'static) {
        self.answer(async move { Message::Event(Event::World(outcome.await)) });
    }

    /// Something that the desktop does, which may block.
    fn at_desktop<T: Send + 'static>(&self, work: impl FnOnce(Ports) -> T + Send + 'static, outcome: impl FnOnce(Option<T>) -> Outcome + Send + 'static) {
        let ports = self.ports.clone();
        self.world(async move { outcome(tokio::task::spawn_blocking(move || work(ports)).await.ok()) });
    }

    fn send(&self, event: Event) {
        let _ = self.messages.send(Message::Event(event));
    }

    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce(Ports) -> T + Send + 'static) -> Option<T> {
        let ports = self.ports.clone();
        tokio::task::spawn_blocking(move || work(ports)).await.ok()
    }
}

fn did_not_open(page: Page) -> Report {
    Report::new(Problem::BrowserDidNotOpen).kind(if page == Page::SignIn { "sign-in" } else { "" })
}
