"""Functions of a module that is loaded when one of them is first called: numpy and matplotlib take their time, and
memory, which most readers of a notebook's questions never need."""
from collections.abc import Callable
from importlib import import_module


class Late:
    """A module, by its full name: its functions can be handed on before it is loaded."""

    def __init__(self, module: str):
        self._module = module

    def __getattr__(self, name: str) -> Callable:
        def call(*arguments, **options):
            return getattr(import_module(self._module), name)(*arguments, **options)
        return call
