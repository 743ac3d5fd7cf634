//! The pages, as markup.

use crate::config::Config;
use crate::page::system::Visitor;
use crate::page::text::Text;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

/// What a page may do: nothing but show its own style and a picture that is in it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What stands on every page: who asks, and whom to ask.
pub(crate) fn page(
    config: &Config,
    text: &Text,
    heading: &str,
    status: StatusCode,
    content: Markup,
) -> Response {
    let organization = &config.organization;
    let markup = html! {
        (DOCTYPE)
        html lang=(text.tag()) dir=(text.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                title { (text.say("title")) }
                link rel="stylesheet" href=(at(config, "/page.css"));
            }
            body {
                main {
                    @if let Some(logo) = &config.logo {
                        img.logo src=(logo) alt=(organization.name);
                    }
                    h1 { (heading) }
                    (content)
                }
                footer {
                    p {
                        (text.say("questions"))
                        @if let Some(email) = &organization.support_email {
                            " " a href={ "mailto:" (email) } { (text.say("questions-email")) }
                        }
                    }
                    @if let Some(phone) = &organization.support_phone {
                        p { (text.say_with("questions-phone", &[("phone", phone)])) }
                    }
                    @if let Some(privacy) = &organization.privacy_url {
                        p { a href=(privacy) { (text.say("privacy")) } }
                    }
                }
            }
        }
    };
    let mut response = (status, Html(markup.into_string())).into_response();
    let policy = HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Lets the page's forms lead to Nylas. Browsers hold a form to all the places that its answer leads to one after another, and
