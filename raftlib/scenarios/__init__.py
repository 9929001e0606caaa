"""Named runs that the notebooks tell of: each is made anew, seeded, and ends at the moment it is about."""
from raftlib.scenarios.clients import service_goes_on, two_at_once
from raftlib.scenarios.cuts import old_leader_completes, one_way_cut, partition, partition_with_clients, three_ways
from raftlib.scenarios.elections import (
    elect,
    first_election,
    held_heartbeat,
    leader_crash,
    three_leaders,
    two_timers,
)
from raftlib.scenarios.figures import (
    FIGURE_7_FOLLOWERS,
    FIGURE_7_LEADER,
    figure_6,
    figure_7,
    figure_8_a,
    figure_8_b,
    figure_8_c,
    figure_8_d,
    figure_8_e,
)
from raftlib.scenarios.logs import (
    busy,
    entry_is_lost,
    entry_survives,
    half_replicated,
    lossy_network,
    one_command,
    slow_follower,
    twenty_commands,
)
from raftlib.scenarios.serving import answer_never_comes, doubled_read, lost_answer, slow_lease, stale_read

# In the order in which the notebooks tell of them.
__all__ = [  # noqa: RUF022
    "first_election", "three_leaders", "held_heartbeat", "leader_crash", "two_timers", "partition",
    "FIGURE_7_FOLLOWERS", "FIGURE_7_LEADER", "figure_6", "figure_7",
    "figure_8_a", "figure_8_b", "figure_8_c", "figure_8_d", "figure_8_e", "elect",
    "two_at_once", "service_goes_on",
    "one_command", "busy", "twenty_commands", "slow_follower", "lossy_network",
    "half_replicated", "entry_survives", "entry_is_lost",
    "partition_with_clients", "three_ways", "one_way_cut", "old_leader_completes",
    "lost_answer", "answer_never_comes", "stale_read", "slow_lease", "doubled_read",
]
