# Apple's page, and what to do there.

prepare-heading =
    { $again ->
        [yes] Make another password
       *[no] { $renewing ->
            [no] Make a password just for this
           *[yes] Make a new password for { $address }
        }
    }
prepare-lead =
    { $practice ->
        [yes] When it’s real, you do this on Apple’s page. Here, a practice page opens in your browser instead.
       *[no] You do this on Apple’s page, in your browser. Leave this window open beside it, and come back with the password.
    }
prepare-renewal =
    { $renewing ->
        [needed] **You changed your Apple password, so the old ones stopped working.** Make a new one the same way as before; the connection stays the same, and nothing is lost.
       *[wanted] When an Apple password is changed, the old app-specific ones stop working. **Make a new one** the same way as before; the connection stays the same, and nothing is lost.
    }
prepare-again = Apple shows a password only once. **Delete the entry you made** (it is called { $label }), then make a new one the same way.
prepare-six-digit = When you sign in to Apple on a new device, does Apple send you a six-digit code?
prepare-six-digit-yes = Yes
prepare-six-digit-no = No
prepare-six-digit-unsure = I don’t know
prepare-six-digit-work = It’s a work or school account
prepare-six-digit-child = It’s a child’s account
prepare-advice =
    { $sixDigit ->
        [work] **Work and school accounts** often leave this out: whoever looks after the account decides. Have a look on Apple’s page. If there is no “App-Specific Passwords”, ask them, and tell { $company }.
        [child] **A child’s account** needs a parent: sign in on Apple’s page together. If there is no “App-Specific Passwords”, a parent can switch on two-factor authentication on the child’s device: Settings, the name at the top, Sign-In and Security.
       *[unsure] **That’s fine.** Go ahead: if Apple sends a code, you have it. If the entry in step 3 is missing, the answer is below, under “Something isn’t working?”
    }
prepare-step-1 = Check that the top of the browser says **account.apple.com**. Sign in there with your **normal** Apple password.
prepare-step-2 = Apple sends six digits to your iPhone, iPad or Mac. Type them on Apple’s page.
prepare-step-3 = Choose **Sign-In and Security**, then **App-Specific Passwords**.
prepare-step-4 = Choose **Generate an app-specific password**, or the **+** if there are some already.
prepare-step-5 = Type this name for it:
prepare-step-6 = Apple may ask for your normal password once more. That is fine there, **never here**.
prepare-step-7 = **Copy** the four groups of letters before you close that page. Apple shows them only once.
prepare-never = **Never read the new password to anyone.** Nobody from { $company } or from Apple will ask you for it.
prepare-name-to-type = Name to type:
prepare-helper-count = Step { $appleStep } of 7
prepare-action-next-step = Next step
prepare-action-previous-step = Step before
prepare-action-leave-helper = Use the large window
prepare-action-use-helper = Use a small window beside the browser
prepare-snags = Something isn’t working?
prepare-snag-password = I don’t know my Apple password
prepare-snag-password-text = Apple can help you choose a new one; nobody else can. A new one ends all app-specific passwords you had, also those of other programs, so this comes first. Afterwards, go on here.
prepare-snag-phone = My phone isn’t here
prepare-snag-phone-text = Apple’s code also comes to an iPad or a Mac where you are signed in, or as a text message. If none of them is at hand, just close this window. **We keep your place**, and you go on here when you open the program again.
prepare-snag-missing = The entry “App-Specific Passwords” is missing
prepare-snag-missing-text = Then two-factor authentication is off. On an iPhone or iPad: Settings, your name, Sign-In and Security, **Two-Factor Authentication**. On a Mac: System Settings, in the same place. Afterwards, load Apple’s page again.
prepare-snag-closed = I closed the page before copying
prepare-snag-closed-text = That happens a lot. Apple shows a password only once, so that one is of no use any more: delete its entry (it is called { $label }) and make another.
prepare-snag-many = Apple says there are too many passwords
prepare-snag-many-text = There can be 25. Remove one that you no longer use; whatever used it will ask for a new one. Then make the new one.
prepare-snag-page = Apple’s page doesn’t work
prepare-snag-page-text = Try another browser, or type account.apple.com by hand. Sometimes Apple has trouble of its own: its status page says so, and then it helps to come back in an hour. **We keep your place.**
prepare-copy-label-name = Copy the name
prepare-warning = **Your normal Apple password belongs on account.apple.com only.** Neither this program nor { $company } ever asks for it.
prepare-page =
    { $practice ->
        [yes] When it’s real, this is the address of Apple’s page:
       *[no] The page doesn’t open? Type or paste this into your browser:
    }
prepare-copy-page-name = Copy the address of Apple’s page
prepare-action-open-apple =
    { $opened ->
        [yes] { $practice ->
            [yes] Open the page again
           *[no] Open Apple’s page again
        }
       *[no] { $practice ->
            [yes] Open the practice page
           *[no] Open Apple’s page
        }
    }

# Words in the drawings, as Apple writes them.
prepare-draw-host = account.apple.com
prepare-draw-section = Sign-In and Security
prepare-draw-entry = App-Specific Passwords
prepare-draw-sample = abcd-efgh-ijkl-mnop
prepare-draw-copy = Copy

prepare-help-heading = Help with Apple’s page
prepare-help-words = You sign in at Apple as usual and let Apple make an extra password. Apple shows it once; you copy it and come back here.
prepare-help-snag-1 = **No “App-Specific Passwords” there?** Then two-factor authentication is off, or you are in another section. On an iPhone: Settings, your name, Sign-In and Security, Two-Factor Authentication.
prepare-help-snag-2 = **No code arrives?** On Apple’s page, choose “Didn’t get a code?”. It can also be sent as a text message.
prepare-help-snag-3 = **Apple says you have too many?** There can be 25. Remove one that you no longer use, then make the new one.
