# Every problem: its value is what happened, .text is more about it, .next is what to do.
# What each code means is in docs/problems.md. $kind is the variant; $value what it speaks of; $making (yes, no): whether
# something was under way that may have been made.
# A problem of a service or of the network never sounds like a wrong password.

## What was typed

# Who can help where nobody here can. $home (yes, no): it is one of the company’s own screens.
ask-company =
    { $home ->
        [yes] Copy the details and send them to Nylas’ support.
       *[no] { $emails ->
            [yes] E-mail { $company }: the details are filled in for you.
           *[no] Copy the details and send them to { $company }.
        }
    }
problem-P01 = This looks like your normal Apple password
    .text = It may be correct, but we need a different kind of password. We’ve deleted it and sent it to nobody.
    .next = Create an app-specific password on Apple’s page. It has four groups of four letters, like abcd-efgh-ijkl-mnop. Then paste it here.
problem-P02 = This is a six-digit code
    .text = Apple’s six digits belong on Apple’s page, where you sign in.
    .next = Enter them there and go to App-Specific Passwords. The password for this screen has four groups of four letters.
problem-P03 =
    { $kind ->
        [empty] There’s no password here yet
        [label] This is the name, not the password
        [words] This is some other text
        [several] This is more than one password
        [odd-letters] One letter is from another alphabet
        [too-long] This is much longer than the password
       *[other] This is only part of the password
    }
    .text =
    { $kind ->
        [label] This is the name you entered on Apple’s page. After that, Apple showed a password with four groups of letters.
        [several] There are several passwords in what you pasted, and only you can tell which one is the newest.
        [odd-letters] Apple uses the plain letters a to z. Some letters of other alphabets look just the same.
        [too-long] You copied more than just the password.
       *[other] The whole password has four groups of four letters, like abcd-efgh-ijkl-mnop.
    }
    .next =
    { $kind ->
        [empty] Copy the password on Apple’s page, then press **Paste**.
        [several] Copy only the newest one, then press **Paste**.
       *[other] Copy all four groups on Apple’s page, then press **Paste**. If that page is already closed, create another password.
    }
problem-P04 = This is an e-mail address
    .text = We already have your address. Here, we need the four groups of four letters from Apple’s page.
    .next = Copy the password on Apple’s page, then press **Paste**.
problem-P05 =
    { $kind ->
        [empty] There’s no address here yet
        [no-at] The @ is missing
        [many-ats] There’s more than one @
        [space] There’s a space in the address
        [comma] There’s a comma where a dot should be
        [accent] { $value } isn’t used in iCloud addresses
        [alphabet] One letter is from another alphabet
        [character] { $value } doesn’t belong in an address
        [unfinished] The address isn’t complete
        [too-long] This is much longer than an address
        [hide-my-email] This is a Hide My Email address
        [meant] Is there a typo in the address?
        [apple-id-meant] Is there a typo in your @icloud.com address?
        [apple-id-empty] Your @icloud.com address is needed, too
        [apple-id-other] This one isn’t an iCloud address either
        [apple-id-odd] Your @icloud.com address isn’t complete
       *[other] Do you have an @icloud.com address?
    }
    .text =
    { $kind ->
        [many-ats] Only one address can be connected at a time.
        [comma] The part after the @ needs a dot, as in icloud.com.
        [accent] They use plain letters, without accents.
        [alphabet] { $value } looks like an English letter, but isn’t one. That can happen when you copy and paste.
        [character] An address is letters, numbers and dots, with an @ in the middle.
        [too-long] You may have pasted something extra.
        [hide-my-email] Apple made it to forward mail to you. It has no mailbox of its own, so it can’t be connected.
        [meant] { $value } looks like a typo.
        [other-provider]
            { $value } is { $provider ->
                [google] Google’s
                [microsoft] Microsoft’s
                [yahoo] Yahoo’s
                [aol] AOL’s
                [gmx] GMX’s
                [web-de] WEB.DE’s
                [t-online] T-Online’s
                [proton] Proton’s
                [fastmail] Fastmail’s
                [zoho] Zoho’s
                [mail-ru] Mail.ru’s
                [yandex] Yandex’s
                [qq] QQ’s
                [netease] NetEase’s
               *[other] not Apple’s
            }. You may use this address to sign in to Apple, but iCloud mail has an address of its own.
        [other] { $value } is not Apple’s. You may use this address to sign in to Apple, but iCloud mail has an address of its own.
        [apple-id-empty] Your iCloud mail has its own address, even if you sign in to Apple with a different one.
       *[any] An iCloud address looks like name@icloud.com, name@me.com or name@mac.com.
    }
    .next =
    { $kind ->
        [empty] Enter your iCloud address. If you don’t know it, **Help** tells you where to look.
        [alphabet] Delete that letter and type it again.
        [hide-my-email] Enter your own address, the one that ends in @icloud.com, @me.com or @mac.com.
        [other-provider] **Yes?** Enter it below. **No?** Below, you’ll see how to get one.
        [other] **Yes?** Enter it below. **No?** Below, you’ll see how to get one.
        [apple-id-empty] Please enter it below. On an iPhone, it’s under Settings, your name, iCloud, Mail.
        [apple-id-other] Please enter the one that ends in @icloud.com, @me.com or @mac.com. On an iPhone, it’s under Settings, your name, iCloud, Mail.
       *[any] { $main ->
            [use-suggestion] Use the address below, or correct yours.
           *[other] Please check it and try again.
        }
    }
problem-P06 = This is a phone number
    .text = You can sign in to Apple with it, but your mailbox has an address.
    .next = Please enter your address that ends in @icloud.com, @me.com or @mac.com. If you don’t know it, **Help** tells you where to look.

## Apple

problem-A01 =
    { $kind ->
        [no-tries] That’s enough tries for now
        [same] This is the password that didn’t work
       *[other] Apple didn’t accept this password
    }
    .text =
    { $kind ->
        [no-tries] Several passwords were refused. One more could lock your account, so we didn’t send this one.
        [same] You pasted the same password again. We didn’t send it, because another refusal could lock your account.
        [mail] Apple refused it for your mail. Maybe your Apple password changed recently: that stops all older app-specific passwords. Maybe a letter is missing. Or maybe the password was deleted on Apple’s page.
        [calendar] Apple refused it for your calendars; we couldn’t check mail from here. Maybe your Apple password changed recently: that stops all older app-specific passwords. Maybe a letter is missing. Or maybe the password was deleted on Apple’s page.
       *[other] Apple refused it for both mail and calendars. Maybe your Apple password changed recently: that stops all older app-specific passwords. Maybe a letter is missing. Or maybe the password was deleted on Apple’s page.
    }
    .next =
    { $kind ->
        [no-tries] Take a break until the time below. Meanwhile, please double-check your address: { $icloud }
       *[other] Create a **new** app-specific password and paste that. Please also double-check your address: { $icloud }
    }
problem-A02 = Apple accepts the password for your calendars, but not for your mail
    .text = Your password is correct. Maybe { $icloud } has no iCloud mailbox yet, or your mailbox has a different @icloud.com address.
    .next = On an iPhone, look under Settings, your name, iCloud, Mail: turn it on, or enter the address shown there instead. Then try again.{ $anyway ->
        [yes] {" "}If both are correct, you can try with Nylas anyway.
       *[no] {""}
    }
problem-A03 = Apple accepts the password for your mail, but not for your calendars
    .text = Your password is correct. This usually clears up by itself. If not, iCloud Calendar may be off.
    .next = On an iPhone, look under Settings, your name, iCloud, and turn on Calendars. Then try again.{ $anyway ->
        [yes] {" "}If Calendars is already on, you can try with Nylas anyway.
       *[no] {""}
    }
problem-A04 = Apple isn’t answering right now
    .text = Apple is busy or is asking for a pause. Your password isn’t the problem.
    .next =
    { $anyway ->
        [yes] Waiting doesn’t seem to help. Nylas asks Apple from somewhere else, so it may get an answer: **try with Nylas**. You don’t need a new password.
       *[no] Wait a little and try again. You don’t need a new password, and please don’t try another one.
    }
