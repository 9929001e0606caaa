"""In a browser: what stands in for a chart while its packages are loaded, or where they can't be had.

The site keeps what each cell of the series gave when it was saved, as HTML under the digest of the cell's code: a cell
that was changed has none, for its picture would be another one.
"""
from hashlib import sha256
from html import escape

from IPython.display import HTML, display

PLACE = "../stills/"  # in the site, beside what Python is loaded from
SAVED = "This is what the cell gave when it was saved:"


def name_of(code: str) -> str:
    """The name of the file that holds what a cell with this code gave."""
    return f"{sha256(code.strip().encode()).hexdigest()[:24]}.html"


class StandIn:
    """What a cell shows in place of its chart: a sentence, and the picture as it was saved, if there is one."""

    def __init__(self, code: str):
        self.still = still_of(code) if code else ""
        self.shown = None

    def say(self, sentence: str) -> None:
        """Show this sentence, in place of the one before."""
        self._show(f"{sentence} {SAVED}" if self.still else sentence, self.still)

    def give_way(self, sentence: str) -> None:
        """Say that the chart itself now follows."""
        self._show(sentence, "")

    def _show(self, sentence: str, still: str) -> None:
        content = HTML(f"<p>{escape(sentence)}</p>{still}")
        if self.shown:
            self.shown.update(content)
        else:
            self.shown = display(content, display_id=True)


def still_of(code: str) -> str:
    """What a cell with this code gave when it was saved, as HTML; nothing if the site has none."""
    return (received(address_of(f"{PLACE}{name_of(code)}")) or b"").decode()


def address_of(file_name: str) -> str:
    """The address of a file whose name starts from where Python is loaded from; a whole address stays what it is."""
    import pyodide_js
    from js import URL

    return URL.new(file_name, pyodide_js.lockfileBaseUrl).href


def received(address: str) -> bytes | None:
    """The file at an address, or None if it can't be had."""
    from js import XMLHttpRequest
    from pyodide.ffi import JsException

    request = XMLHttpRequest.new()
    request.open("GET", address, False)  # at once, and not when there is time: whoever imports waits
    request.responseType = "arraybuffer"
    try:
        request.send()
    except JsException:
        return None
    return request.response.to_bytes() if request.status == 200 else None
