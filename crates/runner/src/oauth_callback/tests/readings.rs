//! What is read of a redirect, or of an address that was copied.

use super::*;

#[test]
fn a_failed_redirect_is_read_whatever_of_it_is_there() {
    let expected = Expected::new(9007, STATE.into());
    let read = |query: &str| match expected.query(&format!("{query}&state={STATE}")) {
        Ok(AuthorizationResponse::Failed(failure)) => failure,
        Ok(AuthorizationResponse::Code(_)) => panic!("{query} was taken for success"),
        Err(refused) => panic!("{query}: {refused:?}"),
    };
    let failure = |error: &str, kind: &str, code: &str, description: &str| AuthorizationError {
        error: error.into(),
        kind: kind.into(),
        code: code.into(),
        description: description.into(),
    };
    assert_eq!(
        read("error=access_denied"),
        failure("access_denied", "", "", "")
    );
    assert_eq!(
        read(
            "error=auth_failed&error_type=auth_limit_reached&error_code=25023&error_description=Too+many%20tries"
        ),
        failure(
            "auth_failed",
            "auth_limit_reached",
            "25023",
            "Too many tries"
        )
    );
    assert_eq!(
        read("code=c0de&error=x"),
        failure("x", "", "", ""),
        "an error speaks louder than a code"
    );
    let nonce = STATE.rsplit('.').next().unwrap().to_uppercase();
    assert_eq!(
        read(&format!(
            "code=long-enough-code&error_description=Bad%20code%20long%252Denough%252Dcode%20of%20{nonce}"
        )),
        failure("", "", "", "Bad code [removed] of [removed]"),
        "what it repeats of code and state goes"
    );
    assert_eq!(read("code="), AuthorizationError::default());
    assert_eq!(read(""), AuthorizationError::default());
}

#[test]
fn an_address_copied_from_the_browser_passes_the_same_checks() {
    let expected = Expected::new(9007, STATE.into());
    let pasted = |text: &str| {
        expected
            .pasted(&SecretString::from(text))
            .map(|answer| matches!(answer, AuthorizationResponse::Code(code) if code.expose_secret() == "c0de"))
    };
    let query = format!("code=c0de&state={STATE}");
    for good in [
        format!("http://localhost:9007/callback?{query}"),
        format!("  localhost:9007/callback?{query}\n"),
        format!("http://localhost:9007/callback?{query}#"),
        // The schemes and names that browsers and people put in its place.
        format!("https://localhost:9007/callback?{query}"),
        format!("http://127.0.0.1:9007/callback?{query}"),
        format!("http://[::1]:9007/callback?{query}"),
        format!("127.0.0.1:9007/callback?{query}"),
        format!("HTTP://LOCALHOST:9007/callback?{query}"),
        // What is copied along.
        format!("\"http://localhost:9007/callback?{query}\""),
        format!("“http://localhost:9007/callback?{query}”."),
        format!("<http://localhost:9007/callback?{query}>"),
        format!("Address: http://localhost:9007/callback?{query},"),
        format!("address = 'localhost:9007/callback?{query}'"),
        format!("\u{feff}http://localhost:9007\u{200b}/callback?{query}\u{2060}"),
        format!("http://localhost:9007/callback?code=c0de&\r\nstate={STATE}"),
        format!("http://localhost:9007/callback?code=c0de&sta\n  te={STATE}\n"),
        format!("Can’t connect to http://localhost:9007/callback?{query} (refused)"),
        // Two that nobody listed: a link of a chat, and the whole line of an error page.
        format!("[localhost](http://localhost:9007/callback?{query})"),
        format!("[http://localhost:9007/callback?{query}](http://localhost:9007/callback?{query})"),
        // From the source of an error page.
        format!("http://localhost:9007/callback?code=c0de&amp;state={STATE}"),
        format!("GET http://localhost:9007/callback?{query} net::ERR_CONNECTION_REFUSED"),
    ] {
        assert_eq!(pasted(&good), Ok(true), "{good}");
    }
    for elsewhere in [
        format!("http://192.0.2.1:9007/callback?{query}"),
        format!("http://localhost:9008/callback?{query}"),
        format!("http://localhost/callback?{query}"),
        format!("http://localhost:9007/callback/done?{query}"),
        format!("http://localhost.evil.example:9007/callback?{query}"),
        format!("http://localhost:9007@evil.example/callback?{query}"),
        format!("file:///callback?{query}"),
        format!("http://localhost:9007/callback?code=1&{query}"),
        "abcd-efgh-ijkl-mnop".into(),
        String::new(),
        "x".repeat(1 << 20),
    ] {
        assert_eq!(
            pasted(&elsewhere),
            Err(Refused::NotTheCallback),
            "{elsewhere:.80}"
        );
    }
    for old in [
        "http://localhost:9007/callback?code=c0de&state=old",
        "http://localhost:9007/callback?code=c0de",
        "http://localhost:9007/callback",
    ] {
        assert_eq!(pasted(old), Err(Refused::OtherState), "{old}");
    }
}