problem-A05 = Apple has locked this account for now
    .text = Apple does this to protect an account, for example after many wrong tries. We can’t tell whether your password is correct until it’s unlocked.
    .next = Press the button below to unlock it on Apple’s page. If you choose a new Apple password there, create a new app-specific password afterward, because the old one stops working. Then try again.
problem-A06 = First, turn on two-factor authentication
    .text = You can still do this. Apple only offers App-Specific Passwords once two-factor authentication is on. From then on, Apple asks for a code or a security key when you sign in somewhere new.
    .next = On an iPhone or iPad, open Settings, your name, Sign-In and Security, **Two-Factor Authentication**. On a Mac, it’s in System Settings, in the same place. Then come back here. Not sure? Take a look on Apple’s page: you can go on either way.
problem-A07 = Apple needs your own iCloud address
    .text =
    { $kind ->
        [domain] iCloud handles the mail of { $value }. But Apple lets you sign in only with your account’s own address, the one that ends in @icloud.com.
       *[other] Apple lets you sign in only with your account’s own address, the one that ends in @icloud.com.
    }
    .next = Enter that one below. We’ll keep showing the first one. On an iPhone, it’s under Settings, your name, iCloud, Mail.

## Nylas

problem-N01 = Apple didn’t accept this password
    .text = Nylas asked Apple, and Apple refused it. Maybe your Apple password changed recently: that stops all older app-specific passwords. Maybe a letter is missing. Or maybe the password was deleted on Apple’s page.
    .next =
    { $kind ->
        [sign-in] Create a **new** app-specific password, then open Nylas’ page again and paste it there. Please also double-check your address: { $icloud }
       *[other] Create a **new** app-specific password and paste that. Please also double-check your address: { $icloud }
    }
problem-N02 = Apple didn’t answer Nylas in time
    .text = The two services couldn’t reach each other for a moment. Your password isn’t the problem.
    .next =
    { $lasting ->
        [yes] Waiting doesn’t seem to help. { ask-company } You can try again at any time.{ $scope ->
            [mail] {" "}Some mail servers only let in computers they know: { $company } can ask Nylas for fixed addresses, which the server can then allow.
           *[all] {""}
        }
       *[no] Wait a minute and try again.
    }{ $making ->
        [yes] {" "}That’s safe: we’ll first check whether it went through, and you won’t end up with two connections.
       *[no] {""}
    }
problem-N03 = Too many tries in a short time
    .text = Nylas has paused this address for a while. Your newest password may be fine.
    .next =
    { $lasting ->
        [yes] Waiting doesn’t seem to help. { ask-company } Or wait an hour, then try again. If you just created a password, you can still use it.
       *[no] Wait an hour, then try again with a **new** app-specific password. If you just created one, you can still use it.
    }
problem-N04 =
    { $kind ->
        [empty] There’s no key here yet
        [not-a-key] This doesn’t look like an API key
        [secret-demanded] Nylas wouldn’t let us finish signing you in
        [expired] The API key has expired
        [disabled] The API key was turned off
       *[other] Nylas didn’t accept the API key
    }
    .text =
    { $kind ->
        [empty] The API key is in the Nylas dashboard, in your application, under API Keys.
        [not-a-key] An API key is one long word that begins with nyk_ and has no spaces. Nothing was sent to anybody.
        [secret-demanded] A setting at Nylas asks for a secret that doesn’t belong on your computer. Only { $company } can change it, and your password isn’t the problem.
        [expired] Some Nylas keys work until a certain date, and this one’s date has passed. This isn’t about anyone’s Apple password.
        [disabled] Somebody turned it off in the Nylas dashboard, or replaced it. This isn’t about anyone’s Apple password.
       *[other] It may have been deleted or replaced, or belong to another server. This isn’t about anyone’s Apple password.
    }
    .next =
    { $kind ->
        [empty] Copy it there and paste it here.
        [not-a-key] Copy it again from the Nylas dashboard, without anything else.
        [secret-demanded] Tell { $company }: in the Nylas dashboard, the callback address { $callback } needs the platform “Desktop”. Once that’s done, sign in again.
       *[other] The Nylas administrator at { $company } can create a new key in the Nylas dashboard. Use that one, or try again if this one should work.
    }
