//! What the readers cost: little, and twice as much for twice as much. What goes beyond a limit is refused at the limit.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{fmt::Write, time::Duration};

use rcgen::{CertificateParams, CustomExtension, DnType, KeyPair};
use testing::{cpu_time, grows_linearly, on_little_stack};

use super::{
    Line, NotDav, Redirect, Status, TooMuch, caldav, certificate, imap, redirect_address,
    redirect_request,
};
use crate::{
    asking_apple::limits::{
        DEEPEST, LONGEST_CONVERSATION, LONGEST_DOCUMENT, LONGEST_LINE, LONGEST_LITERAL,
        LONGEST_WORDS, MOST_ATTRIBUTES, MOST_LINES, MOST_LITERALS, MOST_PIECES,
    },
    redirect::{LONGEST_ADDRESS, MOST_BYTES, MOST_HEADERS},
};

/// The longest that reading one thing may take in a debug build, which is ten times slower than another.
const LONGEST: Duration = Duration::from_millis(100);

const STATE: &str = "customer.kCwbcNqZ0mPqv4cRb8x2M1oV6tXyL5hJdQeSfGaUiEw";

// ---- mail

/// As [`grows_linearly`]; and what is read up to its limits takes no time that anybody notices.
fn is_cheap<I>(what: &str, n: usize, input: impl Fn(usize) -> I, read: impl FnMut(&I)) {
    let most = grows_linearly(what, n, input, read);
    assert!(most < LONGEST, "{what} takes {most:?}");
}

/// Both in the pieces that the connection is read in, and byte by byte.
fn mail_is_cheap(what: &str, most: usize, heard: impl Fn(usize) -> String) {
    for piece in [4096, 1] {
        is_cheap(
            &format!("mail: {what} by {piece}"),
            most / 2,
            &heard,
            |heard| {
                assert!(imap(heard.as_bytes(), piece).is_ok());
            },
        );
    }
}

#[test]
fn mail_costs_twice_as_much_for_twice_as_much() {
    mail_is_cheap("lines", MOST_LINES, |n| "* 1 EXISTS\r\n".repeat(n));
    mail_is_cheap("one line", LONGEST_LINE - 8, |n| {
        format!("* OK {}\r\n", "(".repeat(n))
    });
    mail_is_cheap("braces", LONGEST_LINE - 8, |n| {
        format!("* X {}}}\r\n", "{".repeat(n))
    });
    mail_is_cheap("spaces", LONGEST_LINE - 8, |n| {
        format!("* X {}x\r\n", " ".repeat(n))
    });
    mail_is_cheap("empty literals", MOST_LITERALS, |n| {
        format!("* X {}\r\n", "{0}\r\n".repeat(n))
    });
    mail_is_cheap("a literal", LONGEST_LITERAL, |n| {
        format!("* X {{{n}}}\r\n{}\r\n", "\n".repeat(n))
    });
    mail_is_cheap("all of it", LONGEST_CONVERSATION / 1_000, |n| {
        format!("* X {}\r\n", "a(b ".repeat(248)).repeat(n)
    });
}

#[test]
fn mail_that_says_more_than_there_is_a_reason_for_is_not_listened_to() {
    let line = |length: usize| format!("* OK {}\r\n", "a".repeat(length - 7));
    let literals = |count: usize| format!("* X {}\r\n", "{0}\r\n".repeat(count));
    let literal = |length: usize| format!("* X {{{length}}}\r\n{}\r\n", "a".repeat(length));
    for (good, bad) in [
        (line(LONGEST_LINE), line(LONGEST_LINE + 1)),
        (
            "* X\r\n".repeat(MOST_LINES),
            "* X\r\n".repeat(MOST_LINES + 1),
        ),
        (literals(MOST_LITERALS), literals(MOST_LITERALS + 1)),
        (literal(LONGEST_LITERAL), literal(LONGEST_LITERAL + 1)),
        (
            line(LONGEST_LINE).repeat(LONGEST_CONVERSATION / LONGEST_LINE),
            line(LONGEST_LINE).repeat(LONGEST_CONVERSATION / LONGEST_LINE) + "*",
        ),
    ] {
        for piece in [1, 7, 4096, usize::MAX] {
            assert!(imap(good.as_bytes(), piece).is_ok(), "{good:.20}");
            assert_eq!(imap(bad.as_bytes(), piece), Err(TooMuch), "{bad:.20}");
        }
    }
    // These took a minute and a half each, when every byte was looked at again with every literal.
    let endless = "{0}\r\n".repeat(300_000);
    assert!(cpu_time(|| assert_eq!(imap(endless.as_bytes(), 4096), Err(TooMuch))) < LONGEST);
    for huge in ["* X {99999999999}\r\n", "* X {18446744073709551615}\r\n"] {
        assert_eq!(imap(huge.as_bytes(), 4096), Err(TooMuch));
    }
}

