use crate::{LinkError, Site, operator::INVITATIONS};

#[test]
fn a_site_is_read_as_people_write_it_and_says_where_it_is() {
    for (text, address, origin, place) in [
        (
            "https://connect.acme.example",
            "https://connect.acme.example",
            "https://connect.acme.example",
            "connect.acme.example",
        ),
        (
            " connect.acme.example/relay/\n",
            "https://connect.acme.example/relay",
            "https://connect.acme.example",
            "connect.acme.example",
        ),
        (
            "Connect.Acme.Example:8443",
            "https://connect.acme.example:8443",
            "https://connect.acme.example:8443",
            "connect.acme.example:8443",
        ),
        (
            "127.0.0.1:8601",
            "http://127.0.0.1:8601",
            "http://127.0.0.1:8601",
            "127.0.0.1:8601",
        ),
        (
            "localhost:8601",
            "http://localhost:8601",
            "http://localhost:8601",
            "localhost:8601",
        ),
    ] {
        let site = Site::parse(text).unwrap();
        assert_eq!(site.address(), address, "{text}");
        assert_eq!(
            (site.origin().as_str(), site.place().as_str()),
            (origin, place)
        );
        assert_eq!(
            site.call(INVITATIONS, &["1", "link"]).as_str(),
            format!("{address}/invitations/1/link")
        );
    }
}

#[test]
fn what_could_be_no_relay_is_no_site() {
    for (text, why) in [
        ("", LinkError::NotALink),
        ("http://connect.acme.example", LinkError::NotHttps),
        (
            "https://me:secret@connect.acme.example",
            LinkError::NotALink,
        ),
        ("https://connect.acme.example/?key=1", LinkError::NotALink),
        ("https://connect.acme.example/a%2fb", LinkError::NotALink),
        ("ftp://connect.acme.example", LinkError::NotALink),
        ("nyla@icloud.com", LinkError::NotALink),
        ("abcd-efgh-ijkl-mnop", LinkError::NotALink),
        ("icr_0123456789", LinkError::NotALink),
        (&"x.".repeat(2000), LinkError::TooLong),
    ] {
        assert_eq!(Site::parse(text).err(), Some(why), "{text}");
    }
}

#[test]
fn an_id_leads_nowhere_but_under_the_call() {
    let site = Site::parse("https://acme.example/a").unwrap();
    for (id, path) in [
        ("..", "/a/invitations/link"),
        ("../v3", "/a/invitations/..%2Fv3/link"),
        ("a?b#c", "/a/invitations/a%3Fb%23c/link"),
    ] {
        assert_eq!(site.call(INVITATIONS, &[id, "link"]).path(), path, "{id}");
    }
    assert_eq!(format!("{site:?}"), "Site");
}
