"""The shortest break of each broken rule, searched for once: several tests ask about it."""
from functools import cache

from raftlib.search.broken_rules import BROKEN_RULES
from raftlib.search.searched import searched

UNSAFE = [rule for rule in BROKEN_RULES if rule.property]


@cache
def found(rule):
    """The break, within the bounds that its row names."""
    return searched(rule, rule.servers, rule.terms, rule.entries)
