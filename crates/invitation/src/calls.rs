//! The wizard's calls, and nothing else of a relay: where they are, and in which version they speak.

/// The protocol that this version speaks. A relay also serves the one before.
pub const PROTOCOL: u32 = 1;
/// The oldest protocol that a relay of this version serves.
pub const OLDEST_PROTOCOL: u32 = 1;
/// Where a request says its protocol.
pub const PROTOCOL_HEADER: &str = "icloud-connect-protocol";
/// What stands before ticket and secret in `Authorization`.
pub const BEARER: &str = "Bearer ";

/// `POST`: claims the invitation to the secret in the request's bearer; the same again changes nothing.
pub const CLAIM: &str = "/v3/invitation/claim";
/// `GET`: what is known of the invitation; with the ticket alone little.
pub const INVITATION: &str = "/v3/invitation";
/// `POST`: sends the password on. Answers within ten seconds, with the result or with 202.
pub const CUSTOM_AUTH: &str = "/v3/connect/custom";
/// `GET`: how the submission stands, and what it brought.
pub const CONNECTION: &str = "/v3/connection";
/// `POST`: the account that was connected is not the person's.
pub const NOT_MINE: &str = "/v3/not-mine";
/// `POST`: where the person is.
pub const PROGRESS: &str = "/v3/progress";
/// `POST`, without a ticket: a new link for a connection, to the address that the company has. The answer is the same for
/// everybody.
pub const AGAIN: &str = "/v3/again";
