"""A server that is written step by step, in cells that are run again and again, is handed in whole and judged again."""
from textwrap import indent

import pytest

from raftlib import check_report, report
from raftlib.exercises.class_text import text_of_class
from raftlib.exercises.own_server import RULES, still_the_library_s
from raftlib.exercises.progress_file import BESIDE_THE_NOTEBOOK, record
from raftlib.exercises.states import RIGHT, WRONG
from raftlib.reports.code import class_of
from raftlib.reports.report import FILE
from tests.exercises.test_class_text import in_a_cell
from tests.questions.test_build_your_own import ALL, ASKED, cell_of

FIRST = """from raftlib import AppendEntries, AppendEntriesReply, Entry, Log, OwnServer, RequestVote, RequestVoteReply
FOLLOWER, CANDIDATE, LEADER = "follower", "candidate", "leader"

class MyServer(OwnServer):
    def grants_vote(self, request):
        ...
"""


def step(name):
    """The class of a step's cell, its blanks filled in."""
    head = cell_of(name).partition("\n    def ")[0]
    return f"{head}\n{indent(ALL[name].solution().text, '    ')}\n"


def blank(name):
    """The same as the notebook has it, without the call."""
    return cell_of(name).rpartition("\n")[0]


@pytest.fixture(scope="module")
def written():
    """MyServer after each step, each cell run once blank and once filled in."""
    world, found = in_a_cell(FIRST), {}
    for name in ASKED:
        world = in_a_cell(step(name), **in_a_cell(blank(name), **world))
        found[name] = world["MyServer"]
    return found


def test_all_steps_are_judged_again_as_they_were(desk, written):
    for name, server in written.items():
        assert ALL[name](server).state == RIGHT
    report("Ada", written["majority"])
    checked = check_report(FILE, run_code=True)
    assert checked.differences == checked.not_judged == ()
    assert set(checked.points) == {f"build_your_own.{name}" for name in ASKED}
    assert set(checked.points.values()) == {1}
    assert "no property broke" in checked.classes["MyServer"].text


def test_each_step_s_text_has_its_own_rules(written):
    for name, server in written.items():
        assert set(ASKED[name].methods) <= {rule for rule in RULES if f"def {rule}(" in ASKED[name].worded(server)}


def test_a_wrong_step_that_is_claimed_to_be_right_is_found(desk, written):
    wrong = in_a_cell("class MyServer(MyServer):\n    def majority(self):\n        return 1\n",
                      MyServer=written["majority"])["MyServer"]
    record("build_your_own.majority", RIGHT, ASKED["majority"].worded(wrong))
    record("build_your_own.restart", RIGHT, ASKED["restart"].worded(wrong))
    report("Ada")
    checked = check_report(FILE, run_code=True)
    assert [(line.answered.name, line.found.state) for line in checked.differences] == [("majority", WRONG)]
    assert checked.not_judged == ()


@pytest.mark.parametrize("changed", [False, True])
def test_cells_that_are_run_twenty_times_keep_the_files_small(desk, changed):
    world = in_a_cell(FIRST)
    for number in range(20):
        for name in ASKED:
            world = in_a_cell(f"{step(name)}    # {number}\n    tries = {number}\n" if changed else step(name), **world)
            record(f"build_your_own.{name}", RIGHT, ASKED[name].worded(world["MyServer"]))
    assert len(world["MyServer"].__mro__) > 20 * len(ASKED)
    assert (desk / BESIDE_THE_NOTEBOOK).stat().st_size < 700_000
    source = text_of_class(world["MyServer"]).source
    assert [source.count(f"def {rule}(") for rule in RULES if rule != "grants_vote"] == [1] * (len(RULES) - 1)
    assert still_the_library_s(class_of(source)) == []
    assert "Left out" not in repr(report("Ada", world["MyServer"]))


def test_what_a_method_asks_of_the_one_before_stays():
    world = in_a_cell(FIRST)
    for text in ("return 2", "return 3", "return super().majority() + 1", "return super().majority() + 1"):
        world = in_a_cell(f"class MyServer(MyServer):\n    def majority(self):\n        {text}\n", **world)
    source = text_of_class(world["MyServer"]).source
    assert "return 2" not in source
    assert class_of(source)("S1", ["S1"]).majority() == world["MyServer"]("S1", ["S1"]).majority() == 5


def test_a_value_of_a_class_without_methods_is_found_in_its_own_cell():
    world = in_a_cell("class MyServer(MyServer):\n    most = 7\n", **in_a_cell(FIRST))
    world = in_a_cell("class MyServer(MyServer):\n    def majority(self):\n        return self.most\n", **world)
    assert class_of(text_of_class(world["MyServer"]).source)("S1", ["S1"]).majority() == 7
