//! One file for each screen. A screen is a leaf: it names no other; who follows whom is in `router.rs`.

pub(crate) mod accounts;
pub(crate) mod address;
pub(crate) mod connecting;
pub(crate) mod done;
pub(crate) mod home;
pub(crate) mod invitations;
pub(crate) mod invite;
pub(crate) mod invited;
pub(crate) mod make_profile;
pub(crate) mod operator;
pub(crate) mod password;
pub(crate) mod prepare;
pub(crate) mod relay_key;
pub(crate) mod several;
pub(crate) mod sign_in;
pub(crate) mod start;
pub(crate) mod welcome;
