//! The browser's way back: its request, and the address that is pasted instead.

use super::is_cheap;
use crate::{
    oauth_callback::{LONGEST_ADDRESS, MOST_BYTES, MOST_HEADERS},
    readers::{Redirect, redirect_address, redirect_request},
};

const STATE: &str = "customer.kCwbcNqZ0mPqv4cRb8x2M1oV6tXyL5hJdQeSfGaUiEw";

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
