//! What only one browser has. It holds an invitation by it, as a computer does by its secret, and it is all that a sign-in
//! leaves in the browser.

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};
use invitation::Secret;
use secrecy::ExposeSecret;

const NAME: &str = "icloud-connect";
/// In seconds: a claim is anybody's again long before.
const KEPT: u32 = 24 * 60 * 60;

/// The browser's, where it has one; of two nobody knows which is its own.
pub(crate) fn read(headers: &HeaderMap) -> Option<Secret> {
    let lines = headers.get_all(header::COOKIE).iter();
    let cookies = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let mut own = cookies.filter_map(|cookie| cookie.trim().strip_prefix(NAME)?.strip_prefix('='));
    match (own.next(), own.next()) {
        (Some(value), None) => Secret::parse(value).ok(),
        _ => None,
    }
}

/// Gives it to the browser: no script reads it, and no other site's form brings it along.
pub(crate) fn given(config: &Config, secret: &Secret) -> Option<HeaderValue> {
    let path = config.public_url.path();
    let secret = secret.expose_secret();
    let cookie =
        format!("{NAME}={secret}; Path={path}; Max-Age={KEPT}; HttpOnly; Secure; SameSite=Lax");
    let mut value = HeaderValue::try_from(cookie).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, HeaderValue::from_str(line).unwrap());
        }
        read(&headers).map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn one_cookie_of_ours_is_read_and_nothing_else() {
        let secret = "a".repeat(52);
        let own = format!("{NAME}={secret}");
        for good in [
            vec![own.as_str()],
            vec![&format!("other=1; {own}; more=2")],
            vec!["other=1", &own],
        ] {
            assert_eq!(of(&good), Some(secret.clone()), "{good:?}");
        }
        for bad in [
            vec![],
            vec!["icloud-connect="],
            vec!["icloud-connect=short"],
            vec![&format!("icloud-connect-2={secret}")],
            vec![&format!("{own}; {own}")],
            vec![&own, &own],
        ] {
            assert_eq!(of(&bad), None, "{bad:?}");
        }
    }
}
