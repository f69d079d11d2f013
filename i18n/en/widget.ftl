# Words that controls say of themselves.
widget-selected = selected
widget-unavailable = not available now
widget-page-of = Page { $page } of { $pages }
