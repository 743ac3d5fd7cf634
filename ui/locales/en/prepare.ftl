# Apple's page, and what to do there.

prepare-heading =
    { $again ->
        [yes] Create another password
       *[no] { $renewing ->
            [no] Create a password just for this
           *[yes] Create a new password for { $address }
        }
    }
prepare-lead =
    { $opened ->
        [yes] Do each step in your browser, then come back here.
       *[no] { $practice ->
            [yes] A practice page will open in your browser. This window gets small, so you can see both.
           *[no] You’ll create it on Apple’s page, in your browser. This window gets small and shows you each step.
        }
    }
prepare-renewal =
    { $renewing ->
        [needed] **Your Apple password may have changed, so the old app-specific password no longer works.** Create a new one the same way as before. The connection stays the same, and nothing is lost.
       *[wanted] When you change your Apple password, your old app-specific passwords stop working. **Create a new one** the same way as before. The connection stays the same, and nothing is lost.
    }
prepare-again = Apple shows a password only once. **Delete the entry you created** (it’s called { $label }), then create a new one the same way.
prepare-six-digit = When you sign in to Apple on a new device, what does Apple ask for besides your password?
prepare-six-digit-yes = A six-digit code
prepare-six-digit-key = My security key, or I use a passkey
prepare-six-digit-no = Nothing else
prepare-six-digit-unsure = I don’t know
prepare-six-digit-work = It’s a work or school account
prepare-six-digit-child = It’s a child’s account
prepare-advice =
    { $sixDigit ->
        [key] **That’s two-factor authentication, too.** Use your security key when Apple’s page asks for it. If you signed in with a passkey and the password can’t be created, sign out there and sign in again with your Apple password.
        [work] **Work and school accounts** often don’t allow this, and many have no iCloud Mail. It’s up to your administrator. Take a look on Apple’s page. If “App-Specific Passwords” isn’t there, ask your administrator, and tell { $company }.
        [child] **A child’s account** needs a parent: sign in on Apple’s page together. If “App-Specific Passwords” isn’t there, a parent can turn on two-factor authentication on the child’s device: Settings, the name at the top, Sign-In and Security.
       *[unsure] **That’s fine.** If Apple sent you a code when you signed in, you’re all set: look under Sign-In and Security. If not, turn on two-factor authentication: on an iPhone or iPad, open Settings, your name, Sign-In and Security. Then reload Apple’s page.
    }
prepare-step-1 =
    { $practice ->
        [yes] Press **Pretend I signed in**. On Apple’s page, you’d sign in with your Apple password and a six-digit code.
       *[no] Make sure the address bar shows **account.apple.com**. Then sign in with your **normal** Apple password.
    }
prepare-step-2 =
    { $practice ->
        [yes] Press **Pretend I found it**. On Apple’s page, you’d choose Sign-In and Security, then App-Specific Passwords.
       *[no] Apple sends six digits to your iPhone, iPad or Mac. Enter them on Apple’s page. **Use a security key?** Then use it there instead.
    }
prepare-step-3 =
    { $practice ->
        [yes] Press **Pretend I named it**. On Apple’s page, you’d enter the name below, then press Create.
       *[no] Choose **Sign-In and Security**, then **App-Specific Passwords**.
    }
prepare-step-4 =
    { $practice ->
        [yes] Press **Copy** there, then come back here.
       *[no] Choose **Generate an app-specific password**, or **+** if you already have some.
    }
prepare-step-5 = Enter the name below, then press **Create**.
prepare-step-6 = Apple may ask for your normal password again. Enter it there, **never here**.
prepare-step-7 = **Copy** the four groups of letters, then come back here. Apple shows them only once.
prepare-never = **Never share the new password with anyone.** Nobody from { $company } or from Apple will ask you for it.
prepare-helper-count = Step { $appleStep } of { $appleSteps }
prepare-action-have-password =
    { $main ->
        [have] I’ve copied it
       *[other] I already have it
    }
prepare-action-leave-helper = Show all steps
prepare-action-use-helper = Keep the steps beside my browser
prepare-snags = Something isn’t working?
prepare-snag-password = I don’t know my Apple password
prepare-snag-password-text = Apple can help you choose a new one; nobody else can. Changing it cancels your existing app-specific passwords, including other apps’, so do this first. Then come back here.
prepare-snag-phone = My phone isn’t here
prepare-snag-phone-text = Apple’s code also comes to an iPad or a Mac where you are signed in, or as a text message. If you don’t have any of them with you, just close this window. **We keep your place**, so you can continue here when you open the app again.
prepare-snag-missing = I don’t see “App-Specific Passwords”
prepare-snag-fails = Apple won’t create the password
prepare-snag-fails-text = Did you sign in with a passkey? Sign out there, then sign in with your Apple password. Is your account new? Sign in at **icloud.com** once, accept what it asks, then try again here.
prepare-snag-closed = I closed the page before copying
prepare-snag-closed-text = That happens a lot. Apple shows a password only once, so you can’t get that one back. Delete its entry (it’s called { $label }) and create another.
prepare-snag-many = Apple says there are too many passwords
prepare-snag-many-text = You can have 25. Remove one that you no longer use; whatever used it will ask for a new one. Then create the new one.
prepare-snag-language = Apple’s page isn’t in English
prepare-snag-language-text = “App-Specific Passwords” is called **App-spezifische Passwörter** in German, **Mots de passe pour applications** in French, **Contraseñas específicas para apps** in Spanish, **Password specifiche per le app** in Italian, **Senhas específicas de apps** or **Palavras-passe específicas de app** in Portuguese, and **アプリ用パスワード** in Japanese.
prepare-snag-page = Apple’s page doesn’t work
prepare-snag-page-text = Try another browser, or type account.apple.com yourself. If Apple’s status page says there’s a problem, come back in an hour. **We keep your place.**
prepare-name-to-enter = Name to enter there:
prepare-copy-label-name = Copy the name
prepare-warning = **Enter your normal Apple password only on account.apple.com.** Neither this app nor { $company } ever asks for it.
prepare-page =
    { $practice ->
        [yes] The real page is at:
       *[no] Or open it yourself:
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
prepare-draw-generate = Generate a password
prepare-draw-create = Create
prepare-draw-sample = abcd-efgh-ijkl-mnop
prepare-draw-copy = Copy

prepare-help-heading = Help with Apple’s page
prepare-help-words = You sign in to Apple as usual and have Apple create an extra password. Apple shows it once; you copy it and come back here.
prepare-help-snag-1 = **No “App-Specific Passwords” there?** Either two-factor authentication is off, or you’re in another section. On an iPhone: Settings, your name, Sign-In and Security, Two-Factor Authentication.
prepare-help-snag-2 = **No code arrives?** On Apple’s page, choose “Didn’t get a code?”. It can also be sent as a text message. If you use a security key or a passkey, Apple asks for that instead.
prepare-help-snag-3 = **Apple says you have too many?** You can have 25. Remove one that you no longer use, then create the new one.
prepare-help-snag-4 = **Did another app only ask you to press Allow?** Apple does that for some apps, but not for this one. Here it takes a password of its own, which you can cancel at any time.
