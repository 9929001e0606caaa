"""What the challenges of notebook 10 measure, and from where on it is enough."""
from raftlib.analysis.replication import refusals, replication
from raftlib.exercises.challenges import Score
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.words.counts import counted
from raftlib.simulation.cluster import Cluster

# ---- Back up faster ------------------------------------------------------------------------------------------

STEPS = 100  # places at which the follower's log differs from its leader's
FEW = 10  # refusals: to halve 101 again and again takes 6 or 7, and some more are for a guess with more care
WALK = {"S1": [1] + [3] * STEPS, "S2": [1] + [3] * STEPS, "S3": [1] + [2] * STEPS}
LATE = {"S1": [3] * STEPS, "S2": [3] * STEPS, "S3": [3] * (STEPS - 1)}  # S3 lacks one entry


def walk(server: type, logs: dict[str, list[int]]) -> tuple[int, int, bool]:
    """S1 is elected: at how many places S3 said no, how many entries it was sent, whether all is repaired."""
    cluster = Cluster([server(id, logs, 3, log=log) for id, log in logs.items()], seed=10)
    cluster.time_out("S1")
    cluster.run(for_=4000)
    history = cluster.history
    entries = sum(len(flight.message.entries) for flight in history.flights(0, history.end)
                  if isinstance(flight.message, AppendEntries) and flight.message.receiver == "S3")
    return len(refusals(history)), entries, cluster.servers["S3"].log == cluster.servers["S1"].log


NOT_REPAIRED = "But the log must be repaired in the end: how far back do you go at last, and do you come to index 1?"
TOO_MANY = (f"At most {FEW} refusals are few: to halve 101 again and again takes 6 or 7. Take larger steps, or "
            "ever larger ones.")


def backing_up(server: type) -> Score:
    """How many refusals a walk back of a hundred places takes."""
    refused, _, is_repaired = walk(server, WALK)
    _, entries, _ = walk(server, LATE)
    said = (f"A walk back of {STEPS} places takes {counted(refused, 'refusal')}, and {STEPS} by the paper's rule; a "
            f"follower that lacks one entry alone is sent {entries}.")
    if not is_repaired:
        return Score(said, NOT_REPAIRED)
    return Score(said, TOO_MANY if refused > FEW else "")


# ---- Fewer messages ------------------------------------------------------------------------------------------

LOAD, APART = 200, 2  # commands, one each so many ms
HALF = 0.5  # of the messages that the paper's rules take, as they stand in notebook 05
PATIENCE = 100  # ms: two heartbeats; who waits for longer has slept over one

UNANSWERED = "But not every command was answered: what waits must be sent at some time, without another command."
NOT_FEWER = "Half of what the paper's rules take is the goal: a message can carry many entries, if it waits for them."
TOO_SLOW = f"But clients wait for too long: {PATIENCE} ms, two heartbeats, is the most that half of them may take."


def under_load(server: type) -> tuple[int, float, float]:
    """Of 200 commands: how many were answered, how many messages each took, and the median time (ms)."""
    cluster = Cluster(5, seed=1, server=server)
    cluster.run(until=lambda c: c.leader, limit=3000)
    start = cluster.time
    for number in range(LOAD):
        cluster.submit(f"x={number}")
        cluster.run(for_=APART)
    cluster.run(for_=500)
    cost = replication(cluster.history, start)
    return cost.answered, cost.messages_per_command, cost.median_time


def messages_under_load(server: type, of_the_paper: float) -> Score:
    """How many messages a command takes, when many come."""
    answered, messages, time = under_load(server)
    said = (f"{messages:.1f} messages a command, {of_the_paper:.1f} by the paper's rules; half of the clients are "
            f"answered within {time:.0f} ms.")
    if answered < LOAD:
        return Score(said, UNANSWERED)
    if messages > HALF * of_the_paper:
        return Score(said, NOT_FEWER)
    return Score(said, TOO_SLOW if time > PATIENCE else "")


# ---- A return that disturbs nobody ---------------------------------------------------------------------------

RETURNS, ALONE, AFTERWARDS, SOON = 5, 3000, 1500, 3000  # runs; ms

DISTURBS = ("Whoever was cut off and comes back must not raise the term: it could have asked first whether it would "
            "win.")
NO_LEADER = (f"But when the leader crashes, nobody else leads within {SOON} ms: who has not heard a leader for an "
             "election timeout may say yes.")


def returns(server: type) -> Score:
    """By how much the term rises when a follower returns, and how long it takes to replace a leader that crashes."""
    rises, waits = [], []
    for seed in range(RETURNS):
        cluster = Cluster(5, seed, server=server)
        if not cluster.run(until=lambda c: c.leader, limit=SOON):
            return Score("No leader is elected in a new cluster.", NO_LEADER)
        cluster.run(for_=500)
        leader, term = cluster.leader, highest(cluster)
        alone = next(id for id in cluster.servers if id != leader)
        cluster.cut([alone], [id for id in cluster.servers if id != alone])
        cluster.run(for_=ALONE)
        cluster.heal()
        cluster.run(for_=AFTERWARDS)
        rises.append(highest(cluster) - term + (cluster.leader != leader))
        waits.append(replaced(cluster))
    said = (f"In {RETURNS} runs a follower was cut off for {ALONE / 1000:g} s and came back: {sum(map(bool, rises))} "
            "times that raised the term or changed the leader.")
    if None in waits:
        return Score(said, NO_LEADER)
    said += f" A leader that crashed was replaced within {max(waits):.0f} ms."
    return Score(said, DISTURBS if any(rises) else "")


def highest(cluster: Cluster) -> int:
    """The highest term that a server knows."""
    return max(server.current_term for server in cluster.servers.values())


def replaced(cluster: Cluster) -> float | None:
    """Crash the leader: after how many ms another one leads; None if none does soon."""
    crashed, start = cluster.leader, cluster.time
    if crashed is None:
        return None
    cluster.crash(crashed)
    found = cluster.run(until=lambda c: c.leader not in (None, crashed), limit=SOON)
    return cluster.time - start if found else None
