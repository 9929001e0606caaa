"""Misconceptions: what is often believed, and wrong. The hint to a wrong answer may treat the one behind it."""
from typing import NamedTuple


class Misconception(NamedTuple):
    """What is often believed, in a sentence, with a number to name it by."""

    number: int
    belief: str

    def hint(self, text: str) -> "Hint":
        """The hint to a wrong answer to which this belief leads."""
        return Hint(text, self)


class Hint(str):
    """A hint that treats a misconception."""

    misconception: Misconception

    def __new__(cls, text: str, misconception: Misconception):
        """The text, with what it treats."""
        made = super().__new__(cls, text)
        made.misconception = misconception
        return made


def treated_in(hint: str) -> Misconception | None:
    """The misconception that a hint treats, if it does."""
    return hint.misconception if isinstance(hint, Hint) else None
