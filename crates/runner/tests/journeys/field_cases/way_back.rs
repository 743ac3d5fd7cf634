//! The browser's way back to this computer.

use std::net::TcpListener;

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
