"""What a server of any system can do that has no majority beside it."""


def answers_a_stale_read_and_nothing_else(cluster, alone, timeout):
    """There is nobody whom it could ask; `a` was 1. `timeout` (ms) is how long it is given."""
    assert cluster.get("a", of=alone, stale=True).value == "1"
    assert not cluster.get("a", of=alone, timeout=timeout)
    refused = cluster.put("a", "2", to=alone, timeout=timeout)
    assert not refused
    assert refused.said
