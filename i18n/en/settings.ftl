# All that a visitor can change: the accessibility bar, the settings, the hidden screen.

## The bar
bar-name = Accessibility
bar-speech = Speech
bar-contrast = Contrast
bar-text-size = Text size
bar-reach = Lower
bar-help = Help
bar-on = on
bar-off = off
bar-at-of = { $at }/{ $of }

## Settings
settings-title = Settings
settings-look = Colours
settings-look-standard = Standard
settings-look-high-dark = White on black
settings-look-high-light = Black on white
settings-look-yellow-on-black = Yellow on black
settings-look-low-glare = Soft, low glare
settings-size = Text size
settings-size-small = Small
settings-size-standard = Normal
settings-size-large = Large
settings-size-largest = Largest
settings-reading = Reading
settings-spacing = More line space
settings-reach = All lower down
settings-listening = Listening
settings-speech = Read aloud
settings-curtain = Hide the screen
settings-rate = Reading speed
settings-percent = { $percent } %
settings-volume = Volume
settings-touch = Listen by touch
settings-exploration = Say what is under my finger
settings-exploration-how = Move a finger over the screen: the stand says what is under it. Tap twice anywhere, and what was said last opens. Hold a finger still for six seconds to end this.
settings-switches = Switches
settings-switches-none = No switches
settings-switches-one = One switch
settings-switches-two = Two switches
settings-switches-how = With one switch the stand goes from item to item by itself, and the switch selects. Of two switches one moves, the other selects.
settings-scan-pace = Pace
settings-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
settings-key-pause = Pause between presses
settings-pause = { $milliseconds ->
    [0] none
    [250] a quarter of a second
    [500] half a second
   *[1000] one second
}
settings-key-pause-how = For hands that tremble: a key or a switch that is pressed again within this time counts once.
settings-reset = Everything as at first

## The hidden screen
curtain-title = The screen is hidden
curtain-how = To show it, touch the screen.
curtain-how-explored = To show it: “Help”, “All settings”, “Hide the screen”.
curtain-how-key = To show it, touch the screen or press { $key }.
