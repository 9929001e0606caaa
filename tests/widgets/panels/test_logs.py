"""The panels of logs: each slider moves the picture, each setting has a sentence, and what it says is so."""
import random

import pytest

from raftlib import check_all, partition_panel, replication_panel
from raftlib.scenarios import partition_with_clients
from raftlib.widgets.panels.logs import CUT_AT, replicating


def said(panel, **values):
    panel.set(**values)
    return panel.caption


def test_a_slow_follower_delays_nobody_and_falls_behind():
    panel = replication_panel(commands_a_second=50)
    quick, slow = said(panel, slow_S5=1), said(panel, slow_S5=10)
    assert "50 of 50 commands that a leader took were answered, half of them within 18 ms" in quick
    assert quick.endswith("S1 knows that all others have its whole log.")
    assert "of S5 the leader doesn't know yet" in slow
    assert "half of them within 2" in slow


def test_one_entry_a_message_is_too_little_for_many_commands_on_a_slow_link():
    panel = replication_panel(commands_a_second=50, slow_S5=5)
    assert "of S5 the leader doesn't know yet whether it has the last 42 entries" in said(panel, batch=1)
    assert "42" not in said(panel, batch=20)


def test_before_the_first_command_and_without_a_leader():
    panel = replication_panel()
    assert said(panel, time=100) == "The first command comes at 200 ms; at 100 ms S1 leads (term 1)."
    assert "nobody leads" in said(panel, time=1200, loss=60)


@pytest.mark.parametrize(("make", "changes"), [
    (replication_panel, {"latency": (50, 90), "loss": 40, "heartbeat": 200, "commands_a_second": 50, "batch": 1,
                         "slow_S5": 9, "time": 300}),
    (partition_panel, {"followers_kept": 3, "cut_for": 1000, "time": 100, "seed": 12}),
])
def test_each_slider_moves_picture_or_sentence(make, changes):
    for name, value in changes.items():
        # One entry a message shows only where there are many.
        panel = make(commands_a_second=50, slow_S5=5) if name == "batch" else make()
        before = panel._shown_picture.value, panel.caption
        panel.sliders[name].value = value
        assert (panel._shown_picture.value, panel.caption) != before


@pytest.mark.parametrize(("followers", "leaders", "answered"), [
    (0, 2, "y on the other"), (1, 2, "y on the other"), (2, 1, "x on the old"), (3, 1, "x on the old")])
def test_the_side_with_a_majority_is_said_to_answer(followers, leaders, answered):
    caption = said(partition_panel(), followers_kept=followers)
    assert caption.count("leads (term") == leaders
    silent = "x on the old" if answered.startswith("y") else "y on the other"
    assert answered in caption
    assert f"0 of 6 commands {silent}" in caption or silent not in caption


def test_the_caption_tells_before_within_and_after_the_cut_apart():
    panel = partition_panel()
    assert said(panel, time=300) == "The cut comes at 400 ms; at 300 ms S2 leads (term 1)."
    assert said(panel, time=900).startswith(
        "Cut from 400 to 1000 ms (S1 S2 | S3 S4 S5): at 900 ms S2 leads (term 1) and S3 leads (term 2)")
    assert said(panel, time=1400).startswith("Cut from 400 to 1000 ms (S1 S2 | S3 S4 S5): at 1400 ms ")


def test_any_setting_has_one_sentence_and_a_safe_run():
    random_ = random.Random(1)
    replications, partitions = replication_panel(), partition_panel()
    for _ in range(15):
        latency = tuple(sorted(random_.choices(range(101), k=2)))
        values = {"latency": latency, "heartbeat": random_.randrange(10, 201, 5),
                  "commands_a_second": random_.randint(1, 50), "batch": random_.randint(1, 20)}
        loss, slow = random_.randint(0, 60), random_.randint(1, 10)
        assert said(replications, **values, loss=loss, slow_S5=slow, time=random_.randint(0, 1200)).endswith(".")
        assert check_all(replicating(**values, loss=loss / 100, slow=slow).history.states()) == []
        cut, followers, seed = random_.randrange(100, 1501, 50), random_.randint(0, 3), random_.randint(0, 99)
        assert said(partitions, followers_kept=followers, cut_for=cut, seed=seed,
                    time=random_.randrange(0, 2301, 10)).endswith(".")
        assert check_all(partition_with_clients(CUT_AT, CUT_AT + cut, followers, seed).history.states()) == []
        assert "Traceback" not in replications._shown_picture.value + partitions._shown_picture.value
