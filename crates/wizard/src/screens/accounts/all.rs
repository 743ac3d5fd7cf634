//! All grants of the application: read page by page. The page gets the rows that can be seen.

use super::grants::GrantList;
use crate::{
    Action, Answer, Event, Field, Input, ListedGrant, Request, Showing,
    long_list::{LongList, ROWS},
    notice::Notice,
    transition::{Context, Next},
};
use apple::{ParsedAddress, may_be_asked_about, parse_address};
use secrecy::ExposeSecret;

#[derive(Debug, Default)]
pub(super) struct AllGrants {
    pub(super) list: GrantList,
    pub(super) showing: Showing,
    /// How many of Nylas' list were read.
    offset: usize,
    pub(super) complete: bool,
    pub(super) loading: bool,
    /// Something is being deleted: until it is gone, nobody knows where the next page begins.
    paused: bool,
    place: LongList,
}

impl AllGrants {
    pub(super) fn remove(&mut self, id: &str) {
        if self.list.remove(id).is_some() {
            self.offset = self.offset.saturating_sub(1);
            self.keep_first();
        }
    }

    fn keep_first(&mut self) {
        self.place.keep_within(self.list.counts().1);
    }

    /// The rows that can be seen, with the place of the first.
    pub(super) fn window(&self) -> (usize, Vec<&ListedGrant>) {
        let first = self.place.begin();
        (first, self.list.from(first).take(ROWS).collect())
    }

    /// Reads the next page, unless it is being read or there is none.
    pub(super) fn load(&mut self, cx: &mut Context<'_>) -> Next {
        if self.loading || self.complete || self.paused {
            return Next::Ignored("accounts: nothing more to load");
        }
        self.loading = true;
        cx.session.report = None;
        cx.attempt(Request::LoadGrants {
            showing: self.showing,
            offset: self.offset,
        })
    }

    /// What is being read will not be heard of, because its attempt ends. It can be read again after [`Self::go_on`].
    pub(super) fn pause(&mut self) {
        (self.loading, self.paused) = (false, true);
    }

    pub(super) fn go_on(&mut self) {
        self.paused = false;
    }

    /// Whoever comes near the end of what is there gets more of it; what failed is asked for again by a press.
    fn scroll(&mut self, cx: &mut Context<'_>, first: usize) -> Next {
        let count = self.list.counts().1;
        self.place.scroll(first, count);
        let is_near_the_end = self.place.is_near_the_end(count);
        let may_load = !self.loading && !self.complete && !self.paused;
        if is_near_the_end && may_load && cx.session.report.is_none() {
            return self.load(cx);
        }
        Next::Stay
    }

    fn find_grants(&self, cx: &mut Context<'_>) -> Next {
        match parse_address(self.list.search().expose_secret()) {
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
                        self.complete = self.list.take(grants) == 0 || !more;
                        Next::Stay
                    }
                    Err(report) => cx.fail(report),
                }
            }
            Event::Answer(Answer::FindGrants(Ok(grants))) => {
                let none = grants.is_empty();
                self.list.take(grants);
                cx.session.notice = Some(Notice::GrantFound);
                if none {
                    cx.session.notice = Some(Notice::NoSuchGrant);
                }
                Next::Stay
            }
            Event::Answer(Answer::FindGrants(Err(report))) => cx.fail(report),
            Event::Person(Input::Press(Action::LoadMore | Action::Retry)) => self.load(cx),
            Event::Person(Input::Show(showing)) if showing != self.showing && !self.paused => {
                *self = AllGrants {
                    showing,
                    list: self.list.emptied(),
                    ..AllGrants::default()
                };
                cx.abort();
                self.load(cx)
            }
            Event::Person(Input::Scroll(first)) => self.scroll(cx, first),
            Event::Person(Input::Sort(column)) => {
                self.list.sort(column);
                Next::Stay
            }
            Event::Person(Input::Press(Action::SelectAll)) if self.list.counts().1 > 0 => {
                self.list.select_all();
                Next::Stay
            }
            Event::Person(Input::Edit {
                field: Field::Search,
                text,
                ..
            }) => {
                self.list.search_for(text);
                self.keep_first();
                cx.session.notice = None;
                Next::Stay
            }
            Event::Person(Input::Leave(Field::Search)) => Next::Stay,
            Event::Person(Input::Press(Action::FindGrants)) => self.find_grants(cx),
            Event::Person(Input::Press(Action::CopyGrants)) => {
                cx.ask(Request::CopyGrants(self.list.from(0).cloned().collect()))
            }
            _ => Next::Ignored("accounts"),
        }
    }
}
