"""The panel of reads: each slider moves the picture, each setting has a sentence, and what it says of reads is so."""
import random
import re

import pytest

from raftlib import Operation, Panel, serving_panel
from raftlib.analysis.read_modes import WAYS
from raftlib.widgets.panels import serving_drawn
from tests.pictures.client_bars import bodies
from tests.pictures.drawn import covering, extents_of

MEMORY, LOG, INDEX, LEASE = "from memory", "through the log", "by ReadIndex", "by a lease"


def said(panel, **values):
    panel.set(**values)
    return panel.caption


@pytest.fixture
def operations(monkeypatch):
    """What the clients of the run that is drawn last have asked for."""
    kept = []

    def reading(*arguments):
        cluster = make(*arguments)
        kept[:] = map(Operation._make, cluster.operations())
        return cluster

    make = serving_drawn.reading
    monkeypatch.setattr(serving_drawn, "reading", reading)
    return kept


def test_a_leader_that_is_cut_off_reads_wrong_values_from_memory_and_waits_else():
    panel = serving_panel()
    assert panel.caption.startswith("Reads from memory, S1 and C1 cut off from 700 to 1300 ms: 3 of 9 reads are ")
    for way in (LOG, INDEX):
        assert int(re.search(r": each of \d+ reads is right, and the slowest took (\d+) ms\.$",
                             said(panel, read=way))[1]) > 600
    assert "is right, and the slowest took" in said(panel, read=LEASE)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("way", WAYS)
def test_each_operation_has_its_words_in_its_bar_or_below_and_no_words_touch(way, seed):
    picture = serving_panel(read=way, seed=seed)._picture
    said = [(text, edges) for text, edges in extents_of(picture) if "→" in text]
    bars = bodies(picture)
    assert len(said) == len([bar for bar in bars if not bar[4]]) + sum(text[-1] == "?" for text, _ in said)
    assert covering(said) == []
    for _, (left, low, right, high) in said:
        near = [middle - (low + high) / 2 for _, start, end, middle, _ in bars
                if start < right and left < end and abs(middle - (low + high) / 2) < 0.3]
        assert any(-0.05 < down < 0.05 or 0.15 < down < 0.25 for down in near)


def test_a_lease_by_a_slow_clock_is_wrong():
    panel = serving_panel(read=LEASE, clock_S1=20)
    assert ", S1's clock at 20 % of its speed: 1 of 8 reads is wrong; the first (✗), asked for at " in panel.caption
    assert "right" in said(panel, clock_S1=100)


@pytest.mark.parametrize(("cut_off", "where", "are_wrong"), [
    ("nobody", "no cut:", False), ("S1", "S1 and C1 cut off", True), ("S1 S2", "S1, S2 and C1 cut off", True),
    ("S1 S2 S3", "S1, S2, S3 and C1 cut off", False)])
def test_from_memory_reads_are_wrong_where_the_others_are_a_majority(cut_off, where, are_wrong):
    caption = serving_panel(cut_off=cut_off).caption
    assert f", {where}" in caption
    assert (" wrong; " in caption) == are_wrong


@pytest.mark.parametrize(("name", "value"), [
    ("read", LOG), ("cut_off", "nobody"), ("cut_for", 300), ("asks_again_after", 300), ("loss", 10), ("clock_S1", 50),
    ("seed", 8)])
def test_each_slider_moves_picture_and_sentence(name, value):
    panel = serving_panel()
    picture, caption = panel._shown_picture.value, panel.caption
    panel.sliders[name].value = value
    assert panel._shown_picture.value != picture
    assert panel.caption != caption


def some_values(random_):
    return {"read": random_.choice([MEMORY, MEMORY, *WAYS]), "cut_off": random_.choice(list(serving_drawn.CUTS)),
            "cut_for": random_.choice((100, 600, 900)), "asks_again_after": random_.choice((30, 100, 100, 500)),
            "loss": random_.choice((0, 0, 10, 30)), "clock_S1": random_.choice((20, 60, 100)),
            "seed": random_.randint(0, 99)}


def value(operation):
    return int(operation.answer[2:])


def test_what_the_sentence_of_any_setting_counts_is_what_the_clients_were_told(operations):
    random_, panel, wrongs = random.Random(3), serving_panel(), 0
    for _ in range(120):
        caption = said(panel, **some_values(random_))
        assert "Traceback" not in panel._shown_picture.value
        assert re.fullmatch(r"[^.]+\.", caption)
        seen = [each for each in operations if each.called >= 600]
        reads = [each for each in seen if each.action == "x?"]
        answered = [each for each in reads if each.answered is not None]
        known = [each for each in operations if each.answered is not None]
        wrong = [each for each in answered
                 if any(other.answered < each.called and value(other) > value(each) for other in known)]
        wrongs += bool(wrong)
        assert (" wrong; " in caption) == bool(wrong)
        if wrong:
            assert f": {len(wrong)} of {len(answered)} read" in caption
            at, says, who, told, when = re.search(r"asked for at (\d+) ms, says (\S+), though (\w+) was told (\S+) at "
                                                  r"(\d+) ms\.$", caption).groups()
            assert (at, says) == (f"{wrong[0].called:.0f}", wrong[0].answer)
            table, = panel._picture.in_words()
            [crossed] = [float(row[2]) for row in table.rows if row[4] == "fits nowhere"]
            assert f"{crossed:.0f}" == at
            assert (who, told, when) in [(each.client, each.answer, f"{each.answered:.0f}") for each in known
                                         if each.answered <= wrong[0].called and value(each) > value(wrong[0])]
        elif answered:
            slowest = max(each.answered - each.called for each in answered)
            assert f"took {slowest:.0f} ms" in caption
            assert f"each of {len(answered)} reads" in caption or len(answered) == 1
            assert ("; one has no answer yet" in caption) == (len(answered) < len(reads))
        else:
            assert caption.endswith(": no read is answered.")
    assert 10 < wrongs < 100


def test_the_picture_has_c1_first_and_all_that_happens_from_600_ms_on():
    panel = serving_panel()
    table, = panel._picture.in_words()
    assert table.rows[0][0] == "C1"
    assert min(float(row[2]) for row in table.rows) == 600
    assert [row[4] for row in table.rows].count("fits nowhere") == 1


def test_first_values_can_be_given_and_are_checked():
    assert isinstance(serving_panel(read=INDEX, cut_off="nobody", loss=5), Panel)
    with pytest.raises(ValueError, match="read is 'by asking': it must be one of 'from memory', 'through the log', "):
        serving_panel(read="by asking")
