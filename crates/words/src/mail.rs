//! What is written to a customer who is invited, and what a customer writes.

use crate::{bundle::language, plain};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use sentences::FluentArgs;
use wizard::{AddressMail, InvitationMail};

/// The message as text, for whatever program sends it. It is what `invite` shows.
pub fn invitation_mail(tag: &str, mail: &InvitationMail) -> SecretString {
    let made = &mail.invitation;
    let mut variables = FluentArgs::new();
    for (name, value) in [
        ("company", mail.company.as_deref().unwrap_or_default()),
        ("link", made.link.expose_secret()),
        ("invitedName", &made.name),
        ("invitedAccount", &made.account),
        ("invitedLabel", made.label.as_deref().unwrap_or_default()),
        ("inviteReference", &made.reference),
    ] {
        variables.set(name, value);
    }
    variables.set("inviteDays", mail.days);
    let yes = |is_so| if is_so { "yes" } else { "no" };
    variables.set("named", yes(mail.company.is_some()));
    variables.set("labelled", yes(made.label.is_some()));
    let text = language(tag).message("invite-mail", None, &variables);
    let text = Zeroizing::new(text.unwrap_or_default());
    plain(&text).trim_end().into()
}

/// What a customer writes whose account is another than the one invited: what stands above it, and the message.
pub fn address_mail(tag: &str, mail: &AddressMail) -> (String, String) {
    let mut variables = FluentArgs::new();
    variables.set("reference", mail.reference.as_str());
    variables.set("invitedAccount", mail.account.as_str());
    let said = |attribute| {
        let text = language(tag).message("tell-address", attribute, &variables);
        plain(&text.unwrap_or_default()).trim_end().to_owned()
    };
    (said(None), said(Some("text")))
}
