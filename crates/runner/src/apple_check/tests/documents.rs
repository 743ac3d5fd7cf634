//! What CalDAV servers write.

use super::super::dav::{NotDav, read};

fn principal(xml: &str) -> Result<Option<String>, NotDav> {
    read(xml).map(|said| said.principal())
}

fn home(xml: &str) -> Result<Option<String>, NotDav> {
    read(xml).map(|said| said.home())
}

/// In the manner of Apple's answers: everything in default namespaces, the home on a partition host with its port.
const HOME: &str = r#"<?xml version='1.0' encoding='UTF-8'?><multistatus xmlns='DAV:'><response xmlns='DAV:'><href>/1234567/principal/</href>
<propstat><prop><calendar-home-set xmlns='urn:ietf:params:xml:ns:caldav'><href xmlns='DAV:'>https://p34-caldav.icloud.com:443/1234567/calendars/</href>
</calendar-home-set></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"#;

#[test]
fn principal_and_home_are_found_whatever_the_prefixes() {
    assert_eq!(
        home(HOME),
        Ok(Some(
            "https://p34-caldav.icloud.com:443/1234567/calendars/".into()
        ))
    );
    assert_eq!(
        home(&format!("\r\n {HOME}")),
        home(HOME),
        "an empty line before the declaration"
    );
    let prefixed = r#"<D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href><D:propstat><D:prop><D:current-user-principal><D:href>
        /1234567/principal/ </D:href></D:current-user-principal></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"#;
    assert_eq!(principal(prefixed), Ok(Some("/1234567/principal/".into())));
}

#[test]
fn what_is_not_there_is_not_found() {
    let unauthenticated = r#"<multistatus xmlns="DAV:"><response><href>/</href><propstat><prop><current-user-principal><unauthenticated/>
        </current-user-principal></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"#;
    assert_eq!(principal(unauthenticated), Ok(None));
    let missing = HOME.replace("200 OK", "404 Not Found");
    assert_eq!(home(&missing), Ok(None));
    assert_eq!(home(r#"<multistatus xmlns="DAV:"/>"#), Ok(None));
}

#[test]
fn what_is_no_multistatus_is_not_understood() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><multistatus xmlns='DAV:'>&b;</multistatus>";
    let deep = "<a>".repeat(140_000) + &"</a>".repeat(140_000);
    for xml in [
        "",
        "<html><body>Sign in to Wi-Fi</body></html>",
        "<multistatus/>",
        "{\"a\":1}",
        "<multistatus xmlns='DAV:'>",
        bomb,
        &deep,
    ] {
        assert_eq!(principal(xml), Err(NotDav), "{}", &xml[..xml.len().min(40)]);
    }
}
