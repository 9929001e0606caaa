"""What a picture writes of itself: SVG that any reader understands, the same bytes whatever else is set, and PNG."""
import re
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from io import BytesIO

import matplotlib
import matplotlib.style
import pytest
from PIL import Image, ImageColor

from raftlib import scenarios
from raftlib.analysis.split_votes import split_rates
from raftlib.pictures import own_settings
from raftlib.pictures.curves import split_curves
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.in_html import image, narrowest
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.picture import WITH_PNG, Picture
from raftlib.pictures.shapes import box, cross, disc, loop
from raftlib.pictures.style import DASHED, NORMAL
from raftlib.pictures.svg import number, tenths
from tests.pictures.drawn import extents_of

SVG = "{http://www.w3.org/2000/svg}"
RATES = split_rates((0.1, 0.3), trials=100)
DRAWN = {"flow": lambda: draw_message_flow(message_flow(scenarios.first_election().history, 150, 213)),
         "logs": lambda: log_grid(scenarios.figure_7().history, 0),
         "chart": lambda: split_curves({"five servers": RATES})}


def small(caption="Two < three & more."):
    """A picture with one of each thing."""
    picture = Picture((2, 1), caption)
    picture.shape([(0.5, 0.5), (1, 0.5)], edge="#112233", width=2, dash=DASHED)
    picture.shape(disc(1, 0.25, 0.125), face="#AABBCC", z=0)
    picture.words(1, 0.5, "a < b", size=NORMAL)
    return picture


def elements(picture, name):
    return list(ET.fromstring(picture.svg()).iter(SVG + name))


# ---- SVG -------------------------------------------------------------------------------------------------------


def test_shapes_are_in_points_from_above_the_lower_ones_first():
    line, = elements(small(), "path")
    disc_, = elements(small(), "circle")
    assert line.attrib == {"d": "M36 36h36", "stroke": "#123", "stroke-width": "2", "stroke-dasharray": "8 4"}
    assert disc_.attrib == {"cx": "72", "cy": "54", "r": "9", "fill": "#abc"}
    assert small().svg().index("<circle") < small().svg().index("<path")


@pytest.mark.parametrize(("shape", "way"), [
    (box(0, 0, 1, 0.5), "M0 72h72v-36h-72z"), (loop([(0, 1), (0.5, 0.5), (1, 1)]), "M0 0l36 36l36 -36z"),
    (cross(0.5, 0.5, 0.25), "M18 54l36 -36M18 18l36 36")])
def test_the_way_round_an_outline(shape, way):
    picture = Picture((1, 1))
    picture.shape(shape, edge="#000000")
    assert [path.get("d") for path in elements(picture, "path")] == [way]


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_an_image_whose_caption_can_be_read_aloud(name):
    picture = DRAWN[name]()
    svg = ET.fromstring(picture.svg())
    assert svg.get("role") == "img"
    assert (svg[0].tag, svg[0].text) == (SVG + "title", picture.caption)
    assert [text.text for text in elements(picture, "text")] == [words.text.strip() for words in picture.texts]
    # Several pictures may stand in one page: none dresses it, or has a name that another has, too.
    assert not re.search(r"<style|\bid=|\bclass=|xlink|url\(", picture.svg())


@pytest.mark.parametrize("name", DRAWN)
def test_no_number_has_more_than_the_decimals_that_are_promised(name):
    places = re.findall(r' (?:d|x|y|cx|cy|r)="([^"]*)"', DRAWN[name]().svg())
    assert places
    assert not [place for place in places if re.search(r"\.\d\d|e-", place)]


@pytest.mark.parametrize("noise", [-1e-12, 0, 1e-12])
def test_what_processors_compute_differently_is_not_seen(noise):
    assert [number(tenths(each / 1440 + noise)) for each in (1, 3, 5, 2, 2000)] == ["0.1", "0.2", "0.3", "0.1", "100"]


# ---- Nothing else changes it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("style", ["seaborn-v0_8", "dark_background", {"font.size": 20, "font.family": "serif"},
                                   {"path.sketch": (1, 100, 2)}, {"svg.fonttype": "path", "axes.grid": True},
                                   {"savefig.dpi": 30, "figure.dpi": 30, "lines.scale_dashes": False}])
def test_settings_and_styles_of_a_reader_change_nothing_and_stay_as_they_are(name, style):
    plain = DRAWN[name]()
    with matplotlib.style.context(style):
        before = dict(matplotlib.rcParams)
        styled = DRAWN[name]()
        assert (styled.svg(), styled.png()) == (plain.svg(), plain.png())
        assert dict(matplotlib.rcParams) == before


