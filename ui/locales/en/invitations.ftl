# The company's invitations, as its relay knows them. $count: how many are loaded; $complete, $searched (yes, no).

invitations-heading = Invitations
invitations-lead = How far each one is. This list comes from your company’s relay and isn’t saved here.
invitations-relay-at = { invite-relay-at }
invitations-relay-other-key = { invite-relay-other-key }
invitations-relay-forget-key = { invite-relay-forget-key }
invitations-search-label = Search by address, name or reference
invitations-action-search = Search
invitations-loading = Loading…
invitations-working = One moment…
invitations-loaded =
    { $count ->
        [0] {""}
        [one] { $complete ->
            [yes] { $count } invitation.
           *[no] The newest one is loaded. More load as you scroll.
        }
       *[other] { $complete ->
            [yes] { $count } invitations.
           *[no] The newest { $count } are loaded. More load as you scroll.
        }
    }
invitations-none =
    { $searched ->
        [yes] **No invitation matches.** Check the spelling, or clear the search.
       *[no] **No invitation yet.** Make the first one with the button below.
    }
invitations-list-name = Invitations
invitations-column-account = Account
invitations-column-state = Status
invitations-column-since = Since
invitations-column-reference = Reference
invitations-column-more = More
invitations-more = More for this invitation
invitations-state-created = Not opened yet
invitations-state-sent = Sent
invitations-state-claimed = Opened
invitations-state-connected = Connected
invitations-state-expired = Expired
invitations-state-revoked = Taken back
invitations-state-declined = Declined
invitations-state-disputed = Says it isn’t theirs
invitations-bounced = The mail didn’t get there
invitations-funnel-name = How many are how far
invitations-stuck-name = Where people are stuck
invitations-at = Stuck:
invitations-at-welcome = Stuck at the start:
invitations-at-address = Stuck at the address:
invitations-at-prepare = Stuck at Apple’s page:
invitations-at-password = Stuck at the password:
invitations-at-connecting = Stuck while connecting:
invitations-at-done = Stuck at the end:
invitations-action-new-link = Make another link
invitations-action-correct = Correct it
invitations-action-release = Let another computer open it
invitations-action-reset-tries = Allow more tries today
invitations-action-revoke = Take it back
invitations-action-load-more = Load more
invitations-action-invite = Invite a customer
invitations-ask-revoke = Take back the invitation for
invitations-ask-revoke-more = All its links stop working at once, also on a computer that has opened it. A connection that was already made stays. You can’t undo this, but you can invite again.
invitations-confirm-revoke = Yes, take it back
invitations-action-keep = No, keep it
invitations-ask-correct = What is right?
invitations-account-label = iCloud address to connect
invitations-label-label = Account at your company
invitations-confirm-correct = Save
invitations-action-cancel = Cancel

invitations-help-heading = Help with invitations
invitations-help-words = Each line is one invitation. “Opened” means that a computer holds it. If its person doesn’t get on, the line says at which step, and which problem they see.
invitations-help-snag-1 = **They lost the link, or changed computers?** Make another link. Up to five work side by side, and the first connection ends them all.
invitations-help-snag-2 = **It’s open on another computer?** Let another computer open it, then ask them to open their link again.
invitations-help-snag-3 = **Too many wrong passwords?** Allow more tries today, once they know what went wrong. Apple may lock an account after too many.
invitations-help-snag-4 = **The mail didn’t get there?** Make another link and send it yourself. Whoever runs the relay can correct the address.
invitations-help-whom = Still stuck? Ask whoever runs your company’s relay.
invitations-help-whom-support = Still stuck? Ask whoever runs your company’s relay:
