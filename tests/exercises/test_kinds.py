"""Whatever a check is given, it answers in words and in time."""
import threading
import time

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from raftlib import Cluster, Player, Server
from raftlib.exercises.kinds import Choice, Counts, Name, Number
from raftlib.exercises.overrides import ServerOverride, Trial
from raftlib.exercises.scope import Scope
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.protocol.messages import RequestVoteReply
from raftlib.questions.elect_a_leader import one_vote

number = Number("How many?", right=187, reason="So it is.", hint="Count again.",
                wrong=[(163, "That is when it began.")], within=0.006)
letter = Choice("Which?", {"a": "this", "b": "that"}, right="b", reason="That.", hint="Think.",
                wrong=[("a", "Not this.")])

countdown = Counts("Count down.", right=(3, 2, 0), reason="So it is.", hint="Think.", most=9,
                   wrong=[((0, 2, 3), "In this order?")])


def elected(server):
    cluster = Cluster(3, server=server)
    cluster.run(to=500)
    return cluster


class Refuses(Server):
    def may_vote_for(self, candidate_id):
        return False


def asked(state, candidate_id):
    return f"{state.voted_for} and {candidate_id}"


vote = ServerOverride("Write it.", "may_vote_for", [Trial("seed 0", elected)], Scope(terms=1, entries=0), asked,
                      right=Server, reason="So it is.", hint="Think.",
                      wrong=[(Refuses, "It must vote for somebody.")])


def server_with(method):
    return type("Mine", (Server,), {"may_vote_for": method})


def fails(*_):
    raise KeyError("x")


def leaves(*_):
    raise SystemExit


def loops(*_):
    while True:
        pass


over = threading.Event()  # what swallows being stopped goes on: the other tests need the processor, too


def loops_and_swallows(*_):
    while not over.is_set():
        try:  # noqa: SIM105
            time.sleep(0)
        except:  # noqa: E722
            pass


def recurses(self, candidate_id):  # with *args Python 3.13.0 takes over ten seconds to notice
    return recurses(self, candidate_id)


class Hostile:
    def __eq__(self, other):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")

    __hash__ = None


class Endless:
    def __eq__(self, other):
        return loops()

    __hash__ = None


def test_a_value_may_be_near_enough():
    assert number(188).state == RIGHT
    assert number(163.4).text == "That is when it began."
    assert number(9).text == "Count again."


@pytest.mark.parametrize("answer", [
    [3, 2, 0], (3, 2, 0), np.array([3, 2, 0]), [np.int64(3), 2.0, 0], "3, 2, 0", "3 2 0", "(3; 2; 0).", "3 → 2 → 0"])
def test_numbers_in_their_order_may_be_written_in_many_ways(answer):
    assert countdown(answer).state == RIGHT


@pytest.mark.parametrize(("answer", "text"), [
    ([0, 2, 3], "In this order?"), ([3, 2], "Think."), ([3, 2, 2, 0], "Think."), (3, "Think."), ("3", "Think.")])
def test_numbers_that_are_others_or_in_another_order(answer, text):
    assert (countdown(answer).state, countdown(answer).text) == (WRONG, text)


@pytest.mark.parametrize("answer", ["", " , ", "three", "3, two", "3, -1", "3.5, 2", [], [3, None], [[3, 2, 0]],
                                    {3, 2, 0}, True, [True, 2, 0], 10, "3, 10", float("nan"), "nan", "1e400", Server,
                                    Hostile()])
def test_what_are_no_numbers_in_an_order_leaves_the_question_open(answer):
    assert repr(countdown(answer)) == '○ Answer with whole numbers from 0 to 9 in their order, as in "3, 2, 1".'


@pytest.mark.parametrize("answer", ["b", "B", " b "])
def test_a_letter_in_either_case(answer):
    assert letter(answer).state == RIGHT


@pytest.mark.parametrize("answer", ["c", 2, "these", Server, ["b"], ""])
def test_what_is_no_option_leaves_a_choice_open(answer):
    assert repr(letter(answer)) == '○ Answer with one of the letters a, b, as in "a".'


