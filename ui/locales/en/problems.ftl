# Every problem: its value is what happened, .text is more about it, .next is what to do.
# What each code means is in docs/problems.md. $kind is the variant; $value what it speaks of; $making (yes, no): whether
# something was under way that may have been made.
# A problem of a service or of the network never sounds like a wrong password.

## What was typed

problem-P01 = This looks like your normal Apple password
    .text = It may well be the right password, but it is the wrong kind. It was wiped at once and sent to nobody.
    .next = Make an app-specific password on Apple’s page; it has four groups of four letters, like abcd-efgh-ijkl-mnop. Then paste it here.
problem-P02 = This is a six-digit code
    .text = Apple’s six digits belong on Apple’s page, where you sign in.
    .next = Type them there and go on to App-Specific Passwords. What goes here are four groups of four letters.
problem-P03 =
    { $kind ->
        [empty] There is no password here yet
        [label] This is the name, not the password
        [words] This is some other text
        [several] This is more than one password
        [odd-letters] One letter is from another alphabet
        [too-long] This is much longer than the password
       *[other] This is only part of the password
    }
    .text =
    { $kind ->
        [label] You typed this name on Apple’s page. After that, Apple showed a password with four groups of letters.
        [several] There are several passwords in what you pasted, and only you can tell which one is the newest.
        [odd-letters] Apple uses the plain letters a to z. Some letters of other alphabets look just the same.
        [too-long] More than the password was copied along.
       *[other] The whole password has four groups of four letters, like abcd-efgh-ijkl-mnop.
    }
    .next =
    { $kind ->
        [empty] Copy the password on Apple’s page, then press **Paste**.
        [several] Copy only the newest one, then press **Paste**.
       *[other] Copy all four groups on Apple’s page, then press **Paste**. If that page is closed already, make another password.
    }
problem-P04 = This is an e-mail address
    .text = The address is known already. What goes here are the four groups of four letters from Apple’s page.
    .next = Copy the password on Apple’s page, then press **Paste**.
problem-P05 =
    { $kind ->
        [empty] There is no address here yet
        [no-at] The @ is missing
        [many-ats] There is more than one @
        [space] There is a space in the address
        [character] One character doesn’t belong in an address
        [unfinished] The address isn’t complete
        [too-long] This is much longer than an address
        [meant] Is there a slip in the address?
        [apple-id-empty] Your @icloud.com address is needed, too
        [apple-id-other] This one isn’t an iCloud address either
        [apple-id-odd] Your @icloud.com address isn’t complete
       *[other] This isn’t an iCloud address
    }
    .text =
    { $kind ->
        [many-ats] Only one address can be connected at a time.
        [character] It may be a letter of another alphabet that looks just the same.
        [too-long] Something else was perhaps pasted along.
        [meant] { $value } is not one of Apple’s, but it is very close.
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
            }. That is fine if you sign in to Apple with this address: your mailbox at Apple has one of its own as well.
        [other] { $value } is not Apple’s. That is fine if you sign in to Apple with this address: your mailbox at Apple has one of its own as well.
        [apple-id-empty] Your mail and calendars at Apple belong to an address of Apple’s own.
       *[any] An iCloud address looks like name@icloud.com, name@me.com or name@mac.com.
    }
    .next =
    { $kind ->
        [empty] Please type your iCloud address. If you don’t know it, **Help** says where to look.
        [meant] Use the address offered below, or correct it yourself.
        [other-provider] { $goesOn ->
            [yes] { $company } can connect this address, too: go on with it. Or fill in your @icloud.com address as well, below, if that one is meant.
           *[no] Please fill in your @icloud.com address as well, below. **Help** says where to find it.
        }
        [other] Please fill in your @icloud.com address as well, below. **Help** says where to find it.
        [apple-id-empty] Please fill it in below. On an iPhone it is under Settings, your name, iCloud, Mail.
        [apple-id-other] Please give the one that ends in @icloud.com, @me.com or @mac.com. On an iPhone it is under Settings, your name, iCloud, Mail.
       *[any] Please look at it once more and correct it.
    }
problem-P06 = This is a phone number
    .text = You can sign in to Apple with it, but your mailbox has an address.
    .next = Please type your address that ends in @icloud.com, @me.com or @mac.com. If you don’t know it, **Help** says where to look.

## Apple

