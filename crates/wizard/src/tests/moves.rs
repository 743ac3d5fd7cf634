//! What may happen in a random walk.

use crate::{Action, Field, Progress, SCHEMA_VERSION, Sixdigit, Step};
use proptest::prelude::*;

/// What people type where an address is asked for; the first four lead on.
pub(super) const ADDRESSES: [&str; 6] = ["nyla.park@icloud.com", "Nyla+tag@me.com", "nyla@iclould.com", "nyla@gmail.com", "+1 555 010 0199", "nyla@"];
pub(super) const ACTIONS: [Action; 33] = [
    Action::UsePractice,
    Action::UseApiKey,
    Action::UseOtherKey,
    Action::ForgetKey,
    Action::MakeProfile,
    Action::CopyProfile,
    Action::UseSuggestion,
    Action::Continue,
    Action::Back,
    Action::Help,
    Action::OpenApple,
    Action::OpenForgot,
    Action::OpenStatus,
    Action::NextStep,
    Action::PreviousStep,
    Action::LeaveHelper,
    Action::UseHelper,
    Action::UseCopied,
    Action::OtherAddress,
    Action::HavePassword,
    Action::CopyLabel,
    Action::CopyPage,
    Action::Paste,
    Action::ClosedTooEarly,
    Action::SignIn,
    Action::Retry,
    Action::Cancel,
    Action::NotMine,
    Action::Confirm,
    Action::CopyGrant,
    Action::CopyDetails,
    Action::ConnectAnother,
    Action::Finish,
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
    /// Something that was asked for is answered.
    Answer(u16, u8),
    /// Something that was aborted is answered all the same.
    AnswerLate(u16, u8),
    NotSaved,
    /// The person comes back to the window.
    Return,
    /// Seconds go by.
    Pass(u32),
}

fn moves() -> impl Strategy<Value = Move> {
    let field = || {
        prop_oneof![
            Just(Field::ApiKey),
            Just(Field::Company),
            Just(Field::Address),
            Just(Field::AppleId),
            Just(Field::RedirectAddress),
            Just(Field::AppPassword)
        ]
    };
    let index = any::<u16>;
    prop_oneof![
        12 => index().prop_map(Move::GoOn),
        4 => index().prop_map(Move::Press),
        1 => index().prop_map(Move::PressBesideProblem),
        2 => (field(), index(), any::<bool>()).prop_map(|(f, i, p)| Move::TypeSecret(f, i, p)),
        1 => (field(), index()).prop_map(|(f, i)| Move::TypeAddress(f, i)),
        1 => (field(), any::<String>(), any::<bool>()).prop_map(|(f, t, p)| Move::TypeOdd(f, t, p)),
        1 => field().prop_map(Move::Leave),
        1 => prop_oneof![Just(Sixdigit::Yes), Just(Sixdigit::No), Just(Sixdigit::Unsure), Just(Sixdigit::Work), Just(Sixdigit::Child)].prop_map(Move::SixDigit),
        5 => (index(), any::<u8>()).prop_map(|(i, how)| Move::Answer(i, how)),
        2 => (index(), any::<u8>()).prop_map(|(i, how)| Move::AnswerLate(i, how)),
        1 => Just(Move::NotSaved),
        2 => Just(Move::Return),
        1 => (0..100_000u32).prop_map(Move::Pass),
    ]
}

fn saved() -> impl Strategy<Value = Option<Progress>> {
    let step = prop_oneof![Just(Step::Welcome), Just(Step::Address), Just(Step::Prepare), Just(Step::SignIn), Just(Step::Password)];
    let address = proptest::option::of("(nyla@(icloud|gmail)\\.com|nyla)");
    proptest::option::of((step, address, any::<bool>()).prop_map(|(step, address, sent)| Progress {
        schema_version: SCHEMA_VERSION,
        step,
        address,
        apple_id: None,
        sent: sent.then(Vec::new),
        host: sent.then(|| "api.us.nylas.com".into()),
    }))
}

/// How the app was started, what an earlier run had left, and all that happens then.
pub(super) fn walks() -> impl Strategy<Value = (u16, Option<Progress>, Vec<Move>)> {
    (any::<u16>(), saved(), proptest::collection::vec(moves(), 1..200))
}
