"""Makes Orca 43 hear its own keys over the stand, read its texts line by line, and say its news.

Put it into ~/.local/share/orca/ of the user who runs Orca. Later releases of Orca take their keys from
the display for every program, ask texts in today's way, and announce what a program announces.
"""
import pyatspi
from gi.repository import GLib
from orca import event_manager
from orca.scripts import default
from pyatspi.text import Text

LINE, WORD, CHARACTER = 3, 1, 0  # granularities of org.a11y.atspi.Text


def keys_from_display(manager, _new, set_key_handling=getattr(event_manager.EventManager, "setKeyHandling", None)):
    """Not from the program, as Orca 43 has it for all but GTK 4: the stand's toolkit hands no keys on."""
    set_key_handling(manager, True)


def text_at(text, offset, boundary, ask=Text.getTextAtOffset):
    """Orca 43 asks by boundary, which AT-SPI gave up; the stand answers by granularity."""
    try:
        return ask(text, offset, boundary)
    except GLib.GError:
        granularity = {pyatspi.TEXT_BOUNDARY_CHAR: CHARACTER, pyatspi.TEXT_BOUNDARY_WORD_START: WORD,
                       pyatspi.TEXT_BOUNDARY_WORD_END: WORD}.get(boundary, LINE)
        return text.getStringAtOffset(offset, granularity)


def with_news(script, listeners=default.Script.getListeners):
    """What the stand announces is said."""
    found = listeners(script)
    found["object:announcement"] = lambda event: script.presentMessage(event.any_data)
    return found


if hasattr(event_manager.EventManager, "setKeyHandling"):
    event_manager.EventManager.setKeyHandling = keys_from_display
    Text.getTextAtOffset = text_at
if not hasattr(default.Script, "onAnnouncement"):
    default.Script.getListeners = with_news
