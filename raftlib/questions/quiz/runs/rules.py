"""Runs and searches for the quiz's questions about a wrong number, long distances and lost state: Q4, Q5 and Q6."""
from typing import NamedTuple

from raftlib.analysis.safety import check_all, election_safety
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.server import Server
from raftlib.questions.quiz.runs.evidence import Evidence
from raftlib.search.broken_rules import ForgetsVote, LosesLogTail
from raftlib.search.shortest import Break, Explored, explore
from raftlib.search.trouble import ONE_RESTART
from raftlib.simulation.cluster import Cluster

LOW, HIGH = 2, 12  # of a next_index that should be 7
FOLLOWER = "S3"


class Spoilt(NamedTuple):
    """A run in which the leader's next_index for S3 was set to `number`, if to any: the whole run, and when (ms)."""

    number: int | None
    run: Cluster
    at: float

    @property
    def requests(self) -> list[AppendEntries]:
        """What was sent to S3 from then on."""
        return [flight.message for event in self.run.history.window(self.at, self.run.time) for flight in event.sent
                if flight.message.receiver == FOLLOWER]


def spoilt(number: int | None) -> Spoilt:
    """Six commands are committed; then next_index is spoilt, and a seventh command comes."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    for command in range(1, 7):
        cluster.submit(f"x={command}")
        cluster.run(for_=20)
    cluster.run(to=600)
    leader = cluster.servers[cluster.leader]
    if number is not None:
        leader.next_index = leader.next_index | {FOLLOWER: number}
    cluster.run(to=700)
    cluster.submit("x=7")
    cluster.run(to=1100)
    return Spoilt(number, cluster, 600)


def wrong_next_index() -> Evidence:
    """What a wrong next_index costs."""
    rows = []
    for number in (None, LOW, HIGH):
        one = spoilt(number)
        rows.append(("7, as it should be" if number is None else str(number), str(len(one.requests)),
                     str(sum(len(each.entries) for each in one.requests)),
                     str(one.run.servers[FOLLOWER].log.last_index), said(check_all(one.run.history))))
    return Evidence((f"next_index for {FOLLOWER}", f"messages to {FOLLOWER}", "entries in them",
                     f"entries of {FOLLOWER} in the end", "properties broken"), tuple(rows),
                    "In the 500 ms after next_index was set.")


def said(broken: list) -> str:
    """Which properties are broken, in words."""
    return ", ".join(each.property for each in broken) or "none"


SEEDS = 20
FAR = (75, 150)  # ms, between continents
NEAR_TIMEOUTS, FAR_TIMEOUTS = (150, 300), (1500, 3000)  # ms


def far_apart(timeouts: tuple[int, int], seed: int) -> tuple[Cluster, int]:
    """Ten seconds of five servers on five continents, and how many of twenty commands were answered."""
    cluster = Cluster(servers=5, seed=seed, latency=FAR, election_timeout=timeouts, heartbeat=timeouts[0] / 3)
    requests = []
    for _ in range(20):
        cluster.run(for_=400)
        requests.append(cluster.submit("x+=1"))
    cluster.run(to=10_000)
    return cluster, sum(request.status == "answered" for request in requests)


def five_continents() -> Evidence:
    """What becomes of twenty commands, with timeouts for a data centre and with longer ones."""
    rows = []
    for timeouts in (NEAR_TIMEOUTS, FAR_TIMEOUTS):
        runs = [far_apart(timeouts, seed) for seed in range(SEEDS)]
        terms = sorted(max(server.current_term for server in run.servers.values()) for run, _ in runs)
        twice = sum(bool(election_safety(run.history)) for run, _ in runs)
        rows.append((f"{timeouts[0]}–{timeouts[1]} ms", str(terms[SEEDS // 2]),
                     f"{sum(done for _, done in runs)} of {SEEDS * 20}", str(twice)))
    return Evidence(("election timeout", "terms in 10 s", "commands answered", "runs in which a term has two leaders"),
                    tuple(rows), f"{SEEDS} runs each; a message takes {FAR[0]} to {FAR[1]} ms.")


def lost_at_restart() -> dict[str, Break | Explored]:
    """What a search finds if a server may restart once, by what is not on its disk."""
    classes = {"the vote": ForgetsVote, "the last entry": LosesLogTail, "commit_index": Server}
    return {lost: explore(server, terms=2, entries=1, trouble=ONE_RESTART) for lost, server in classes.items()}


def lost_state() -> Evidence:
    """The same in a table."""
    rows = tuple((lost, found.evidence.sentence if isinstance(found, Break) else "nothing breaks",
                  str(found.worlds)) for lost, found in lost_at_restart().items())
    return Evidence(("not on disk", "what a search finds", "situations looked at"), rows,
                    "Three servers, one of which restarts once; two terms, and logs of one entry.")
