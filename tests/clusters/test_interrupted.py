"""Who interrupts what asks real systems (Ctrl-C, or a notebook's ■) leaves nothing that runs."""
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clusters.test_real_cluster import LIMIT, ROOT, is_alive

# Servers that say on which occasion, which processes there are, and where.
CODE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs tests in the background may have it ignored

from raftlib.clusters import ask, experiments, failovers, lives, measure_failovers, see_life
from raftlib.clusters.systems import SYSTEMS
from tests.clusters.plain import Paced

class Telling(Paced):
    def _do(self, kind, id, *args):
        super()._do(kind, id, *args)
        self.say(kind)

    def put(self, key, *args, **options):
        answer = super().put(key, *args, **options)
        self.say(f"put {key}")
        return answer

    def say(self, what):
        print(what, *self.pids.values(), self.folder, sep=",", flush=True)

failovers.EtcdCluster = lives.EtcdCluster = SYSTEMS["etcd"] = Telling
experiments.LONG = 10**6
"""


@pytest.mark.parametrize(("call", "moment"), [
    ("ask('stop a follower')", "stop"),
    ("ask('no majority')", "put x"),  # with a thread that waits for the leader to give up
    ("measure_failovers(100)", "restart"),
    ("see_life('leader stopped')", "stop"),
])
def test_nothing_is_left(call, moment):
    asking = subprocess.Popen([sys.executable, "-c", f"{CODE}{call}"], cwd=ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
    _, *pids, folder = next(line for line in asking.stdout if line.startswith(moment)).strip().split(",")
    asking.send_signal(signal.SIGINT)
    _, errors = asking.communicate(timeout=LIMIT)
    assert asking.returncode == -signal.SIGINT
    assert errors.strip().endswith("KeyboardInterrupt")
    assert "Exception in thread" not in errors
    assert not any(is_alive(int(pid)) for pid in pids if pid != "None")
    assert not Path(folder).exists()
