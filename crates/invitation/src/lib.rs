//! An invitation, as the program and a company's relay have it in common: the link, the ticket in it, the calls about it
//! and what is answered. No I/O, no clock, no randomness of its own.

mod budget;
mod calls;
mod connection;
mod fault;

mod link;
pub mod operator;
mod progress;
mod site;
mod state;
mod submission;
mod symbols;
#[cfg(test)]
mod tests;
mod ticket;
mod told;

pub use budget::{
    CLAIM_SECONDS, DAY_SECONDS, LIVE_LINKS, REFUSALS_A_DAY, REFUSALS_BY_ONE_CLAIM, VALID_SECONDS,
};
pub use calls::{
    AGAIN, BEARER, CLAIM, CONNECTION, CUSTOM_AUTH, INVITATION, NOT_MINE, OLDEST_PROTOCOL, PROGRESS,
    PROTOCOL, PROTOCOL_HEADER,
};
pub use connection::{Attempt, Connected, Connection, Refusal};
pub use fault::{Fault, Refused, RefusedError};
pub use link::{Link, LinkError, MAX_LINK, SCHEME, call, relay_at};
pub use progress::{Progress, Step};
pub use site::Site;
pub use state::State;
pub use submission::{Password, Submission};
pub use symbols::same_symbols;
pub use ticket::{Bearer, Code, Secret, Ticket, TicketError};
pub use told::{Again, Claim, Claimed, Company, Disowned, Invitation, System};
