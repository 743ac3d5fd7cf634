# The company invites one customer. $phase: ready, making, made; $link, $invitedName, $invitedAccount, $invitedLabel
# (only where $labelled is yes), $inviteReference and $inviteDays: what was made; $named (yes, no): $company is known.

invite-heading =
    { $phase ->
        [made] The invitation is ready
       *[other] Invite a customer
    }
invite-lead =
    { $phase ->
        [made] Send { $invitedName } the link. With it they can connect { $invitedAccount }, and nothing else.
       *[other] You get a link for one iCloud account. Its owner opens it, and connects by themselves in about three minutes.
    }
invite-account-label = iCloud address to connect
invite-account-hint = It ends in @icloud.com, @me.com or @mac.com. No other account can use this invitation.
invite-name-label = Who are you inviting?
invite-name-hint = Their name, as they’ll see it. At most 80 characters.
invite-label-label = Account at your company (optional)
invite-label-hint = What the mailbox is added to, such as “Bob’s Bakery”. They see it before they connect.
invite-relay-at = Relay:
invite-relay-other-key = Use another relay or key
invite-relay-forget-key = Forget the stored key
invite-action-invite-several = Invite several from a table
invite-busy = Making the link…
invite-link-heading = The link
invite-link-hint = { $inviteDays ->
        [one] It works for { $inviteDays } day.
       *[other] It works for { $inviteDays } days.
    } If they call you, the reference is { $inviteReference }.
invite-action-copy-link = Copy the link
invite-mail-heading = A message to send with it
invite-mail =
    Hello { $invitedName },

    { $named ->
        [yes] { $company } invites you
       *[no] We invite you
    } to connect your iCloud account { $invitedAccount }{ $labelled ->
        [yes] {" "}for { $invitedLabel }
       *[no] {""}
    }. It takes about three minutes.

    On a computer with Windows, macOS or Linux, open this link and follow the steps:

    { $link }

    Have your iPhone or iPad nearby: Apple shows a code on it.

    { $inviteDays ->
        [one] The link works for { $inviteDays } day
       *[other] The link works for { $inviteDays } days
    } and is meant only for you, so please don’t forward it. Nobody from our side will ever ask you to send a password by e-mail or to read one out.

    Need help? Tell us your reference: { $inviteReference }

    You weren’t expecting this? Then don’t open the link, and call us on a number you already know.

    { $named ->
        [yes] { $company }
       *[no] {""}
    }
invite-action-copy-mail = Copy the message
invite-once = **You’ll only see this link once.** It isn’t saved anywhere. Whoever has it can use it, so send it only to { $invitedName }.
invite-action-invite = Invite another
invite-action-continue =
    { $phase ->
        [made] Done
       *[other] Make the link
    }

invite-help-heading = Help with the invitation
invite-help-words = An invitation is a link for one person and one account. They don’t need a key, and they never see yours. Their app-specific password goes from their computer through your relay to Nylas.
invite-help-snag-1 = **You only know another address of theirs?** Ask for the one that signs in at Apple. It ends in @icloud.com, @me.com or @mac.com.
invite-help-snag-2 = **You lost the link?** Under Invitations, make another link for the same invitation.
invite-help-snag-3 = **They’re already connected, and need a new password?** An invitation for the same address renews the connection.
invite-help-whom = Still stuck? Ask whoever runs your company’s relay.
invite-help-whom-support = Still stuck? Ask whoever runs your company’s relay:
