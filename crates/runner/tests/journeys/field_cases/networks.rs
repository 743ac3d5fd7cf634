//! The network.

use wizard::Action;

use super::{Scene, ends, says};
use crate::{
    apple::{
        authority::{Authority, NAME},
        free_port,
        network::swallowing,
        scripted::{good_dav, good_imap},
    },
    journey::{code_of, stages},
    networks::{Apple, nylas::answering, value},
    world::{KEY, NYLA, World, elsewhere, outside, own_address, simulator},
};
use tokio::{io::AsyncWriteExt, net::TcpListener};

#[test]
fn field_case_08_tls_that_is_refused_names_who_signed_and_is_no_password() {
    let (simulator, trusted) = (simulator(), Authority::new());
    let apple = Apple::with(&Authority::new().server("localhost"));
    let world = World::with_apple(
        &simulator.origin(),
        &trusted,
        apple.calendar.port,
        apple.mail.port,
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    let view = ends(
        &mut journey,
        "C03",
        "connecting",
        &[Action::Retry, Action::Continue, Action::CopyDetails],
    );
    assert_eq!(value(&journey, "value").as_deref(), Some(NAME));
    assert!(
        says(&view, "problem-text").contains(NAME)
            && says(&view, "problem-text").contains("Your password isn’t the problem")
    );
    assert!(apple.heard_nothing());
}

#[test]
#[ignore = "needs IPv6, and a listener whose queue stays full: cargo xtask test"]
fn field_case_35_broken_ipv6_is_raced_past() {
    let scene = Scene::new(good_dav, good_imap);
    let queues = outside(async {
        (
            swallowing(scene.apple.calendar.port).await,
            swallowing(scene.apple.mail.port).await,
        )
    });
    assert!(
        matches!(queues, (Some(_), Some(_))),
        "there is IPv6, and a full queue answers nobody"
    );
    scene.handed_over(NYLA).screen("done");
}

#[test]
fn field_case_35_a_blocked_apple_is_skipped() {
    let (simulator, authority) = (simulator(), Authority::new());
    let world = World::with_apple(&simulator.origin(), &authority, free_port(), free_port());
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().screen("done");
    let checked = journey
        .views()
        .into_iter()
        .rfind(|view| view.name == "connecting")
        .unwrap();
    assert_eq!(stages(&checked)[..2], ["skipped", "skipped"]);
    assert!(
        journey.views().iter().all(|view| code_of(view).is_none()),
        "nothing was wrong"
    );
}

/// Nylas itself behind a blocked port: an address of this computer's that is not the loopback, where nobody listens.
#[test]
#[ignore = "needs an address besides the loopback: cargo xtask test"]
fn field_case_35_a_blocked_nylas_is_the_networks() {
    let text = format!(
        "[apple]\ncheck_first = false\n[connection]\nkind = \"api-key\"\napi_url = \"https://{}:{}\"\n",
        own_address(),
        free_port()
    );
    let mut world = World::new();
    world.environment.built_in = Some(Box::leak(text.into_boxed_str()));
    world.environment.network = answering("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess");
    let mut journey = world.begin();
    journey.give_key(KEY);
    ends(
        &mut journey,
        "C05",
        "operator",
        &[Action::Retry, Action::CopyDetails],
    );
}

#[test]
fn field_case_38_nobody_can_choose_a_wrong_port_and_plain_text_is_no_answer() {
    let page = include_str!("../../../../../ui/index.html");
    let fields = page
        .split("<input ")
        .skip(1)
        .filter_map(|rest| rest.split("name=\"").nth(1)?.split('"').next());
    assert!(
        fields.clone().count() > 4
            && fields
                .into_iter()
                .all(|name| !["host", "port", "server", "imap", "url"]
                    .iter()
                    .any(|word| name.split('-').any(|part| part == *word)))
    );

    let plain = || {
        let listener = outside(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        elsewhere().spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.write_all(b"* OK ready\r\n").await;
            }
        });
        port
    };
    let (simulator, authority) = (simulator(), Authority::new());
    let world = World::with_apple(&simulator.origin(), &authority, plain(), plain());
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    ends(
        &mut journey,
        "C03",
        "connecting",
        &[Action::Retry, Action::Continue, Action::CopyDetails],
    );
    journey.press(Action::Continue).screen("done");
}
