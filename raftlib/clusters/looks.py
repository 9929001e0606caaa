"""What can be seen of a real cluster, and of what was done to it."""
import time

from raftlib.analysis.observed import Change, Observed, life_of
from raftlib.clusters.answers import Status
from raftlib.clusters.process import DOWN, RUNNING
from raftlib.simulation.arguments import known, span, whole

LOG_LINES = 20


class Looks:
    """The part of a RealCluster that only looks at it; ValueError for what is no server of it."""

    def tell(self, id: str, timeout: float) -> dict:
        """What a running server tells of itself: some fields of Status; OSError if it does not answer in time."""
        raise NotImplementedError

    @property
    def is_on(self) -> bool:
        """Whether it was started, and has not ended."""
        return self._end is not None and self._end.alive

    @property
    def time(self) -> float:
        """Milliseconds since the start."""
        return (time.monotonic() - self._began) * 1000

    @property
    def pids(self) -> dict[str, int | None]:
        """The numbers of the servers' processes, None for those that are down."""
        return {id: process.pid for id, process in self._processes.items()}

    @property
    def running(self) -> list[str]:
        """The ids of the servers that run, and are not stopped."""
        return [id for id in self.ids if self.state(id) == RUNNING]

    @property
    def down(self) -> list[str]:
        """The ids of the servers that do not run."""
        return [id for id in self.ids if self.state(id) == DOWN]

    def others(self, id: str) -> list[str]:
        """The ids of all servers but one."""
        return [other for other in self.ids if other != known("id", id, self.ids)]

    @property
    def leaders(self) -> list[str]:
        """The ids of all servers that say that they lead, the newest term last."""
        said = [each for each in map(self.status, self.running) if each.role == "leader"]
        return [each.server for each in sorted(said, key=lambda each: each.term or 0)]

    @property
    def leader(self) -> str | None:
        """The id of the server that says that it leads, in the highest term if there are several."""
        leaders = self.leaders
        return leaders[-1] if leaders else None

    def state(self, id: str) -> str:
        """What the operating system says of a server: running, stopped or down."""
        known("id", id, self.ids)
        return self._processes[id].state if self.is_on else DOWN

    def status(self, id: str, timeout: float = 500) -> Status:
        """What a server tells of itself within so many ms."""
        span("timeout", timeout)
        state = self.state(id)
        if state != RUNNING:
            return Status(id, state)
        deeds = len(self.deeds)
        try:
            status = Status(id, state, **self.tell(id, timeout))
        except OSError:
            return Status(id, state)
        said = status.role, status.term
        # If something was done meanwhile, to this server perhaps, it is not known whether it said so before or after.
        if said != self._said_last.get(id) and len(self.deeds) == deeds:
            self._said_last[id] = said
            self._seen[id].append(Change(self.time, *said))
        return status

    def changes(self, id: str) -> list[Change]:
        """When a server came to be in a role and a term: as far as it was asked, or as its own log tells."""
        return self._seen[id]

    def observed(self) -> Observed:
        """What has been seen of the servers since the start, to be drawn."""
        end = self.time
        lives = {id: life_of(id, self.changes(id), self.deeds, end) for id in self.ids}
        return Observed(lives, list(self.deeds), list(self.writes), end)

    def watch(self, for_: float, every: float = 50) -> None:
        """Ask all servers for their status again and again, for so many ms, or until the cluster is ended."""
        span("for_", for_)
        span("every", every)
        until = self.time + for_
        while self.is_on and self.time < until:
            for id in self.running:
                self.status(id, every)
            time.sleep(every / 1000)

    def log(self, id: str, lines: int = LOG_LINES) -> str:
        """The last lines of what a server has written, also when the cluster has ended."""
        known("id", id, self.ids)
        lines = whole("lines", lines, 1, 1_000_000)
        if id in self._kept_logs:
            return "\n".join(self._kept_logs[id].splitlines()[-lines:])
        return self._processes[id].tail(lines) if self._processes else ""
