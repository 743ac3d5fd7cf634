# What stands around every screen, besides common.ftl: closing the window, and what this program is.

common-closing = Stop connecting?
common-closing-text = We’re still connecting your account. If you close the window now, you may have to start over.
common-action-close = Close anyway
common-action-keep-open = Keep connecting

common-about-heading = About icloud-connect
common-about-version = Version { $version }
common-about-apart = icloud-connect isn’t made or endorsed by Apple or Nylas.
common-about-license = It’s open source. You can use it under the MIT License or the Apache License 2.0.
common-about-inside = Open-source software inside
common-action-licenses = Read the licenses
common-about-close = Close
common-action-about = About this app
common-action-open-project = Project website
common-action-open-privacy = How { $company } handles your privacy
