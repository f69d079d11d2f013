"""An assistive technology in a process of its own, over AT-SPI.

    assistive.py tree             prints every node of the stand, in reading order, as JSON
    assistive.py texts            prints every passage of text and its language, in reading order, as JSON
    assistive.py tables           prints every table, row by row, each cell with what heads it, as JSON
    assistive.py activate NAME    performs the default action of the control of that name
    assistive.py focus NAME       gives it the keyboard focus
    assistive.py set NAME VALUE   gives it a value
    assistive.py write NAME WORDS gives an entry these words in place of all
    assistive.py visit STEP...    does a whole visit in one process: NAME activates the control of that name,
                                  =TITLE waits for the screen of that title, NAME=>TITLE activates it until that comes
    assistive.py entries          prints every entry with what it holds, as JSON
    assistive.py watch SECONDS    prints what the stand tells of itself meanwhile, as JSON lines
"""
import json
import sys
import threading
import time

import pyatspi
from gi.repository import GLib

EVENTS = ("object:state-changed:focused", "object:state-changed:pressed", "object:state-changed:checked", "object:announcement",
          "object:property-change:accessible-value", "object:text-changed", "window:activate")


def stand():
    for app in pyatspi.Registry.getDesktop(0):
        if app is not None and "aqparat" in (app.name or "").lower():
            return app
    return None


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        count = node.childCount
    except Exception:  # the node went away while we looked
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
        except Exception:
            continue
        yield from walk(child, depth + 1)


def every(describe):
    """What `describe` makes of each node that stays long enough to be described; None leaves one out."""
    found = []
    for node in walk(stand()):
        try:
            found.append(describe(node))
        except Exception:  # the node went away while we looked
            continue
    return [it for it in found if it is not None]


def attributes(node):
    return dict(a.split(":", 1) for a in (node.getAttributes() or []) if ":" in a)


def describe(node):
    try:
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        bounds = [box.x, box.y, box.width, box.height]
    except NotImplementedError:
        bounds = [0, 0, 0, 0]
    try:
        it = node.queryValue()
        value = [it.minimumValue, it.currentValue, it.maximumValue]
    except NotImplementedError:
        value = None
    return {
        "role": node.getRoleName(), "name": node.name or "", "description": node.description or "",
        "bounds": bounds, "states": [pyatspi.stateToString(s) for s in node.getState().getStates()],
        "attributes": attributes(node), "value": value,
    }


def passages(node):
    """The text of a node as it comes in passages of one language."""
    try:
        text = node.queryText()
    except NotImplementedError:
        return None
    found, at, end = [], 0, text.characterCount
    while at < end:
        names, start, stop = text.getAttributeRun(at, True)
        names = dict(a.split(":", 1) for a in names if ":" in a)
        found.append([text.getText(start, stop), names.get("language", "")])
        at = max(stop, at + 1)
    return found


def table(node):
    if node.getRole() != pyatspi.ROLE_TABLE:
        return None
    rows = []
    for row in walk(node):
        if row.getRole() == pyatspi.ROLE_TABLE_ROW:
            cells = [row.getChildAtIndex(index) for index in range(row.childCount)]
            cells = [{"role": it.getRoleName(), "name": it.name or "", "header": it.description or "",
                      "place": attributes(it).get("posinset", "")} for it in cells]
            rows.append({"name": row.name or "", "place": attributes(row).get("posinset", ""),
                         "of": attributes(row).get("setsize", ""), "cells": cells})
    return {"name": node.name or "", "rows": rows}


def entry(node):
    """What an entry is called and holds; None of all else."""
    try:
        node.queryEditableText()
        text = node.queryText()
    except NotImplementedError:
        return None
    return {"role": node.getRoleName(), "name": node.name or "", "text": text.getText(0, -1)}


def find(name, ability):
    """What `ability` gives of the node of that name, else of the first whose name holds it."""
    # A screen may be on its way.
    for _ in range(20):
        partly = None
        for node in walk(stand()):
            try:
                its_name = node.name or ""
                if name in its_name and (its_name == name or partly is None):
                    able = ability(node)
                    if its_name == name:
                        return able
                    partly = able
            except Exception:  # it went away while we looked, or is not able to
                continue
        if partly is not None:
            return partly
        time.sleep(0.2)
    sys.exit(f"no node named {name!r} that can do this")


def title():
    for node in walk(stand()):
        try:
            if node.getRole() == pyatspi.ROLE_HEADING and attributes(node).get("brailleroledescription") == "h1":
                return node.name or ""
        except Exception:  # it went away while we looked
            continue
    return ""


def wait_until(seconds, wanted):
    end = time.time() + seconds
    while title() != wanted:
        if time.time() > end:
            return False
        time.sleep(0.03)
    return True


def visit(steps):
    press = lambda name: find(name, lambda node: node.queryAction()).doAction(0)
    for step in steps:
        name, arrow, wanted = step.partition("=>")
        if step.startswith("="):
            wait_until(20, step[1:]) or sys.exit(f"{step[1:]!r} never came; there was {title()!r}")
        elif arrow:
            for _ in range(20):
                press(name)
                if wait_until(1.5, wanted):
                    break
            else:
                sys.exit(f"{name!r} never led to {wanted!r}; there was {title()!r}")
        else:
            press(name)


def tell(event):
    try:
        told = {"event": str(event.type), "role": event.source.getRoleName(), "name": event.source.name or "",
                "detail": event.detail1, "text": str(event.any_data if event.any_data is not None else "")}
    except Exception:  # the node went away before we could ask
        told = {"event": str(event.type), "role": "", "name": "", "detail": event.detail1,
                "text": str(event.any_data if event.any_data is not None else "")}
    print(json.dumps(told, ensure_ascii=False), flush=True)


def watch(seconds):
    for kind in EVENTS:
        pyatspi.Registry.registerEventListener(tell, kind)
    # Whom nobody asked for is not told of: the first question makes this client known.
    every(lambda node: None)
    print(json.dumps({"event": "ready", "role": "", "name": "", "detail": 0, "text": ""}), flush=True)
    threading.Timer(seconds, pyatspi.Registry.stop).start()
    pyatspi.Registry.start()


def main():
    command, *rest = sys.argv[1:]
    if command == "tree":
        json.dump(every(describe), sys.stdout, ensure_ascii=False)
    elif command == "texts":
        found = every(passages)
        json.dump([passage for text in found for passage in text], sys.stdout, ensure_ascii=False)
    elif command == "tables":
        json.dump(every(table), sys.stdout, ensure_ascii=False)
    elif command == "activate":
        find(rest[0], lambda node: node.queryAction()).doAction(0)
    elif command == "focus":
        find(rest[0], lambda node: node.queryComponent()).grabFocus()
    elif command == "set":
        find(rest[0], lambda node: node.queryValue()).currentValue = float(rest[1])
    elif command == "write":
        find(rest[0], lambda node: node.queryEditableText()).setTextContents(rest[1])
    elif command == "entries":
        json.dump(every(entry), sys.stdout, ensure_ascii=False)
    elif command == "visit":
        visit(rest)
    elif command == "watch":
        watch(float(rest[0]))


# A screen may change while it is walked: its nodes go, and whoever asks them is told so by the bus.
for attempts_left in (2, 1, 0):
    try:
        main()
        break
    except GLib.GError:
        if not attempts_left:
            raise
        time.sleep(0.2)
