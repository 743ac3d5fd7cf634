//! Apple's pages by name. The page of the app asks for a name; only here is an address.

/// A page of Apple's that the wizard may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Where app-specific passwords are made and removed.
    Account,
    /// Where a forgotten Apple password is reset.
    Forgot,
    /// Where Apple says what is out of order.
    Status,
}

impl Page {
    /// The address to open. `account.apple.com` opens Sign-In and Security directly in several public code bases;
    /// where it does not, the written path on screen leads there.
    pub const fn address(self) -> &'static str {
        match self {
            Page::Account => "https://account.apple.com/account/manage/section/security",
            Page::Forgot => "https://iforgot.apple.com/",
            Page::Status => "https://www.apple.com/support/systemstatus/",
        }
    }
}
