# Only when nothing says yet how to connect.

start-heading = Connect iCloud mail and calendar
start-lead = A few calm steps lead to a password that Apple makes just for this, and to a working connection.
start-point-apple = You always sign in on Apple’s own page, in your own browser. Your normal Apple password is never asked for here.
start-point-proof = At the end you see your own calendars, as proof that it works.
start-point-back = You can take it back on Apple’s page at any time.

start-help-heading = Help with starting
start-help-words = Pick how you want to begin. Trying it out needs no account anywhere, sends nothing, and shows you every step.
start-help-snag-1 = Did a company ask you to connect your iCloud? Then they can give you a copy of this program that already knows them, or sit down with you while you connect.
start-help-snag-2 = “Set this up for my company” is for people who work with Nylas and have an API key.
start-help-snag-3 = If a file with settings is in the way, this page says which line of it needs a look.
start-help-whom = Still stuck? Ask the company that told you about this program.
