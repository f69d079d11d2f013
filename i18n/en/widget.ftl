# Words that controls say of themselves.
widget-selected = selected
widget-unavailable = not available now
widget-page-of = Page { $page } of { $pages }
widget-on = on
widget-off = off
widget-step = { $value }, { $now } of { $of }
widget-less = Less
widget-more = More
widget-less-of = { $name }: less
widget-more-of = { $name }: more
# What a thing is called that nobody gave a name.
widget-nameless-button = Button
widget-nameless-choice = Choice
widget-nameless-entry = Entry
widget-nameless-slider = Setting
widget-nameless-link = Link
widget-nameless-image = Picture without a description
widget-nameless-heading = Untitled
