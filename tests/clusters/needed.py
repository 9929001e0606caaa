"""Packages with real systems: where one is missing, tests with it are skipped, but in continuous integration they fail.
"""
import os
import sys
from importlib.util import find_spec

import pytest

REQUIRED = os.environ.get("RAFT_BROWSER") == "required"


def needs(module: str, package: str, python: tuple[int, int] = (3, 11)) -> pytest.MarkDecorator:
    """A mark for tests that need a package which there is for this Python and later ones."""
    later = f" (Python {'.'.join(map(str, python))} or later)" if python > (3, 11) else ""
    is_required = REQUIRED and sys.version_info >= python
    return pytest.mark.skipif(find_spec(module) is None and not is_required,
                              reason=f"{module} is missing: pip install {package}{later}")
