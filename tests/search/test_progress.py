"""What counts worlds and runs counts them whether a line is shown or not."""
import os
import subprocess
import sys

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from raftlib.search.progress import Progress, counted, unseen

ASK = """
from raftlib.search import GaveUpError, explore
try:
    explore(terms=2, most=500)
except GaveUpError as error:
    print(error)
"""


@pytest.mark.parametrize("disabled", ["", "1"])
def test_a_search_comes_to_its_limit_also_where_no_progress_is_shown(disabled):
    environment = os.environ | {"TQDM_DISABLE": disabled}
    said = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("500 worlds were looked at: no property breaks in fewer than ")


def test_unseen_it_counts_as_well(capfd):
    with unseen(), Progress("things") as progress:
        for _ in range(7):
            progress.update()
    assert progress.count == progress.n == 7
    assert capfd.readouterr() == ("", "")


def test_outside_a_notebook_a_bar_stands_beside_what_is_printed(capsys):
    assert list(counted("abc", 3, "letters")) == ["a", "b", "c"]
    printed, beside = capsys.readouterr()
    assert "letters: " in beside
    assert printed == ""


def test_in_a_notebook_a_bar_is_no_error():
    """There what goes to stderr stands on red ground."""
    cell = new_code_cell("from raftlib.search.progress import counted\n\nlist(counted('abc', 3, 'letters'))")
    notebook = NotebookClient(new_notebook(cells=[cell]), kernel_name="python3").execute()
    assert {output.name for output in notebook.cells[0].outputs if output.output_type == "stream"} == {"stdout"}
