"""Data frames: the rows of the tables where pandas is, and a sentence where it is not."""
import sys

import pytest

from raftlib import Cluster, events_frame, messages_frame


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster(3, seed=1, loss=0.1)
    cluster.run(for_=400)
    return cluster


@pytest.mark.parametrize("frame", [events_frame, messages_frame])
def test_without_pandas_a_sentence_says_what_is_missing(frame, cluster, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=rf"^{frame.__name__} needs pandas, which is not installed here: pip install"):
        frame(cluster)


@pytest.mark.parametrize("frame", [events_frame, messages_frame])
def test_what_is_no_run_is_refused(frame):
    with pytest.raises(ValueError, match=r"^history is 5: it must be a History, or a Cluster or a Player"):
        frame(5)


@pytest.mark.parametrize(("frame", "rows"), [(events_frame, "to_dicts"), (messages_frame, "messages_to_dicts")])
def test_with_pandas_they_are_the_rows_and_every_column_has_its_type(frame, rows, cluster):
    pandas = pytest.importorskip("pandas")
    table, expected = frame(cluster), getattr(cluster.history, rows)()
    assert [{name: None if value is pandas.NA else value for name, value in row.items()}
            for row in table.to_dict("records")] == expected
    assert {str(kind) for kind in table.dtypes} <= {"Int64", "Float64", "boolean", "string"}
    assert [*frame(Cluster(1)).dtypes] == [*table.dtypes]
