//! A table of Apples that want to keep the program busy: each check ends in its time, *Cancel* acts at once, and whatever
//! else there is to do is done meanwhile.
//!
//! This is measured, not played: the servers are in a runtime of their own, and time passes as it does.

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use nylas_sim::Simulator;
use runner::apple_check::{self, Answers, ServiceAnswer};
use tokio::{io::AsyncWriteExt, net::TcpListener, runtime::Builder, time::sleep};
use wizard::Action;

use crate::{
    apple::{
        self,
        authority::Authority,
        scripted::{Act, Server, good_dav, good_imap, http},
    },
    journey::is_busy,
    world::{NYLA, PASSWORD, World, elsewhere, outside, simulator},
};

/// For the check, instead of half a minute: the same code counts both.
const TIME: Duration = Duration::from_millis(1_500);
/// Until the system's certificates are read, and the server's is checked. That is before the time begins, or after it.
const AROUND: Duration = Duration::from_millis(1_500);
/// What another task waits for meanwhile, and when that has to be over at the latest.
const NAP: Duration = Duration::from_millis(50);
const LATE: Duration = Duration::from_millis(500);
/// A press of *Cancel* is answered by then.
const AT_ONCE: Duration = Duration::from_millis(100);
/// A machine that does something else spoils a measurement, but not so many.
const MEASUREMENTS: usize = 5;

type Say = fn(&str) -> Act;

/// Who is hostile; the other one is as it should be.
#[derive(Clone, Copy)]
enum Hostile {
    Mail(Say),
    Calendar(Say),
    /// With a certificate for so many other names, which is not trusted either.
    Certified(usize),
    /// Before TLS stands: says the first and then the second every tenth of a second.
    BeforeTls(&'static [u8], &'static [u8]),
}

use Hostile::{BeforeTls, Calendar, Certified, Mail};

