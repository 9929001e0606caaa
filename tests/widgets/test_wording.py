"""Every sentence above or under a picture is English: one thing is one, and no word stands there twice."""
import random
import re

import pytest

from raftlib import Cluster
from raftlib.pictures.command_flow import command_flow
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.event_table import event_words
from raftlib.pictures.flow_words import tell
from raftlib.pictures.group_grid import group_grid
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.space_time import space_time
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import troubled
from raftlib.widgets.panels.availability import availability_panel
from raftlib.widgets.panels.elections import election_panel
from raftlib.widgets.panels.failovers import failover_panel
from raftlib.widgets.panels.groups import group_panel
from raftlib.widgets.panels.logs import partition_panel, replication_panel
from raftlib.widgets.panels.replicas import replicas_panel
from raftlib.widgets.panels.serving import serving_panel
from raftlib.widgets.panels.walk_back import walk_back_panel

PANELS = (availability_panel, election_panel, failover_panel, group_panel, partition_panel, replicas_panel,
          replication_panel, serving_panel, walk_back_panel)
BAD = {
    "one of several": r"(?<!term )(?<!0 to )(?<!command )(?<!commands )(?<![-.\w])1 (?!shares|is|was|has)[a-z]+s\b",
    "several of one": r"(?<!terms )(?<!commands )(?<![-.\w])(?:0|[2-9]|\d\d+) "
                      r"(?:entry|command|message|group|pair|server|day|hour|minute|second|crash|reply)\b",
    "one of one": r"\b1 entry, 1 of them",
    "a word twice": r"\b([a-z]+) \1\b",
    "nobody of nobody": r"\bby (?:none|None)\b|\bNone\b|\bnan\b|\binf\b",
    "a number for machines": r"\de[-+]\d",
}


def complaints(said):
    """What is bad about a sentence."""
    return [f"{name}: {found[0]} in {said}" for name, pattern in BAD.items() if (found := re.search(pattern, said))]


@pytest.mark.parametrize(("said", "bad"), [
    ("with 1 votes", "one of several"), ("3 entry", "several of one"), ("the leader leader leads", "a word twice"),
    ("1 entry, 1 of them known", "one of one"), ("held by none", "nobody of nobody"),
    ("5e-08 seconds a year", "a number for machines")])
def test_the_patterns_bite(said, bad):
    assert [each.split(":")[0] for each in complaints(said)] == [bad]


def anywhere(slider, random_):
    """Any value of a slider, its ends more often than others."""
    if hasattr(slider, "options"):
        return random_.choice([value for _, value in slider.options])
    if isinstance(slider.value, bool):
        return random_.choice((False, True))
    ends = slider.min, slider.max
    low, high = sorted(random_.choice((*ends, random_.randrange(*ends, slider.step))) for _ in range(2))
    return (low, high) if isinstance(slider.value, tuple) else low


@pytest.mark.parametrize("make", PANELS)
def test_panels_speak_english(make):
    random_, panel = random.Random(make.__name__), make()
    for _ in range(15):
        panel.set(**{name: anywhere(slider, random_) for name, slider in panel.sliders.items()})
        assert complaints(panel.caption) == []


def test_pictures_of_troubled_runs_speak_english():
    random_ = random.Random(7)
    for seed in range(25):
        cluster = Cluster(servers=random_.randint(1, 6), seed=seed, loss=random_.choice((0, 0.2)))
        troubled(cluster, ((random_.randint(0, 150), random_.choice(FAULTS), random_.randint(0, 99)) for _ in range(8)))
        history = cluster.history
        for _ in range(3):
            start, end = sorted((random_.uniform(0, cluster.time), random_.uniform(0, cluster.time)))
            assert complaints(log_grid(history, end).caption) == []
            assert complaints(space_time(history, start, end).caption) == []
            assert complaints(tell(message_flow(history, start, end))) == []
        words = [event_words(event).split(" (")[0] for event in history]
        assert [said for said in words if complaints(said)] == []
        indexes = {event.state.log.last_index for event in history
                   if event.kind == "command" and event.state.role == "leader"}
        for index in indexes:
            assert complaints(draw_message_flow(command_flow(history, index)).caption) == []


@pytest.mark.parametrize("servers", range(1, 8))
def test_grids_of_groups_speak_english(servers):
    for size in range(1, servers + 1):
        assert complaints(group_grid(servers, size).caption) == []
