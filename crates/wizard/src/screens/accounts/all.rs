//! All grants of the application: read page by page, iCloud first, searched. The page gets the rows that can be seen.

use crate::{
    Action, Answer, Event, Field, Input, ListedGrant, Request, Showing,
    notice::Notice,
    transition::{Context, Next},
};
use apple::{ParsedAddress, may_be_asked_about, parse_address};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::collections::HashMap;

/// Rows that the page gets before the first one that is to be seen …
const BEFORE: usize = 20;
/// … and altogether. A few screens full.
const ROWS: usize = 60;

#[derive(Debug, Default)]
pub(super) struct AllGrants {
    /// In the order in which Nylas told of them.
    loaded: Vec<ListedGrant>,
    /// The places in `loaded` by ID.
    places: HashMap<String, usize>,
    /// The places in `loaded` of those that fit the search: Apple's, then the others.
    icloud: Vec<usize>,
    others: Vec<usize>,
    /// Whatever is typed anywhere may be a secret.
    search: SecretString,
    pub(super) showing: Showing,
    /// How many of Nylas' list were read.
    offset: usize,
    pub(super) complete: bool,
    pub(super) loading: bool,
    /// The first row that is to be seen.
    first: usize,
}

/// Whether custom auth can renew it.
pub(super) fn is_icloud(grant: &ListedGrant) -> bool {
    grant.provider == "icloud"
}

impl AllGrants {
    pub(super) fn find(&self, id: &str) -> Option<&ListedGrant> {
        self.loaded.get(*self.places.get(id)?)
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<ListedGrant> {
        let at = self.places.remove(id)?;
        for place in self.places.values_mut().filter(|place| **place > at) {
            *place -= 1;
        }
        self.offset = self.offset.saturating_sub(1);
        let grant = self.loaded.remove(at);
        self.sift();
        Some(grant)
    }

    /// How many are loaded, and how many of them fit the search.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.loaded.len(), self.icloud.len() + self.others.len())
    }

    pub(super) fn is_searched(&self) -> bool {
        !self.search.expose_secret().trim().is_empty()
    }

    fn shown(&self) -> impl Iterator<Item = &ListedGrant> {
        self.icloud
            .iter()
            .chain(&self.others)
            .filter_map(|at| self.loaded.get(*at))
    }

    /// The rows that can be seen, with the place of the first.
    pub(super) fn window(&self) -> (usize, Vec<&ListedGrant>) {
        let first = self.first.saturating_sub(BEFORE);
        let places = (first..first + ROWS).map_while(|at| {
            self.icloud
                .get(at)
                .or_else(|| self.others.get(at.checked_sub(self.icloud.len())?))
        });
        (
            first,
            places.filter_map(|at| self.loaded.get(*at)).collect(),
        )
    }

    /// Takes in what is new and what is known better now; says how many are new.
    fn take(&mut self, grants: Vec<ListedGrant>) -> usize {
        let (before, wanted) = (self.loaded.len(), self.wanted());
        for grant in grants {
            match self.places.get(&grant.id) {
                Some(at) => {
                    if let Some(known) = self.loaded.get_mut(*at) {
                        *known = grant;
                    }
                }
                None => {
                    self.places.insert(grant.id.clone(), self.loaded.len());
                    self.loaded.push(grant);
                    self.place(self.loaded.len() - 1, &wanted);
                }
            }
        }
        self.loaded.len() - before
    }

    fn wanted(&self) -> Zeroizing<String> {
        Zeroizing::new(self.search.expose_secret().trim().to_lowercase())
    }

    /// Puts one where it belongs, if it fits the search.
    fn place(&mut self, at: usize, wanted: &str) {
        let Some(grant) = self.loaded.get(at) else {
            return;
        };
        let has = |text: &str| text.to_lowercase().contains(wanted);
        if wanted.is_empty() || grant.email.as_deref().is_some_and(has) || has(&grant.id) {
            if is_icloud(grant) {
                &mut self.icloud
            } else {
                &mut self.others
            }
            .push(at);
        }
    }

    fn sift(&mut self) {
        self.icloud.clear();
        self.others.clear();
        let wanted = self.wanted();
        (0..self.loaded.len()).for_each(|at| self.place(at, &wanted));
        self.first = 0;
    }

    /// Reads the next page, unless it is being read or there is none.
    pub(super) fn load(&mut self, cx: &mut Context<'_>) -> Next {
        if self.loading || self.complete {
            return Next::Ignored("accounts: nothing more to load");
        }
        self.loading = true;
        cx.session.report = None;
        cx.attempt(Request::LoadGrants {
            showing: self.showing,
            offset: self.offset,
        })
    }

