"""The step of a restart: what a crash leaves, what it takes away, and what of it a reader's server got wrong."""
from collections.abc import Callable, Sequence

from raftlib.exercises.exercise import Verdict
from raftlib.exercises.failures import Failure
from raftlib.exercises.steps import Step
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster

DISK = ("current_term", "voted_for", "log")
MEMORY = ("role", "leader_id", "votes", "next_index", "match_index", "commit_index", "last_applied", "applied_log")


class RestartStep(Step):
    """A step whose server is the old object after a crash, and not a new one in its place.

    `lost` and `kept` are the fields that were on disk and changed, and those that were in memory and are still there;
    `starts_timer` is whether all restarts asked for the timer.
    """

    def judge(self, answer: type) -> Verdict:
        """As of any step; what each restart gets wrong is noted."""
        self.lost, self.kept, self.starts_timer = set(), set(), True
        return super().judge(answer)

    def after_a_crash(self, answer: type) -> type:
        """The class as it is."""
        return answer

    def eyed(self, name: str, method: Callable) -> Callable:
        """The rule, with a look at what it leaves."""
        ask = super().eyed(name, method)

        def restart(server):
            before = fields(server, DISK)
            messages = ask(server)
            after = fields(server, DISK)
            new = fields(Server(server.id, server.peers), MEMORY)
            self.lost |= {each for each in DISK if after[each] != before[each]}
            self.kept |= {each for each in MEMORY if getattr(server, each) != new[each]}
            self.starts_timer &= bool(server.timer_restarts)
            return messages
        return restart

    def hint_for(self, failure: Failure, answer: type, runs: Sequence[Cluster]) -> str:
        """The hint of the listed class that does the same; else all that the restarts got wrong."""
        self.meddling = " ".join(self.faults())
        return super().hint_for(failure, answer, runs)

    def faults(self) -> list[str]:
        """What the restarts got wrong, a sentence each."""
        said = []
        if self.lost:
            said.append(f"{listed(self.lost, DISK)} must be as before the crash: term, vote and log are on disk (P1).")
        if self.kept:
            said.append(f"{listed(self.kept, MEMORY)} must begin anew: what is not on disk was in memory.")
        if not self.starts_timer:
            said.append("The election timer must start: set self.timer_restarts = True.")
        return said


def fields(server: Server, names: Sequence[str]) -> dict[str, object]:
    """Some of a server's fields, by name."""
    return {name: getattr(server, name) for name in names}


def listed(names: set[str], order: Sequence[str]) -> str:
    """Fields in words, in their order."""
    *first, last = (f"self.{name}" for name in order if name in names)
    return f"{', '.join(first)} and {last}" if first else last
