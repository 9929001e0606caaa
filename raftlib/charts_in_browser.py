"""In a browser: what charts need comes over the network when a chart is first drawn.

numpy and matplotlib are compiled for WebAssembly by Pyodide's makers, who alone hand them out. Everything else of the
series is there without a network, so nothing waits for these two until they are imported. Where they can't be had, each
cell that would need them shows what it gave when it was saved, and the next one runs all the same.
"""
import importlib
import sys
import sysconfig
from functools import lru_cache
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

from IPython import get_ipython

from raftlib.stills_in_browser import StandIn, address_of, received

CHARTS = "numpy", "matplotlib"


class NoNetworkError(ImportError):
    """What a chart needs can't be had."""


class ChartsFinder(MetaPathFinder):
    """Finds numpy and matplotlib by fetching them, with all that they need, when one is first imported."""

    def __init__(self, fetch):
        self.fetch = fetch
        self.lacking = ""  # the sentence, once something can't be had

    def find_spec(self, name, path=None, target=None):
        """Where the module is, once it has been fetched; None for every other one."""
        if name not in CHARTS:
            return None
        try:
            self.fetch(name)
        except NoNetworkError as error:
            self.lacking = str(error)
            raise
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)

    def excuse(self, shell, kind, error, traceback, tb_offset=None):
        """Show no traceback of what was said already, nor of a name that an earlier cell could not define for it.

        What a handler of IPython's `set_custom_exc` gets. The cell counts as run, so those below it run, too.
        """
        if isinstance(error, NoNetworkError):
            return
        if self.lacking and here().still:
            here().say(self.lacking)
        else:
            shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


def fetch(name: str) -> None:
    """Put a package of Pyodide's list, and all that it needs and that is not there yet, where Python finds it.

    NoNetworkError if it can't be had. Until it is there, the cell shows the picture that was saved with it.
    """
    import pyodide_js

    packages = pyodide_js.lockfile.packages.to_py()
    missing = [each for each in needed(name, packages) if not is_there(packages[each])]
    here().say(f"For charts, this page now loads {', '.join(missing)} from the network.")
    try:
        for each in missing:
            unpack(name, address_of(packages[each]["file_name"]))
    except NoNetworkError as error:
        here().say(str(error))
        raise
    here().give_way(f"This page has loaded {', '.join(missing)} from the network.")


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
    wheel = received(address)
    if wheel is None:
        raise NoNetworkError(f"This needs {name}, and {urlsplit(address).netloc}, where it is, can't be reached. All "
                             "that needs no charts works without a network.", name=name)
    ZipFile(BytesIO(wheel)).extractall(sysconfig.get_path("purelib"))


def here() -> StandIn:
    """What stands in for the chart of the cell that runs now: one, however often it is asked for."""
    parent = get_ipython().kernel.get_parent()
    return stand_in(parent["header"]["msg_id"], parent["content"].get("code", ""))


@lru_cache(maxsize=1)
def stand_in(message: str, code: str) -> StandIn:
    """The one for a cell with this code, run at this message."""
    return StandIn(code)


def install() -> None:
    """Let charts' packages be fetched from now on."""
    finder = ChartsFinder(fetch)
    # Before Pyodide's own, which would only tell how to install them by hand.
    sys.meta_path.insert(0, finder)
    if shell := get_ipython():
        shell.set_custom_exc((NoNetworkError, NameError), finder.excuse)
