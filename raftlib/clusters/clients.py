"""What clients do to a real cluster: they write, read, and try again."""
import time

from raftlib.analysis.observed import Write
from raftlib.clusters.answers import Answer
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.process import DOWN
from raftlib.simulation.arguments import brief, known, span, truth

PATIENCE = 30_000  # ms until a cluster must have acknowledged a write
BREATH = 0.001  # s between two attempts: who refuses does so at once


class Clients:
    """The part of a RealCluster that is asked by clients; ValueError for what is no text, or no server of it."""

    # ms that a client waits which tries one server after another: more than a write takes, and not much more.
    attempt = 25.0

    def write(self, id: str, key: str, value: str, timeout: float) -> None:
        """Have a running server write; OSError, with what it said, unless it acknowledges that in time."""
        raise NotImplementedError

    def read(self, id: str, key: str, stale: bool, timeout: float) -> str | None:
        """Read at a running server, None for what is not there; OSError if it does not answer in time."""
        raise NotImplementedError

    def put(self, key: str, value: str, to: str | None = None, timeout: float = 10_000) -> Answer:
        """Write at a server, the leader if none is named, and wait for the answer, at most so many ms."""
        text("key", key)
        text("value", value)
        return self._ask("put", to, timeout, lambda id: self.write(id, key, value, timeout))

    def get(self, key: str, of: str | None = None, stale: bool = False, timeout: float = 10_000) -> Answer:
        """Read at a server, the leader if none is named; what is `stale` may be old, and is answered by it alone."""
        text("key", key)
        truth("stale", stale)
        return self._ask("get", of, timeout, lambda id: self.read(id, key, stale, timeout))

    def _ask(self, kind: str, id: str | None, timeout: float, question) -> Answer:
        span("timeout", timeout)
        id = self._somebody() if id is None else known("to" if kind == "put" else "of", id, self.ids)
        if self.state(id) == DOWN:
            return Answer(id, False, 0.0, None, f"{id} is down")
        began = self.time
        try:
            value, said = question(id), None
        except OSError as error:
            value, said = None, str(error) or type(error).__name__
        ended = self.time
        if kind == "put":
            self.writes.append(Write(id, began, ended if said is None else None))
        return Answer(id, said is None, ended - began, value, said or "")

    def _somebody(self) -> str:
        running = self.leader or next(iter(self.running), None)
        if running is None:
            raise ClusterError(f"No server of this {type(self).__name__} is running.")
        return running

    def wait_for_write(self, limit: float = PATIENCE) -> float:
        """Try to write at one running server after another until one acknowledges it: how many ms that took.

        Raises ClusterError if none does in `limit` ms, or if none is running any more.
        """
        span("limit", limit)
        began = self.time
        attempt = 0
        while True:
            running = self.running
            if not running:
                raise ClusterError(self._complaint("no server is running"))
            if self.time - began > limit:
                raise ClusterError(self._complaint(f"no write was acknowledged in {limit:g} ms"))
            id = running[attempt % len(running)]
            if self.put("ready", str(attempt), id, self.attempt):
                return self.time - began
            attempt += 1
            time.sleep(BREATH)


def text(name: str, value) -> None:
    """ValueError unless a value is a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {brief(value)}: it must be a text.")
