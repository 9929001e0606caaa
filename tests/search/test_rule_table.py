"""The table of broken rules, against the schedules that were found by hand; it can be had rule by rule."""
import pytest

from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, HEAD, found_of, rule_table
from raftlib.search.broken_rules import BrokenRule, CommitsByHalf
from tests.search.test_broken_rules import BY_HAND

SHORT = [rule for rule in BROKEN_RULES if len(BY_HAND.get(rule.server, "").split()) in (2, 3, 4)]
SAFE = next(rule for rule in BROKEN_RULES if rule.server is CommitsByHalf)


def test_its_rows_are_as_long_as_the_schedules_known_by_hand():
    assert len(SHORT) > 5
    rows = list(rule_table(iter(SHORT)))
    assert [row[:4] for row in rows] == [
        (rule.server.__name__, rule.rule, rule.property, len(BY_HAND[rule.server].split())) for rule in SHORT]
    assert all(row.worlds > row.moves for row in rows)


def test_of_what_is_safe_it_has_all_worlds():
    [row] = rule_table([SAFE])
    assert row == ("CommitsByHalf", "L7", None, None, found_of(SAFE).worlds)
    assert str(row).split() == ["CommitsByHalf", "L7", "nothing", "–", str(row.worlds)]


def test_a_row_is_there_before_the_next_rule_is_looked_at():
    class NeverMade(Server):
        """Cannot be made."""

        def __init__(self, *arguments):
            raise RuntimeError("not yet")

    rows = rule_table([SHORT[0], BrokenRule(NeverMade, "", None, "")])
    assert next(rows).server == SHORT[0].server.__name__
    with pytest.raises(RuntimeError, match="not yet"):
        next(rows)


def test_printed_its_columns_stand_below_their_names():
    starts = [HEAD.index(name) for name in ("what breaks",)]
    for rule in SHORT[:2]:
        line = str(next(rule_table([rule])))
        assert len(line) == len(HEAD)
        assert all(line[start:].startswith(rule.property) for start in starts)
