"""images/ is what raftlib draws today; `make images` draws it anew.

Diagrams are the same bytes everywhere. Charts are promised for Linux on x86-64: elsewhere numpy and matplotlib may
compute a last digit differently, and now and then a tenth of a point follows.
"""
import platform
from pathlib import Path

import pytest

import images

ROOT = Path(__file__).parents[1]
CHARTS = {"01-keep-a-service-alive.svg", "04-split-the-vote.svg"}
HOME = (platform.system(), platform.machine()) == ("Linux", "x86_64")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The texts of all images as they are drawn now, by name."""
    folder = tmp_path_factory.mktemp("images")
    images.main(folder)
    return texts_in(folder)


def texts_in(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_the_committed_images_are_all_that_are_drawn(drawn):
    assert drawn.keys() == texts_in(ROOT / "images").keys() > CHARTS


@pytest.mark.parametrize("name", sorted(texts_in(ROOT / "images")))
def test_a_committed_image_is_up_to_date(drawn, name):
    if name in CHARTS and not HOME:
        pytest.skip("the bytes of charts are promised for Linux on x86-64")
    assert drawn[name] == texts_in(ROOT / "images")[name]


def test_every_image_is_used():
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("notebooks/*.ipynb")]]
    unused = [path.name for path in (ROOT / "images").iterdir() if not any(path.name in text for text in texts)]
    assert unused == []
