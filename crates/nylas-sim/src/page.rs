//! Pages for a browser: practice's own, and those of hosted sign-in. They look like nobody's.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::outcomes::STRIKES;

/// A page that loads nothing; `policy` says what else it may.
pub(crate) fn response(html: String, policy: &str) -> Response {
    let policy = HeaderValue::from_str(&format!(
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; {policy}"
    ));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_SECURITY_POLICY,
            policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (headers, html).into_response()
}

/// Whether accounts of this provider sign in by a password on Nylas' page; elsewhere on their provider's own.
pub(crate) fn asks_password(provider: &str) -> bool {
    ["icloud", "imap", "ews"].contains(&provider)
}

pub(crate) fn choice(login: &str, providers: &[String]) -> String {
    let buttons: String = providers
        .iter()
        .map(|name| {
            format!(
                "<p><button name=\"choose\" value=\"{0}\">{0}</button></p>",
                escaped(name)
            )
        })
        .collect();
    frame(
        "choose",
        "",
        "Whose account is it?",
        &format!("<form method=\"post\" action=\"/hosted/{login}\">{buttons}</form>"),
        login,
    )
}

/// Address and, where the provider wants one, app password.
pub(crate) fn sign_in(login: &str, provider: &str, hint: &str, strikes: u32) -> String {
    let left = STRIKES - strikes;
    let refused = match strikes {
        0 => String::new(),
        _ => format!(
            "<p role=\"alert\">Address and password do not fit together. Tries left: {left}.</p>"
        ),
    };
    let password = if asks_password(provider) {
        "<p><label for=\"password\">App password, made up (four groups of four letters)</label><br>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"off\" required></p>"
    } else {
        "<p>Here you would go on to your provider's own page. The simulator asks for no password.</p>"
    };
    let form = format!(
        "{refused}<form method=\"post\" action=\"/hosted/{login}\">\
         <p><label for=\"username\">Address</label><br>\
         <input id=\"username\" name=\"username\" value=\"{}\" autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" required></p>\
         {password}<p><button type=\"submit\">Sign in</button></p></form>",
        escaped(hint),
    );
    frame(
        "sign-in",
        provider,
        &format!("Sign in: {}", escaped(provider)),
        &form,
        login,
    )
}

fn frame(name: &str, provider: &str, heading: &str, content: &str, login: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>SIMULATOR: {heading}</title>\
         <style>body{{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}}\
         .mark{{background:#fd0;padding:.5rem}}[role=alert]{{border:2px solid #b00;padding:.5rem}}\
         input,button{{font:inherit;padding:.4rem}}input{{width:100%;box-sizing:border-box}}</style>\
         <body data-page=\"{name}\" data-provider=\"{}\">\
         <p class=\"mark\"><strong>PRACTICE: this is the SIMULATOR's page.</strong> It belongs to neither Nylas nor Apple. Never type a real password here.</p>\
         <main><h1>{heading}</h1>{content}\
         <form method=\"post\" action=\"/hosted/{login}\"><p><button name=\"cancel\" value=\"yes\">Cancel</button></p></form></main></body></html>",
        escaped(provider),
    )
}

/// A text as it may stand in HTML, in an attribute too.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
