# Nylas' own page. $host is where it begins, $callback where the browser comes back, $phase how far it is.

sign-in-heading =
    { $phase ->
        [waiting] Sign in on Nylas’ page
       *[other] { $elsewhere ->
            [yes] Go on to Nylas’ page
           *[no] Now hand the password to Nylas
        }
    }
sign-in-lead =
    { $phase ->
        [waiting] It is open in your browser. This window waits beside it, and goes on by itself when you are done there.
       *[other] { $elsewhere ->
            [yes] Nylas is the service that { $company } uses for this. You sign in on its page, in your own browser.
           *[no] Nylas is the service that { $company } uses for this. You paste the password from Apple on its page, in your own browser.
        }
    }
sign-in-step-1 = Your browser opens a page by **Nylas**. The way there begins at **{ $host }**.
sign-in-step-2 = Your address may be filled in already. If not, type { $icloud }.
sign-in-step-3 =
    { $elsewhere ->
        [yes] From there you come to the page of whoever runs your mailbox. **Look who it is** before you sign in there.
       *[no] Paste the **password from Apple’s page** there: the four groups of letters.
    }
sign-in-step-4 = Then come back here. This window goes on by itself.
sign-in-warning =
    { $elsewhere ->
        [yes] **A password never belongs into this window.** Neither this program nor { $company } asks you for one.
       *[no] **Your normal Apple password does not belong there either.** Only the four groups of letters that Apple made for this.
    }
sign-in-busy-opening = Getting ready for your way back…
sign-in-busy-waiting = Waiting for you to come back from Nylas’ page. Time left:
sign-in-by-hand = Does your browser end on a page that cannot be reached?
sign-in-address-label = The address that your browser shows
sign-in-address-hint = Copy all of it from the top of the browser and paste it here. It begins with { $callback }.
sign-in-action-sign-in =
    { $phase ->
        [waiting] Open the page again
       *[other] Open Nylas’ page
    }
sign-in-action-continue = Use this address
sign-in-action-open-apple = Open Apple’s page again
sign-in-alert-closed-too-early = Make a new password
sign-in-alert-copy-page = Copy the address of Nylas’ page

sign-in-help-heading = Help with Nylas’ page
sign-in-help-words =
    { $elsewhere ->
        [yes] On Nylas’ page you say that your mailbox may be connected.
       *[no] On Nylas’ page you hand over the password that Apple made for this.
    } Your browser then comes back to this computer by itself, and this window goes on.
sign-in-help-snag-1 = **Closed Nylas’ page?** Open it again here; nothing is lost, and nothing doubles.
sign-in-help-snag-2 = **Nylas’ page says that something is not allowed?** Then { $company } has to change a setting. Please tell them what the page says.
sign-in-help-snag-3 = **The browser shows that localhost cannot be reached?** Copy the whole address from its top and paste it here.

# ui/callback.html: where the browser ends.
callback-page-title = Back to the program
callback-page-heading = You can close this page now
callback-page-text = Please go back to the window of the program that brought you here. It goes on there by itself.
