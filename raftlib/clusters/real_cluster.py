"""Real servers on this machine, by the verbs of the simulator's Cluster."""
import os
import shutil
import tempfile
import time
import weakref
from pathlib import Path

from raftlib.analysis.observed import Change, Deed, Observed, Write, life_of
from raftlib.clusters.answers import Answer, Status
from raftlib.clusters.process import DOWN, RUNNING, STOPPED, Process
from raftlib.clusters.watchdog import Watchdog
from raftlib.simulation.arguments import brief, known, span, whole

MOST = 9  # servers
LOG_LINES = 20
PAUSE = 0.01  # s between two looks at something that is waited for
PATIENCE = 30_000  # ms until a cluster must have acknowledged a write, or a server must have answered


class ClusterError(RuntimeError):
    """A real cluster could not do what it was to do; the sentence says what, and the log what the server said last."""


class RealCluster:
    """Servers S1, S2, … of a real system, each a process of its own on 127.0.0.1, with its data in a temporary folder.

    To be used by `with`: it starts all servers, and waits until a write was acknowledged; at the end nothing is left,
    also if this process is killed. Times are milliseconds. `deeds` and `writes` are what was done, in its order.

    A subclass says how its servers are started and asked: `command`, `tell`, `write`, `read`. What a system lacks
    raises ClusterError, as does a server that does not come up; no server, or one in the wrong state, ValueError.
    """

    system = "a real system"
    # ms that a client waits which tries one server after another: more than a write takes, and not much more.
    attempt = 25.0
    # What variables of the environment begin with by which somebody else's servers may be configured.
    foreign: tuple[str, ...] = ()

    def __init__(self, servers: int = 3):
        if os.name != "posix":
            raise ClusterError("Real clusters run on Linux and macOS: they need signals that this system lacks.")
        self.ids = [f"S{number}" for number in range(1, whole("servers", servers, 1, MOST) + 1)]
        self.deeds: list[Deed] = []
        self.writes: list[Write] = []
        self._seen: dict[str, list[Change]] = {id: [] for id in self.ids}
        self._said_last: dict[str, tuple] = {}  # role and term, since something was done to the server
        self._processes: dict[str, Process] = {}
        self._kept_logs: dict[str, str] = {}
        self._end = None

    # ---- What a subclass says --------------------------------------------------------------------------------

    def command(self, id: str) -> list[str]:
        """The command that runs a server."""
        raise NotImplementedError

    def tell(self, id: str, timeout: float) -> dict:
        """What a running server tells of itself: some fields of Status; OSError if it does not answer in time."""
        raise NotImplementedError

    def write(self, id: str, key: str, value: str, timeout: float) -> None:
        """Have a running server write; OSError, with what it said, unless it acknowledges that in time."""
        raise NotImplementedError

    def read(self, id: str, key: str, stale: bool, timeout: float) -> str | None:
        """Read at a running server, None for what is not there; OSError if it does not answer in time."""
        raise NotImplementedError

    # ---- From start to end -----------------------------------------------------------------------------------

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end()

    def start(self) -> None:
        """Start all servers of a new cluster, and wait until a write was acknowledged."""
        if self._end:
            raise ValueError(f"this {type(self).__name__} was started already: another one is needed.")
        self.folder = Path(tempfile.mkdtemp(prefix="raft-cluster-"))
        watchdog = Watchdog(str(self.folder))
        self._processes = {id: Process(self.folder / f"{id}.log", watchdog) for id in self.ids}
        self._end = weakref.finalize(self, end_all, self.folder, self._processes, watchdog)
        self._began, self.began_at = time.monotonic(), time.time()
        try:
            for id in self.ids:
                self._run(id)
            self._wait(lambda: self.leader, "no server leads")
            self.wait_for_write()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Kill all servers and remove their files; their logs can still be read."""
        if self._end and self._end.alive:
            self._kept_logs = {id: process.log.read_text(errors="replace") for id, process in self._processes.items()
                               if process.log.exists()}
            self._end()

    def _run(self, id: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(self.foreign)}
        self._processes[id].start(self.command(id), environment)

    # ---- Looking at it ---------------------------------------------------------------------------------------

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
        return self._processes[id].state if self._end and self._end.alive else DOWN

    def status(self, id: str, timeout: float = 500) -> Status:
        """What a server tells of itself within so many ms."""
        state = self.state(id)
        if state != RUNNING:
            return Status(id, state)
        try:
            status = Status(id, state, **self.tell(id, timeout))
        except OSError:
            return Status(id, state)
        said = status.role, status.term
        if said != self._said_last.get(id):
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
        """Ask all servers for their status again and again, for so many ms."""
        until = self.time + for_
        while self.time < until:
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

    # ---- Clients ---------------------------------------------------------------------------------------------

    def put(self, key: str, value: str, to: str | None = None, timeout: float = 10_000) -> Answer:
        """Write at a server, the leader if none is named, and wait for the answer, at most so many ms."""
        text("key", key)
        text("value", value)
        return self._ask("put", to, timeout, lambda id: self.write(id, key, value, timeout))

    def get(self, key: str, of: str | None = None, stale: bool = False, timeout: float = 10_000) -> Answer:
        """Read at a server, the leader if none is named; what is `stale` may be old, and is answered by it alone."""
        text("key", key)
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
        began = self.time
        for attempt in range(10**9):
            running = self.running
            if not running or self.time - began > limit:
                raise ClusterError(self._complaint(f"no write was acknowledged in {limit:g} ms"))
            id = running[attempt % len(running)]
            if self.put("ready", str(attempt), id, self.attempt):
                return self.time - began
            time.sleep(PAUSE)
        return self.time - began

    # ---- Hands -----------------------------------------------------------------------------------------------

    def crash(self, id: str) -> None:
        """Kill a server (kill -9)."""
        self._do("crash", id, (RUNNING, STOPPED), Process.kill)

    def terminate(self, id: str) -> None:
        """Ask a server to end (SIGTERM), and wait until it has: it may hand its office over first."""
        self._do("terminate", id, (RUNNING,), Process.terminate)

    def stop(self, id: str) -> None:
        """Let a server stand still (SIGSTOP) until it is to go on."""
        self._do("stop", id, (RUNNING,), Process.stop)

    def go_on(self, id: str) -> None:
        """Let a stopped server go on (SIGCONT)."""
        self._do("go on", id, (STOPPED,), Process.go_on)

    def restart(self, id: str) -> None:
        """Start a server that is down again, with what is on its disk, and wait until it answers."""
        self._do("restart", id, (DOWN,), lambda _: self._run(id))
        self._wait(lambda: self.status(id).role, f"{id} does not come up", [id])

    def _do(self, kind: str, id: str, states: tuple[str, ...], deed) -> None:
        if self.state(id) not in states:
            raise ValueError(f"id is {brief(id)}: it must be a {' or '.join(states)} server, and {id} is "
                             f"{self.state(id)}.")
        self.deeds.append(Deed(self.time, kind, id))
        self._said_last.pop(id, None)
        deed(self._processes[id])

    def _wait(self, condition, complaint: str, ids=None) -> None:
        """Wait until a condition holds; ClusterError if it does not in time, or if the servers (all) have ended."""
        until = self.time + PATIENCE
        while not condition():
            if self.time > until or all(self.state(id) == DOWN for id in ids or self.ids):
                raise ClusterError(self._complaint(complaint, ids))
            time.sleep(PAUSE)

    def _complaint(self, what: str, ids=None) -> str:
        said = "\n".join(f"{id}: {line}" for id in ids or self.ids for line in self.log(id, 3).splitlines())
        return f"{self.system}: {what}. The last lines of the log:\n{said}"

    def __repr__(self) -> str:
        states = ", ".join(f"{id} {self.state(id)}" for id in self.ids)
        return f"<{type(self).__name__}: {states}>"


def end_all(folder: Path, processes: dict[str, Process], watchdog: Watchdog) -> None:
    """Kill what runs and remove the files."""
    for process in processes.values():
        if process.state != DOWN:
            process.kill()
    shutil.rmtree(folder, ignore_errors=True)
    watchdog.end()


def text(name: str, value) -> None:
    """ValueError unless a value is a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {brief(value)}: it must be a text.")
