//! Where a password may go, and what a server's NO means.

use super::super::{
    Outage, ServiceAnswer, caldav,
    imap::{Reply, quoted, refused_or_busy},
};
use url::Url;

fn may_hear(own: &str, url: &str) -> bool {
    caldav::may_hear_password(&Url::parse(url).unwrap(), &Url::parse(own).unwrap())
}

#[test]
fn a_password_goes_to_apple_by_https_only() {
    let apple = "https://caldav.icloud.com";
    for url in [
        "https://caldav.icloud.com/",
        "https://p34-caldav.icloud.com:443/1/principal/",
        "https://P9-CALDAV.ICLOUD.COM/",
        "https://p234-caldav.icloud.com.cn/1/principal/",
    ] {
        assert!(may_hear(apple, url), "{url}");
    }
    for url in [
        "http://p34-caldav.icloud.com/",
        "https://p34-caldav.icloud.com:8443/",
        "https://icloud.com",
        "https://www.apple.com/",
        "https://feedback.apple.com/caldav",
        "https://icloud.com.evil.example/",
        "https://evil-icloud.com/",
        "https://xicloud.com/",
        "https://icloud.com@evil.example/",
        "https://someone:secret@caldav.icloud.com/",
        "https://17.0.0.1/",
        "https://evil.example/caldav.icloud.com",
        "ftp://caldav.icloud.com/",
        "data:text/plain,icloud.com",
    ] {
        assert!(!may_hear(apple, url), "{url}");
    }
}

#[test]
fn a_configured_host_may_lead_to_itself_and_to_apple() {
    let own = "https://dav.company.example";
    assert!(may_hear(own, "https://dav.company.example/principals/"));
    assert!(may_hear(own, "https://p34-caldav.icloud.com/"));
    for url in [
        "https://other.company.example/",
        "https://sub.dav.company.example/",
        "http://dav.company.example/",
        "https://dav.company.example:8443/",
        "https://dav.company.example./",
    ] {
        assert!(!may_hear(own, url), "{url}");
    }
}

#[test]
fn a_no_is_a_refusal_unless_it_speaks_of_the_server() {
    for words in [
        "[authenticationfailed] authentication failed",
        "login failed",
        "login failed, please check the password and try again",
        "[nonexistent] no such mailbox",
        "[expired] make a new one",
        "",
    ] {
        assert_eq!(
            refused_or_busy(Reply::No(words.into()), ServiceAnswer::Refused),
            ServiceAnswer::Refused,
            "{words}"
        );
        assert_eq!(
            refused_or_busy(Reply::No(words.into()), ServiceAnswer::Closed),
            ServiceAnswer::Closed,
            "{words}"
        );
    }
    for words in [
        "[unavailable] temporary authentication failure",
        "[inuse] mailbox is locked",
        "[limit] too many connections",
        "[serverbug] oops",
        "[alert] service temporarily unavailable",
        "please try again later",
        "[alert] maximum number of connections from user+ip exceeded",
        "login rate limit exceeded",
        "[throttled] slow down",
        "request is throttled. suggested backoff time: 92415 milliseconds",
        "[authenticationfailed] too many login attempts",
        "[authenticationfailed] temporary authentication failure",
    ] {
        assert!(
            matches!(
                refused_or_busy(Reply::No(words.into()), ServiceAnswer::Refused),
                ServiceAnswer::NoAnswer { .. }
            ),
            "{words}"
        );
    }
    assert_eq!(
        refused_or_busy(Reply::Bad, ServiceAnswer::Refused),
        ServiceAnswer::NoAnswer {
            why: Outage::NotUnderstood
        }
    );
}

#[test]
fn nothing_breaks_out_of_a_quoted_string() {
    assert_eq!(*quoted("nyla.park"), "\"nyla.park\"");
    assert_eq!(*quoted("a\"b\\c\r\na9 LOGOUT"), "\"a\\\"b\\\\ca9 LOGOUT\"");
}
