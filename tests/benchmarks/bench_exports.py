"""Prints the CPU time and the size of what a run is handed on as: tables, trace files, a recording."""
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from raftlib import Cluster, Player, to_shiviz, to_trace_events

FORMS = {
    "events, as JSON": lambda history, _: json.dumps(history.to_dicts()).encode(),
    "messages, as JSON": lambda history, _: json.dumps(history.messages_to_dicts()).encode(),
    "ShiViz": lambda history, _: to_shiviz(history).encode(),
    "trace events": lambda history, _: to_trace_events(history).encode(),
    "recording": lambda history, folder: recorded(history, folder / "run.html"),
}


def recorded(history, path):
    """The page of a recording."""
    Player(history).save(path)
    return path.read_bytes()


def main():
    """Print it all."""
    with TemporaryDirectory() as folder:
        for seconds in (1, 10, 60):
            cluster = Cluster(servers=5, seed=7)
            cluster.run(for_=seconds * 1000)
            print(f"{seconds} simulated s, five servers: {len(cluster.history)} events, "
                  f"{len(cluster.history.messages_to_dicts())} messages")
            for name, form in FORMS.items():
                start = process_time()
                size = len(form(cluster.history, Path(folder)))
                print(f"  {name}: {(process_time() - start) * 1000:.0f} ms CPU, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
