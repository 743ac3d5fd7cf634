//! Against the real things: Dovecot for mail, Radicale for calendar.

use super::{
    ADDRESS, PASSWORD, ask_as,
    authority::{Authority, NAME},
    dovecot::Dovecot,
    free_port,
    radicale::Radicale,
    servers,
};
use apple::Verdict;
use runner::apple_check::{Outage, ServiceAnswer};

#[tokio::test]
#[ignore = "asks real servers: cargo xtask test brings them"]
async fn mail_is_really_opened() {
    let authority = Authority::new();
    let dovecot = Dovecot::start(&authority);
    let mut servers = servers(&authority, free_port(), dovecot.port);

    let (said, verdict, _) = ask_as(&servers, ADDRESS, PASSWORD).await;
    assert_eq!(
        (said.mail, verdict),
        (ServiceAnswer::Accepted, Verdict::Accepted)
    );

    let (said, ..) = ask_as(&servers, ADDRESS, "wron-gwro-ngwr-ongw").await;
    assert_eq!(said.mail, ServiceAnswer::Refused);

    let (said, ..) = ask_as(&servers, "nobody.here@icloud.com", PASSWORD).await;
    assert_eq!(said.mail, ServiceAnswer::Refused);

    let (said, verdict, _) = ask_as(&servers, "in.trouble@icloud.com", PASSWORD).await;
    assert_eq!(
        (said.mail, verdict),
        (
            ServiceAnswer::NoAnswer {
                why: Outage::Unavailable
            },
            Verdict::NoAnswer
        ),
        "the server's own trouble is no refusal"
    );

    servers.authority = None;
    let (said, ..) = ask_as(&servers, ADDRESS, PASSWORD).await;
    assert_eq!(
        said.mail,
        ServiceAnswer::Skipped {
            why: Outage::Tls {
                issuer: Some(NAME.into())
            }
        }
    );
}

#[tokio::test]
#[ignore = "asks real servers: cargo xtask test brings them"]
async fn calendars_are_really_listed() {
    let authority = Authority::new();
    let radicale = Radicale::start(&authority);
    let servers = servers(&authority, radicale.port, free_port());

    let (said, _, verdict) = ask_as(&servers, ADDRESS, PASSWORD).await;
    assert_eq!(
        (said.calendar, verdict),
        (ServiceAnswer::Accepted, Verdict::Accepted)
    );

    let (said, _, verdict) = ask_as(&servers, ADDRESS, "wron-gwro-ngwr-ongw").await;
    assert_eq!(
        (said.calendar, verdict),
        (ServiceAnswer::Refused, Verdict::Refused)
    );

    let (said, ..) = ask_as(&servers, "full.only@icloud.com", PASSWORD).await;
    assert_eq!(
        said.calendar,
        ServiceAnswer::Accepted,
        "an account without calendars"
    );
}

#[tokio::test]
#[ignore = "asks real servers: cargo xtask test brings them"]
async fn both_are_really_asked() {
    let authority = Authority::new();
    let (dovecot, radicale) = (Dovecot::start(&authority), Radicale::start(&authority));
    let servers = servers(&authority, radicale.port, dovecot.port);

    let verdicts = async |login: &str, secret: &str| {
        let (_, mail, calendar) = ask_as(&servers, login, secret).await;
        (mail, calendar)
    };
    assert_eq!(
        verdicts(ADDRESS, PASSWORD).await,
        (Verdict::Accepted, Verdict::Accepted)
    );
    assert_eq!(
        verdicts(ADDRESS, "wron-gwro-ngwr-ongw").await,
        (Verdict::Refused, Verdict::Refused)
    );
    // Mail knows this one by its whole address only, which is tried after calendar took the password.
    assert_eq!(
        verdicts("full.only@icloud.com", PASSWORD).await,
        (Verdict::Accepted, Verdict::Accepted)
    );
    assert_eq!(
        verdicts("in.trouble@icloud.com", PASSWORD).await,
        (Verdict::NoAnswer, Verdict::Accepted)
    );
}
