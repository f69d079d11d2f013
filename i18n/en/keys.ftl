# What the keys are called, and what they do. Letters and F keys are called as they are printed.

## What a key is called
key-arrow-up = Up arrow
key-arrow-down = Down arrow
key-arrow-left = Left arrow
key-arrow-right = Right arrow
key-space = Space
key-comma = Comma
key-period = Full stop
key-minus = Minus
key-equal = Equals sign
key-volume-up = Volume up
key-volume-down = Volume down
key-volume-mute = Mute
key-numpad = Keypad { $key }
key-while-read-to = { $key }, while you are read to
key-while-paused = { $key }, while paused

## What it does
does-focus-next = To the next item
does-focus-previous = To the item before
does-activate = Opens or presses the chosen item
does-page-next = Turns to the next page; on a setting, one step up
does-page-previous = Turns to the page before; on a setting, one step down
does-back = One step back
does-home = To the start
does-help = Help; pressed again, each key only says what it does
does-settings = All settings
does-language = Next language
does-contrast = Next colours
does-text-size = Next text size
does-reach = Everything lower down, or back again
does-speech = Speech on or off
does-pause = Pauses speech, or goes on
does-repeat = Says the last again
does-stop = Silence until the next step
does-read-all = Reads the whole screen
does-read-on = Reads on from here
does-sentence-next = Next sentence
does-sentence-previous = Sentence before
does-heading-next = Next heading
does-heading-previous = Heading before
does-item-next = Next part of the text
does-item-previous = Part of the text before
does-spell = Spells the first word of what was said last; again, the next
does-faster = Speaks faster
does-slower = Speaks slower
does-louder = Speaks louder
does-quieter = Speaks more quietly
does-curtain = Blanks the screen, or shows it again
does-headphones-in = Headphones were plugged in: speech begins
does-headphones-out = Headphones were pulled out: silence
does-switch-one = Chooses with one switch; with two switches, moves on
does-switch-two = With two switches, chooses
