"""The state machine with sessions: what comes again is answered from memory; a session ends by the log (§6.3)."""
from random import Random

import pytest

from raftlib import KeyValue, SessionKeyValue
from raftlib.simulation.sessions import in_session, numbers_of, over, session_of


def carried_out(*commands, most=100):
    machine = type("Small", (SessionKeyValue,), {"most": most})()
    return machine, [machine.answer(command) for command in commands]


def test_a_repeated_command_is_answered_alike_and_done_once():
    machine, answers = carried_out("open", "1.2: x+=1", "1.2: x+=1", "1.3: x+=1", "1.3: x+=1", "x?")
    assert answers == ["session 1", "x=1", "x=1", "x=2", "x=2", "x=2"]
    assert machine.values == {"x": 2}


def test_the_same_without_sessions_is_done_twice():
    machine = KeyValue()
    assert [machine.answer(each) for each in ("x+=1", "x+=1", "x?", "y?")] == ["x=1", "x=2", "x=2", "y=0"]


def test_a_late_repetition_of_an_older_command_does_nothing():
    machine, answers = carried_out("open", "1.2: x+=1", "1.3: x=7", "1.2: x+=1")
    assert (answers[-1], machine.values) == ("", {"x": 7})


def test_sessions_do_not_mix():
    _, answers = carried_out("open", "open", "1.5: x+=1", "2.5: x+=1", "1.5: x+=1", "2.5: x+=1")
    assert answers == ["session 1", "session 2", "x=1", "x=2", "x=1", "x=2"]


def test_where_there_are_too_many_the_one_used_longest_ago_ends():
    machine, answers = carried_out("open", "open", "1.3: x+=1", "open", "2.4: x+=1", "1.3: x+=1", "3.5: x+=1", most=2)
    assert answers == ["session 1", "session 2", "x=1", "session 3", over(2), "x=1", "x=2"]
    assert machine.values == {"x": 2}


@pytest.mark.parametrize("seed", range(30))
def test_all_replicas_agree_on_every_answer_and_on_which_sessions_are_over(seed):
    random = Random(seed)
    log = [random.choice(["open", "x+=1", in_session(random.randint(1, 9), random.randint(1, 9), "x+=1"), "x?"])
           for _ in range(200)]
    one, other = carried_out(*log, most=3), carried_out(*log, most=3)
    assert one[1] == other[1]
    assert one[0].last == other[0].last
    assert len(one[0].last) <= 3


def test_texts_are_understood_again():
    assert session_of("session 12") == 12
    assert session_of(over(12)) is None
    assert in_session(12, 3, "x-=1") == "12.3: x-=1"
    assert numbers_of("12.3: x-=1") == (12, 3, "x-=1")
    assert [numbers_of(each) for each in ("x=1", "1: x=1", "1.2 x=1", ".2: x=1", "١.2: x=1", "a.b: x", "", None)] == [
        None] * 8


@pytest.mark.parametrize("text", ["x?", " x ? ", "n7?"])
def test_a_read_changes_nothing(text):
    machine = KeyValue()
    machine.apply("x=4")
    assert machine.answer(text) == ("n7=0" if "n" in text else "x=4")
    assert machine.values == {"x": 4}
    assert KeyValue.check_action(text) == text


@pytest.mark.parametrize("text", ["?", "x", "x??", "1?", 5, None, "x = ?"])
def test_what_is_no_action_is_refused(text):
    with pytest.raises(ValueError, match=r"^command is"):
        KeyValue.check_action(text)