const MAIL: [(&str, Hostile); 12] = [
    ("mail says nothing", Mail(|_| Act::Silence)),
    (
        "a greeting, a byte a second",
        Mail(|_| trickle("", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")),
    ),
    (
        "a greeting without end",
        Mail(|_| forever("* OK ", "hello ")),
    ),
    (
        "greetings without end",
        Mail(|_| forever("", "* OK hello\r\n")),
    ),
    (
        "untagged answers without end",
        Mail(|line| match line {
            "" => good_imap(line),
            _ => forever("", "* 1 EXISTS\r\n"),
        }),
    ),
    (
        "empty literals without end",
        Mail(|_| forever("* OK hi\r\n* X ", "{0}\r\n")),
    ),
    (
        "a literal without end",
        Mail(|_| forever("* X {4294967295}\r\n", "x")),
    ),
    (
        "a literal, a byte a second",
        Mail(|_| trickle("* X {4000}\r\n", "xxxxxxxxxxxxxxxxxxxx")),
    ),
    (
        "parentheses within each other",
        Mail(|_| {
            Act::Say(format!(
                "* 1 FETCH (BODYSTRUCTURE {}\r\n",
                "(".repeat(30_000)
            ))
        }),
    ),
    ("nothing where TLS should be", BeforeTls(b"", b"")),
    ("a certificate of 60 kB", Certified(2_500)),
    // A handshake of 60 kB of which ten bytes come each second.
    (
        "a handshake, a byte at a time",
        BeforeTls(b"\x16\x03\x03\x40\x00\x02\x00\xea\x60", b"\x03"),
    ),
];

const CALENDAR: [(&str, Hostile); 16] = [
    ("calendar says nothing", Calendar(|_| Act::Silence)),
    (
        "not yet, without end",
        Calendar(|_| forever("", "HTTP/1.1 102 Processing\r\nx: y\r\n\r\n")),
    ),
    ("headers without end", Calendar(|_| forever(OK, "x: y\r\n"))),
    (
        "headers, a byte a second",
        Calendar(|_| trickle(OK, "content-type: application/xml\r\n")),
    ),
    (
        "redirects without end",
        Calendar(|_| http("302 Found", "location: /again\r\n", "")),
    ),
    (
        "a redirect to 300 kB of names",
        Calendar(|_| {
            let name = format!("xn--{}.", "a".repeat(1_900)).repeat(150);
            http(
                "302 Found",
                &format!("location: https://{name}example/\r\n"),
                "",
            )
        }),
    ),
    (
        "a body without end, in chunks of one byte",
        Calendar(|_| forever(&format!("{OK}{CHUNKED}"), "1\r\n \r\n")),
    ),
    (
        "a body, a byte a second",
        Calendar(|_| {
            trickle(
                &format!("{OK}content-length: 900\r\n\r\n"),
                "<multistatus xmlns='DAV:'>",
            )
        }),
    ),
    (
        "a refusal without end",
        Calendar(|_| {
            forever(
                &format!("HTTP/1.1 401 Unauthorized\r\n{CHUNKED}"),
                "7\r\naccount\r\n",
            )
        }),
    ),
    (
        "elements within each other",
        Calendar(|_| xml(&format!("{ROOT}{}", "<a>".repeat(150_000)))),
    ),
    (
        "namespaces within each other",
        Calendar(|_| {
            let deep = (0..20_000).fold(ROOT.to_owned(), |mut all, at| {
                let _ = write!(all, "<a xmlns:n{at}='u{at}'>");
                all
            });
            xml(&deep)
        }),
    ),
    (
        "entities within each other",
        Calendar(|_| {
            let all = (1..30).fold("<!ENTITY e0 'eeeeeeee'>".to_owned(), |mut all, at| {
                let last = format!("&e{};", at - 1);
                let _ = write!(all, "<!ENTITY e{at} '{}'>", last.repeat(8));
                all
            });
            xml(&format!("<!DOCTYPE a [{all}]>{ROOT}&e29;</multistatus>"))
        }),
    ),
    (
        "an attribute of 500 kB",
        Calendar(|_| {
            xml(&format!(
                "{ROOT}<a b='{}'/></multistatus>",
                "c".repeat(500_000)
            ))
        }),
    ),
    (
        "130,000 references",
        Calendar(|_| {
            xml(&format!(
                "{ROOT}<a>{}</a></multistatus>",
                "&lt;".repeat(130_000)
            ))
        }),
    ),
    (
        "a megabyte, packed into one kilobyte",
        Calendar(|request| {
            assert!(!request.to_lowercase().contains("accept-encoding"));
            http(
                "207 Multi-Status",
                "content-encoding: gzip\r\n",
                "\u{1f}\u{8b}\u{8}",
            )
        }),
    ),
    (
        "800 calendars",
        Calendar(|request| {
            let calendar = "<response><href>/1/</href><propstat><prop><resourcetype><collection/><c:calendar/></resourcetype>\
                <displayname>Home</displayname></prop><status>HTTP/1.1 200 OK</status></propstat></response>";
            if request.contains("resourcetype") {
                xml(&format!("{ROOT}{}</multistatus>", calendar.repeat(800)))
            } else {
                good_dav(request)
            }
        }),
    ),
];

const OK: &str = "HTTP/1.1 207 Multi-Status\r\n";
const CHUNKED: &str = "transfer-encoding: chunked\r\n\r\n";
const ROOT: &str = "<multistatus xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>";

fn forever(first: &str, more: &str) -> Act {
    Act::SayThenForever(first.into(), more.into())
}

fn trickle(first: &str, more: &str) -> Act {
    Act::SayThenTrickle(first.into(), more.into())
}

fn xml(body: &str) -> Act {
    http("207 Multi-Status", "", body)
}

/// A calendar and a mail server, one of them hostile.
struct Apple {
    authority: Authority,
    calendar: u16,
    mail: u16,
    _servers: Vec<Server>,
}

impl Apple {
    fn new(hostile: Hostile) -> Apple {
        let authority = Authority::new();
        let (dav, imap): (Say, Say) = match hostile {
            Mail(say) => (good_dav, say),
            Calendar(say) => (say, good_imap),
            Certified(_) | BeforeTls(..) => (good_dav, good_imap),
        };
        let certified = match hostile {
            Certified(names) => {
                let names = (0..names).map(|at| format!("a-name-{at}.example"));
                Authority::new().server_of_many(names.collect())
            }
            _ => authority.server("localhost"),
        };
        let (calendar, mail) = outside(async {
            (
                Server::dav(&authority, "localhost", dav).await,
                Server::imap_with(certified, imap).await,
            )
        });
        let port = match hostile {
            BeforeTls(first, again) => before_tls(first, again),
            _ => mail.port,
        };
        Apple {
            authority,
            calendar: calendar.port,
            mail: port,
            _servers: vec![calendar, mail],
        }
    }
}

fn before_tls(first: &'static [u8], again: &'static [u8]) -> u16 {
    let listener = outside(TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    elsewhere().spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            elsewhere().spawn(async move {
                let mut said = stream.write_all(first).await;
                while said.is_ok() {
                    sleep(Duration::from_millis(100)).await;
                    said = stream.write_all(again).await;
                }
            });
        }
    });
    port
}

/// The longest of some naps.
async fn naps(until: impl Fn() -> bool) -> Duration {
    let mut longest = Duration::ZERO;
    while !until() {
        let start = Instant::now();
        sleep(NAP).await;
        longest = longest.max(start.elapsed());
    }
    longest
}

/// What is said at the end of a check, how long it took, and how long another task of the same thread slept meanwhile.
fn check(apple: &Apple) -> (Answers, Duration, Duration) {
    let mut servers = apple::servers(&apple.authority, apple.calendar, apple.mail);
    servers.time = TIME;
    let (address, password) = (apple::address(NYLA), apple::password(PASSWORD));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move {
        let start = Instant::now();
        let asking = tokio::spawn(async move {
            let said = apple_check::ask(&servers, &address, &password, |_, _, _| {}).await;
            (said, start.elapsed())
        });
        let longest = naps(|| asking.is_finished()).await;
        let (said, took) = asking.await.unwrap();
        (said, took, longest)
    })
}

/// How long *Cancel* takes while a check is under way, and another task slept; nothing where the check was over before.
fn cancel(apple: &Apple, simulator: &Simulator) -> Option<(Duration, Duration)> {
    let world = World::with_apple(
        &simulator.origin(),
        &apple.authority,
        apple.calendar,
        apple.mail,
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until("the check", |view| view.name == "connecting");
    let start = Instant::now();
    let longest = journey.inside(naps(|| start.elapsed() > Duration::from_millis(800)));
    if !is_busy(&journey.view()) {
        return None;
    }
    let pressed = Instant::now();
    journey.press(Action::Cancel);
    journey.until("an end", |view| !is_busy(view));
    Some((pressed.elapsed(), longest))
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

fn measure(table: &[(&str, Hostile)]) {
    let simulator = simulator();
    let mut lines = vec![];
    for (name, hostile) in table {
        let apple = Apple::new(*hostile);
        let mut good = false;
        for _ in 0..MEASUREMENTS {
            let (said, took, longest) = check(&apple);
            let hostile = match hostile {
                Calendar(_) => &said.calendar,
                Mail(_) | Certified(_) | BeforeTls(..) => &said.mail,
            };
            let cancelled = cancel(&apple, &simulator);
            let (acted, slept) = cancelled.unwrap_or_default();
            let longest = longest.max(slept);
            lines.push(format!(
                "| {name} | {} | {} | {} | {} |",
                milliseconds(took),
                milliseconds(longest),
                cancelled.map_or("over before".into(), |_| milliseconds(acted)),
                word(hostile)
            ));
            good = took < TIME + AROUND && longest < LATE && acted < AT_ONCE;
            if good {
                break;
            }
        }
        assert!(good, "{}", lines.join("\n"));
    }
    eprintln!(
        "| what is hostile | the check took | a nap of 50 ms took | cancel took | answer |\n{}",
        lines.join("\n")
    );
}

fn word(answer: &ServiceAnswer) -> &'static str {
    match answer {
        ServiceAnswer::Accepted => "accepted",
        ServiceAnswer::Refused => "refused",
        ServiceAnswer::NoAnswer { .. } => "no answer",
        ServiceAnswer::Skipped { .. } => "skipped",
        other => panic!("{other:?} was never said"),
    }
}

#[test]
fn a_mail_server_that_wants_to_keep_the_program_busy_does_not() {
    measure(&MAIL);
}

#[test]
fn a_calendar_server_that_wants_to_keep_the_program_busy_does_not() {
    measure(&CALENDAR);
}
