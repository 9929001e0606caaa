"""The garbage collector waits for the end of an answer, and is left as it was."""
import gc

import pytest

from raftlib.widgets.player.collecting import collected_later


@pytest.fixture(autouse=True)
def collector_stays_on():
    """Whatever a test does, the others have a collector."""
    yield
    gc.enable()


def test_nothing_is_collected_within():
    counts = []
    gc.callbacks.append(lambda phase, info: counts.append(phase))
    try:
        with collected_later():
            circles = [[] for _ in range(10_000)]
            for circle in circles:
                circle.append(circle)
            assert counts == []
        assert gc.isenabled()
    finally:
        gc.callbacks.pop()


def test_it_is_left_as_it_was():
    gc.disable()
    with collected_later():
        assert not gc.isenabled()
    assert not gc.isenabled()
    gc.enable()
    with pytest.raises(KeyError), collected_later():
        raise KeyError
    assert gc.isenabled()
