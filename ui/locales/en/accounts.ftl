# What is connected from this computer; with a key also everything the application is connected to.
#
# $listing (yes, no): the accounts of this computer are shown, not everything. $count: how many accounts, or how many fit the search; $loaded: how many are
# loaded; $complete and $searched (yes, no). $operator (yes, no): the company reads this, and the accounts are other people’s.

accounts-heading =
    { $listing ->
        [no] Everything connected to this application
       *[yes] { $count ->
            [0] Nothing is connected from here
           *[other] { $operator ->
                [yes] Connected from this computer
               *[no] { $count ->
                    [one] Your connected account
                   *[other] Your connected accounts
                }
            }
        }
    }
accounts-lead =
    { $listing ->
        [no] This list comes from Nylas and isn’t saved.
       *[yes] { $count ->
            [0] Accounts you connect on this computer are listed here with their status.
            [one] Check its status, give it a new password, or end the connection.
           *[other] Check their status, give one a new password, or end a connection.
        }
    }

accounts-desk-host = Working with
accounts-region-us = (US region)
accounts-region-eu = (EU region)
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
accounts-state-works = Working
accounts-state-needs-password = Needs a new password
accounts-state-needs-password-elsewhere = Needs a new sign-in
accounts-state-gone =
    { $operator ->
        [yes] Removed at Nylas
       *[no] Removed at { $company }
    }
accounts-state-unknown = Not checked
accounts-state-checking = Checking…
accounts-checked = checked
accounts-theirs =
    { $operator ->
        [yes] Some of these belong to another application, so this key can’t check them. You’re seeing their last known status.
       *[no] Only { $company } can check them now. You’re seeing the last known status.
    }
accounts-why-needs-password =
    { $operator ->
        [yes] Its owner’s Apple password probably changed, and that stops all older app-specific passwords. Ask them to create a new one with you; the connection and its Grant ID stay.
       *[no] Your Apple password probably changed, and that stops all older app-specific passwords. Create a new one to bring everything back; nothing is lost.
    }
accounts-why-needs-password-elsewhere =
    { $operator ->
        [yes] The mail provider has stopped access to this mailbox. Ask its owner to sign in there again; the connection and its Grant ID stay.
       *[no] The mail provider has stopped access to this mailbox. Sign in there again to bring everything back; nothing is lost.
    }
accounts-link-note = **Has it stopped working?** You can get a new link by e-mail from
accounts-action-send-link = Send me a new link
accounts-link-asking = Asking for a new link…
accounts-link-asked = **Check your e-mail.** If there’s an address for you on file, a new link is on its way there. It should arrive within a few minutes.
accounts-link-from = The link leads to
accounts-link-nothing = Nothing there? Have a look in your spam folder. A new link can be sent once an hour. You can also ask
accounts-link-by-company = Has it stopped working? For a new link, ask
accounts-action-renew = New password
accounts-renew-elsewhere = Sign in again
accounts-renew-gone = Connect it again
accounts-action-disconnect = Disconnect
accounts-action-forget = Remove from this list
accounts-action-copy-grant = Copy the Grant ID
accounts-more = More for this account
accounts-grant-text =
    { $operator ->
        [yes] Grant ID:
       *[no] Grant ID, which tells { $company } which connection this is. It isn’t a password:
    }

## Before it is done

accounts-ask-disconnect = Disconnect this account?
accounts-ask-disconnect-more =
    { $operator ->
        [yes] Your application loses access to its mail and calendars right away. If you connect it again, it gets a new Grant ID. **What you’ve already stored isn’t deleted.** Its owner can then remove the password on Apple’s page.
       *[no] After that, { $company } can’t read or send its mail, or see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** Then remove the password on Apple’s page.
    }
accounts-ask-disconnect-more-elsewhere =
    { $operator ->
        [yes] Your application loses access to its mail and calendars right away. If you connect it again, it gets a new Grant ID. **What you’ve already stored isn’t deleted.** Its owner can also remove the access in the mail provider’s settings.
       *[no] After that, { $company } can’t read or send its mail, or see or change its calendars. **This stops new access; ask { $company } to delete what it already has.** You can also remove the access in the mail provider’s settings.
    }
accounts-confirm-disconnect = Yes, disconnect
accounts-ask-forget = Remove this account from the list?
accounts-ask-forget-more =
    { $operator ->
        [yes] **The connection stays.** We only remove it from this computer’s list. You’ll still find it under Everything connected.
       *[no] **The connection stays.** We only remove it from this list, and { $company } keeps its access.
    }
accounts-confirm-forget = Remove
accounts-ask-by-hand = Ending this connection takes two steps
accounts-ask-by-hand-more = **You:** on Apple’s page, under App-Specific Passwords, remove the entry named below. That alone ends all access. **{ $company }:** ask them to remove the connection and what they already have. You can copy the details to send them here.
accounts-ask-by-hand-more-elsewhere = **You:** in the mail provider’s settings, remove the access that was given to Nylas or { $company }. **{ $company }:** ask them to remove the connection and what they already have. You can copy the details to send them here.
accounts-action-copy-details = Copy the details
accounts-action-cancel = No, keep it
accounts-action-close = Close
# $place: which of $places accounts is being disconnected; $several: how many are asked about at once; $others: how many of them aren’t named.
accounts-removing =
    { $places ->
        [one] Disconnecting…
       *[other] Disconnecting { $place } of { $places }…
    }
