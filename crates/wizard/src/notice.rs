//! What is told once and is no problem. The sentences are in `notices.ftl`.

use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

/// Each has a sentence of its own, `notice-NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Notice {
    AccountForgotten,
    AddressOld,
    AddressOther,
    ClipboardUnreadable,
    CopiedDetails,
    CopiedGrant,
    CopiedGrants,
    CopiedLabel,
    CopiedLink,
    CopiedMail,
    CopiedPage,
    CopiedProfile,
    CopiedRemains,
    CopyFailed,
    Disconnected,
    FolderDidNotOpen,
    GrantFound,
    KeyForgotten,
    KeyGone,
    InvitationCorrected,
    InvitationOdd,
    InvitationReleased,
    InvitationRevoked,
    InvitationWaits,
    LinkGone,
    MadeLinkGone,
    MailDidNotOpen,
    NoLinkToPaste,
    PasswordGone,
    NoSuchGrant,
    NotAnAddress,
    NotCopied,
    NotMade,
    NotMine,
    NothingToPaste,
    OtherGrant,
    PlaceKept,
    SetAside,
    SignInDeclined,
    SignInExpired,
    SignInTooLate,
    StoppedOnItsWay,
    TriesReset,
    TooMuchSent,
}

impl Notice {
    pub fn all() -> impl Iterator<Item = Notice> {
        Notice::iter()
    }

    /// Its name in the sentences.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it goes with whatever the person does next, so that the same news is news again.
    pub(crate) const fn is_heard_once(self) -> bool {
        matches!(
            self,
            Notice::SetAside
                | Notice::PlaceKept
                | Notice::CopyFailed
                | Notice::NotCopied
                | Notice::MailDidNotOpen
                | Notice::FolderDidNotOpen
                | Notice::CopiedLabel
                | Notice::CopiedLink
                | Notice::CopiedMail
                | Notice::CopiedProfile
                | Notice::CopiedGrant
                | Notice::CopiedGrants
                | Notice::CopiedDetails
                | Notice::CopiedPage
                | Notice::CopiedRemains
        )
    }
}
