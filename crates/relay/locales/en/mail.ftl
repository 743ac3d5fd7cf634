# The mails to whoever is invited: plain text and HTML have the same sentences. They read them in their mail program, and may not expect them.

mail-subject = { $letter ->
        [renewal] Please reconnect your iCloud account to { $company }
        [again] Your new link for { $company }
        [reminder] Reminder: connect your iCloud account to { $company }
        [renewal-reminder] Reminder: reconnect your iCloud account to { $company }
       *[invitation] Connect your iCloud account to { $company }
    }
mail-hello = Hello { $name },
mail-lead = { $letter ->
        [renewal] Your iCloud account isn’t connected to { $company } any more. That usually happens when you change your Apple password. Nothing is wrong with your account. To connect it again, you create one new password on Apple’s website.
        [again] Here’s a new link to connect your iCloud account to { $company }.
        [reminder] A few days ago we sent you an invitation to connect your iCloud account to { $company }. You can still use it.
        [renewal-reminder] Your iCloud account still isn’t connected to { $company }. It’s quick to connect again.
       *[invitation] { $company } is asking you to connect your iCloud account, so that it works with your account there.
    }
mail-label = It’s for { $label }.
mail-how = { $phone ->
        [yes] It takes about five minutes. Open this link on your phone or on a computer:
       *[no] It takes about five minutes. Open this link on a Windows, Mac or Linux computer, and have your iPhone or iPad nearby:
    }
mail-open = Open my invitation
mail-domain = The link leads to { $domain }. If you see another address, please close the page.
mail-valid = { $days ->
        [one] It works for one more day.
       *[other] It works for { $days } days.
    } It’s just for you, so please don’t forward it.
mail-never = Nobody from { $company } will ever ask you to e-mail a password or to read one out.
mail-questions = Questions? Your reference is { $reference }.
mail-questions-email = E-mail { $company }: { $email }
mail-questions-phone = Call { $company }: { $phone }
mail-unexpected = Weren’t expecting this, or don’t want it? You don’t have to do anything. If you like, let { $company } know:
mail-decline = I don’t want this
