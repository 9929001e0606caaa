"""Random numbers from one seed: a source of its own for each thing that draws, so that none moves another."""
from copy import copy
from random import Random


class Streams(dict):
    """One purpose's random numbers by server: a source for each, made when first asked for."""

    def __init__(self, seed: int, purpose: str, sender: str = ""):
        super().__init__()
        self.name = f"{seed}/{purpose}/{sender}"

    def __missing__(self, id: str):
        self[id] = Random(self.name + id).random
        return self[id]

    def __deepcopy__(self, _memo) -> "Streams":
        # Python would let the copy draw from the same sources.
        twin = Streams.__new__(Streams)
        twin.name = self.name
        twin.update({id: copy(draw.__self__).random for id, draw in self.items()})
        return twin


class LinkStreams(dict):
    """One purpose's random numbers by link, first by its sender, and then by its receiver."""

    def __init__(self, seed: int, purpose: str):
        super().__init__()
        self.seed = seed
        self.purpose = purpose

    def __missing__(self, sender: str) -> Streams:
        self[sender] = Streams(self.seed, self.purpose, f"{sender}>")
        return self[sender]
