"""What the predictions and exercises of notebook 08 say is true."""
import re

import pytest

from raftlib import KeyValueStore, SessionKeyValue, linearizable
from raftlib.questions import serve_clients as exercises
from raftlib.questions.rules.serve_clients import answers
from raftlib.questions.runs import serve_clients as runs
from raftlib.scenarios import answer_never_comes, slow_lease, stale_read
from raftlib.stories import lost_answer
from tests.cells import cells_of

ANSWERED = 2  # the place of the time of an answer in an operation


# The predictions: each would say something else of another run.


def test_what_x_is_without_sessions_and_with():
    assert runs.what_x_is(lost_answer.run()) == "b" == exercises.asked_twice.right
    assert runs.what_x_is(lost_answer.run(sessions=True)) == "a"


def test_the_client_hears_nothing_in_either_run_and_yet_x_differs():
    both = runs.answers_that_never_come()
    assert runs.what_is_told(both) == "c"
    assert [cluster.machines["S2"].values["x"] for cluster in both] == [1, 5]
    told = stale_read()
    heard = type("Run", (), {"operations": lambda self, client: told.operations("C2")})()
    assert runs.what_is_told((both[0], heard)) == "b"
    assert runs.what_is_told((heard, both[1])) == "a"


def test_what_c1_is_told_on_the_small_side_by_the_way_in_which_reads_are_answered():
    assert runs.c1_reads(stale_read()) == "b"
    assert {letter: runs.c1_reads(cluster) for letter, cluster in runs.old_reads().items()} == {
        "a": "a", "b": "b", "c": "a", "d": "a"}  # those that wait are told x=2 when the cut is mended


def test_too_old_is_what_c2_had_before_c1_asked():
    """The ways that are wrong, by hand: C1 asked after C2 was answered, and was told what was before."""
    wrong = ""
    for letter, cluster in runs.old_reads().items():
        [written] = [each for each in cluster.operations("C2") if each[3] == "x=2"]
        read = [each for each in cluster.operations("C1") if each[3] == "x?"][-1]
        assert written[ANSWERED] < read[1]
        wrong += letter * (read[4] == "x=1")
    assert wrong == "b" == exercises.too_old.right == runs.ways_that_are_wrong(runs.old_reads())


def test_a_slow_clock_is_what_the_lease_must_not_have():
    """What read_mode's hint for c and too_old's d say."""
    assert linearizable(slow_lease(rate=1).operations(), KeyValueStore())
    assert not linearizable(slow_lease(rate=0.3).operations(), KeyValueStore())


# The exercises.


def test_the_entry_that_must_not_be_carried_out_is_the_one_that_changes_nothing():
    log = re.findall(r"^  \d  (.+)$", exercises.find_duplicate.question, flags=re.MULTILINE)
    assert len(log) == 6
    machine, unchanged = SessionKeyValue(), []
    for index, command in enumerate(log, start=1):
        before = dict(machine.values)
        machine.apply(command)
        if "x" in command and machine.values == before:
            unchanged.append(index)
    assert unchanged == [exercises.find_duplicate.right]
    assert f"So x is {machine.values['x']}." in exercises.find_duplicate.reason


def test_the_log_that_stays_in_view_is_that_of_the_question():
    shown = re.findall(r"^\d  .+$", cells_of("08-serve-clients")["ex-2-ask"], flags=re.MULTILINE)
    assert shown == re.findall(r"^  (\d  .+)$", exercises.find_duplicate.question, flags=re.MULTILINE)


@pytest.mark.parametrize(("letter", "history"), [
    ("a", runs.first_history), ("b", runs.second_history), ("c", runs.third_history)])
def test_the_histories_to_be_judged_by_eye(letter, history):
    """Their brute force is in test_runs_of_serve_clients."""
    assert bool(linearizable(history(), KeyValueStore())) == (letter in exercises.by_eye.right)


class Reader(SessionKeyValue):
    def once(self, session, serial, carry_out):
        if serial > self.last[session][0]:
            self.last[session] = (serial, carry_out())
        if serial == self.last[session][0]:
            return self.last[session][1]
        return None


class Unwritten(SessionKeyValue):
    def once(self, session, serial, carry_out):
        ...


class Endless(SessionKeyValue):
    def once(self, session, serial, carry_out):
        while True:
            pass


class Raises(SessionKeyValue):
    def once(self, session, serial, carry_out):
        return self.answers[session]


def test_another_session_check_that_does_the_same_is_right():
    assert exercises.session_check(Reader).state == "✓"


class OldOnesGetTheLastAnswer(SessionKeyValue):
    def once(self, session, serial, carry_out):
        if serial > self.last[session][0]:
            self.last[session] = serial, carry_out()
        return self.last[session][1]


def test_what_a_late_copy_of_an_older_command_is_told_does_not_matter():
    """As session_check's reason says."""
    assert exercises.session_check(OldOnesGetTheLastAnswer).state == "✓"
    told, _ = answers(OldOnesGetTheLastAnswer, "1.1: x+=1", "1.2: x+=1", "1.1: x+=1")
    assert told[0] != told[2]


@pytest.mark.parametrize("answer", [None, 3, "Reader", Reader(), Unwritten, SessionKeyValue, dict])
def test_what_is_no_session_check_leaves_the_exercise_open(answer):
    verdict = exercises.session_check(answer)
    assert (verdict.state, verdict.text) == ("○", exercises.session_check.question)


@pytest.mark.parametrize(("answer", "says"), [(Endless, "stopped"), (Raises, "AttributeError")])
def test_one_that_never_ends_or_raises_is_told_in_a_sentence(answer, says):
    verdict = exercises.session_check(answer)
    assert verdict.state == "✗"
    assert says in verdict.text


@pytest.mark.parametrize("outcome", ["done at once", "done later", "never done"])
def test_each_of_the_outcomes_of_a_command_without_an_answer_happens(outcome):
    """What timed_out says may be true, shown by runs; that it is done twice never is, if it is asked for once."""
    lost, done = answer_never_comes(committed=False), answer_never_comes(committed=True)
    times = {cluster: sum(entry.command == "x=5" for entry in cluster.servers["S2"].log.entries)
             for cluster in (lost, done)}
    if outcome == "never done":
        assert times[lost] == 0
    elif outcome == "done at once":
        crash = next(event.time for event in done.history if event.kind == "crash")
        assert done.history.at(crash).servers["S1"].last_applied == 2
    else:
        state = done.history.at(next(event.time for event in done.history if event.kind == "crash")).servers["S2"]
        assert state.last_applied < 2 <= done.servers["S2"].last_applied
    assert max(times.values()) <= 1
