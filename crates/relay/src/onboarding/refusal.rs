//! What an answer of Nylas means here: for the person, for the company, or that nobody knows yet.

use crate::store::Failure;
use nylas::{Error, Meaning, NotSignedIn};

/// What becomes of a submission after an answer that brought no grant.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Nothing was made.
    Failed(Failure),
    /// Something may have been made; should nothing be found, this is why.
    Unsure(Failure),
}

/// What the answer of custom auth means.
pub(crate) fn of_custom_auth(error: &Error) -> Outcome {
    let failure = failure(error);
    if error.leaves_open() {
        Outcome::Unsure(failure)
    } else {
        Outcome::Failed(failure)
    }
}

/// What the answer to a code means. No password is in it, so none was refused: it is the code that is too old, or the key.
pub(crate) fn of_exchange(error: &Error) -> Outcome {
    let refuses_key = matches!(error, Error::Server(error)
        if error.status == 401 || matches!(error.kind.as_str(), "invalid_client" | "unauthorized_client"));
    let known = failure(error);
    let code = match known.code {
        _ if refuses_key => "I10",
        "N01" => "N08",
        code => code,
    };
    let failure = Failure {
        code,
        spends_try: false,
        ..known
    };
    if error.leaves_open() {
        Outcome::Unsure(failure)
    } else {
        Outcome::Failed(failure)
    }
}

/// Why nobody signed in on Nylas' page, as the browser tells; `None` where nothing went wrong.
pub(crate) fn of_redirect(why: NotSignedIn) -> Option<Failure> {
    let code = match why {
        NotSignedIn::Declined | NotSignedIn::Expired => return None,
        NotSignedIn::ProviderDown => "N02",
        NotSignedIn::PasswordRefused => "N01",
        NotSignedIn::TooManyAttempts => "N03",
        NotSignedIn::CallbackNotAllowed | NotSignedIn::NoConnector | NotSignedIn::NotInPlan => {
            "I10"
        }
        NotSignedIn::NotUnderstood => "N08",
    };
    Some(Failure {
        code,
        spends_try: matches!(
            why,
            NotSignedIn::PasswordRefused | NotSignedIn::TooManyAttempts
        ),
        ..Failure::default()
    })
}

/// Why a call failed. What the company has to mend is one code, whatever it is: the person can do nothing about it.
pub(crate) fn failure(error: &Error) -> Failure {
    let meaning = error.meaning();
    let code = match meaning {
        Meaning::PasswordRefused => "N01",
        Meaning::ProviderDown => "N02",
        Meaning::TooManyAttempts => "N03",
        Meaning::KeyRefused | Meaning::NoConnector | Meaning::NotInPlan => "I10",
        Meaning::RateLimited => "N06",
        Meaning::Unavailable => "N07",
        Meaning::OtherAddress => "N11",
        Meaning::NotUnderstood => "N08",
    };
    let kind = match error {
        Error::Server(error) if !error.kind.is_empty() => {
            Some(nylas::quote_within(&error.kind, 60))
        }
        _ => None,
    };
    Failure {
        code,
        kind: kind.filter(|_| code != "I10"),
        request_id: error.request_id().map(|id| nylas::quote_within(id, 80)),
        spends_try: meaning == Meaning::PasswordRefused,
    }
}