def test_charts_that_are_drawn_at_one_time_do_not_disturb_each_other():
    right, drawn = DRAWN["chart"]().svg(), []
    with matplotlib.rc_context({"font.size": 20}):
        threads = [threading.Thread(target=lambda: drawn.append(DRAWN["chart"]().svg())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert matplotlib.rcParams["font.size"] == 20
    assert drawn == 8 * [right]
    assert not own_settings.LOCK.locked()


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("side", ["left", "center", "right"])
def test_words_are_where_they_are_said_to_be(rotation, side):
    picture = Picture((4, 4))
    picture.words(2, 2, "HIM", ha=side, rotation=rotation)
    text, = elements(picture, "text")
    assert text.get("text-anchor", "middle") == {"left": "start", "center": "middle", "right": "end"}[side]
    assert text.get("transform") == ("rotate(-90 144 144)" if rotation else None)
    (_, (left, low, right, high)), = extents_of(picture)
    across, along = (left, right), (low, high)
    if rotation:
        across, along = along, across
    assert {"left": across[0], "center": sum(across) / 2, "right": across[1]}[side] == pytest.approx(2, abs=0.02)
    assert sum(along) / 2 == pytest.approx(2, abs=0.05)


# ---- PNG, files, and what a notebook gets ----------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWN)
def test_a_png_has_three_pixels_for_two_of_the_screen_and_keeps_each_colour_of_a_face(name):
    picture = DRAWN[name]()
    image = Image.open(BytesIO(picture.png()))
    assert image.size == tuple(int(1.5 * 96 * inches + 1e-6) for inches in picture.size)
    drawn = {colour for _, colour in image.convert("RGB").getcolors()}
    faces = {look.face for shapes in picture.shapes.values() for _, look in shapes} - {"none"}
    assert {ImageColor.getrgb(face) for face in faces} <= drawn
    assert picture.png() == picture.png()


def test_it_is_saved_as_its_file_s_name_says(tmp_path):
    small().save(tmp_path / "small.svg")
    small().save(str(tmp_path / "small.png"))
    assert (tmp_path / "small.svg").read_bytes() == small().svg().encode()
    assert (tmp_path / "small.png").read_bytes() == small().png()
    with pytest.raises(ValueError, match=r"path is .*small.pdf.: it must end in .svg or .png."):
        small().save(tmp_path / "small.pdf")
    with pytest.raises(ValueError, match=r"path is .*small.svg.: there is no folder .*other"):
        small().save(tmp_path / "other" / "small.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.png", "small.svg"]


def test_a_live_notebook_gets_svg_and_a_saved_one_png_too(monkeypatch):
    monkeypatch.delenv(WITH_PNG, raising=False)
    assert small()._repr_mimebundle_() == ({
        "text/html": image(small().svg(), small().caption), "image/svg+xml": small().svg(),
        "text/plain": small().caption}, {})
    monkeypatch.setenv(WITH_PNG, "on")
    data, metadata = small()._repr_mimebundle_()
    assert data["image/png"] == small().png()
    assert metadata == {"image/png": {"alt": small().caption, "width": 192, "height": 96}}


def test_a_still_picture_has_its_sentence_above_it_and_leaves_the_picture_as_it_was():
    picture = DRAWN["flow"]()
    before, width = picture.svg(), picture.size[0]
    sentence = "S2 timed out first, and this sentence is long enough to need a second line of its own, as many do here."
    data, _ = picture.still(sentence)
    above = picture.under(sentence)
    lines = above.texts[len(picture.texts):]
    assert " ".join(words.text for words in lines) == sentence == above.caption == data["text/plain"]
    assert [picture.size[1] < words.y < above.size[1] for words in lines] == [True, True]
    assert above.size[0] == width
    assert data["image/svg+xml"] == above.svg() != before
    assert picture.svg() == before


def test_where_a_page_is_narrow_its_words_stay_large_enough_to_read():
    for draw in DRAWN.values():
        picture = draw()
        smallest = min(words.size for words in picture.texts) * 96 / 72  # px
        width = picture.size[0] * 96
        assert 9 <= narrowest(picture.svg()) / width * smallest < 9.2
    assert narrowest("<svg width='3'/>") == 0


# ---- What is loaded --------------------------------------------------------------------------------------------


LIGHT = """
import sys
{}
heavy = sorted({{"matplotlib", "numpy", "PIL"}} & sys.modules.keys())
assert not heavy, heavy
"""


def runs(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("program", [
    "import raftlib",
    "from raftlib import availability_panel, failover_panel, Panel, Player",
    "from raftlib import progress; progress()",  # of all questions
    "from raftlib import election_panel; election_panel().set(servers=3)",
    "from raftlib import replication_panel, partition_panel, replicas_panel, group_panel\n"
    "for panel in replication_panel(), partition_panel(), replicas_panel(), group_panel(): panel._repr_mimebundle_()",
    "from raftlib import serving_panel; serving_panel()._repr_mimebundle_()",
    "from raftlib import Player; Player('first_election')._repr_mimebundle_()",
    "from raftlib.questions import elect_a_leader as asked; asked.majority('a'); asked.one_vote(object)",
])
def test_neither_matplotlib_nor_numpy_is_loaded_before_a_chart_is_drawn(program):
    runs(LIGHT.format(program))


@pytest.mark.parametrize("program", [
    "from raftlib.questions.split_the_vote import two_of_five_down as asked; asked('a')",
    "from raftlib import failover_panel; failover_panel()"])
def test_elections_by_the_thousand_load_numpy_when_they_are_held(program):
    runs(f"{program}\nimport sys; assert 'numpy' in sys.modules")
