from io import BytesIO
from itertools import chain, combinations

import numpy as np
import pytest
from PIL import Image

from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.style import MESSAGES, RIVALS, ROLES, SMALL, SOLID, VERMILION, luminance, shown
from raftlib.protocol.words.counts import counted
from raftlib.scenarios import leader_crash


def lightness(colour):
    """CIE L*, from 0 to 100: how light a colour looks, which is all that is left of it in grey."""
    value = luminance(colour)
    return 116 * value ** (1 / 3) - 16 if value > 0.008856 else 903.3 * value


def test_luminance_of_known_colours():
    assert luminance("#000000") == 0
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert luminance("#FF0000") == pytest.approx(0.2126)


@pytest.mark.parametrize("roles", list(combinations(ROLES, 2)))
def test_roles_are_told_apart_in_grey(roles):
    first, second = (lightness(ROLES[role].fill) for role in roles)
    assert abs(first - second) > 7
    if "down" not in roles:  # which is crossed and named besides
        assert abs(first - second) > 18


@pytest.mark.parametrize("role", ROLES.values())
def test_words_on_a_role_can_be_read(role):
    light, dark = sorted((luminance(role.fill), luminance(role.words)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_messages_are_told_apart_without_colour():
    assert len({(style.dash, style.width) for style in MESSAGES.values()}) == len(MESSAGES)


def test_the_first_two_candidates_are_told_apart_in_grey():
    (asks, replies), (other_asks, other_replies) = RIVALS[:2]
    for one, other in ((asks, other_asks), (replies, other_replies)):
        assert abs(lightness(one.colour) - lightness(other.colour)) > 30
    assert len({asks.dash, replies.dash, other_replies.dash}) == 3


@pytest.mark.parametrize(("one", "other"), list(combinations(RIVALS, 2)))
def test_candidates_differ_and_whole_lines_stay_requests(one, other):
    assert one[0].colour != other[0].colour
    assert one[1].dash != other[1].dash
    assert one[0].dash == other[0].dash == SOLID != one[1].dash


def test_role_message_and_fault_share_no_colour():
    roles = {role.fill for role in ROLES.values()}
    messages = {style.colour for style in (*MESSAGES.values(), *chain(*RIVALS))}
    assert not roles & messages
    assert VERMILION not in roles | messages


def test_text_is_large_enough():
    assert SMALL >= 8.5


def test_numbers_in_words():
    assert [counted(1, "message"), counted(2, "message"), counted(0, "entry"), counted(3, "crash")] == [
        "1 message", "2 messages", "0 entries", "3 crashes"]
    assert [shown(100.0), shown(163.04), shown(0)] == ["100", "163", "0"]


def test_a_png_keeps_the_roles_colours_however_little_they_cover():
    pngs = [draw_message_flow(message_flow(leader_crash().history, 350, end)).png() for end in (555, 700)]
    colours = np.concatenate([np.array(Image.open(BytesIO(png)).convert("RGB")).reshape(-1, 3) for png in pngs])
    for style in ROLES.values():
        fill = [int(style.fill[place : place + 2], 16) for place in (1, 3, 5)]
        assert abs(colours.astype(int) - fill).max(axis=1).min() <= 4
