//! The page on which a browser ends that came back from Nylas', put into words. It needs nothing else and says nothing of
//! what happened: the window does that.

use crate::{bundle::language, practice::filled_in};
use sentences::FluentArgs;

const PRODUCT: &str = "icloud-connect";
const TEMPLATE: &str = include_str!("../../../ui/callback.html");

/// `ui/callback.html` with every `{{key}}` filled in and escaped: the messages `callback-page-…`.
pub fn callback_page(tag: &str, company: Option<&str>) -> String {
    let language = language(tag);
    let mut variables = FluentArgs::new();
    variables.set("company", company.unwrap_or(PRODUCT));
    let mut text = language.section("callback-page", &variables);
    for (key, value) in [("lang", language.tag), ("dir", language.direction)] {
        text.insert(key.to_owned(), value.to_owned());
    }
    filled_in(TEMPLATE, &text)
}
