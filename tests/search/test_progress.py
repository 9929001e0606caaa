"""What counts worlds and runs counts them whether a line is shown or not."""
import io
import os
import subprocess
import sys

import pytest

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


class Terminal(io.StringIO):
    """What prints on a screen."""

    def isatty(self):
        return True


def test_in_a_notebook_a_bar_is_no_error(capsys):
    """There nothing is a terminal, and what goes to stderr stands on red ground."""
    assert list(counted("abc", 3, "letters")) == ["a", "b", "c"]
    printed, complained = capsys.readouterr()
    assert "letters: " in printed
    assert complained == ""


def test_in_a_terminal_a_bar_stands_beside_what_is_printed(capsys, monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(counted("abc", 3, "letters")) == ["a", "b", "c"]
    assert "letters: " in screen.getvalue()
    assert capsys.readouterr().out == ""
