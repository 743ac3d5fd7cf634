# At the company's own desk: the API key.

operator-heading =
    { $phase ->
        [asking] Enter your Nylas API key
        [no-connector] { $scope ->
            [mail] One thing is missing for mail
           *[all] One thing is missing for iCloud
        }
        [ready] Your key works
       *[busy] Looking at your key
    }
operator-lead =
    { $phase ->
        [asking] It is kept in this computer’s keychain, and sent only to your company’s Nylas.
        [no-connector] { $scope ->
            [mail] The key works. This application has no connector for plain mail yet; it can be made right now.
           *[all] The key works. This application has no iCloud connector yet; it can be made right now.
        }
        [ready] This is what it opens.
       *[busy] This takes a moment.
    }
operator-key-label = API key
operator-key-hint = In the Nylas dashboard: your application, then API Keys.
operator-busy-finding = Looking for a key in the keychain…
operator-busy-checking = Asking Nylas about the key…
operator-busy-making = Making the connector…
operator-goes-to = The key goes to
operator-host = Server
operator-application = Application
operator-connector =
    { $scope ->
        [mail] Connector for mail
       *[all] iCloud connector
    }
operator-connector-ready = ready
operator-connector-missing = not there yet
operator-from-environment = This key comes from NYLAS_API_KEY. It counts for this run only and is not stored.
operator-together = **Never ask a customer for their app-specific password.** Connect together, at one desk or on a call where they paste it themselves, or send an invitation.
operator-action-use-imap = Go on with mail only
operator-action-continue =
    { $phase ->
        [asking] Check the key
        [no-connector] Make the connector
       *[other] Continue
    }

operator-help-heading = Help with the key
operator-help-words = The API key lets this program make the connection in your company’s Nylas application. It opens every account there, so it belongs on your computer only, never on a customer’s.
operator-help-snag-1 = Keys of the US and the EU region look alike; both are tried, and the right one is used.
operator-help-snag-2 = A key that was just made can be copied only once. If it is gone, make another in the dashboard.
operator-help-snag-3 = If the keychain is locked or missing, the key works all the same, for this run only.
operator-help-whom = Still stuck? Ask whoever looks after Nylas at your company.
operator-help-whom-support = Still stuck? Ask whoever looks after Nylas at your company:
