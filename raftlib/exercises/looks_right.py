"""Exercises that ask for a rule that looks right and is wrong: random runs must not find it out, and a search must."""
from collections.abc import Sequence
from inspect import isfunction

from raftlib.analysis.breaks import break_of
from raftlib.analysis.safety import Evidence
from raftlib.exercises.clock import Clock
from raftlib.exercises.differences import same_events
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.forms import formed
from raftlib.exercises.hunt import Hunt, Way, leads_to_the_same
from raftlib.exercises.readers_code import BadAnswerError, mortal, own, timed
from raftlib.exercises.server_class import ServerClass, is_empty
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.exercises.what_happened import what_happened
from raftlib.pictures.space_time import space_time
from raftlib.protocol.server import Server
from raftlib.protocol.words.counts import counted
from raftlib.search.broken_rules import BROKEN_RULES, BrokenRule
from raftlib.search.random_runs import random_run
from raftlib.search.shortest import Break
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History

RUNS = 200  # that a rule must survive
ALIKE = 20  # of them, in which a rule that is known already does the same, event by event
SECONDS = 12.0  # of computing, for the hunt: it ends by itself long before on most machines
LENIENCE = 4  # times the limit for other answers: a class may override a method that all of Raft goes through
RULES = frozenset(name for name, method in vars(Server).items() if isfunction(method) and name[0] != "_")

# What is said last of a rule that won't do, by where it has failed.
AT_RANDOM = "A rule that looks right survives all of them: let yours be wrong in a case that comes about less often."
NOTHING_FOUND = "Perhaps your rule is safe. Or its disaster takes more than that: let it be wrong oftener."
KNOWN = "Find one of your own."


class LooksRight(ServerClass):
    """An answer that is a Server class with rules of its own that survive `RUNS` random runs, and yet lead to disaster.

    The disaster must be found by a hunt (raftlib.exercises.hunt), and the class must be none of BROKEN_RULES by what it
    does. `found` is the break, for `stories.a_break`, and `failed` the last run that was told of.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.found: Break | None = None

    @property
    def seconds(self) -> float:
        """How long the reader's methods may take: some of them are called in every event of all runs."""
        return LENIENCE * super().seconds

    def judge(self, answer: type) -> Verdict:
        """○ if no rule is written yet, ✓ with the disaster, or ✗ with what is wrong with being wrong in this way."""
        if lacking := self.not_a_server(answer) or no_rule(answer):
            return Verdict(OPEN, lacking)
        if all(is_empty(getattr(answer, name)) for name in rules_of(answer)):
            return Verdict(OPEN, self.question)
        try:
            return self.tried(mortal(formed(timed(answer, self.clock))))
        except BadAnswerError as error:
            return Verdict(OPEN, error.all)

    def tried(self, server: type) -> Verdict:
        """The verdict on a class of which nothing but its rules is left to judge."""
        runs = []
        for seed in range(RUNS):
            run = random_run(server, seed)
            if broken := break_of(run.history):
                return self.broken_at_random(seed, run, *broken)
            runs += [run.history] * (seed < ALIKE)
        clock = Clock()
        hunt = Hunt(server, lambda: clock.times[0] >= SECONDS)
        if hunt.found is None:
            return Verdict(WRONG, f"It survives {RUNS} random runs, but no disaster was found: {hunt}. {NOTHING_FOUND}")
        run = hunt.found.cluster()
        broken = break_of(run.history)
        if broken is None:
            return Verdict(WRONG, "Your class does now this and now that in the same situation: chance, and what all "
                                  "servers share, are no part of a rule.")
        if known := known_rule(runs, hunt.way, hunt.found):
            return Verdict(WRONG, f"It behaves like {known.server.__name__}, a broken rule that you know already: both "
                                  f"do the same in {ALIKE} random runs, and lead to the same disaster. {KNOWN}")
        return self.disaster(hunt.found, run, *broken)

    def broken_at_random(self, seed: int, run: Cluster, number: int, evidence: Evidence) -> Verdict:
        """✗ with the random run that has found it out."""
        at = run.history[number].time
        return Verdict(WRONG, f"Of {RUNS} random runs the one with seed {seed} finds it out: at {at:.0f} ms "
                              f"{evidence.sentence}. {evidence.property} is broken. {AT_RANDOM}\n"
                              f"To play this run: {self.to_play(run, at)}",
                       what_happened(run.history, at))

    def disaster(self, found: Break, run: Cluster, number: int, evidence: Evidence) -> Verdict:
        """✓ with the property that breaks, how it comes to that, and how to play it."""
        self.found = found
        return Verdict(RIGHT, f"{self.reason} It survives {RUNS} random runs, and {evidence.property} breaks in "
                              f"{counted(len(found.moves), 'move')}:\n{found.steps}\nThen {evidence.sentence}.\n"
                              f"To play this run: {self.to_play(run, run.history[number].time)}\n"
                              f"To have it told: stories.a_break({self.attribute('found')})",
                       space_time(run.history, 0, run.history.end))


def rules_of(answer: type) -> list[str]:
    """The methods of Server that a class writes anew."""
    return [name for name in own(answer) if name in RULES]


def no_rule(answer: type) -> str:
    """What keeps a class from having a rule of its own, in a sentence; "" if it has one."""
    written = set(own(answer))
    beside = sorted(name for name in written if hasattr(Server, name) and name not in RULES and name[0] != "_")
    if beside:
        return f"Your class overrides {beside[0]}, by which others look at a server: that is no rule of Raft."
    if not written & RULES:
        return "Your class changes no rule: write a method of Server anew in it, as may_vote_for(self, candidate_id)."
    return ""


def known_rule(runs: Sequence[History], way: Way, found: Break) -> BrokenRule | None:
    """The broken rule that does the same in random runs, from seed 0 on, and leads to the same break; None if none."""
    return next((rule for rule in BROKEN_RULES if rule.property
                 and all(same_events(random_run(rule.server, seed).history, run) for seed, run in enumerate(runs))
                 and leads_to_the_same(rule.server, way, found)), None)
