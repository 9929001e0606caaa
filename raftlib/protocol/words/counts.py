"""How many of something there are, in words."""
from collections.abc import Callable


def counted(count: int, noun: str, figure: Callable[[int], str] = str) -> str:
    """A number of things in words: "1 message", "2 messages", "3 entries", "4 crashes"; `figure` writes the number."""
    return f"{figure(count)} {noun if count == 1 else several(noun)}"


def several(noun: str) -> str:
    """A noun for more than one thing, by what it ends in."""
    if noun.endswith("y"):
        return f"{noun[:-1]}ies"
    if noun.endswith("s"):  # AppendEntries
        return noun
    return f"{noun}{'es' if noun.endswith('sh') else 's'}"
