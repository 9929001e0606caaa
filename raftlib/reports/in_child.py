"""The other side of raftlib.reports.apart: reads one class from standard input, judges it, writes what was found."""
import json
import os
import sys

from raftlib.reports.code import judged

MEMORY, FILE = 2 << 30, 1 << 20  # bytes


def main() -> None:
    """Judge `source` by `exercise` with the limits on this process set; its standard output gets nothing else."""
    job = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in range(3):
        os.dup2(nowhere, each)
    limit(job["seconds"])
    try:
        found = judged(job["source"], job["exercise"])
    except BaseException as error:  # SystemExit too
        found = "○", f"It was ended by {type(error).__name__}.", 0
    answers.write(json.dumps(found))
    answers.flush()
    os._exit(0)  # at once, whatever threads the class has begun


def limit(seconds: float) -> None:
    """Let this process have so much time and memory and no more, where the system can be told to."""
    try:
        import resource
    except ImportError:  # Windows: there the time alone is limited, from outside
        return
    for name, most in (("CPU", int(seconds) + 1), ("AS", MEMORY), ("FSIZE", FILE), ("CORE", 0)):
        what = getattr(resource, f"RLIMIT_{name}")
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # less than there is by now, or none that can be set here
            continue
