# The five stages.

connecting-heading =
    { $stopped ->
        [yes] Not connected yet: { $address }
       *[no] Connecting { $address }
    }
connecting-lead =
    { $stopped ->
        [yes] { $hosted ->
            [yes] Nothing is lost.
           *[no] Nothing you typed is lost.
        }
       *[no] Usually about ten seconds. You can leave this window open and do something else.
    }
connecting-stage-apple-calendar = Apple accepts the password for your calendars
connecting-stage-apple-mail = Apple accepts the password for your mail
connecting-stage-grant = Nylas makes the connection
connecting-stage-calendars = Reading the names of your calendars
connecting-stage-mail = Looking at when your newest message came
connecting-slow = This takes longer than usual. It can take up to two minutes; there is nothing you need to do.
connecting-action-continue = Try with Nylas anyway
connecting-alert-confirm = Yes, that’s mine
connecting-alert-retry =
    { $kind ->
        [signed-in-as] No, sign in again
        [secret-demanded] Sign in again
        [callback] Sign in again
        [sign-in] Sign in again
       *[other] Try again
    }

connecting-help-heading = Help with connecting
connecting-help-words =
    { $hosted ->
        [yes] Nylas confirms that you signed in, and makes the connection. Then your calendars are read as proof.
       *[no] First Apple is asked whether the password fits, for calendars and for mail. Then the connection is made, and your calendars are read as proof.
    }
connecting-help-snag-1 = Mail and calendars are checked apart: one of them can work while the other does not.
connecting-help-snag-2 =
    { $hosted ->
        [yes] You can cancel at any time, and sign in on Nylas’ page once more. Nothing doubles.
       *[no] You can cancel at any time. If the connection was made all the same, that is noticed on the next try, and nothing doubles.
    }
connecting-help-snag-3 = If something does not work, this page says what it is and whether your password has to do with it.
