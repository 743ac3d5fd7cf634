# Customers of a table are invited. $phase: asking, reading, ready, making, done; $count: how many there are; $invited: how many
# have a result; $refused: how many of these were refused.

several-heading =
    { $phase ->
        [done] { $refused ->
            [0] Everybody is invited
           *[other] { $refused } of { $count } couldn’t be invited
        }
       *[other] Invite several customers
    }
several-lead =
    { $phase ->
        [asking] Your spreadsheet can save a table as CSV. Each line becomes an invitation.
        [reading] This takes a moment.
        [done] Each line has its own result. Save the links now, then send each person their own.
       *[other] { $invited ->
            [0] { $count ->
                [one] One customer is in the table. Nobody has been invited yet.
               *[other] { $count } customers are in the table. Nobody has been invited yet.
            }
           *[other] { $invited } of { $count } are done.
        }
    }
several-columns = The first line names the columns. Account and name are needed, the other two are optional:
several-limits = At most 1,000 lines. With your own number in external_id, nobody is invited twice when you use the table again.
several-busy-reading = Waiting for the table…
several-busy-making = Inviting… { $invited } of { $count } are done.
several-save = **Whoever has the saved table can use its links.** Send each person only their own, then delete the file. The links are shown nowhere else, and go when you leave this page.
several-action-save-links = Save the links as a table
several-action-show-file = Show in folder
several-path = Saved here:
several-list-name = Customers
several-column-account = Account
several-column-result = Result
several-column-reference = Reference
several-result-waiting = Not invited yet
several-result-made = Link made
several-result-known = Invited before
several-result-account = Not a whole address
several-result-not-apple = Not an address of Apple’s
several-result-name = The name doesn’t fit
several-result-label = The account_label doesn’t fit
several-result-number = The external_id doesn’t fit
several-result-taken = external_id is in use
several-result-not-understood = The relay couldn’t use it
several-action-cancel = Stop
several-action-continue =
    { $phase ->
        [asking] Choose a table…
        [done] See all invitations
       *[other] { $invited ->
            [0] { $count ->
                [one] Invite { $count }
               *[other] Invite { $count }
            }
           *[other] Continue
        }
    }

several-help-heading = Help with several invitations
several-help-words = One line is one invitation, for one person and one account. If a line can’t be used, the others are made all the same.
several-help-snag-1 = **Some lines were refused?** Correct them in your table, and use only those lines again. Otherwise the others would get a second link.
several-help-snag-2 = **You left before you saved?** Under Invitations, make another link for each person.
several-help-whom = Still stuck? Ask whoever runs your company’s relay.
several-help-whom-support = Still stuck? Ask whoever runs your company’s relay:
