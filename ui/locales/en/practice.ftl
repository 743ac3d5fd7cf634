# ui/practice.html: stands for Apple's page in practice, and looks like nobody's. Its steps and their buttons are those that
# prepare.ftl names beside it. $label as everywhere.

practice-page-title = Practice page
practice-page-banner = PRACTICE
practice-page-heading = This is not Apple’s page
practice-page-lead = It takes its place while you practice: you only press the buttons, and each step says what you’d do on Apple’s page. Nothing here is real, nothing is sent anywhere, and you’re never asked to type a password. The “Practice” window shows the same four steps.
practice-page-real = On Apple’s page:
practice-page-one = Sign in
practice-page-one-text = Check that the address bar shows account.apple.com. Sign in with your normal Apple password, then enter the six digits that Apple sends to your iPhone, iPad or Mac.
practice-page-one-button = Pretend I signed in
practice-page-two = Find the right place
practice-page-two-text = Choose Sign-In and Security, then App-Specific Passwords, then “Generate an app-specific password” (or the + if you already have some).
practice-page-two-button = Pretend I found it
practice-page-three = Name it
practice-page-three-text = Enter the name below, then press Create. Apple may ask for your normal password again.
practice-page-three-button = Pretend I named it
practice-page-four = Copy the password
practice-page-four-text = Apple shows four groups of letters, only once. The ones below are for practice: they don’t open anything.
practice-page-copy = Copy
practice-page-copied = Copied
practice-page-back = Now go back to the “Practice” window.
