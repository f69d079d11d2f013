"""A keypad that can be plugged in and pulled out: an X keyboard of its own, driven line by line from stdin.

plug NAME | pull | down KEY | up KEY; each line is answered with "ok".
"""
import ctypes
import ctypes.util
import sys

x11, xi, xtst = (ctypes.CDLL(ctypes.util.find_library(name) or f"lib{name}.so.6") for name in ("X11", "Xi", "Xtst"))
ALL_MASTERS, ADD, REMOVE, FLOATING, MASTER_POINTER, MASTER_KEYBOARD = 1, 1, 2, 2, 1, 2


class Device(ctypes.Structure):
    _fields_ = [("id", ctypes.c_int), ("name", ctypes.c_char_p), ("use", ctypes.c_int), ("attachment", ctypes.c_int),
                ("enabled", ctypes.c_int), ("classes", ctypes.c_int), ("class", ctypes.c_void_p)]


class Add(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("name", ctypes.c_char_p), ("core", ctypes.c_int), ("enable", ctypes.c_int)]


class Remove(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("id", ctypes.c_int), ("mode", ctypes.c_int), ("pointer", ctypes.c_int),
                ("keyboard", ctypes.c_int)]


x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XStringToKeysym.restype = ctypes.c_ulong
xi.XIQueryDevice.restype = ctypes.POINTER(Device)
display = ctypes.c_void_p(x11.XOpenDisplay(None))
if not display:
    sys.exit("no display")
major, minor = ctypes.c_int(2), ctypes.c_int(2)
xi.XIQueryVersion(display, ctypes.byref(major), ctypes.byref(minor))


def masters():
    count = ctypes.c_int()
    found = xi.XIQueryDevice(display, ALL_MASTERS, ctypes.byref(count))
    return {found[at].name.decode(): (found[at].id, found[at].use) for at in range(count.value)}


def plug(name):
    window, revert = ctypes.c_ulong(), ctypes.c_int()
    x11.XGetInputFocus(display, ctypes.byref(window), ctypes.byref(revert))
    change = Add(ADD, name.encode(), 1, 1)
    if xi.XIChangeHierarchy(display, ctypes.byref(change), 1):
        sys.exit("the keypad cannot be plugged in")
    known = masters()
    pointer, keyboard = known[f"{name} pointer"][0], known[f"{name} keyboard"][0]
    # What this client presses, it presses on its own keypad.
    xi.XISetClientPointer(display, ctypes.c_ulong(0), pointer)
    xi.XISetFocus(display, keyboard, window, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    return pointer


def pull(pointer):
    change = Remove(REMOVE, pointer, FLOATING, 0, 0)
    xi.XIChangeHierarchy(display, ctypes.byref(change), 1)
    x11.XSync(display, 0)


def strike(key, down):
    code = x11.XKeysymToKeycode(display, ctypes.c_ulong(x11.XStringToKeysym(key.encode())))
    if not code:
        sys.exit(f"there is no key {key}")
    xtst.XTestFakeKeyEvent(display, code, int(down), ctypes.c_ulong(0))
    x11.XSync(display, 0)


plugged = None
for line in sys.stdin:
    what, _, argument = line.strip().partition(" ")
    if what == "plug":
        plugged = plug(argument)
    elif what == "pull":
        pull(plugged)
    else:
        strike(argument, what == "down")
    print("ok", flush=True)
