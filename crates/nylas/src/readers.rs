//! What Nylas answers, read without a network: the door for fuzzing and for tests of how work grows.

use crate::answer::{Answer, Readable};
use crate::models::{Data, Done, OneOrList, Page, Slice};
use crate::{
    Application, Calendar, Connector, Detected, Error, Grant, Message, RedirectUri, Secrets, Tokens,
};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the name of what is read")]
pub enum Asked {
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
}

impl Asked {
    /// All of them.
    pub const ALL: [Asked; 10] = [
        Asked::Application,
        Asked::Calendars,
        Asked::Connectors,
        Asked::Deletion,
        Asked::Detection,
        Asked::Grant,
        Asked::Grants,
        Asked::Messages,
        Asked::RedirectUris,
        Asked::Tokens,
    ];
}

/// What is kept of an answer, by its `Debug`, or the error that it is. Errors hold none of `secrets`.
pub fn read(asked: Asked, status: u16, body: &[u8], secrets: Secrets) -> Result<String, Error> {
    let answer = Answer::of(status, body.to_vec(), secrets);
    match asked {
        Asked::Application => {
            let answer: Data<OneOrList<Application>> = answer.decode_here()?;
            Ok(format!("{:?}", answer.data.0))
        }
        Asked::Calendars => {
            let page: Page<Calendar> = answer.decode_here()?;
            Ok(format!("{:?} {:?}", page.data, page.next_cursor))
        }
        Asked::Connectors => {
            let slice: Slice<Connector> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Asked::Deletion => answer.decode_here().map(|Done {}| String::new()),
        Asked::Detection => one::<Detected>(answer),
        Asked::Grant => one::<Grant>(answer),
        Asked::Grants => {
            let slice: Slice<Grant> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Asked::Messages => {
            let page: Page<Message> = answer.decode_here()?;
            Ok(format!("{:?}", page.data))
        }
        Asked::RedirectUris => {
            let slice: Slice<RedirectUri> = answer.decode_here()?;
            Ok(format!("{:?}", slice.data))
        }
        Asked::Tokens => answer
            .decode_here()
            .map(|tokens: Tokens| format!("{tokens:?}")),
    }
}

fn one<T: Readable + std::fmt::Debug>(answer: Answer) -> Result<String, Error> {
    answer
        .decode_here()
        .map(|answer: Data<T>| format!("{:?}", answer.data))
}
