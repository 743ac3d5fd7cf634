//! The page on which a browser ends that came back from Nylas', put into words. It needs nothing else.

use crate::{bundle::language, practice::filled_in};
use sentences::FluentArgs;
use wizard::Ended;

const PRODUCT: &str = "icloud-connect";
const TEMPLATE: &str = include_str!("../../../ui/callback.html");

/// `ui/callback.html` with every `{{key}}` filled in and escaped: the messages `callback-page-…`, the company's `logo` as a
/// `data:` address, and how it `ended`, for which the page has a drawing each.
pub fn callback_page(tag: &str, company: Option<&str>, logo: Option<&str>, ended: Ended) -> String {
    let language = language(tag);
    let ended: &str = ended.into();
    let mut variables = FluentArgs::new();
    variables.set("company", company.unwrap_or(PRODUCT));
    variables.set("ended", ended);
    let mut text = language.section("callback-page", &variables);
    for (key, value) in [
        ("lang", language.tag),
        ("dir", language.direction),
        ("logo", logo.unwrap_or_default()),
        ("ended", ended),
    ] {
        text.insert(key.to_owned(), value.to_owned());
    }
    filled_in(TEMPLATE, &text)
}
