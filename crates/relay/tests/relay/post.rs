//! A mail server of the tests' own: it takes what it is to take, and shows what it got.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Post {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    got: Vec<Mail>,
    /// What is answered for an address, in place of taking it; also for whom a mail is from, and at the end of one.
    refuses: HashMap<String, &'static str>,
    /// Connections end before anything is said.
    down: bool,
    /// What was taken is not answered.
    silent: bool,
    hangs_up: bool,
}

/// A mail, as it came.
#[derive(Clone)]
pub(crate) struct Mail {
    pub(crate) to: String,
    raw: String,
}

impl Post {
    pub(crate) async fn start() -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let kept = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = kept.clone();
                // Whoever goes away in the middle has nothing more to say.
                tokio::spawn(async move { spoken(stream, &shared).await.ok() });
            }
        });
        Post { port, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Refuses mails to this address like this; an empty answer takes them again.
    pub(crate) fn refuse(&self, to: &str, answer: &'static str) {
        let mut shared = self.shared.lock().unwrap();
        shared.refuses.insert(to.to_owned(), answer);
    }

    /// The same for every mail, once it is said whom it is from.
    pub(crate) fn refuse_sender(&self, answer: &'static str) {
        self.refuse(SENDER, answer);
    }

    /// The same once a mail is there.
    pub(crate) fn refuse_content(&self, answer: &'static str) {
        self.refuse(CONTENT, answer);
    }

    pub(crate) fn down(&self, down: bool) {
        self.shared.lock().unwrap().down = down;
    }

    pub(crate) fn silent(&self, silent: bool) {
        self.shared.lock().unwrap().silent = silent;
    }

    /// It ends the connection once it has a mail.
    pub(crate) fn hangs_up(&self, hangs_up: bool) {
        self.shared.lock().unwrap().hangs_up = hangs_up;
    }

    pub(crate) fn got(&self) -> Vec<Mail> {
        self.shared.lock().unwrap().got.clone()
    }

    /// Waits for so many mails, and no more.
    pub(crate) async fn until(&self, mails: usize) -> Vec<Mail> {
        let since = Instant::now();
        while self.got().len() < mails {
            let got = self.got();
            assert!(
                since.elapsed() < Duration::from_secs(90),
                "{} of {mails}: {got:?}",
                got.len()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.stays(mails).await
    }

    /// Whether there are no more than so many, also a little later.
    pub(crate) async fn stays(&self, mails: usize) -> Vec<Mail> {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let got = self.got();
        assert_eq!(got.len(), mails, "{got:?}");
        got
    }
}

/// In place of an answer: it ends the connection.
pub(crate) const GOES: &str = "goes";
const SENDER: &str = "whoever sends";
const CONTENT: &str = "what is in it";

fn refused(shared: &Mutex<Shared>, what: &str) -> Option<&'static str> {
    let refused = shared.lock().unwrap().refuses.get(what).copied();
    refused.filter(|said| !said.is_empty())
}

async fn spoken(stream: TcpStream, shared: &Mutex<Shared>) -> std::io::Result<()> {
    if shared.lock().unwrap().down {
        return Ok(());
    }
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 post.example\r\n").await?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await? {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "MAIL" => refused(shared, SENDER).unwrap_or("250 ok"),
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match refused(shared, &to) {
                    Some(GOES) => return Ok(()),
                    refused => refused.unwrap_or("250 ok"),
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut raw = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                if let Some(said) = refused(shared, CONTENT) {
                    write.write_all(format!("{said}\r\n").as_bytes()).await?;
                    continue;
                }
                let mut shared = shared.lock().unwrap();
                shared.got.push(Mail {
                    to: to.clone(),
                    raw,
                });
                if shared.hangs_up {
                    return Ok(());
                }
                if shared.silent { "" } else { "250 taken" }
            }
            "QUIT" => return write.write_all(b"221 bye\r\n").await,
            _ => "250 ok",
        };
        if !answer.is_empty() {
            write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }
    Ok(())
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} to {}", self.header("Subject"), self.to)
    }
}

impl Mail {
    /// A header's value, on one line.
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self
            .raw
            .split("\r\n\r\n")
            .next()
            .unwrap()
            .replace("\r\n ", " ");
        let value = head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        value
            .unwrap_or_else(|| panic!("no {name} in {head}"))
            .to_owned()
    }

    /// Its parts as they are read: the text, and the HTML.
    pub(crate) fn parts(&self) -> [String; 2] {
        let boundary = self.header("Content-Type");
        let boundary = boundary.split("boundary=\"").nth(1).unwrap();
        let boundary = format!("--{}", boundary.trim_end_matches('"'));
        let parts = self.raw.split(&boundary).skip(1).take(2).map(|part| {
            let (head, body) = part.split_once("\r\n\r\n").unwrap();
            assert!(head.contains("quoted-printable"), "{head}");
            readable(body).replace("\r\n", "\n")
        });
        let parts: Vec<_> = parts.collect();
        parts.try_into().unwrap()
    }

    /// The ticket in its link.
    pub(crate) fn ticket(&self) -> String {
        let [text, html] = self.parts();
        let ticket = text.split("/i/").nth(1).unwrap();
        let ticket: String = ticket
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        assert!(html.contains(&ticket), "{html}");
        ticket
    }
}

fn readable(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = vec![];
    let mut pieces = joined.split('=');
    bytes.extend(pieces.next().unwrap().bytes());
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(piece[2..].bytes());
    }
    String::from_utf8(bytes).unwrap()
}
