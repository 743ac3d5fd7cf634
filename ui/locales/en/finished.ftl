# What the system tells while the person looks at another window.

finished-connected =
    { $practice ->
        [yes] It works! This was practice
       *[no] You’re connected
    }
    .text =
    { $practice ->
        [yes] Nothing was connected. Go back to the window to see how it ends.
       *[no] { $company } now works with your account. You can close the window.
    }
finished-stopped = Connecting has stopped
    .text = Go back to the window to see what to do next.

## A window that stays empty

blank-window = icloud-connect isn’t showing anything
    .text =
        { $system ->
            [windows]
                If the window is empty, close it, restart your computer, and open icloud-connect again.

                If that doesn’t help, install the updates for Windows and for Microsoft Edge WebView2, or use another computer.
            [macos]
                If the window is empty, close it, restart your Mac, and open icloud-connect again.

                If that doesn’t help, install the updates for macOS, or use another computer.
           *[linux]
                If the window is empty, your computer’s graphics may be the reason. Close it and start icloud-connect again with this setting:

                WEBKIT_DISABLE_DMABUF_RENDERER=1 icloud-connect

                If that doesn’t help, install the updates for your system, or use another computer.
        }
