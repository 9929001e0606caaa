"""What is no answer leaves an exercise open and is not kept, whatever it is; what is one is understood in any form."""
import math
from datetime import date
from fractions import Fraction
from functools import cache
from numbers import Real

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Player
from raftlib.exercises import progress_file
from raftlib.exercises.groups_of_servers import TwoGroups
from raftlib.exercises.kinds import Choice, Counts, Name, Number, Requirements, Set
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.protocol.state import LEADER
from raftlib.questions.cut_the_network import links_of_five, single_leader, who_can_commit
from raftlib.questions.elect_a_leader import first_come, third_leader, who_stands, who_wins_term_1
from raftlib.questions.keep_a_service_alive import A_PAIR, quorums, rooms, two_halves, upgrade
from raftlib.questions.replay_the_same_log import commuting, diverge, hidden_faults
from raftlib.questions.replicate_the_log import answers_to_wait_for, legal_logs
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of
from raftlib.questions.split_the_vote import wide_area_range, widths
from raftlib.questions.start_here import same_seed

EXERCISES = {f"{module_of(notebook)}.{name}": exercise
             for notebook in NOTEBOOKS for name, exercise in exercises_of(notebook).items()}


@pytest.fixture(scope="module", autouse=True)
def file(tmp_path_factory):
    """The progress file of these tests, not there yet."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("answers") / "progress.json"
        patch.setenv(progress_file.SETTING, str(path))
        yield path


# ---- What is no answer -----------------------------------------------------------------------------------------


def raises(*_):
    raise RuntimeError("no")


def spins(*_):
    while True:
        pass


class Hostile:
    __eq__ = __repr__ = __str__ = __iter__ = __len__ = __bool__ = __getattr__ = raises
    __hash__ = None


class HostileList(list):
    __iter__ = __len__ = __eq__ = raises


class HostileText(str):
    strip = split = lower = raises
    __slots__ = ()


class Endless(list):
    __iter__ = __len__ = __eq__ = spins


OBJECTS = [Hostile(), HostileList([1, 2]), HostileText("S1"), ..., object(), b"b", 3 + 4j, True, np.True_, range(2),
           iter([1]), (each for each in "ab"), lambda: 5, len, date(2026, 1, 1), np.array([2, 4]), np.array("S1"),
           np.array([]), np.nan, math.inf, 10**400, (10**400, 2)]
TEXTS = ["", " ", "S9", "S0", "nobody knows", "?", "x=5", "\x00", "q" * 1000, "2, 4", "(2, 4)", "S1 | S2 | S3", "S1 |"]
SCALARS = st.one_of(st.integers(), st.floats(), st.text(max_size=4), st.sampled_from(TEXTS), st.none(), st.booleans())
JUNK = st.recursive(SCALARS, lambda some: st.one_of(
    st.lists(some, max_size=4), st.lists(some, max_size=4).map(tuple),
    st.dictionaries(st.text(max_size=2), some, max_size=2)), max_leaves=5)


def may_be_one(exercise, answer):
    """Whether a value of the junk may have the form that an exercise asks for, told by a glance at it."""
    if isinstance(answer, HostileList | HostileText) or (isinstance(answer, list) and answer[1:] == ["S9"]):
        return False
    if isinstance(exercise, Number):
        return isinstance(answer, Real) and not isinstance(answer, bool) and abs(answer) < 1e300
    if isinstance(exercise, Counts):
        answer = answer.ravel().tolist() if isinstance(answer, np.ndarray) else answer
        some = answer if isinstance(answer, list | tuple) else [answer]
        return (any(map(str.isdigit, answer)) if isinstance(answer, str) else
                bool(some) and all(isinstance(each, Real) and not isinstance(each, bool) for each in some))
    if isinstance(exercise, Choice | Name):
        names = map(str.lower, names_of(exercise))
        return isinstance(answer, str) and answer.strip("() .:\t\n\"'{}[]").lower() in names
    if isinstance(exercise, Set):
        known = set("".join(map(str, exercise.elements)).lower()) | set("(),;.: \n\r\t\"'{}[]")
        return isinstance(answer, str | list | tuple) and set("".join(map(str, answer)).lower()) <= known
    if isinstance(exercise, TwoGroups):
        return answer == "impossible" if isinstance(answer, str) else is_collection(answer)
    if isinstance(exercise, Requirements):
        return is_collection(answer) and all(isinstance(each, Real | list | tuple) for each in answer)
    return False


def names_of(exercise):
    return [*exercise.options, *exercise.options.values()] if isinstance(exercise, Choice) else exercise.names


def is_collection(answer):
    """Whether something is a collection of two or three things, of which something may be made."""
    return isinstance(answer, list | tuple) and len(answer) in (2, 3)


@cache
def junk():
    """Sixty values of all kinds, the same for each exercise."""
    drawn = []
    some = settings(max_examples=60, deadline=None, database=None, derandomize=True)
    some(given(JUNK)(lambda each: drawn.append(each)))()
    return drawn


@pytest.mark.parametrize("name", EXERCISES)
def test_junk_leaves_every_exercise_open_and_is_not_kept(name, file):
    exercise = EXERCISES[name]

    def judge(answer):
        if not may_be_one(exercise, answer):
            verdict = exercise(answer)
            assert verdict.state == OPEN
            assert verdict.text in (exercise.form, exercise.question)

    for each in (*OBJECTS, *TEXTS):
        judge(each)
        judge([each, "S9"])
    for each in junk():
        judge(each)
    assert not file.exists()


@pytest.mark.parametrize("exercise", [first_come, who_stands, quorums])
@pytest.mark.usefixtures("little_time")
def test_an_answer_that_is_never_done_with_reading_leaves_it_open(exercise, file):
    assert repr(exercise(Endless([1]))) == f"○ {exercise.form}"
    assert not file.exists()


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_says_how_to_answer(name):
    assert EXERCISES[name].form.endswith(".")


# ---- Forgotten brackets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "said"), [
    (lambda: quorums(2, 4), "Put both into one pair of brackets: exercises.quorums((2, 4))."),
    (lambda: quorums(r=2, w=4), "Put both into one pair of brackets: exercises.quorums((2, 4))."),
    (lambda: rooms(3, 2, 2), "Put all into one pair of brackets: exercises.rooms((3, 2, 2))."),
    (lambda: wide_area_range(250, 800), "Put both into one pair of brackets: exercises.wide_area_range((250, 800))."),
    (lambda: who_stands("S1", "S2"), "Put both into one pair of brackets: exercises.who_stands(('S1', 'S2'))."),
    (lambda: diverge(["x=5"], ["x=6"]), "Put both into one pair of brackets: exercises.diverge((['x=5'], ['x=6']))."),
    (lambda: quorums(2, 4, 5), A_PAIR),
    (lambda: first_come("S1", "S2"), first_come.form),
    (lambda: links_of_five(1, Hostile()), links_of_five.form),
])
def test_forgotten_brackets_are_told_of(verdict, said, file):
    assert repr(verdict()) == f"○ {said}"
    assert not file.exists()


@pytest.mark.parametrize("name", EXERCISES)
def test_several_values_or_names_never_raise(name, file):
    for verdict in (EXERCISES[name](1, 2), EXERCISES[name](None, None), EXERCISES[name](x=1, y=Hostile())):
        assert verdict.state == OPEN
    assert not file.exists()


# ---- What is an answer, in whatever form -----------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "answer"), [
    *((same_seed, answer) for answer in ("c", "C", " c ", "c)", "(c)", "C.", "c:")),
    *((first_come, answer) for answer in ("S4", "s4", " S4\n")),
    *((links_of_five, answer) for answer in (8, 8.0, np.int64(8), np.float32(8), Fraction(8), np.uint8(8))),
    *((widths, answer) for answer in (48, 47.6, np.float64(48.4), Fraction(95, 2))),
    *((single_leader, answer) for answer in ({2, 3}, [3.0, np.int64(2)], (np.float64(3), 2), "2, 3", "3 2", "32",
                                             ["2", "3"], frozenset([2, 3]))),
    *((commuting, answer) for answer in ("abe", "a, b, e", "a) b) e)", "A;B;E", ["a)", "B", "e"], {"a", "b", "e"})),
    *((same_seed, answer) for answer in ('"c"', "of the same leader, at the same times",
                                         "c) Of the same leader, at the same times.")),
    *((first_come, answer) for answer in ('"S4"', "'s4'", "“S4”")),
    *((legal_logs, answer) for answer in ("b,c,", "b and c", "{b, c}", '"b", "c"', {"b": 1, "c": 2}.keys(),
                                          np.array(["b", "c"]), ["b", "b", "c"])),
    *((who_can_commit, answer) for answer in ("abde", "a,b,d,e")),
    *((quorums, answer) for answer in ((2, 4), [2, 4], (2.0, 4), (np.int64(2), np.float64(4)))),
    *((rooms, answer) for answer in ((3, 2, 2), [2.0, 3, np.int8(2)])),
    *((wide_area_range, answer) for answer in ((250, 800), [250.0, np.int64(800)])),
    *((hidden_faults, answer) for answer in ((2, 5), [np.int64(5), 2.0])),
    *((diverge, answer) for answer in ((["x=5", "x+=1"], ["x+=1", "x=5"]), [("x = 5", " x+=1"), ("x += 1 ", "x=5")])),
    *((two_halves, answer) for answer in ("S1 S2 S3 | S4 S5 S6", [["s1", "S2", "S3"], {"S4", "S5", "S6"}])),
])
def test_a_right_answer_is_right_in_any_form(exercise, answer):
    assert exercise(answer).state == RIGHT


@pytest.mark.parametrize("exercise", [same_seed, who_wins_term_1])
def test_a_wrong_guess_gets_its_hint_alone(exercise):
    for letter, hint in exercise.wrong:
        assert repr(exercise(letter)) == f"✗ {hint}"


# ---- With one's own hands --------------------------------------------------------------------------------------


def test_the_third_leader_is_found_in_the_player_by_hand():
    player = Player(seed=7, time=390)
    assert third_leader(player).state == OPEN
    for at, leader in ((390, "S2"), (650, "S3")):
        assert player.history.at(at).leaders[-1][0] == leader
        player._hear(player, {"do": "crash", "at": at * 1000, "server": leader}, [])
        states = third_leader(player).state
        assert states == (WRONG if at == 390 else RIGHT)
    player._hear(player, {"do": "switch", "branch": 0, "at": 390_000}, [])
    assert third_leader(player).state == OPEN  # the branch that is shown is the one that is judged


def test_as_a_player_s_goal_it_answers_for_the_reader(tmp_path, monkeypatch):
    monkeypatch.setenv("RAFT_PROGRESS", str(tmp_path / "progress.json"))
    player = Player(seed=7, time=390, parts="ring", goal=third_leader)
    assert player.goal["words"] == "Make it find its third leader before its clock shows 1000 ms."
    assert player.goal["at"] is None
    for at, leader in ((390, "S2"), (650, "S3")):
        player._hear(player, {"do": "crash", "at": at * 1000, "server": leader}, [])
        assert player.goal["at"] is None  # the page has the beginning of the run: nobody knows yet
        player._hear(player, {"do": "more"}, [])
    leads = next(event for event in player.history if event.state and event.state.role == LEADER
                 and event.server not in ("S2", "S3"))
    assert player.goal["at"] == leads.at < 1_000_000
    assert not (tmp_path / "progress.json").exists()  # the reader has not seen it yet
    player._hear(player, {"do": "reached", "at": leads.at}, [])
    assert "elect_a_leader.third_leader" in (tmp_path / "progress.json").read_text()
    player._hear(player, {"do": "switch", "branch": 0, "at": 390_000}, [])
    assert player.goal["at"] is None


@pytest.mark.parametrize("answer", [-5, 3.5, Fraction(1, 3), 100])
@pytest.mark.parametrize("exercise", [links_of_five, answers_to_wait_for, upgrade])
def test_a_count_is_a_whole_number_of_what_there_is(exercise, answer):
    verdict = exercise(answer)
    assert verdict.state == OPEN
    assert verdict.text.startswith("Answer with a whole number from ")


def stands_twice():
    player = Player(seed=7, time=390)
    for at, id in ((390_000, "S1"), (450_000, "S3")):
        player._hear(player, {"do": "time_out", "at": at, "server": id}, [])
    return player


def test_the_reason_is_what_happened_in_the_run():
    player = stands_twice()
    verdict = third_leader(player)
    assert verdict.state == RIGHT
    terms = {state.current_term: state.id for state in player.history.states() if state.role == LEADER}
    assert len(terms) == 3
    assert all(f"{leader} led term {term} from " in verdict.text for term, leader in terms.items())
    assert "silent" not in verdict.text


def test_a_run_that_nobody_has_touched_is_no_answer():
    assert third_leader(Player(seed=99, heartbeat=400, time=1500)).state == OPEN


def test_the_player_of_the_notebook_is_the_one_that_is_asked_for():
    assert third_leader.right.history.window(0, 389) == Player(seed=7, time=390).history.window(0, 389)
