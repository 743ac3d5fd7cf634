# At the company's own desk: a profile for its customers. $phase: looking, ready, making, made; $callback as on the screen.

make-profile-heading =
    { $phase ->
        [made] The profile is ready
       *[other] Make a profile for your customers
    }
make-profile-lead =
    { $phase ->
        [made] Put it into your own build of this program, or let an administrator place it. Then your customers connect by themselves.
       *[other] With it, your customers connect by themselves on Nylas’ own page. No key is in it, and none is needed on their computers.
    }
make-profile-busy-looking = Asking Nylas about your application…
make-profile-busy-making = Writing the profile…
make-profile-company-label = Your company’s name
make-profile-company-hint = At most 30 characters. It stands on every screen, and your customers type it on Apple’s page as the name of the password.
make-profile-host = Server
make-profile-client = Client ID
make-profile-callback = Way back for the browser
make-profile-registered = registered at Nylas
make-profile-unregistered = will be registered at Nylas now, for “desktop”
make-profile-connectors = Connectors
make-profile-connectors-none = none yet
make-profile-path = It is saved here:
make-profile-administrator = Because it names a server of your own, it counts only where an administrator puts it, or built into the program.
make-profile-where-loose = For a first try, start this program with ICLOUD_CONNECT_PROFILE set to that file.
make-profile-action-continue =
    { $phase ->
        [made] Done
       *[other] Save the profile
    }
make-profile-action-copy-profile = Copy what is in it

make-profile-help-heading = Help with the profile
make-profile-help-words = A profile is a small text file that says whose program this is and how Nylas is reached. Its page in the documentation explains every line.
make-profile-help-snag-1 = The way back must be known to Nylas exactly as it stands here, with its number. This program registers it for you.
make-profile-help-snag-2 = If that number is taken on your customers’ computers, write another one into the file and register that address, too.
make-profile-help-snag-3 = Your key stays here. It is not in the file, and must never be on a customer’s computer.
make-profile-help-whom = Still stuck? Ask whoever looks after Nylas at your company.
make-profile-help-whom-support = Still stuck? Ask whoever looks after Nylas at your company:
