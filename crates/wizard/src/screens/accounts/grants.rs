//! The grants that were read so far: found by their ID, searched, sorted and selected.

use crate::{Column, GrantStatus, ListedGrant};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

#[derive(Debug, Default)]
pub(super) struct GrantList {
    /// In the order in which Nylas told of them.
    loaded: Vec<ListedGrant>,
    /// The places in `loaded` by ID.
    places: HashMap<String, usize>,
    /// The places in `loaded` of those that fit the search, as they are listed.
    shown: Vec<usize>,
    /// Whatever is typed anywhere may be a secret.
    search: SecretString,
    order: Option<Order>,
    selected: HashSet<String>,
}

/// By what the list is sorted. Without it Apple's come first, as custom auth can renew only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order {
    column: Column,
    descends: bool,
}

/// Whether custom auth can renew it.
pub(super) fn is_icloud(grant: &ListedGrant) -> bool {
    grant.provider == "icloud"
}

impl GrantList {
    /// An empty list that is searched and sorted like this one.
    pub(super) fn emptied(&mut self) -> Self {
        GrantList {
            search: std::mem::take(&mut self.search),
            order: self.order,
            ..GrantList::default()
        }
    }

    pub(super) fn find(&self, id: &str) -> Option<&ListedGrant> {
        self.loaded.get(*self.places.get(id)?)
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<ListedGrant> {
        let at = self.places.remove(id)?;
        for place in self.places.values_mut().filter(|place| **place > at) {
            *place -= 1;
        }
        let grant = self.loaded.remove(at);
        self.selected.remove(id);
        self.arrange();
        Some(grant)
    }

    /// How many are loaded, and how many of them fit the search.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.loaded.len(), self.shown.len())
    }

    pub(super) fn search(&self) -> &SecretString {
        &self.search
    }

    pub(super) fn is_searched(&self) -> bool {
        !self.search.expose_secret().trim().is_empty()
    }

    pub(super) fn search_for(&mut self, text: SecretString) {
        self.search = text;
        self.arrange();
    }

    /// Sorts by this column, or the other way round where it is sorted by it already.
    pub(super) fn sort(&mut self, column: Column) {
        let descends = self.order
            == Some(Order {
                column,
                descends: false,
            });
        self.order = Some(Order { column, descends });
        self.arrange();
    }

