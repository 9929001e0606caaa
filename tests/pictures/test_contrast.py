"""What is drawn can be seen, and what is written can be read: the contrasts that WCAG 2.1 asks for at level AA."""
from collections import defaultdict

import pytest

from raftlib import scenarios, stories
from raftlib.analysis.faulty_logs import with_faults
from raftlib.analysis.outages import Life, live
from raftlib.analysis.split_votes import split_rates
from raftlib.clusters.lives import recorded_life
from raftlib.pictures import curves, style
from raftlib.pictures.client_lines import client_lines
from raftlib.pictures.command_flow import command_flow
from raftlib.pictures.curves import split_curves
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.group_grid import group_grid
from raftlib.pictures.life_lines import life_lines
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.observed_lines import observed_lines
from raftlib.pictures.raster import paths_of
from raftlib.pictures.replicas import replica_grid
from raftlib.pictures.space_time import space_time
from raftlib.pictures.style import GREY, WHITE, contrast
from raftlib.pictures.term_lines import term_lines
from raftlib.stories.still import picture_of
from tests.pictures.test_client_lines import BROKEN
from tests.pictures.test_client_lines import FINE as CLIENTS
from tests.pictures.test_legends import random_run

LINES, WORDS = 3, 4.5  # the least that WCAG 2.1 asks for, level AA
DARK = "#111111"  # a page of JupyterLab's dark theme, on which a player draws
# Lines that one need not see: those behind a chart, behind a diagram, and between the pictures of a story.
BEHIND = {GREY, "#E6E6E6"}


def colours_of_style():
    """Every colour that pictures.style names."""
    return {name: value for name, value in vars(style).items() if isinstance(value, str) and value.startswith("#")}


# Fills, seen by the edge round them; all other colours are lines or words.
FILLS = {"ORANGE", "YELLOW", "PALE_BLUE", "GREY", "WHITE"}


@pytest.mark.parametrize("name", sorted(colours_of_style().keys() - FILLS))
def test_every_colour_of_lines_is_seen_on_white(name):
    assert contrast(colours_of_style()[name], WHITE) >= LINES


MESSAGES = {**style.MESSAGES, **{f"pale {name}": line for name, line in style.PALE.items()}}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_seen_on_a_light_and_on_a_dark_page(name):
    assert min(contrast(MESSAGES[name].colour, page) for page in (WHITE, DARK)) >= LINES


@pytest.mark.parametrize("number", range(4))
def test_a_kind_of_message_that_is_new_is_seen_on_both_too(number):
    colour, *_ = style.LINES[number]
    assert min(contrast(colour, page) for page in (WHITE, DARK)) >= LINES


@pytest.mark.parametrize("role", style.ROLES)
def test_a_role_is_seen_by_its_edge_or_its_fill(role):
    look = style.ROLES[role]
    assert max(contrast(look.edge, WHITE), contrast(look.fill, WHITE)) >= LINES
    assert max(contrast(look.fill, DARK), contrast(look.words, DARK)) >= LINES
    assert contrast(look.words, look.fill) >= WORDS


def test_all_words_can_be_read_on_all_tints_of_terms():
    assert min(contrast(words, tint) for words in (style.BLACK, style.DARK_GREY) for tint in style.TERMS) >= WORDS


def test_curves_are_seen_on_white():
    assert min(contrast(colour, WHITE) for colour, *_ in curves.LINES) >= LINES


def test_kinds_of_messages_are_told_apart_without_colour_and_weight():
    looks = {(line.dash, line.barbs) for line in style.MESSAGES.values()}
    assert len(looks) == len(style.MESSAGES)
    assert [barbs for *_, barbs in style.LINES] == [1, 2, 3, 4]


# ---- Whole pictures --------------------------------------------------------------------------------------------


def flow(history, start, end):
    return draw_message_flow(message_flow(history, start, end))


YEARS = live([Life()] * 2, years=1)
PICTURES = {
    "rivals": lambda: flow(scenarios.two_timers().history, 90, 150),
    "crash": lambda: flow(scenarios.leader_crash().history, 350, 620),
    "journey": lambda: draw_message_flow(command_flow(scenarios.one_command().history, 1)),
    "space and time": lambda: space_time(scenarios.leader_crash().history, 360, 620),
    "cut": lambda: space_time(scenarios.one_way_cut().history, 0, 700),
    "terms": lambda: term_lines(scenarios.three_leaders().history, 0, 1000),
    "who led alone": lambda: observed_lines(recorded_life("leader alone")),
    "who stood still": lambda: observed_lines(recorded_life("leader stopped")),
    "logs": lambda: log_grid(scenarios.figure_7().history, 0),
    "sides": lambda: log_grid(scenarios.partition_with_clients().history, 900),
    "replicas": lambda: replica_grid(dict(zip(("S1", "S2"), with_faults(["x=5", "x+=1", "y=7"], lost=1, doubled=3),
                                              strict=True))),
    "groups": lambda: group_grid(4, 2),
    "clients": lambda: client_lines(CLIENTS),
    "clients of a broken machine": lambda: client_lines(BROKEN),
    "lives": lambda: life_lines(YEARS, {"S1": YEARS.up[0], "S2": YEARS.up[1]}),
    "chart": lambda: split_curves({"five": split_rates((0.1, 0.3), trials=100)}),
    **{tell.__name__: lambda tell=tell: picture_of(tell(seed=7).story) for tell in (
        stories.an_election, stories.a_commands_journey, stories.two_sides_of_a_cut, stories.a_split_vote)},
    **{f"run {seed}": lambda seed=seed: space_time(*random_run(seed)) for seed in range(6)},
    **{f"flow {seed}": lambda seed=seed: flow(*random_run(seed)) for seed in range(6)},
    **{f"logs {seed}": lambda seed=seed: log_grid(*random_run(seed)[::2]) for seed in range(6)},
}


@pytest.fixture(scope="module", params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def ground_under(picture, words):
    """The face of the topmost shape on which a text stands."""
    x = words.x + {"left": 0.05, "right": -0.05}.get(words.side, 0)
    for _, shapes in sorted(picture.shapes.items(), reverse=True):
        for shape, look in reversed(shapes):
            if look.face != "none" and any(path.contains_point((x, words.y)) for path in paths_of(shape)):
                return look.face
    return WHITE


def test_all_words_can_be_read(picture):
    faint = [(words.text, words.colour, ground) for words in picture.texts
             if contrast(words.colour, ground := ground_under(picture, words)) < WORDS]
    assert faint == []


def test_all_lines_and_edges_can_be_seen(picture):
    seen = defaultdict(set)  # the colours with which one outline is drawn, perhaps in two strokes
    for shapes in picture.shapes.values():
        for shape, look in shapes:
            seen[str(shape.places)] |= {look.face.upper(), look.edge.upper()} - {"NONE"}
    faint = [colours for colours in seen.values() if not colours & {*BEHIND, WHITE}
             and max(contrast(colour, WHITE) for colour in colours) < LINES]
    assert faint == []