problem-N05 = Nylas isn’t set up for iCloud here yet
    .text = This Nylas application has no iCloud connector. Only { $company } can fix this, and your password isn’t the problem.
    .next = { ask-company } Once they’ve added it, try again.
problem-N06 = Nylas is asking for a short pause
    .text = A lot of requests came in at once. Your password isn’t the problem.
    .next =
    { $lasting ->
        [yes] Waiting doesn’t seem to help. { ask-company } You can try again at any time.
       *[no] Wait a little, then try again.
    }
problem-N07 =
    { $kind ->
        [practice] Practice couldn’t start
       *[other] Nylas isn’t available right now
    }
    .text =
    { $kind ->
        [practice] The part of this app that stands in for Nylas didn’t start.
       *[other] Nylas is having trouble. Your password isn’t the problem.
    }
    .next =
    { $kind ->
        [practice] Try again, or close this app and open it again.
       *[other] { $lasting ->
            [yes] Waiting doesn’t seem to help. { ask-company } You can try again at any time.
           *[no] Try again in a few minutes.
        }{ $making ->
            [yes] {" "}That’s safe: we’ll first check whether it went through, and you won’t end up with two connections.
           *[no] {""}
        }
    }
problem-N08 = We got an unexpected answer
    .text =
    { $kind ->
        [sign-in] Signing in on Nylas’ page didn’t finish. That doesn’t mean your password is wrong.
       *[other] { $making ->
            [yes] We don’t know yet whether the connection was created. This doesn’t mean your password is wrong.
           *[no] Something on the network may have answered instead of Nylas. This doesn’t mean anybody’s password is wrong.
        }
    }
    .next =
    { $kind ->
        [sign-in] Open Nylas’ page again and sign in there. You won’t end up with two connections. If it happens again, send the details to { $company }.
       *[other] Try again.{ $making ->
            [yes] {" "}That’s safe: we’ll first check whether it went through, and you won’t end up with two connections.
           *[no] {""}
        } If it happens again, send the details to { $company }.
    }
problem-N09 =
    { $kind ->
        [connector] { $scope ->
            [mail] Nylas didn’t let us create the connector for mail
           *[all] Nylas didn’t let us create the iCloud connector
        }
        [callback] Nylas doesn’t know this app’s redirect address
        [register] The redirect address isn’t set up correctly at Nylas
        [permission] This API key isn’t allowed to do that
       *[other] Nylas doesn’t let { $company } connect this account
    }
    .text =
    { $kind ->
        [connector] The key works, but this application’s plan or this key doesn’t allow it.
        [register] The redirect address has to be registered for the platform “Desktop”. Nylas didn’t allow that, or already has it for another platform.
        [callback] After signing in, your browser comes back to an address on this computer. { $company } hasn’t registered it with Nylas yet. Your password isn’t the problem.
        [plan] The plan at Nylas has no room for it. Only { $company } can fix this with Nylas, and your password isn’t the problem.
        [permission] Nylas knows the key, but it lacks a permission, which Nylas calls { $value }. This isn’t about anyone’s Apple password.
       *[other] Nylas refused, and didn’t say why. Only { $company } can fix this with Nylas, and your password isn’t the problem.
    }
    .next =
    { $kind ->
        [connector] { $scope ->
            [mail] In the Nylas dashboard, add plain mail under Connectors, or check the plan there. Then try again.
           *[all] In the Nylas dashboard, add iCloud under Connectors, or check the plan there. Then try again. If that’s not possible, you can continue with mail only, without calendars.
        }
        [register] In the Nylas dashboard, make { $callback } a callback address for “Desktop”, and remove it for any other platform. Then try again.
        [callback] Tell { $company }: in the Nylas dashboard, { $callback } has to be a callback address for “Desktop”. Once it is, try again.
        [permission] The Nylas administrator at { $company } can give the key this permission in the Nylas dashboard, or create a key that has it. Then try again.
       *[other] { ask-company } Once they’ve changed it, try again.
    }
