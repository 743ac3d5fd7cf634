# Paste it.

password-heading = Paste the password from Apple
password-lead = Four groups of four letters. You never need to remember them.
password-password-label = App-specific password
password-verdict =
    { $shape ->
        [empty] It looks like **abcd-efgh-ijkl-mnop**. Press Paste, or type it in.
        [whole] **That looks right.** Press Connect to go on.
        [held] **Your password from before is still here.** Press Connect to go on, or paste another one.
        [no-hyphens] **That can be right**, but Apple shows hyphens in it. If this is your normal Apple password, please clear it.
        [digits] **That can be right**, but Apple uses letters only, as far as we know. Is a 0 perhaps an o, or a 1 an l?
        [part] Not all of it yet: there are four groups of four letters.
        [label] This is the name you gave it. The password is the four groups of letters that Apple showed.
        [words] These are other words. The password is four groups of four letters.
        [several] There is more than one password here. Only the newest one, please.
        [odd-letters] One of the letters is from another alphabet. Copying it from Apple’s page brings the right ones.
        [too-long] This is much longer than the password. Only the four groups of letters, please.
        [code] Six digits are the code for Apple’s page. The password is four groups of four letters.
        [email] This is an e-mail address. The password is four groups of four letters.
        [normal] This doesn’t look like four groups of four letters. If it is your normal Apple password, it is wiped and goes nowhere.
       *[other] Four groups of four letters.
    }
password-never = **Never read this password to anyone.** Nobody from { $company } or from Apple will ask you for it. You put it in here yourself.
password-tries-left =
    { $tries ->
        [0] No try is left for this address today. With a **new** password from Apple’s page there is one more.
        [one] One try is left for this address. After that, make a new password first.
       *[other] { $tries } tries are left for this address.
    }
password-where-it-goes =
    { $practice ->
        [yes] In practice it goes nowhere: this program plays Apple and Nylas itself. Never use a real one here.
       *[no] It is sent to Apple, and to Nylas, the service that { $company } uses for this. It is kept nowhere on this computer.
    }
password-action-continue = Connect
password-action-open-apple =
    { $practice ->
        [yes] Open the practice page again
       *[no] Open Apple’s page again
    }

password-help-heading = Help with the password
password-help-words = Copy the four groups of letters on Apple’s page, come back here and press Paste. Typing them works too; capital letters and hyphens don’t matter.
password-help-snag-1 = **Closed the page before copying?** That happens a lot. Delete that entry on Apple’s page and make another.
password-help-snag-2 = **Pasted something else?** Go back to Apple’s page, press Copy there, and paste again. What you paste replaces what was there.
password-help-snag-3 =
    { $practice ->
        [yes] **In practice**, any four groups of four letters will do, such as abcd-efgh-ijkl-mnop.
       *[no] **Please don’t try it on icloud.com.** This kind of password never works there, also when it is right.
    }
password-help-snag-4 =
    { $conceals ->
        [yes] **Is somebody watching your screen from afar?** While the whole password is to be read here, they see black in place of this window. That keeps it yours.
       *[no] {""}
    }