    /// What is being read will not be heard of: the attempt ends. It can be read again.
    pub(super) fn stop(&mut self) {
        self.loading = false;
    }

    fn find_grants(&self, cx: &mut Context<'_>) -> Next {
        match parse_address(self.search.expose_secret()) {
            ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. }
                if address.is_apple() || may_be_asked_about(&address.to_string()) =>
            {
                cx.session.report = None;
                cx.attempt(Request::FindGrants(address))
            }
            _ => {
                cx.session.notice = Some(Notice::NotAnAddress);
                Next::Stay
            }
        }
    }

    pub(super) fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            Event::Answer(Answer::LoadGrants(page)) if self.loading => {
                self.loading = false;
                match page {
                    Ok((grants, more)) => {
                        self.offset += grants.len();
                        // A page that only repeats what is there would come again and again.
                        self.complete = self.take(grants) == 0 || !more;
                        Next::Stay
                    }
                    Err(report) => cx.fail(report),
                }
            }
            Event::Answer(Answer::FindGrants(Ok(grants))) => {
                let none = grants.is_empty();
                self.take(grants);
                cx.session.notice = Some(Notice::GrantFound);
                if none {
                    cx.session.notice = Some(Notice::NoSuchGrant);
                }
                Next::Stay
            }
            Event::Answer(Answer::FindGrants(Err(report))) => cx.fail(report),
            Event::Person(Input::Press(Action::LoadMore | Action::Retry)) => self.load(cx),
            Event::Person(Input::Show(showing)) if showing != self.showing => {
                let search = std::mem::take(&mut self.search);
                *self = AllGrants {
                    showing,
                    search,
                    ..AllGrants::default()
                };
                cx.abort();
                self.load(cx)
            }
            Event::Person(Input::Scroll(first)) => {
                self.first = first.min(self.counts().1.saturating_sub(1));
                Next::Stay
            }
            Event::Person(Input::Edit {
                field: Field::Search,
                text,
                ..
            }) => {
                self.search = text;
                self.sift();
                cx.session.notice = None;
                Next::Stay
            }
            Event::Person(Input::Leave(Field::Search)) => Next::Stay,
            Event::Person(Input::Press(Action::FindGrants)) => self.find_grants(cx),
            Event::Person(Input::Press(Action::CopyGrants)) => {
                cx.ask(Request::CopyGrants(self.shown().cloned().collect()))
            }
            _ => Next::Ignored("accounts"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(count: usize) -> Vec<ListedGrant> {
        let grant = |n: usize| ListedGrant {
            id: format!("id-{n}"),
            email: Some(format!("person{n}@icloud.com")),
            provider: if n.is_multiple_of(3) {
                "imap"
            } else {
                "icloud"
            }
            .to_owned(),
            status: None,
            created_at: None,
        };
        (0..count).map(grant).collect()
    }

    #[test]
    fn grants_that_come_again_are_found_by_their_id() {
        testing::growth("grants that come twice", 128, 1 << 16, grants, |grants| {
            let mut all = AllGrants::default();
            assert_eq!(all.take(grants.clone()), grants.len());
            for _ in 0..40 {
                assert_eq!(all.take(grants.clone()), 0);
            }
        });
    }

    #[test]
    fn a_long_search_is_looked_at_once_and_not_for_every_grant() {
        let long = |n: usize| (n, "x".repeat(100 * n));
        testing::growth("a long search", 64, 1 << 13, long, |(n, search)| {
            let mut all = AllGrants {
                search: search.clone().into(),
                ..AllGrants::default()
            };
            all.take(grants(*n));
            assert_eq!(all.counts(), (*n, 0));
        });
    }

    #[test]
    fn a_grant_that_is_removed_leaves_the_others_at_their_places() {
        let mut all = AllGrants::default();
        all.take(grants(9));
        assert_eq!(
            all.remove("id-4").map(|grant| grant.id).as_deref(),
            Some("id-4")
        );
        assert!(all.find("id-4").is_none() && all.remove("id-4").is_none());
        for n in (0..9).filter(|n| *n != 4) {
            let id = format!("id-{n}");
            assert_eq!(all.find(&id).map(|grant| grant.id.clone()), Some(id));
        }
        assert_eq!(all.take(grants(9)), 1);
        assert_eq!(all.counts(), (9, 9));
    }
}