    /// Whether it is sorted by this column: `ascending`, `descending` or `none`.
    pub(super) fn sorted(&self, column: Column) -> &'static str {
        match self.order.filter(|order| order.column == column) {
            Some(Order { descends: true, .. }) => "descending",
            Some(_) => "ascending",
            None => "none",
        }
    }

    /// Those that fit the search, from this place on.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = &ListedGrant> {
        let shown = self.shown.iter().skip(first);
        shown.filter_map(|at| self.loaded.get(*at))
    }

    pub(super) fn is_selected(&self, id: &str) -> bool {
        self.selected.contains(id)
    }

    /// What is selected, in the order of the list; those come last that no longer fit the search.
    pub(super) fn selected(&self) -> Vec<String> {
        let is_shown: HashSet<&str> = self.from(0).map(|grant| grant.id.as_str()).collect();
        let shown = self.from(0).filter(|grant| self.is_selected(&grant.id));
        let others = self
            .loaded
            .iter()
            .filter(|grant| self.is_selected(&grant.id) && !is_shown.contains(grant.id.as_str()));
        shown.chain(others).map(|grant| grant.id.clone()).collect()
    }

    /// How many are selected, and whether these are all that fit the search: `true`, `false` or `mixed`.
    pub(super) fn selection(&self) -> (usize, &'static str) {
        let selected = self.selected.len();
        let all = match selected {
            0 => "false",
            _ if self.from(0).all(|grant| self.is_selected(&grant.id)) => "true",
            _ => "mixed",
        };
        (selected, all)
    }

    pub(super) fn select(&mut self, id: &str) {
        if !self.selected.remove(id) {
            self.selected.insert(id.to_owned());
        }
    }

    /// Selects all that fit the search; once all of them are, none is any more.
    pub(super) fn select_all(&mut self) {
        if self.selection().1 == "true" {
            self.selected.clear();
        } else {
            let all: Vec<String> = self.from(0).map(|grant| grant.id.clone()).collect();
            self.selected.extend(all);
        }
    }

    /// Takes in what is new and what is known better now; says how many are new.
    pub(super) fn take(&mut self, grants: Vec<ListedGrant>) -> usize {
        let before = self.loaded.len();
        let mut is_changed = false;
        for grant in grants {
            let known = self.places.get(&grant.id);
            match known.and_then(|at| self.loaded.get_mut(*at)) {
                Some(known) if *known == grant => {}
                Some(known) => {
                    *known = grant;
                    is_changed = true;
                }
                None => {
                    self.places.insert(grant.id.clone(), self.loaded.len());
                    self.loaded.push(grant);
                }
            }
        }
        if is_changed {
            self.arrange();
        } else if self.loaded.len() > before {
            self.list_from(before);
        }
        self.loaded.len() - before
    }

    fn arrange(&mut self) {
        self.shown.clear();
        self.list_from(0);
    }

    /// Puts those from this place on where they belong, if they fit the search.
    fn list_from(&mut self, first: usize) {
        let wanted = Zeroizing::new(self.search.expose_secret().trim().to_lowercase());
        let has = |text: &str| text.to_lowercase().contains(wanted.as_str());
        let fits = |grant: &ListedGrant| {
            wanted.is_empty() || grant.email.as_deref().is_some_and(has) || has(&grant.id)
        };
        let GrantList {
            loaded,
            shown,
            order,
            ..
        } = self;
        let new = loaded.iter().enumerate().skip(first);
        shown.extend(new.filter(|(_, grant)| fits(grant)).map(|(at, _)| at));
        // Mostly sorted already, which takes no longer than to look at it.
        shown.sort_by(|a, b| match (loaded.get(*a), loaded.get(*b)) {
            (Some(a), Some(b)) => compare(*order, a, b),
            _ => Ordering::Equal,
        });
    }
}

fn compare(order: Option<Order>, a: &ListedGrant, b: &ListedGrant) -> Ordering {
    let Some(Order { column, descends }) = order else {
        return is_icloud(b).cmp(&is_icloud(a));
    };
    // What is not known comes last either way.
    let (missing, ordering) = match column {
        Column::Address => (
            a.email.is_none().cmp(&b.email.is_none()),
            by_letters(a.email.as_deref(), b.email.as_deref()),
        ),
        Column::State => (Ordering::Equal, urgency(a.status).cmp(&urgency(b.status))),
        Column::Provider => (
            Ordering::Equal,
            by_letters(Some(&a.provider), Some(&b.provider)),
        ),
        Column::Since => (
            a.created_at.is_none().cmp(&b.created_at.is_none()),
            a.created_at.cmp(&b.created_at),
        ),
    };
    missing.then(if descends {
        ordering.reverse()
    } else {
        ordering
    })
}

/// As a person looks something up: capital letters make no difference.
fn by_letters(a: Option<&str>, b: Option<&str>) -> Ordering {
    fn letters(text: Option<&str>) -> impl Iterator<Item = u8> {
        let bytes = text.unwrap_or_default().bytes();
        bytes.map(|c| c.to_ascii_lowercase())
    }
    letters(a).cmp(letters(b))
}

/// Those that want something done come first.
const fn urgency(status: Option<GrantStatus>) -> u8 {
    match status {
        Some(GrantStatus::NeedsPassword) => 0,
        Some(GrantStatus::Gone) => 1,
        None => 2,
        Some(GrantStatus::Works) => 3,
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
            let mut all = GrantList::default();
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
            let mut all = GrantList {
                search: search.clone().into(),
                ..GrantList::default()
            };
            all.take(grants(*n));
            assert_eq!(all.counts(), (*n, 0));
        });
    }

    #[test]
    fn a_grant_that_is_removed_leaves_the_others_at_their_places() {
        let mut all = GrantList::default();
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
