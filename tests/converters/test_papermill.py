"""papermill finds the numbers that a notebook lets one set, and runs it with others."""
import re

import nbformat
import pytest

from raftlib import Cluster
from tests.cells import NOTEBOOKS, cells_of
from tests.converters.installed import run

SET = {"02-replay-the-same-log": 2000, "03-elect-a-leader": 50, "04-split-the-vote": 300}  # and how many runs there are


@pytest.mark.parametrize("notebook", SET)
def test_it_knows_what_can_be_set(notebook, tmp_path):
    said = run("-m", "papermill", "--help-notebook", NOTEBOOKS / f"{notebook}.ipynb", folder=tmp_path)
    known = dict(re.findall(r"^\s+(\w+): .*\(default (\d+)\)", said, flags=re.MULTILINE))
    assert known == {"first_seed": "0", "how_many": str(SET[notebook])}


def test_other_seeds_give_other_runs(tmp_path):
    others = ("-p", "first_seed", "90", "-p", "how_many", "4")
    run("-m", "papermill", NOTEBOOKS / "03-elect-a-leader.ipynb", "out.ipynb", *others, "--no-progress-bar",
        folder=tmp_path)
    done = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    [cell] = [cell for cell in done.cells if cell.source == cells_of("03-elect-a-leader")["many"]]
    printed = "".join(output.text for output in cell.outputs)  # in pieces, as they came
    assert printed == f"terms begun: {terms_begun(range(90, 94))}\nruns with two leaders of one term: 0\n"


def terms_begun(seeds):
    """How many terms there are in runs of two seconds in which a third of all messages is lost."""
    begun = 0
    for seed in seeds:
        cluster = Cluster(servers=5, seed=seed, loss=0.33)
        cluster.run(for_=2000)
        begun += max(server.current_term for server in cluster.servers.values())
    return begun
