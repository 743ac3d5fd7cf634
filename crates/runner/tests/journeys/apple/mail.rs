//! What a mail server can say, and what it means.

use super::{
    PASSWORD, ask, ask_as,
    authority::Authority,
    free_port,
    scripted::{Act, Server, good_dav, good_imap, http},
    servers,
};
use apple::Verdict;
use runner::apple_check::{Outage, ServiceAnswer};

/// A mail server that answers LOGIN like this and everything else well.
async fn answering_login(authority: &Authority, answer: &'static str) -> Server {
    Server::imap(authority, move |line| {
        if line.contains(" LOGIN ") {
            Act::Say(answer.into())
        } else {
            good_imap(line)
        }
    })
    .await
}

/// What mail says when LOGIN is answered like this, and how often LOGIN was heard. Calendar refuses, so that there is no
/// second form to try.
async fn said_after(answer: &'static str) -> (ServiceAnswer, usize) {
    let authority = Authority::new();
    let mail = answering_login(&authority, answer).await;
    let challenge = "www-authenticate: Basic realm=\"x\"\r\n";
    let refuses = move |_: &str| http("401 Unauthorized", challenge, "");
    let calendar = Server::dav(&authority, "localhost", refuses).await;
    let (said, ..) = ask(&servers(&authority, calendar.port, mail.port)).await;
    (
        said.mail,
        mail.heard()
            .iter()
            .filter(|line| line.contains(" LOGIN "))
            .count(),
    )
}

#[tokio::test]
async fn the_name_is_sent_without_its_domain_and_inbox_is_only_looked_at() {
    let authority = Authority::new();
    let mail = Server::imap(&authority, good_imap).await;
    let (said, verdict, _) = ask(&servers(&authority, free_port(), mail.port)).await;
    assert_eq!(
        (said.mail, verdict),
        (ServiceAnswer::Accepted, Verdict::Accepted)
    );
    assert_eq!(
        mail.heard(),
        [
            &*format!("a1 LOGIN \"nyla.park\" \"{PASSWORD}\""),
            "a2 EXAMINE INBOX",
            "a3 LOGOUT"
        ]
    );
}

#[tokio::test]
async fn what_the_server_says_beside_its_answer_is_passed_over() {
    let beside = "* XAPPLEPUSHSERVICE \"1\" \"2\"\r\n* OK [XCLIENT foo (bar) \"z\"] x\r\n* ID (\"name\" \"iCloud\")\r\n* NO\r\n* ] {x}\r\n";
    let authority = Authority::new();
    let mail = Server::imap(&authority, move |line| match good_imap(line) {
        Act::Say(answer) if !line.is_empty() => Act::Say(format!("{beside}{answer}")),
        act => act,
    })
    .await;
    let (said, verdict, _) = ask(&servers(&authority, free_port(), mail.port)).await;
    assert_eq!(
        (said.mail, verdict),
        (ServiceAnswer::Accepted, Verdict::Accepted)
    );
}

