//! From a password to a grant: noting what is there, sending once, and finding out what became of it.

mod connect;
mod grants;
mod keep;
mod look;
mod patience;
mod reading;
mod refusal;
mod settle;

pub(crate) use connect::connect;
pub(crate) use grants::delete;
pub(crate) use keep::{finish, keep_in_order, look_after};
