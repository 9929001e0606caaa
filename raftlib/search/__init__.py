"""Search: the shortest schedule that breaks a property of Raft, over all schedules within bounds; and random runs."""
from raftlib.search.broken_rules import BROKEN_RULES, EmptyHeartbeats
from raftlib.search.estimate import Estimate, estimate
from raftlib.search.ordinary_runs import ordinary_run
from raftlib.search.random_runs import RandomBreak, broken_at_random, random_breaks, random_run
from raftlib.search.record import measured
from raftlib.search.shortest import Break, Explored, GaveUpError, explore, found_of, shortest_break
from raftlib.search.trouble import Trouble

__all__ = ["BROKEN_RULES", "Break", "EmptyHeartbeats", "Estimate", "Explored", "GaveUpError", "RandomBreak", "Trouble",
           "broken_at_random", "estimate", "explore", "found_of", "measured", "ordinary_run", "random_breaks",
           "random_run", "shortest_break"]
