"""Where numpy is missing, as in a browser without a network, no answer is called wrong for it, and none is kept."""
import json
import os
import subprocess
import sys

import pytest

ASKED = """
import json, sys
sys.modules["numpy"] = sys.modules["matplotlib"] = None
from raftlib.questions import keep_a_service_alive, run_a_real_cluster, split_the_vote
answers = [
    split_the_vote.votes_missing(1), split_the_vote.two_leaders("c"), keep_a_service_alive.four_servers(1),
    keep_a_service_alive.empty_spare("c"), run_a_real_cluster.failover("b"),
    split_the_vote.straight_line("a"), split_the_vote.wide_area_range((300, 600)), keep_a_service_alive.one_server("c"),
    run_a_real_cluster.tune((100, 500)),
]
print(json.dumps([(verdict.state, str(verdict)) for verdict in answers]))
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """The states and words of five answers that need no numpy, and of four that do; and the answers that were kept."""
    file = tmp_path_factory.mktemp("answers") / "progress.json"
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True,
                         env=os.environ | {"RAFT_PROGRESS": str(file)})
    return json.loads(ran.stdout), file.read_text(encoding="utf-8")


def test_what_needs_no_numpy_is_judged(verdicts):
    said, kept = verdicts
    assert all(state in "✓✗" for state, _ in said[:5])
    assert all(name in kept for name in ("votes_missing", "two_leaders", "four_servers", "empty_spare", "failover"))


def test_what_needs_it_stays_open_and_says_why(verdicts):
    said, kept = verdicts
    assert [state for state, _ in said[5:]] == 4 * ["○"]
    assert all("can't be judged here" in words and "numpy" in words for _, words in said[5:])
    assert not any(name in kept for name in ("straight_line", "wide_area_range", "one_server", "tune"))