problem-N10 = We can’t read your mail or calendars yet
    .text = The connection is there, and your password was accepted. This can happen in the first few minutes.
    .next =
    { $lasting ->
        [yes] Waiting doesn’t seem to help. { ask-company } You can try again at any time: we’ll only try reading, and nothing new is created.
       *[no] Wait a moment and try again. We’ll only try reading again; nothing new is created.
    }
problem-N11 =
    { $kind ->
        [signed-in-as] You signed in as { $value }. Is that right?
       *[other] The connection belongs to another address
    }
    .text =
    { $kind ->
        [signed-in-as] At the start, you entered { $icloud }.
        [renewal] You’re creating a new password for { $icloud }. It wouldn’t work for another address, so we sent nothing.
       *[other] Nylas created it for an address other than { $icloud }. So we haven’t added it.
    }
    .next =
    { $kind ->
        [signed-in-as] If it’s yours and you meant to use it, continue. If not, sign in again with the other one.
        [renewal] Continue with { $icloud }. To connect another account, go **Back** to your accounts and choose **Connect another account**.
       *[other] Go **Back** and check the address. If it’s correct, send the details to { $company }.
    }

## This computer

problem-C01 = This computer is offline
    .text = We couldn’t find an internet connection. Your password isn’t the problem.
    .next = Check the Wi-Fi or the cable, then try again. Nothing you typed is lost.
problem-C02 = We couldn’t find a server
    .text =
    { $kind ->
        [no-names] This network doesn’t tell us where servers are. Your password isn’t the problem.
       *[other] The network doesn’t know the server’s name. Your internet connection may be weak. Your password isn’t the problem.
    }
    .next =
    { $kind ->
        [no-names] Open any web page in your browser. If it opens, this network probably uses a proxy: ask the company to name it in this app’s profile, under **[network] proxy**. If no page opens, check your Wi-Fi or cable. Then try again.
       *[other] Check the internet connection, turn a VPN off or on, then try again.
    }
problem-C03 = The connection isn’t secure, so nothing was sent through it
    .text =
    { $kind ->
        [issuer] Something on this network is intercepting the connection. The certificate it shows was made by { $value }. Your password isn’t the problem.
       *[other] Something on this network is intercepting the connection, or its certificate isn’t valid. Often it’s a virus scanner or a company network. Your password isn’t the problem.
    }
    .next =
    { $anyway ->
        [yes] Try another network, such as your phone’s hotspot, or ask the person who manages this one. If your network is meant to work this way, you can try with Nylas anyway.
       *[no] Try another network, such as your phone’s hotspot, or ask the person who manages this one.
    }
problem-C04 = The network’s own page answers instead
    .text = The network is showing its own sign-in page, as in a hotel or on a train, or a proxy is in between. Your password isn’t the problem.
    .next = Open any website in your browser, sign in to the network there, then try again.
problem-C05 = Your network is blocking the connection
    .text = We’re getting no answer at all. Often a firewall or a VPN is the cause. Your password isn’t the problem.
    .next = Try another network, such as your phone’s hotspot, or turn off a VPN. Then try again.
problem-C06 = This computer’s date or time seems to be wrong
    .text = Secure connections need the right date and time, and this computer’s clock doesn’t match. So we sent nothing. Your password isn’t the problem.
    .next =
    { $anyway ->
        [yes] Set the date and time, automatically if you can, then try again. If they’re already correct, try another network, or try with Nylas anyway.
       *[no] Set the date and time, automatically if you can, then try again. If they’re already correct, try another network.
    }
