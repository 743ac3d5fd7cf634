# Nylas' own page. $host is where it begins, $callback where the browser comes back, $phase how far it is.

sign-in-heading =
    { $phase ->
        [waiting] Sign in on Nylas’ page
       *[other] { $elsewhere ->
            [yes] Continue to Nylas’ page
           *[no] Now paste the password on Nylas’ page
        }
    }
sign-in-lead =
    { $phase ->
        [waiting] It’s open in your browser. This window continues by itself when you’re done there.
       *[other] { $elsewhere ->
            [yes] Nylas is the service that { $company } uses for this. You sign in on its page, in your own browser.
           *[no] Nylas is the service that { $company } uses for this. You paste the password from Apple on its page, in your own browser.
        }
    }
sign-in-step-1 = Your browser opens a page by **Nylas**. It starts at **{ $host }**.
sign-in-step-2 = Your address may be filled in already. If not, enter { $icloud }.
sign-in-step-3 =
    { $elsewhere ->
        [yes] From there, you go to your mail provider’s page. **Check whose page it is** before you sign in.
       *[no] Paste the **password from Apple’s page** there: the four groups of letters.
    }
sign-in-step-4 = Then come back here. This window continues by itself.
sign-in-warning =
    { $elsewhere ->
        [yes] **Never type a password into this window.** Neither this app nor { $company } asks you for one.
       *[no] **Don’t enter your normal Apple password there either.** Enter only the four groups of letters that Apple created for this.
    }
sign-in-busy-opening = Getting ready…
sign-in-busy-waiting = Waiting for you to finish on Nylas’ page…
sign-in-by-hand = Does your browser say it can’t reach a page?
sign-in-address-label = The address that your browser shows
sign-in-address-hint = Copy the whole address from the address bar and paste it here. It begins with { $callback }.
sign-in-action-sign-in =
    { $phase ->
        [waiting] Open the page again
       *[other] Open Nylas’ page
    }
sign-in-action-use-address = Use this address
sign-in-action-copy-sign-in =
    { $phase ->
        [closed] Copy the address of Nylas’ page instead
       *[other] Copy its address
    }
sign-in-helper-count = Step { $pageStep } of { $pageSteps }
sign-in-action-leave-helper = Show all steps
sign-in-action-use-helper = Keep the steps beside my browser
sign-in-action-open-apple = Open Apple’s page again
sign-in-alert-closed-too-early = Create a new password
sign-in-alert-copy-page = Copy the address of Nylas’ page

sign-in-help-heading = Help with Nylas’ page
sign-in-help-words =
    { $elsewhere ->
        [yes] On Nylas’ page, you allow your mailbox to be connected.
       *[no] On Nylas’ page, you paste the password that Apple created for this.
    } Your browser then comes back to this computer by itself, and this window continues.
sign-in-help-snag-1 = **Closed Nylas’ page?** Open it again here. Nothing is lost, and you won’t end up with two connections.
sign-in-help-snag-2 = **Nylas’ page says something isn’t allowed?** Then { $company } has to change a setting. Tell them what the page says.
sign-in-help-snag-3 = **Your browser says it can’t reach localhost?** Copy the whole address from the address bar and paste it here.

# ui/callback.html: where the browser ends. $ended is how: signed-in, declined, refused, expired, too-much, failed.
callback-page-who = { $company }
callback-page-heading =
    { $ended ->
        [signed-in] You’re signed in
        [declined] You didn’t sign in
        [refused] That password didn’t work
        [expired] That page was open too long
        [too-much] One more step
       *[failed] Something didn’t work
    }
callback-page-text =
    { $ended ->
        [signed-in] There’s nothing more to do here.
        [declined] That’s fine. Nothing was connected, and you can try again whenever you like.
        [refused] Nylas didn’t accept it, so nothing was connected.
        [expired] So Nylas closed it. Nothing was connected, and nothing is lost.
        [too-much] Your browser sent more than the app can read, usually old cookies.
       *[failed] Nothing was connected. It isn’t anything you did.
    }
callback-page-next =
    { $ended ->
        [signed-in] Go back to the { $company } window. It’s connecting your account now. You can close this page.
        [refused] Go back to the { $company } window. It shows you what to do. You can close this page.
        [too-much] Copy the whole address at the top of this window. Then go back to the { $company } window and paste it there. You can close this page.
        [failed] Go back to the { $company } window. It says what happened and what to do. You can close this page.
       *[other] Go back to the { $company } window and open Nylas’ page from there. You can close this page.
    }
