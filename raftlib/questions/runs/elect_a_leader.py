"""The runs that judge the predictions of notebook 03, and how an answer is read off each of them."""
from bisect import bisect

from raftlib.analysis.safety import election_safety
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.state import LEADER
from raftlib.simulation.cluster import Cluster


def quarter_second() -> Cluster:
    """The first 250 ms of the run of seed 7."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=250)
    return cluster


def candidates(cluster: Cluster) -> set[str]:
    """The servers that have stood for election."""
    return {event.server for event in cluster.history if event.kind == "election timeout"}


def leaders_of(cluster: Cluster, term: int) -> set[str]:
    """The servers that led a term."""
    return {state.id for state in cluster.history.states() if state.role == LEADER and state.current_term == term}


def winners_of_term_1(cluster: Cluster) -> str:
    """The letter of `who_wins_term_1` that is true of a run."""
    return {("S1",): "a", ("S2",): "b", ("S1", "S2"): "c", (): "d"}[tuple(sorted(leaders_of(cluster, 1)))]


def rare_heartbeats() -> Cluster:
    """1500 ms with heartbeats that come less often than the followers' patience lasts."""
    cluster = Cluster(servers=5, seed=7, heartbeat=400)
    cluster.run(to=1500)
    return cluster


def succession(cluster: Cluster) -> str:
    """The letter of `rare_heartbeats` that is true of a run."""
    if election_safety(cluster.history.states()):
        return "d"
    led = {state.current_term for state in cluster.history.states() if state.role == LEADER}
    return {1: "b", 2: "c"}.get(len(led), "a")


CRASH = 400.0  # ms
NEWS_BY, HEARTBEAT_MISSED_BY, ALL_OUT = 415, 440, 688  # ms


def noticed(cluster: Cluster) -> str:
    """The letter of `when_noticed` that is true of a run: when somebody first stood after the crash."""
    times = [event.time for event in cluster.history.window(CRASH, cluster.time) if event.kind == "election timeout"]
    return "abcd"[bisect((NEWS_BY, HEARTBEAT_MISSED_BY, ALL_OUT), min(times, default=cluster.time))]


def crashed_leaders(*times: float, to: float) -> Cluster:
    """The player's run, but whoever leads at each of these times (ms) crashes."""
    cluster = Cluster(servers=5, seed=7)
    for time in times:
        cluster.run(to=time)
        cluster.crash(cluster.leader)
    cluster.run(to=to)
    return cluster


def lonely_candidate() -> Cluster:
    """400 ms of seed 10, in which S1, whose timer runs out first, is cut off from all others."""
    cluster = Cluster(servers=5, seed=10)
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.run(to=400)
    return cluster


def close_timers() -> Cluster:
    """The run of seed 56 up to its first leader and a little on: two timers run out 1.7 ms apart."""
    cluster = Cluster(servers=5, seed=56)
    cluster.run(to=200)
    return cluster


def requests_of(cluster: Cluster) -> dict[str, dict[str, float]]:
    """When (ms, to a tenth) each candidate's request arrives at each other server, in order of arrival."""
    found = {}
    for event in cluster.history:
        if event.kind == "receive" and isinstance(event.message, RequestVote):
            found.setdefault(event.message.candidate_id, {})[event.server] = round(event.time, 1)
    return found


def leaders_at_900(cluster: Cluster) -> int:
    """How many servers held themselves for a leader at 900 ms."""
    return len(cluster.history.at(900).leaders)


def reaction(cluster: Cluster) -> str:
    """The letter of `a_message` that is true of a run: what S5 makes of what S2 says when it leads no more."""
    late = [event for event in cluster.history if event.kind == "receive" and event.server == "S5"
            and event.message.sender == "S2"][-1]
    if any(flight.message.success for flight in late.sent):
        return "a"
    if any(event.kind == "election timeout" for event in cluster.history.window(late.time, cluster.time)):
        return "c"
    return "b" if late.sent else "d"
