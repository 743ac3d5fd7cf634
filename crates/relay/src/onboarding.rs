//! From a password to a grant: noting what is there, sending once, and finding out what became of it.

mod answered;
mod connect;
mod grants;
mod keep;
mod look;
mod patience;
mod reading;
mod refusal;
mod settle;
mod sign_in;

pub(crate) use connect::connect;
pub(crate) use grants::{delete, noted};
pub(crate) use keep::{finish, keep_in_order, look_after};
pub(crate) use refusal::{failure, of_redirect};
pub(crate) use sign_in::{Returned, not_signed_in, sign_in};