#[test]
fn mail_that_nests_is_not_followed() {
    let greetings =
        [400, 7_000].map(|depth| format!("* 1 FETCH (BODYSTRUCTURE {}\r\n", "(".repeat(depth)));
    for greeting in greetings {
        let read = on_little_stack(|| imap(greeting.as_bytes(), 4096)).unwrap();
        assert!(matches!(&read[..], [Line::Untagged { status: None, .. }]));
    }
    let endless = format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(1 << 20));
    assert_eq!(
        on_little_stack(|| imap(endless.as_bytes(), 4096)),
        Err(TooMuch)
    );
}

#[test]
fn mail_is_read_the_same_in_whatever_pieces_it_comes() {
    let heard = b"* OK [CAPABILITY X] \xe9 ready\r\n* X {11}\r\na1 NO (x)\r\n (y) {0}\r\n\r\n+ go on\r\n* OK {5}\r\na1 NO [ALERT] No {3}\r\n* BYE\n";
    let read = imap(heard, 4096).unwrap();
    assert_eq!(
        read,
        [
            Line::Untagged {
                status: Some(Status::Ok),
                words: "[capability x] ? ready".into()
            },
            Line::Untagged {
                status: None,
                words: "{11}".into()
            },
            Line::Other,
            Line::Untagged {
                status: Some(Status::Ok),
                words: "{5}".into()
            },
            Line::Tagged {
                tag: "a1".into(),
                status: Status::No,
                words: "[alert] no {3}".into()
            },
            Line::Untagged {
                status: Some(Status::Bye),
                words: String::new()
            },
        ]
    );
    for piece in 1..heard.len() {
        assert_eq!(imap(heard, piece).unwrap(), read, "by {piece}");
    }
}

// ---- calendar

fn multistatus(inside: &str) -> String {
    format!(
        "<multistatus xmlns='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>{inside}</multistatus>"
    )
}

