# What the voice adds to the words on the screen.

## What something is
reader-button = button
reader-link = link
reader-switch = switch
reader-slider = slider
reader-choice = choice
reader-check-box = check box
reader-field = entry
reader-heading = heading level { $level }
reader-list = { $items ->
    [one] list of { $items } item
   *[other] list of { $items } items
}
reader-table = { $rows ->
    [one] table, { $rows } row
   *[other] table, { $rows } rows
}
reader-picture = picture
reader-quote = quotation
reader-quote-end = End of quotation.
reader-navigation = Ways on

## What state it is in
reader-not-selected = not selected
reader-chosen = chosen
reader-not-chosen = not chosen
reader-ticked = ticked
reader-not-ticked = not ticked
reader-on = on
reader-off = off
reader-empty = empty
reader-characters = { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
reader-removed = { $what } removed
reader-hidden = What was entered is not said aloud. Plug in headphones to hear it.
reader-answered = Answered
reader-withheld = not said aloud
reader-key = key, not said aloud
reader-position = { $position } of { $of }
reader-items = { $items ->
    [one] { $items } item
   *[other] { $items } items
}

## Reading
reader-end = End of page.
reader-nothing = There is nothing to read here.
reader-paused = Paused
reader-no-next-sentence = No next sentence.
reader-no-previous-sentence = No previous sentence.
reader-no-next-heading = No next heading.
reader-no-previous-heading = No previous heading.
reader-no-next-item = No next item.
reader-no-previous-item = No previous item.
