"""The two pictures of one setting: the chosen cluster is marked, and its first outage is in sight."""
import numpy as np
import pytest

from raftlib.analysis.outages import Downtimes, Years
from raftlib.pictures.life_lines import servers_and_service
from raftlib.pictures.service_over_years import service_over_years
from tests.pictures.drawn import axes_of

TIMES = Downtimes(np.array([1000.0, 2000, 30]), np.array([900.0, 2100, 0]), np.array([50.0, 60, 0]), 3)
YEAR = 365 * 24


def lived(first_outage):
    """One server that is down for a day from an hour on."""
    return Years(np.array([first_outage, 24, 5 * YEAR]), np.array([[1, 0, 1]], bool), np.zeros(3, int))


def arguments(servers=3, years=None):
    years = years or lived(2.5 * YEAR)
    return TIMES, servers, years, servers_and_service(years, 1, years.up[0])


def drawn(servers=3, years=None):
    return service_over_years(*arguments(servers, years))


@pytest.mark.parametrize("servers", [1, 2, 3])
def test_the_ring_is_at_the_chosen_cluster(servers):
    lines = axes_of(service_over_years, *arguments(servers))[0].lines
    ring = next(line for line in lines if line.get_markersize() > 10)
    assert [*ring.get_xdata(), *ring.get_ydata()] == [servers, TIMES.formula[servers - 1]]


def test_the_first_outage_is_named_and_in_sight():
    svg = drawn().svg()
    assert ">first outage: in year 3<" in svg
    assert ">900<" in svg  # it begins on day 912, and 20 days before it are shown
    assert ">first outage: in year 1<" in drawn(years=lived(10)).svg()


def test_a_service_that_was_never_down_says_so():
    years = lived(10)._replace(up=np.ones((1, 3), bool))
    assert ">never down: the first days<" in drawn(years=years).svg()


def test_the_caption_is_the_time():
    assert drawn(3).caption == "Without service 30 minutes a year."
