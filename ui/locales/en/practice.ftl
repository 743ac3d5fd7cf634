# ui/practice.html: stands for Apple's page in practice, and looks like nobody's. $label as everywhere.

practice-page-title = Practice page
practice-page-banner = PRACTICE
practice-page-heading = This is not Apple’s page
practice-page-lead = It only shows what you would do there. Nothing here is real, nothing is sent anywhere, and you are never asked to type a password.
practice-page-one = Sign in
practice-page-one-text = In the real thing, first check that the address bar shows account.apple.com. Then sign in with your normal Apple password and the six digits that Apple sends to your own device.
practice-page-one-button = Pretend I signed in
practice-page-two = Find the right place
practice-page-two-text = In the real thing, choose Sign-In and Security, then App-Specific Passwords, then the +.
practice-page-two-button = Pretend I found it
practice-page-three = Give it a name
practice-page-three-text = In the real thing, enter the name that the app shows:
practice-page-three-button = Pretend I named it
practice-page-four = Copy the password
practice-page-four-text = In the real thing, Apple shows four groups of letters, only once. Here’s one for practice; it doesn’t open anything:
practice-page-copy = Copy
practice-page-copied = Copied
practice-page-back = Now go back to the app.
