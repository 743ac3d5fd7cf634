//! The one task that owns the state: it takes events in turn, carries effects out and shows the view.

mod effects;
mod files;
mod invitations;
mod keys;
mod message;
mod relay_desk;
mod saved_accounts;
mod sign_in;

use crate::{
    AccountRecord, Config, Environment, Ports, PracticeHost,
    api_key::{self, Candidate, Checked},
    configure,
    detections::Detections,
    network, onboarding,
    relay::{Desk, Relay},
    report::{self, NylasCall, report},
};
use apple::Address;
use message::{Link, Message, ReplyTo, Session, Signed};
use nylas::{Client, Origin};
use secrecy::SecretString;
use std::{
    collections::VecDeque,
    future::Future,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet},
};
use url::Url;
use wizard::{Answer, Connection, Event, Input, Opened, Page, Problem, Report, State, View};

/// Where the page's input goes in.
#[derive(Clone)]
pub struct Handle {
    messages: mpsc::UnboundedSender<Message>,
}

impl Handle {
    /// A link was opened outside of the window. What it is, the wizard decides.
    pub fn open_link(&self, link: SecretString) {
        let _ = self.messages.send(Message::Event(Event::Link(link)));
    }

    /// Tells the wizard that the person came back to the window.
    pub fn returned(&self) {
        let _ = self.messages.send(Message::Event(Event::Returned));
    }

    /// The window is closed: nothing goes on that was under way, and a token that is there or still comes is revoked.
    /// Returns when that is done, at once where there is none, and after [`LEAVING`] at the latest.
    pub async fn close(&self) {
        let (closed, done) = oneshot::channel();
        let _ = self.messages.send(Message::Close(closed));
        // An error means that nobody is there any more.
        let _ = tokio::time::timeout(LEAVING, done).await;
    }

    /// Tells the wizard what the person did, and on which number of what is shown ([`View::shown`]); `None`: on whatever is
    /// there. Inputs are taken in the order in which they come.
    pub fn dispatch(&self, input: Input, shown: Option<u32>) {
        // The task ends only with the app; then nobody waits for an answer.
        let _ = self.messages.send(Message::Input { input, shown });
    }
}

/// How often the clock is looked at while a secret waits to be used. A computer that slept tells no timer of it.
const CLOCK: Duration = Duration::from_secs(10);

/// How long the program may stay after its window, to revoke a token.
pub const LEAVING: Duration = Duration::from_secs(5);

/// Starts the wizard. `show` gets the first view at once and every later one as it changes.
/// Needs a tokio runtime around it.
pub fn start(
    environment: Environment,
    ports: Ports,
    show: impl Fn(View) + Send + Sync + 'static,
) -> Handle {
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
        invited: None,
        left_open: None,
        desk: None,
        told: None,
        offered: None,
        candidates: vec![],
        checked: None,
        detections: Detections::default(),
        session: None,
        stopping: vec![],
        signed: None,
        exchanging: 0,
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
    /// The invitation that is open, and what counted before it.
    invited: Option<Invited>,
    /// Where the invitation is that the disk knows of.
    left_open: Option<Url>,
    /// The company's relay, with the key of its own people.
    desk: Option<Desk>,
    /// What the company was told of the progress last.
    told: Option<invitation::Progress>,
    /// The settings file that was looked at, and waits for a yes.
    offered: Option<PathBuf>,
    candidates: Vec<Candidate>,
    checked: Option<Checked>,
    /// How often Nylas was asked whose an address is.
    detections: Detections,
    /// The sign-in on Nylas' page.
    session: Option<Session>,
    /// Listeners that may still have the port.
    stopping: Vec<JoinHandle<()>>,
    /// What the sign-in brought.
    signed: Option<Signed>,
    /// Codes that are being exchanged for a token.
    exchanging: usize,
    /// Tokens that are being revoked, whatever happens to the attempt.
    revoking: JoinSet<()>,
    /// What is under way for the current attempt, to be dropped at once on `Abort`.
    attempt: JoinSet<()>,
    show: Box<dyn Fn(View) + Send + Sync>,
}

struct Invited {
    relay: Relay,
    before: Arc<Config>,
}

