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
                [mail] From now on, { $company } has access to the mail of { $address }, without its calendars. Check below that it’s yours.
               *[all] From now on, { $company } has access to { $address }. Check below that it’s yours.
            }
        }
    }
done-mail-only = **This is your mail without your calendars.** That’s how { $company } set it up; your calendars aren’t touched.
done-calendars = Calendars
# $more: how many are not named
done-calendars-more = and { $more } more
done-calendars-none = No calendars yet. They may take a few minutes to appear.
done-calendars-unread = We couldn’t read them yet. Your mail works.
done-mail = Mail
done-newest = Newest message
done-mail-none = No messages yet. They may take a few minutes to appear.
done-mail-unread = We couldn’t read it yet. Your calendars work.
done-take-back-elsewhere = **To disconnect later:** in your mail provider’s settings, remove the access you gave to Nylas or { $company }. Changing that password may end it, too.
done-take-back = **To disconnect later:** on Apple’s page, under App-Specific Passwords, remove this entry. Changing your Apple password ends it, too. The entry is called
done-practice-note = In the real thing, you can disconnect at any time: on Apple’s page, remove the password you created there.
done-for-company = For the company
done-send-from = Mail sent through this connection comes from { $icloud } or another address that Apple keeps for this mailbox. Apple won’t send from other addresses, such as a Gmail address used to sign in to Apple.
done-grant-text = This is the Grant ID. It identifies this connection. It isn’t a password.
done-copy-grant-name = Copy the Grant ID
done-confirm-text =
    { $existed ->
        [yes] **{ $address } was connected before.** Removing the connection also ends what was there before today. Remove it?
       *[no] **Remove the connection to { $address }?** { $company } won’t be able to use it anymore.
    }
done-action-cancel = No, keep it
done-removing = Removing the connection…
done-removed-text =
    { $practice ->
        [yes] In the real thing, you’d now remove the password on Apple’s page as well. The entry is called
       *[no] Now remove the password on Apple’s page as well: Sign-In and Security, App-Specific Passwords. The entry is called
    }

done-help-heading = Help with the last step
done-help-words =
    { $scope ->
        [mail] Look at the time of the newest message. If it matches your mailbox, all is well and you can finish. If it can’t be yours, press “That’s not mine”.
       *[all] Look at the calendars. If they’re yours, all is well and you can finish. If they’re someone else’s, press “That’s not mine”.
    }
done-help-snag-1 = **Only some of your things are here?** The rest will appear soon.
done-help-snag-2 = **Reminders are missing?** Apple doesn’t share reminders this way.
done-help-snag-3 = **If you change your Apple password**, this connection stops. Create a new app-specific password the same way to bring it back.