/// at which host Nylas has its page is Nylas' affair.
pub(crate) fn leading_away(config: &Config, mut page: Response) -> Response {
    let away = format!(
        "form-action 'self' https: {};",
        config.nylas.origin.as_str()
    );
    if let Ok(policy) = HeaderValue::try_from(POLICY.replace("form-action 'self';", &away)) {
        page.headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    page
}

/// An address of the relay's own, below the path that it has in public.
pub(crate) fn at(config: &Config, path: &str) -> String {
    format!("{}{path}", config.public_url.path().trim_end_matches('/'))
}

/// The two steps: download, open.
pub(crate) fn steps(config: &Config, text: &Text, visitor: Visitor, opening: &str) -> Markup {
    let own = match visitor {
        Visitor::Computer(system) => config.downloads.get_key_value(system),
        Visitor::Phone | Visitor::Unknown => None,
    };
    let others = config
        .downloads
        .iter()
        .filter(|(system, _)| own.is_none_or(|(own, _)| own != *system));
    html! {
        section {
            h2 { (text.say("steps-heading")) }
            @match own {
                Some((_, download)) => {
                    p { a.button href=(download.url) { (text.say("download")) } }
                }
                None => {
                    h3 { (text.say("download")) }
                    @if visitor != Visitor::Unknown || config.downloads.is_empty() {
                        p { (text.say("download-none")) }
                    }
                }
            }
            @if config.downloads.len() > usize::from(own.is_some()) {
                p { (text.say("download-others"))
                    @for (system, download) in others {
                        " " a href=(download.url) { (text.say_with("download-for", &[("system", system)])) }
                    }
                }
            }
            @if !config.downloads.is_empty() {
                p { (text.say("install")) }
            }
            p { a.button href=(opening) { (text.say("open")) } }
            p.note { (text.say_with("open-note", &[("system", visitor.name())])) }
            @if let Some((_, download)) = own {
                details {
                    summary { (text.say("download-trouble")) }
                    @if let Some(command) = in_a_terminal(&download.url) {
                        p { (text.say("download-terminal")) }
                        p { code { (command) } }
                    }
                    p.note { (text.say_with("download-version", &[("version", &download.version)])) " " code { (download.sha256) } }
                }
            }
        }
    }
}

/// How the package is installed where no program opens it, as on a desktop without a software centre.
fn in_a_terminal(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let file = url.path_segments()?.next_back()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    let tool = match file.rsplit_once('.')?.1 {
        "deb" => "apt",
        "rpm" => "dnf",
        _ => return None,
    };
    file.chars()
        .all(plain)
        .then(|| format!("sudo {tool} install ./{file}"))
}

/// A computer is needed: the link can be sent there.
pub(crate) fn phone(text: &Text, link: &str) -> Markup {
    let body = url::form_urlencoded::byte_serialize(link.as_bytes()).collect::<String>();
    let subject = text.say("phone-subject");
    // A mail program shows a plus as a plus.
    let subject = url::form_urlencoded::byte_serialize(subject.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    html! {
        section {
            h2 { (text.say("phone-heading")) }
            p { (text.say("phone")) }
            p { a.button href={ "mailto:?subject=" (subject) "&body=" (body) } { (text.say("phone-mail")) } }
        }
    }
}

/// The phone is enough.
pub(crate) fn phone_here(text: &Text, here: &str) -> Markup {
    html! {
        section {
            h2 { (text.say("phone-here-heading")) }
            p { (text.say("phone-here")) }
            p { a.button href={ (here) "/phone" } { (text.say("phone-here-go")) } }
        }
    }
}

/// What the password opens, and what becomes of it: it is typed at Nylas, or passes through the company's server.
pub(crate) fn opens(text: &Text, at_nylas: bool) -> Markup {
    html! {
        section {
            h2 { (text.say("opens-heading")) }
            p { (text.say("opens")) }
            (uses(text))
            p { @if at_nylas { (text.say("passes-nylas")) } @else { (text.say("passes")) } }
            p { strong { (text.say("never")) } }
        }
    }
}

fn uses(text: &Text) -> Markup {
    let sentences = [
        ("mail", "use-mail"),
        ("sending", "use-sending"),
        ("calendar", "use-calendar"),
        ("contacts", "use-contacts"),
    ];
    let said = |what: &str| text.uses.iter().any(|named| named == what);
    html! {
        @if text.uses.is_empty() {
            p { (text.say("uses-unsaid")) }
        } @else {
            p { (text.say("uses")) }
            ul {
                @for (_, sentence) in sentences.iter().filter(|(what, _)| said(what)) {
                    li { (text.say(sentence)) }
                }
            }
        }
    }
}

/// A code for another computer: shown, or to be made.
pub(crate) fn code(
    config: &Config,
    text: &Text,
    visitor: Visitor,
    here: &str,
    code: Option<&str>,
) -> Markup {
    let typed = format!("{}/c", config.public_url.as_str().trim_end_matches('/'));
    html! {
        section id="code" {
            h2 { @if visitor == Visitor::Phone { (text.say("phone-here-code")) } @else { (text.say("code-heading")) } }
            @match code {
                Some(code) => {
                    p { (text.say("code-go")) }
                    p { strong { (typed) } }
                    p { (text.say("code-enter")) }
                    p.code { (code) }
                    p.note { (text.say("code-valid")) }
                }
                None => form method="post" action={ (here) "/code#code" } {
                    button { (text.say("code-make")) }
                },
            }
        }
    }
}

/// A new link, where this one ended.
pub(crate) fn again(text: &Text, here: &str) -> Markup {
    html! {
        section {
            p { (text.say("again-note")) }
            form method="post" action={ (here) "/again" } {
                button { (text.say("again")) }
            }
        }
    }
}

/// The way out.
pub(crate) fn decline(text: &Text, here: &str) -> Markup {
    html! {
        section id="decline" {
            h2 { (text.say("decline-heading")) }
            p.note { (text.say("decline-note")) }
            form method="post" action={ (here) "/decline" } {
                button.quiet { (text.say("decline")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_a_terminal;

    #[test]
    fn only_a_package_of_linux_with_a_plain_name_is_installed_in_a_terminal() {
        for (url, command) in [
            (
                "https://acme.example/get/icloud-connect_0.1.0.deb?a=b",
                Some("sudo apt install ./icloud-connect_0.1.0.deb"),
            ),
            (
                "https://acme.example/app.rpm",
                Some("sudo dnf install ./app.rpm"),
            ),
            ("https://acme.example/a%20b.deb", None),
            ("https://acme.example/a;b.deb", None),
            ("https://acme.example/app.exe", None),
            ("https://acme.example/", None),
        ] {
            assert_eq!(in_a_terminal(url).as_deref(), command, "{url}");
        }
    }
}
