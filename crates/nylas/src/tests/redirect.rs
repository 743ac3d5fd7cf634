//! What a browser brings back, in whatever words.

use secrecy::ExposeSecret;

use crate::{AuthorizationError, AuthorizationResponse, NotSignedIn, Redirect};

#[test]
fn a_redirect_says_everything_once() {
    let read = Redirect::read("code=c0de&state=st%20ate&other=1").unwrap();
    assert_eq!(read.state.expose_secret(), "st ate");
    assert!(
        matches!(read.answer, AuthorizationResponse::Code(code) if code.expose_secret() == "c0de")
    );
    for twice in ["code=a&code=a", "state=a&state=b", "error=a&error=b"] {
        assert!(Redirect::read(twice).is_none(), "{twice}");
    }
    for none in ["", "code=", "code=c0de&error=", "state=a"] {
        let read = Redirect::read(none).unwrap();
        assert!(
            matches!(read.answer, AuthorizationResponse::Failed(_)),
            "{none}"
        );
    }
    assert!(!format!("{:?}", Redirect::read("code=c0de&state=st").unwrap()).contains("c0de"));
}

#[test]
fn why_nobody_signed_in_is_found_wherever_it_is_said() {
    for (query, meaning) in [
        ("error=access_denied", NotSignedIn::Declined),
        (
            "error=access_denied&error_description=Your+plan+is+full",
            NotSignedIn::NotInPlan,
        ),
        (
            "error=x&error_type=invalid_authentication",
            NotSignedIn::PasswordRefused,
        ),
        (
            "error_code=auth_limit_reached",
            NotSignedIn::TooManyAttempts,
        ),
        (
            "error=grant.provider_not_responding",
            NotSignedIn::ProviderDown,
        ),
        ("error_type=login_id_invalid", NotSignedIn::Expired),
        ("error=session_expired", NotSignedIn::Expired),
        ("error_code=701", NotSignedIn::CallbackNotAllowed),
        ("error_type=connector_not_found", NotSignedIn::NoConnector),
        ("error=25022", NotSignedIn::NotUnderstood),
        ("", NotSignedIn::NotUnderstood),
    ] {
        let AuthorizationResponse::Failed(error) = Redirect::read(query).unwrap().answer else {
            panic!("{query}")
        };
        assert_eq!(error.meaning(), meaning, "{query}");
    }
    assert_eq!(
        AuthorizationError::default().meaning(),
        NotSignedIn::NotUnderstood
    );
}
