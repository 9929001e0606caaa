"""How long recorded histories of real clusters take to be judged, where they are here: 52 of an etcd, 4 of a store."""
from time import process_time

from raftlib.analysis.jepsen import read_jepsen
from raftlib.analysis.linearizability import linearizable
from tests import histories

REPEATS = 5


def main():
    """Print it all."""
    if not histories.FOLDER.is_dir():
        print(f"no histories in {histories.FOLDER}: nothing is judged")
        return
    logs = [histories.etcd(name) for name in histories.verdicts()]
    print(f"{len(logs)} logs of etcd read: {sum(cpu_seconds(read_jepsen, log) for log in logs):.3f} CPU s")
    seconds = [cpu_seconds(linearizable, read_jepsen(log)) for log in logs]
    print(f"and judged: {sum(seconds):.3f} CPU s, the slowest {max(seconds):.3f}")
    for name in histories.KEY_VALUE:
        operations = histories.key_value(name)
        seconds = cpu_seconds(linearizable, operations, histories.TextStore())
        print(f"{len(operations)} operations of the store {name} judged: {seconds:.4f} CPU s")


def cpu_seconds(task, *arguments):
    """The least CPU time of several runs: the one that other work disturbed least."""
    times = []
    for _ in range(REPEATS):
        start = process_time()
        task(*arguments)
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
