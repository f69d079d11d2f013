"""An assistive technology in a process of its own, over AT-SPI.

    assistive.py tree             prints every node of the stand, in reading order, as JSON
    assistive.py activate NAME    performs the default action of the control of that name
    assistive.py focus NAME       gives it the keyboard focus
    assistive.py watch SECONDS    prints focus changes and announcements as JSON lines
"""
import json
import sys

import pyatspi


def stand():
    for app in pyatspi.Registry.getDesktop(0):
        if app is not None and "aqparat" in (app.name or "").lower():
            return app
    return None


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    for index in range(node.childCount):
        try:
            child = node.getChildAtIndex(index)
        except Exception:  # the node went away while we looked
            continue
        yield from walk(child, depth + 1)


def describe(node):
    try:
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        bounds = [box.x, box.y, box.width, box.height]
    except NotImplementedError:
        bounds = [0, 0, 0, 0]
    states = [pyatspi.stateToString(s) for s in node.getState().getStates()]
    attributes = dict(a.split(":", 1) for a in (node.getAttributes() or []) if ":" in a)
    return {
        "role": node.getRoleName(), "name": node.name or "", "bounds": bounds,
        "states": states, "attributes": attributes,
    }


def find(name):
    for node in walk(stand()):
        if node.name == name:
            return node
    for node in walk(stand()):
        if name in (node.name or ""):
            return node
    sys.exit(f"no node named {name!r}")


def main():
    command = sys.argv[1]
    if command == "tree":
        nodes = []
        for node in walk(stand()):
            try:
                nodes.append(describe(node))
            except Exception:  # the node went away while we looked
                continue
        json.dump(nodes, sys.stdout, ensure_ascii=False)
    elif command == "activate":
        find(sys.argv[2]).queryAction().doAction(0)
    elif command == "focus":
        find(sys.argv[2]).queryComponent().grabFocus()
    elif command == "watch":
        import threading

        def tell(event):
            print(json.dumps({"event": str(event.type), "name": event.source.name or "",
                              "text": str(event.any_data or "")}, ensure_ascii=False), flush=True)

        for kind in ("object:state-changed:focused", "object:announcement"):
            pyatspi.Registry.registerEventListener(tell, kind)
        threading.Timer(float(sys.argv[2]), pyatspi.Registry.stop).start()
        pyatspi.Registry.start()


main()
