"""`make soak`: 20 000 random runs with every kind of trouble, all five safety properties checked after every event."""
import sys
from random import Random

from tqdm import tqdm

from raftlib import Cluster
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import evidence_in, troubled

RUNS = 20_000


def random_arguments(random):
    """The arguments of one cluster: any size, timings wise and unwise, a network good or bad."""
    low, timeout = random.randint(1, 40), random.randint(60, 200)
    return {"servers": random.randint(1, 9), "seed": random.randrange(2**32),
            "latency": (low, low + random.randint(0, 100)),
            "election_timeout": (timeout, timeout + random.randint(0, 200)), "heartbeat": random.randint(10, 150),
            "loss": random.choice([0, 0.05, 0.3]), "duplication": random.choice([0, 0.05, 0.3]),
            "reordering": random.choice([0, 0.05, 0.3])}


def random_steps(random):
    """Up to 20 things to do, up to 200 ms apart."""
    return [(random.randint(0, 200), random.choice(FAULTS), random.randrange(1000))
            for _ in range(random.randint(5, 20))]


def main(runs=RUNS):
    """Run them all, or until interrupted; prints how many events were checked, and any evidence with its seed."""
    events = done = 0
    try:
        for number in tqdm(range(runs), unit="run"):
            random = Random(number)
            run = troubled(Cluster(**random_arguments(random)), random_steps(random))
            events, done = events + len(run.history), done + 1
            if evidence := evidence_in(run):
                print(f"run {number}: {evidence.sentence}")
                return 1
    except KeyboardInterrupt:
        print("interrupted")
    print(f"{done} runs, {events} events checked, all five properties held after each")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
