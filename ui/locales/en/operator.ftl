# At the company's own desk: the API key.

operator-heading =
    { $phase ->
        [asking] Enter your Nylas API key
        [no-connector] { $scope ->
            [mail] Mail isn’t set up yet
           *[all] iCloud isn’t set up yet
        }
        [confirming] Forget your API key?
       *[busy] Checking your key
    }
operator-lead =
    { $phase ->
        [asking] We keep it in this computer’s keychain and send it only to your company’s Nylas.
        [no-connector] { $scope ->
            [mail] The key works. This application has no connector for plain mail yet. We can create it now.
           *[all] The key works. This application has no iCloud connector yet. We can create it now.
        }
        [confirming] Connected accounts stay connected.
       *[busy] This takes a moment.
    }
operator-key-label = API key
operator-key-hint = In the Nylas dashboard: your application, then API Keys.
operator-busy-finding = Looking for a key in the keychain…
operator-busy-checking = Asking Nylas about the key…
operator-busy-making = Creating the connector…
operator-goes-to = The key goes to
operator-host = Server
operator-application = Application
operator-connector =
    { $scope ->
        [mail] Connector for mail
       *[all] iCloud connector
    }
operator-connector-missing = missing
operator-from-environment = This key comes from NYLAS_API_KEY. It’s used until you close the app and isn’t stored.
operator-confirm-text = **This removes the key from this computer’s keychain.** Nylas shows a key only once. If you haven’t kept a copy, you’ll need to create a new one.
operator-action-confirm = Yes, forget it
operator-action-keep = No, keep it
operator-action-use-imap = Continue with mail only
operator-action-continue =
    { $phase ->
        [asking] Check the key
       *[other] Create the connector
    }

operator-help-heading = Help with the key
operator-help-words = The API key lets this app create the connection in your company’s Nylas application. It gives access to every account there, so keep it on your computer, and never enter it on a customer’s.
operator-help-snag-1 = US and EU keys look the same, so we try both regions and use the right one.
operator-help-snag-2 = You can copy a new key only once. If you no longer have it, create another in the dashboard.
operator-help-snag-3 = If the keychain is locked or missing, the key still works until you close the app.
operator-help-whom = Still stuck? Ask your Nylas administrator.
operator-help-whom-support = Still stuck? Ask your Nylas administrator:
