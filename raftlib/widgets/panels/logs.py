"""The panels of notebooks 05 and 06: logs that follow their leader, and logs on two sides of a cut."""
from collections import Counter

from raftlib.analysis.replication import replication
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.style import who_leads
from raftlib.protocol.server import Server
from raftlib.protocol.words.counts import counted
from raftlib.scenarios import busy, partition_with_clients
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.simulation.moments import Moment
from raftlib.simulation.network import Network
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count, milliseconds, milliseconds_range, percent

START, RUN = 200, 1200  # ms: when the first command comes, and how long a run is
CUT_AT, SETTLING, LONGEST_CUT = 400, 600, 1500  # ms


def replication_panel(**defaults) -> Panel:
    """A panel of five logs under a stream of commands from 200 ms on; S1 stands first, and S5 is the slow one.

    `defaults` are the sliders' first values: latency (a pair, ms), loss (%), heartbeat and time (ms),
    commands_a_second, batch (entries a message), and slow_S5 (how many times as slow as the others S5's messages are).
    """
    panel = Panel(
        draw_replication,
        latency=milliseconds_range((5, 15), min=0, max=100),
        loss=percent(0, max=60),
        heartbeat=milliseconds(50, min=10, max=200, step=5),
        commands_a_second=count(10, min=1, max=50),
        batch=count(20, min=1, max=20),
        slow_S5=count(1, min=1, max=10),
        time=milliseconds(RUN, min=0, max=RUN),
    )
    panel.set(**defaults)
    return panel


def draw_replication(latency, loss, heartbeat, commands_a_second, batch, slow_S5, time):  # noqa: N803
    """The logs at `time` (ms), and what replication has cost up to then."""
    history = replicating(latency, loss / 100, heartbeat, commands_a_second, batch, slow_S5).history
    return log_grid(history, time), replication_caption(history, time)


def replicating(latency, loss: float, heartbeat: float, commands_a_second: int, batch: int, slow: int) -> Cluster:
    """The run behind the panel."""
    sender = type("Server", (Server,), {"batch": batch})
    network = Network(latency, loss, slow={"S5": slow})
    cluster = Cluster(servers=5, seed=5, heartbeat=heartbeat, network=network, server=sender)
    cluster.time_out("S1")
    cluster.run(to=START)
    busy(cluster, (RUN - START) * commands_a_second // 1000, every=1000 // commands_a_second)
    cluster.run(to=RUN)
    return cluster


def replication_caption(history: History, time: float) -> str:
    """One sentence: commands, answers, messages, and who is behind."""
    cost, moment = replication(history, START, time), history.at(time)
    if time < START:
        return f"The first command comes at {START} ms; at {time} ms {who_leads(moment.leaders)}."
    were = "was" if 1 in (cost.answered, cost.commands) else "were"
    said = f"By {time} ms {cost.answered} of {counted(cost.commands, 'command')} that a leader took {were} answered"
    if cost.answered:
        said += (f",{' half of them' if cost.answered > 1 else ''} within {cost.median_time:.0f} ms, "
                 f"at {counted(round(cost.messages_per_command), 'message')} a command")
    term = max(state.current_term for state in moment.servers.values())
    return f"{said}; {behind(moment)}{f'; it is term {term} by then' if term > 1 else ''}."


def behind(moment: Moment) -> str:
    """Which server lacks most of the leader's entries."""
    if not moment.leaders:
        return "nobody leads"
    leader = moment.servers[moment.leaders[-1][0]]
    missing = {id: leader.log.last_index - match for id, match in zip(leader.peers, leader.match_index, strict=True)}
    server = max(missing, key=missing.get)
    if not missing[server]:
        return f"{leader.id} knows that all others have its whole log"
    last = "the last entry" if missing[server] == 1 else f"the last {missing[server]} entries"
    return f"of {server} the leader doesn't know yet whether it has {last}"


def partition_panel(**defaults) -> Panel:
    """A panel of five logs when the leader is cut off with some followers at 400 ms, with a client on each side.

    `defaults` are the sliders' first values: followers_kept, cut_for and time (ms), and seed.
    """
    panel = Panel(
        draw_partition,
        followers_kept=count(1, min=0, max=3),
        cut_for=milliseconds(600, min=100, max=LONGEST_CUT, step=50),
        time=milliseconds(900, min=0, max=CUT_AT + LONGEST_CUT + SETTLING, step=10),
        seed=count(7, min=0, max=99),
    )
    panel.limit("time", lambda values: CUT_AT + values["cut_for"] + SETTLING)
    panel.set(**defaults)
    return panel


def draw_partition(followers_kept, cut_for, time, seed):
    """The logs at `time` (ms), and what each side can do."""
    history = partition_with_clients(CUT_AT, CUT_AT + cut_for, followers_kept, seed).history
    time = min(time, int(history.end))
    return log_grid(history, time), partition_caption(history, time)


def partition_caption(history: History, time: float) -> str:
    """One sentence: who is cut off from whom, who leads, and whose commands were answered."""
    moment, sides = history.at(time), sides_of(history)
    if time < CUT_AT:
        return f"The cut comes at {CUT_AT} ms; at {time} ms {who_leads(moment.leaders)}."
    healed = next(event.time for event in history if event.kind == "heal")
    return (f"Cut from {CUT_AT} to {healed:.0f} ms ({sides}): at {time} ms {who_leads(moment.leaders)}; "
            f"{answers(history, time)}.")


def sides_of(history: History) -> str:
    """The two sides of the cut, the old leader's first."""
    links = next(event.detail for event in history if event.kind == "cut")
    old, _ = history.at(CUT_AT - 1).leaders[-1]
    there = [id for id in history.servers if (old, id) in links]
    return f"{' '.join(id for id in history.servers if id not in there)} | {' '.join(there)}"


def answers(history: History, time: float) -> str:
    """How many commands of each side were taken and answered up to a time (ms)."""
    events = history.window(0, time)
    taken = Counter(event.detail[0] for event in events if event.kind == "command")
    answered = Counter(event.detail[0][0] for event in events if event.kind == "answer")
    sides = [f"{answered[key]} of {counted(taken[key], 'command')} {key} on {side}"
             for key, side in (("x", "the old leader's side"), ("y", "the other")) if taken[key]]
    return f"answered: {', '.join(sides)}" if sides else "no commands yet"
