"""Search: the shortest schedule that breaks a property of Raft, over all schedules within bounds; and random runs."""
from raftlib.search.broken_rules import BROKEN_RULES, EmptyHeartbeats
from raftlib.search.estimate import Estimate, estimate
from raftlib.search.random_runs import RandomBreak, broken_at_random, random_breaks, random_run
from raftlib.search.rule_table import HEAD, found_of, rule_table
from raftlib.search.shortest import Break, Explored, GaveUpError, explore, shortest_break
from raftlib.search.trouble import Trouble

__all__ = ["BROKEN_RULES", "HEAD", "Break", "EmptyHeartbeats", "Estimate", "Explored", "GaveUpError", "RandomBreak",
           "Trouble", "broken_at_random", "estimate", "explore", "found_of", "random_breaks", "random_run",
           "rule_table", "shortest_break"]
