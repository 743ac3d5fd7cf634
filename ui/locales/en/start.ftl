# Only when nothing says yet how to connect.

start-heading = Connect iCloud mail and calendar
start-lead = In a few minutes, you’ll create a special Apple password and connect your account.
start-point-apple = You always sign in on Apple’s own page, in your own browser. We never ask for your normal Apple password.
start-point-proof = At the end, you’ll see your calendars, so you know it worked.
start-point-back = You can undo this on Apple’s website at any time.

start-help-heading = Help with starting
start-help-words = Choose how you want to start. Trying it out doesn’t need an account, sends nothing, and shows you every step.
start-help-snag-1 = Did a company ask you to connect your iCloud? They can give you a copy of this app that’s set up for them, or sit down with you while you connect.
start-help-snag-2 = “Set this up for my company” is for people who work with Nylas and have an API key.
start-help-snag-3 = If a settings file has a mistake, we’ll show you which line to fix.
start-help-whom = Still stuck? Ask the company that told you about this app.
