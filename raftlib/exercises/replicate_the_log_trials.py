"""The runs that a reader's servers go through in notebook 05's exercises 5 and 6."""
from raftlib.exercises.overrides import Trial
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.scenarios import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER, busy

# The logs of exercise 2, and some shorter ones.
EXERCISE_2 = {"leader": [1, 1, 3, 3, 3, 5], "b": [1, 1, 6, 6, 6, 6, 6], "c": [1, 1, 1, 1, 1, 1], "d": [1, 1, 3],
              "e": [1, 1, 3, 3, 3]}


def repair(name: str, logs: dict, term: int, within: float) -> Trial:
    """Servers with these logs, the one called "leader" elected next, the others' logs repaired, then one command."""
    def run(server):
        cluster = Cluster(servers=[server(id, logs, term, log=log) for id, log in logs.items()], seed=7)
        cluster.time_out("leader")
        cluster.run(for_=within)
        cluster.submit("x=1")
        cluster.run(for_=200)
        return cluster
    return Trial(name, run)


def random_run(seed: int) -> Trial:
    """Commands on a lossy network that sends some messages twice and lets them overtake, the leader crashing twice."""
    def run(server):
        cluster = Cluster(3, seed, loss=0.1, duplication=0.3, reordering=0.3, server=server)
        for _ in range(2):
            cluster.run(until=lambda c: c.leader, limit=1000)
            busy(cluster, commands=4, every=15)
            if cluster.leader:
                crashed = cluster.leader
                cluster.crash(crashed)
                cluster.run(for_=350)
                busy(cluster, commands=4, every=15)
                cluster.restart(crashed)
        cluster.change_network(loss=0)
        cluster.run(for_=500)
        return cluster
    return Trial(f"seed {seed}", run)


def logs_at_the_end(cluster) -> tuple[str, ...]:
    """Each server's log, as a clause: in all of them a trial must agree with the reference."""
    return tuple(f"the log of {id} is {server.log.terms}" for id, server in cluster.servers.items())


# Seed 21 is one of few that find a rule wrong which looks at the last entries only.
TRIALS = [repair("the logs of Figure 7", {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}, term=7, within=600),
          repair("the logs of exercise 2", EXERCISE_2, term=6, within=300),
          *(random_run(seed) for seed in (*range(11), 21))]
