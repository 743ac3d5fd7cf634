//! What calendar answers.

use super::{LONGEST, is_cheap};
use crate::{
    apple_check::limits::{DEEPEST, LONGEST_DOCUMENT, MOST_ATTRIBUTES, MOST_PIECES},
    readers::{NotDav, caldav},
};
use std::fmt::Write;
use testing::{cpu_time, on_little_stack};

fn multistatus(inside: &str) -> String {
    format!(
        "<multistatus xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>{inside}</multistatus>"
    )
}

/// An answer with this text where a text is kept.
fn named(text: &str) -> String {
    multistatus(&format!(
        "<response><href>/1/</href><propstat><prop><current-user-principal><href>{text}</href>\
         </current-user-principal></prop></propstat></response>"
    ))
}

/// As many elements within each other, each opened by `open`.
fn nested(depth: usize, open: impl Fn(usize) -> String) -> String {
    let opened = (0..depth).fold(String::new(), |mut all, at| {
        write!(all, "<a{}>", open(at)).unwrap();
        all
    });
    opened + &"</a>".repeat(depth)
}

#[test]
fn a_calendar_answer_costs_twice_as_much_for_twice_as_much() {
    let grows = |what: &str, most: usize, body: &dyn Fn(usize) -> String| {
        is_cheap(&format!("calendar: {what}"), most / 2, body, |body| {
            assert!(caldav(body.as_bytes()).is_ok(), "{body:.200}");
        });
    };
    let calendar = "<response><href>/1/</href><propstat><prop><resourcetype><collection/><c:calendar/></resourcetype>\
        <displayname>Home</displayname><c:supported-calendar-component-set><c:comp name='VEVENT'/></c:supported-calendar-component-set>\
        </prop><status>HTTP/1.1 200 OK</status></propstat></response>";
    grows("calendars", 800, &|n| multistatus(&calendar.repeat(n)));
    grows("depth", DEEPEST - 2, &|n| {
        multistatus(&nested(n, |_| String::new()).repeat(100))
    });
    grows("namespaces within each other", 28, &|n| {
        multistatus(&nested(n, |at| {
            (0..4).fold(String::new(), |all, more| {
                format!("{all} xmlns:n{at}x{more}='urn:{at}'")
            })
        }))
    });
    grows("attributes", MOST_ATTRIBUTES, &|n| {
        let all = (0..n).fold(String::new(), |all, at| format!("{all} a{at}=''"));
        multistatus(&format!("<x{all}/>").repeat(500))
    });
    grows("elements", MOST_PIECES / 2 - 2, &|n| {
        multistatus(&"<x/>".repeat(n))
    });
    grows("an attribute", LONGEST_DOCUMENT - 200, &|n| {
        multistatus(&format!("<x y='{}'/>", "a".repeat(n)))
    });
    grows(
        "the name of an element",
        (LONGEST_DOCUMENT - 200) / 2,
        &|n| {
            let name = "a".repeat(n);
            multistatus(&format!("<{name}></{name}>"))
        },
    );
    grows(
        "prefixes that nobody declared",
        (LONGEST_DOCUMENT - 200) / 2,
        &|n| {
            let name = "a".repeat(n);
            multistatus(&format!("<{name}:x></{name}:x>"))
        },
    );
    for piece in [
        "&amp;",
        "&#x61;",
        "<!---->",
        "<![CDATA[x]]>",
        "<?x?>",
        "a",
        " ",
        "\r",
        "]]>",
        "\u{e9}",
    ] {
        grows(
            &format!("{piece:?} in a text"),
            ((LONGEST_DOCUMENT - 300) / piece.len()).min(match piece.starts_with(['&', '<']) {
                true => MOST_PIECES - 40,
                false => LONGEST_DOCUMENT,
            }),
            &|n| named(&piece.repeat(n)),
        );
    }
}

