# Told once; nothing is wrong.

notice-copied-label = The name is copied. Paste it on Apple’s page.
notice-copied-page = The address is copied. Paste it at the top of your browser.
notice-copied-profile = The profile is copied.
notice-copied-grant = The Grant ID is copied.
notice-copied-details = The details are copied. Read them before you send them on.
notice-copied-remains = The password may still be on the clipboard, or in its history. Copy something else, and remove it from the history, to be sure. On Windows, the Windows key and V together show the history.
notice-copied-grants = The table is copied. Paste it into a spreadsheet.
notice-account-forgotten = The account is off this list. Its connection was not touched.
notice-other-grant = The old connection was gone, so a new one was made. Please give the company the new Grant ID.
notice-grant-found = Nylas knows this address; it is in the list.
notice-no-such-grant = Nylas knows no connection of exactly this address.
notice-not-an-address = To look something up at Nylas, please type a whole address.
notice-copy-failed = This computer did not allow copying. Please select the text and copy it by hand.
notice-nothing-to-paste = There is nothing to paste yet. On Apple’s page, press Copy first, or select the four groups of letters and copy them.
notice-not-made = We looked: the connection was not made. You can safely try again.
notice-stopped-on-its-way = Stopped. It was already on its way, so on the next try we look first whether the connection was made. Nothing doubles.
notice-not-mine =
    { $elsewhere ->
        [yes] This program holds no key that could remove it. In the settings of whoever runs that mailbox, remove the access that was just given. Then please tell { $company }.
       *[no] This program holds no key that could remove it. On Apple’s page, remove the password you made for this: that ends all access at once. Then please tell { $company }.
    }
notice-sign-in-declined = Nylas’ page was left without signing in. That is fine, and nothing was connected. Open it again whenever you like.
notice-sign-in-expired = Nylas’ page had been open for too long. Please open it again and sign in there.
notice-sign-in-too-late = Nobody came back from Nylas’ page within five minutes, so we stopped waiting. Open it again whenever you like.
notice-address-other = That is not the address we wait for. It begins with { $callback } and is fairly long; please copy all of it.
notice-address-old = That address belongs to an earlier try. Please open Nylas’ page again and sign in once more.
notice-set-aside = Not everything that was saved last time could be read. The file was put aside as { $aside }; whatever could be read of it is here.
notice-password-gone = Nobody pressed anything for half an hour, so the password is gone from this program. Please paste it again, or make a new one on Apple’s page.
notice-key-gone = Nobody pressed anything for half an hour, so the key you typed is gone. Please paste it again.
notice-key-forgotten = The key is no longer in this computer’s keychain.
