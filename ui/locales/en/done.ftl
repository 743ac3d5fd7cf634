# The proof, whose it is, how to take it back.

done-heading =
    { $removed ->
        [yes] { $practice ->
            [yes] Removed, in practice
           *[no] The connection is removed
        }
       *[no] { $practice ->
            [yes] It works! This was practice
           *[no] Connected. Is this yours?
        }
    }
done-lead =
    { $removed ->
        [yes] { $practice ->
            [yes] When it’s real, the connection is gone now, and one step is left to do.
           *[no] Nothing of { $address } can be reached through it any more. One step is left, and only you can do it.
        }
       *[no] { $practice ->
            [yes] **Nothing was connected.** When it’s real, this page shows your own calendars, as proof.
           *[no] { $scope ->
                [mail] From now on { $company } can reach the mail of { $address }, without its calendars.
               *[all] From now on { $company } can reach { $address }.
            }
        }
    }
done-mail-only = **This is your mail without your calendars.** That is how { $company } set it up; your calendars stay where they are.
done-calendars = Calendars
# $more: how many are not named
done-calendars-more = and { $more } more
done-calendars-none = No calendars yet. They may still be on their way; this is fine.
done-calendars-unread = Could not be read yet. Your mail works.
done-mail = Mail
done-newest = Newest message
done-mail-none = No messages yet. They may still be on their way; this is fine.
done-mail-unread = Could not be read yet. Your calendars work.
done-take-back-elsewhere = **To take this back one day:** in the settings of whoever runs your mailbox, remove the access that was given to Nylas or { $company }. Changing that password may end it, too.
done-take-back = **To take this back one day:** on Apple’s page, under App-Specific Passwords, remove this entry. Changing your Apple password ends it, too. The entry is called
done-practice-note = When it’s real, you can take the connection back on Apple’s page at any time, by removing the password you made there.
done-for-company = For the company
done-send-from = Mail that is sent through this connection comes from { $icloud } or another address that Apple keeps for this mailbox. Apple takes no other sender, such as a Gmail address that one signs in to Apple with.
done-grant-text = This is the Grant ID. It says which connection this is, and opens nothing by itself.
done-copy-grant-name = Copy the Grant ID
done-confirm-text =
    { $existed ->
        [yes] **{ $address } was connected before.** Removing the connection also ends what was there before today. Remove it?
       *[no] **Remove the connection to { $address }?** { $company } will not be able to use it any more.
    }
done-action-cancel = No, keep it
done-removing = Removing the connection…
done-removed-text =
    { $practice ->
        [yes] When it’s real, you now remove the password on Apple’s page as well. The entry is called
       *[no] Please remove the password on Apple’s page as well: Sign-In and Security, App-Specific Passwords. The entry is called
    }

done-help-heading = Help with the last step
done-help-words =
    { $scope ->
        [mail] Look at when the newest message came. If that fits your mailbox, everything is right and you can finish. If it can’t be yours, press “That’s not mine”.
       *[all] Look at the calendars. If they are yours, everything is right and you can finish. If they are someone else’s, press “That’s not mine”.
    }
done-help-snag-1 = **Only some of your things are here?** The first look can be a little ahead of Apple. More follows by itself.
done-help-snag-2 = **Reminders are missing?** Apple does not hand them out this way.
done-help-snag-3 = **You change your Apple password one day?** Then this connection ends, and you make a new password the same way.
