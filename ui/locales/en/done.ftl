# The proof, whose it is, how to take it back.

done-heading =
    { $removed ->
        [yes] { $practice ->
            [yes] Removed (practice)
           *[no] The connection is removed
        }
       *[no] { $practice ->
            [yes] It works! This was practice
           *[no] You’re connected
        }
    }
done-lead =
    { $removed ->
        [yes] { $practice ->
            [yes] In the real thing, the connection would be gone now, with one last step left.
           *[no] { $company } no longer has access to { $address }. One last step is up to you.
        }
       *[no] { $practice ->
            [yes] **Nothing was connected.** In the real thing, this page shows your own calendars, so you know it worked.
           *[no] { $scope ->
                [mail] { $company } now works with the mail of { $address }. { $ending ->
                    [close] You can close this window.
                   *[other] {""}
                }
               *[all] { $company } now works with { $address }. { $ending ->
                    [close] You can close this window.
                   *[other] {""}
                }
            }
        }
    }
done-mail-only = **This is your mail without your calendars.** That’s how { $company } set it up; your calendars aren’t touched.
done-calendars = Your calendars
# $more: how many are not named
done-calendars-more = and { $more } more
done-calendars-none = No calendars yet. They may take a few minutes to appear.
done-calendars-unread = We couldn’t read them yet. Your mail works.
done-mail = Your mail
done-newest = Newest message
done-mail-none = No messages yet. They may take a few minutes to appear.
done-mail-unread = We couldn’t read it yet. Your calendars work.
done-take-back-elsewhere = **To disconnect later,** go to your mail provider’s settings and remove the access you gave to Nylas or { $company }. Changing that password may end it, too.
done-take-back = **To disconnect later,** go to App-Specific Passwords on Apple’s page and remove this entry. Changing your Apple password ends it, too. The entry is called
done-practice-note = In the real thing, you can disconnect at any time: on Apple’s page, remove the password you created there.
done-know = Good to know
done-return = When you finish, we’ll open { $company }’s page in your browser.
done-action-finish =
    { $ending ->
        [close] Close
        [home] Done
       *[other] Finish
    }
done-action-not-mine = Not yours? Disconnect…
done-send-from = Mail sent through this connection comes from { $icloud } or another address that Apple keeps for this mailbox. Apple won’t send from other addresses, such as a Gmail address used to sign in to Apple.
done-grant-text = This is the Grant ID. It identifies this connection. It isn’t a password.
done-copy-grant-name = Copy the Grant ID
done-confirm-text =
    { $existed ->
        [yes] **{ $address } was connected before today.** If you disconnect it, that ends too. Disconnect it?
       *[no] **Disconnect { $address }?** { $company } won’t be able to use it anymore.
    }
done-action-confirm = Yes, disconnect
done-action-cancel = No, keep it
done-removing = Removing the connection…
done-removed-text =
    { $practice ->
        [yes] In the real thing, you’d now remove the password on Apple’s page as well. The entry is called
       *[no] Now remove the password on Apple’s page as well: Sign-In and Security, App-Specific Passwords. The entry is called
    }

done-added-to = It’s added to

done-help-heading = Help with the last step
done-help-words =
    { $scope ->
        [mail] Look at the time of the newest message. If it matches your mailbox, all is well and you can finish. If it can’t be yours, press “Not yours? Disconnect”.
       *[all] Look at the calendars. If they’re yours, all is well and you can finish. If they’re someone else’s, press “Not yours? Disconnect”.
    }
done-help-snag-1 = **Only some of your things are here?** The rest will appear soon.
done-help-snag-2 = **Reminders are missing?** Apple doesn’t share reminders this way.
done-help-snag-3 = **If you change your Apple password**, this connection stops. Create a new app-specific password the same way to bring it back.
