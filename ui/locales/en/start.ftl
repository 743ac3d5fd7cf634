# Only when nothing says yet how to connect. $asked (yes, no): what the company sent is wanted.

start-heading =
    { $asked ->
        [yes] Open your invitation
       *[no] Connect iCloud mail and calendar
    }
start-lead =
    { $asked ->
        [yes] The company that asked you to connect has sent you a link or a file.
       *[no] Which of these is you?
    }
start-invitation-hint = Open the link or the file that the company sent you
start-company-hint = Connect an account at your desk, or set this up for your customers
start-practice-hint = A practice run. Nothing leaves this computer
start-browser = Is the company’s page still open in your browser? Go back to it and press **2 Open the invitation**.
start-link-label = Link from your invitation
start-link-hint = Copy the whole link from the e-mail and paste it here.
start-action-open-file = Open a file…
start-reading = Reading the file…
start-nothing-yet = I don’t have a link or a file
start-nothing-yet-text = Ask the company: “Please send me an invitation for icloud-connect.” They’ll send you a link by e-mail. You don’t need to enter any settings here yourself.

start-help-heading = Help with starting
start-help-words =
    { $asked ->
        [yes] The link is in the e-mail from the company, and usually begins with https. Copy all of it and press Paste.
       *[no] Choose the one that fits. You can always come back here.
    }
start-help-snag-1 = Did a company ask you to connect your iCloud? Choose “I was asked to connect my account”. You’ll need the link or the file they sent you.
start-help-snag-2 = “I work at the company” is for people who work with Nylas and have an API key.
start-help-snag-3 = “Show me how it works” is a practice run: it doesn’t need an account, sends nothing, and shows you every step.
start-help-snag-4 = If a settings file has a mistake, we’ll show you which line to fix.
start-help-whom = Still stuck? Ask the company that told you about this app.

# The title of the system’s window in which a file is chosen.
choose-table = Choose a table of customers
choose-file = Choose the settings file you were sent
