//! What Nylas answers, read without a network: the door for fuzzing and for tests of how work grows.

use crate::answer::{HttpAnswer, Readable};
use crate::models::{Data, Done, OneOrList, Page, Slice};
use crate::{
    Application, Calendar, Connector, Detected, Error, Grant, Message, RedirectUri, Secrets,
    SignedWebhook, Tokens, Webhook,
};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the name of what is read")]
pub enum Call {
    Application,
    Calendars,
    Connectors,
    Deletion,
    Detection,
    Grant,
    Grants,
    Messages,
    RedirectUris,
    Tokens,
    Webhook,
    Webhooks,
}

impl Call {
    /// All of them.
    pub const ALL: [Call; 12] = [
        Call::Application,
        Call::Calendars,
        Call::Connectors,
        Call::Deletion,
        Call::Detection,
        Call::Grant,
        Call::Grants,
        Call::Messages,
        Call::RedirectUris,
        Call::Tokens,
        Call::Webhook,
        Call::Webhooks,
    ];
}

/// What is kept of an answer, by its `Debug`, or the error that it is. Errors hold none of `secrets`.
pub fn read(asked: Call, status: u16, body: &[u8], secrets: Secrets) -> Result<String, Error> {
    let answer = HttpAnswer::of(status, body.to_vec(), secrets);
    match asked {
        Call::Application => {
            let answer: Data<OneOrList<Application>> = answer.decode_here()?;
            Ok(format!("{:?}", answer.data.0))
        }
        Call::Calendars => {
            let page: Page<Calendar> = answer.decode_here()?;
            Ok(format!("{:?} {:?}", page.data, page.next_cursor))
        }
        Call::Connectors => {
            let slice: Slice<Connector> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Call::Deletion => answer.decode_here().map(|Done {}| String::new()),
        Call::Detection => one::<Detected>(answer),
        Call::Grant => one::<Grant>(answer),
        Call::Grants => {
            let slice: Slice<Grant> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Call::Messages => {
            let page: Page<Message> = answer.decode_here()?;
            Ok(format!("{:?}", page.data))
        }
        Call::RedirectUris => {
            let slice: Slice<RedirectUri> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Call::Tokens => answer
            .decode_here()
            .map(|tokens: Tokens| format!("{tokens:?}")),
        Call::Webhook => one::<SignedWebhook>(answer),
        Call::Webhooks => {
            let slice: Slice<Webhook> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
    }
}

fn one<T: Readable + std::fmt::Debug>(answer: HttpAnswer) -> Result<String, Error> {
    answer
        .decode_here()
        .map(|answer: Data<T>| format!("{:?}", answer.data))
}
