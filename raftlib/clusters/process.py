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
        process = self._process
        return process and process.pid

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run a command."""
        with self.log.open("ab") as log:
            # A session of its own: what interrupts a notebook's cell does not reach the servers.
            process = subprocess.Popen([*WAITING, *command], stdin=subprocess.PIPE, stdout=log, stderr=log,
                                       env=environment, cwd=self.log.parent, start_new_session=True)
        self._process, self._stopped = process, False
        self._watchdog.watch(process.pid)
        process.stdin.write(b"go\n")
        process.stdin.close()

    def kill(self) -> None:
        """End it at once (SIGKILL): it can do nothing about it."""
        process = self._send(signal.SIGKILL)
        if process:
            self._over(process)

    def terminate(self) -> None:
        """Ask it to end (SIGTERM), wait until it has, and kill it if that takes too long."""
        process = self._send(signal.SIGTERM)
        if process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(WAIT)
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
        return "\n".join(self.written().splitlines()[-lines:])

    def written(self) -> str:
        """All that it has written; nothing where the file is not there, or not any more."""
        with suppress(FileNotFoundError):
            return self.log.read_text(errors="replace")
        return ""

    def _send(self, number: int) -> subprocess.Popen | None:
        process = self._process  # None if another thread has seen meanwhile that it has ended
        if process:
            process.send_signal(number)
        return process

    def _over(self, process: subprocess.Popen) -> None:
        """It has ended, and is buried; another thread may see that at the same time."""
        process.wait()
        self._watchdog.forget(process.pid)
        if self._process is process:
            self._process, self._stopped = None, False