#[tokio::test]
async fn a_refusal_is_not_repeated() {
    for answer in [
        "a1 NO [AUTHENTICATIONFAILED] Authentication failed\r\n",
        "a1 NO LOGIN failed\r\n",
        "a1 NO [ALERT] Wrong\u{e9} password\r\n",
    ] {
        assert_eq!(
            said_after(answer).await,
            (ServiceAnswer::Refused, 1),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn please_try_again_after_a_wrong_password_is_a_refusal() {
    for answer in [
        "a1 NO Incorrect username or password. Please try again.\r\n",
        "a1 NO [ALERT] Invalid credentials, try again\r\n",
    ] {
        assert_eq!(
            said_after(answer).await,
            (ServiceAnswer::Refused, 1),
            "{answer}"
        );
    }
    let throttled = Outage::Throttled { retry_after: None };
    for (answer, why) in [
        ("a1 NO Please try again\r\n", Outage::Unavailable),
        ("a1 NO Too many wrong passwords, try again\r\n", throttled),
        (
            "a1 NO Invalid login, try again later\r\n",
            Outage::Unavailable,
        ),
    ] {
        assert_eq!(
            said_after(answer).await,
            (ServiceAnswer::NoAnswer { why }, 1),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn an_outage_is_not_a_refusal() {
    for (answer, why) in [
        (
            "a1 NO [UNAVAILABLE] User lookup failed\r\n",
            Outage::Unavailable,
        ),
        (
            "a1 NO [ALERT] Service temporarily unavailable\r\n",
            Outage::Unavailable,
        ),
        ("* BYE Too busy\r\n", Outage::Unavailable),
        (
            "a1 NO [LIMIT] Too many\r\n",
            Outage::Throttled { retry_after: None },
        ),
        ("a1 BAD Unknown command\r\n", Outage::NotUnderstood),
        ("<html>Sign in</html>\r\n", Outage::NotUnderstood),
        ("+ go on\r\n", Outage::NotUnderstood),
    ] {
        assert_eq!(
            said_after(answer).await,
            (ServiceAnswer::NoAnswer { why }, 1),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn what_a_server_adds_of_its_own_changes_nothing() {
    for strange in [
        "* XWARN {11}\r\na1 NO (x)\r\n\r\n",
        "* ID (\"name\" \"x\" \"vendor\" NIL)\r\n* FOOBAR 1 2 3\r\n",
        "* OK [XAPPLE \"a]b\"] take {5}\r\n* CAPABILITY IMAP4rev1 X-FOO=(a)\r\n* OK\r\n",
    ] {
        assert_eq!(
            said_after(format!("{strange}a1 OK [CAPABILITY (x) \"q\"] logged in\r\n").leak()).await,
            (ServiceAnswer::Accepted, 1),
            "{strange}"
        );
        assert_eq!(
            said_after(format!("{strange}a1 NO [XWHY (a) \"q\"] no\r\n").leak()).await,
            (ServiceAnswer::Refused, 1),
            "{strange}"
        );
    }
    assert_eq!(
        said_after("a1 OK\n").await,
        (ServiceAnswer::Accepted, 1),
        "lines that end in a line feed alone"
    );
    assert_eq!(
        said_after("a1 NO\r\n").await,
        (ServiceAnswer::Refused, 1),
        "no words at all"
    );
}

#[tokio::test]
async fn a_server_that_wants_no_login_is_sent_none_and_was_not_asked() {
    let authority = Authority::new();
    let greets = |line: &str| {
        if line.is_empty() {
            Act::Say("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n".into())
        } else {
            good_imap(line)
        }
    };
    let mail = Server::imap(&authority, greets).await;
    let calendar = Server::dav(&authority, "localhost", good_dav).await;
    let (said, verdict, _) = ask(&servers(&authority, calendar.port, mail.port)).await;
    assert_eq!(
        (said.mail, verdict),
        (
            ServiceAnswer::Skipped {
                why: Outage::NotUnderstood
            },
            Verdict::Skipped
        )
    );
    assert!(mail.heard().is_empty());
}

#[tokio::test]
async fn a_server_that_hangs_up_or_never_stops_says_nothing() {
    let authority = Authority::new();
    for (act, why) in [
        (
            || Act::SayAndClose("* BYE Not now\r\n".into()),
            Outage::Unavailable,
        ),
        (|| Act::SayAndClose("* OK re".into()), Outage::Reset),
        (|| Act::SayAndClose(String::new()), Outage::Reset),
        (
            || Act::SayForever("* OK ".repeat(100)),
            Outage::NotUnderstood,
        ),
    ] as [(fn() -> Act, Outage); 4]
    {
        let mail = Server::imap(&authority, move |_| act()).await;
        let (said, verdict, _) = ask(&servers(&authority, free_port(), mail.port)).await;
        assert_eq!(
            (said.mail, verdict),
            (ServiceAnswer::NoAnswer { why }, Verdict::NoAnswer)
        );
        assert!(mail.heard().is_empty(), "nothing was sent");
    }
}

#[tokio::test]
async fn a_silent_server_is_an_outage_after_half_a_minute() {
    let authority = Authority::new();
    let mail = Server::imap(&authority, |line| {
        if line.contains(" LOGIN ") {
            Act::Silence
        } else {
            good_imap(line)
        }
    })
    .await;
    let servers = servers(&authority, free_port(), mail.port);
    let ((said, verdict, _), ()) = tokio::join!(ask(&servers), async {
        mail.was_asked().await;
        // From here on time passes at once.
        tokio::time::pause();
    });
    assert_eq!(
        (said.mail, verdict),
        (
            ServiceAnswer::NoAnswer {
                why: Outage::TimedOut
            },
            Verdict::NoAnswer
        )
    );
}

#[tokio::test]
async fn an_account_without_a_mailbox_is_told_beside_its_calendar() {
    let authority = Authority::new();
    let no_inbox = |line: &str| {
        if line.contains(" EXAMINE ") {
            Act::Say("a2 NO [NONEXISTENT] Unknown mailbox\r\n".into())
        } else {
            good_imap(line)
        }
    };
    let mail = Server::imap(&authority, no_inbox).await;
    let calendar = Server::dav(&authority, "localhost", good_dav).await;

    let (said, verdict, _) = ask(&servers(&authority, calendar.port, mail.port)).await;
    assert_eq!(
        (said.mail, verdict),
        (ServiceAnswer::Closed, Verdict::Refused)
    );
    let (said, verdict, _) = ask(&servers(&authority, free_port(), mail.port)).await;
    assert_eq!(
        (said.mail, verdict),
        (ServiceAnswer::Closed, Verdict::Accepted),
        "the password opened it"
    );
}

#[tokio::test]
async fn the_second_name_comes_after_calendar_accepted_and_once() {
    let authority = Authority::new();
    let mail = answering_login(&authority, "a1 NO no\r\n").await;
    let calendar = Server::dav(&authority, "localhost", good_dav).await;
    let (_, verdict, _) = ask(&servers(&authority, calendar.port, mail.port)).await;
    assert_eq!(verdict, Verdict::Refused);
    let names: Vec<_> = mail
        .heard()
        .iter()
        .map(|line| line.split('"').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(names, ["nyla.park", "nyla.park@icloud.com"]);

    let mail = answering_login(&authority, "a1 NO no\r\n").await;
    let calendar = Server::dav(&authority, "localhost", |_| {
        http("401 Unauthorized", "", "")
    })
    .await;
    let (_, mail_verdict, calendar_verdict) =
        ask(&servers(&authority, calendar.port, mail.port)).await;
    assert_eq!(
        (mail_verdict, calendar_verdict),
        (Verdict::Refused, Verdict::Refused)
    );
    assert_eq!((mail.heard().len(), calendar.heard().len()), (1, 1));
}

#[tokio::test]
async fn an_address_of_another_domain_is_sent_whole() {
    let authority = Authority::new();
    let mail = Server::imap(&authority, good_imap).await;
    ask_as(
        &servers(&authority, free_port(), mail.port),
        "nyla@park.example",
        PASSWORD,
    )
    .await;
    assert!(mail.heard()[0].starts_with("a1 LOGIN \"nyla@park.example\" "));
}
