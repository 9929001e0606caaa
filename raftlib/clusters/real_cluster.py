"""Real servers on this machine, by the verbs of the simulator's Cluster."""
import os
import re
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from raftlib.analysis.observed import Change, Deed, Write
from raftlib.clusters.clients import PATIENCE, Clients
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.looks import Looks
from raftlib.clusters.machine import hindrance
from raftlib.clusters.process import DOWN, RUNNING, STOPPED, Process
from raftlib.clusters.watchdog import Watchdog
from raftlib.simulation.arguments import brief, whole

MOST = 9  # servers
MOST_LINES = 1000  # of a log, in which it is looked for why a server has failed
ROOM = 200 * 10**6  # bytes: with less, servers may fail for it; etcd's take 64 MB each at their start
# What a server says that gives up; what follows may be the places in its code.
FATAL = re.compile(r"\b(panic|fatal)\b", re.IGNORECASE)
PAUSE = 0.01  # s between two looks at something that is waited for


class RealCluster(Looks, Clients):
    """Servers S1, S2, … of a real system, each a process of its own on 127.0.0.1, with its data in a temporary folder.

    To be used by `with`: it starts all servers, and waits until a write was acknowledged; at the end nothing is left,
    also if this process is killed. Times are milliseconds. `deeds` and `writes` are what was done, in its order.

    A subclass says how its servers are started and asked: `command`, `tell`, `write`, `read`. What a system lacks
    raises ClusterError, as does a server that does not come up; no server, or one in the wrong state, ValueError.
    """

    system = "a real system"
    # ms that pass, at the longest, until a follower without a leader stands for election.
    longest_timeout = 2000.0
    # What variables of the environment begin with by which somebody else's servers may be configured.
    foreign: tuple[str, ...] = ()

    def __init__(self, servers: int = 3):
        if hindrance():
            raise ClusterError(hindrance())
        self.ids = [f"S{number}" for number in range(1, whole("servers", servers, 1, MOST) + 1)]
        self.deeds: list[Deed] = []
        self.writes: list[Write] = []
        self._seen: dict[str, list[Change]] = {id: [] for id in self.ids}
        self._said_last: dict[str, tuple] = {}  # role and term, since something was done to the server
        self._began, self.began_at = time.monotonic(), time.time()
        self._processes: dict[str, Process] = {}
        self._kept_logs: dict[str, str] = {}
        self._end = None
        self._is_over = False
        self._starting = Lock()  # what is ended by one thread starts nothing in another one

    # ---- What a subclass says --------------------------------------------------------------------------------

    def command(self, id: str) -> list[str]:
        """The command that runs a server."""
        raise NotImplementedError

    def prepare(self) -> None:
        """What a system needs, beside its servers, before the first write; by default nothing."""

    # ---- From start to end -----------------------------------------------------------------------------------

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end()

    def start(self) -> None:
        """Start all servers of a new cluster, and wait until a write was acknowledged."""
        self._open()
        try:
            for id in self.ids:
                self._run(id)
            self.prepare()
            self._wait(lambda: self.leader, "no server leads", self.ids)
            self._wait(lambda: all(self.status(id).role for id in self.ids), "not all servers answer", self.ids)
            self.wait_for_write()
        except BaseException:
            self.end()
            raise

    def _open(self) -> None:
        """Make the folder, with somebody who watches over it."""
        with self._starting, cluster_errors(self.system):
            if self._end or self._is_over:
                what = "has ended" if self._is_over else "was started"
                raise ValueError(f"this {type(self).__name__} {what} already: another one is needed.")
            self.folder = Path(tempfile.mkdtemp(prefix="raft-cluster-"))
            watchdog = Watchdog(str(self.folder))
            self._processes = {id: Process(self.folder / f"{id}.log", watchdog) for id in self.ids}
            self._end = weakref.finalize(self, end_all, self.folder, self._processes, watchdog)
            self._began, self.began_at = time.monotonic(), time.time()

    def wait_for_leader(self) -> str:
        """Wait until a server says that it leads: which one. Raises ClusterError if none does for half a minute."""
        self._wait(lambda: self.leader, "no server leads")
        return self.leader or self.wait_for_leader()

    def end(self) -> None:
        """Kill all servers and remove their files; their logs can still be read. It can be called by any thread."""
        with self._starting:
            self._is_over = True
            if self.is_on:
                self._kept_logs = {id: process.written() for id, process in self._processes.items()}
                self._end()

    def _run(self, id: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(self.foreign)}
        with self._starting, cluster_errors(self.system):
            self._must_be_on()
            self._processes[id].start(self.command(id), environment)

    def _must_be_on(self) -> None:
        if not self.is_on:
            raise ValueError(f"this {type(self).__name__} has no servers: it was not started, or has ended.")

    # ---- Hands -----------------------------------------------------------------------------------------------

    def crash(self, id: str) -> None:
        """Kill a server (kill -9)."""
        self._do("crash", id, (RUNNING, STOPPED), Process.kill)

    def terminate(self, id: str) -> None:
        """Ask a server to end (SIGTERM), and wait until it has: it may hand its office over first."""
        self._do("terminate", id, (RUNNING,), Process.terminate)
        self.deeds.append(Deed(self.time, "end", id))

    def stop(self, id: str) -> None:
        """Let a server stand still (SIGSTOP) until it is to go on."""
        self._do("stop", id, (RUNNING,), Process.stop)

    def go_on(self, id: str) -> None:
        """Let a stopped server go on (SIGCONT)."""
        self._do("go on", id, (STOPPED,), Process.go_on)

    def restart(self, *ids: str) -> None:
        """Start servers that are down again, with what is on their disks, and wait until they answer.

        After a crash of all, one alone may not answer: it is started together with others.
        """
        if len(set(ids)) < len(ids):
            raise ValueError(f"ids is {brief(ids)}: each server can be named once.")
        for id in ids:
            self._do("restart", id, (DOWN,), lambda _, id=id: self._run(id))
        self._wait(lambda: all(self.status(id).role for id in ids), f"{' and '.join(ids)} can't be restarted", ids)

    def _do(self, kind: str, id: str, states: tuple[str, ...], deed) -> None:
        self._must_be_on()
        if self.state(id) not in states:
            raise ValueError(f"id is {brief(id)}: it must be a {' or '.join(states)} server, and {id} is "
                             f"{self.state(id)}.")
        self.deeds.append(Deed(self.time, kind, id))
        self._said_last.pop(id, None)
        deed(self._processes[id])

    def _wait(self, condition, complaint: str, ids=None) -> None:
        """Wait until a condition holds; ClusterError if it does not in time, or if one of these servers has ended.

        Where none are named, it is hopeless when all have ended.
        """
        self._must_be_on()
        until = self.time + PATIENCE
        hopeless = any if ids else all
        while not condition():
            if self.time > until or hopeless(self.state(id) == DOWN for id in ids or self.ids):
                raise ClusterError(self._complaint(complaint, ids))
            time.sleep(PAUSE)

    def _complaint(self, what: str, ids=None) -> str:
        said = "\n".join(f"{id}: {line}" for id in ids or self.ids for line in last_words(self.log(id, MOST_LINES)))
        free = shutil.disk_usage(tempfile.gettempdir()).free
        room = "" if free > ROOM else f" Only {free // 10**6} MB are free for its files, in {tempfile.gettempdir()}."
        return f"{self.system}: {what}.{room} The last lines of the log:\n{said}"

    def __repr__(self) -> str:
        states = ", ".join(f"{id} {self.state(id)}" for id in self.ids)
        return f"<{type(self).__name__}: {states}>"


def last_words(log: str) -> list[str]:
    """The last three lines of a log; of one that tells why a server gave up, those that do."""
    lines = log.splitlines()
    return (list(filter(FATAL.search, lines)) or lines)[-3:]


@contextmanager
def cluster_errors(system: str) -> Iterator[None]:
    """What this machine refuses – room on its disk, one more process – becomes a ClusterError."""
    try:
        yield
    except OSError as error:
        raise ClusterError(f"{system}: it can't be started here: {error}.") from error


def end_all(folder: Path, processes: dict[str, Process], watchdog: Watchdog) -> None:
    """Kill what runs and remove the files; the watchdog does what is left of it if that is interrupted."""
    try:
        for process in processes.values():
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        watchdog.end()
