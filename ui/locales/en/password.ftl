# Paste it.

password-heading = Paste the password from Apple
password-lead = Four groups of four letters. You never need to remember them.
password-password-label = App-specific password
password-verdict =
    { $shape ->
        [empty] It looks like **abcd-efgh-ijkl-mnop**. Press Paste, or type it in.
        [whole] **That looks right.** Press { $invited ->
            [yes] Send
           *[no] Connect
        } to continue.
        [held] **Your password is ready.** Press { $invited ->
            [yes] Send
           *[no] Connect
        } to continue, or paste another one.
        [no-hyphens] **That could be right**, but Apple shows it with hyphens. If this is your normal Apple password, please clear it.
        [digits] **That could be right**, but as far as we know, Apple uses only letters. Could a 0 be an o, or a 1 an l?
        [part] That’s not all of it yet: there are four groups of four letters.
        [label] This is the name you gave it. The password is the four groups of letters that Apple showed.
        [words] That doesn’t look like the password. The password is four groups of four letters.
        [several] There’s more than one password here. Please paste only the newest one.
        [odd-letters] One of the letters is from another alphabet. Copy the password from Apple’s page to get the right ones.
        [too-long] This is much longer than the password. Please paste only the four groups of letters.
        [code] Six digits are the code for Apple’s page. The password is four groups of four letters.
        [email] This is an e-mail address. The password is four groups of four letters.
        [normal] This doesn’t look like four groups of four letters. If it’s your normal Apple password, we’ll delete it and send it to nobody.
       *[other] Four groups of four letters.
    }
password-never = **Never share this password with anyone.** Nobody from { $company } or from Apple will ask you for it. Only you should enter it.
password-tries-left =
    { $tries ->
        [one] You can try one more password for this address today.
       *[other] You can try { $tries } more passwords for this address today.
    }
password-paused = To keep the account from being locked, we’re taking a break. You can try again after
password-where-it-goes =
    { $practice ->
        [yes] In practice mode, it isn’t sent anywhere. We’re only pretending to be Apple and Nylas. Never use a real one here.
       *[no] { $invited ->
            [yes] { $asksApple ->
                [yes] We check it with Apple, then send it to { $company }, which passes it to Nylas and doesn’t keep it. It isn’t saved on this computer. It goes to
               *[no] We send it to { $company }, which passes it to Nylas and doesn’t keep it. It isn’t saved on this computer. It goes to
            }
           *[no] { $asksApple ->
                [yes] We send it to Apple and to Nylas, the service that { $company } uses for this. It isn’t saved on this computer.
               *[no] We send it to Nylas, the service that { $company } uses for this. It isn’t saved on this computer.
            }
        }
    }
password-action-continue =
    { $invited ->
        [yes] Send to { $domain }
       *[no] Connect
    }
password-action-open-apple =
    { $practice ->
        [yes] Open the practice page again
       *[no] Open Apple’s page again
    }

password-help-heading = Help with the password
password-help-words = Copy the four groups of letters on Apple’s page, come back here and press Paste. Typing them works too; capital letters and hyphens don’t matter.
password-help-snag-1 = **Closed the page before copying?** That happens a lot. Delete that entry on Apple’s page and create another.
password-help-snag-2 = **Pasted something else?** Go back to Apple’s page, press Copy there, and paste again. What you paste replaces what was there.
password-help-snag-3 =
    { $practice ->
        [yes] **In practice**, any four groups of four letters will do, such as abcd-efgh-ijkl-mnop.
       *[no] **Please don’t try it on icloud.com.** This kind of password never works there, even when it’s right.
    }
password-help-snag-4 =
    { $conceals ->
        [yes] **Is somebody watching your screen remotely?** While the whole password is visible here, they see black instead of this window. That keeps it yours.
       *[no] {""}
    }
