//! The page's files. All are in the program but one, which is made when the page asks for it: the screen as it is then. It
//! comes with the page's scripts, so that the first picture is the first screen.

use crate::ipc::Screens;
use serde::Serialize;
use std::{
    borrow::Cow,
    iter,
    sync::{Arc, OnceLock},
};
use tauri::{
    App, AppHandle, Context, Manager, Wry,
    utils::assets::{AssetKey, AssetsIter, CspHash},
};
use words::Numbered;

/// The script that says what the first screen is.
const FIRST: &str = "/first.js";

#[derive(Default)]
struct Assets {
    /// What [`Context`] had before. It gives them only in exchange for these.
    embedded: Arc<OnceLock<Box<dyn tauri::Assets<Wry>>>>,
    app: OnceLock<AppHandle>,
}

/// Puts the first screen among the files of the page.
pub(crate) fn with_first_screen(context: &mut Context) {
    let assets = Assets::default();
    let embedded = assets.embedded.clone();
    let before = context.set_assets(Box::new(assets));
    embedded.get_or_init(|| before);
}

impl Assets {
    /// Nothing where no screen is there yet: the page asks for it then.
    fn first(&self) -> Option<Numbered> {
        self.app.get()?.try_state::<Screens>()?.now()
    }
}

impl tauri::Assets<Wry> for Assets {
    fn setup(&self, app: &App) {
        self.app.get_or_init(|| app.handle().clone());
        if let Some(embedded) = self.embedded.get() {
            embedded.setup(app);
        }
    }

    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        if key.as_ref() == FIRST {
            return Some(Cow::Owned(script(&self.first())));
        }
        self.embedded.get()?.get(key)
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        match self.embedded.get() {
            Some(embedded) => embedded.iter(),
            None => Box::new(iter::empty()),
        }
    }

    fn csp_hashes(&self, html_path: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        match self.embedded.get() {
            Some(embedded) => embedded.csp_hashes(html_path),
            None => Box::new(iter::empty()),
        }
    }
}

/// A module whose default is this screen. It is a text to be parsed: whatever stands in it, none of it is run.
fn script(screen: &impl Serialize) -> Vec<u8> {
    let text = serde_json::to_string(screen).and_then(|text| serde_json::to_string(&text));
    match text {
        Ok(text) => format!("export default JSON.parse({text});").into_bytes(),
        Err(error) => {
            log::warn!("the page has to ask for its first screen: {error}");
            b"export default null;".to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::{Numbered, script};
    use serde_json::json;

    #[test]
    fn what_stands_in_a_screen_is_a_text_in_its_script() {
        let hostile = "\"); alert(1); //\u{2028}</script>";
        let script = String::from_utf8(script(&json!({ "__proto__": hostile }))).unwrap();
        let text = script
            .strip_prefix("export default JSON.parse(")
            .and_then(|rest| rest.strip_suffix(");"))
            .unwrap();
        // One string literal and nothing else.
        let parsed: String = serde_json::from_str(text).unwrap();
        let back: serde_json::Value = serde_json::from_str(&parsed).unwrap();
        assert_eq!(back["__proto__"], hostile);
    }

    #[test]
    fn a_page_that_is_early_is_given_no_screen() {
        assert_eq!(
            script(&None::<Numbered>),
            b"export default JSON.parse(\"null\");"
        );
    }
}
