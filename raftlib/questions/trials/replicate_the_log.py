"""The runs that a reader's servers go through in notebook 05's exercises 5 and 6."""
from collections.abc import Callable

from raftlib.exercises.overrides import Trial
from raftlib.scenarios import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER, busy
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Flight

FIGURE_7 = {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}
# The logs of exercise 2, and some shorter ones.
EXERCISE_2 = {"leader": [1, 1, 3, 3, 3, 5], "b": [1, 1, 6, 6, 6, 6, 6], "c": [1, 1, 1, 1, 1, 1], "d": [1, 1, 3],
              "e": [1, 1, 3, 3, 3]}
# S2 elects the leader, and with S2 it commits its command long before it has found where S3's log begins to differ.
NEWER = {"leader": [1] * 6, "S2": [1] * 6, "S3": [1, 2, 2, 2, 2, 2]}


def as_it_is(server: type) -> type:
    """The class itself."""
    return server


def from_the_first(server: type) -> type:
    """The class, but its leaders begin with next_index 1, which is too low: it is only a guess."""
    def become_leader(self):
        super(lower, self).become_leader()
        self.next_index = dict.fromkeys(self.peers, 1)
        return self.append_entries_to_all()
    lower = type(server.__name__, (server,), {"become_leader": become_leader})
    return lower


def one_by_one(server: type) -> type:
    """The class, but its messages carry one entry at the most."""
    return type(server.__name__, (server,), {"batch": 1})


KINDS = {"": as_it_is, ", next_index being 1 at first": from_the_first, ", entries sent one by one": one_by_one}


def repair(name: str, logs: dict, term: int, within: float, kind: Callable[[type], type] = as_it_is) -> Trial:
    """Servers with these logs, the one called "leader" elected next, the others' logs repaired, then one command."""
    def run(server):
        built = [kind(server)(id, logs, term, log=log) for id, log in logs.items()]
        cluster = Cluster(built, seed=7)
        cluster.time_out("leader")
        cluster.run(for_=within)
        cluster.submit("x=1")
        cluster.run(for_=200)
        return cluster
    return Trial(name, run)


def run_with_an_old_message(server: type) -> Cluster:
    """A new leader fills S2's log with entries of an older term; then the message with the first comes again.

    No command is taken in the leader's own term, so that S2's last term stays below the message's.
    """
    logs = {"S1": [1, 1, 1], "S2": []}
    cluster = Cluster([one_by_one(server)(id, logs, 1, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("S1")
    cluster.run(until=first_entry_under_way, limit=500)
    flight = first_entry_under_way(cluster)
    if flight:
        cluster.duplicate(flight)
        cluster.hold(cluster.in_flight[-1], for_=200)
    cluster.run(for_=300)
    return cluster


def first_entry_under_way(cluster: Cluster) -> Flight | None:
    """A message under way that brings the entry of index 1; None if there is none."""
    return next((flight for flight in cluster.in_flight if getattr(flight.message, "entries", ())
                 and flight.message.prev_log_index == 0), None)


def random_run(seed: int, servers: int = 3, said: str = "") -> Trial:
    """Commands on a lossy network that sends some messages twice and lets them overtake, the leader crashing twice."""
    def run(server):
        cluster = Cluster(servers, seed, loss=0.1, duplication=0.3, reordering=0.3, server=KINDS[said](server))
        for _ in range(2):
            cluster.run(until=lambda c: c.leader, limit=1000)
            busy(cluster, commands=4, every=15)
            if cluster.leader:
                crashed = cluster.leader
                cluster.crash(crashed)
                cluster.run(for_=350)
                busy(cluster, commands=4, every=15)
                cluster.restart(crashed)
        cluster.run(for_=300)
        return cluster
    return Trial(f"seed {seed} and {servers} servers{said}", run)


TRIALS = [repair("the logs of Figure 7", FIGURE_7, term=7, within=600),
          repair("the logs of exercise 2", EXERCISE_2, term=6, within=300),
          *(repair(f"the logs of exercise 2{said}", EXERCISE_2, 6, 300, kind) for said, kind in KINDS.items() if said),
          repair("a follower whose log is newer than its leader's", NEWER, term=2, within=30),
          Trial("an old message that comes again", run_with_an_old_message),
          *(random_run(seed) for seed in range(6)),
          *(random_run(seed, servers, said) for seed, servers in ((6, 4), (7, 5), (8, 2)) for said in KINDS)]
