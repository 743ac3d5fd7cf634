//! What lies between the program and Nylas: passes everything on, until it is told to do worse.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use nylas_sim::Simulator;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The most bytes of an endless answer.
const ENDLESS: usize = 64 * 1024 * 1024;

/// Which of Nylas' calls a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Call {
    Application,
    Connector,
    MakeConnector,
    Grants,
    Grant,
    CustomAuth,
    Detect,
    RedirectUris,
    Register,
    Connectors,
    Page,
    Token,
    Revoke,
    Me,
    Calendars,
    Messages,
    DeleteGrant,
}

/// What happens to one request.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// How long Nylas works on it, whether somebody still waits or not.
    pub(crate) works: Duration,
    /// Whether Nylas does what it is asked.
    pub(crate) done: bool,
    pub(crate) reply: Reply,
}

#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Honest,
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// The connection is reset.
    Reset,
    /// Nothing, ever.
    Silence,
    /// A body that does not end.
    Endless,
    /// A body that does not end and of which a byte comes every ten seconds.
    Trickle,
}

impl Fault {
    pub(crate) const NONE: Fault = Fault {
        works: Duration::ZERO,
        done: true,
        reply: Reply::Honest,
    };
    /// It never arrives.
    pub(crate) const RESET: Fault = Fault {
        works: Duration::ZERO,
        done: false,
        reply: Reply::Reset,
    };
    /// Nylas does it; the connection ends before the answer.
    pub(crate) const LOST: Fault = Fault {
        works: Duration::ZERO,
        done: true,
        reply: Reply::Reset,
    };
    /// Nylas does nothing and never answers.
    pub(crate) const SILENCE: Fault = Fault {
        works: Duration::ZERO,
        done: false,
        reply: Reply::Silence,
    };
    /// Nylas does it and never answers.
    pub(crate) const DONE_IN_SILENCE: Fault = Fault {
        works: Duration::ZERO,
        done: true,
        reply: Reply::Silence,
    };

    /// Nylas takes its time.
    pub(crate) const fn dawdle(works: Duration) -> Fault {
        Fault {
            works,
            done: true,
            reply: Reply::Honest,
        }
    }

    /// This is said in place of Nylas' answer, and nothing done.
    pub(crate) fn say(status: u16, body: &str) -> Fault {
        Fault {
            works: Duration::ZERO,
            done: false,
            reply: Reply::Bytes(http(status, &[("content-type", "application/json")], body)),
        }
    }
}

/// An answer over HTTP.
pub(crate) fn http(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    (text + "\r\n" + body).into_bytes()
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct RecordedRequest {
    pub(crate) call: Call,
    pub(crate) authorization: Option<String>,
    pub(crate) body: String,
}

/// How many are under way, and how many there were at most.
#[derive(Default)]
struct Busy {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Busy {
    fn enter(self: &Arc<Self>) -> Leave {
        self.most
            .fetch_max(self.now.fetch_add(1, SeqCst) + 1, SeqCst);
        Leave(self.clone())
    }
}

struct Leave(Arc<Busy>);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, SeqCst);
    }
}

#[derive(Default)]
struct Shared {
    nylas: String,
    faults: Mutex<HashMap<Call, VecDeque<Fault>>>,
    any: Mutex<VecDeque<Fault>>,
    seen: Mutex<Vec<RecordedRequest>>,
    /// Custom auths that somebody waits for.
    awaited: Arc<Busy>,
    /// Custom auths that Nylas works on.
    worked_on: Arc<Busy>,
    read: AtomicBool,
    last_custom_auth: Mutex<Option<Reply>>,
}

