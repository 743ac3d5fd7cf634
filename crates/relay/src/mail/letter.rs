//! The words of a mail, as text and as HTML.

use crate::config::{Config, Phone};
use crate::page::Text;
use crate::store::{Invitation, Letter};
use invitation::DAY_SECONDS;
use maud::{DOCTYPE, html};
use secrecy::{ExposeSecret, SecretString};

/// A mail without its envelope.
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) plain: String,
    pub(crate) html: String,
}

const HOUR: i64 = 3600;
/// What HTML mail looks like where nobody's style is loaded.
const BODY: &str = "margin:0;padding:24px;font:17px/1.5 system-ui,-apple-system,sans-serif;color:#1d1d1f;background:#ffffff";
const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:8px;background:#0058b8;color:#ffffff;font-weight:600;text-decoration:none";
const NOTE: &str = "color:#55555b;font-size:15px";

/// The mail in the person's language. There is nothing in it that is loaded from elsewhere.
pub(crate) fn written(
    config: &Config,
    invitation: &Invitation,
    letter: Letter,
    link: &SecretString,
) -> Written {
    let language = invitation.language.as_deref().unwrap_or_default();
    let text = Text::mail(language, &config.organization);
    let asked_for = invitation.parent.is_some() && invitation.renews.is_none();
    let which = match (letter, invitation.renew) {
        (Letter::Invitation, _) if asked_for => "again",
        (Letter::Invitation, false) => "invitation",
        (Letter::Invitation, true) => "renewal",
        (_, false) => "reminder",
        (_, true) => "renewal-reminder",
    };
    let link = link.expose_secret();
    let no = format!("{link}#decline");
    let domain = config.public_url.host_str().unwrap_or_default();
    // Half an hour less than fourteen days are fourteen days.
    let days = ((invitation.expires_at - invitation.now) / 1000 + HOUR) / DAY_SECONDS;
    let days = days.max(1).to_string();
    let organization = &config.organization;

    let hello = text.say_with("hello", &[("name", &invitation.recipient_label)]);
    let lead = text.say_with("lead", &[("letter", which)]);
    let label = invitation.account_label.as_deref();
    let label = label.map(|label| text.say_with("label", &[("label", label)]));
    let phone = if config.phone == Phone::Nylas {
        "yes"
    } else {
        "no"
    };
    let how = text.say_with("how", &[("phone", phone)]);
    let domain = text.say_with("domain", &[("domain", domain)]);
    let valid = text.say_with("valid", &[("days", &days)]);
    let never = text.say("never");
    let questions = text.say_with("questions", &[("reference", &invitation.reference)]);
    let email = organization.support_email.as_deref();
    let email = email.map(|email| text.say_with("questions-email", &[("email", email)]));
    let phone = organization.support_phone.as_deref();
    let phone = phone.map(|phone| text.say_with("questions-phone", &[("phone", phone)]));
    let unexpected = text.say("unexpected");

    let ask: Vec<_> = [Some(questions), email, phone]
        .into_iter()
        .flatten()
        .collect();
    let plain = [
        Some(hello.clone()),
        Some(lead.clone()),
        label.clone(),
        Some(how.clone()),
        Some(link.to_owned()),
        Some(domain.clone()),
        Some(valid.clone()),
        Some(never.clone()),
        Some(ask.join("\n")),
        Some(organization.name.clone()),
        Some(format!("{unexpected}\n{no}")),
    ];
    let plain: Vec<_> = plain.into_iter().flatten().collect();
    let html = html! {
        (DOCTYPE)
        html lang=(text.tag()) dir=(text.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
            }
            body style=(BODY) {
                p { (hello) }
                p { (lead) }
                @if let Some(label) = &label { p { strong { (label) } } }
                p { (how) }
                p { a href=(link) style=(BUTTON) { (text.say("open")) } }
                p { (domain) }
                p { (valid) }
                p { (never) }
                p { @for (at, line) in ask.iter().enumerate() { @if at > 0 { br; } (line) } }
                p { (organization.name) }
                p style=(NOTE) { (unexpected) " " a href=(no) { (text.say("decline")) } }
            }
        }
    };
    Written {
        subject: text.say_with("subject", &[("letter", which)]),
        plain: format!("{}\n", plain.join("\n\n")),
        html: html.into_string(),
    }
}
