import pytest

from raftlib.exercises import progress_file


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder that is this process's current one, as a notebook's is, with a progress file of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(progress_file.SETTING, progress_file.BESIDE_THE_NOTEBOOK)
    return tmp_path
