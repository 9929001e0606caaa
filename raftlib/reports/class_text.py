"""The text of a reader's class, with what it inherits from that is the reader's, too, and its imports."""
import ast
import builtins
import inspect
import linecache
import sys
from importlib import import_module
from inspect import isfunction
from types import ModuleType

from raftlib.reports.contents import ClassText

OURS = "raftlib"


class NoTextError(Exception):
    """A class's text can't be had; the message says why, in a sentence."""


def text_of_class(answer: type) -> ClassText:
    """A class's text behind those of its bases that are the reader's, with a note on what could not be had."""
    texts, notes = [], []
    own = [each for each in reversed(answer.__mro__) if is_readers(each)]
    for each in own:
        try:
            texts.append(source_of(each))
        except NoTextError as error:
            notes.append(str(error))
    known = {each.__name__ for each in own} | set(dir(builtins))
    imports, missing = surroundings(own, names_in("\n\n".join(texts)) - known)
    if missing:
        notes.append(f"It uses {', '.join(missing)}, which is not in this report.")
    return ClassText(answer.__name__, "\n\n\n".join(filter(None, ["\n".join(imports), *texts])), " ".join(notes))


def is_readers(each: type) -> bool:
    """Whether a class is the reader's own: neither Python's nor the library's."""
    return each.__module__.partition(".")[0] not in (OURS, *sys.stdlib_module_names)


def source_of(each: type) -> str:
    """The text of one class; raises NoTextError where it is not known, as in a plain Python prompt."""
    # Of a class in a notebook Python can't tell the file; each of its methods knows its cell.
    method = next((value for value in vars(each).values() if isfunction(value)), None)
    try:
        if method is None:
            return inspect.getsource(each).rstrip()
        code = method.__code__
        text = "".join(linecache.getlines(code.co_filename)) or inspect.getsource(inspect.getmodule(each))
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)
                 and node.name == each.__name__ and node.lineno <= code.co_firstlineno <= node.end_lineno]
        node = found[-1]
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        return inspect.cleandoc("\n" + "\n".join(text.splitlines()[first - 1:node.end_lineno]))
    except (OSError, TypeError, SyntaxError, IndexError) as error:
        raise NoTextError(f"The text of {each.__name__} could not be had: it was not written in a cell or a "
                          "file.") from error


def names_in(source: str) -> set[str]:
    """The names that a text looks up and does not itself give."""
    nodes = list(ast.walk(ast.parse(source)))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    stored |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    stored |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {node.id for node in nodes if isinstance(node, ast.Name)} - stored


def surroundings(own: list[type], names: set[str]) -> tuple[list[str], list[str]]:
    """Of names that classes look up: the lines that import them, and those that no import gives."""
    world = {}
    for each in own:
        for method in filter(isfunction, vars(each).values()):
            world |= method.__globals__
    imports = {name: import_of(name, world[name]) for name in sorted(names & set(world))}
    return list(filter(None, imports.values())), [name for name, line in imports.items() if not line]


def import_of(name: str, thing) -> str:
    """The line that imports a thing by a name; "" for what the reader made."""
    if isinstance(thing, ModuleType):
        return f"import {thing.__name__}" if name == thing.__name__ else f"import {thing.__name__} as {name}"
    module, own_name = getattr(thing, "__module__", None), getattr(thing, "__name__", None)
    if not isinstance(module, str) or module == "__main__" or not isinstance(own_name, str):
        return ""
    home = OURS if module.startswith(f"{OURS}.") and own_name in import_module(OURS).__all__ else module
    return f"from {home} import {own_name}" + (f" as {name}" if name != own_name else "")
