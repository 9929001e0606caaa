"""The words and bounds that the page of the player gets from Python, so that they stand in one place."""
from typing import NamedTuple

from raftlib.analysis.safety import (
    ElectionSafety,
    LeaderAppendOnly,
    LeaderCompleteness,
    LogMatching,
    StateMachineSafety,
)
from raftlib.widgets.player.refusals import NO_SERVER, RECORDING

PROPERTIES = {
    ElectionSafety: "at most one leader in a term",
    LeaderAppendOnly: "a leader only adds to its log",
    LogMatching: "the same term at an index: the same log up to there",
    LeaderCompleteness: "what is committed, every later leader holds",
    StateMachineSafety: "never two different commands applied at an index",
}
NAME = 60  # letters of a branch's name, at the most
HOLD = 300  # ms for which a message is held back, unless said otherwise: an election can pass


class Slider(NamedTuple):
    """A setting of a run on the page: its name, its group of sliders, and how it is said.

    `part` is the end of a range, 0 or 1; `scale` the number on the slider for a setting of 1.
    """

    name: str
    of: str
    words: str
    low: float
    high: float
    step: float
    unit: str = ""
    part: int | None = None
    scale: int = 1
    sign: str = ""


SLIDERS = (
    Slider("servers", "servers", "servers", 1, 9, 1),
    Slider("seed", "servers", "seed", 0, 100, 1),
    Slider("election_timeout", "servers", "election timeout from", 10, 1000, 10, " ms", part=0),
    Slider("election_timeout", "servers", "election timeout to", 10, 1000, 10, " ms", part=1),
    Slider("heartbeat", "servers", "heartbeat every", 5, 500, 5, " ms"),
    Slider("latency", "network", "latency from", 0, 200, 1, " ms", part=0),
    Slider("latency", "network", "latency to", 0, 200, 1, " ms", part=1),
    Slider("loss", "network", "messages lost", 0, 50, 1, " %", scale=100),
    Slider("duplication", "rare", "messages doubled", 0, 50, 1, " %", scale=100),
    Slider("reordering", "rare", "messages overtaken", 0, 50, 1, " %", scale=100),
)
SLOW = Slider("slow", "rare", "how many times as long its messages take", 1, 20, 1, sign="× ")


def page_words() -> dict:
    """All of them, as plain values."""
    return {"properties": [[kind.name, words] for kind, words in PROPERTIES.items()], "hold": HOLD,
            "letters": NAME, "recording": RECORDING, "no_server": NO_SERVER,
            "sliders": [each._asdict() for each in SLIDERS], "slow": SLOW._asdict()}
