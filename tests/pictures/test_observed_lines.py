"""What is drawn of servers that were looked at from outside follows what was seen."""
from random import Random

import pytest

from raftlib import scenarios
from raftlib.analysis.observed import PRE_CANDIDATE, STOPPED, Deed, Observed, Write, observe
from raftlib.analysis.stretches import DOWN, Stretch
from raftlib.clusters.lives import RUNS, recorded_life
from raftlib.pictures.observed_lines import WORDS, observed_lines
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import LEFT, RIGHT
from raftlib.pictures.space_time_marks import draw_band
from raftlib.pictures.style import BLACK, MIDDLE_GREY, ROLES, VERMILION, WHITE, text_width
from tests.analysis.test_observed import random_run
from tests.pictures.drawn import covering, extents_of, marks_in, texts
from tests.pictures.test_legends import words_of_legend

SEEDS = pytest.mark.parametrize("seed", range(30))
END = 1000.0
HANDS = ["crash", "terminate", "stop", "go on", "restart"]
MARKED = {"crash": 1, "terminate": 1, "stop": 2, "go on": 1, "restart": 1}  # shapes of a mark


def anything(seed):
    """Stretches, deeds and writes as they come: not what servers do, but the picture has not to know."""
    chance = Random(seed)
    roles = chance.sample(list(ROLES), chance.randint(1, len(ROLES)))
    lives = {}
    for server in range(1, chance.randint(1, 5) + 1):
        cuts, term, life = sorted(chance.sample(range(1, 20), chance.randint(0, 5))), 1, []
        for since, until in zip([0, *cuts], [*cuts, 20], strict=True):
            life.append(Stretch(chance.choice(roles), term, since * 50.0, until * 50.0, ""))
            term += chance.choice((0, 0, 1))
        lives[f"S{server}"] = life
    kinds = chance.sample(HANDS, chance.randint(0, len(HANDS)))
    deeds = [Deed(chance.uniform(0, END), chance.choice(kinds), chance.choice(list(lives)))
             for _ in range(chance.randint(0, 5) if kinds else 0)]
    writes, called = [], chance.uniform(0, 300)
    while called < END - 150:  # of one client, who does one thing after the other
        took = chance.choice((1, 150))
        writes.append(Write("S1", called, chance.choice((None, called + took))))
        called += took + chance.uniform(0, 300)
    return Observed(lives, deeds, writes, END)


def seen(*writes, end=END, deeds=()):
    """One server that follows, and what else there is."""
    return Observed({"S1": [Stretch("follower", 1, 0, end, "")]}, list(deeds), list(writes), end)


def boxes(picture, face):
    """The left and right ends of what has a face above the legend, in inches."""
    low = max((words.y for words in words_of_legend(picture)), default=0) + 0.12
    return sorted((min(x for x, _ in shape.places), max(x for x, _ in shape.places))
                  for shapes in picture.shapes.values() for shape, look in shapes
                  if look.face == face and min(y for _, y in getattr(shape, "places", [(0, 0)])) > low)


def told_waits(writes):
    """The answers for which a client had waited for more than a tenth of a second, or asked in vain before."""
    found, since, in_vain = [], None, False
    for write in writes:
        since = write.called if since is None else since
        if write.answered is not None:
            found += [write.answered] if in_vain or write.answered - since > 100 else []
            since, in_vain = None, False
        else:
            in_vain = True
    return found


def across(time, start=0.0, end=END):
    return LEFT + (RIGHT - LEFT) * (time - start) / (end - start)


# ---- Bands ---------------------------------------------------------------------------------------------------

@SEEDS
def test_each_stretch_has_a_band_in_the_colour_of_its_role(seed):
    """From its first moment to its last; those of a standstill and of nothing at all have their own looks."""
    observed = anything(seed)._replace(deeds=[], writes=[])
    picture = observed_lines(observed)
    for role in set(ROLES) - {DOWN}:
        expected = sorted((across(each.since), across(each.until)) for life in observed.lives.values() for each in life
                          if each.role == role)
        assert boxes(picture, ROLES[role].fill) == [pytest.approx(each) for each in expected]


@SEEDS
def test_a_simulated_run_is_drawn_with_the_bands_of_its_lives(seed):
    observed = observe(random_run(seed))
    drawn = boxes(observed_lines(observed), ROLES["leader"].fill)
    assert drawn == [pytest.approx((across(each.since, 0, observed.end), across(each.until, 0, observed.end)))
                     for each in sorted((each for life in observed.lives.values() for each in life
                                         if each.role == "leader"), key=lambda each: (each.since, each.until))]


