# Who asks, what it opens, what is needed.

welcome-heading =
    { $practice ->
        [yes] Practice connecting iCloud
       *[no] { $renewing ->
            [no] { $scope ->
                [mail] Connect your iCloud mail
               *[all] Connect your iCloud mail and calendar
            }
           *[yes] { $scope ->
                [mail] Reconnect your iCloud mail
               *[all] Reconnect your iCloud mail and calendar
            }
        }
    }
welcome-lead =
    { $practice ->
        [yes] Every step works like the real thing, but nothing leaves this computer. Make up an address, and never type a real password.
       *[no] { $renewing ->
            [no] You’ll create a separate Apple password just for { $company }. It takes about three minutes, and you can cancel the password whenever you like.
           *[yes] The connection to { $company } has ended, most likely because your Apple password changed. You’ll create one new password just for { $company }, and nothing is lost. It takes about three minutes.
        }
    }
# Where the company does not say what it will use.
welcome-uses =
    { $practice ->
        [yes] With the real password, an app can read **and send** mail, and change calendars and contacts. Apple doesn’t offer one with less access.
       *[no] { $scope ->
            [mail] This connects your iCloud mail to { $company }. You can disconnect it whenever you like.
           *[all] This connects your iCloud mail and calendars to { $company }. You can disconnect them whenever you like.
        }
    }
welcome-will-use = { $company } says it will use
welcome-use-mail = Your mail
welcome-use-sending = Sending mail in your name
welcome-use-calendar = Your calendars
welcome-use-contacts = Your contacts
welcome-password =
    { $scope ->
        [mail] Only your mail gets connected.{" "}
       *[all] {""}
    }Apple has just one kind of password for apps. With it, an app can read **and send** mail, and change calendars and contacts.
welcome-from = Who’s asking
welcome-for = Invited
welcome-account = Account
welcome-added-to = Added to
welcome-action-tell-address = Not your address?
welcome-relay = { $company }’s server passes the password to Nylas and doesn’t keep it. Besides that, it’s only told which step you’re on and the code of any problem.
welcome-access = What it allows, and what stays private
welcome-opens = With this password
welcome-opens-mail = Reading **and sending** your mail
welcome-opens-calendar = Seeing **and changing** your calendars
welcome-opens-contacts = Seeing **and changing** your contacts
welcome-closed = What stays private
welcome-closed-files = Photos, files and purchases
welcome-closed-account = Your Apple account settings
welcome-closed-reminders = Reminders
welcome-need =
    { $practice ->
        [yes] **You need** about three minutes and nothing else.
       *[no] **Have these ready:** your normal Apple password (for Apple’s website only) and the iPhone, iPad or Mac that shows Apple’s sign-in codes (or your security key).
    }

welcome-help-heading = Help with what this is
welcome-help-words = Apple lets you create extra passwords for individual apps, so nobody else needs your normal one. You’ll create one now, and { $company } will use it to reach { $scope ->
        [mail] your mail
       *[all] your mail and calendars
    }.
welcome-help-snag-1 = Nobody from { $company } ever needs your normal Apple password. If someone asks you for it, please say no.
welcome-help-snag-2 = Not expecting this? Stop here and close the window. Nothing has happened yet.
welcome-help-snag-3 = No device that shows Apple’s codes? Go ahead anyway: the next steps explain what to do.
