"""All five safety properties hold after every event, whatever is done to the cluster; `make soak` does more of it."""
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import evidence_in, troubled

ranges = st.tuples(st.integers(1, 60), st.integers(0, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))
probabilities = st.sampled_from([0.0, 0.0, 0.05, 0.3])
clusters = st.fixed_dictionaries({
    "servers": st.integers(1, 9), "seed": st.integers(0, 2**32), "latency": ranges,
    "election_timeout": ranges.map(lambda pair: (pair[0] + 50, pair[1] + 50)), "heartbeat": st.integers(5, 150),
    "loss": probabilities, "duplication": probabilities, "reordering": probabilities})
steps = st.lists(st.tuples(st.integers(0, 300), st.sampled_from(FAULTS), st.integers(0, 1000)), max_size=20)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(clusters, steps)
def test_the_five_properties_hold_after_every_event(arguments, steps):
    assert evidence_in(troubled(Cluster(**arguments), steps)) is None
