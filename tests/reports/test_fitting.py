"""A report that would be too large is handed in without texts that nobody judges, and says so."""
import json

import pytest

from raftlib import report
from raftlib.exercises import progress_file
from raftlib.exercises.states import RIGHT, WRONG
from raftlib.protocol.server import Server
from raftlib.reports import fitting
from raftlib.reports.contents import LARGEST, read
from raftlib.reports.report import FILE


class Short(Server):
    def majority(self):
        return 2


NAME = "elect_a_leader.one_vote"


def answers(desk, *kept):
    """A progress file, as an earlier version may have written it."""
    (desk / progress_file.BESIDE_THE_NOTEBOOK).write_text(json.dumps({NAME: kept}), encoding="utf-8")


def test_of_too_many_answers_the_last_have_their_texts(desk):
    code = "x" * (LARGEST // 4)
    answers(desk, *[[WRONG, code]] * 3, [RIGHT, code], [WRONG, code], [WRONG, "y"])
    said = repr(report("Ada"))
    assert "Left out, for it would be too large: 4 texts of answers or classes, and no verdict." in said
    (question,) = read(FILE).answered
    assert [each.state for each in question.answers] == [WRONG] * 3 + [RIGHT] + [WRONG] * 2
    assert [each.answer for each in question.answers] == [None] * 3 + [code, None, "y"]


def test_one_that_is_too_large_by_itself_is_left_out(desk):
    answers(desk, [RIGHT, "x" * LARGEST], [WRONG, "y"])
    assert "1 text " in repr(report("Ada", Short))
    (question,) = read(FILE).answered
    assert question.answers == ((RIGHT, None), (WRONG, "y"))
    assert "def majority" in read(FILE).classes[0].source


def test_verdicts_alone_that_are_too_many_are_told_in_a_sentence(desk, monkeypatch):
    monkeypatch.setattr(fitting, "LARGEST", 1000)
    answers(desk, *[[WRONG, "y" * 100]] * 500)
    with pytest.raises(ValueError, match=r"^The report would have more than \d+ bytes"):
        report("Ada")


def test_a_file_that_fits_leaves_nothing_out(desk):
    answers(desk, [WRONG, "y"], [RIGHT, "x" * 1000])
    assert "Left out" not in repr(report("Ada"))