problem-C07 =
    { $kind ->
        [this-run-only] The key works, but we couldn’t store it
        [not-forgotten] We couldn’t remove the key
       *[other] This computer’s keychain didn’t open
    }
    .text =
    { $kind ->
        [this-run-only] The keychain is locked or missing. The key is used until you close the app, and next time we’ll ask for it again.
        [not-forgotten] The keychain is locked or missing, so a stored key may still be in it.
       *[other] It’s locked or missing, so we couldn’t look up a stored key.
    }
    .next =
    { $kind ->
        [this-run-only] You can continue as usual.
        [not-forgotten] Unlock the keychain, close this app, open it again and remove the key then.
       *[other] Enter the key here; it works until you close the app. Or unlock the keychain, close this app and open it again.
    }
problem-C08 = Your browser didn’t open
    .text = We couldn’t start it for you.
    .next =
    { $practice ->
        [yes] Please try again. In practice, you can also continue without it: any four groups of four letters will do.
       *[no] { $kind ->
            [sign-in] Copy the address of Nylas’ page, open your browser yourself and paste it into the address bar. Or try again.
           *[other] Open your browser yourself and enter **account.apple.com** in the address bar. The steps from there are listed here.
        }
    }
problem-C09 =
    { $kind ->
        [in-use] Another program is in the way on this computer
       *[other] Your browser can’t come back to this app
    }
    .text =
    { $kind ->
        [in-use] Another program is using port { $value }, which your browser needs to return here. Your password isn’t the problem.
        [reserved] Windows keeps port { $value } for itself at the moment, and your browser needs it to return here. Your password isn’t the problem.
        [not-permitted] This computer doesn’t let apps use port { $value }, which your browser needs to return here. Your password isn’t the problem.
        [no-such-address] This computer has no address of its own (localhost), which your browser needs to return here. Your password isn’t the problem.
       *[other] We couldn’t get port { $value }, which your browser needs to return here. Your password isn’t the problem.
    }
    .next =
    { $kind ->
        [in-use] Close other programs, especially developer tools, then try again. Restarting the computer helps, too.
        [reserved] Restart the computer, then try again. If it happens again, copy the details and send them to { $company }: a different port can be used.
        [not-permitted] { ask-company } A different port can be used. Or ask the person who manages this computer.
        [no-such-address] Ask the person who manages this computer, and show them the details.
       *[other] Restart the computer, then try again. If it happens again, copy the details and send them to { $company }.
    }
problem-C10 = We couldn’t save this on this computer
    .text =
    { $kind ->
        [folder-owner] The folder for it belongs to somebody else on this computer, who could read it. So we write nothing there. The folder is { $folder }, and it belongs to { $owner }.
        [folder] The folder for it can’t be kept private to you. So we write nothing there. The folder is { $folder }, and it belongs to { $owner }.
       *[other] The disk may be full, or we aren’t allowed to write to its folder. What you connected isn’t affected.
    }
    .next =
    { $kind ->
        [folder-owner] You can continue, but next time you’ll start over. The person who manages this computer can give you the folder or move it out of the way.
        [folder] You can continue, but next time you’ll start over. The person who manages this computer can move or delete what’s there.
       *[other] You can continue. If you close this app before the end, you’ll start over next time.
    }
problem-C11 =
    { $file ->
        [form] One field needs another look
       *[other] We couldn’t use a settings file
    }
    .text =
    { $kind ->
        [network] We couldn’t use what it says under { $file }. Nothing was sent.
        [no-dialog] This computer didn’t show a window for choosing files. You can paste where the file is instead, such as /home/you/Downloads/profile.toml.
        [not-supported] It asks for a kind of connection that this version of the app doesn’t support yet.
       *[other] Something in the settings file is wrong.
    }
    .next =
    { $file ->
        [form] Correct it and try again. Nothing was saved.
       *[other] If you got the file from a company, copy the details and send them to that company. If you manage it yourself, correct it and try again.
    }

## Invitations. $domain, $host: whose link it is; $until is shown by the page.

problem-I01 = This invitation has expired
    .text = Invitations work for a limited time, and this one’s time is up. No password was sent.
    .next = Ask { $company } for a new invitation.
problem-I02 = This invitation was already used
    .text = The account it’s for is already connected.
    .next = If that was you, you’re all set. If it wasn’t, please tell { $company }.
problem-I03 =
    { $kind ->
        [disputed] We’ve told { $company }
       *[other] This invitation is for a different account
    }
    .text =
    { $kind ->
        [disputed] This account was connected before today, so nothing was removed.
       *[other] The password works, but for another account than the one { $company } invited. Nothing was connected.
    }
    .next =
    { $kind ->
        [disputed] { $company } knows now that it isn’t yours. You can also remove the password on Apple’s page.
       *[other] Tell { $company } which address you’d like to use, and it can send you a new invitation.
    }
problem-I04 =
    { $kind ->
        [empty] There’s no link yet
        [cut-off] Part of the link is missing
        [code] That’s a code for your browser
        [not-a-link] That doesn’t look like an invitation
       *[other] We couldn’t find this invitation
    }
    .text =
    { $kind ->
        [empty] The field is still empty.
        [cut-off] The end of the link is missing or was changed on the way.
        [code] A code with eight characters goes on the company’s web page, not here. The page then opens the invitation for you.
        [not-a-link] An invitation is a link that usually begins with https.
       *[other] { $domain } doesn’t know it. Part of the link may be missing.
    }
    .next =
    { $kind ->
        [code] Go back to the page in your browser and enter the code there.
       *[other] Copy the whole link from the e-mail, come back here and press Paste. If that doesn’t help, ask the company for a new one.
    }
# The variants with desk are for the company’s own people.
problem-I05 =
    { $kind ->
        [odd] { $domain } sent something this app can’t use
        [no-links] { $domain } can’t send links by itself yet
        [desk-odd] { $domain } sent something this app can’t use
        [desk-elsewhere] { $domain } doesn’t take invitations from here
       *[other] We couldn’t reach { $domain }
    }
    .text =
    { $kind ->
        [odd] The company’s server answered, but not the way it should. Your password isn’t the problem.
        [no-links] The company’s server is an older one. Somebody there can send you a link.
        [slow-down] The company’s server is very busy. Your password isn’t the problem.
        [desk] Your company’s relay isn’t answering right now, or this isn’t its address.
        [desk-odd] A server answered there, but not the way a relay does.
        [desk-slow-down] Your company’s relay is very busy.
        [desk-elsewhere] A server answers there, but not to your company’s own people. They may have an address of their own.
       *[other] The company’s server isn’t answering right now. Your password isn’t the problem.
    }
    .next =
    { $kind ->
        [no-links] Ask { $company } for a new link. Tell them which account it’s for.
        [desk] Check the address, or wait a minute and try again. If it keeps happening, ask whoever runs the relay.
        [desk-odd] Check the address. If it’s right, ask whoever runs the relay.
        [desk-slow-down] Wait a minute and try again.
        [desk-elsewhere] Ask whoever runs the relay for the address that answers operators, and use your key there.
       *[other] { $lasting ->
            [yes] Waiting doesn’t seem to help. { ask-company } You can try again at any time.
           *[no] Wait a minute and try again.
        }
    }
problem-I06 = This app is too old for the invitation
    .text = The company’s server needs a newer version of this app. No password was sent.
    .next = Get the newest version, then open the link from the e-mail again.
problem-I07 = We don’t know { $domain }
    .text = This app only sends passwords to companies it knows, and { $host } isn’t one of them. Nothing was sent.
    .next = Were you expecting this? Ask the company for its own copy of this app.
problem-I08 = That’s enough tries for today
    .text = Apple locks accounts after too many wrong passwords, so we’re taking a break. Nothing more was sent.
    .next = When the break is over, create a new password on Apple’s page and open the link again.
problem-I09 = The invitation is open on another computer
    .text = Only one computer can use an invitation at a time.
    .next = Continue on the other computer. Or close the app there and ask { $company } to send you a new link for this one.
problem-I10 = { $company } isn’t ready yet
    .text = Something still needs to be set up at the company, so a password wouldn’t help yet. You didn’t do anything wrong.
    .next = Let the company know, then try again later.
