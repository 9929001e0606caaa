"""The runs that a reader's servers go through in notebook 10, step by step."""
from collections.abc import Callable

from raftlib.exercises.asked import Asked, match_never_falls, nothing_changes
from raftlib.exercises.overrides import Trial
from raftlib.exercises.steps import Goal
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.questions.trials import elect_a_leader, replicate_the_log
from raftlib.questions.trials.replicate_the_log import EXERCISE_2, FIGURE_7, NEWER, repair
from raftlib.scenarios import busy
from raftlib.search.broken_rules import with_empty_heartbeats
from raftlib.search.random_runs import random_run
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Flight

# Of each two logs, all that can be: longer or shorter or as long, with a newer or older last term or the same.
BOTH_WAYS = {"S1": [1, 1, 1, 1], "S2": [1, 2], "S3": [1, 1, 2], "S4": [1, 1, 2], "S5": [1, 1]}


def in_trouble(seed: int, servers: int = 3) -> Trial:
    """Some five seconds with crashes, cuts, commands, and messages lost, doubled and late."""
    return Trial(f"trouble of all kinds, seed {seed} and {servers} servers",
                 lambda server: random_run(server, seed, servers))


def calm(seed: int, servers: int) -> Trial:
    """Ten commands without any trouble."""
    def run(server):
        cluster = Cluster(servers, seed, server=server)
        cluster.run(until=lambda c: c.leader, limit=2000)
        busy(cluster, commands=10, every=10)
        cluster.run(for_=300)
        return cluster
    return Trial(f"ten commands, seed {seed} and {servers} servers", run)


def with_an_old_request(server: type) -> Cluster:
    """S1's request of term 1 reaches S2 when S2 has voted for S1 in term 2."""
    cluster = Cluster(3, election_timeout=(1000, 1000), server=server)
    cluster.time_out("S1")
    for flight in cluster.in_flight:
        cluster.hold(flight, for_=60)
    cluster.time_out("S1")
    cluster.run(for_=150)
    return cluster


def asked_by(candidate: str) -> Trial:
    """One of five servers stands, whose logs are longer or shorter than the others', and newer or older, in all ways.

    All pairs of logs meet in these trials: what is longer is newer, as new or older, and so on.
    """
    def run(server):
        cluster = Cluster([server(id, BOTH_WAYS, 2, log=log) for id, log in BOTH_WAYS.items()], seed=7)
        cluster.time_out(candidate)
        cluster.run(for_=60)
        return cluster
    return Trial(f"{candidate} as a candidate, and the logs {', '.join(map(str, BOTH_WAYS.values()))}", run)


def alone(server: type) -> Cluster:
    """A cluster of one server, which is its own majority."""
    cluster = Cluster(1, seed=1, server=server)
    cluster.run(for_=400)
    cluster.submit("x=1", to="S1")
    cluster.run(for_=100)
    return cluster


def with_an_old_refusal(server: type) -> Cluster:
    """S2 refuses in term 3 what S1 sent in term 2; the answer reaches S1, which leads term 3."""
    logs = {"S1": [1], "S2": [1], "S3": [1]}
    cluster = Cluster([server(id, logs, 1, log=log) for id, log in logs.items()], seed=7,
                      election_timeout=(1000, 1000))
    to_s2 = elected(cluster)
    if to_s2:
        cluster.hold(to_s2, for_=60)
    cluster.crash("S1")
    cluster.restart("S1")
    to_s2 = elected(cluster)
    if to_s2:
        cluster.drop(to_s2)
    cluster.run(for_=150)
    return cluster


def elected(cluster: Cluster) -> Flight | None:
    """S1 stands if it does not lead yet, and leads; its first message to S2, if there is one."""
    if "S1" not in cluster.leaders:
        cluster.time_out("S1")
    cluster.run(until=lambda c: c.leader == "S1", limit=100)
    return next((flight for flight in cluster.in_flight
                 if isinstance(flight.message, AppendEntries) and flight.message.receiver == "S2"
                 and flight.message.term == cluster.servers["S1"].current_term), None)


def with_bare_heartbeats(seed: int) -> Trial:
    """The trouble of a random run, and heartbeats that vouch for less than the follower holds."""
    return Trial(f"heartbeats that carry no entries, and trouble of all kinds, seed {seed}",
                 lambda server: random_run(with_empty_heartbeats(server), seed))


TROUBLE = [in_trouble(0), in_trouble(1, 5), in_trouble(2, 4), in_trouble(3)]
ALONE = Trial("a cluster of one server", alone)
ELECTIONS = [*elect_a_leader.TRIALS, Trial("a request of an older term", with_an_old_request), *TROUBLE,
             *map(asked_by, BOTH_WAYS), ALONE, Trial("an answer to a request of an older term", with_an_old_refusal)]
LOGS = [*replicate_the_log.TRIALS, *TROUBLE, *map(with_bare_heartbeats, range(3)), ALONE]
SIZES = [Trial(f"{said}, seed {seed}", run) for seed in (1, 2) for said, run in (
    (f"{servers} servers", lambda server, servers=servers, seed=seed: calm(seed, servers).run(server))
    for servers in (4, 2, 3, 5, 6, 7))] + [in_trouble(2, 4), in_trouble(5, 4), in_trouble(1, 5)]

# ---- Where the rules leave some freedom --------------------------------------------------------------------------

REPAIRS = [repair("the logs of Figure 7", FIGURE_7, term=7, within=600),
           repair("the logs of notebook 05's exercise 2", EXERCISE_2, term=6, within=600),
           repair("a follower whose log is newer than its leader's", NEWER, term=2, within=600)]
GATHERED = [calm(1, 3), calm(2, 5)]
FREE = [*REPAIRS, *GATHERED, *replicate_the_log.TRIALS[6:], *TROUBLE]


def differs(cluster: Cluster) -> str:
    """Whose log is not like the leader's, or what it has not committed, in words; "" if all is well."""
    leader = cluster.servers.get(cluster.leader)
    if leader is None:
        return "nobody leads in the end"
    for server in cluster.servers.values():
        if server.log != leader.log:
            return f"{server.id}'s log is {server.log.terms} in the end, and the leader's {leader.log.terms}"
    short = leader.log.last_index - leader.commit_index
    return f"all logs are alike in the end, but the leader has committed {leader.commit_index} of " \
           f"{leader.log.last_index} entries" if short else ""


GOALS = [Goal(trial.name, differs) for trial in (*REPAIRS, *GATHERED)]

# ---- What no freedom covers --------------------------------------------------------------------------------------

OLD_ANSWER = ("An answer to a question of an older term says nothing about this one (A3): ask self.ignores(reply) "
              "first.")
NO_LEADER = "Who leads no more, after a restart, say, has no match_index to note anything in: look at your role first."
LATE = "An answer may come late, and vouch for less than you know already: match_index rises only."


def leader(match: int) -> Callable[[type], Server]:
    """S1 leads term 3, and knows how much of its log S2 and S3 hold."""
    def build(server):
        built = server("S1", ("S2", "S3"), 3, "S1", [1, 3, 3])
        built.role = LEADER
        built.leader_id = "S1"
        built.next_index = dict.fromkeys(built.peers, 4)
        built.match_index = dict.fromkeys(built.peers, match)
        return built
    return build


def restarted(server: type) -> Server:
    """S1, which has led term 3, is a follower of that term."""
    return server("S1", ("S2", "S3"), 3, "S1", [1, 3, 3])


def answer(success: bool, previous: int, entries: int, request_term: int = 3) -> AppendEntriesReply:
    """S2's answer to a request of S1."""
    return AppendEntriesReply("S2", "S1", 3, success, previous, entries, request_term)


ASKED = [
    Asked("the leader of term 3 hears a yes to a request of term 2", leader(0), answer(True, 0, 3, 2), nothing_changes,
          OLD_ANSWER),
    Asked("the leader of term 3 hears a no to a request of term 2", leader(0), answer(False, 3, 0, 2), nothing_changes,
          OLD_ANSWER),
    Asked("a follower hears a yes to what it sent as a leader", restarted, answer(True, 0, 3), nothing_changes,
          NO_LEADER),
    Asked("a follower hears a no to what it sent as a leader", restarted, answer(False, 3, 0), nothing_changes,
          NO_LEADER),
    Asked("a leader that knows S2 to hold three entries hears a late yes for one", leader(3), answer(True, 0, 1),
          match_never_falls, LATE),
    Asked("a leader that knows S2 to hold three entries hears a late no", leader(3), answer(False, 1, 1),
          match_never_falls, LATE),
]
