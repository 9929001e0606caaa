"""`make soak`: 20 000 random runs with every kind of trouble, all five safety properties checked after every event; and
2000 with clients, in which each acknowledged command must be done once, with sessions, and no read be too old.
"""
import sys
from random import Random

from tqdm import tqdm

from raftlib import Cluster, ReadIndexServer
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import evidence_in, troubled
from tests.random_clients import client_run, stale_reads, times_done

RUNS = 20_000
OF_CLIENTS = 10  # one run with clients to so many without


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
        runs = 0
    print(f"{done} runs, {events} events checked, all five properties held after each")
    return serve(runs // OF_CLIENTS)


def serve(runs):
    """Run those with clients; prints how many commands were acknowledged and done once, or a run in which one was not.
    """
    acknowledged = reads = 0
    for seed in tqdm(range(runs), unit="run with clients"):
        done = times_done(client_run(seed))
        wrong = [action for action, times in done.items() if times != 1]
        stale = stale_reads(reading := client_run(seed, server=ReadIndexServer, reads=True))
        if wrong or stale:
            print(f"run {seed} with clients: not done once: {wrong}; too old: {stale}")
            return 1
        acknowledged += len(done)
        reads += sum(action == "x?" and answered is not None for _, _, answered, action, _ in reading.operations())
    print(f"{runs} runs with clients, {acknowledged} commands acknowledged and each done once; "
          f"{reads} reads, none too old")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
