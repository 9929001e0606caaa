"""What a search finds of each broken rule, as rows of a table: what breaks, in how many moves and worlds."""
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from raftlib.search.broken_rules import BROKEN_RULES, BrokenRule
from raftlib.search.progress import Progress
from raftlib.search.shortest import Break, Explored, explore


class Row(NamedTuple):
    """What was found of a rule: its class and id, the property that breaks and in how many moves (None: it is safe)."""

    server: str
    rule: str
    property: str | None
    moves: int | None
    worlds: int

    def __str__(self) -> str:
        breaks = (self.property, self.moves) if self.property else ("nothing", "–")
        return LINE.format(self.server, self.rule, *breaks, self.worlds)


LINE = "{:24} {:4} {:22} {:>5} {:>6}"
HEAD = LINE.format("broken rule", "", "what breaks", "moves", "worlds")


def found_of(rule: BrokenRule) -> Break | Explored:
    """The shortest break of a broken rule, within the bounds that its row in BROKEN_RULES names, or that there is none.

    It takes up to two seconds, and longer where there is none.
    """
    return explore(rule.searched, rule.servers, rule.terms, rule.entries, rule.moves, rule.trouble)


def rule_table(rules: Iterable[BrokenRule] = BROKEN_RULES) -> Iterator[Row]:
    """A row for each rule, as soon as it is found: `HEAD` and these, printed, are a table."""
    rules = list(rules)
    with Progress("rules", len(rules)) as progress:
        for rule in rules:
            found = found_of(rule)
            progress.update()
            is_break = isinstance(found, Break)
            yield Row(rule.server.__name__, rule.rule, found.evidence.property if is_break else None,
                      len(found.moves) if is_break else None, found.worlds)
