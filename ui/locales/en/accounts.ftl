# What is connected from this computer; with a key also everything the application is connected to.
#
# $listing (yes, no): the accounts of this computer are shown, not everything. $count: how many accounts, or how many fit the search; $loaded: how many are
# loaded; $complete and $searched (yes, no).

accounts-heading =
    { $listing ->
        [no] Everything connected to this application
       *[yes] { $count ->
            [0] Nothing is connected from here
            [one] Your connected account
           *[other] Your connected accounts
        }
    }
accounts-lead =
    { $listing ->
        [no] Accounts at Apple come first. This list comes from Nylas and isn’t saved.
       *[yes] { $count ->
            [0] Accounts you connect on this computer are listed here with their status.
            [one] Check its status, give it a new password, or end the connection.
           *[other] Check their status, give one a new password, or end a connection.
        }
    }

accounts-desk-host = Working with
accounts-desk-application = application
# $first, $last: which of the $count accounts are shown
accounts-part = { $first } to { $last } of { $count }
accounts-action-earlier-accounts = Show earlier ones
accounts-action-later-accounts = Show later ones
accounts-action-all-grants = Show everything connected
accounts-looking = Looking for a key to check their status…
accounts-no-key = **To check them now, enter the company’s API key.** You’re seeing the last known status.
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
accounts-theirs-works = It worked when last checked. Only { $company } can check it now.
accounts-theirs-needs-password = It needed a new password when last checked. Only { $company } can check it now.
accounts-theirs-needs-password-elsewhere = It needed a new sign-in when last checked. Only { $company } can check it now.
accounts-theirs-gone = It had been removed when last checked. Only { $company } can check it now.
accounts-theirs-unknown = It’s never been checked from here. Only { $company } can check it.
accounts-why-needs-password = Your Apple password probably changed, and that stops all older app-specific passwords. Create a new one to bring everything back; nothing is lost.
accounts-why-needs-password-elsewhere = The mail provider has stopped access to this mailbox. Sign in there again to bring everything back; nothing is lost.
accounts-action-renew = New password
accounts-renew-elsewhere = Sign in again
accounts-renew-gone = Connect it again
accounts-action-disconnect = Disconnect
accounts-action-forget = Remove from this list
accounts-for-company = For the company
accounts-grant-text = This is the Grant ID. It identifies this connection. It isn’t a password.
accounts-copy-grant-name = Copy the Grant ID

## Before it is done

accounts-ask-disconnect = Disconnect this account?
accounts-ask-disconnect-more = After that, { $company } can’t read or send its mail, or see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** Then remove the password on Apple’s page.
accounts-ask-disconnect-more-elsewhere = After that, { $company } can’t read or send its mail, or see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** Its owner can also remove the access in the mail provider’s settings.
accounts-confirm-disconnect = Yes, disconnect
accounts-ask-forget = Remove this account from the list?
accounts-ask-forget-more = **The connection stays.** We only remove it from this list, and { $company } keeps its access.
accounts-confirm-forget = Remove
accounts-ask-by-hand = Ending this connection takes two steps
accounts-ask-by-hand-more = **You:** on Apple’s page, under App-Specific Passwords, remove the entry named below. That alone ends all access. **{ $company }:** ask them to remove the connection and what they already have. You can copy the details to send them here.
accounts-ask-by-hand-more-elsewhere = **You:** in the mail provider’s settings, remove the access that was given to Nylas or { $company }. **{ $company }:** ask them to remove the connection and what they already have. You can copy the details to send them here.
accounts-action-copy-details = Copy the details
accounts-action-cancel = No, keep it
accounts-action-close = Close
accounts-removing = Disconnecting…
accounts-removed = **Disconnected.** { $company } can no longer reach
accounts-removed-next = One last step is up to you: on Apple’s page, under Sign-In and Security, App-Specific Passwords, remove the entry called
accounts-removed-next-elsewhere = If it’s still listed in the mail provider’s settings, its owner can remove it there.
accounts-copy-label-name = Copy the name

## Everything connected to the application

accounts-show = Show
accounts-show-all = All
accounts-show-works = Working
accounts-show-needs-password = Need a new password
accounts-search-label = Search
accounts-search-hint = This searches the accounts loaded so far. You can also look up a whole address at Nylas.
accounts-action-find-grants = Look up at Nylas
accounts-loaded =
    { $searched ->
        [yes] { $count ->
            [one] { $count } match
           *[other] { $count } matches
        } in { $complete ->
            [yes] all { $loaded } accounts.
           *[no] the { $loaded } loaded so far.
        }
       *[no] { $complete ->
            [yes] { $loaded ->
                [0] {""}
                [one] { $loaded } loaded.
               *[other] All { $loaded } loaded.
            }
           *[no] { $loaded ->
                [0] {""}
               *[other] The first { $loaded } are loaded. Load more to see the rest.
            }
        }
    }
accounts-loading = Loading…
accounts-none =
    { $complete ->
        [yes] { $loaded ->
            [0] No accounts connected yet.
           *[other] No matches.
        }
       *[no] No matches so far.
    }
accounts-list-name = Connections
accounts-action-load-more = Load more
accounts-action-copy-grants = Copy as a table
accounts-know = Good to know about iCloud at Nylas
accounts-know-cache = Nylas keeps the last 90 days of an iCloud mailbox. For older mail, use query_imap=true, which needs a folder (in=…); webhooks don’t cover older mail.
accounts-know-limits = Apple lets an account send 1,000 messages a day, to 1,000 recipients a day and 500 per message, of up to 20 MB each.
accounts-know-password = When somebody changes their Apple password, their connection stops. “New password” keeps the same Grant ID; if you remove it and connect again, you get another one.

accounts-help-heading = Help with connected accounts
accounts-help-words = Each line is one account. “Works” means that { $company } can reach it. If it says “Needs a new password”, press “New password”: it takes about three minutes, and the connection stays the same.
accounts-help-snag-1 = **You changed your Apple password?** All your app-specific passwords ended with the old one. That’s how Apple does it; nothing is broken and nothing is lost.
accounts-help-snag-2 = **Disconnect** ends the connection. **Remove from this list** only tidies up here; the connection stays.
accounts-help-snag-3 = **We couldn’t check the status?** Then the line shows the last known one, and when it was checked.
accounts-help-whom = Still stuck? Ask { $company }.
accounts-help-whom-support = Still stuck? Ask { $company }:
