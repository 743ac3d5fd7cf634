# At the company's own desk: where its relay is, and the key for it. $phase: finding, asking, checking, confirming;
# $relayPlace: where the key belongs that is at hand; $relayFixed (yes, no): an administrator allows only $onlyRelay.

relay-key-heading =
    { $phase ->
        [asking] Connect to your company’s relay
        [confirming] Forget your relay key?
       *[busy] Connecting to your relay
    }
relay-key-lead =
    { $phase ->
        [asking] The relay is your company’s own server for invitations. We keep your key in this computer’s keychain and send it only there.
        [confirming] Invitations you’ve made stay as they are.
       *[busy] This takes a moment.
    }
relay-key-relay-label = Address of the relay
relay-key-relay-hint =
    { $relayFixed ->
        [yes] Your administrator allows { $onlyRelay }, or an address on this computer, such as an SSH tunnel’s.
       *[no] Such as https://connect.example.com. On the server itself, or through an SSH tunnel, such as http://127.0.0.1:8601.
    }
relay-key-key-label = Your relay key
relay-key-key-hint = It begins with icr_. Whoever runs the relay creates one for you, and it’s shown only once. It isn’t the Nylas API key.
relay-key-busy-finding = Looking for a key in the keychain…
relay-key-busy-checking = Asking the relay about the key…
relay-key-confirm-text = **This removes the key for { $relayPlace } from this computer’s keychain.** If you haven’t kept a copy, you’ll need a new one from whoever runs the relay.
relay-key-action-confirm = Yes, forget it
relay-key-action-keep = No, keep it
relay-key-action-continue = Connect

relay-key-help-heading = Help with the relay
relay-key-help-words = With a relay, your customers connect by themselves, and nobody but the relay has the Nylas API key. Your own key shows the relay who you are.
relay-key-help-snag-1 = **You don’t have a key?** Ask whoever runs the relay. On the server, one command creates it; the documentation of the relay has the line.
relay-key-help-snag-2 = **The relay doesn’t answer?** It may only talk to your own people inside your network, or on the server itself. Ask for the right address.
relay-key-help-snag-3 = If the keychain is locked or missing, the key still works until you close the app.
relay-key-help-whom = Still stuck? Ask whoever runs your company’s relay.
relay-key-help-whom-support = Still stuck? Ask whoever runs your company’s relay:
