# Whose account.

address-heading = What is your iCloud address?
address-lead = It ends in **@icloud.com**, **@me.com** or **@mac.com**.
address-address-label = Your address
address-address-hint =
    { $practice ->
        [yes] Any made-up name will do, such as nyla@icloud.com.
       *[no] {""}
    }
address-apple-id-label = Your @icloud.com address
address-apple-id-hint = Your iCloud mail has its own address, even if you sign in to Apple with a different one. On an iPhone: Settings, your name, iCloud, Mail.
address-meant = Did you mean this?
address-connects-title = Connect
address-connects-text = { $company } can connect this address just as it is. You don’t need anything from Apple.
address-connects-icloud = Connect my iCloud address instead
address-action-use-provider = Connect this address
address-none = I don’t have an @icloud.com address
address-none-text = You can get one now. On an iPhone or iPad, go to Settings, your name, iCloud, Mail (or iCloud Mail), and turn it on. On a Mac, it’s in System Settings, your name, iCloud, iCloud Mail. Apple lets you choose an address. Then enter it here.
address-snag-address = I don’t know my iCloud address
address-snag-address-text = On an iPhone or iPad: Settings, your name at the top, iCloud, Mail (or iCloud Mail). On a Mac: System Settings, your name, iCloud, iCloud Mail. On icloud.com, open Mail and look at the sender of a new message. If you don’t have iCloud Mail yet, turn it on there. Apple then lets you choose an address.

address-help-heading = Help with your address
address-help-words = This is the address of your mailbox at Apple. It may be different from the one you use to sign in to Apple.
address-help-snag-1 = **Don’t know it?** On an iPhone or iPad: Settings, your name at the top, iCloud, Mail (or iCloud Mail). On a Mac: System Settings, your name, iCloud, iCloud Mail.
address-help-snag-2 = **Do you sign in to Apple with a Gmail or other address?** You may still have an @icloud.com address. You’ll find it in the same place.
address-help-snag-3 = **No iCloud Mail there?** Turn it on there first. Apple then lets you choose an address.
