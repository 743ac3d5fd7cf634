# At the company's own desk: a profile for its customers. $phase: looking, ready, checking, making, made; $callback as on the screen.

make-profile-heading =
    { $phase ->
        [made] The profile is ready
       *[other] Make a profile for your customers
    }
make-profile-lead =
    { $phase ->
        [made] { $administrator ->
            [yes] Build it into your own copy of this app, or have an administrator install it. Then your customers can connect by themselves.
           *[no] Send it to your customers. In this app they choose **I was asked to connect my account**, then **Open a file…**.
        }
       *[other] With it, your customers connect by themselves on Nylas’ own page. It contains no key, and they don’t need one on their computers.
    }
make-profile-busy-looking = Asking Nylas about your application…
make-profile-busy-making = Writing the profile…
make-profile-busy-checking = Checking what you’ve entered…
make-profile-company-label = Your company’s name
make-profile-company-hint = At most 30 characters. It appears on every screen, and your customers enter it on Apple’s page as the name of the password.
make-profile-uses-label = What will you use?
make-profile-uses-hint = Your customers read this first, before they decide. Choose only what you need.
make-profile-use-mail = Mail
make-profile-use-sending = Sending mail in their name
make-profile-use-calendar = Calendars
make-profile-use-contacts = Contacts
make-profile-support-email-label = Support e-mail (optional)
make-profile-support-phone-label = Support phone (optional)
make-profile-privacy-page-label = Your privacy page (optional)
make-profile-privacy-page-hint = A web address that begins with https://
make-profile-return-page-label = Return page (optional)
make-profile-return-page-hint = Opens in their browser when they finish. Also with https://
make-profile-providers-label = Other mail providers (optional)
make-profile-providers-hint = Customers with these addresses can also connect, on Nylas’ page. Each needs a connector in your Nylas application.
make-profile-provider-google = Google
make-profile-provider-microsoft = Microsoft
make-profile-provider-yahoo = Yahoo
make-profile-provider-ews = Exchange
make-profile-provider-imap = Any other mail provider
make-profile-facts = What else is in it
make-profile-host = Server
make-profile-client = Client ID
make-profile-callback = Redirect address
make-profile-registered = registered with Nylas
make-profile-unregistered = will be registered with Nylas now, for “desktop”
make-profile-connectors = Connectors
make-profile-connectors-none = none yet
make-profile-path = It’s saved here:
make-profile-administrator = Because it uses your own server, it only works when installed by an administrator or built into the app.
make-profile-where-loose = To try it yourself, start this app with --profile and that file.
make-profile-action-continue =
    { $phase ->
        [made] Done
       *[other] Save the profile
    }
make-profile-action-copy-profile = Copy contents
make-profile-action-preview-profile = Preview the first page
make-profile-action-try-profile = Try it as a customer
make-profile-action-show-file = Show in folder

make-profile-help-heading = Help with the profile
make-profile-help-words = A profile is a small text file that says whose app this is and how to reach Nylas. The documentation explains every line.
make-profile-help-snag-1 = Nylas must know the redirect address exactly as it appears here, with its number. This app registers it for you.
make-profile-help-snag-2 = If that number is taken on your customers’ computers, put another one in the file and register that address, too.
make-profile-help-snag-3 = Your key stays here. It isn’t in the file, and must never be on a customer’s computer.
make-profile-help-whom = Still stuck? Ask your Nylas administrator.
make-profile-help-whom-support = Still stuck? Ask your Nylas administrator:
