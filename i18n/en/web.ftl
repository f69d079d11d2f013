# The frame of every web page.
web-service = Information stands
web-skip = Skip to the main part
web-languages = Language
web-foot = This page uses no cookies and no scripts. It does not record your name or address.
# What went wrong.
web-errors = Something needs your attention
web-error-prefix = Error:
web-not-found = There is no page at this address
web-not-found-advice = Check the address, or scan the code on the stand again.
web-failure = This page cannot be shown just now
web-failure-advice = Try again in a few minutes. If it happens again, tell the staff of the state body.
web-too-much = What you sent is too long
web-too-much-advice = Go back, shorten your texts and send them again.
web-not-a-form = What was sent cannot be read
web-not-a-form-advice = Go back and fill in the form in your browser.
