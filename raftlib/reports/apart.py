"""Judge a class's text in a process of its own, which is ended when its time is over.

A process of its own is no sandbox. It protects from mistakes: an endless loop, a flood of output, all memory taken, an
exit. Code that means harm can do there what its user can: read and delete files, speak to the network, write a verdict
of its own. Files of people whom one does not trust are read, or run on a machine that has nothing to lose.
"""
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.reports.code import Judged

LONGEST_ANSWER = 20_000  # bytes of what is found
HOME = str(Path(__file__).parents[2])
# First, for another raftlib may be installed; and then last, for nothing else there may stand before Python's own.
BEGIN = ("import sys; sys.path.insert(0, sys.argv[1]); import raftlib; sys.path.append(sys.path.pop(0)); "
         "from raftlib.reports.in_child import main; main()")
KEPT = "PATH", "SYSTEMROOT", "LANG", "LC_ALL"  # of the environment: no more of it than Python needs


def judged_apart(source: str, exercise: str, seconds: float) -> Judged:
    """What is found of a class; ○ with the reason where nothing is: it did not end in time, or ended too early."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, TemporaryFile() as output:
        job = json.dumps({"source": source, "exercise": exercise, "seconds": seconds})
        try:
            process = subprocess.Popen([sys.executable, "-I", "-c", BEGIN, HOME], stdin=subprocess.PIPE, stdout=output,
                                       stderr=subprocess.DEVNULL, cwd=folder, env=environment(folder),
                                       start_new_session=True)
        except OSError:  # in a browser
            return Judged(OPEN, "No other process can be started here.")
        try:
            process.communicate(job.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            return Judged(OPEN, f"It did not end within {seconds:g} s, and was stopped.")
        finally:
            end(process)
        output.seek(0)
        return found_in(output.read(LONGEST_ANSWER + 1))


def environment(folder: str) -> dict[str, str]:
    """What the process knows of this one: nothing that is anybody's secret."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "HOME": folder, "TMPDIR": folder, "TEMP": folder, "MPLCONFIGDIR": folder, "RAFT_PROGRESS": "off",
        "OPENBLAS_NUM_THREADS": "1"}  # each of its threads takes much memory


def end(process: subprocess.Popen) -> None:
    """End a process and those that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def found_in(output: bytes) -> Judged:
    """What a process has written; ○ for anything else than that."""
    try:
        state, text, points = json.loads(output)
        if state in (RIGHT, WRONG, OPEN) and isinstance(text, str) and 0 <= points <= 1:
            return Judged(state, text, points)
    except (ValueError, TypeError, RecursionError):
        pass
    return Judged(OPEN, "It has ended its process before anything was found.")
