"""The exercise whose answer is a whole server of the reader's: run for long, searched, and measured."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from raftlib.analysis.tables import as_html, as_text
from raftlib.exercises.asked import Asked
from raftlib.exercises.clock import Clock
from raftlib.exercises.disasters import LOOKS
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.hunt import WAYS, Hunt
from raftlib.exercises.measures import (
    COMMANDS,
    FIGURE_7,
    ROWS,
    Soon,
    Trouble,
    electable,
    in_calm,
    repaired,
    ten_minutes,
)
from raftlib.exercises.overrides import Trial
from raftlib.exercises.own_server import OWN_BEGINS, RULES, still_the_library_s
from raftlib.exercises.readers_code import timed
from raftlib.exercises.server_class import ServerClass
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.exercises.what_happened import what_happened
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster

SECONDS = 6.0  # of computing, for the search
LENIENCE = 10  # times the limit for other answers: all of Raft is the reader's
LIVE = 0.9  # of the share of commands that the library's rules answer in the same trouble
# Some two seconds with the intact rules. Without trouble as far as Figure 8, with it not quite as far as notebook 07.
SHORT = (*WAYS[:2], *(way._replace(most=way.most // 5) for way in WAYS[2:]))
HEAD = ("", "yours", "the library's")

# What is said last, by where a server has failed.
UNSAFE = "Play it, and look for the first event after which it can't be mended: which rule let it happen?"
FOUND = "Each move is one that a network may bring. Which of your rules said yes where it should have said no?"
NOT_LIVE = "It is safe, and does not serve its clients. Which message is it that nobody sends, or nobody answers?"
NOT_REACHED = "Its own vote is a majority, and so is its own copy: nobody will answer. Which rules must look, and when?"
NOT_REPAIRED = "A leader must make all logs like its own, however far it has to go back. Where does yours stop?"
NOT_ELECTED = "Who may be elected is not free: a vote is for the newer log, last terms first. Ask step 2's judge again."


@dataclass(frozen=True)
class Measured(Verdict):
    """A verdict with a table of what was measured."""

    rows: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return "\n".join(filter(None, (super().__repr__(), self.rows and as_text(HEAD, self.rows, "").rstrip())))

    def _repr_html_(self) -> str:
        return super()._repr_html_() + (as_html(HEAD, self.rows, "") if self.rows else "")


class WholeServer(ServerClass):
    """An answer that is a Server class all of whose rules are the reader's.

    It is open as long as some are the library's, and says which. Then the server must do nothing wrong where it is
    `asked` alone, as its steps ask it, and reach the `goals` of some trials; keep all five properties in ten simulated
    minutes of trouble and within the bounds of a search, answer its clients there, repair Figure 7, and elect whom the
    library's rules elect.
    """

    begins = OWN_BEGINS

    def __init__(self, *args, asked: Sequence[Asked] = (), goals: Sequence[tuple[Trial, Callable]] = (), **options):
        super().__init__(*args, **options)
        self.asked, self.goals = tuple(asked), tuple(goals)

    @property
    def seconds(self) -> float:
        """How long the reader's methods may take."""
        return LENIENCE * super().seconds

    @cached_property
    def reference(self) -> tuple[Trouble, tuple[str, ...]]:
        """What the library's rules come to."""
        return ten_minutes(Server), measures_of(Server)

    def judge(self, answer: type) -> Verdict:
        """○ with what is still the library's; else ✓, or ✗ with the run in which it fails, and the table."""
        if lacking := self.not_a_server(answer):
            return Verdict(OPEN, lacking)
        if missing := still_the_library_s(answer):
            done = len(RULES) - len(missing)
            return Verdict(OPEN, f"{done} of {len(RULES)} rules are yours. Still the library's: {', '.join(missing)}."
                           if done else self.question)
        server = timed(answer, self.clock)
        if fault := next(filter(None, (each.fault(server) for each in self.asked)), ""):
            return Verdict(WRONG, fault)
        for trial, lacks in self.goals:
            run = trial.run(server)
            if lacking := lacks(run):
                return self.failed_in(run, run.time, f"With {trial.name}, {lacking}. {NOT_REACHED}")
        trouble = ten_minutes(server)
        if trouble.broken:
            run, number, evidence = trouble.broken
            return self.failed_in(run, run.history[number].time,
                                  f"In trouble, {evidence.sentence}. {evidence.property} is broken. {UNSAFE}")
        theirs = self.reference[0]
        calm = in_calm(server).answered
        if calm < COMMANDS or trouble.share < LIVE * theirs.share:
            return Measured(WRONG, f"Its clients wait: in trouble {trouble.share:.0%} of the commands that a leader "
                                   f"took were answered, {theirs.share:.0%} by the library's rules; in calm {calm} of "
                                   f"{COMMANDS}. {NOT_LIVE}", rows=self.rows_of(server, trouble))
        run, refused = repaired(server, FIGURE_7, 7)
        if refused is None:
            return self.failed_in(run, run.time, f"The logs of Figure 7 are not repaired. {NOT_REPAIRED}")
        if (mine := electable(server)) != (theirs := electable(Server)):
            return Measured(WRONG, f"With the logs of quiz 2, {elected_in_words(mine)} by your rules, and "
                                   f"{elected_in_words(theirs)} by the library's. {NOT_ELECTED}",
                            rows=self.rows_of(server, trouble))
        return self.hunted(server, trouble)

    def hunted(self, server: type, trouble: Trouble) -> Verdict:
        """The verdict of a server that random trouble has not found out, and that serves its clients."""
        hunt = hunt_for(server)
        if hunt.found:
            run = hunt.found.cluster()
            return self.failed_in(run, run.time, f"It survives ten minutes of trouble, but {hunt.found} {FOUND}")
        return Measured(RIGHT, f"{self.reason} No property breaks in ten simulated minutes of trouble, nor in all that "
                               f"can happen to {hunt}.", rows=self.rows_of(server, trouble))

    def rows_of(self, server: type, trouble: Trouble) -> tuple[tuple[str, ...], ...]:
        """The table: what was measured, of the reader's server and of the library's."""
        theirs, of_the_library = self.reference
        return (("commands answered in ten minutes of trouble", *(f"{each.share:.0%} of {each.commands}"
                                                                  for each in (trouble, theirs))),
                *zip([row.what for row in ROWS], measures_of(server), of_the_library, strict=True))

    def failed_in(self, run: Cluster, at: float, said: str) -> Verdict:
        """✗ with a run, and how to play it."""
        return Verdict(WRONG, f"{said}\nTo play this run: {self.to_play(run, at)}", what_happened(run.history, at))


def elected_in_words(ids: tuple[str, ...]) -> str:
    """Who can be elected, in a clause."""
    return f"{' and '.join(ids) or 'nobody'} can be elected"


def hunt_for(server: type) -> Hunt:
    """A hunt for the shortest disaster, with a line that counts its looks at the clock if it takes long."""
    clock = Clock()
    with Soon("situations") as progress:
        def is_late() -> bool:
            progress.update(LOOKS)
            return clock.times[0] >= SECONDS

        return Hunt(server, is_late, SHORT)


def measures_of(server: type) -> tuple[str, ...]:
    """The values of the table's rows."""
    return tuple(row.measure(server) for row in ROWS)
