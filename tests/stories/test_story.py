"""A Story is a run and its beats; whatever is no such thing is refused in one sentence."""
import pytest

from raftlib import Cluster, History
from raftlib.search.faults import FAULTS
from raftlib.stories import Beat, Story, Turn
from raftlib.stories.record import Moment, Record
from raftlib.stories.words import ms, names, number, terms


def beat_at(at, count=5, said="Something happens."):
    return Beat(Moment(at, count), said)


def run():
    cluster = Cluster(seed=7)
    cluster.run(to=200)
    return cluster


def test_beats_are_found_in_a_record_of_the_run_and_the_last_may_be_the_readers():
    turn = Turn(Moment(0, 5), "Your turn. Now you.")
    story = Story(run(), lambda record: [beat_at(0), beat_at(record.steps[-1].event.at, len(record.steps)), turn])
    assert len(story.beats) == 2
    assert story.turn == turn
    assert story.sentences == ["Something happens.", "Something happens.", "Your turn. Now you."]
    assert str(story).splitlines()[2] == "3. Your turn. Now you."


def test_a_story_goes_on_from_another_one():
    first = Story(run(), lambda record: [beat_at(0, said="First.")])
    second = Story(run().history, lambda record: [beat_at(0, said="Second.")], before=first)
    assert second.scenes == [first, second]
    assert second.sentences == ["First.", "Second."]


def test_the_turn_keeps_what_discs_show():
    beat = Beat(Moment(7, 5), "So it is.", ("S1",), shows=("role",))
    assert beat.handed_over("Try it.") == Turn(Moment(7, 5), "Your turn. Try it.", shows=("role",))


@pytest.mark.parametrize(("arguments", "words"), [
    (("run", list), "run is 'run': it must be a Cluster or a History"),
    ((None, list), "run is None: it must be a Cluster or a History"),
    ((run(), [beat_at(0)]), "beats is .*: it must be a function that finds the beats in a Record of the run"),
    ((run(), lambda record: []), r"beats found \[\]: it must find one Beat or more"),
    ((run(), lambda record: ["one"]), r"beats found \['one'\]: it must find one Beat or more"),
    ((run(), lambda record: None), r"beats found \[None\]: it must find one Beat or more"),
    ((run(), lambda record: [beat_at(9), beat_at(8)]), "at 8 µs, after .* at 9 µs: beats must not go back in time"),
    ((run(), lambda record: [beat_at(0)], "before"), "before is 'before': it must be a Story, or None"),
])
def test_anything_else_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        Story(*arguments)


def test_a_record_knows_what_the_history_knows():
    for seed in range(6):
        cluster = Cluster(seed=seed, loss=0.1)
        for step in range(20):
            FAULTS[step * 7 % len(FAULTS)](cluster, step)
            cluster.run(for_=37)
        history, record = cluster.history, Record(cluster.history)
        for time in range(0, round(history.end), 23):
            count, then = record.moment_at(time * 1000).count, history.at(time)
            assert record.states(count) == then.servers
            assert record.down(count) == then.down
            running = {id: at for id, at in then.deadlines.items() if at is not None}
            assert record.deadlines(count) == {id: round(at * 1000) for id, at in running.items()}
        won = [step for step in record.steps if step.wins]
        leads = {(event.server, event.state.current_term) for event in history
                 if event.state and event.state.role == "leader"}
        assert {(step.server, step.term) for step in won} == leads


def test_an_empty_history_has_no_steps():
    assert Record(History(["S1"])).steps == []


@pytest.mark.parametrize(("time", "words"), [(0, "0 ms"), (650, "0.7 ms"), (9_960, "10 ms"), (4_000, "4 ms"),
                                             (10_400, "10 ms"), (150_970, "151 ms")])
def test_short_times_have_a_tenth_and_long_ones_none(time, words):
    assert ms(time) == words


def test_lists_and_numbers_in_words():
    assert [number(0), number(5), number(12)] == ["none", "five", "12"]
    assert [names(["S1"]), names(["S1", "S2"]), names(["S1", "S2", "S3"])] == ["S1", "S1 and S2", "S1, S2 and S3"]
    assert [terms(1, 1), terms(2, 4)] == ["Term 1 ends", "Terms 2 to 4 end"]
