"""Things that get a number when they first come about, by which they are handled from then on: numbers compare fast."""
from collections.abc import Hashable


class Numbered:
    """Different things, in the order in which they came about: `things[number]`."""

    def __init__(self):
        self.things: list = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, thing: Hashable) -> int:
        """The number of a thing; a new one gets the next."""
        number = self._numbers.setdefault(thing, len(self.things))
        if number == len(self.things):
            self.things.append(thing)
        return number
