"""The runs that judge the predictions of notebook 05, and how an answer is read off each of them."""
from itertools import pairwise

from raftlib.analysis.replication import refusals, replication
from raftlib.protocol.state import LEADER
from raftlib.scenarios import FIGURE_7_FOLLOWERS, figure_7, figure_8_c, figure_8_d, figure_8_e, twenty_commands
from raftlib.simulation.cluster import Cluster


def held_by_a_majority(cluster: Cluster) -> int:
    """The last index that a majority of logs reaches."""
    lengths = sorted((server.log.last_index for server in cluster.servers.values()), reverse=True)
    return lengths[len(lengths) // 2]


def answers_heard(cluster: Cluster) -> int:
    """How many followers' answers the leader has heard when it answers its client."""
    answer = next(event for event in cluster.history if event.kind == "answer")
    leader = cluster.history.at(answer.time).servers[answer.server]
    return sum(index > 0 for index in leader.match_index)


ANSWERED = 417  # ms: the client has just been answered


def who_has_applied_it(cluster: Cluster) -> set[str]:
    """The servers that have carried a command out when the client has just been answered."""
    return {id for id, state in cluster.history.at(ANSWERED).servers.items() if state.last_applied}


def leader_crashes() -> Cluster:
    """The journey of one command, but S2 crashes at 402 ms, up to 100 ms after the next election."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.run(to=402)
    cluster.crash("S2")
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=100)
    return cluster


def what_became_of_it(cluster: Cluster) -> str:
    """The letter for what became of the dead leader's entry."""
    others = [server for server in cluster.servers.values() if server.id not in cluster.down]
    if not any(server.log.last_index for server in others):
        return "a"
    if any(server.last_applied for server in others):
        return "b"
    return "d" if cluster.servers[cluster.leader].log.last_index else "c"


def figure_7_repaired() -> Cluster:
    """The logs of Figure 7 at 425 ms, when the leader has heard a yes of each follower."""
    cluster = figure_7()
    cluster.run(for_=425)
    return cluster


def who_refused_at_10(cluster: Cluster) -> set[str]:
    """The followers that lacked the entry before the leader's first new one."""
    return {follower for follower, index in refusals(cluster.history) if index == 10}


def walk_back_for_e(cluster: Cluster) -> tuple[int, ...]:
    """The leader's next_index for e after each refusal that lowered it."""
    place = cluster.servers["leader"].peers.index("e")
    leading = [event.state for event in cluster.history if event.server == "leader" and event.state.role == LEADER]
    return tuple(after.next_index[place] for before, after in pairwise(leading)
                 if after.next_index[place] < before.next_index[place])


def entry_11_of_c(cluster: Cluster) -> str:
    """The letter for what became of the entry that c had at index 11, behind the leader's last one."""
    leader, c = (cluster.servers[id].log for id in ("leader", "c"))
    entry = FIGURE_7_FOLLOWERS["c"][10]
    if leader.term_at(11) == entry:
        return "c"
    return "a" if c.term_at(11) == entry else "b"


def answer_times() -> dict[int, float]:
    """By heartbeat (ms), the median time (ms) until a client is answered."""
    return {heartbeat: replication(twenty_commands(heartbeat).history, start=600).median_time
            for heartbeat in (20, 100)}


def what_the_heartbeat_changes(times: dict[int, float]) -> str:
    """The letter for the difference between the two heartbeats."""
    gain = times[100] - times[20]
    if abs(gain) < 5:
        return "b"
    return "a" if gain > 0 else "c"


def where_it_is_carried_out(ends: tuple[Cluster, Cluster]) -> str:
    """The letter for in which of the two runs x=5 is carried out."""
    if ends[1].leader != "S3":
        return "d"
    done = tuple(any(server.log.entry_at(index).command == "x=5" for server in cluster.servers.values()
                     for index in range(1, server.last_applied + 1)) for cluster in ends)
    return {(True, True): "a", (False, False): "b", (True, False): "c"}[done]


def before_and_after() -> tuple[int, int]:
    """S1's commit index in Figure 8 (c), and once an entry of its term 4 has got through."""
    cluster = figure_8_c()
    before = cluster.servers["S1"].commit_index
    cluster.heal()
    cluster.run(for_=60)
    return before, cluster.servers["S1"].commit_index


def when_index_2_is_committed(commit: tuple[int, int]) -> str:
    """The letter for when S1 commits its entry of term 2."""
    before, after = (index >= 2 for index in commit)
    if before:
        return "c"
    return "b" if after else "a"


def two_ways_on() -> tuple[Cluster, Cluster]:
    """Figure 8 (d) and (e)."""
    return figure_8_d(), figure_8_e()


def where_s5_is_elected(ends: tuple[Cluster, Cluster]) -> str:
    """The letter for in which of two runs S5 leads at the end."""
    return {(True, True): "a", (True, False): "b", (False, True): "c", (False, False): "d"}[
        tuple("S5" in cluster.leaders for cluster in ends)]
