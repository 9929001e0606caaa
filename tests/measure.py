"""Measure anew what notebooks show as recorded, and write the records: make measure.

All of it takes some three quarters of an hour, most of that for real clusters, which have to wait; parts are named:
python -m tests.measure rules failovers lives histories etcd PySyncObj NATS.
"""
import json
import os
import platform
import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from tqdm import tqdm

from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.models import Register
from raftlib.analysis.observed import Observed
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.failovers import failovers, recorded_failovers
from raftlib.clusters.histories import history, kills_and_stops, operation
from raftlib.clusters.lives import RUNS, see_life
from raftlib.clusters.measured import EXPERIMENTS, once
from raftlib.clusters.printed import see_in_vain
from raftlib.clusters.records import RECORD
from raftlib.clusters.systems import SYSTEMS, VERSIONS
from raftlib.search.broken_rules import BROKEN_RULES
from raftlib.search.record import RECORD as RULES
from raftlib.search.record import measure

FAILOVERS = 160
# How often each question is asked at the most, where each takes long.
MOST = {"NATS": 3, "PySyncObj": 5, "PySyncObj with a journal": 5}
NEAR, LONG = 60, 150  # ms
TRIES = 20  # histories, until one shows a stale read


def here() -> dict:
    """When and where this is measured."""
    return {"date": date.today().isoformat(), "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()} with {os.cpu_count()} cores"}


def write(path: Path, record: dict) -> None:
    """Write a record."""
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def rules() -> None:
    """What the search finds for each broken rule."""
    rows = [measure(rule)._asdict() for rule in tqdm([rule for rule in BROKEN_RULES if rule.property], unit=" rules")]
    write(RULES, here() | {"rows": rows})


def ask_all(system: str, names: Iterable[str] = tuple(EXPERIMENTS)) -> None:
    """Questions, put to one system; what others have answered stays, and what was not asked."""
    answers = {name: [once(name, system) for _ in tqdm(range(min(EXPERIMENTS[name].repeats, MOST.get(system, 1000))),
                                                      desc=f"{system}: {name}")]
               for name in names if EXPERIMENTS[name].repeats}
    path = RECORD / "answers.json"
    record = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"versions": {}, "answers": {}}
    record["versions"][system] = VERSIONS[system]
    record["answers"][system] = record["answers"].get(system, {}) | answers
    write(path, record | here())


def is_here(system: str) -> bool:
    """Whether a system is installed; what others have measured of it stays, if it is not."""
    try:
        SYSTEMS[system]()
    except ClusterError as error:
        print(error, file=sys.stderr)
        return False
    return True


def kill_again_and_again() -> None:
    """The failovers of etcd, one cluster for all."""
    with EtcdCluster() as cluster:
        times = [round(each, 1) for each in tqdm(failovers(cluster, FAILOVERS), total=FAILOVERS, unit=" kills")]
    write(RECORD / "failovers.json", here() | {"system": EtcdCluster.system, "times": times})


def lives() -> None:
    """What is seen of etcd in short runs, and printed in one more failover."""
    runs = {run: rounded(typical(run).to_dict()) for run in tqdm(RUNS, unit=" runs")}
    write(RECORD / "lives.json", here() | {"system": EtcdCluster.system, "runs": runs})
    printed = {"system": EtcdCluster.system, "lines": rounded(see_in_vain().lines)}
    write(RECORD / "printed.json", here() | printed)


def typical(run: str) -> Observed:
    """What is seen in a run; of a leader's kill in one that takes about as long as the middle one of the failovers, and
    in which nothing else holds writes up.
    """
    middle = median(recorded_failovers().times)
    while True:
        seen = see_life(run)
        if run != "kill -9" or [abs(wait - middle) < NEAR for wait in long_waits(seen)] == [True]:
            return seen


def long_waits(seen: Observed) -> list[float]:
    """For how long (ms) no write was acknowledged, each time that this was long."""
    answered = [write.answered for write in seen.writes if write.answered is not None]
    return [later - earlier for earlier, later in pairwise(answered) if later - earlier > LONG]


def histories() -> None:
    """What clients of etcd were told: with linearizable reads, and with others, of which one is to be stale."""
    tries = {"linearizable": [told(stale=False)], "serializable": []}
    with tqdm(total=TRIES, desc="until one is stale") as bar:
        while len(tries["serializable"]) < TRIES:
            tries["serializable"].append(told(stale=True))
            bar.update()
            if not linearizable(map(operation, tries["serializable"][-1]), Register()):
                break
    write(RECORD / "histories.json", here() | {
        "system": EtcdCluster.system, "tries": {kind: len(tried) for kind, tried in tries.items()},
        "histories": {kind: tried[-1] for kind, tried in tries.items()}})


def told(stale: bool) -> list:
    """One history."""
    with EtcdCluster() as cluster:
        return rounded(history(cluster, stale, kills_and_stops))


def rounded(value):
    """The same with all times to a thousandth of a millisecond."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return round(value, 3) if isinstance(value, float) else value


PARTS = {"rules": rules, "failovers": kill_again_and_again, "lives": lives, "histories": histories}


def main(*names: str) -> None:
    """Measure what is named, or all; of a system's answers perhaps one question alone, as in "etcd: kill all"."""
    for name in names or [*PARTS, *filter(is_here, SYSTEMS)]:
        system, _, question = name.partition(": ")
        if name in PARTS:
            PARTS[name]()
        elif system in SYSTEMS and (question in EXPERIMENTS or not question):
            ask_all(system, [question] if question else EXPERIMENTS)
        else:
            sys.exit(f"{name}: no such part; there are {', '.join([*PARTS, *SYSTEMS])}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
