//! Which name is tried where, and when a second one is.

use super::super::{Outage, ServiceAnswer, Services, ask_both};
use apple::{Address, ParsedAddress, Verdict, parse_address};
use std::sync::Mutex;
use wizard::Service;

const TIMED_OUT: ServiceAnswer = ServiceAnswer::NoAnswer {
    why: Outage::TimedOut,
};
const BLOCKED: ServiceAnswer = ServiceAnswer::Skipped {
    why: Outage::Refused,
};

/// Answers in turn, and remembers the names it was asked with.
struct Script {
    mail: Mutex<Vec<ServiceAnswer>>,
    calendar: Mutex<Vec<ServiceAnswer>>,
    asked: Mutex<Vec<String>>,
}

impl Services for Script {
    async fn mail(&self, login: &str) -> ServiceAnswer {
        self.asked.lock().unwrap().push(format!("mail {login}"));
        self.mail.lock().unwrap().remove(0)
    }

    async fn calendar(&self, login: &str) -> ServiceAnswer {
        self.asked.lock().unwrap().push(format!("calendar {login}"));
        self.calendar.lock().unwrap().remove(0)
    }
}

fn address(text: &str) -> Address {
    match parse_address(text) {
        ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } => address,
        other => panic!("{other:?}"),
    }
}

/// The names tried, and mail's and calendar's verdict.
async fn asked(
    login: &str,
    mail: &[ServiceAnswer],
    calendar: &[ServiceAnswer],
) -> (Vec<String>, Verdict, Verdict) {
    let script = Script {
        mail: Mutex::new(mail.to_vec()),
        calendar: Mutex::new(calendar.to_vec()),
        asked: Mutex::default(),
    };
    let mut told = vec![];
    ask_both(&script, &address(login), |service, verdict, _| {
        told.push((service, verdict));
    })
    .await;
    let of = |service| told.iter().find(|(s, _)| *s == service).unwrap().1;
    assert_eq!(told.len(), 2, "each service is told of once: {told:?}");
    assert!(
        script.mail.lock().unwrap().is_empty() && script.calendar.lock().unwrap().is_empty(),
        "asked too seldom"
    );
    (
        script.asked.into_inner().unwrap(),
        of(Service::Mail),
        of(Service::Calendar),
    )
}

#[tokio::test]
async fn each_service_is_asked_with_the_form_it_wants() {
    let (names, mail, calendar) = asked(
        "nyla.park@icloud.com",
        &[ServiceAnswer::Accepted],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!(names, ["mail nyla.park", "calendar nyla.park@icloud.com"]);
    assert_eq!((mail, calendar), (Verdict::Accepted, Verdict::Accepted));
}

#[tokio::test]
async fn mail_alone_tries_both_forms_because_nobody_else_can_tell_which_is_right() {
    // Nobody wants the calendar, or the network does not let anybody ask it.
    for calendar in [ServiceAnswer::LeftOut, BLOCKED] {
        let alone = async |mail: &[ServiceAnswer]| {
            asked("nyla@icloud.com", mail, std::slice::from_ref(&calendar)).await
        };
        let (names, mail, verdict) =
            alone(&[ServiceAnswer::Refused, ServiceAnswer::Accepted]).await;
        assert_eq!(
            (names[2].as_str(), mail, verdict),
            ("mail nyla@icloud.com", Verdict::Accepted, Verdict::Skipped)
        );
        let (names, mail, _) = alone(&[ServiceAnswer::Refused, ServiceAnswer::Refused]).await;
        assert_eq!((names.len(), mail), (3, Verdict::Refused));
        let (names, mail, _) = alone(&[ServiceAnswer::Accepted]).await;
        assert_eq!((names.len(), mail), (2, Verdict::Accepted));
    }
}

#[tokio::test]
async fn a_tag_never_signs_in() {
    let (names, ..) = asked(
        "nyla+shop@me.com",
        &[ServiceAnswer::Accepted],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!(names, ["mail nyla", "calendar nyla@me.com"]);
}

#[tokio::test]
async fn both_refuse_and_nothing_more_is_tried() {
    let (names, mail, calendar) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Refused],
        &[ServiceAnswer::Refused],
    )
    .await;
    assert_eq!(names.len(), 2);
    assert_eq!((mail, calendar), (Verdict::Refused, Verdict::Refused));
}