/// A proxy to one simulator.
pub(crate) struct FaultProxy {
    origin: String,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultProxy {
    /// Needs a tokio runtime around it.
    pub(crate) async fn to(simulator: &Simulator) -> FaultProxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let nylas = simulator.origin().trim_start_matches("http://").to_owned();
        let shared = Arc::new(Shared {
            nylas,
            ..Shared::default()
        });
        let to_serve = shared.clone();
        let listening = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(to_serve.clone(), socket));
            }
        });
        FaultProxy {
            origin,
            shared,
            listening,
        }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The next calls of this kind meet these faults, one each.
    pub(crate) fn meet(&self, call: Call, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.shared.faults)
            .entry(call)
            .or_default()
            .extend(faults);
    }

    /// The next calls of any kind meet these faults, one each.
    pub(crate) fn meet_all(&self, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.shared.any).extend(faults);
    }

    /// What was asked, in order.
    pub(crate) fn calls(&self) -> Vec<Call> {
        lock(&self.shared.seen)
            .iter()
            .map(|seen| seen.call)
            .collect()
    }

    pub(crate) fn seen(&self, call: Call) -> Vec<RecordedRequest> {
        lock(&self.shared.seen)
            .iter()
            .filter(|seen| seen.call == call)
            .cloned()
            .collect()
    }

    /// How many custom auths were waited for at a time, at most.
    pub(crate) fn most_awaited(&self) -> usize {
        self.shared.awaited.most.load(SeqCst)
    }

    /// How many custom auths Nylas worked on at a time, at most.
    pub(crate) fn most_worked_on(&self) -> usize {
        self.shared.worked_on.most.load(SeqCst)
    }

    /// Whether calendars or messages were truly answered, by Nylas or as Nylas would.
    pub(crate) fn was_read(&self) -> bool {
        self.shared.read.load(SeqCst)
    }

    /// How the latest custom auth was answered.
    pub(crate) fn last_custom_auth(&self) -> Option<Reply> {
        lock(&self.shared.last_custom_auth).clone()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Shared {
    fn fault(&self, call: Call) -> Fault {
        if let Some(fault) = lock(&self.faults)
            .get_mut(&call)
            .and_then(VecDeque::pop_front)
        {
            return fault;
        }
        lock(&self.any).pop_front().unwrap_or(Fault::NONE)
    }
}

async fn serve(shared: Arc<Shared>, socket: TcpStream) {
    socket.set_nodelay(true).unwrap();
    let (mut reader, mut writer) = socket.into_split();
    let Some((head, body)) = read_request(&mut reader).await else {
        return;
    };
    let call = call_of(&head);
    let fault = shared.fault(call);
    let seen = RecordedRequest {
        call,
        authorization: header(&head, "authorization"),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    lock(&shared.seen).push(seen);
    if call == Call::CustomAuth {
        *lock(&shared.last_custom_auth) = Some(fault.reply.clone());
    }
    let answer = tokio::spawn(work(shared.clone(), call, fault.clone(), head, body));
    let awaited = (call == Call::CustomAuth).then(|| shared.awaited.enter());
    let mut nothing_more = [0];
    let reset = tokio::select! {
        _ = reader.read(&mut nothing_more) => false,
        reset = async { give(&mut writer, fault.reply, answer.await.unwrap()).await } => reset,
    };
    drop(awaited);
    if reset {
        let socket = reader.reunite(writer).unwrap();
        socket.set_zero_linger().unwrap();
    }
}

/// What Nylas does about it, whether somebody still waits or not.
async fn work(
    shared: Arc<Shared>,
    call: Call,
    fault: Fault,
    head: String,
    body: Vec<u8>,
) -> Vec<u8> {
    let _working = (call == Call::CustomAuth).then(|| shared.worked_on.enter());
    tokio::time::sleep(fault.works).await;
    let answer = if fault.done {
        pass_on(&shared.nylas, &head, &body).await
    } else {
        vec![]
    };
    if matches!(call, Call::Calendars | Call::Messages) {
        let told = match &fault.reply {
            Reply::Honest => answer.starts_with(b"HTTP/1.1 200"),
            Reply::Bytes(bytes) => crate::arbitrary_replies::tells_data(bytes),
            _ => false,
        };
        shared.read.fetch_or(told, SeqCst);
    }
    answer
}

/// Answers; true when the connection is to be reset.
async fn give(writer: &mut (impl AsyncWrite + Unpin), reply: Reply, honest: Vec<u8>) -> bool {
    match reply {
        Reply::Reset => return true,
        // The simulator dropped the connection itself.
        Reply::Honest if honest.is_empty() => return true,
        Reply::Silence => std::future::pending().await,
        Reply::Honest => drop(writer.write_all(&honest).await),
        Reply::Bytes(bytes) => drop(writer.write_all(&bytes).await),
        Reply::Endless => without_end(writer, 64 * 1024, Duration::ZERO).await,
        Reply::Trickle => without_end(writer, 1, Duration::from_secs(10)).await,
    }
    let _ = writer.shutdown().await;
    false
}

async fn without_end(writer: &mut (impl AsyncWrite + Unpin), size: usize, pause: Duration) {
    let _ = writer
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"data\":[")
        .await;
    let (piece, mut sent) = (vec![b' '; size], 0);
    while sent < ENDLESS && writer.write_all(&piece).await.is_ok() {
        sent += size;
        tokio::time::sleep(pause).await;
    }
}

async fn read_request(reader: &mut (impl AsyncRead + Unpin)) -> Option<(String, Vec<u8>)> {
    let mut bytes = vec![];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        if reader.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8(bytes).unwrap();
    let length = header(&head, "content-length").map_or(0, |text| text.parse().unwrap());
    while body.len() < length {
        if reader.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some((head, body))
}

async fn pass_on(nylas: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut lines: Vec<String> = head
        .trim_end()
        .split("\r\n")
        .filter(|l| !l.to_ascii_lowercase().starts_with("host:"))
        .map(str::to_owned)
        .collect();
    lines.extend([format!("host: {nylas}"), "connection: close".to_owned()]);
    let request = [(lines.join("\r\n") + "\r\n\r\n").as_bytes(), body].concat();
    let mut answer = vec![];
    let Ok(mut socket) = TcpStream::connect(nylas).await else {
        return answer;
    };
    if socket.write_all(&request).await.is_ok() {
        let _ = socket.read_to_end(&mut answer).await;
    }
    answer
}

fn header(head: &str, name: &str) -> Option<String> {
    head.split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}

fn call_of(head: &str) -> Call {
    let mut words = head.split(' ');
    let method = words.next().unwrap();
    let path = words.next().unwrap().split('?').next().unwrap();
    match (method, path) {
        ("GET", "/v3/applications") => Call::Application,
        ("POST", "/v3/connectors") => Call::MakeConnector,
        ("POST", "/v3/connect/custom") => Call::CustomAuth,
        ("POST", "/v3/providers/detect") => Call::Detect,
        ("GET", "/v3/applications/redirect-uris") => Call::RedirectUris,
        ("POST", "/v3/applications/redirect-uris") => Call::Register,
        ("GET", "/v3/connectors") => Call::Connectors,
        ("POST", "/v3/connect/token") => Call::Token,
        ("POST", "/v3/connect/revoke") => Call::Revoke,
        ("GET", "/v3/connect/auth") => Call::Page,
        (_, path) if path.starts_with("/hosted/") => Call::Page,
        ("GET", "/v3/grants/me") => Call::Me,
        ("GET", "/v3/grants") => Call::Grants,
        ("DELETE", _) => Call::DeleteGrant,
        (_, path) if path.starts_with("/v3/connectors/") => Call::Connector,
        (_, path) if path.ends_with("/calendars") => Call::Calendars,
        (_, path) if path.ends_with("/messages") => Call::Messages,
        ("GET", path) if path.starts_with("/v3/grants/") => Call::Grant,
        other => panic!("the program asked for {other:?}"),
    }
}
