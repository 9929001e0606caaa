"""The replicated log: a sequence of entries with indexes from 1, never changed in place (paper, section 5.3)."""
from collections.abc import Iterable
from typing import NamedTuple


class Entry(NamedTuple):
    """One log entry: the term of the leader that created it, and the client's command."""

    term: int
    command: str = ""


class Log:
    """An immutable log; `append` and `before` give new logs, so that a recorded log can be shared for ever.

    It is built from entries, or from bare terms: `Log([1, 1, 4])`.
    """

    __slots__ = ("entries",)

    def __init__(self, entries: Iterable[Entry | int] = ()):
        self.entries = tuple(Entry(entry) if isinstance(entry, int) else Entry(*entry) for entry in entries)

    @classmethod
    def _of(cls, entries: tuple[Entry, ...]) -> "Log":
        """A log of entries that are known to be well formed, without looking at each again."""
        log = cls.__new__(cls)
        log.entries = entries
        return log

    @property
    def last_index(self) -> int:
        """The index of the last entry, 0 for an empty log."""
        return len(self.entries)

    @property
    def last_term(self) -> int:
        """The term of the last entry, 0 for an empty log."""
        return self.entries[-1].term if self.entries else 0

    @property
    def terms(self) -> list[int]:
        """The terms of all entries, as the paper's figures draw a log."""
        return [entry.term for entry in self.entries]

    def term_at(self, index: int) -> int | None:
        """The term of the entry at `index`: 0 before the first entry, None where there is none."""
        if index == 0:
            return 0
        return self.entries[index - 1].term if 0 < index <= len(self.entries) else None

    def matches(self, index: int, term: int | None) -> bool:
        """Whether the log holds an entry of `term` at `index`; the place before the first always matches (AE2)."""
        return index == 0 or (index <= len(self.entries) and self.entries[index - 1].term == term)

    def suffix(self, start: int, count: int | None = None) -> tuple[Entry, ...]:
        """The entries from index `start` on, at most `count` of them."""
        return self.entries[start - 1 : None if count is None else start - 1 + count]

    def before(self, index: int) -> "Log":
        """The log without the entry at `index` and all after it."""
        return Log._of(self.entries[: index - 1])

    def append(self, *entries: Entry) -> "Log":
        """The log with `entries` at its end."""
        return Log._of(self.entries + entries)

    def up_to_date(self, last_index: int, last_term: int) -> bool:
        """Whether a log that ends in (`last_index`, `last_term`) is as up to date as this one, or more (RV3)."""
        return (last_term, last_index) >= (self.last_term, self.last_index)

    def __len__(self) -> int:
        return len(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Log) and self.entries == other.entries

    def __hash__(self) -> int:
        return hash(self.entries)

    def __repr__(self) -> str:
        return f"Log({self.terms})"
