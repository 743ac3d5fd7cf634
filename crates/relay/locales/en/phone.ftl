# The way of a phone: Apple's steps, Nylas' own page, and back.

page-phone-here-heading = You can do this right here
page-phone-here = It takes about five minutes. Have an iPhone, iPad or Mac at hand that’s signed in to your Apple account: Apple sends a code there.
page-phone-here-go = Start
page-phone-here-tablet = On an iPad? You don’t need the app.
page-phone-here-code = Would you rather use a computer?
page-passes-nylas = You give the password only to Nylas, the service that connects your account, on its own page. { $company } never sees it.

page-apple-heading = Create a password just for this
page-apple-lead = You’ll do this on Apple’s website. It opens in a new tab; come back to this one for each step.
page-apple-open = Open Apple’s page
page-apple-1 = Make sure the address at the top says account.apple.com. Then sign in with your normal Apple password.
page-apple-2 = Apple sends six digits to your iPhone, iPad or Mac. Enter them on Apple’s page. If you use a security key, use it there instead.
page-apple-3 = Choose “Sign-In and Security”, then “App-Specific Passwords”.
page-apple-4 = Choose “Generate an app-specific password”, or + if you already have some.
page-apple-5 = Enter this name, then press Create:
page-apple-6 = Apple may ask for your normal password again. Enter it there, and nowhere else.
page-apple-7 = Copy the four groups of letters, then come back here. Apple shows them only once.
page-apple-warning = Enter your normal Apple password only on account.apple.com.
page-apple-snags = Something isn’t working?
page-apple-snag-missing = I don’t see “App-Specific Passwords”
page-apple-snag-missing-text = Two-factor authentication may be off. On an iPhone or iPad, open Settings, your name, Sign-In and Security, and turn it on there. Work, school and children’s accounts often don’t have this; then please tell { $company }.
page-apple-snag-password = I don’t know my Apple password
page-apple-snag-password-text = Apple can help you choose a new one at iforgot.apple.com. That cancels the app-specific passwords you already have, so do it first.
page-apple-snag-fails = Apple won’t create the password
page-apple-snag-fails-text = Did you sign in with a passkey? Sign out there, then sign in with your Apple password. If Apple says you have too many, remove one you no longer use.
page-apple-snag-closed = I closed the page before copying
page-apple-snag-closed-text = Apple can’t show that password again. Delete its entry on Apple’s page and create another one the same way.

# Words in the drawings, as Apple writes them.
page-draw-host = account.apple.com
page-draw-section = Sign-In and Security
page-draw-entry = App-Specific Passwords
page-draw-generate = Generate a password
page-draw-create = Create
page-draw-sample = abcd-efgh-ijkl-mnop
page-draw-copy = Copy

page-nylas-heading = Have you copied it?
page-nylas-words = Next comes a page by Nylas, the service that connects your account for { $company }. Paste the four groups of letters there. Then you’ll come back here.
page-nylas-never = Don’t enter your normal Apple password there, and don’t share the new one with anyone.
page-nylas-open = Continue to Nylas’ page
page-nylas-again = Go to Nylas’ page again

page-working-heading = Connecting your account…
page-working = This can take a minute. The page looks again by itself.
page-working-look = Look now

page-connected-heading = You’re connected
page-connected = That’s all. { $company } can work with your account now, and you can close this page.
page-connected-calendars = These calendars were found:
page-connected-return = Back to { $company }
page-connected-later = Want to end it one day? Delete the password on account.apple.com, or tell { $company }.
page-unread-heading = Almost done
page-unread = Your account is connected. { $company } can’t see your mail and calendars yet; that can take a few minutes and happens by itself. You can close this page.

# Why somebody isn't connected. $account is the address that was invited.
page-stopped-heading = { $why ->
        [declined] You’re not connected
        [expired] That took a little too long
        [unfinished] You’re not quite done
        [lost] Please open your link again
        [slow] Please wait a few minutes
        [N01] The password didn’t work
        [N02] Apple isn’t answering right now
        [N03] Let’s take a short break
        [N06] Please try again in a minute
        [N11] That was a different account
        [I08] That’s enough tries for today
        [I09] It’s open somewhere else
        [I10] { $company } isn’t ready yet
       *[other] That didn’t work
    }
page-stopped = { $why ->
        [declined] You left Nylas’ page without signing in. That’s fine: nothing was connected.
        [expired] Nylas’ page waits only for a while, to keep you safe. Nothing was connected, and nothing is lost.
        [unfinished] Your account isn’t connected yet. The last step is on Nylas’ page.
        [lost] We can’t tell which invitation this belongs to. Your browser may have opened the link in another window, or doesn’t keep cookies.
        [slow] Nylas’ page was opened many times in a row.
        [N01] Nylas tried it, and Apple didn’t accept it. A letter may be missing, or it was cancelled in the meantime.
        [N02] Your password isn’t the problem. Apple and Nylas couldn’t reach each other.
        [N03] There were several wrong passwords in a row, so Nylas has paused your address.
        [N06] Nylas has a lot to do at the moment. It isn’t anything you did.
        [N11] You signed in with another address, so we didn’t connect it. The invitation is for { $account }.
        [I08] Apple locks accounts after too many wrong passwords, so we’re taking a break.
        [I09] Somebody opened this invitation in another browser or on another device. Only one at a time can use it.
        [I10] Something still needs to be set up at the company. It isn’t anything you did, and nothing was connected.
       *[other] Your account isn’t connected, and it isn’t anything you did.
    }
page-stopped-next = { $why ->
        [declined] If you’d like to connect after all, go there again. Otherwise, just close this page.
        [expired] Go to Nylas’ page again. The password you created still works.
        [unfinished] Go to Nylas’ page and paste the password there. If you don’t have one yet, Apple’s steps come first.
        [lost] Go back to the message and open the link in your usual browser.
        [slow] Then open the link in your message again.
        [N01] Copy it from Apple’s page again if it’s still there. If not, create a new one.
        [N02] Wait a few minutes, then try again with the same password.
        [N03] Wait an hour, then try again with a new password from Apple.
        [N06] Then go to Nylas’ page again. The password you created still works.
        [N11] Go to Nylas’ page again and enter that address. If it isn’t yours, please tell { $company }.
        [I08] Come back tomorrow and open the link in your message again.
        [I09] Go on there. If you can’t, try again in an hour, or ask { $company } for a new link.
        [I10] Please let { $company } know, and open the link in your message again later.
       *[other] Wait a minute, then try again. If it keeps happening, please tell { $company }.
    }
page-apple-again = Show Apple’s steps again