problem-I11 = This invitation was taken back
    .text = It was withdrawn by the company, or declined on its web page. No password was sent.
    .next = If you’d still like to connect, ask { $company } for a new invitation.
# $relay: the company’s relay, for its own people.
problem-I12 =
    { $kind ->
        [empty] There’s no key yet
        [not-a-key] That doesn’t look like a relay key
        [role] Your relay key isn’t allowed to do that
       *[other] The relay doesn’t know this key
    }
    .text =
    { $kind ->
        [empty] The field for your relay key is still empty.
        [not-a-key] A relay key begins with icr_ and continues with letters and digits. We didn’t send anything.
        [role] { $relay } knows your key, but it needs one that may do more.
       *[other] It was ended, its time is up, or it belongs to another relay.
    }
    .next =
    { $kind ->
        [empty] Paste the key you got from whoever runs the relay.
        [not-a-key] Copy the whole key and paste it here. A password or the Nylas API key doesn’t belong here.
        [role] Ask whoever runs the relay for such a key.
       *[other] Ask whoever runs the relay for a new key, then enter it here.
    }
problem-I13 =
    { $kind ->
        [relay-empty] There’s no address yet
        [relay-odd] That doesn’t look like the address of a relay
        [relay-not-https] The address must begin with https
        [relay-not-allowed] Your key can’t be sent there
        [csv-no-dialog] This computer didn’t show a window for choosing files
        [csv-unreadable] We couldn’t read this table
        [csv-columns] The table has no account or no name
        [csv-empty] The table is empty
        [csv-too-large] The table is too large
        [account] That isn’t a whole e-mail address
        [not-apple] That address isn’t one of Apple’s
        [name] Who is it for?
        [name-long] The name is too long
        [label] The account at your company can’t be shown like this
        [label-long] The account at your company is too long
        [taken] Another invitation has this number
        [ended] This invitation is over
        [under-way] A password is on its way right now
        [not-found] The relay doesn’t have this invitation any more
       *[other] The relay couldn’t use what you entered
    }
    .text =
    { $kind ->
        [relay-empty] The field for the relay’s address is still empty.
        [relay-odd] It’s a web address, such as https://connect.example.com.
        [relay-not-https] Without https, others on the network could read your key. Only an address on this computer may begin with http.
        [relay-not-allowed] Your administrator allows { $relay } and no other server.
        [csv-no-dialog] Its file chooser is missing or didn’t open.
        [csv-unreadable] It isn’t a CSV file in UTF-8, or this computer doesn’t let us open it.
        [csv-columns] Its first line must name the columns account and name.
        [csv-empty] Below its first line, no line has anything in it.
        [csv-too-large] It has more than 1,000 lines, more than a megabyte, or a cell that is far too long.
        [account] Part of it seems to be missing, or there’s a character that doesn’t belong.
        [not-apple] An invitation is for the address that signs in at Apple. It ends in @icloud.com, @me.com or @mac.com.
        [name] The name is empty, or has characters that nobody can see.
        [name-long] A name has at most 80 characters.
        [label] It has characters that nobody can see.
        [label-long] It has at most 80 characters.
        [taken] Your company’s own number for it is in use.
        [ended] It was used, taken back or declined, or its time is up. Nothing was changed.
        [under-way] Its owner has just sent a password, and Nylas is checking it.
        [not-found] Somebody may have removed it, or this is another relay.
       *[other] This app and the relay may be of different versions.
    }
    .next =
    { $kind ->
        [under-way] Try again in a minute.
        [csv-no-dialog] Invite your customers one by one, or use another computer.
        [csv-too-large] Split it into several tables.
        [ended] Make another invitation.
        [taken] Use another one, or leave it out.
        [not-found] Load the list again.
        [not-apple] Ask its owner which address that is.
        [relay-not-allowed] Use that one, or an address on this computer, such as an SSH tunnel’s.
       *[other] Correct it and try again. Nothing was made.
    }
