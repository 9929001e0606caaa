"""What the page gets from Python: bounds of sliders that every run can have, and a sentence for each property."""
import re
from pathlib import Path

import pytest

from raftlib import Cluster
from raftlib.analysis import safety
from raftlib.widgets.player import page
from raftlib.widgets.player.page_words import PROPERTIES, SLIDERS, SLOW
from raftlib.widgets.player.settings import NETWORK, SERVERS

JS = Path(page.__file__).parent / "js"


def test_each_property_is_told_in_the_order_of_the_paper():
    assert tuple(PROPERTIES) == safety.PROPERTIES


def test_each_setting_has_its_sliders():
    assert {each.name for each in SLIDERS if each.of == "servers"} == set(SERVERS)
    assert {each.name for each in (*SLIDERS, SLOW) if each.of != "servers"} == set(NETWORK)


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.words)
def test_a_run_can_have_what_a_slider_says(slider):
    for value in (slider.low, slider.high):
        setting = (value, value) if slider.part is not None else value / slider.scale
        Cluster(**{slider.name: int(setting) if slider.name in ("servers", "seed") else setting}).run(for_=50)


def test_a_server_can_be_as_slow_as_its_slider_says():
    cluster = Cluster(servers=3, seed=7)
    for factor in (SLOW.low, SLOW.high):
        cluster.change_network(slow={"S1": factor})
        cluster.run(for_=50)


@pytest.mark.parametrize("path", sorted(JS.glob("*.js")), ids=lambda path: path.stem)
def test_no_module_of_the_page_has_a_word_or_a_colour_of_python_s(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{6}", text) == []
    assert [words for words in (*PROPERTIES.values(), *(kind.name for kind in PROPERTIES)) if words in text] == []
