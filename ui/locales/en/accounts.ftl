# What is connected from this computer; with a key also everything the application is connected to.
#
# $all (yes, no): everything is shown. $count: how many accounts, or how many fit the search; $loaded: how many are
# loaded; $complete and $searched (yes, no).

accounts-heading =
    { $all ->
        [yes] Everything connected to this application
       *[no] { $count ->
            [0] Nothing is connected from here
            [one] Your connected account
           *[other] Your connected accounts
        }
    }
accounts-lead =
    { $all ->
        [yes] Accounts at Apple come first. This list comes from Nylas and is kept nowhere.
       *[no] { $count ->
            [0] Accounts that you connect on this computer are listed here, with how they are doing.
            [one] Here you see how it is doing, give it a new password, or end the connection.
           *[other] Here you see how they are doing, give one a new password, or end a connection.
        }
    }

accounts-desk-host = Working with
accounts-desk-application = application
# $first, $last: which of the $count accounts are shown
accounts-part = { $first } to { $last } of { $count }
accounts-action-earlier-accounts = Show earlier ones
accounts-action-later-accounts = Show later ones
accounts-action-all-grants = Show everything connected
accounts-looking = Looking for a key, to ask how they are doing…
accounts-no-key = **How they are doing today can only be asked with the company’s API key.** What you see is what was last known.
accounts-action-use-api-key = Enter the API key

## One account

accounts-reaches-mail-and-calendar = Mail and calendars
accounts-reaches-mail = Mail
accounts-since = · since
accounts-state-works = Works
accounts-state-needs-password = Needs a new password
accounts-state-needs-password-elsewhere = Needs a new sign-in
accounts-state-gone = Removed at { $company }
accounts-state-unknown = Not checked
accounts-state-checking = Checking…
accounts-checked = Checked
accounts-theirs-works = Only { $company } can see this account’s state now. When it was last checked, it worked.
accounts-theirs-needs-password = Only { $company } can see this account’s state now. When it was last checked, it needed a new password.
accounts-theirs-needs-password-elsewhere = Only { $company } can see this account’s state now. When it was last checked, it needed a new sign-in.
accounts-theirs-gone = Only { $company } can see this account’s state now. When it was last checked, it had been removed there.
accounts-theirs-unknown = Only { $company } can see this account’s state. It was never checked from here.
accounts-why-needs-password = Your Apple password was probably changed, and that stops all older app-specific passwords. A new one brings everything back; nothing is lost.
accounts-why-needs-password-elsewhere = Whoever runs this mailbox no longer lets it be reached. Signing in there once more brings everything back; nothing is lost.
accounts-action-renew = New password
accounts-renew-elsewhere = Sign in again
accounts-renew-gone = Connect it again
accounts-action-disconnect = Disconnect
accounts-action-forget = Take off this list
accounts-for-company = For the company
accounts-grant-text = This is the Grant ID. It says which connection this is, and opens nothing by itself.
accounts-copy-grant-name = Copy the Grant ID

## Before it is done

accounts-ask-disconnect = Disconnect this account?
accounts-ask-disconnect-more = { $company } can then no longer read or send its mail, nor see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** Afterwards you remove the password on Apple’s page.
accounts-ask-disconnect-more-elsewhere = { $company } can then no longer read or send its mail, nor see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** Its owner can also take the access back in the settings of whoever runs the mailbox.
accounts-confirm-disconnect = Yes, disconnect
accounts-ask-forget = Take this account off the list?
accounts-ask-forget-more = **The connection stays as it is.** Only the line on this computer goes; { $company } keeps its access.
accounts-confirm-forget = Yes, take it off
accounts-ask-by-hand = This connection is ended in two places
accounts-ask-by-hand-more = **You:** on Apple’s page, under App-Specific Passwords, remove the entry named below. That alone ends all access. **{ $company }:** ask them to remove the connection and what they already have. The details to send them can be copied here.
accounts-ask-by-hand-more-elsewhere = **You:** in the settings of whoever runs this mailbox, remove the access that was given to Nylas or { $company }. **{ $company }:** ask them to remove the connection and what they already have. The details to send them can be copied here.
accounts-action-copy-details = Copy the details
accounts-action-cancel = No, keep it
accounts-action-close = Close
accounts-removing = Disconnecting…
accounts-removed = **Disconnected.** { $company } can no longer reach
accounts-removed-next = One thing is left, and only you can do it: on Apple’s page, under Sign-In and Security, App-Specific Passwords, remove the entry called
accounts-removed-next-elsewhere = If something of it is still listed in the settings of whoever runs that mailbox, its owner can remove it there.
accounts-copy-label-name = Copy the name

## Everything connected to the application

accounts-show = Which ones
accounts-show-all = All
accounts-show-works = Working
accounts-show-needs-password = Needing a new password
accounts-search-label = Search
accounts-search-hint = Looks through what is loaded. A whole address can also be looked up at Nylas.
accounts-action-find-grants = Look up at Nylas
accounts-loaded =
    { $searched ->
        [yes] { $count } of { $loaded } loaded fit your search{ $complete ->
            [yes] . All are loaded.
           *[no] ; there may be more that are not loaded yet.
        }
       *[no] { $complete ->
            [yes] { $loaded } of { $loaded } loaded.
           *[no] { $loaded } loaded; how many there are in all is known once the last page is loaded.
        }
    }
accounts-loading = Loading…
accounts-none = Nothing here fits.
accounts-list-name = Connections
accounts-action-load-more = Load more
accounts-action-copy-grants = Copy as a table
accounts-know = Good to know about iCloud at Nylas
accounts-know-cache = Nylas keeps the last 90 days of an iCloud mailbox. Older mail is there only with query_imap=true, which needs a folder (in=…); and nothing is told by webhook of mail older than that.
accounts-know-limits = Apple lets an account send 1,000 messages a day, to 1,000 recipients a day and 500 per message, of up to 20 MB each.
accounts-know-password = When somebody changes their Apple password, their connection stops. “New password” keeps the same Grant ID; removing it and connecting again gives another one.

accounts-help-heading = Help with connected accounts
accounts-help-words = Each line is one account. “Works” means that { $company } can reach it. If it says that a new password is needed, press “New password”: it takes about three minutes, and the connection stays the same.
accounts-help-snag-1 = **You changed your Apple password?** Then all app-specific passwords ended with the old one. That is how Apple does it; nothing is broken and nothing is lost.
accounts-help-snag-2 = **Disconnect** ends the connection. **Take off this list** only tidies up here, and the connection goes on.
accounts-help-snag-3 = **The state could not be asked for?** Then the line shows what was last known, and when.
accounts-help-whom = Still stuck? Ask { $company }.
accounts-help-whom-support = Still stuck? Ask { $company }:
