"""The text of a class is had from its cell or file, and what can't be had is said."""
import linecache
import math
import signal

import pytest

from raftlib.exercises.class_text import as_text, text_of_class
from raftlib.exercises.own_server import OwnServer
from raftlib.protocol.check_quorum import CheckQuorumServer
from raftlib.protocol.server import Server
from raftlib.reports.code import class_of


class Base(Server):
    def may_vote_for(self, candidate_id):
        return bool(math.floor(1.5))


class Mine(Base, CheckQuorumServer):
    limit = 3

    def majority(self):
        return self.limit


class Grown(OwnServer):
    def majority(self):
        ...


class Grown(Grown):
    def may_vote_for(self, candidate_id):
        ...

    def restart(self):
        self.role = "follower"


class Grown(Grown):
    def first_votes(self):
        return {self.id}


def test_rules_that_are_wrapped_or_still_blank_are_found_where_they_were_written():
    text = text_of_class(Grown)
    assert [line for line in text.source.splitlines() if line.startswith(("class ", "    def "))] == [
        "class Grown(OwnServer):", "    def majority(self):",
        "class Grown(Grown):", "    def may_vote_for(self, candidate_id):", "    def restart(self):",
        "class Grown(Grown):", "    def first_votes(self):"]
    assert text.note == ""


def in_a_cell(text, **world):
    """What a cell of a notebook has defined: Python finds no file of it, and no module."""
    place = f"<cell {len(linecache.cache)}>"
    linecache.cache[place] = len(text), None, text.splitlines(keepends=True), place
    world = {"__name__": "__main__", "Server": Server, **world}
    exec(compile(text, place, "exec"), world)
    return world


def test_bases_that_are_the_readers_come_first_and_ours_are_imported():
    text = text_of_class(Mine)
    assert text.name == "Mine"
    assert text.source.index("class Base(Server):") < text.source.index("class Mine(Base, CheckQuorumServer):")
    assert "from raftlib import CheckQuorumServer" in text.source
    assert "import math" in text.source
    assert "def has_previous_entry" not in text.source
    assert text.note == ""


def test_the_text_makes_the_class_again():
    made = class_of(text_of_class(Mine).source)
    assert made.__name__ == "Mine"
    assert made("S1", ["S1", "S2", "S3"]).majority() == 3
    assert made("S1", ["S1"]).may_vote_for("S2") is True


CELL = '''class Other(Server):
    def on_start(self):
        return 1


class Mine(Server):
    """Two lines
    of words."""

    def may_vote_for(self, candidate_id):
        return other(candidate_id)
'''


def test_a_class_of_a_cell():
    text = text_of_class(in_a_cell(CELL)["Mine"])
    assert text.source.endswith(CELL[CELL.index("class Mine"):].rstrip())
    assert "class Other" not in text.source


def test_a_helper_that_does_not_go_along_is_told():
    world = in_a_cell(CELL)
    world["other"] = in_a_cell("def other(candidate_id):\n    return True\n")["other"]
    assert text_of_class(world["Mine"]).note == "It uses what does not go along: other."


def test_a_base_without_methods_and_values_are_found_in_their_cells():
    world = in_a_cell("class Base(Server):\n    most = 3\n")
    world |= in_a_cell("class Base(Server):\n    most = 4\n\n\nclass Mine(Base):\n    def majority(self):\n"
                       "        return self.most + MORE\n", MORE=2)
    text = text_of_class(world["Mine"])
    assert text.note == ""
    assert "MORE = 2" in text.source
    assert class_of(text.source)("S1", ["S1"]).majority() == 6


@pytest.mark.parametrize(("value", "line"), [
    (3, "MORE = 3"), (True, "MORE = True"), (0.5, "MORE = 0.5"), ("a\nb", r"MORE = 'a\nb'"), (None, "MORE = None"),
    (math.floor, "from math import floor as MORE"), (math, "import math as MORE"),
    (Server, "from raftlib import Server as MORE"), (text_of_class, f"from {text_of_class.__module__} import"),
])
def test_what_a_class_looks_up_is_given_by_a_line(value, line):
    text = text_of_class(looks_up(value))
    assert line in text.source
    assert text.note == ""
    assert class_of(text.source)("S1", ["S1"]).majority() == value


@pytest.mark.parametrize("value", [[1], float("inf"), signal.SIGINT, Server.restart, Server("S1", ["S1"]), lambda: 1])
def test_what_no_line_can_give_is_told(value):
    text = text_of_class(looks_up(value))
    assert text.note == "It uses what does not go along: MORE."
    assert class_of(text.source).__name__ == "Mine"


def looks_up(value):
    """A class of a cell that looks something up."""
    return in_a_cell("class Mine(Server):\n    def majority(self):\n        return MORE\n", MORE=value)["Mine"]


def test_a_class_that_says_odd_things_of_itself_has_at_least_its_name():
    assert as_text(type("Odd", (Server,), {"__module__": None})) == "Odd"
    assert as_text(type("Odd", (Server,), {"__module__": "no.such"})) == "Odd"


@pytest.mark.parametrize("made", [
    type("Made", (Server,), {}),
    eval("type('Made', (Server,), {'may_vote_for': lambda self, candidate_id: True})"),
])
def test_a_class_without_a_text_is_told(made):
    text = text_of_class(made)
    assert text.source == ""
    assert "The text of Made could not be had" in text.note


def test_methods_alone_are_those_of_a_server():
    made = class_of("    def may_vote_for(self, candidate_id):\n        return majority(3) == 2\n")
    assert issubclass(made, Server)
    assert made("S1", ["S1"]).may_vote_for("S2") is True