#[tokio::test]
async fn beside_the_other_a_second_form_is_tried_only_where_that_one_accepted() {
    let (names, mail, _) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Refused, ServiceAnswer::Accepted],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!(
        (names[2].as_str(), mail),
        ("mail nyla@icloud.com", Verdict::Accepted)
    );

    let (names, mail, _) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Refused, ServiceAnswer::Refused],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!((names.len(), mail), (3, Verdict::Refused));

    let (names, _, calendar) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Accepted],
        &[ServiceAnswer::Refused, ServiceAnswer::Refused],
    )
    .await;
    assert_eq!(
        (names[2].as_str(), calendar),
        ("calendar nyla", Verdict::Refused)
    );

    for other in [ServiceAnswer::Closed, TIMED_OUT] {
        let (names, mail, _) = asked(
            "nyla@icloud.com",
            &[ServiceAnswer::Refused],
            std::slice::from_ref(&other),
        )
        .await;
        assert_eq!((names.len(), mail), (2, Verdict::Refused), "{other:?}");
    }
}

#[tokio::test]
async fn an_address_elsewhere_is_never_cut() {
    let (names, mail, _) = asked(
        "nyla@park.example",
        &[ServiceAnswer::Refused],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!(
        names,
        ["mail nyla@park.example", "calendar nyla@park.example"]
    );
    assert_eq!(mail, Verdict::Refused);
}

#[tokio::test]
async fn an_outage_of_the_second_form_is_an_outage() {
    let (_, mail, calendar) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Refused, TIMED_OUT],
        &[ServiceAnswer::Accepted],
    )
    .await;
    assert_eq!((mail, calendar), (Verdict::NoAnswer, Verdict::Accepted));
}

#[tokio::test]
async fn a_closed_service_never_reads_as_a_wrong_password() {
    for (other, closed) in [
        (ServiceAnswer::Accepted, Verdict::Refused),
        (ServiceAnswer::Closed, Verdict::Accepted),
        (BLOCKED, Verdict::Accepted),
    ] {
        let (_, mail, _) = asked(
            "nyla@icloud.com",
            &[ServiceAnswer::Closed],
            std::slice::from_ref(&other),
        )
        .await;
        assert_eq!(mail, closed, "{other:?}");
    }
    let (_, mail, calendar) = asked(
        "nyla@icloud.com",
        &[ServiceAnswer::Closed],
        &[ServiceAnswer::Refused],
    )
    .await;
    assert_eq!((mail, calendar), (Verdict::Accepted, Verdict::Refused));
}

/// Takes a minute for everything, except that calendar refuses at once.
struct Slow;

impl Services for Slow {
    async fn mail(&self, _: &str) -> ServiceAnswer {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        ServiceAnswer::Refused
    }

    async fn calendar(&self, _: &str) -> ServiceAnswer {
        ServiceAnswer::Accepted
    }
}

#[tokio::test(start_paused = true)]
async fn the_whole_check_ends_after_half_a_minute() {
    let start = tokio::time::Instant::now();
    let mut told = vec![];
    let said = ask_both(&Slow, &address("nyla@icloud.com"), |service, verdict, _| {
        told.push((service, verdict, start.elapsed().as_secs()));
    })
    .await;
    assert_eq!(said.mail, TIMED_OUT);
    assert_eq!(
        told,
        [
            (Service::Calendar, Verdict::Accepted, 0),
            (Service::Mail, Verdict::NoAnswer, 30)
        ]
    );
}
