"""A cluster of PySyncObj, Raft in pure Python, from PyPI."""
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from raftlib.analysis.observed import Change
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.http_json import ask
from raftlib.clusters.ports import LOCALHOST, free_ports
from raftlib.clusters.real_cluster import RealCluster
from raftlib.simulation.arguments import truth

PACKAGE = "pysyncobj==0.3.17"
SERVER = Path(__file__).with_name("pysyncobj_server.py")
ROLES = "follower", "candidate", "leader"
MOST_LINES = 100_000
MATCH, NEXT = "match_idx_server_", "next_node_idx_server_"


class PySyncObjCluster(RealCluster):
    """Servers of PySyncObj 0.3.17, with its own settings: election timeouts of 400 to 1400 ms, a heartbeat each 100 ms.

    Without a `journal`, as it is by default, a server keeps all in memory: started again, it has forgotten its log,
    its term and its vote. A leader acknowledges a write after some 100 ms, with its next heartbeat, a follower after
    200. A server that was started again may take 5 s to be linked with the others. PySyncObj has no read that can't be
    stale: `get` puts the read into the log as a command, and `stale=True` looks into the server's own dict. It does
    not tell for whom a server has voted. Other than by its defaults, it does not compact the log here.
    Raises ClusterError where the package is missing.
    """

    system = "PySyncObj 0.3.17"
    attempt = 500.0
    longest_timeout = 1400.0

    def __init__(self, servers: int = 3, journal: bool = False):
        super().__init__(servers)
        self.journal = truth("journal", journal)
        if find_spec("pysyncobj") is None:
            raise ClusterError(f"PySyncObj is not installed here: pip install {PACKAGE} brings it, and needs no more.")
        ports = free_ports(2 * len(self.ids))
        self._clients = dict(zip(self.ids, ports[::2], strict=True))
        self._addresses = {id: f"{LOCALHOST}:{port}" for id, port in zip(self.ids, ports[1::2], strict=True)}

    def command(self, id: str) -> list[str]:
        """Python, with the server's file alone: importing raftlib takes longer than an election."""
        others = [address for other, address in self._addresses.items() if other != id]
        # -P: what lies beside the file is not to be taken for packages of that name.
        return [sys.executable, "-P", str(SERVER), str(self._clients[id]), self._addresses[id], *others,
                *(["--journal", f"{id}.journal"] if self.journal else [])]

    def tell(self, id: str, timeout: float) -> dict:
        """Role, term and indexes; as a leader, how far the others are."""
        return told(ask(self._clients[id], "/", {"ask": "status"}, timeout), self._addresses)

    def changes(self, id: str) -> list[Change]:
        """When a server came to be in a role and a term, to some 50 ms, as its log tells."""
        return roles_in(self.log(id, MOST_LINES), self.began_at)

    def write(self, id: str, key: str, value: str, timeout: float) -> None:
        """A command of the log; a follower hands it on to the leader."""
        self._ask_server(id, {"ask": "put", "key": key, "value": value}, timeout)

    def read(self, id: str, key: str, stale: bool, timeout: float) -> str | None:
        """A command of the log as well, or a look into the server's own dict."""
        return self._ask_server(id, {"ask": "peek" if stale else "get", "key": key}, timeout)

    def _ask_server(self, id: str, request: dict, timeout: float) -> str | None:
        said = ask(self._clients[id], "/", request | {"timeout": timeout / 1000}, timeout)
        if said["said"] != "SUCCESS":
            raise OSError(said["said"])
        return said["value"]


def told(status: dict, addresses: dict[str, str]) -> dict:
    """Fields of Status from what PySyncObj's getStatus says, which names servers by their addresses."""
    ids = {address: id for id, address in addresses.items()}
    # A leader keeps what it knew of the others when it has ceased to be one.
    match, following = ({ids[name.removeprefix(start)]: index for name, index in sorted(status.items())
                         if name.startswith(start)} if status["state"] == ROLES.index("leader") else None
                        for start in (MATCH, NEXT))
    return {"role": ROLES[status["state"]], "term": status["raft_term"], "leader": ids.get(status["leader"]),
            "last_index": status["log_len"], "commit_index": status["commit_idx"],
            "applied_index": status["last_applied"], "match_index": match, "next_index": following}


def roles_in(log: str, began_at: float) -> list[Change]:
    """When (ms after `began_at`, in seconds since 1970) a server came to be in a role and a term, by its log."""
    changes = []
    for line in log.splitlines():
        match line.split():
            case [at, role, "in", "term", term] if role in ROLES:
                changes.append(Change((datetime.fromisoformat(at).timestamp() - began_at) * 1000, role, int(term)))
    return changes
