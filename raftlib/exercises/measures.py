"""What a whole server is worth, in figures: in ten simulated minutes of trouble, in calm, and with the paper's logs."""
from collections.abc import Callable
from typing import NamedTuple

from IPython import get_ipython
from IPython.display import clear_output

from raftlib.analysis.breaks import break_of
from raftlib.analysis.replication import refusals, replication
from raftlib.analysis.safety import Evidence
from raftlib.scenarios import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER, busy
from raftlib.search.progress import Progress
from raftlib.search.random_runs import random_run
from raftlib.simulation.cluster import Cluster

LONG = 600_000  # ms: ten minutes
COMMANDS, EVERY = 50, 20  # in calm: how many, and one each so many ms
FIGURE_7 = {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}
QUIZ_2 = {"S1": [1, 1, 2, 2, 2, 2, 4], "S2": [1, 1, 1, 3], "S3": [1, 1, 2, 2, 2], "S4": [1], "S5": [1, 1, 2, 2, 2, 2]}
QUIZ_3 = {"leader": [1, 1, 3, 3, 3, 5], "S2": [1, 1, 3, 3, 3, 5], "S3": [1, 1, 3, 3, 3, 5], "S4": [1, 1, 3, 3, 3, 5],
          "c": [1, 1, 6, 6, 6, 6, 6], "e": [1, 1, 1, 1, 1, 1]}


class Soon(Progress):
    """A line that is shown sooner: nobody has asked for something long here."""

    hidden_for = 2

    def close(self) -> None:
        """The end; in a notebook the cell's output is cleared of what would stay as an empty line, pink as an error."""
        was_shown = self.is_seen and not self.disable and self.last_print_t >= self.start_t + self.delay
        super().close()
        if was_shown and get_ipython():
            clear_output(wait=True)


class Trouble(NamedTuple):
    """What ten minutes have come to: commands that leaders took, answers, and the run that broke a property, if any."""

    commands: int
    answered: int
    broken: tuple[Cluster, int, Evidence] | None = None

    @property
    def share(self) -> float:
        """Of the commands taken, how many were answered."""
        return self.answered / self.commands if self.commands else 0.0


def ten_minutes(server: type) -> Trouble:
    """Random runs of five seconds each, until they are ten minutes together, or one breaks a property."""
    commands = answered = seed = 0
    simulated = 0.0
    with Soon("simulated s", LONG // 1000) as progress:
        while simulated < LONG:
            run = random_run(server, seed)
            if found := break_of(run.history):
                return Trouble(commands, answered, (run, *found))
            counted = replication(run.history)
            commands, answered = commands + counted.commands, answered + counted.answered
            simulated, seed = simulated + run.time, seed + 1
            progress.update(round(run.time / 1000))
    return Trouble(commands, answered)


class Calm(NamedTuple):
    """What fifty commands cost where nothing goes wrong."""

    answered: int
    messages: float
    time: float


def in_calm(server: type) -> Calm:
    """Five servers, and a command each 20 ms."""
    cluster = Cluster(5, seed=1, server=server)
    cluster.run(until=lambda c: c.leader, limit=3000)
    start = cluster.time
    busy(cluster, COMMANDS, EVERY)
    cluster.run(for_=200)
    counted = replication(cluster.history, start)
    return Calm(counted.answered, counted.messages_per_command, counted.median_time)


def repaired(server: type, logs: dict[str, list[int]], term: int) -> tuple[Cluster, int | None]:
    """Servers with these logs whose "leader" stands next; how many places were refused, None if not all is repaired."""
    cluster = Cluster([server(id, logs, term, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("leader")
    cluster.run(for_=800)
    cluster.submit("x=1")
    cluster.run(for_=300)
    alike = len({each.log for each in cluster.servers.values()}) == 1
    return cluster, len(refusals(cluster.history)) if alike else None


def electable(server: type) -> tuple[str, ...]:
    """Who of the quiz's second question would be elected, if it stood next."""
    found = []
    for candidate in QUIZ_2:
        cluster = Cluster([server(id, QUIZ_2, 4, log=log) for id, log in QUIZ_2.items()], seed=7)
        cluster.time_out(candidate)
        cluster.run(for_=60)
        found += [candidate] if cluster.leader == candidate else []
    return tuple(found)


class Row(NamedTuple):
    """A line of the table: what is measured, how, and how a value is worded."""

    what: str
    measure: Callable[[type], object]


def count_of(value: int | None) -> str:
    """A number of refusals in words."""
    return "never repaired" if value is None else str(value)


ROWS = (
    Row("messages per command (five servers, one each 20 ms)", lambda server: f"{in_calm(server).messages:.1f}"),
    Row("median time to the answer", lambda server: f"{in_calm(server).time:.0f} ms"),
    Row("refusals until Figure 7 is repaired", lambda server: count_of(repaired(server, FIGURE_7, 7)[1])),
    Row("quiz 2: who can be elected", lambda server: ", ".join(electable(server)) or "nobody"),
    Row("quiz 3: refusals until c) and e) are repaired", lambda server: count_of(repaired(server, QUIZ_3, 6)[1])),
)
