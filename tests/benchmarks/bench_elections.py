"""Prints how many elections a CPU second holds, and how long all nine lines of Figure 16 take."""
from time import process_time

from tqdm import trange

from raftlib import Failover, hold_elections
from raftlib.analysis.published import FIGURE_16_LOWER, FIGURE_16_UPPER, figure_16

REPEATS = 5
TRIALS = 500_000
LINES = sorted({*FIGURE_16_UPPER, *FIGURE_16_LOWER})


def cpu_seconds(task, name):
    """The least CPU time of several runs: the one that other work disturbed least."""
    times = []
    for _ in trange(REPEATS, desc=name, leave=False):
        start = process_time()
        task()
        times.append(process_time() - start)
    return min(times)


def main():
    """Print it all."""
    for failover in (Failover(), Failover(down=1)):
        seconds = cpu_seconds(lambda failover=failover: hold_elections(failover, TRIALS), "equal logs")
        print(f"equal logs, {failover.up} of {failover.servers} up, 150–300 ms: "
              f"{TRIALS / seconds / 1e6:.2f} million elections a CPU second")
    seconds = cpu_seconds(lambda: [hold_elections(figure_16(line)) for line in LINES], "Figure 16")
    print(f"Figure 16, {len(LINES)} lines of 1000 trials: {seconds:.2f} CPU seconds")


if __name__ == "__main__":
    main()
