"""The text of a reader's class, with what it inherits from that is the reader's, too, and what it imports."""
import ast
import builtins
import inspect
import linecache
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from importlib import import_module
from inspect import isfunction, unwrap
from math import isfinite
from types import ModuleType
from typing import NamedTuple

OURS = "raftlib"
WRITTEN = "_written"  # where a class whose methods were replaced keeps them as they were written, by name
BY_PYTHON = {"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__",
             "__static_attributes__", "__firstlineno__", WRITTEN}  # what stands in a class and nobody has typed


class ClassText(NamedTuple):
    """A class of the reader's: its name, its text, and a note on what of it could not be had."""

    name: str
    source: str
    note: str = ""


class NoTextError(Exception):
    """A class's text can't be had; the message says why, in a sentence."""


def text_of_class(answer: type, unused: Collection[str] = ()) -> ClassText:
    """A class's text behind those of its bases that are the reader's, with a note on what could not be had.

    What is only replaced further on is left out, and what brings nothing but methods of the names in `unused`.
    """
    own, texts, notes = [], [], []
    hidden = set(unused)  # from the last class back: the names that nobody looks up any further
    for each in answer.__mro__:
        if (each is not answer and not is_readers(each)) or is_spare(each, hidden):
            continue
        own.insert(0, each)
        try:
            texts.insert(0, source_of(each))
        except NoTextError as error:
            notes.insert(0, str(error))
        else:
            hidden |= set(vars(each))
            hidden -= asked_of_bases(texts[0])
    names = names_in("\n\n".join(texts)) - set(dir(builtins)) - {each.__name__ for each in own}
    world = surroundings(own)
    lines = {name: line_for(name, world[name]) for name in sorted(names & set(world))}
    missing = [name for name, line in lines.items() if not line]
    if missing:
        notes.append(f"It uses what does not go along: {', '.join(missing)}.")
    return ClassText(answer.__name__, "\n\n\n".join(filter(None, ["\n".join(filter(None, lines.values())), *texts])),
                     " ".join(notes))


def is_readers(each: type) -> bool:
    """Whether a class is the reader's own: neither Python's nor the library's."""
    return str(each.__module__).partition(".")[0] not in (OURS, *sys.stdlib_module_names)


def is_spare(each: type, hidden: set[str]) -> bool:
    """Whether a text does without a class: its base has its name, as in class A(A), and all that it brings is hidden.

    A cell with such a class that is run again puts the new class onto the old one.
    """
    base, *others = each.__bases__
    return (not others and base.__name__ == each.__name__ and is_readers(base)
            and set(vars(each)) - BY_PYTHON <= hidden)


def asked_of_bases(source: str) -> set[str]:
    """The names of attributes in a class's text, if it asks its bases for any: by super(), or by its own name."""
    made = ast.parse(source).body[0]
    nodes = [node for part in made.body for node in ast.walk(part)]
    asks = any(isinstance(node, ast.Name) and node.id in ("super", made.name) for node in nodes)
    return {node.attr for node in nodes if asks and isinstance(node, ast.Attribute)}


def source_of(each: type) -> str:
    """The text of one class; raises NoTextError where it is not known, as in a plain Python prompt."""
    for text, line in places_of(each):
        try:
            nodes = [node for node in ast.walk(ast.parse(text))
                     if isinstance(node, ast.ClassDef) and node.name == each.__name__]
        except SyntaxError:  # a cell with something that is not Python
            continue
        found = [node for node in nodes if (has_its_names(node, each) if line is None
                                            else node.lineno <= line <= node.end_lineno)]
        if found:
            return lines_of(text, found[-1])
    raise NoTextError(f"The text of {each.__name__} could not be had: it was not written in a cell or a file.")


def places_of(each: type) -> Iterator[tuple[str, int | None]]:
    """Texts in which a class may stand, the likeliest first, each with a line of it, if that is known.

    Of a class in a notebook Python can't tell the file. But each of its methods knows its cell; and one that has none
    is looked for in all cells, from the newest back.
    """
    codes = [method.__code__ for method in written(each)]
    yield from (("".join(linecache.getlines(code.co_filename)), code.co_firstlineno) for code in codes)
    with suppress(OSError, TypeError):
        yield inspect.getsource(inspect.getmodule(each)), None
    cells = [entry[2] for entry in linecache.cache.values() if len(entry) == 4 and entry[1] is None]
    yield from (("".join(lines), None) for lines in reversed(cells))


def written(each: type) -> list[Callable]:
    """A class's methods as they were written: before one was wrapped, or replaced by the library's."""
    methods = vars(each) | vars(each).get(WRITTEN, {})
    return [unwrap(value) for value in methods.values() if isfunction(value) and isfunction(unwrap(value))]


def has_its_names(node: ast.ClassDef, each: type) -> bool:
    """Whether a class has each method of a text that may be its own."""
    return all(part.name in vars(each) for part in node.body if isinstance(part, ast.FunctionDef))


def lines_of(text: str, node: ast.ClassDef) -> str:
    """A class's lines in a text, as far to the left as they may stand."""
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return inspect.cleandoc("\n" + "\n".join(text.splitlines()[first - 1:node.end_lineno]))


def names_in(source: str) -> set[str]:
    """The names that a text looks up and does not itself give."""
    nodes = list(ast.walk(ast.parse(source)))
    given = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    given |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    given |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler)}
    given |= {(each.asname or each.name).partition(".")[0] for node in nodes
              if isinstance(node, ast.Import | ast.ImportFrom) for each in node.names}
    return {node.id for node in nodes if isinstance(node, ast.Name)} - given


def surroundings(own: list[type]) -> dict[str, object]:
    """What stands in the modules, or notebooks, of some classes, by name."""
    world = {}
    for each in own:
        world |= vars(sys.modules.get(each.__module__, builtins))
        for method in written(each):
            world |= method.__globals__
    return world


def line_for(name: str, thing) -> str:
    """The line that gives a thing its name: an import, or a plain value; "" for whatever else the reader made."""
    if type(thing) in (int, bool, str, type(None)) or (type(thing) is float and isfinite(thing)):
        return f"{name} = {thing!r}"
    if isinstance(thing, ModuleType):
        return f"import {thing.__name__}" + (f" as {name}" if name != thing.__name__ else "")
    module, own_name = getattr(thing, "__module__", None), getattr(thing, "__name__", None)
    if not isinstance(module, str) or module == "__main__" or not isinstance(own_name, str):
        return ""
    if getattr(sys.modules.get(module), own_name, None) is not thing:  # a method, or what was made in passing
        return ""
    home = OURS if module.startswith(f"{OURS}.") and own_name in import_module(OURS).__all__ else module
    return f"from {home} import {own_name}" + (f" as {name}" if name != own_name else "")


def as_text(answer: type, unused: Collection[str] = ()) -> str:
    """A class's text; its name where there is none, whatever kind of class it is."""
    try:
        return text_of_class(answer, unused).source or answer.__name__
    except Exception:  # a class may say anything of itself
        return answer.__name__
