//! What a page that has an older screen is told.

use crate::Screen;
use serde::Serialize;
use std::sync::Arc;

/// The newest screen. A picture is long, so it is told only to a page that does not have it.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    screen: Option<Screen>,
    number: u64,
    picture: Option<Arc<str>>,
    /// The first screen that had this picture.
    pictured: u64,
}

/// A screen for the page, which names its number when it asks for a newer one.
#[derive(Clone, Debug, Serialize)]
pub struct Numbered {
    pub number: u64,
    pub screen: Screen,
}

impl Newest {
    /// Takes the place of the screen before; gives that back.
    pub fn replace(&mut self, screen: Screen) -> Option<Screen> {
        self.number += 1;
        if screen.picture.is_some() && screen.picture != self.picture {
            self.picture.clone_from(&screen.picture);
            self.pictured = self.number;
        }
        self.screen.replace(screen)
    }

    /// The screen, if there is one.
    pub fn screen(&self) -> Option<&Screen> {
        self.screen.as_ref()
    }

    /// How many screens there were.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What a page is told that has the screen of this number, or none: nothing where there is nothing newer.
    pub fn since(&self, seen: Option<u64>) -> Option<Numbered> {
        let mut screen = self.screen.clone()?;
        if seen == Some(self.number) {
            return None;
        }
        if seen.is_none_or(|seen| seen < self.pictured) {
            screen.logo = screen.picture.as_deref().map(str::to_owned);
        }
        Some(Numbered {
            number: self.number,
            screen,
        })
    }
}
