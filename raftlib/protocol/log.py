"""The replicated log: a sequence of entries with indexes from 1, never changed in place (paper, section 5.3)."""
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import NamedTuple

from raftlib.protocol.words.checks import is_whole


class Entry(NamedTuple):
    """One log entry: the term of the leader that created it, and the client's command."""

    term: int
    command: str = ""


def as_entry(given: "Entry | int | Sequence") -> Entry:
    """The entry that is given as such, as a bare term, or as a pair; ValueError for anything else."""
    pair = (given, "") if isinstance(given, Integral) else given
    if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2 or not (
            is_whole(pair[0], 0) and isinstance(pair[1], str)):
        raise ValueError(f"log has {given!r}: each entry must be a term, 0 or more, or a pair (term, command).")
    return Entry(int(pair[0]), pair[1])


class Log:
    """An immutable log; `append` and `before` give new logs, so that a recorded log can be kept for ever.

    It is built from entries, or from bare terms: `Log([1, 1, 4])`. Raises ValueError for anything else.
    """

    # Logs that grew out of one another share one list, each looking at its own length of it, so that appending is
    # cheap and a history of a thousand logs is small. Nothing below a log's length is ever written to.
    __slots__ = ("_shared", "last_index", "last_term")

    def __init__(self, entries: Iterable[Entry | int] = ()):
        if not isinstance(entries, Iterable):
            raise ValueError(f"log is {entries!r}: it must be terms, or pairs (term, command).")
        made = [as_entry(each) for each in entries]
        self._look_at(made, len(made))

    def _look_at(self, shared: list[Entry], length: int) -> "Log":
        self._shared = shared
        self.last_index = length
        self.last_term = shared[length - 1].term if length else 0
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, the one of index 1 first."""
        return tuple(self._shared[:self.last_index])

    @property
    def terms(self) -> list[int]:
        """The terms of all entries, as the paper's figures draw a log."""
        return [entry.term for entry in self.entries]

    def entry_at(self, index: int) -> Entry | None:
        """The entry at `index`, None where there is none."""
        return self._shared[index - 1] if 0 < index <= self.last_index else None

    def term_at(self, index: int) -> int | None:
        """The term of the entry at `index`: 0 before the first entry, None where there is none."""
        if index == 0:
            return 0
        return self._shared[index - 1].term if 0 < index <= self.last_index else None

    def matches(self, index: int, term: int | None) -> bool:
        """Whether the log holds an entry of `term` at `index`; the place before the first always matches (AE2)."""
        return index == 0 or (0 < index <= self.last_index and self._shared[index - 1].term == term)

    def suffix(self, start: int, count: int | None = None) -> tuple[Entry, ...]:
        """The entries from index `start` on, at most `count` of them; the first index is 1."""
        if start > self.last_index:  # as in every heartbeat
            return ()
        start = max(start, 1)
        end = self.last_index if count is None else min(self.last_index, start - 1 + count)
        return tuple(self._shared[start - 1:end])

    def before(self, index: int) -> "Log":
        """The log without the entry at `index` and all after it; what is before the first entry is the empty log."""
        return Log.__new__(Log)._look_at(self._shared, max(0, min(self.last_index, index - 1)))

    def append(self, *entries: Entry) -> "Log":
        """The log with `entries` at its end."""
        shared, log = self._shared, Log.__new__(Log)
        if len(shared) > self.last_index:  # another log has gone on from here in its own way
            shared = shared[:self.last_index]
        shared.extend(entries)
        log._shared = shared
        log.last_index = self.last_index + len(entries)
        log.last_term = entries[-1].term if entries else self.last_term
        return log

    def up_to_date(self, last_index: int, last_term: int) -> bool:
        """Whether a log that ends in (`last_index`, `last_term`) is as up to date as this one, or more (RV3)."""
        return (last_term, last_index) >= (self.last_term, self.last_index)

    def __len__(self) -> int:
        return self.last_index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Log) and self.last_index == other.last_index and (
            self._shared is other._shared or self.entries == other.entries)

    def __hash__(self) -> int:
        return hash(self.entries)

    def __repr__(self) -> str:
        return f"Log({self.terms})"
