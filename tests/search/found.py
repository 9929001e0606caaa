"""The shortest break of each broken rule, searched for once: several tests ask about it."""
from functools import cache

from raftlib.search import BROKEN_RULES, found_of

UNSAFE = [rule for rule in BROKEN_RULES if rule.property]
found = cache(found_of)
