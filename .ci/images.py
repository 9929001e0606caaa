"""Draw the pictures of images/ anew: make images."""

import sys
from pathlib import Path

from raftlib import scenarios
from raftlib.analysis.faulty_logs import with_faults
from raftlib.analysis.life import Life
from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.majorities import majority
from raftlib.analysis.models import KeyValueStore
from raftlib.analysis.outages import downtimes
from raftlib.analysis.split_votes import split_rates
from raftlib.clusters.lives import recorded_life
from raftlib.pictures.availability_curves import availability_curves
from raftlib.pictures.client_lines import client_lines
from raftlib.pictures.curves import split_curves
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.log_steps import log_steps
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.observed_lines import observed_lines
from raftlib.pictures.replicas import replica_grid
from raftlib.pictures.space_time import space_time
from raftlib.search.broken_rules import HalfIsEnough
from raftlib.search.shortest import explore
from raftlib.simulation.cluster import Cluster

sys.path.append(str(Path(__file__).parent))
from rooms import house

IMAGES = Path(__file__).parents[1] / "images"


def pictures():
    """Each picture by its name; those with a number stand for the notebook of that number."""
    return {
        "first-election": draw_message_flow(message_flow(scenarios.first_election().history, 150, 213)),
        "rooms": house(),
        "00-start-here": start_here(),
        "01-keep-a-service-alive": keep_a_service_alive(),
        "02-replay-the-same-log": replay_the_same_log(),
        "03-elect-a-leader": space_time(scenarios.leader_crash().history, 400, 620),
        "04-split-the-vote": split_the_vote(),
        "05-replicate-the-log": log_grid(scenarios.figure_7().history, 0),
        "06-cut-the-network": log_grid(scenarios.partition_with_clients().history, 900),
        "07-break-raft": log_steps({"on a majority": scenarios.figure_8_c(), "erased": scenarios.figure_8_d()}),
        "08-serve-clients": client_lines(linearizable(scenarios.stale_read().operations(), KeyValueStore())),
        "09-run-a-real-cluster": observed_lines(recorded_life("kill -9")),
        "10-build-your-own": build_your_own(),
    }


def start_here():
    """The election of notebook 00's panel."""
    cluster = Cluster(servers=5, seed=10)
    cluster.run(to=200)
    return draw_message_flow(message_flow(cluster.history, 140, 180))


def keep_a_service_alive():
    """How long a year a service is down, by how many of its servers must be up."""
    rules = {"all must be up": lambda servers: servers, "a majority": majority, "any one": lambda servers: 1}
    return availability_curves({name: downtimes(Life(), needed=needed) for name, needed in rules.items()})


def replay_the_same_log():
    """Two servers with the same log, and one with two commands in the other order."""
    straight, faulty = with_faults(["x=5", "x+=1", "y=7", "x-=2"], swapped=1)
    return replica_grid({"S1": straight, "S2": straight, "S3": faulty})


def split_the_vote():
    """How failures make split votes more frequent, formula and simulation."""
    ratios = (0.05, 0.1, 0.2, 0.3, 0.4)
    return split_curves({f"5 servers, {down} down": split_rates(ratios, servers=5, down=down) for down in (2, 1, 0)})


def build_your_own():
    """Four servers for whom half is enough, and their two leaders."""
    run = explore(HalfIsEnough, servers=4, terms=2, entries=1).cluster()
    return space_time(run, 0, run.time)


def main(folder=IMAGES):
    """Write every picture to the folder, as SVG: a viewer scales it, and a test compares it."""
    folder.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (folder / f"{name}.svg").write_text(picture.svg(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