@pytest.mark.parametrize(("answer", "state", "text"), [
    (Server, OPEN, "Write a method may_vote_for into your class."),
    (server_with(lambda self, candidate_id: None), OPEN, "Write it."),
    (server_with(lambda *_: (_ for _ in ()).throw(NotImplementedError)), OPEN, "Write it."),
    (server_with(lambda self, candidate_id: self.voted_for in (None, candidate_id)), RIGHT, "So it is. (1 runs"),
    (Server("S1", []), OPEN, "Pass the class itself, by its name and without brackets behind it."),
    (lambda self, candidate_id: True, OPEN, "Pass the class itself"),
    ("S1", OPEN, "Pass the class itself"),
    (int, OPEN, "Your class must be a kind of Server: begin it with class MyServer(Server)."),
    (server_with(fails), WRONG, "Your may_vote_for raised KeyError: 'x', in the line \"raise KeyError(\"x\")\", when "
                                "None and S2."),
    (server_with(lambda self: True), WRONG, "Your may_vote_for raised TypeError: "),
    (server_with(5), WRONG, "Your may_vote_for raised TypeError: 'int' object is not callable, when None and S2."),
    (server_with(leaves), WRONG, 'Your answer raised SystemExit, in the line "raise SystemExit".'),
    (server_with(recurses), WRONG, "Your may_vote_for raised RecursionError: "),
    (server_with(lambda self, candidate_id: "yes"), WRONG,
     "may_vote_for must return True or False; yours returned this: str."),
    (Refuses, WRONG, "With seed 0, at 170 ms S3 refuses its vote to S2, but by the paper's rule S3 gives its vote to "
                     "S2. It must vote for somebody."),
])
def test_a_server_class_is_judged_in_words(answer, state, text):
    verdict = vote(answer)
    assert verdict.state == state
    assert verdict.text.startswith(text)


@pytest.mark.parametrize("method", [loops, loops_and_swallows, lambda *_: time.sleep(60)])
@pytest.mark.usefixtures("little_time")
def test_a_server_class_that_never_ends_is_stopped(method):
    over.clear()
    verdict = vote(server_with(method))
    over.set()
    assert verdict.state == WRONG
    assert verdict.text.startswith("Your answer took more than 0.2 s and was stopped")


def test_a_failing_run_is_handed_over_with_its_picture():
    verdict = vote(Refuses)
    assert vote.failed.history.digest() == elected(Refuses).history.digest()
    event = next(event for event in elected(Server).history if event.sent and event.kind == "receive")
    after = int(event.time) + 1
    assert verdict.text.endswith(f"To play this run: Player(exercises.question.failed, time={after})")
    assert verdict.picture.caption.startswith(f"From {event.time - 30:.1f} to {event.time + 2:.1f} ms: ")
    assert verdict.picture.caption.endswith(f" A ring marks where it shows: S3 at {event.time:.0f} ms.")
    assert "<img " in verdict._repr_html_()
    assert Player(vote.failed, time=after).time == after * 1000


def test_two_leaders_are_shown_at_the_moment_when_there_are_two():
    verdict = one_vote(server_with(lambda self, candidate_id: True))
    assert "have both led term 1" in verdict.text
    at = float(verdict.text.rpartition("time=")[2].rstrip(")"))
    leaders = [one_vote.failed.history.at(time).leaders for time in (at - 1, at)]
    assert [len(each) for each in leaders] == [1, 2]
    assert [broken["t"] / 1000 <= at for _, broken in Player(one_vote.failed, time=at).broken] == [True]
    caption = verdict.picture.caption
    assert "A ring marks a vote of a server that voted twice in the term: S1 to S3 at " in caption
    votes = [flight for event in one_vote.failed.history for flight in event.sent
             if isinstance(flight.message, RequestVoteReply) and flight.arrives > at * 1000]
    assert not any(f"{vote.message.sender} to {vote.message.receiver} at {vote.sent / 1000:.0f} ms" in caption
                   for vote in votes)


@pytest.mark.parametrize("exercise", [number, letter, vote])
@pytest.mark.parametrize("answer", [Hostile(), Endless(), Hostile, [], {}, 3 + 4j, float("nan"), "187", b"b", ...,
                                    number])
@pytest.mark.usefixtures("little_time")
def test_never_a_traceback_whatever_is_passed(exercise, answer):
    verdict = exercise(answer)
    assert verdict.state == OPEN
    assert "Traceback" not in repr(verdict)
    assert "0x" not in repr(verdict)


@pytest.mark.parametrize("shown", [number, number(), number(187), number(1), number.hint(), number.solution()])
def test_a_notebook_shows_it_as_text_and_nothing_that_changes(shown):
    data, _ = DisplayFormatter().format(shown)
    assert data["text/plain"] == repr(shown)
    assert "0x" not in data["text/plain"] + data.get("text/html", "")


def test_the_html_is_escaped():
    risky = Name("1 < 2?", ["<"], right="<", reason="1 < 2 & so on.", hint="<b>", wrong=[])
    assert "1 &lt; 2 &amp; so on." in risky("<")._repr_html_()
    assert "&lt;b&gt;" in risky.hint()._repr_html_()