#[test]
fn what_never_ends_well_in_a_calendar_answer_costs_no_more() {
    for piece in [
        "<",
        "&",
        "&#",
        "<!",
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE a [",
        "<!DOCTYPE a [<!ENTITY a '",
        "<?",
        "<a ",
        "<a b='",
        "<a b=\"'",
        "<a/",
        "</",
        "a='",
        "-->",
        "\0",
    ] {
        let body = |n: usize| {
            let all = piece.repeat(n);
            format!("<multistatus xmlns='DAV:'>{all}")
        };
        let n = (LONGEST_DOCUMENT - 100) / piece.len() / 2;
        is_cheap(&format!("calendar: {piece:?}"), n, body, |body| {
            assert_eq!(caldav(body.as_bytes()), Err(NotDav));
        });
    }
}

#[test]
fn a_calendar_answer_beyond_a_limit_is_not_understood() {
    let attributes = |n: usize| {
        let all = (0..n).fold(String::new(), |all, at| format!("{all} a{at}=''"));
        multistatus(&format!("<x{all}/>"))
    };
    let namespaces = |n: usize| {
        multistatus(&nested(n / 4, |at| {
            (0..4).fold(String::new(), |all, more| {
                format!("{all} xmlns:n{at}x{more}='u'")
            })
        }))
    };
    let whole = multistatus("").len();
    for (good, bad) in [
        (
            multistatus(&" ".repeat(LONGEST_DOCUMENT - whole)),
            multistatus(&" ".repeat(LONGEST_DOCUMENT - whole + 1)),
        ),
        (
            multistatus(&nested(DEEPEST - 1, |_| String::new())),
            multistatus(&nested(DEEPEST, |_| String::new())),
        ),
        (attributes(MOST_ATTRIBUTES), attributes(MOST_ATTRIBUTES + 1)),
        (
            multistatus(&"<x/>".repeat(MOST_PIECES / 2 - 2)),
            multistatus(&"<x/>".repeat(MOST_PIECES / 2 - 1)),
        ),
        (namespaces(120), namespaces(132)),
    ] {
        assert!(caldav(good.as_bytes()).is_ok(), "{good:.80}");
        assert_eq!(caldav(bad.as_bytes()), Err(NotDav), "{bad:.80}");
    }
    // 91 kB of the first took half a minute, and a megabyte would have taken hours.
    let bombs = [
        nested(2_000, |at| format!(" xmlns:n{at}='urn:{at}'")),
        nested(140_000, |_| String::new()),
        format!(
            "<!DOCTYPE a [{}]><a>&e9;</a>",
            (0..10).fold("<!ENTITY e 'eee'>".to_owned(), |all, at| format!(
                "{all}<!ENTITY e{at} '&e;&e;&e;&e;&e;&e;&e;&e;'>"
            ))
        ),
    ];
    for bomb in bombs {
        for body in [bomb.clone(), multistatus(&bomb), named(&bomb)] {
            let read = || assert_eq!(caldav(body.as_bytes()), Err(NotDav), "{body:.80}");
            assert!(on_little_stack(|| cpu_time(read)) < LONGEST, "{body:.80}");
        }
    }
    assert_eq!(caldav(named("&nobody;").as_bytes()), Err(NotDav));
}

#[test]
fn an_address_that_never_ends_is_none() {
    let address = |text: &str| {
        multistatus(&format!(
            "<response><href>/</href><propstat><prop><current-user-principal><href>{text}</href>\
             </current-user-principal></prop></propstat></response>"
        ))
    };
    for (text, expected) in [
        ("/1/".to_owned(), Some("/1/")),
        (" /&#49;<!-- -->/<![CDATA[x]]> ".to_owned(), Some("/1/x")),
        (format!("/{}", "a".repeat(4_000)), None),
        (format!("{}/1/", " ".repeat(4_000)), None),
    ] {
        let read = caldav(address(&text).as_bytes()).unwrap();
        assert_eq!(read.principal.as_deref(), expected, "{text:.40}");
    }
}
