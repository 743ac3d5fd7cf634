# The operator's own page. $application: the name at Nylas of what the key opens.

home-heading = { $application }
home-lead =
    { $begun ->
        [yes] You’ve started connecting a customer. You can continue where you left off.
       *[no] Sit down with a customer and connect their iCloud account, or look after the ones you have.
    }
home-all-grants = Everything connected
home-all-grants-hint = See, renew or disconnect every account in this application
home-accounts = Connected from this computer
home-accounts-hint = The accounts you connected here, and how they’re doing
home-make-profile = Make a profile for your customers
home-make-profile-hint = A file that sets up this app in your company’s name, without your key
home-invite = Invite a customer
home-invite-hint = A link that lets them connect by themselves, through your company’s relay
home-invitations = Invitations
home-invitations-hint = How far each customer is, and where somebody is stuck
home-key = API key
home-host = It works with
home-region-us = (US region)
home-region-eu = (EU region)
home-from-environment = This key comes from NYLAS_API_KEY. It’s used until you close the app and isn’t stored.
home-lacks = You can connect customers with this key, but it can’t see everything. It’s missing:
home-together = **Never ask a customer for their app-specific password.** Let them paste it themselves.
home-action-connect-customer =
    { $begun ->
        [yes] Continue connecting
       *[no] Connect a customer
    }

home-help-heading = Help with your home page
home-help-words = Your API key gives access to every account in this application. Keep it on this computer, and never enter it on a customer’s.
home-help-snag-1 = **Connecting a customer** takes about three minutes. They need their Apple password and the iPhone, iPad or Mac that shows Apple’s sign-in codes.
home-help-snag-2 = **An account stopped working?** Its owner probably changed their Apple password. Open Everything connected and choose New password.
home-help-snag-3 = **Working on more than one application?** Use another key to switch.
home-help-whom = Still stuck? Ask your Nylas administrator.
home-help-whom-support = Still stuck? Ask your Nylas administrator:
