"""The grid of groups: as many discs of each look as the groups have servers."""
import pytest

from raftlib.analysis.majorities import groups, shared
from raftlib.pictures.group_grid import ABSENT, ALONE, BOTH, LOOKS, group_grid
from raftlib.pictures.shapes import box
from raftlib.pictures.style import PALE_BLUE, VERMILION, WIDTH
from tests.pictures.drawn import shapes_in, texts


def grid_low(picture):
    """How high (inches) the legend is, which ends with a line across the whole picture."""
    return next(shape.places[0][1] for shape, _ in picture.shapes[1])


def discs(picture):
    """The places (inches) of the discs of each look, without the legend's."""
    return {name: [place for shape, look in picture.shapes[2] if look.face == fill
                   for place in shape.places if place[1] > grid_low(picture)] for name, fill in LOOKS.items()}


def faults(picture):
    """How many frames and how many crosses there are, without the legend's."""
    found = [shape for shape in shapes_in(picture, VERMILION) if shape.places[0][1] > grid_low(picture)]
    frames = sum(shape.letters == box(0, 0, 1, 1).letters for shape in found)
    return frames, len(found) - frames


@pytest.mark.parametrize(("servers", "size"), [(3, 2), (4, 2), (4, 3), (5, 3), (5, 2), (7, 4), (9, 5), (9, 4), (1, 1)])
def test_each_server_of_each_group_has_its_disc(servers, size):
    rows = groups(servers, size)
    in_both = sum(len(shared(group, rows[0])) for group in rows)
    picture = group_grid(servers, size)
    found = discs(picture)
    assert {look: len(places) for look, places in found.items()} == {
        BOTH: in_both, ALONE: len(rows) * size - in_both, ABSENT: len(rows) * (servers - size)}
    places = [place for some in found.values() for place in some]
    assert len(set(places)) == len(places)
    assert all(0 < x < WIDTH and 0 < y < picture.size[1] for x, y in places)


@pytest.mark.parametrize(("servers", "size", "alone"), [
    (4, 2, 1), (5, 2, 3), (5, 3, 0), (9, 5, 0), (9, 4, 5), (3, 1, 2)])
def test_a_group_that_shares_no_server_with_the_first_is_framed_and_crossed(servers, size, alone):
    picture = group_grid(servers, size)
    assert faults(picture) == (alone, alone)
    assert ("shares none with the first" in texts(picture)) == (alone > 0)
    assert f"{alone or 'none'} of them" in picture.caption


@pytest.mark.parametrize(("servers", "size"), [(4, 2), (5, 3), (9, 5), (1, 1)])
def test_the_first_group_alone_has_a_band(servers, size):
    picture = group_grid(servers, size)
    (band,) = [shape.places for shape in shapes_in(picture, PALE_BLUE) if shape.places[0][1] > grid_low(picture)]
    (left, low), (right, high) = min(band), max(band)
    in_it = {look: [x for x, y in places if left < x < right and low < y < high]
             for look, places in discs(picture).items()}
    assert (len(in_it[BOTH]), len(in_it[ALONE]), len(in_it[ABSENT])) == (size, 0, servers - size)
    assert max(in_it[BOTH]) < min(in_it[ABSENT], default=WIDTH)  # S1, S2 and so on are in it


def test_it_is_small_enough_to_follow_a_slider():
    assert len(group_grid(9, 5).svg()) < 100_000


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="size is 6: it must be a whole number from 1 to 5"):
        group_grid(5, 6)
