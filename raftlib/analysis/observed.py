"""What can be seen of servers from outside, be they simulated or real: their roles and terms, what was done to them,
and which writes were acknowledged.
"""
from collections.abc import Iterable
from typing import NamedTuple

from raftlib.analysis.stretches import DOWN, Stretch, stretches_of
from raftlib.simulation.arguments import brief, is_number, plain
from raftlib.simulation.history import recorded
from raftlib.simulation.operations import operations_of

STOPPED, PRE_CANDIDATE = "stopped", "pre-candidate"  # beside the roles of Raft
# What hands do to a server, and what it is from then on; None: as it says itself.
AFTER = {"crash": DOWN, "end": DOWN, "stop": STOPPED, "go on": None}


class Change(NamedTuple):
    """A server says at a time (ms) that it has a role in a term from now on."""

    time: float
    role: str
    term: int


class Deed(NamedTuple):
    """What was done to a server, at a time (ms)."""

    time: float
    kind: str
    server: str


class Write(NamedTuple):
    """A client's write at a server, from its call to its answer (ms); `answered` is None where none came."""

    server: str
    called: float
    answered: float | None


class Observed(NamedTuple):
    """Each server's life in stretches, from 0 to `end` (ms), what was done to them, and the writes."""

    lives: dict[str, list[Stretch]]
    deeds: list[Deed]
    writes: list[Write]
    end: float

    def since(self, start: float) -> "Observed":
        """The same from a time (ms) on, which becomes 0; ValueError for one that does not lie in it."""
        if not is_number(plain(start)) or not 0 <= plain(start) <= self.end:
            raise ValueError(f"start is {brief(start)}: it must be a number of milliseconds from 0 to {self.end:.12g}.")
        lives = {id: [each._replace(since=max(each.since - start, 0.0), until=each.until - start)
                      for each in life if each.until > start] for id, life in self.lives.items()}
        return Observed(
            lives, [each._replace(time=each.time - start) for each in self.deeds if each.time >= start],
            [each._replace(called=each.called - start, answered=each.answered and each.answered - start)
             for each in self.writes if each.called >= start], self.end - start)

    def to_dict(self) -> dict:
        """As numbers, texts and lists, for JSON."""
        return {"lives": {id: [list(each) for each in life] for id, life in self.lives.items()},
                "deeds": [list(each) for each in self.deeds], "writes": [list(each) for each in self.writes],
                "end": self.end}

    @classmethod
    def from_dict(cls, given: dict) -> "Observed":
        """The same from these."""
        lives = {id: [Stretch(*each) for each in life] for id, life in given["lives"].items()}
        return cls(lives, [Deed(*each) for each in given["deeds"]], [Write(*each) for each in given["writes"]],
                   given["end"])


def observe(run) -> Observed:
    """What can be seen of a simulated run, a History or what has one, from outside."""
    history = recorded(run)
    before, events, end = history.at(0), list(history), history.end
    lives = {id: stretches_of(id, before, events, 0, end) for id in history.servers}
    deeds = [Deed(event.time, event.kind, event.server) for event in events if event.kind in ("crash", "restart")]
    writes = [Write("", each.called, each.answered) for each in operations_of(history)
              if not each.action.endswith("?")]
    return Observed(lives, deeds, writes, end)


def life_of(server: str, changes: Iterable[Change], deeds: Iterable[Deed], end: float) -> list[Stretch]:
    """The life of a server from 0 to `end` (ms) by what it said of itself, and what was done to it.

    What is down is so until it says something again. What is stopped says nothing; if it seems to, its log's clock is
    less exact than that of the deeds, and it is taken to say so when it goes on.
    """
    steps = sorted([*changes, *(deed for deed in deeds if deed.server == server and deed.kind in AFTER)],
                   key=lambda each: each.time)
    said, imposed = Change(0.0, DOWN, 0), DOWN
    life = [Stretch(DOWN, 0, 0.0, end, "")]
    for step in steps:
        if isinstance(step, Deed):
            imposed, begun_by = AFTER[step.kind], step.kind
        else:
            said, begun_by = step, ""
            if imposed == STOPPED:
                continue
            imposed = None
        role, term = imposed or said.role, said.term
        if (role, term) != life[-1][:2]:
            life[-1] = life[-1]._replace(until=step.time)
            life.append(Stretch(role, term, step.time, end, begun_by))
    return [each for each in life if each.until > each.since]
