"""Search: the shortest schedule that breaks a property of Raft, over all schedules within bounds."""
from raftlib.search.broken_rules import BROKEN_RULES, EmptyHeartbeats
from raftlib.search.shortest import Break, Explored, GaveUpError, explore, shortest_break
from raftlib.search.trouble import Trouble

__all__ = ["BROKEN_RULES", "Break", "EmptyHeartbeats", "Explored", "GaveUpError", "Trouble", "explore",
           "shortest_break"]