problem-A01 =
    { $kind ->
        [no-tries] Please make a new password first
       *[other] The right place, but Apple did not accept this password
    }
    .text =
    { $kind ->
        [no-tries] Apple said no twice. Trying on could lock your address out for a while, so nothing was sent.
        [mail] Apple’s mail said no. That is mostly for one of three reasons: your normal Apple password was changed lately, which stops all older app-specific passwords; a letter got lost in copying; or the entry was deleted on Apple’s page.
        [calendar] Apple’s calendar said no; mail could not be asked from here. That is mostly for one of three reasons: your normal Apple password was changed lately, which stops all older app-specific passwords; a letter got lost in copying; or the entry was deleted on Apple’s page.
       *[other] Mail and calendar both said no. That is mostly for one of three reasons: your normal Apple password was changed lately, which stops all older app-specific passwords; a letter got lost in copying; or the entry was deleted on Apple’s page.
    }
    .next = Make a **new** app-specific password and paste that. Please also look at the address once more: { $icloud }
problem-A02 = Apple accepts the password for your calendars, but not for your mail
    .text = So the password is right. Perhaps { $icloud } has no iCloud mailbox yet, or your mailbox has another @icloud.com address.
    .next = On an iPhone, look under Settings, your name, iCloud, Mail: switch it on, or note the address shown there and give that one instead. Then try again.{ $anyway ->
        [yes] {" "}If both are right, you can try with Nylas anyway.
       *[no] {""}
    }
problem-A03 = Apple accepts the password for your mail, but not for your calendars
    .text = So the password is right. Mostly this passes by itself, or iCloud Calendar is switched off.
    .next = On an iPhone, look under Settings, your name, iCloud, and switch Calendars on. Then try again.{ $anyway ->
        [yes] {" "}If that is in order, you can try with Nylas anyway.
       *[no] {""}
    }
problem-A04 = Apple isn’t answering just now
    .text = Apple is busy or asks for a pause. Your password has nothing to do with it.
    .next = Wait a little and try again. You don’t need a new password, and please don’t try another one.
problem-A05 = Apple has locked this account for now
    .text = Apple says so itself. It does that to protect the account, for instance after many wrong tries. Whether your password is right cannot be told before it is unlocked.
    .next = Unlock it on Apple’s page: the button below leads there. If you choose a new Apple password on the way, make a new app-specific password afterwards, because the old one stops working. Then try again.
problem-A06 = Then one thing comes first: two-factor authentication
    .text = Without it, Apple’s page has no App-Specific Passwords. It means that Apple sends six digits to your own device whenever you sign in somewhere new.
    .next = On an iPhone or iPad: Settings, your name, Sign-In and Security, **Two-Factor Authentication**. On a Mac: System Settings, in the same place. Come back here afterwards. If you aren’t sure, just have a look on Apple’s page: this stops nothing.
problem-A07 = This address leads to iCloud, under another name
    .text =
    { $kind ->
        [domain] The mail of { $value } is looked after by iCloud. But Apple lets you sign in only with your account’s own address, the one that ends in @icloud.com.
       *[other] Apple lets you sign in only with your account’s own address, the one that ends in @icloud.com.
    }
    .next = Please write that one below. The first one stays as it is, and is the one we show. On an iPhone it is under Settings, your name, iCloud, Mail.

## Nylas

problem-N01 = The right place, but Apple did not accept this password
    .text = Nylas asked Apple and got a no. That is mostly for one of three reasons: your normal Apple password was changed lately, which stops all older app-specific passwords; a letter got lost in copying; or the entry was deleted on Apple’s page.
    .next =
    { $kind ->
        [sign-in] Make a **new** app-specific password, then open Nylas’ page again and paste that. Please also look at the address once more: { $icloud }
       *[other] Make a **new** app-specific password and paste that. Please also look at the address once more: { $icloud }
    }
problem-N02 = Apple didn’t answer Nylas in time
    .text = This is a hiccup between the two. Your password has nothing to do with it.
    .next = Wait a minute and try again.{ $making ->
        [yes] {" "}That is safe: we look first whether it went through, and nothing doubles.
       *[no] {""}
    }
problem-N03 = There were too many tries in a short time
    .text = Nylas takes a break with this address. It says nothing about your newest password.
    .next = Please leave it for an hour, then try once more with a **new** app-specific password. If you have only just made it, it will still do.
problem-N04 =
    { $kind ->
        [empty] There is no key here yet
        [not-a-key] This doesn’t look like an API key
        [secret-demanded] Nylas does not let this program end the sign-in
       *[other] Nylas did not accept the API key
    }
    .text =
    { $kind ->
        [empty] The API key is in the Nylas dashboard, in your application, under API Keys.
        [not-a-key] An API key is one long word that begins with nyk_ and has no spaces. Nothing was sent to anybody.
        [secret-demanded] A setting in Nylas asks for a secret that does not belong on your computer. This is for { $company } to change; your password has nothing to do with it.
       *[other] It may have been deleted or replaced, or belong to another server. This has nothing to do with anybody’s Apple password.
    }
    .next =
    { $kind ->
        [empty] Copy it there and paste it here.
        [not-a-key] Copy it once more from the Nylas dashboard, and nothing else with it.
        [secret-demanded] Copy the details for { $company } and send them there: in the Nylas dashboard, the callback address { $callback } needs the platform “Desktop”. Once that is done, sign in again.
       *[other] Whoever looks after Nylas at { $company } can make a new key in the Nylas dashboard. Use that one, or try again if this one should work.
    }
