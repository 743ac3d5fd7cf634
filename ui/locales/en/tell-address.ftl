# What a customer writes to the company that invited another account than theirs. $reference is the invitation’s, which the
# company’s own people look up; $invitedAccount the account that was invited.
tell-address = My iCloud address ({ $reference })
    .text =
        Hello,

        Your invitation { $reference } is for { $invitedAccount }. I’d like to connect a different iCloud account. Its address is:



        Please send me a new invitation for it. Thank you!
