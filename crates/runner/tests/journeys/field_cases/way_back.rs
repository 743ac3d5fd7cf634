//! The browser's way back to this computer.

use std::net::TcpListener;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use wizard::{Action, Field};

use super::{ends, says};
use crate::{hosted::hosted, journey::json, world::NYLA};

#[test]
fn field_case_43_a_browser_that_ends_on_a_dead_page_is_helped_and_the_second_try_is_as_good_as_the_first()
 {
    let hosted = hosted();
    let mut journey = hosted.up_to_sign_in();
    // Somebody else has the port on one of the two addresses that a browser may take for "localhost".
    for taken in ["127.0.0.1", "::1"] {
        let taken = TcpListener::bind((taken, hosted.port)).unwrap();
        journey.press(Action::SignIn);
        ends(
            &mut journey,
            "C09",
            "sign-in",
            &[Action::Retry, Action::CopyDetails],
        );
        assert!(
            hosted.world.screen.opened().is_empty(),
            "nobody is sent where there is no way back"
        );
        drop(taken);
    }
    for from in ["127.0.0.1", "::1"] {
        hosted.open(&mut journey);
        assert!(
            TcpListener::bind((from, hosted.port)).is_err(),
            "{from} is listened on"
        );
        let view = journey.until("the way back", |view| json(view)["waiting"] == true);
        assert!(
            says(&view, "by-hand").contains("can’t reach a page"),
            "the way out is told before it is needed"
        );
        journey
            .press(Action::Cancel)
            .until("the announcement", |view| json(view)["waiting"] == false);
    }
    let page = hosted.open(&mut journey);
    let back = hosted.stranded(&journey, &page);
    journey
        .edit(Field::RedirectAddress, &back)
        .press(Action::Continue)
        .screen("done");
    hosted.leaves_nothing(&journey);
    // And once more, from the beginning, on the same port.
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("sign-in");
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_browser_that_brings_too_much_is_told_of_and_its_address_leads_to_the_end() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let back = hosted.stranded(&journey, &page);
    let (_, target) = back.split_once(&format!(":{}", hosted.port)).unwrap();
    let shown = journey.inside(async {
        let mut browser = TcpStream::connect(("127.0.0.1", hosted.port))
            .await
            .unwrap();
        let cookies = "a=b; ".repeat(20_000);
        let host = format!("localhost:{}", hosted.port);
        let request = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookies}\r\n\r\n");
        browser.write_all(request.as_bytes()).await.unwrap();
        let mut shown = String::new();
        // It hangs up when it has said what it has to say.
        let _ = browser.read_to_string(&mut shown).await;
        shown
    });
    assert!(shown.starts_with("HTTP/1.1 431"), "{shown}");
    let view = journey.until("a word in the window", |view| {
        view.notice == Some("too-much-sent")
    });
    assert!(says(&view, "notice").contains("Copy the whole address"));
    journey
        .edit(Field::RedirectAddress, &back)
        .press(Action::Continue)
        .screen("done");
    hosted.leaves_nothing(&journey);
}