problem-N05 = Nylas isn’t set up for iCloud here yet
    .text = The iCloud connector of this Nylas application is missing. This is for { $company } to do, and your password has nothing to do with it.
    .next = Copy the details for { $company } and send them there. Once the connector is there, try again.
problem-N06 = Nylas asks for a short pause
    .text = Many requests came at the same time. Your password has nothing to do with it.
    .next = Wait a little, then try again.
problem-N07 =
    { $kind ->
        [practice] Practice could not be started
       *[other] Nylas isn’t available just now
    }
    .text =
    { $kind ->
        [practice] The part of this program that plays Nylas did not start.
       *[other] The service has a problem of its own. Your password has nothing to do with it.
    }
    .next =
    { $kind ->
        [practice] Try again, or close this program and open it again.
       *[other] Try again in a few minutes.{ $making ->
            [yes] {" "}That is safe: we look first whether it went through, and nothing doubles.
           *[no] {""}
        }
    }
problem-N08 = An answer came that we could not understand
    .text =
    { $kind ->
        [sign-in] Signing in on Nylas’ page did not come to its end. It says nothing about your password.
       *[other] { $making ->
            [yes] It is not clear yet whether the connection was made. It says nothing about your password.
           *[no] Perhaps something on the way answered in Nylas’ place. It says nothing about anybody’s password.
        }
    }
    .next =
    { $kind ->
        [sign-in] Open Nylas’ page once more and sign in there; nothing doubles. If it happens again, copy the details for { $company } and send them there.
       *[other] Try again.{ $making ->
            [yes] {" "}That is safe: we look first whether it went through, and nothing doubles.
           *[no] {""}
        } If it happens again, copy the details for { $company } and send them there.
    }
problem-N09 =
    { $kind ->
        [connector] { $scope ->
            [mail] Nylas did not allow making the connector for mail
           *[all] Nylas did not allow making the iCloud connector
        }
        [callback] Nylas does not know this program’s way back
        [register] Nylas does not have the way back as it must be
       *[other] Nylas does not allow { $company } to connect this account
    }
    .text =
    { $kind ->
        [connector] The key works, but this application’s plan or this key does not reach that far.
        [register] The browser’s way back has to be entered for the platform “Desktop”. Nylas did not allow that, or has it for another platform already.
        [callback] After signing in, your browser comes back to an address on this computer. { $company } has not entered it at Nylas yet; your password has nothing to do with it.
       *[other] Perhaps the plan has no room for more accounts. This is between { $company } and Nylas, and your password has nothing to do with it.
    }
    .next =
    { $kind ->
        [connector] { $scope ->
            [mail] In the Nylas dashboard, add plain mail under Connectors, or look at the plan there. Then try again.
           *[all] In the Nylas dashboard, add iCloud under Connectors, or look at the plan there. Then try again. If that is not possible, you can go on with mail alone, without calendars.
        }
        [register] In the Nylas dashboard, make { $callback } a callback address for “Desktop”, and remove it for any other platform. Then try again.
        [callback] Copy the details for { $company } and send them there: in the Nylas dashboard, { $callback } has to be a callback address for “Desktop”. Once it is, try again.
       *[other] Copy the details for { $company } and send them there. Once it is allowed, try again.
    }
problem-N10 = The connection is made, but nothing could be read through it yet
    .text = This can happen in the first minutes. Your password was accepted.
    .next = Wait a moment and try again. Nothing is made anew; we only try to read once more.
problem-N11 =
    { $kind ->
        [signed-in-as] You signed in as { $value }. Is that right?
       *[other] The connection belongs to another address
    }
    .text =
    { $kind ->
        [signed-in-as] At the beginning you named { $icloud }.
        [renewal] A new password is made for { $icloud } here. For another address it would not fit, so nothing was sent.
       *[other] Nylas made it for an address other than { $icloud }. So it isn’t shown as yours.
    }
    .next =
    { $kind ->
        [signed-in-as] If it is yours and you meant it, go on with it. If not, sign in again with the other one.
        [renewal] Go on with { $icloud }. To connect another account, go **Back** to your accounts and choose **Connect another account**.
       *[other] Go **Back** and look at the address once more. If it is right, copy the details for { $company } and send them there.
    }

