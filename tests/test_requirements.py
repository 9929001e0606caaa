"""requirements.txt has what a reader needs and no more; tests/requirements.txt has the rest of what tests need."""
import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.converters.installed import installed

ROOT = Path(__file__).parents[1]
CONVERTERS = "tests/converters/requirements.txt"
# What only other systems or another Python need is pinned too: it can't be asked here what that needs in turn.
PINS = {
    name: [Requirement(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line]
    for name in ("requirements.txt", "tests/requirements.txt", CONVERTERS)
}


def pinned(name):
    """The packages that a file pins here, by name, with their versions."""
    return {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in PINS[name] if applies(pin, set())}


def applies(requirement, extras):
    """Whether a requirement is one on this system, where these extras are asked for."""
    return not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""})


def needed(name, extras=frozenset(), known=None):
    """All that a package needs here, in turn: a walk through what the installed packages say of themselves."""
    known = set() if known is None else known
    for text in requires(name) or ():
        requirement = Requirement(text)
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if applies(requirement, extras) and key not in known:
            known.add(key)
            needed(requirement.name, requirement.extras, known)
    return {name for name, _ in known}


def test_the_readers_requirements_are_what_raftlib_needs_and_no_more():
    assert set(pinned("requirements.txt")) == needed("raftlib", {"lab"})


def test_the_tests_requirements_are_what_the_tests_need_beside():
    beside = needed("raftlib", {"lab", "test"}) - needed("raftlib", {"lab"})
    assert set(pinned("tests/requirements.txt")) == beside - {"raftlib"}  # of which it wants another extra


def test_the_converters_requirements_are_what_they_need_beside(monkeypatch):
    monkeypatch.syspath_prepend(installed())
    beside = needed("raftlib", {"lab", "converters"}) - needed("raftlib", {"lab"})
    assert set(pinned(CONVERTERS)) == beside


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_pinned_to_one_version(name):
    assert [str(pin) for pin in PINS[name] if not re.fullmatch(r"==[\w.]+", str(pin.specifier))] == []
    names = [canonicalize_name(pin.name) for pin in PINS[name]]
    assert len(names) == len(set(names))


def test_the_tests_requirements_begin_with_the_readers():
    lines = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("-")] == ["-r ../requirements.txt"]
