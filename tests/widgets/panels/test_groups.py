"""The panel of groups: what it says of all settings of its two sliders."""
import re
from math import comb

import pytest

from raftlib.widgets.panels.groups import group_panel


@pytest.mark.parametrize("servers", range(1, 10))
def test_each_size_says_whether_two_groups_can_miss_each_other(servers):
    panel = group_panel()
    for size in range(1, servers + 1):
        panel.set(servers=servers, group_size=size)
        assert f"{comb(servers, size)} group" in panel.caption
        if size == servers:
            assert "no two that could miss each other" in panel.caption
        else:
            assert bool(re.search("shares? no server", panel.caption)) == (2 * size <= servers)
            assert ("smallest size" in panel.caption) == (size == servers // 2 + 1)


@pytest.mark.parametrize(("values", "said"), [
    ({}, "Of 5 servers there are 10 groups of 3; each two of them share a server (45 pairs): 3 + 3 is more than 5, and "
         "3 is the smallest size of which that is so."),
    ({"servers": 4, "group_size": 2}, "Of 4 servers there are 6 groups of 2; 3 of 15 pairs share no server: 2 + 2 fit "
                                      "into 4."),
    ({"servers": 1, "group_size": 1}, "Of 1 server there is 1 group of 1, and so no two that could miss each other."),
    ({"servers": 2, "group_size": 9}, "Of 2 servers there is 1 group of 2, and so no two that could miss each other."),
])
def test_its_sentences(values, said):
    assert group_panel(**values).caption == said


@pytest.mark.parametrize("name", ["servers", "group_size"])
def test_each_slider_moves_picture_and_sentence(name):
    panel = group_panel()
    picture, caption = panel._shown_picture.value, panel.caption
    panel.sliders[name].value = 4
    assert panel._shown_picture.value != picture
    assert panel.caption != caption


def test_values_are_checked():
    with pytest.raises(ValueError, match="servers is 10: it must be a whole number from 1 to 9"):
        group_panel(servers=10)
