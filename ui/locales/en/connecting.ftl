# The five stages.

connecting-heading =
    { $stopped ->
        [yes] We haven’t finished connecting { $address }
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
connecting-stage-apple-calendar = Checking calendar access with Apple
connecting-stage-apple-mail = Checking mail access with Apple
connecting-stage-grant = Creating the connection
connecting-stage-calendars = Reading the names of your calendars
connecting-stage-mail = Checking the time of your newest message
connecting-slow = This is taking longer than usual. It can take up to two minutes; you don’t need to do anything.
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
        [yes] Nylas confirms that you signed in and creates the connection. Then we read your calendars, so you know it worked.
       *[no] { $asksApple ->
            [yes] First we ask Apple whether the password works for your calendars and your mail. Then we create the connection and read your calendars, so you know it worked.
           *[no] We create the connection and then read your calendars, so you know it worked.
        }
    }
connecting-help-snag-1 = We check mail and calendars separately: one can work when the other doesn’t.
connecting-help-snag-2 =
    { $hosted ->
        [yes] You can cancel at any time and sign in on Nylas’ page again. You won’t end up with two connections.
       *[no] You can cancel at any time. If the connection was created anyway, we’ll notice the next time you try. You won’t end up with two connections.
    }
connecting-help-snag-3 = If something doesn’t work, this page tells you what happened and whether your password is the problem.
