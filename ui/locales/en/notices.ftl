# Told once; nothing is wrong.

notice-copied = Copied.
notice-copy-failed = This computer did not allow copying. Please select the text and copy it by hand.
notice-nothing-to-paste = There is nothing to paste yet. On Apple’s page, press Copy first, or select the four groups of letters and copy them.
notice-not-made = We looked: the connection was not made. You can safely try again.
notice-stopped-on-its-way = Stopped. It was already on its way, so on the next try we look first whether the connection was made. Nothing doubles.
notice-set-aside = What was saved from last time could not be read. It was put aside, and you start fresh.
notice-key-forgotten = The key is no longer in this computer’s keychain.
