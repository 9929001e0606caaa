"""Whether real servers can be started on this machine at all."""
import os
import sys


def hindrance() -> str:
    """Why no server can be started here, whatever is installed, in a sentence; nothing where one can."""
    if sys.platform == "emscripten":
        return "In a browser no real server can be started: that takes a kernel on Linux or macOS."
    if os.name != "posix":
        return "Real clusters run on Linux and macOS: they need signals that this system lacks."
    return ""
