"""The runs that a reader's servers go through in notebook 05's exercises 5 and 6."""
from raftlib.exercises.overrides import Trial
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.scenarios import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER, busy


def repair_of_figure_7(server) -> Cluster:
    """The seven logs of Figure 7 made of the reader's servers, until they are repaired; then one command."""
    logs = {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}
    cluster = Cluster(servers=[server(id, logs, 7, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("leader")
    cluster.run(for_=600)
    cluster.submit("x=1")
    cluster.run(for_=200)
    return cluster


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
        cluster.network.loss = 0.0
        cluster.run(for_=500)
        return cluster
    return Trial(f"seed {seed}", run)


def a_new_leader_s_logs(server) -> Cluster:
    """The logs of exercise 2, and some shorter ones, made of the reader's servers; the leader gets a command."""
    logs = {"leader": [1, 1, 3, 3, 3, 5], "b": [1, 1, 6, 6, 6, 6, 6], "c": [1, 1, 1, 1, 1, 1], "d": [1, 1, 3],
            "e": [1, 1, 3, 3, 3]}
    cluster = Cluster(servers=[server(id, logs, 6, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("leader")
    cluster.run(for_=300)
    cluster.submit("x=1")
    cluster.run(for_=200)
    return cluster


def logs_at_the_end(cluster) -> tuple[str, ...]:
    """Each server's log, as a clause: in all of them a trial must agree with the reference."""
    return tuple(f"the log of {id} is {server.log.terms}" for id, server in cluster.servers.items())


# Seed 21 is one of few that find a rule wrong which looks at the last entries only.
TRIALS = [Trial("the logs of Figure 7", repair_of_figure_7),
          Trial("the logs of exercise 2", a_new_leader_s_logs), *(random_run(seed) for seed in (*range(11), 21))]
