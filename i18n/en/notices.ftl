# What the stand says of itself: what a change did, how the keys work.

notice-language = Language: English.
notice-look = { $look ->
    [standard] Colours: standard.
    [high-dark] Colours: white on black.
    [high-light] Colours: black on white.
    [yellow-on-black] Colours: yellow on black.
   *[low-glare] Colours: low glare.
}
notice-text-size = { $size ->
    [small] Text: small.
    [standard] Text: normal.
    [large] Text: large.
   *[largest] Text: largest.
}
notice-spacing = { $on ->
    [true] More room between lines: on.
   *[false] More room between lines: off.
}
notice-reach = { $on ->
    [true] Everything within low reach: on.
   *[false] Everything within low reach: off.
}
notice-speech = { $on ->
    [true] Speech: on.
   *[false] Speech: off.
}
notice-no-speech = Speech does not work at the moment.
notice-no-voice = There is no English voice on this stand.
notice-rate = { $end ->
    [true] Speed: { $percent } percent. There is no further step.
   *[false] Speed: { $percent } percent.
}
notice-volume = { $end ->
    [true] Volume: { $now } of { $of }. There is no further step.
   *[false] Volume: { $now } of { $of }.
}
notice-exploration = { $on ->
    [true] Say what is under my finger: on.
   *[false] Say what is under my finger: off.
}
notice-switches = { $switches ->
    [none] Switches: off.
    [one] One switch: on.
   *[two] Two switches: on.
}
notice-curtain = { $on ->
    [true] The screen is hidden.
   *[false] The screen is shown.
}
notice-headphones-out = Headphones out: the visit ends in { $seconds } seconds.

notice-no-next-page = There is no page after this one.
notice-no-previous-page = There is no page before this one.
notice-nothing-to-press = There is nothing to press here.
notice-scan-pace = Pace: { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
} for each choice.
notice-key-pause = Pause between presses: { settings-pause }.
notice-reset = Everything is as it was at first.

exploration-how = Move a finger over the screen to hear what is there. Tap twice anywhere to open it. Hold a finger still for six seconds to end this.
switches-how = { $switches ->
    [one] The stand points at one choice after the other. Press the switch to choose.
   *[two] The first switch goes on, the second one chooses.
}

welcome = Welcome. This stand speaks to you through the headphones. { $language ->
    [none] Another language: press { $next } until you hear its name.
   *[other] Another language: { $language }.
}
welcome-language = { $language ->
    [none] For English: press { $next } until you hear “English”, then { $activate }.
   *[other] For English press: { $language }.
}
welcome-keys = To the next item: { $next }. To open it: { $activate }. { $help ->
    [none] Help with the keys is among the first items, after the languages.
   *[other] Help with the keys: { $help }.
} { $pause ->
    [none] While you are read to, { $activate } pauses and goes on.
   *[other] Pause: { $pause }.
}

describer-begins = Key help. Press any key to hear what it does: nothing happens. { $by ->
    [switch] Press the switch twice to leave.
   *[key] Press { $key } twice to leave.
}
describer-leave = { $does }. Press once more to leave key help.
describer-ends = Key help is over. The keys work again.
describer-nothing = This key does nothing.
