"""Makes Orca 43 hear its own keys over the stand, read its texts line by line, and say its news.

Put it into ~/.local/share/orca/ of the user who runs Orca. For any other Orca it changes nothing: from
release 45 on Orca takes its keys from the display and says what a program announces by itself.
"""
import pyatspi
from gi.repository import GLib
from orca import event_manager, orca_platform
from orca.scripts import default
from pyatspi.text import Text

CHARACTER, WORD, LINE = 0, 1, 3  # granularities of org.a11y.atspi.Text


def keys_from_display(manager, _new):
    """Not from the program, as Orca 43 has it for all but GTK 4: the stand's toolkit hands no keys on."""
    THEIRS["keys"](manager, True)


def text_at(text, offset, boundary):
    """Orca 43 asks by boundary, which AT-SPI gave up; the stand answers by granularity."""
    try:
        return THEIRS["text"](text, offset, boundary)
    except GLib.GError:
        granularity = {pyatspi.TEXT_BOUNDARY_CHAR: CHARACTER, pyatspi.TEXT_BOUNDARY_WORD_START: WORD,
                       pyatspi.TEXT_BOUNDARY_WORD_END: WORD}.get(boundary, LINE)
        return text.getStringAtOffset(offset, granularity)


def with_news(script):
    """What the stand announces is said."""
    found = THEIRS["listeners"](script)
    found["object:announcement"] = lambda event: script.presentMessage(event.any_data)
    return found


if orca_platform.version.startswith("43."):
    THEIRS = {"keys": event_manager.EventManager.setKeyHandling, "text": Text.getTextAtOffset,
              "listeners": default.Script.getListeners}
    event_manager.EventManager.setKeyHandling = keys_from_display
    Text.getTextAtOffset = text_at
    default.Script.getListeners = with_news
