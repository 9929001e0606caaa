"""A step's solution as a reader would type it: the methods of the reference, as Python reads them."""
from inspect import getsource, isfunction
from textwrap import dedent


def solution_of(server: type) -> str:
    """The source of a class's methods."""
    return "\n".join(dedent(getsource(method)) for method in vars(server).values() if isfunction(method)).rstrip()
