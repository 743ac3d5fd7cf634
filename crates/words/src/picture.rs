//! The company's picture is long and seldom changes: the page keeps it.

use crate::Screen;
use std::sync::Arc;

/// Which picture the page was told of.
#[derive(Debug, Default)]
pub struct Told(Option<Arc<str>>);

impl Screen {
    /// The screen for a page that has no picture yet.
    #[must_use]
    pub fn with_picture(mut self) -> Screen {
        self.logo = self.view.picture.as_deref().map(str::to_owned);
        self
    }
}

impl Told {
    /// The screen as it is told: with its picture only if that is another one than before.
    pub fn tell(&mut self, screen: Screen) -> Screen {
        if screen.view.picture.is_none() || screen.view.picture == self.0 {
            return screen;
        }
        self.0.clone_from(&screen.view.picture);
        screen.with_picture()
    }
}
