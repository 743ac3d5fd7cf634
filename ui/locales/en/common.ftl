# What every screen shares.
#
# Variables of every message in this folder: $company, $label, $address, $icloud, $host, $application, $kind, $value,
# $practice, $opened, $again, $stopped, $anyway, $removed (yes, no), $shape, $phase, $provider,
# $support, $wait (seconds), $count, $loaded, $operator (yes, no), $renewing (needed, wanted, no), $aside (a file’s name), $all, $complete, $searched (yes, no).
# Text between two asterisks on each side is strong.

# Who asks, where no company is named. Stands in the middle of sentences.
common-company-practice = the practice company
common-company-none = this company

common-brand =
    { $practice ->
        [yes] Practice
       *[no] icloud-connect
    }
common-ribbon-name = Practice
common-ribbon = PRACTICE — nothing here is real
common-preview-name = Preview
common-preview = PREVIEW — the first page your customers see

## The steps; their names never change on the way

common-steps-name = Steps
common-step-welcome = What this is
common-step-address = Your address
common-step-prepare = Apple’s page
common-step-password = Password
common-step-done = Done
common-step-is-done = (finished)
common-step-is-current = (you are here)
common-step-is-ahead = (still to come)

## Buttons

common-action-use-invitation = I was asked to connect my account
common-action-use-practice = Show me how it works
common-action-use-api-key = I work at the company
common-action-use-no-file = Use no settings file
common-action-accounts = Connected accounts
common-action-all-grants = Everything connected
common-action-check-now = Check now
common-action-use-other-key = Use another key
common-action-forget-key = Forget the stored key
common-action-make-profile = Make a profile for your customers
common-action-use-suggestion = Use this address
common-action-continue = Continue
common-action-back = Back
common-action-help = Help
common-action-open-apple =
    { $practice ->
        [yes] Open the practice page
       *[no] Open Apple’s page
    }
common-action-open-forgot = I forgot my Apple password
common-action-open-status = Open Apple’s status page
common-action-use-copied = Use it and connect
common-action-have-password = I’ve copied it
common-action-copy-label = Copy
common-action-copy-page = Copy
common-action-paste = Paste
common-action-closed-too-early = I closed the page before copying
common-action-retry = Try again
common-action-cancel = Cancel
common-action-not-mine = That’s not mine
common-action-confirm = Yes, remove it
common-action-copy-grant = Copy
common-action-copy-details = Copy the details
common-action-email-support = E-mail { $company }
common-action-tell-address = Tell { $company } my address
common-action-connect-another = Connect another account
common-action-finish = Finish
# $goesOn: it is tried again without a press.
common-wait =
    { $goesOn ->
        [yes] { $wait ->
            [one] We’ll try again in { $wait } second. You don’t need to do anything.
           *[other] We’ll try again in { $wait } seconds. You don’t need to do anything.
        }
       *[no] { $wait ->
            [one] You can try again in { $wait } second.
           *[other] You can try again in { $wait } seconds.
        }
    }

common-offered = Use the password you just copied?

# The same buttons where they stand in a problem.
common-alert-closed-too-early = Create a new password
common-alert-open-forgot = Open Apple’s page
common-alert-other-address = Use a different address
common-alert-open-apple =
    { $practice ->
        [yes] Open the practice page
       *[no] Look on Apple’s page
    }

## Problems

common-until = You can try again after
common-reference = Reference
common-call = You can also call:
common-details = Details for the person helping you
common-logged = In the Nylas dashboard, this is in your application’s logs, under the request ID
common-detail-code = Code
common-detail-screen = Screen
common-detail-stages = Stages
common-detail-began = Began
common-detail-reference = Reference
common-detail-time = Time
common-detail-username = Shape of the address
common-detail-system = System
common-detail-proxy = Proxy
common-detail-version = Version
common-detail-kind = Kind
common-detail-setting = Setting
common-detail-status = Status
common-detail-type = Type
common-detail-message = Answer
common-detail-request = Request

## Help

common-help-close = Close help
common-help-whom = Still stuck? Ask the people at { $company } who sent you here.
common-help-whom-support = Still stuck? Ask { $company }:

## How far something is

common-status-waiting = waiting
common-status-running = in progress
common-status-done = done
common-status-failed = didn’t work
common-status-skipped = not checked
