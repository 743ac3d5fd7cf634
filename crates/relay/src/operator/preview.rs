//! What somebody would get who is invited, without anything being made or sent.

use crate::mail::written;
use crate::operator::checked;
use crate::page;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{Invitation, Letter};
use invitation::operator::Create;
use invitation::{Link, State, Ticket};
use secrecy::ExposeSecret;

/// Mail and page, as text and as HTML. The link in them opens nothing.
pub(crate) async fn previewed(relay: &Relay, body: &Create) -> Result<String, String> {
    let checked = checked::create(body).map_err(|rejection| rejection.error.message)?;
    let now = relay.database.now().await;
    let now = now.map_err(|error| format!("the database: {}", crate::database::told(&error)))?;
    let unmade = |_| "no secret can be made here".to_owned();
    let invitation = Invitation {
        reference: secrets::reference().map_err(unmade)?,
        account: checked.account.to_string(),
        recipient_label: body.recipient_label.trim().to_owned(),
        account_label: body.account_label.clone(),
        language: body.language.clone(),
        renew: body.renew,
        state: State::Created,
        expires_at: now + checked.valid_seconds * 1000,
        now,
        ..Invitation::default()
    };
    let ticket = Ticket::from_random(&[0; 32]);
    let link = Link::new(&relay.config.public_url, ticket.clone());
    let link = link.map_err(|_| "public_url cannot be in a link".to_owned())?;
    let link = link.page();
    let mail = written(&relay.config, &invitation, Letter::Invitation, &link);
    let to = body
        .send_to
        .as_deref()
        .unwrap_or("nobody: there is no --send-to");
    let page = page::previewed(relay, invitation, ticket).await;
    let text = format!(
        "To: {to}\nSubject: {}\n\n{}\n{}\n\n{page}",
        mail.subject, mail.plain, mail.html
    );
    let secret = link.expose_secret();
    let none = secret.rsplit('/').next().unwrap_or_default();
    Ok(text.replace(none, "PREVIEW"))
}
