"""Each misconception has a question with a hint against it, and the README says which."""

import misconceptions as tool
import pytest

from raftlib.exercises.misconception import treated_in
from raftlib.questions.cut_the_network import old_leader
from raftlib.questions.misconceptions import DEPOSED, MISCONCEPTIONS
from raftlib.questions.treated import hints, treated


def test_they_are_numbered():
    assert [each.number for each in MISCONCEPTIONS] == list(range(1, 22))
    assert len({each.belief for each in MISCONCEPTIONS}) == 21


@pytest.mark.parametrize("misconception", MISCONCEPTIONS, ids=lambda each: str(each.number))
def test_each_has_a_question(misconception):
    assert treated()[misconception]


def test_a_hint_is_the_text_itself_and_knows_what_it_treats():
    verdict = old_leader("d")
    assert treated_in(dict(old_leader.wrong)["d"]) == DEPOSED
    assert verdict.text == dict(old_leader.wrong)["d"]
    assert treated_in(old_leader.reason) is None


def test_no_hint_treats_what_is_not_in_the_list():
    assert {treated_in(hint) for _, hint in hints()} == {*MISCONCEPTIONS, None}


def test_the_readme_has_the_table_of_today():
    readme = tool.README.read_text(encoding="utf-8")
    assert tool.table() in readme
    assert tool.with_table(readme) == readme


def test_a_table_that_is_out_of_date_is_made_anew():
    readme = tool.README.read_text(encoding="utf-8")
    assert tool.with_table(readme.replace("05 Exercise", "Exercise")) == readme
