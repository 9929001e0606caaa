"""Random numbers from one seed: a source of its own for each thing that draws, so that none moves another."""
from copy import copy
from random import Random


class Streams(dict):
    """One purpose's random numbers by server or (sender, receiver): a source for each, made when first asked for."""

    def __init__(self, seed: int, purpose: str):
        super().__init__()
        self.seed = seed
        self.purpose = purpose

    def __missing__(self, link: tuple[str, str] | str):
        self[link] = Random(f"{self.seed}/{self.purpose}/{link if isinstance(link, str) else '>'.join(link)}").random
        return self[link]

    def __deepcopy__(self, _memo) -> "Streams":
        # Python would let the copy draw from the same sources.
        twin = Streams(self.seed, self.purpose)
        twin.update({link: copy(draw.__self__).random for link, draw in self.items()})
        return twin
