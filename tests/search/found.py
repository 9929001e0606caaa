"""The shortest break of each broken rule, searched for once: several tests ask about it."""
from functools import cache

from raftlib.search import shortest_break
from raftlib.search.broken_rules import BROKEN_RULES, CommitsUnvouched
from raftlib.search.shortest import explore

UNSAFE = [rule for rule in BROKEN_RULES if rule.property]


@cache
def found(rule):
    """The break, within the bounds that its row names."""
    if rule.server is CommitsUnvouched:  # the one that needs heartbeats without entries, which this tries, too
        return shortest_break(rule.server, rule.servers, rule.terms, rule.entries, troubles=[rule.trouble])
    return explore(rule.server, rule.servers, rule.terms, rule.entries, trouble=rule.trouble)
