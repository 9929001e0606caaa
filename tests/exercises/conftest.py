import pytest

from raftlib.exercises import exercise


@pytest.fixture
def little_time(monkeypatch):
    """For a check of what never ends: it is stopped the sooner."""
    monkeypatch.setattr(exercise, "SECONDS", 0.2)
