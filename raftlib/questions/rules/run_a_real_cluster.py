"""What judges the settings of etcd that a reader chooses for notebook 09: simulated servers with etcd's rules."""
from functools import lru_cache

from raftlib.analysis.late import Late
from raftlib.exercises.kinds import Requirement, whole
from raftlib.protocol.etcd import EtcdServer
from raftlib.simulation.cluster import Cluster

simulated = Late("raftlib.analysis.failover_times")
LONGEST = 50_000  # ms: etcd takes no longer election timeout
LATENCY, LOSS = (25, 35), 0.02  # ms and share, between the cities
IN_TIME, CASES = 1500, 0.9  # ms within which a killed leader is replaced, and in which share of cases
OFTEN, FOLLOWERS = 30, 2  # heartbeats a second, to so many
QUIET, SEEDS = 60_000, 5  # ms without a fault, and how many runs of it
REPEATS = 100

FIVE = "etcd takes no election timeout shorter than five heartbeats: one or two may be lost or late."
BUSY = "The leader sends a heartbeat to each of two followers: with these settings that is more than 30 a second."
SLOW = ("A killed leader is replaced too late. A follower waits for one to two election timeouts; then come two rounds "
        "of messages, for the pre-votes and for the votes.")
RESTLESS = ("The leader is replaced, or none is elected, though nothing has failed: an election takes two round trips, "
            "some 120 ms, and the timeout must leave time for that, and for a lost heartbeat or two.")


def settings(answer) -> tuple[int, int] | None:
    """Heartbeat and election timeout (ms), or None for what is none."""
    found = whole(answer, 2, 1, LONGEST)
    return found and (found[0], found[1])


def of_etcd(heartbeat: int, election_timeout: int) -> dict:
    """How a cluster of etcd between the cities is simulated: its timers go by ticks of one heartbeat."""
    ticks = election_timeout // heartbeat
    return {"server": EtcdServer, "tick": heartbeat, "heartbeat": heartbeat, "latency": LATENCY, "loss": LOSS,
            "election_timeout": (ticks * heartbeat, (2 * ticks - 1) * heartbeat)}


@lru_cache
def is_restless(heartbeat: int, election_timeout: int) -> bool:
    """Whether in a run without a fault a leader is replaced, or none is elected."""
    for seed in range(SEEDS):
        cluster = Cluster(servers=3, seed=seed, **of_etcd(heartbeat, election_timeout))
        if not cluster.run(until=lambda run: run.leader is not None, limit=20 * cluster.election_timeout[1]):
            return True
        led = who_leads(cluster)
        cluster.run(to=QUIET)
        if who_leads(cluster) != led:
            return True
    return False


def who_leads(cluster: Cluster) -> tuple[str | None, int]:
    """The leader, and the highest term of all."""
    return cluster.leader, max(each.current_term for each in cluster.servers.values())


@lru_cache
def in_nine_of_ten(heartbeat: int, election_timeout: int) -> float:
    """Within how many ms a killed leader is replaced, in nine of ten cases."""
    times = sorted(simulated.failover_times(REPEATS, **of_etcd(heartbeat, election_timeout)))
    return float(times[round(CASES * REPEATS) - 1])


REQUIREMENTS = (
    Requirement(lambda given: given[1] >= 5 * given[0], FIVE),
    Requirement(lambda given: FOLLOWERS * 1000 / given[0] <= OFTEN, BUSY),
    Requirement(lambda given: not is_restless(*given), RESTLESS),
    Requirement(lambda given: in_nine_of_ten(*given) <= IN_TIME, SLOW, lambda given: (
        f"In nine of ten tries it took up to {in_nine_of_ten(*given):.0f} ms.")),
)
