"""The questions put to real systems: what was measured and is on record, and what this machine says.

The record, record/answers.json, is written by `make measure`, and never by hand.
"""
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from raftlib.analysis.tables import as_html, as_text
from raftlib.clusters import answers_in_words as words
from raftlib.clusters import experiments
from raftlib.clusters.records import on_record
from raftlib.clusters.systems import SYSTEMS, VERSIONS
from raftlib.search.progress import counted
from raftlib.simulation.arguments import known, members, whole

MOST = 1000  # repeats
TIME = re.compile(r"\d m?s\b")


class Experiment(NamedTuple):
    """A question, what is done to answer it, how the answers are put into words, and how often the record asks it.

    `seconds` is about how long one takes with etcd.
    """

    question: str
    run: Callable[..., dict]
    said: Callable[[list[dict]], str]
    repeats: int
    seconds: float


EXPERIMENTS = {
    "fresh cluster": Experiment("a new cluster: its first leader's term, the index of the first client's entry",
                                experiments.fresh, words.first, 3, 1),
    "kill the leader": Experiment("kill -9 the leader: writes wait for", experiments.kill, words.served_again, 10, 3),
    "ask the leader to end": Experiment("SIGTERM to the leader: writes wait for", experiments.terminate,
                                        words.served_again, 10, 2),
    "stop a follower": Experiment("a follower stands still for 10 timeouts, and goes on", experiments.stop_a_follower,
                                  words.after_a_stop, 3, 27),
    "write to a stopped leader": Experiment("a write is sent to a leader that stands still",
                                            experiments.write_to_a_stopped_leader, words.of_who_stood_still, 6, 8),
    "no majority": Experiment("both followers are killed: a write at the leader",
                              experiments.write_without_a_majority, words.without_a_majority, 10, 10),
    "who leads alone": Experiment("both followers are killed: it says that it leads",
                                  experiments.write_without_a_majority, words.who_says_leader, 0, 9),
    "alone": Experiment("alone for 30 s, then the others are back", experiments.alone,
                                     words.when_alone, 2, 35),
    "write to a follower": Experiment("a write to a follower takes", experiments.write_to_a_follower,
                                      words.at_two_servers, 3, 1),
    "kill all": Experiment("kill -9 all three while clients write: acknowledged writes", experiments.kill_all,
                           words.lost, 3, 4),
}
# What is told of the answers to another question.
SAME_AS = {"who leads alone": "no majority"}


class Answers(NamedTuple):
    """The answers to some questions: by system, a row of words for each question, and where they are from."""

    systems: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str

    @property
    def head(self) -> tuple[str, ...]:
        """Above the columns."""
        return ("question", *self.systems)

    def __repr__(self) -> str:
        return as_text(self.head, self.rows, self.caption)

    def _repr_html_(self) -> str:
        return as_html(self.head, self.rows, self.caption)


def recorded(*names: str, systems: Iterable[str] = tuple(SYSTEMS)) -> Answers:
    """What is on record of some EXPERIMENTS, of all if none is named, and of some SYSTEMS.

    Raises ValueError for what is none of them.
    """
    names = [known("names", name, EXPERIMENTS) for name in names or EXPERIMENTS]
    systems = [known("systems", system, SYSTEMS) for system in members("systems", systems)]
    if not systems:
        raise ValueError("systems is []: there must be one at least.")
    record = on_record("answers")
    rows = [(EXPERIMENTS[name].question, *(in_words(name, record["answers"].get(system, {})) for system in systems))
            for name in names]
    return Answers(tuple(record["versions"].get(system, VERSIONS[system]) for system in systems), tuple(rows),
                   made_when(record, rows))


def answers_of(name: str, system: str) -> list[dict]:
    """The answers on record of a system to one question, as `once` gives them."""
    return on_record("answers")["answers"][known("system", system, SYSTEMS)][known("name", name, EXPERIMENTS)]


def in_words(name: str, answers: dict[str, list[dict]]) -> str:
    """What a system has answered to a question, and how often it was asked; where it was not, a dash."""
    rows = answers.get(SAME_AS.get(name, name))
    if not rows:
        return "–"
    said, often = EXPERIMENTS[name].said(rows), len(rows)
    return said if re.search(rf"\bof {often}\b", said) else f"{said}; {often} time{'s' * (often > 1)}"


def made_when(record: dict, rows: Iterable[tuple[str, ...]]) -> str:
    """Where a record is from, and what its times are, as far as there are any in the rows that are shown."""
    cells = " ".join(cell for _, *answers in rows for cell in answers)
    times = " Times are medians." if TIME.search(cells) else ""
    if " – " in cells:
        times = " Times are medians, in brackets the least and the most."
    return f"Measured on {record['date']} on {record['machine']}, three servers.{times}"


def ask(name: str, system: str = "etcd", repeats: int = 1) -> Answers:
    """Put the question of one of EXPERIMENTS to one of SYSTEMS now, on this machine, each time to a new cluster.

    Raises ValueError for what is none of them, and ClusterError where the system is not installed.
    """
    known("name", name, EXPERIMENTS)
    known("system", system, SYSTEMS)
    repeats = whole("repeats", repeats, 1, MOST)
    SYSTEMS[system]()  # where it can't be had, that is said before anything is counted
    rows = [once(name, system) for _ in counted(range(repeats), repeats, name)]
    experiment = EXPERIMENTS[name]
    return Answers((f"{VERSIONS[system]}, here and now",), ((experiment.question, experiment.said(rows)),),
                   f"Measured just now on this machine, {repeats} time{'s' * (repeats > 1)}.")


def once(name: str, system: str) -> dict:
    """One answer, of a new cluster."""
    with SYSTEMS[system]() as cluster:
        return EXPERIMENTS[name].run(cluster)
