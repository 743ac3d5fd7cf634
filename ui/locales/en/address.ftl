# Whose account.

address-heading = What is your iCloud address?
address-lead = It ends in **@icloud.com**, **@me.com** or **@mac.com**.
address-address-label = Your address
address-address-hint =
    { $practice ->
        [yes] Any made-up name will do, such as nyla@icloud.com.
       *[no] Capital letters make no difference.
    }
address-apple-id-label = Your @icloud.com address
address-apple-id-hint = Your iCloud mailbox has an address of its own, also when you sign in to Apple with another one. On an iPhone: Settings, your name, iCloud, Mail.
address-meant = Did you mean
address-snag-address = I don’t know my iCloud address
address-snag-address-text = On an iPhone or iPad: Settings, your name at the top, iCloud, Mail (or iCloud Mail). On a Mac: System Settings, your name, iCloud, iCloud Mail. On icloud.com, open Mail and look at the sender of a new message. If there is no iCloud Mail yet, switch it on in the same place; Apple then lets you choose an address.

address-help-heading = Help with your address
address-help-words = This is the address of your mailbox at Apple. It may differ from what you type to sign in to Apple.
address-help-snag-1 = **Don’t know it?** On an iPhone or iPad: Settings, your name at the top, iCloud, Mail (or iCloud Mail). On a Mac: System Settings, your name, iCloud, iCloud Mail.
address-help-snag-2 = **You sign in with a Gmail or other address?** You may still have an @icloud.com address. It is shown in the same place.
address-help-snag-3 = **No iCloud Mail there?** Switch it on in the same place first; Apple then lets you choose an address.
