"""Prints the CPU time and the memory of a simulated run with its full history, and the time to import raftlib."""
import subprocess
import sys
import tracemalloc
from time import process_time

from tqdm import trange

from raftlib import Cluster

REPEATS = 15
HEAVY = ("matplotlib", "networkx", "ipywidgets", "numpy")


def loaded_run(seconds):
    """Five servers, a command each 100 ms, for so many simulated seconds."""
    cluster = Cluster(servers=5, seed=7, election_timeout=(150, 300), heartbeat=50, latency=(5, 20))
    for number in range(seconds * 10):
        cluster.submit(f"x={number}")
        cluster.run(for_=100)
    return cluster


def cpu_milliseconds(seconds):
    """The least CPU time of several runs, in milliseconds: the one that other work disturbed least."""
    times = []
    for _ in trange(REPEATS, desc=f"{seconds} simulated s", leave=False):
        start = process_time()
        loaded_run(seconds)
        times.append((process_time() - start) * 1000)
    return min(times)


def megabytes(seconds):
    """What a run with its history holds in memory, in MB."""
    tracemalloc.start()
    cluster = loaded_run(seconds)
    used = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return used, len(cluster.history)


def import_milliseconds():
    """The CPU time of `import raftlib`, and then of `raftlib.Cluster`, in a new process; and heavy packages loaded."""
    code = ("from time import process_time as t; import sys; a = t(); import raftlib; b = t(); raftlib.Cluster;"
            "c = t();"
            f"print((b - a) * 1000, (c - b) * 1000, *[m for m in {HEAVY} if m in sys.modules])")
    best = min((subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
                for _ in range(5)), key=lambda words: float(words[0]))
    return float(best[0]), float(best[1]), best[2:]


def main():
    """Print it all."""
    for seconds in (10, 60):
        used, events = megabytes(seconds)
        print(f"{seconds} simulated seconds: {cpu_milliseconds(seconds):.1f} ms CPU (least of {REPEATS}), "
              f"{events} events, {used:.1f} MB")
    package, cluster, heavy = import_milliseconds()
    print(f"import raftlib: {package:.1f} ms CPU, then Cluster: {cluster:.1f} ms; "
          f"heavy packages loaded: {', '.join(heavy) or 'none'}")


if __name__ == "__main__":
    main()
