"""In a browser: what charts need comes over the network when a chart is first drawn.

numpy and matplotlib are compiled for WebAssembly by Pyodide's makers, who alone hand them out. Everything else of the
series is there without a network, so nothing waits for these two until they are imported.
"""
import importlib
import sys
import sysconfig
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from io import BytesIO
from zipfile import ZipFile

CHARTS = "numpy", "matplotlib"


class NoNetworkError(ImportError):
    """What a chart needs can't be had. A notebook shows the sentence alone: no line of the code is to blame."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class ChartsFinder(MetaPathFinder):
    """Finds numpy and matplotlib by fetching them, with all that they need, when one is first imported."""

    def __init__(self, fetch):
        self.fetch = fetch

    def find_spec(self, name, path=None, target=None):
        """Where the module is, once it has been fetched; None for every other one."""
        if name not in CHARTS:
            return None
        self.fetch(name)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)


def fetch(name: str) -> None:
    """Put a package of Pyodide's list, and all that it needs and that is not there yet, where Python finds it."""
    import pyodide_js
    from js import URL

    packages = pyodide_js.lockfile.packages.to_py()
    missing = [each for each in needed(name, packages) if not is_there(packages[each])]
    print(f"For charts, this page now loads {', '.join(missing)} from the network.")
    for each in missing:
        unpack(name, URL.new(packages[each]["file_name"], pyodide_js.lockfileBaseUrl).href)


def needed(name: str, packages: dict) -> list[str]:
    """A package and all that it needs, what is needed first."""
    found: list[str] = []
    for each in packages[name]["depends"]:
        found += [other for other in needed(each, packages) if other not in found]
    return [*found, name]


def is_there(package: dict) -> bool:
    """Whether Python finds all that a package lets one import."""
    return all(PathFinder.find_spec(each) for each in package["imports"])


def unpack(name: str, address: str) -> None:
    """Fetch a wheel that `name` needs, and unpack it; NoNetworkError if it can't be had."""
    from js import XMLHttpRequest
    from pyodide.ffi import JsException

    request = XMLHttpRequest.new()
    request.open("GET", address, False)  # at once, and not when there is time: whoever imports waits
    request.responseType = "arraybuffer"
    try:
        request.send()
        there = request.status == 200
    except JsException:
        there = False
    if not there:
        raise NoNetworkError(f"This chart needs {name}, and {address} can't be reached. Its picture is in the page to "
                             "read; all but charts works without a network.", name=name)
    ZipFile(BytesIO(request.response.to_bytes())).extractall(sysconfig.get_path("purelib"))


def install() -> None:
    """Let charts' packages be fetched from now on."""
    # Before Pyodide's own, which would only tell how to install them by hand.
    sys.meta_path.insert(0, ChartsFinder(fetch))
