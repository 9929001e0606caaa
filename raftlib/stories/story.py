"""A story: a run told in beats, each a moment that a rule finds in it, a sentence, and what to look at."""
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from raftlib.simulation.arguments import brief, is_collection
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History, recorded
from raftlib.stories.record import Moment, Record

# What a disc can show beside its name.
TIMER, ROLE, TERM, VOTES, LOG = "timer", "role", "term", "votes", "log"


class Beat(NamedTuple):
    """A moment, what is said of it, the servers, messages (by number) and links meant, and what discs show by now.

    Links that are cut have a look of their own; the others meant are those that are mended. Among the `servers` may be
    clients that are in the world. With an `eye` no more is seen than this server sees: itself, and the messages that it
    sends and gets.
    """

    moment: Moment
    said: str
    servers: tuple[str, ...] = ()
    flights: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    shows: tuple[str, ...] = ()
    eye: str = ""

    def handed_over(self, said: str) -> "Turn":
        """The reader's turn at this moment."""
        return Turn(self.moment, f"Your turn. {said}", shows=self.shows)


class Turn(Beat):
    """The reader's turn: the moment at which the run is handed over, and what to try."""


class Story:
    """A run, and the beats that `beats`, a function of a `Record`, finds in it; a last one may be the reader's Turn.

    `run` is a Cluster or a History; `before` is a story told first, of a run of its own. Raises ValueError for what is
    none of these, and for beats that go back in time (the reader's turn may).
    """

    def __init__(self, run: Cluster | History, beats: Callable[[Record], Iterable[Beat]],
                 before: "Story | None" = None):
        if not isinstance(run, Cluster | History):
            raise ValueError(f"run is {brief(run)}: it must be a Cluster or a History.")
        self.run, self.history = run, recorded(run)
        if not callable(beats):
            raise ValueError(f"beats is {brief(beats)}: it must be a function that finds the beats in a Record of the "
                             "run.")
        if not isinstance(before, Story | None):
            raise ValueError(f"before is {brief(before)}: it must be a Story, or None.")
        self.record = Record(self.history)
        found = beats(self.record)
        found = list(found) if is_collection(found) else [found]
        self.turn = found.pop() if found and isinstance(found[-1], Turn) else None
        self.told = checked(found)
        self.before = before
        for scene in self.scenes[:-1]:  # clients keep their letters from scene to scene, and in the reader's turn
            scene.record.commands = list(dict.fromkeys([*self.record.commands, *scene.record.commands]))

    @property
    def scenes(self) -> list["Story"]:
        """The stories told one after the other, of a run each; this one is the last."""
        return [*(self.before.scenes if self.before else ()), self]

    @property
    def beats(self) -> list[Beat]:
        """All beats but the reader's turn, those of earlier scenes first."""
        return [beat for scene in self.scenes for beat in scene.told]

    @property
    def sentences(self) -> list[str]:
        """What is said, in order, the reader's turn last."""
        return [beat.said for beat in (*self.beats, self.turn) if beat]

    def __str__(self) -> str:
        return "\n".join(f"{number}. {said}" for number, said in enumerate(self.sentences, 1))


def checked(beats: list[Beat]) -> tuple[Beat, ...]:
    """The beats, with each moment at or after the one before; ValueError for any others."""
    if not beats or not all(isinstance(beat, Beat) for beat in beats):
        raise ValueError(f"beats found {brief(beats)}: it must find one Beat or more, and perhaps a Turn at the end.")
    for earlier, later in pairwise(beats):
        if later.moment < earlier.moment:
            raise ValueError(f"beats found {later.said!r} at {later.moment.at} µs, after {earlier.said!r} at "
                             f"{earlier.moment.at} µs: beats must not go back in time.")
    return tuple(beats)


def in_order(beats: Iterable[Beat]) -> list[Beat]:
    """Beats of which one that looks at messages under way gives way to what happens meanwhile, and is told next."""
    told: list[Beat] = []
    for beat in reversed(list(beats)):
        told.insert(0, beat._replace(moment=min(beat.moment, told[0].moment)) if told else beat)
    return told
