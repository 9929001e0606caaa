"""One server's process: started, stopped, killed, and what it has written."""
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from raftlib.clusters.watchdog import Watchdog

# It begins only when the watchdog knows of it: who dies before that closes the pipe, and nothing was begun.
WAITING = ["sh", "-c", 'read -r go || exit; exec "$@" < /dev/null', "sh"]
RUNNING, STOPPED, DOWN = "running", "stopped", "down"
WAIT = 10  # s until a process that was asked to end, and does not, is killed


class Process:
    """A server of a cluster as the operating system sees it; what it says goes to the file `log`, behind what is there.
    """

    def __init__(self, log: Path, watchdog: Watchdog):
        self.log, self._watchdog = log, watchdog
        self._process: subprocess.Popen | None = None
        self._stopped = False

    @property
    def state(self) -> str:
        """Whether it is running, stopped or down."""
        process = self._process
        if process and process.poll() is not None:
            self._over(process)
        return DOWN if self._process is None else STOPPED if self._stopped else RUNNING

    @property
    def pid(self) -> int | None:
        """The number of the process, None if there is none."""
        return self._process and self._process.pid

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run a command."""
        with self.log.open("ab") as log:
            # A session of its own: what interrupts a notebook's cell does not reach the servers.
            self._process = subprocess.Popen([*WAITING, *command], stdin=subprocess.PIPE, stdout=log, stderr=log,
                                             env=environment, cwd=self.log.parent, start_new_session=True)
        self._watchdog.watch(self._process.pid)
        self._process.stdin.write(b"go\n")
        self._process.stdin.close()

    def kill(self) -> None:
        """End it at once (SIGKILL): it can do nothing about it."""
        self._over(self._send(signal.SIGKILL))

    def terminate(self) -> None:
        """Ask it to end (SIGTERM), wait until it has, and kill it if that takes too long."""
        process = self._send(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(WAIT)
            self._over(process)
            return
        self.kill()

    def stop(self) -> None:
        """Let it stand still (SIGSTOP): to others it looks as if it were very slow."""
        self._send(signal.SIGSTOP)
        self._stopped = True

    def go_on(self) -> None:
        """Let it go on (SIGCONT)."""
        self._send(signal.SIGCONT)
        self._stopped = False

    def tail(self, lines: int) -> str:
        """The last lines that it has written."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def _send(self, number: int) -> subprocess.Popen:
        process = self._process
        process.send_signal(number)
        return process

    def _over(self, process: subprocess.Popen) -> None:
        """It has ended, and is buried; another thread may see that at the same time."""
        process.wait()
        self._watchdog.forget(process.pid)
        if self._process is process:
            self._process, self._stopped = None, False
