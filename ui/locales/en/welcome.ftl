# Who asks, what it opens, what is needed.

welcome-heading =
    { $practice ->
        [yes] Try out connecting iCloud
       *[no] { $scope ->
            [mail] Connect your iCloud mail
           *[all] Connect your iCloud mail and calendar
        }
    }
welcome-lead =
    { $practice ->
        [yes] Every step is the same as for real, but nothing leaves this computer. Make up an address, and never type a real password.
       *[no] Just for { $company }, you make a separate password at Apple. It takes about three minutes, and you can take it back whenever you like.
    }
welcome-desk-host = Working with
welcome-desk-application = application
welcome-opens = What this password opens
welcome-opens-mail = Reading **and sending** your mail
welcome-opens-calendar = Seeing **and changing** your calendars
welcome-opens-contacts = Seeing **and changing** your contacts
welcome-closed = What it does not open
welcome-closed-files = Photos, files and purchases
welcome-closed-account = Your Apple account settings
welcome-closed-reminders = Reminders
welcome-mail-only = **This connects your mail only.** Your calendars are not connected, and nobody here looks at them.
welcome-uses =
    Apple makes no smaller key than this. { $uses ->
        [both] What will be used, says { $company }: **your mail and your calendars**.
        [mail] What will be used, says { $company }: **your mail**.
        [calendar] What will be used, says { $company }: **your calendars**.
       *[not-said] Which parts of it will be used is for { $company } to tell you; do ask if you are unsure.
    }
welcome-need =
    { $practice ->
        [yes] **You need** about three minutes, and nothing else.
       *[no] **You need** your normal Apple password, for Apple’s own page only, and the iPhone, iPad or Mac that shows Apple’s six-digit codes.
    }

welcome-help-heading = Help with what this is
welcome-help-words = Apple lets you make extra passwords for single programs, so that nobody else needs your normal one. You make one of these now, and { $company } uses it to reach your mail and calendars.
welcome-help-snag-1 = Nobody from { $company } ever needs your normal Apple password. If someone asks you for it, please say no.
welcome-help-snag-2 = Not expecting this? Then stop here and close the window. Nothing has happened yet.
welcome-help-snag-3 = No device that shows Apple’s codes? You can look at the next steps all the same; they explain what to do.
