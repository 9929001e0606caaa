"""What judges the predictions of notebook 09: the records of real systems, and simulations beside them."""
from collections import Counter
from collections.abc import Sequence
from statistics import median

from raftlib.analysis.late import Late
from raftlib.clusters.failovers import Failovers, recorded_failovers
from raftlib.clusters.measured import answers_of
from raftlib.protocol.etcd import EtcdServer
from raftlib.simulation.cluster import Cluster

LEADER_TIMES = (500, 2000, 5000)  # ms: the ends of the options of `failover`
SLOW = 500  # ms
simulated, gap = Late("raftlib.analysis.failover_times"), Late("raftlib.analysis.gap")
SIMULATED = 1000  # failovers
ON_ONE_MACHINE = (0.2, 0.5)  # ms that a message takes


def how_long(failovers: Failovers) -> str:
    """The letter of `failover` that is true of the record."""
    took = median(failovers.times)
    return "abcd"[sum(took > end for end in LEADER_TIMES)]


def fresh() -> list[dict]:
    """What new clusters of etcd tell."""
    return answers_of("fresh cluster", "etcd")


def which_index(rows: list[dict]) -> str:
    """The letter of `first_entry` that is true of them all."""
    return {1: "a", 2: "b"}.get(min(row["index"] for row in rows), "c")


def asked_to_end() -> list[dict]:
    """What it took etcd to go on when its leader was asked to end."""
    return answers_of("ask the leader to end", "etcd")


def how_much_sooner(rows: list[dict]) -> str:
    """The letter of `ask_it_to_end` that is true of their median."""
    took = median(row["ms"] for row in rows)
    return "a" if took > 2 * SLOW else "b" if took > SLOW / 5 else "c"


def follower_stopped() -> list[dict]:
    """What etcd was like after a follower had stood still."""
    return answers_of("stop a follower", "etcd")


def what_changed(rows: list[dict]) -> str:
    """The letter of `a_follower_stands_still` that is true of most of them."""
    changed = ["a" if row["terms"] else "c" if row["same leader"] else "b" for row in rows]
    return Counter(changed).most_common(1)[0][0]


def leader_stopped() -> list[dict]:
    """What became of writes at a leader that stood still."""
    return answers_of("write to a stopped leader", "etcd")


def what_became_of_it(rows: list[dict]) -> str:
    """The letter of `the_leader_stands_still` that is true of most of them."""
    became = ["c" if row["acknowledged"] else "a" if row["said"] and not row["done"] else "b" for row in rows]
    return Counter(became).most_common(1)[0][0]


def no_majority() -> list[dict]:
    """What became of writes at a leader that was left alone."""
    return answers_of("no majority", "etcd")


def who_still_leads(rows: list[dict]) -> str:
    """The letter of `left_alone` that is true of the median."""
    times = [row["leads for"] for row in rows if row["leads for"] is not None]
    return "a" if len(times) < len(rows) else "b" if median(times) < 3000 else "c"


def is_it_there(rows: list[dict]) -> str:
    """The letter of `timed_out` that is true of them all."""
    done = sum(row["done"] for row in rows)
    return "a" if not done else "b" if done == len(rows) else "c"


def alone() -> list[dict]:
    """How far a lone server's term had risen."""
    return answers_of("alone", "etcd")


def how_far(rows: list[dict]) -> str:
    """The letter of `its_term` that is true of them."""
    return "b" if max(row["terms"] for row in rows) <= 2 else "a"


LETTERS = {"a": "etcd", "b": "NATS", "c": "PySyncObj", "d": "PySyncObj with a journal"}


def all_killed() -> dict[str, list[dict]]:
    """What was left of acknowledged writes, by letter."""
    return {letter: answers_of("kill all", system) for letter, system in LETTERS.items()}


def who_lost_some(rows: dict[str, list[dict]]) -> str:
    """The letters of the systems that lost a write."""
    return "".join(letter for letter, answers in rows.items() if any(row["lost"] for row in answers))


def etcd_and_plain() -> tuple[Sequence[float], Sequence[float]]:
    """The failovers of etcd that are on record, and as many of plain Raft as give a smooth curve."""
    return recorded_failovers().times, plain_raft()


def plain_raft(low: int = 900, high: int = 1900) -> Sequence[float]:
    """Simulated failovers of Figure 2 on one machine, its timeouts (ms) drawn evenly."""
    return simulated.failover_times(SIMULATED, election_timeout=(low, high), heartbeat=100, latency=ON_ONE_MACHINE)


def with_etcd_s_rules() -> Sequence[float]:
    """The same with etcd's rules, and its timers, which go by ticks."""
    return simulated.failover_times(SIMULATED, server=EtcdServer, tick=100, election_timeout=(1000, 1900),
                                    heartbeat=100, latency=ON_ONE_MACHINE)


def cut_in_two() -> Cluster:
    """Five servers with etcd's rules, of which the leader and one more are cut off at 3000 ms."""
    cluster = Cluster(servers=5, seed=3, server=EtcdServer, tick=100, election_timeout=(1000, 1900), heartbeat=100)
    cluster.run(to=3000)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.run(to=6000)
    return cluster


def which_is_slower(both: tuple[Sequence[float], Sequence[float]]) -> str:
    """The letter of `does_it_explain` that is true of two samples, the first one etcd's."""
    real, other = both
    if gap.largest_gap(real, other) <= gap.gap_limit(len(real), len(other)):
        return "a"
    return "b" if median(real) > median(other) else "c"