def test_a_window_shows_what_lies_in_it_as_broad_as_the_whole():
    run = observe(scenarios.leader_crash())
    crash = next(deed for deed in run.deeds if deed.kind == "crash")
    before = observed_lines(run, 0, crash.time - 1)
    assert marks_in(before, VERMILION) == 0
    assert DOWN not in texts(before)
    assert marks_in(observed_lines(run, crash.time - 1, crash.time + 1), VERMILION) == 2  # and its sample
    led = next(each for life in run.lives.values() for each in life if each.role == "leader")
    assert boxes(observed_lines(run, led.since, led.until), ROLES["leader"].fill)[0] == pytest.approx((LEFT, RIGHT))


def test_the_caption_names_the_leaders():
    assert observed_lines(recorded_life("SIGTERM")).caption.count("leads term") == 2
    assert observed_lines(seen()).caption == (
        "From 0 to 1000 ms: no term has a leader; the highest term at the end is 1.")


# ---- Marks ---------------------------------------------------------------------------------------------------

@SEEDS
def test_each_deed_has_its_mark_and_each_kind_one_in_the_legend(seed):
    observed = anything(seed)._replace(writes=[])
    shapes = sum(MARKED[deed.kind] for deed in observed.deeds)
    samples = sum(MARKED[kind] for kind in {deed.kind for deed in observed.deeds})
    assert marks_in(observed_lines(observed), VERMILION) == shapes + samples


# ---- Waits ---------------------------------------------------------------------------------------------------

def test_a_write_is_a_bar_from_its_call_to_its_answer():
    picture = observed_lines(seen(Write("S1", 100, 350), Write("S1", 500, 501)))
    assert boxes(picture, WHITE) == [pytest.approx((across(100), across(350)))]
    assert "0.25 s" in texts(picture)
    (left, right), = boxes(picture, MIDDLE_GREY)
    assert left == pytest.approx(across(500))
    assert right - left < 0.05


def test_what_is_answered_at_once_is_not_black_as_the_line_where_a_term_begins():
    assert boxes(observed_lines(seen(Write("S1", 500, 501))), BLACK) == []


def test_what_is_asked_in_vain_belongs_to_the_write_that_is_answered_at_last():
    """A client tries again at once: it waits from its first call on, whichever server it asks."""
    picture = observed_lines(seen(Write("S1", 100, None), Write("S2", 120, None), Write("S3", 140, 350)))
    assert boxes(picture, WHITE) == [pytest.approx((across(100), across(350)))]


def test_who_is_not_answered_waits_until_the_end():
    picture = observed_lines(seen(Write("S1", 100, 200), Write("S1", 400, None)))
    assert boxes(picture, WHITE)[1] == pytest.approx((across(400), RIGHT))
    assert "0.6 s so far" in texts(picture)
    assert "not answered so far" in texts(picture)


def test_what_is_answered_after_the_window_is_not_answered_in_it():
    """Its end is not known there, in the picture and in words: neither a box that closes nor the later time."""
    observed = seen(Write("S1", 100, None), Write("S1", 150, 900))
    cut, whole = observed_lines(observed, 0, 500), observed_lines(observed)
    assert boxes(cut, WHITE) == [pytest.approx((across(100, 0, 500), RIGHT))]
    assert {"0.4 s so far", "not answered so far"} <= set(texts(cut))
    assert cut.in_words()[0].rows[-1] == ("100", "write", "not answered by 500")
    assert whole.in_words()[0].rows[-1] == ("100", "write", "answered at 900")


@pytest.mark.parametrize(("took", "said"), [(40, "40 ms"), (99, "99 ms"), (250, "0.25 s")])
def test_how_long_it_took_is_said_as_a_person_would(took, said):
    assert said in texts(observed_lines(seen(Write("S1", 10, 10 + took)), 0, 300))


def test_no_words_lie_under_a_mark():
    """A word in a band begins or ends at the mark of a deed, also a little before the band does."""
    life = [Stretch("leader", 2, 0, 10, ""), Stretch("follower", 3, 10, 80, "")]
    picture = observed_lines(Observed({"S1": life}, [Deed(8.5, "terminate", "S1")], [], 80.0))
    told = next(words for words in picture.texts if words.text.startswith("leads"))
    assert told.x + text_width(told.text) / 2 <= across(8.5, 0, 80) - 0.08