impl Runner {
    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Message>) {
        let saved = self
            .run_blocking(|ports| ports.store.load())
            .await
            .unwrap_or_default();
        let setup = self.configure(saved.saved_api_origin.as_deref()).await;
        let mut state = State::new(setup);
        self.accounts.clone_from(&saved.accounts);
        let opened = Opened {
            saved: saved.progress,
            invitation: self.left_open(saved.invitation.as_deref()).await,
            set_aside: saved.set_aside,
            accounts: saved.accounts,
            tries: saved.tries,
            no_folder: saved.no_folder.as_ref().map(report::no_folder),
        };
        state = self
            .take(state, Some(Event::Opened(Box::new(opened))))
            .await;
        loop {
            let next = inbox.recv();
            let message = if state.keeps_secret() {
                match tokio::time::timeout(CLOCK, next).await {
                    Ok(message) => message,
                    // Nothing happened but time.
                    Err(_) => {
                        state = self.take(state, None).await;
                        continue;
                    }
                }
            } else {
                next.await
            };
            let Some(message) = message else {
                return;
            };
            let event = match message {
                Message::Event(event) => event,
                Message::Input { input, shown } => {
                    if shown.is_some_and(|shown| wizard::is_stale(&state, &input, shown)) {
                        log::info!("a press was meant for what is not shown any more");
                        continue;
                    }
                    Event::Person(input)
                }
                Message::Found(found) => Event::Answer(Answer::FindKey(found.map(|candidates| {
                    self.candidates = candidates;
                    !self.candidates.is_empty()
                }))),
                Message::Checked(reply, result) => {
                    reply.with(Answer::CheckKey(result.map(|checked| {
                        let application = checked.application.clone();
                        self.client = Link::Ready(Box::new(checked.client.clone()));
                        self.checked = Some(checked);
                        application
                    })))
                }
                Message::Bound { reply, listener } => match self.bound(reply, listener) {
                    Some(event) => event,
                    None => continue,
                },
                Message::Returned { reply, answer } => match self.returned(reply, answer) {
                    Some(event) => event,
                    None => continue,
                },
                Message::CameWithTooMuch(reply) => match self.came_with_too_much(reply) {
                    Some(event) => event,
                    None => continue,
                },
                Message::Exchanged { reply, signed } => self.exchanged(reply, signed),
                Message::GrantStatus {
                    reply,
                    grant,
                    found,
                } => {
                    let account = found.and_then(|status| {
                        self.learn(&grant, status)
                            .ok_or_else(|| Problem::NotUnderstood.into())
                    });
                    reply.with(Answer::CheckAccounts((grant, account.map(Box::new))))
                }
                Message::AtRelay {
                    reply,
                    found,
                    was_checked,
                } => self.at_this_relay(reply, found, was_checked),
                Message::Claimed { reply, found } => self.claimed(reply, found).await,
                Message::Offered(found) => {
                    let offer = found.map(|found| {
                        found.map(|(file, offer)| {
                            self.offered = Some(file);
                            offer
                        })
                    });
                    Event::Answer(Answer::OpenFile(offer))
                }
                Message::Close(closed) => {
                    self.leave(&mut inbox).await;
                    // Whoever asked may have lost patience.
                    let _ = closed.send(());
                    return;
                }
                // It was left before it was ready.
                Message::Practice(_) if !state.practice() => continue,
                Message::Practice(result) => {
                    Event::Answer(Answer::StartPractice(result.map(|(host, client)| {
                        if self.practising {
                            self.practice = Some(host);
                            self.client = Link::Ready(Box::new(client));
                            if std::mem::take(&mut self.page_wanted) {
                                self.open(Page::AppleAccount);
                            }
                        }
                    })))
                }
            };
            state = self.take(state, Some(event)).await;
            while self.attempt.try_join_next().is_some() {}
        }
    }

    /// Tells the wizard the time, and what happened, if anything did.
    async fn take(&mut self, state: State, event: Option<Event>) -> State {
        let now = Event::Clock(self.ports.clock.now());
        let (mut state, mut effects) = wizard::step(state, now);
        if let Some(event) = event {
            let (next, more) = wizard::step(state, event);
            state = next;
            effects.extend(more);
        }
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if let Some(event) = self.carry_out(effect).await {
                let (next, more) = wizard::step(state, event);
                state = next;
                effects.extend(more);
            }
        }
        let view = wizard::view(&state);
        self.tell_progress(&view);
        (self.show)(view);
        state
    }

    /// Reads the profile; a saved connection stands for one where no profile chose any.
    async fn configure(&mut self, saved_api_origin: Option<&str>) -> wizard::Setup {
        let environment = self.environment.clone();
        let read = tokio::task::spawn_blocking(move || configure(&environment)).await;
        let mut config = read.unwrap_or_else(|fault| {
            log::error!("reading the profile failed: {fault}");
            Config::default()
        });
        if config.setup.connection.is_none()
            && !config.setup.invitations_only
            && config.setup.profile_error.is_none()
            && let Some(origin) =
                saved_api_origin.and_then(|saved| api_key::saved_origin(&config, saved))
        {
            config.setup.connection = Some(Connection::ApiKey);
            if !config.origin_named {
                config.setup.goes_to = vec![origin.place().to_owned()];
                config.origins = vec![origin];
            }
        }
        config.setup.conceals = self.ports.desktop.can_conceal();
        let setup = config.setup.clone();
        self.desk = None;
        self.config = Arc::new(config);
        setup
    }

    fn start_practice(&mut self, label: &str) {
        let (ready, starting) = watch::channel(None);
        self.practising = true;
        self.practice = None;
        self.client = Link::Starting(starting);
        let started = self.ports.practice.start(label);
        let provider = self.config.provider();
        self.spawn_message(async move {
            let failed = || Report::new(Problem::NylasUnavailable).kind("practice");
            let made = async {
                let host = started.await.map_err(|_| failed())?;
                let origin = Origin::parse(&host.origin).map_err(|_| Problem::NotUnderstood)?;
                let client = Client::new(origin, host.api_key.clone())
                    .map_err(|e| report(&e, NylasCall::Company("applications.read")))?;
                client
                    .create_connector(provider)
                    .await
                    .map_err(|_| failed())?;
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

    /// Whose address it is, as Nylas says; unknown when it was asked often enough.
    fn detect(&mut self, address: Address, reply: ReplyTo) {
        let Link::Ready(client) = &self.client else {
            return;
        };
        if !self.detections.allow(Instant::now()) {
            return;
        }
        let client = Client::clone(client);
        self.spawn_event(async move {
            let hosted = onboarding::detect(&client, &address).await;
            reply.with(Answer::DetectProvider((address, hosted)))
        });
    }

    fn origin(&self) -> Option<String> {
        if let Some(invited) = &self.invited {
            return Some(invited.relay.origin().as_str().to_owned());
        }
        match &self.client {
            Link::Ready(client) => Some(client.origin().as_str().to_owned()),
            _ => None,
        }
    }

    /// Asks Nylas something for the current attempt. Without a connection the answer is that Nylas is not there.
    fn ask_nylas<T, F>(
        &mut self,
        reply: ReplyTo,
        question: impl FnOnce(Client) -> F + Send + 'static,
        answer: impl FnOnce(Result<T, Report>) -> Answer + Send + 'static,
    ) where
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
            Link::None => self.send(reply.with(answer(missing))),
            Link::Ready(client) => {
                let client = Client::clone(client);
                self.spawn_in_attempt(async move {
                    Message::Event(reply.with(answer(explained(client).await)))
                });
            }
            Link::Starting(starting) => {
                let mut starting = starting.clone();
                self.spawn_in_attempt(async move {
                    let started = starting.wait_for(Option::is_some).await;
                    let client = started.ok().and_then(|client| client.clone());
                    let found = match client {
                        Some(client) => explained(client).await,
                        None => missing,
                    };
                    Message::Event(reply.with(answer(found)))
                });
            }
        }
    }

    /// Runs until it is done or the attempt is aborted.
    fn spawn_in_attempt(&mut self, message: impl Future<Output = Message> + Send + 'static) {
        let messages = self.messages.clone();
        self.attempt.spawn(async move {
            let _ = messages.send(message.await);
        });
    }

    /// Runs until it is done, whatever happens to the attempt.
    fn spawn_message(&self, message: impl Future<Output = Message> + Send + 'static) {
        let messages = self.messages.clone();
        tokio::spawn(async move {
            let _ = messages.send(message.await);
        });
    }

    fn spawn_event(&self, event: impl Future<Output = Event> + Send + 'static) {
        self.spawn_message(async move { Message::Event(event.await) });
    }

    /// Something that the desktop does, which may block.
    fn spawn_desktop_call<T: Send + 'static>(
        &self,
        work: impl FnOnce(Ports) -> T + Send + 'static,
        answer: impl FnOnce(Option<T>) -> Answer + Send + 'static,
    ) {
        let ports = self.ports.clone();
        self.spawn_event(async move {
            let done = tokio::task::spawn_blocking(move || work(ports)).await;
            Event::Answer(answer(done.ok()))
        });
    }

    fn send(&self, event: Event) {
        let _ = self.messages.send(Message::Event(event));
    }

    async fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(Ports) -> T + Send + 'static,
    ) -> Option<T> {
        let ports = self.ports.clone();
        tokio::task::spawn_blocking(move || work(ports)).await.ok()
    }
}
