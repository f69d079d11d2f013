# The stand's own words. Dates, times and numbers arrive ready to be shown.

## Open or closed
state-open = Open
state-break = Break
state-closed = Closed
state-until = until { $time }
state-opens-today = opens today at { $time }
state-opens-tomorrow = opens tomorrow at { $time }
state-opens-on = opens on { $date } at { $time }
state-no-hours = ask by phone when it opens
clock-not-set = The clock of this stand is not set

## Dates and times
date-day = { $weekday } { $day } { $month }
date-short = { $day } { $month }
date-year = { $day } { $month } { $year }
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
weekday-on-monday = Monday
weekday-on-tuesday = Tuesday
weekday-on-wednesday = Wednesday
weekday-on-thursday = Thursday
weekday-on-friday = Friday
weekday-on-saturday = Saturday
weekday-on-sunday = Sunday
date-on = { $weekday } { $day } { $month }
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December

## Notices
as-of = As of { $date }
as-of-old = This information may be out of date. It was last confirmed on { $date }.
demonstration = Demonstration: everything here is made up
demonstration-short = Demonstration: all made up

## Home
home-title = What would you like to know?
home-new = What is new

## Moving about
nav-back = Back
nav-home = Home
nav-previous = Previous
nav-next = Next

## A category and its pages
category-empty = There is no information here yet.
category-empty-ask = Please ask by phone:
page-verified = Checked on { $date }
page-shown-in = { $language ->
    [kk] In Kazakh
    [ru] In Russian
   *[en] In English
}
page-not-translated = { $language ->
    [kk] This page has no English text yet. It is shown in Kazakh.
    [ru] This page has no English text yet. It is shown in Russian.
   *[en] This page has no text in the chosen language yet.
}

## When something is wrong
fault-title = This page cannot be shown
fault-damaged = Its text is damaged on this stand. The other pages still work.
fault-gone = It has been taken off the stand since you opened the list.
fault-go-home = Choose “Home” to go on.

## Is anybody still here?
idle-title = Are you still here?
idle-text = { $seconds ->
    [one] The stand goes back to its start in { $seconds } second.
   *[other] The stand goes back to its start in { $seconds } seconds.
}
idle-extend = Touch the screen or press any key to go on.
idle-continue = Go on

## How to use the stand
help-title = How to use this stand
help-touch = Touch what you want to read. The buttons “Next” and “Back” take you on and back.
help-settings = All settings
help-blind = If the screen is hard to see
help-blind-how = Hold a finger still anywhere on the screen for three seconds: the stand begins to speak. With headphones, only you hear it.
help-switches = With one switch or two
help-switches-how = Choose in the settings how many switches you have. How they work is said there.
help-keys = With the keys
help-describe = Hear what each key does
help-key = Key
help-does = What it does

## Before the first content
pairing-title = This stand is being set up
pairing-do = Tell this code to the operator of the centre. Once they approve it, the information appears by itself.
pairing-no-centre = The centre has not been reached yet. The stand keeps trying.

# While the visitor is spoken to.
read-name = Reading
read-pause = Pause
read-resume = Go on
read-listen = Listen
read-repeat = Repeat