fn named(name: &str) -> String {
    multistatus(&format!(
        "<response><href>/1/</href><propstat><prop><resourcetype><c:calendar/></resourcetype>\
         <displayname>{name}</displayname></prop></propstat></response>"
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
            &format!("{piece:?} in a name"),
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
fn a_name_that_never_ends_is_cut_and_such_an_address_is_none() {
    let name = caldav(named(&"n&amp;".repeat(19_000)).as_bytes()).unwrap();
    assert_eq!(name.calendars[0].chars().count(), 200);
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

// ---- the browser's way back

fn request(headers: &str, query: &str) -> String {
    format!("GET /callback?{query} HTTP/1.1\r\nHost: localhost:9007\r\n{headers}\r\n")
}

#[test]
fn a_request_costs_twice_as_much_for_twice_as_much() {
    let grows = |what: &str, most: usize, request: &dyn Fn(usize) -> String| {
        for piece in [1024, 1] {
            let what = format!("request: {what} by {piece}");
            is_cheap(&what, most / 2, request, |request| {
                redirect_request(request.as_bytes(), piece, 9007, STATE);
            });
        }
    };
    let room = MOST_BYTES - 200;
    let good = format!("code=c0de&state={STATE}");
    grows("headers", MOST_HEADERS - 2, &|n| {
        request(&"X: y\r\n".repeat(n), &good)
    });
    grows("a header", room, &|n| {
        request(&format!("X: {}\r\n", "y".repeat(n)), &good)
    });
    grows("no request", room, &|n| "a".repeat(n));
    grows("empty lines", room / 2, &|n| "\r\n".repeat(n));
    for piece in ["a=b&", "%41", "&", "=", "?", "code=%F0%9F%98%80"] {
        grows(&format!("{piece} in the query"), room / piece.len(), &|n| {
            request("", &piece.repeat(n))
        });
    }
}

#[test]
fn a_request_is_read_the_same_in_whatever_pieces_it_comes() {
    let good = request(
        "Sec-Fetch-Mode: navigate\r\n",
        &format!("code=c0de&state={STATE}"),
    );
    for text in [
        good.clone(),
        good.replace("\r\n", "\n"),
        format!("\r\n\n{good}rest"),
    ] {
        for piece in (1..text.len()).chain([usize::MAX]) {
            assert_eq!(
                redirect_request(text.as_bytes(), piece, 9007, STATE),
                Redirect::Code("c0de".into()),
                "{text:?} by {piece}"
            );
        }
    }
    for (text, headers) in [(&good, MOST_HEADERS), (&good, MOST_BYTES / 4)] {
        let many = text.replace(
            "\r\n\r\n",
            &("\r\n".to_owned() + &"X:\r\n".repeat(headers) + "\r\n"),
        );
        assert_eq!(
            redirect_request(many.as_bytes(), 1, 9007, STATE),
            Redirect::Refused
        );
    }
}

#[test]
fn a_pasted_address_costs_twice_as_much_for_twice_as_much() {
    for (start, piece, end) in [
        ("http://localhost:9007/callback?", "a=b&", ""),
        ("http://localhost:9007/callback?", "%41", ""),
        ("http://localhost:9007/", "a/", "callback"),
        ("http://localhost:9007/", "a/../", "callback"),
        ("http://", "@", "localhost:9007/callback"),
        ("http://", "a.", "localhost:9007/callback"),
        ("http://", "%41", ":9007/callback"),
        ("http://", "\u{fc}", ":9007/callback"),
        ("http://", "\u{fc}.", ":9007/callback"),
        ("http://xn--", "a", ":9007/callback"),
        ("http://", "xn--a.", ":9007/callback"),
        ("http://localhost:9007/callback?", "\t", ""),
        ("", " ", ""),
    ] {
        let most = (LONGEST_ADDRESS - 60) / piece.len();
        let text = |n: usize| format!("{start}{}{end}", piece.repeat(n));
        let what = format!("address: {start}{}", piece.escape_default());
        is_cheap(&what, most / 2, text, |text| {
            redirect_address(text, 9007, STATE);
        });
    }
    let longer = format!(
        "http://localhost:9007/callback?{}",
        "a".repeat(LONGEST_ADDRESS)
    );
    assert_eq!(redirect_address(&longer, 9007, STATE), Redirect::Refused);
}

// ---- certificates

fn with(more: impl Fn(&mut CertificateParams)) -> Vec<u8> {
    let mut params = CertificateParams::new(vec![]).unwrap();
    more(&mut params);
    let key = KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A certificate with so many names of who signed it, and so many extensions.
fn signed_by_many(names: u64, extensions: u64) -> Vec<u8> {
    with(|params| {
        for at in 0..names {
            let kind = DnType::CustomDnType(vec![1, 3, 6, 1, at]);
            params.distinguished_name.push(kind, "x");
        }
        for at in 0..extensions {
            let extension = CustomExtension::from_oid_content(&[1, 3, 6, at], vec![5, 0]);
            params.custom_extensions.push(extension);
        }
    })
}

/// One value of DER.
fn sequence(tag: u8, inside: &[u8]) -> Vec<u8> {
    let length = u32::try_from(inside.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], inside].concat()
}

#[test]
fn a_certificate_costs_twice_as_much_for_twice_as_much() {
    let read = |der: &Vec<u8>| drop(certificate(der));
    is_cheap(
        "certificate: names",
        1_200,
        |n| signed_by_many(n as u64, 0),
        read,
    );
    is_cheap(
        "certificate: extensions",
        1_200,
        |n| signed_by_many(1, n as u64),
        read,
    );
    // Names of other kinds (RFC 5280, section 4.2.1.6) and of directories hold anything at all.
    for tag in [0xa0, 0xa4] {
        let nested = |n: usize| {
            let inside = (0..n).fold(vec![tag, 0], |inside, _| sequence(0x30, &inside));
            let names = sequence(0x30, &sequence(tag, &inside));
            with(|params| {
                let extension = CustomExtension::from_oid_content(&[2, 5, 29, 17], names.clone());
                params.custom_extensions.push(extension);
            })
        };
        is_cheap(&format!("certificate: {tag:x}"), 1_500, nested, read);
        on_little_stack(|| read(&nested(10_000)));
    }
}

// ---- words

#[test]
fn the_words_of_a_refusal_cost_twice_as_much_for_twice_as_much() {
    for piece in [
        "a",
        "a ",
        " ",
        "\u{130}",
        "account is ",
        "is ",
        "account locked imap ",
    ] {
        let words = |n: usize| piece.repeat(n);
        is_cheap(
            &format!("words: {piece:?}"),
            LONGEST_WORDS / piece.len() / 2,
            words,
            |words| {
                apple::says_locked(words);
            },
        );
    }
}