def test_without_writes_there_is_no_line_of_them():
    assert "write" not in texts(observed_lines(seen()))
    assert "write" in texts(observed_lines(seen(Write("S1", 1, 2))))


# ---- Legend and words ----------------------------------------------------------------------------------------

@SEEDS
def test_the_legend_names_what_occurs_and_nothing_else(seed):
    observed = anything(seed)
    said = {words.text for words in words_of_legend(observed_lines(observed))} - {"1", "", "term 1", "leads term 1"}
    expected = {each.role for life in observed.lives.values() for each in life}
    expected |= {WORDS[deed.kind] for deed in observed.deeds}
    if any(len({each.term for each in life}) > 1 for life in observed.lives.values()):
        expected.add("a term begins")
    assert said - {"a client waits", "answered at once", "not answered so far"} == expected


@pytest.mark.parametrize(("writes", "said"), [
    ([], set()), ([Write("S1", 1, 2)], {"answered at once"}), ([Write("S1", 1, 200)], {"a client waits"}),
    ([Write("S1", 1, None)], {"not answered so far"}),
    ([Write("S1", 1, 2), Write("S1", 3, 200)], {"answered at once", "a client waits"}),
])
def test_the_legend_names_the_waits_that_there_are(writes, said):
    legend = {words.text for words in words_of_legend(observed_lines(seen(*writes)))}
    assert legend & {"answered at once", "a client waits", "not answered so far"} == said


@SEEDS
def test_in_words_it_says_all_of_it_in_the_order_of_time(seed):
    observed = anything(seed)
    table, = observed_lines(observed).in_words()
    times = [float(row[0]) for row in table.rows]
    assert times == sorted(times)
    for id, life in observed.lives.items():
        roles = [what.partition(",")[0] for _, who, what in table.rows if who == id and what not in WORDS.values()]
        assert roles == [each.role for each in life]
        done = [what for _, who, what in table.rows if who == id and what in WORDS.values()]
        assert sorted(done) == sorted(WORDS[deed.kind] for deed in observed.deeds if deed.server == id)
    answered = [what for _, who, what in table.rows if who == "write" and what.startswith("answered at")]
    assert len(answered) == len(told_waits(observed.writes))


@SEEDS
def test_no_words_cover_others(seed):
    assert covering(extents_of(observed_lines(anything(seed)))) == []


@pytest.mark.parametrize("run", RUNS)
def test_nor_in_what_is_on_record(run):
    assert covering(extents_of(observed_lines(recorded_life(run)))) == []


def heights(role):
    """The heights and colours of the boxes of a stretch in a role."""
    picture = Picture((7, 1))
    draw_band(picture, 1, 2, 0.5, role)
    return sorted((max(y for _, y in shape.places) - min(y for _, y in shape.places), look.face)
                  for shapes in picture.shapes.values() for shape, look in shapes)


def test_what_is_no_role_of_raft_has_a_shape_of_its_own():
    """So it is told apart in grey, too: one band has a strip, and one is narrow."""
    ((full, follower),) = heights("follower")
    ((_, candidate),) = heights("candidate")
    assert heights(PRE_CANDIDATE) == [(pytest.approx(0.275 * full), candidate), (pytest.approx(full), follower)]
    ((narrow, _),) = heights(STOPPED)
    assert narrow == pytest.approx(full / 2)


# ---- Bad input -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("given", [None, "kill -9", scenarios.leader_crash()], ids=lambda given: type(given).__name__)
def test_what_was_not_observed(given):
    with pytest.raises(ValueError, match=r"(?s)^observed is .*: it must be what observe\(run\) or cluster\.observed"):
        observed_lines(given)


@pytest.mark.parametrize(("window", "sentence"), [
    ((-1, 5), "start is -1: it must be a number of milliseconds from 0 to 1000"),
    ((0, 1001), "end is 1001: it must be a number of milliseconds from 0 to 1000"),
    (("0", 5), "start is '0': it must be"),
    ((0, float("nan")), "end is nan: it must be"),
    ((5, 5), "end is 5 ms and start is 5 ms: a window must end after it starts."),
    ((7, 5), "end is 5 ms and start is 7 ms: a window must end after it starts."),
])
def test_bad_windows(window, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        observed_lines(seen(), *window)
