# Told once; nothing is wrong.

notice-copied-label = The name is copied. Paste it on Apple’s page.
notice-copied-link = The link is copied. Send it only to the person it’s for.
notice-copied-mail = The message is copied. Paste it into an e-mail.
notice-copied-page = The address is copied. Paste it into your browser’s address bar.
notice-copied-profile = The profile is copied.
notice-copied-grant = The Grant ID is copied.
notice-copied-details = The details are copied. Read them before you send them on.
notice-mail-did-not-open = Your mail app didn’t open. Press **Copy the details**, then send them to { $support }.
notice-folder-did-not-open = The folder didn’t open. Copy the path and open it yourself.
notice-copied-remains = The password may still be on the clipboard, or in its history. Copy something else, and remove it from the history, to be sure. On Windows, press the Windows key and V to see the history.
notice-copied-grants = The table is copied. Paste it into a spreadsheet.
notice-account-forgotten = We removed the account from this list. The connection stays.
notice-other-grant = The old connection was gone, so we created a new one. Please give the company the new Grant ID.
notice-place-kept = We kept your place. You can continue here.
notice-grant-found = Nylas knows this address. It’s in the list.
notice-no-such-grant = Nylas has no connection for exactly this address. Check the spelling and look it up again.
notice-not-an-address = To look something up at Nylas, enter a whole address.
notice-disconnected = Disconnected. The entry at Apple is still there; only the account’s owner can remove it.
notice-copy-failed = This computer didn’t allow copying. Select the text and copy it yourself.
notice-not-copied = This computer didn’t allow copying. Close other apps that use the clipboard, then try again.
notice-nothing-to-paste = There’s nothing to paste yet. On Apple’s page, press Copy first, or select the four groups of letters and copy them.
notice-clipboard-unreadable = We couldn’t look at the clipboard. Click in the field and paste there: press Ctrl and V together, or Command and V on a Mac.
notice-not-made = We checked: the connection wasn’t created. You can safely try again.
notice-stopped-on-its-way = Stopped. It was already on its way, so next time we’ll first check whether the connection was created. You won’t end up with two connections.
notice-not-mine =
    { $elsewhere ->
        [yes] We don’t have a key here to remove it. In the mail provider’s settings for that mailbox, remove the access that was just given. Then please tell { $company }.
       *[no] We don’t have a key here to remove it. On Apple’s page, remove the password you created for this: that ends all access at once. Then please tell { $company }.
    }
notice-sign-in-declined = You didn’t finish signing in. Nothing was connected. Open Nylas’ page again whenever you like.
notice-sign-in-expired = Nylas’ page was open for too long. Open it again and sign in there.
notice-sign-in-too-late = Half an hour passed without a sign-in, so we stopped waiting. Open Nylas’ page again whenever you like.
notice-address-other = That isn’t the right address. It begins with { $callback } and is quite long. Copy all of it.
notice-address-old = That address belongs to an earlier try. Open Nylas’ page again and sign in there.
notice-too-much-sent = Your browser came back, but sent more than we can read, usually old cookies. Copy the whole address from its address bar, press **Does your browser say it can’t reach a page?** and paste it there.
notice-set-aside = We couldn’t read everything that was saved last time. We kept that file as { $aside }; everything we could read is here.
notice-password-gone = You were away for half an hour, so we cleared the password. Paste it again, or create a new one on Apple’s page.
notice-key-gone = You were away for half an hour, so we cleared the key you entered. Paste it again.
notice-key-forgotten = The key is no longer in this computer’s keychain.
notice-no-link-to-paste = There’s nothing to paste yet. In the e-mail, copy the link first.
notice-link-gone = You were away for half an hour, so we cleared the link. Paste it again.
notice-invitation-corrected = Corrected. The link stays the same.
notice-invitation-released = Another computer can open it now. Ask them to open their link again.
notice-invitation-revoked = Taken back. Its links no longer work.
notice-tries-reset = They can try again now.
notice-made-link-gone = You were away for half an hour, so we cleared the link. If you didn’t copy it, make another invitation.
notice-invitation-waits = You’ve opened an invitation. Finish here first: we’ll ask you about it when you’re done.
notice-invitation-odd = The link that was opened isn’t an invitation, or part of it is missing. Copy the whole link from the e-mail and paste it here.
