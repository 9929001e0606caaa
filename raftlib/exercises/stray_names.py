"""Methods of a reader's class that nobody ever asks for: a rule under a misspelt name is none."""
from collections.abc import Iterator
from difflib import get_close_matches
from inspect import isfunction, unwrap
from types import CodeType

from raftlib.exercises.class_text import is_readers
from raftlib.protocol.server import Server

CLOSE = 0.7  # how alike two names must be, of 1


def stray_methods(answer: type) -> str:
    """Which methods of a class, apart from its bases, no server has and none of its others asks for; "" if none."""
    if not issubclass(answer, Server):
        return ""
    known = {name for base in answer.__mro__ if not is_readers(base) for name in vars(base)}
    own = {name: thing for name, thing in vars(answer).items() if isfunction(thing)}
    strays = [name for name in own if name not in known and name not in asked_for(answer, but=name)]
    return " ".join(f"Your class has a method {name}, which no server has and nothing else in it calls"
                    f"{meant(name, known)}" for name in strays)


def meant(name: str, known: set[str]) -> str:
    """Which method it may have been meant for."""
    rules = [each for each in known if isfunction(vars(Server).get(each)) and each[0] != "_"]
    close = get_close_matches(name, sorted(rules), 1, CLOSE)
    return f": do you mean {close[0]}?" if close else "."


def asked_for(answer: type, but: str) -> set[str]:
    """The names that the reader's methods, all but one, look up or have as texts, and those that take messages."""
    names = set(answer.handlers.values())
    for base in answer.__mro__:
        if is_readers(base):
            for name, thing in vars(base).items():
                method = getattr(thing, "fget", thing)  # of a property
                if name != but and isfunction(method):
                    names |= set(names_in(unwrap(method).__code__))
    return names


def names_in(code: CodeType) -> Iterator[str]:
    """The names and texts in a function, and in those within it."""
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from names_in(each)
        elif isinstance(each, str):
            yield each