## This computer

problem-C01 = This computer is offline
    .text = No connection to the internet was found. Your password has nothing to do with it.
    .next = Check the Wi-Fi or the cable, then try again. Nothing you typed is lost.
problem-C02 = A server’s name could not be found
    .text = This computer’s network did not know the way. Mostly the connection is weak or only half there. Your password has nothing to do with it.
    .next = Check the internet connection, switch a VPN off or on, then try again.
problem-C03 = The connection isn’t secure, so nothing was sent through it
    .text =
    { $kind ->
        [issuer] Something on this network steps in between. The certificate it shows was made by { $value }. Your password has nothing to do with it.
       *[other] Something on this network steps in between, or its certificate is out of order. Often it is a virus scanner or a company network. Your password has nothing to do with it.
    }
    .next =
    { $anyway ->
        [yes] Try another network, such as your phone’s hotspot, or ask whoever looks after this one. If it is meant to be like this here, you can try with Nylas anyway.
       *[no] Try another network, such as your phone’s hotspot, or ask whoever looks after this one.
    }
problem-C04 = The network’s own page answers instead
    .text = A sign-in page, as in a hotel or a train, or a proxy stands in between. Your password has nothing to do with it.
    .next = Open any website in your browser, sign in to the network there, then try again.
problem-C05 = The network blocks the way
    .text = No answer comes back at all. Often a firewall or a VPN is the cause. Your password has nothing to do with it.
    .next = Try another network, such as your phone’s hotspot, or switch a VPN off. Then try again.
problem-C06 = This computer’s date or time seems to be wrong
    .text = A secure connection is good only for a certain time, and by this computer’s clock that is not now. So nothing was sent. Your password has nothing to do with it.
    .next =
    { $anyway ->
        [yes] Set date and time, best of all automatically, then try again. If they are right already, try another network, or try with Nylas anyway.
       *[no] Set date and time, best of all automatically, then try again. If they are right already, try another network.
    }
problem-C07 =
    { $kind ->
        [this-run-only] The key works, but could not be stored
        [not-forgotten] The key could not be removed
       *[other] This computer’s keychain did not open
    }
    .text =
    { $kind ->
        [this-run-only] The keychain is locked or missing. The key counts for this run only, and next time it is asked for again.
        [not-forgotten] The keychain is locked or missing, so a stored key may still be in it.
       *[other] It is locked or missing, so a stored key could not be looked up.
    }
    .next =
    { $kind ->
        [this-run-only] You can go on as usual.
        [not-forgotten] Unlock the keychain, close this program, open it again and remove the key then.
       *[other] Type the key here; it works for this run. Or unlock the keychain, close this program and open it again.
    }
problem-C08 = Your browser did not open
    .text = This computer could not start it by itself.
    .next =
    { $practice ->
        [yes] Please try once more. In practice you can also go on without: any four groups of four letters will do.
       *[no] { $kind ->
            [sign-in] Copy the address of Nylas’ page, open your browser yourself and paste it at the top. Or try once more.
           *[other] Open your browser yourself and type **account.apple.com** at the top. The way from there is described here, step by step.
        }
    }
problem-C09 = Another program is in the way on this computer
    .text = Your browser comes back to this program by a door with the number { $value }, and another program is using it. Your password has nothing to do with it.
    .next = Close other programs, above all those for developers, then try again. Restarting the computer helps, too.
problem-C10 = This could not be saved on this computer
    .text =
    { $kind ->
        [folder-owner] The folder for it belongs to somebody else on this computer, who could read along. So nothing is written there. The folder is { $folder }, and it belongs to { $owner }.
        [folder] The folder for it cannot be kept for you alone. So nothing is written there. The folder is { $folder }, and it belongs to { $owner }.
       *[other] Perhaps the disk is full, or its folder must not be written to. What you connected is not affected.
    }
    .next =
    { $kind ->
        [folder-owner] You can go on, but the next time this program starts anew. Whoever looks after this computer can give you the folder, or move it away.
        [folder] You can go on, but the next time this program starts anew. Whoever looks after this computer can move away what stands in its place.
       *[other] You can go on. If you close this program before the end, you start over next time.
    }
problem-C11 = A file with settings could not be used
    .text =
    { $kind ->
        [network] What it says under { $file } could not be used. Nothing was sent.
        [not-supported] It asks for a kind of connection that this version of the program does not know yet.
       *[other] The profile holds something that does not fit.
    }
    .next = If the file came from a company, copy the details and send them there. If you look after it yourself, correct it and try again.
