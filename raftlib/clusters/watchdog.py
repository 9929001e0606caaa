"""Ends the servers of a cluster, and removes their files, when the process that runs the cluster is gone.

It is a process of its own, which hears by its standard input which processes there are: + 123 and − 123, a line each.
Whoever dies, in whatever way, closes that pipe; then whatever still runs is killed.
"""
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress


class Watchdog:
    """The one end of it: what the process that runs a cluster tells the watchdog of its `folder`."""

    def __init__(self, folder: str):
        # A session of its own: what interrupts a terminal's program does not reach it.
        self._process = subprocess.Popen([sys.executable, "-I", __file__, folder], stdin=subprocess.PIPE, text=True,
                                         stdout=subprocess.DEVNULL, start_new_session=True)

    def watch(self, pid: int) -> None:
        """This process is to be killed when ours is gone."""
        self._say("+", pid)

    def forget(self, pid: int) -> None:
        """This process has ended: its number may soon be another's."""
        with suppress(ValueError, BrokenPipeError):  # it has ended itself: another thread may end the cluster
            self._say("-", pid)

    def end(self) -> None:
        """All is over: it kills what it still watches, removes the folder, and ends."""
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def _say(self, what: str, pid: int) -> None:
        self._process.stdin.write(f"{what} {pid}\n")
        self._process.stdin.flush()


def main(folder: str) -> None:
    """The other end: the process itself."""
    watched = set()
    for line in sys.stdin:
        what, pid = line.split()
        (watched.add if what == "+" else watched.discard)(int(pid))
    for pid in watched:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    # What is killed may still write for a moment.
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
