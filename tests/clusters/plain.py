"""A system of one's own that is no Raft at all: each server keeps what it is told, and S1 says that it leads."""
import sys
import time
from pathlib import Path

from raftlib.clusters.http_json import ask
from raftlib.clusters.ports import free_ports
from raftlib.clusters.real_cluster import RealCluster

SERVER = Path(__file__).with_name("plain_server.py")


class PlainCluster(RealCluster):
    """Its servers; a key is written to and read from one of them alone."""

    system = "plain"

    def __init__(self, servers=3):
        super().__init__(servers)
        self.ports = dict(zip(self.ids, free_ports(len(self.ids)), strict=True))

    def command(self, id):
        # Without what this Python has installed: it comes up sooner.
        return [sys.executable, "-I", "-S", str(SERVER), id, str(self.ports[id])]

    def tell(self, id, timeout):
        return ask(self.ports[id], "/status", None, timeout)

    def write(self, id, key, value, timeout):
        ask(self.ports[id], "/put", {key: value}, timeout)

    def read(self, id, key, stale, timeout):
        return ask(self.ports[id], "/get", {}, timeout).get(key)


class Paced(PlainCluster):
    """The same with the settings of etcd, which here say only how long it is waited for it; and a slower disk."""

    def __init__(self, servers=3, heartbeat=100, election_timeout=1000, delay=0):
        super().__init__(servers)
        self.longest_timeout = 2.0 * election_timeout

    def write(self, id, key, value, timeout):
        time.sleep(0.01)
        super().write(id, key, value, timeout)


class Broken(PlainCluster):
    """Servers that end at once, and say why."""

    system = "broken"

    def command(self, id):
        return ["sh", "-c", "echo this is the first line; echo no space left on device >&2; exit 1"]
