# Something came from outside. $phase (link, unknown, opening, file, using, declined, stopped); $fromDomain: whose link it
# is; $says: who asks by the file’s own word; $way (hosted, api-key, practice, not-said); $hosts.

invited-heading =
    { $phase ->
        [link] Did { $fromDomain } send you this link?
        [unknown] This link is from { $fromDomain }
        [opening] Opening your invitation
        [declined] That’s fine. Nothing was sent
        [stopped] That’s fine. No password was sent
       *[file] Were you expecting this file?
    }
invited-lead =
    { $phase ->
        [link] Say yes only if you were expecting it. This is who will get the password you create.
        [unknown] This app can’t open it.
        [opening] We’re asking { $fromDomain } what it’s for.
        [declined] We’ve closed it and won’t use it.
        [stopped] We’ve closed the invitation and won’t use it.
       *[file] A settings file tells this app who you’re connecting with. Only use one you were expecting.
    }
invited-nothing-yet = Nothing has been sent yet.
invited-way =
    { $way ->
        [hosted] With this file, you’ll sign in on a page by Nylas, the service the company uses.
        [api-key] This file is for people who work at the company: it asks for the company’s API key.
        [practice] This file is for practice. Nothing will be sent anywhere.
       *[not-said] This file doesn’t say how to connect, so we’ll ask you.
    }
invited-hosts = The page is at { $hosts }.
invited-busy = One moment…
invited-declined = If somebody is pressing you to connect, please don’t: call the company on a number you already know. If you pressed No by mistake, just open the link or the file again.
invited-action-yes =
    { $phase ->
        [link] Yes, it did
       *[file] Yes, use it
    }
invited-action-no = No, or not sure
invited-action-stop = Stop
invited-action-continue =
    { $invited ->
        [yes] Back to my invitation
       *[no] Back to the start
    }

invited-help-heading = Help with this question
invited-help-words = Anybody can send you a file or a link. If the company told you it was coming, that’s a good sign. If it came out of the blue, choose No.
invited-help-snag-1 = Choosing No sends nothing and changes nothing.
invited-help-snag-2 = Not sure? Call the company on a number you already know, and ask.
invited-help-whom = Still stuck? Ask the company that told you about this app.
