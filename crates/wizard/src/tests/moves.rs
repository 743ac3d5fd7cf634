//! What may happen in a random walk.

use crate::{
    AccountRecord, Column, ConnectionKind, Field, GrantStatus, MailProvider, Progress, Renewal,
    SCHEMA_VERSION, Showing, Sixdigit, Step, Use, Zoom,
};
use proptest::{prelude::*, sample::select};
use strum::VariantArray;

/// What people type where an address is asked for; the first five lead on.
pub(super) const ADDRESSES: [&str; 7] = [
    "nyla.park@icloud.com",
    "Nyla+tag@me.com",
    "nyla@iclould.com",
    "nyla@gmail.com",
    "nyla@park-family.org",
    "+1 555 010 0199",
    "nyla@",
];

/// One thing that happens. Random numbers stand for a choice among what there is then.
#[derive(Clone, Debug)]
pub(super) enum Move {
    /// What takes a person further, or an obliging answer.
    GoOn(u16),
    Press(u16),
    /// One of the buttons that stand with the problem.
    PressBesideProblem(u16),
    TypeSecret(Field, u16, bool),
    TypeAddress(Field, u16),
    TypeOdd(Field, String, bool),
    Leave(Field),
    SixDigit(Sixdigit),
    /// A button of one of the accounts that are listed; sometimes of none.
    PressFor(u16, u16),
    Scroll(usize),
    Show(Showing),
    Sort(Column),
    Use(Use, bool),
    OtherProvider(MailProvider, bool),
    Zoom(Zoom),
    /// Something that was asked for is answered.
    Answer(u16, u8),
    /// Something that was aborted is answered all the same.
    AnswerLate(u16, u8),
    NotSaved,
    /// A link is opened outside of the window.
    Link(u16),
    /// The person comes back to the window.
    Return,
    Pass(u32),
}

fn moves() -> impl Strategy<Value = Move> {
    let field = || select(Field::ALL);
    let index = any::<u16>;
    prop_oneof![
        12 => index().prop_map(Move::GoOn),
        4 => index().prop_map(Move::Press),
        1 => index().prop_map(Move::PressBesideProblem),
        2 => (field(), index(), any::<bool>()).prop_map(|(f, i, p)| Move::TypeSecret(f, i, p)),
        1 => (field(), index()).prop_map(|(f, i)| Move::TypeAddress(f, i)),
        1 => (field(), any::<String>(), any::<bool>()).prop_map(|(f, t, p)| Move::TypeOdd(f, t, p)),
        1 => field().prop_map(Move::Leave),
        1 => select(Sixdigit::VARIANTS).prop_map(Move::SixDigit),
        3 => (index(), index()).prop_map(|(action, of)| Move::PressFor(action, of)),
        1 => (0..1_000_usize).prop_map(Move::Scroll),
        1 => select(Showing::VARIANTS).prop_map(Move::Show),
        1 => select(Column::VARIANTS).prop_map(Move::Sort),
        1 => (select(Use::VARIANTS), any::<bool>()).prop_map(|(what, on)| Move::Use(what, on)),
        1 => (select(MailProvider::VARIANTS), any::<bool>())
            .prop_map(|(what, on)| Move::OtherProvider(what, on)),
        1 => select(Zoom::VARIANTS).prop_map(Move::Zoom),
        5 => (index(), any::<u8>()).prop_map(|(i, how)| Move::Answer(i, how)),
        2 => (index(), any::<u8>()).prop_map(|(i, how)| Move::AnswerLate(i, how)),
        1 => Just(Move::NotSaved),
        1 => index().prop_map(Move::Link),
        2 => Just(Move::Return),
        1 => (0..100_000u32).prop_map(Move::Pass),
    ]
}

fn saved() -> impl Strategy<Value = Option<Progress>> {
    let step = select(Step::VARIANTS);
    let address = proptest::option::of("(nyla@(icloud|gmail)\\.com|nyla)");
    proptest::option::of((step, address, any::<bool>(), any::<bool>()).prop_map(
        |(step, address, sent, renews)| Progress {
            schema_version: SCHEMA_VERSION,
            step,
            address,
            apple_id: None,
            grants_before_submit: sent.then(Vec::new),
            host: sent.then(|| "api.us.nylas.com".into()),
            renews: renews.then(Renewal::default),
        },
    ))
}

/// What was connected before: by this key, by another, by somebody's browser; with addresses that parse or do not.
fn accounts() -> impl Strategy<Value = Vec<AccountRecord>> {
    let account =
        (any::<u8>(), 0..4_usize, 0..4_usize).prop_map(|(n, kind, address)| AccountRecord {
            application: Some(["app", "app", "another", "app"][kind].into()),
            connection: Some(match kind {
                1 => ConnectionKind::Hosted,
                3 => ConnectionKind::Invitation,
                _ => ConnectionKind::ApiKey,
            }),
            relay: (kind == 3).then(|| "http://127.0.0.1:8600".into()),
            status: [
                None,
                Some(GrantStatus::Works),
                Some(GrantStatus::NeedsPassword),
                Some(GrantStatus::Gone),
            ][address],
            ..AccountRecord::new(
                format!("known-{n}"),
                ["nyla@icloud.com", "jo@me.com", "nyla@gmail.com", "nyla"][address].into(),
                "https://api.us.nylas.com".into(),
            )
        });
    prop_oneof![Just(vec![]), proptest::collection::vec(account, 1..4)]
}

/// How the app was started, what an earlier run had left, and all that happens then.
pub(super) fn walks()
-> impl Strategy<Value = (u16, Option<Progress>, Vec<AccountRecord>, Vec<Move>)> {
    (
        any::<u16>(),
        saved(),
        accounts(),
        proptest::collection::vec(moves(), 1..200),
    )
}