accounts-removed =
    { $operator ->
        [yes] **Disconnected.** Your application can no longer reach
       *[no] **Disconnected.** { $company } can no longer reach
    }
accounts-removed-next =
    { $operator ->
        [yes] One last step is up to its owner: on Apple’s page, under Sign-In and Security, App-Specific Passwords, remove the entry called
       *[no] One last step is up to you: on Apple’s page, under Sign-In and Security, App-Specific Passwords, remove the entry called
    }
accounts-removed-next-elsewhere =
    { $operator ->
        [yes] If it’s still listed in the mail provider’s settings, its owner can remove it there.
       *[no] If it’s still listed in the mail provider’s settings, you can remove it there.
    }
accounts-ask-several = Disconnect these { $several } accounts?
accounts-ask-several-others = and { $others } more
accounts-ask-several-more = Your application loses access to their mail and calendars right away. Any that you connect again get new Grant IDs. **What you’ve already stored isn’t deleted.**
accounts-confirm-several = Yes, disconnect { $several }
accounts-action-cancel-several = No, keep them
accounts-copy-label-name = Copy the name

## Everything connected to the application

accounts-show = Show
accounts-show-all = All
accounts-show-works = Working
accounts-show-needs-password = Need a new password
accounts-search-label = Search by address or Grant ID
accounts-action-find-grants = Look up at Nylas
accounts-loaded =
    { $searched ->
        [yes] { $count ->
            [one] { $count } match
           *[other] { $count } matches
        } in { $complete ->
            [yes] all { $loaded } accounts.
           *[no] the { $loaded } loaded so far. To search the rest, look up a whole address at Nylas.
        }
       *[no] { $complete ->
            [yes] { $loaded ->
                [0] {""}
                [one] { $loaded } loaded.
               *[other] All { $loaded } loaded.
            }
           *[no] { $loaded ->
                [0] {""}
               *[other] The first { $loaded } are loaded. More load as you scroll.
            }
        }
    }
accounts-loading = Loading…
accounts-none =
    { $complete ->
        [yes] { $loaded ->
            [0] **No account is connected to this application yet.** Connect your first one with the button below, or make a profile so that your customers can connect by themselves.
           *[other] **No account matches.** Clear the search, or show all accounts.
        }
       *[no] **No account matches so far.** Load more, or enter a whole address and look it up at Nylas.
    }
accounts-column-address = Address
accounts-column-state = Status
accounts-column-provider = Provider
accounts-column-since = Since
# As Nylas names them, and as people do. Another one is shown by its name there.
accounts-provider-icloud = iCloud
accounts-provider-google = Google
accounts-provider-microsoft = Microsoft
accounts-provider-yahoo = Yahoo
accounts-provider-ews = Exchange
accounts-column-more = More
accounts-action-select-all = Select all that are listed
accounts-action-disconnect-selected =
    { $selected ->
        [one] Disconnect { $selected } account
       *[other] Disconnect { $selected } accounts
    }
accounts-list-name = Connections
accounts-action-load-more = Load more
accounts-action-copy-grants = Copy as a table
accounts-know = Good to know about iCloud at Nylas
accounts-know-cache = Nylas keeps the last 90 days of an iCloud mailbox. For older mail, use query_imap=true, which needs a folder (in=…); webhooks don’t cover older mail.
accounts-know-limits = Apple lets an account send 1,000 messages a day, to 1,000 recipients a day and 500 per message, of up to 20 MB each.
accounts-know-password = When somebody changes their Apple password, their connection stops. “New password” keeps the same Grant ID; if you remove it and connect again, you get a new one.

accounts-help-heading = Help with connected accounts
accounts-help-words =
    { $operator ->
        [yes] Each line is one account. “Working” means that your application can reach it. If it says “Needs a new password”, sit down with its owner and press “New password”: it takes about three minutes, and the Grant ID stays the same.
       *[no] Each line is one account. “Working” means that { $company } can reach it. If it says “Needs a new password”, press “New password”: it takes about three minutes, and the connection stays the same.
    }
accounts-help-snag-1 =
    { $operator ->
        [yes] **Somebody changed their Apple password?** That stopped all their app-specific passwords. Apple does this on purpose: nothing is broken, and nothing is lost.
       *[no] **You changed your Apple password?** That stopped all your app-specific passwords. Apple does this on purpose: nothing is broken, and nothing is lost.
    }
accounts-help-snag-2 =
    { $listing ->
        [yes] Everything else is behind the three dots. **Disconnect** ends the connection. **Remove from this list** only tidies up here; the connection stays.
       *[no] Everything else is behind the three dots. **Disconnect** ends the connection, and the account loses its Grant ID. To end several at once, select them first.
    }
accounts-help-snag-3 = **We couldn’t check the status?** Then the line shows the last known one, and when it was checked.
accounts-help-whom =
    { $operator ->
        [yes] Still stuck? Ask your Nylas administrator.
       *[no] Still stuck? Ask { $company }.
    }
accounts-help-whom-support =
    { $operator ->
        [yes] Still stuck? Ask your Nylas administrator:
       *[no] Still stuck? Ask { $company }:
    }
