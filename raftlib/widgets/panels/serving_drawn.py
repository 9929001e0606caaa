"""What the panel of notebook 08 draws and says of one setting."""
from collections.abc import Sequence
from functools import partial

from raftlib.analysis.linearizability import Judgement, linearizable
from raftlib.analysis.models import KeyValueStore
from raftlib.analysis.operations import Operation
from raftlib.analysis.read_modes import WAYS
from raftlib.analysis.reads import wrong_reads
from raftlib.pictures.client_lines import client_lines
from raftlib.protocol.words.counts import counted
from raftlib.scenarios.reading import START, TROUBLE, leader_cut_off, nothing, reading
from raftlib.simulation.key_value import KeyValue

CUTS = {"nobody": (), "S1": ("S1",), "S1 S2": ("S1", "S2"), "S1 S2 S3": ("S1", "S2", "S3")}  # who is cut off with C1
SERVERS = 5
HEARTBEAT, EVERY = 20, 120  # ms: often enough for a leader whose clock is slow, and seldom enough for words at each bar


class Store(KeyValueStore):
    """The key-value machine as the clients find it when the picture begins."""

    initial = 1


def draw_serving(read, cut_off, cut_for, asks_again_after, loss, clock_S1, seed):  # noqa: N803
    """What both clients have asked for, judged, and whether each read is right."""
    servers = CUTS[cut_off]
    trouble = partial(leader_cut_off, followers=len(servers) - 1) if servers else nothing
    cluster = reading(trouble, WAYS[read], seed, cut_for, loss / 100, clock_S1 / 100, SERVERS, asks_again_after,
                      HEARTBEAT, EVERY)
    operations = [each for each in map(Operation._make, cluster.operations()) if each.called >= START]
    judgement = linearizable(operations, Store())
    said = f"Reads {read}{cut_words(servers, cut_for)}{more_words(loss, clock_S1)}"
    return client_lines(judgement, START, cluster.time), f"{said}: {verdict(judgement)}."


def cut_words(servers: Sequence[str], cut_for: int) -> str:
    """Who is cut off with C1, and when."""
    if not servers:
        return ", no cut"
    return f", {', '.join(servers)} and C1 cut off from {TROUBLE} to {TROUBLE + cut_for} ms"


def more_words(loss: int, clock: int) -> str:
    """What else there is of trouble."""
    return f", {loss} % of messages lost" * bool(loss) + f", S1's clock at {clock} % of its speed" * (clock < 100)


def verdict(judgement: Judgement) -> str:
    """Whether each read is right, and how long the slowest took; or which one was the first that is not, and why."""
    reads = [each for each in judgement.operations if KeyValue.is_read(each.action)]
    answered = [each for each in reads if each.answered is not None]
    wrong = wrong_reads(judgement)
    if wrong:
        are = "is" if len(wrong) == 1 else "are"
        return f"{len(wrong)} of {counted(len(answered), 'read')} {are} wrong; {told(wrong[0], judgement)}"
    if not answered:
        return "no read is answered"
    slowest = f"{max(each.answered - each.called for each in answered):.0f} ms"
    missing = "; one has no answer yet" if len(answered) < len(reads) else ""
    if len(answered) == 1:
        return f"the one read that is answered is right, and took {slowest}{missing}"
    return f"each of {len(answered)} reads is right, and the slowest took {slowest}{missing}"


def told(read: Operation, judgement: Judgement) -> str:
    """What a wrong read says, and what a client knew by then: values only grow, for one client alone writes them."""
    newer = [each for each in judgement.operations if each.end <= read.called and value(each) > value(read)]
    last = max(newer, key=lambda each: each.answered)
    return (f"the first (✗), asked for at {read.called:.0f} ms, says {read.answer}, though {last.client} was told "
            f"{last.answer} at {last.answered:.0f} ms")


def value(operation: Operation) -> int:
    """The number in an answer."""
    return int(operation.answer.removeprefix("x="))
