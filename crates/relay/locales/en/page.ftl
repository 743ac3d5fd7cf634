# The page that an invitation's link leads to, and the page for a code. A person reads it in a browser, before they have the app.

page-title = { $company } invites you
page-heading = Connect your iCloud account to { $company }
page-invites = { $company } is asking you to connect an iCloud account, so that it works with your account there.
page-label = It’s for { $label }.
page-unexpected = Weren’t you expecting this? Then do nothing: nothing has happened yet.

page-opens-heading = What you’ll be asked for
page-opens = You’ll create a separate password on Apple’s website, just for { $company }. It allows reading and sending your mail, and changing your calendars and contacts. Apple doesn’t offer one with less access. Your photos, files and purchases stay private, and you can cancel that password whenever you like.
page-uses = { $company } says it will use:
page-use-mail = Your mail
page-use-sending = Sending mail in your name
page-use-calendar = Your calendars
page-use-contacts = Your contacts
page-uses-unsaid = Ask { $company } what it will use.
page-passes = { $company }’s server passes the password to Nylas, the service that connects your account, and doesn’t keep it.
page-never = Nobody from { $company } ever needs your normal Apple password.

page-steps-heading = Two steps, about five minutes
page-download = 1. Download the app
page-download-for = { $system ->
        [windows] Windows
        [macos] Mac
       *[linux] Linux
    }
page-install = Open the downloaded file and install the app. If your computer asks for a password, that’s the one you use to sign in to this computer, not your Apple password.
page-download-trouble = Trouble with the download?
page-download-terminal = Nothing opens the file? Whoever looks after this computer can install it in a terminal, from the folder it’s in:
page-download-version = Version { $version }. SHA-256 of the file:
page-download-others = For another computer:
page-download-none = There’s no download for this computer here. Please ask { $company } for the app.
page-open = 2. Open the invitation
page-open-note = Do this once the app is installed. If your browser asks whether to open { $system ->
        [linux] the app or xdg-open
       *[other] the app
    }, say yes. If nothing happens, come back to this page and press 2 again.

page-phone-heading = You need a computer for this
page-phone = The app runs on Windows, Mac and Linux computers, not on phones or tablets. Send yourself this page’s link and open it there.
page-phone-mail = E-mail me the link
page-phone-subject = Connect my iCloud account

page-code-heading = Want to use another computer?
page-code-make = Get a code
page-code-go = On the other computer, go to this address:
page-code-enter = Enter this code there:
page-code-valid = It works once, within ten minutes.
page-code-enter-heading = Enter your code
page-code-lead = Your other device shows it.
page-code-field = Code
page-code-continue = Continue
page-code-wrong = That code doesn’t work. It may have been used, or it’s older than ten minutes. Check it, or get a new one on the page your invitation opened.
page-code-slow = Please wait { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } before you enter another code.

page-decline-heading = Don’t want this?
page-decline = I don’t want this
page-decline-note = { $company } will see that you declined. Nothing else happens.
page-declined-heading = You’ve declined
page-declined = We’ve told { $company }. You can close this page.
page-declined-not = This invitation can’t be declined right now, because it’s being used. Try again in a few minutes.

page-ended-heading = { $why ->
        [used] This invitation was used
        [expired] This invitation has expired
        [withdrawn] This invitation isn’t valid any more
       *[unknown] This isn’t an invitation we know
    }
page-ended = { $why ->
        [used] The account is connected already, so there’s nothing left to do here.
        [unknown] The link may be incomplete. Open it from the message again, or ask whoever sent it for a new one.
       *[other] Please ask { $company } for a new link.
    }
page-again-note = Need a new link? We can e-mail you one. It goes to the address { $company } has for you.
page-again = Send me a new link
page-again-heading = Check your e-mail
page-again-done = If { $company } has an address for you, a new link is on its way there. It should arrive within a few minutes.
page-again-nothing = Nothing there? Have a look in your spam folder. A new link can be sent once an hour. You can also ask { $company }.

page-busy-heading = Please try again in a minute
page-busy = We can’t look at your invitation right now.

page-questions = Questions?
page-questions-email = E-mail { $company }
page-questions-phone = Call { $company }: { $phone }
page-privacy = Privacy
