"""Named runs that the notebooks tell of: each is made anew, seeded, and ends at the moment it is about."""
from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Network

FIGURE_7_LEADER = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
FIGURE_7_FOLLOWERS = {
    "a": [1, 1, 1, 4, 4, 5, 5, 6, 6],
    "b": [1, 1, 1, 4],
    "c": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    "d": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    "e": [1, 1, 1, 4, 4, 4, 4],
    "f": [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
}


def first_election(seed: int = 7, servers: int = 5) -> Cluster:
    """A cluster that has just started, up to its first leader's first heartbeats being answered."""
    cluster = Cluster(servers=servers, seed=seed)
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=40)
    return cluster


def leader_crash(seed: int = 7) -> Cluster:
    """Five servers elect a leader, it crashes at 400 ms, and another takes its place; the run lasts 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.crash(cluster.leader)
    cluster.run(to=1000)
    return cluster


class NearAndFar(Network):
    """Some links take 10 ms, all others 15 ms: who is near whom decides who is heard first."""

    def __init__(self, near: set[tuple[str, str]]):
        super().__init__(latency=10)
        self.near = near

    def delay(self, sender: str, receiver: str) -> int:
        """10 ms on a near link, else 15 ms, in microseconds."""
        return 10_000 if (sender, receiver) in self.near else 15_000


def split_vote(servers: int = 5) -> Cluster:
    """Two candidates of one term: with five servers and one down, or with four, each gets two votes, and none wins."""
    cluster = Cluster(servers=servers, seed=3, network=NearAndFar({("S1", "S3"), ("S2", "S4")}))
    if servers == 5:
        cluster.crash("S5")
    cluster.run(to=100)
    cluster.time_out("S1")
    cluster.time_out("S2")
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=40)
    return cluster


def partition(seed: int = 7) -> Cluster:
    """A leader is cut off with one follower at 400 ms; the other three elect their own; all is healed at 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    old = cluster.leader
    others = [id for id in cluster.servers if id != old]
    cluster.cut([old, others[0]], others[1:])
    cluster.run(to=1000)
    cluster.heal()
    cluster.run(to=1400)
    return cluster


def figure_6() -> Cluster:
    """The five logs of the paper's Figure 6, the first server's the longest, before anything happens."""
    commands = ("x=3", "y=1", "y=9", "x=2", "x=0", "y=7", "x=5", "x=4")
    log = [Entry(term, command) for term, command in zip((1, 1, 1, 2, 3, 3, 3, 3), commands, strict=True)]
    ids = ["S1", "S2", "S3", "S4", "S5"]
    lengths = dict(zip(ids, (8, 5, 8, 2, 7), strict=True))
    return Cluster(servers=[Server(id, ids, 3, log=log[:length]) for id, length in lengths.items()], seed=6)


def figure_7() -> Cluster:
    """The seven logs of the paper's Figure 7; the server "leader" has just been made to stand for term 8."""
    logs = {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}
    cluster = Cluster(servers=[Server(id, logs, 7, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("leader")
    return cluster


def figure_8() -> Cluster:
    """Step (a) of the paper's Figure 8: S1 leads term 2 and has its entry at index 2 on itself and S2 only."""
    ids = ["S1", "S2", "S3", "S4", "S5"]
    cluster = Cluster(servers=[Server(id, ids, 1, log=[1]) for id in ids], seed=8, latency=5)
    cluster.time_out("S1")
    cluster.run(for_=20)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=2", to="S1")
    cluster.run(for_=12)
    cluster.heal()
    return cluster


def figure_8_c() -> Cluster:
    """Step (c) of the paper's Figure 8: S1 leads term 4, and its entry of term 2 is on a majority, not committed."""
    cluster = figure_8()
    cluster.crash("S1")
    elect(cluster, "S5")
    cluster.cut(["S5"], ["S1", "S2", "S3", "S4"])
    cluster.submit("x=3", to="S5")
    cluster.crash("S5")
    cluster.heal()
    cluster.restart("S1")
    elect(cluster, "S1", voters="S2 S3 S4")
    cluster.cut(["S4"], ["S1", "S2", "S3"])
    cluster.run(until=lambda c: c.servers["S1"].match_index["S3"] == 2)
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.submit("x=4", to="S1")
    return cluster


def elect(cluster: Cluster, id: str, voters: str = "") -> None:
    """Let a server stand, again if its term is an old one, until it leads and all `voters` have answered."""
    while id not in cluster.leaders:
        cluster.time_out(id)
        cluster.run(until=lambda c: id in c.leaders, limit=40)
    cluster.run(until=lambda c: all(c.servers[voter].current_term == c.servers[id].current_term
                                    for voter in voters.split()), limit=40)


# ---- Clients ---------------------------------------------------------------------------------------------------

def two_at_once(seed: int = 7) -> Cluster:
    """Two clients send at 400 ms, x=5 to S1 and x+=1 to S2, and are sent on to the leader; the run lasts 700 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5", to="S1")
    cluster.submit("x+=1", to="S2")
    cluster.run(to=700)
    return cluster


def service_goes_on(seed: int = 7) -> Cluster:
    """Two commands; the leader crashes at 500 ms; three more commands under the next leader; the run lasts 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.submit("x+=1")
    cluster.run(to=500)
    cluster.crash(cluster.leader)
    cluster.submit("y=7")
    cluster.run(to=800)
    cluster.submit("y-=2")
    cluster.submit("x+=1")
    cluster.run(to=1000)
    return cluster


# ---- Logs ------------------------------------------------------------------------------------------------------

def one_command(seed: int = 7, servers: int = 5) -> Cluster:
    """A client's command at 400 ms, until all servers have applied it."""
    cluster = Cluster(servers=servers, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.run(until=lambda c: all(server.last_applied == 1 for server in c.servers.values()), limit=500)
    cluster.run(for_=15)
    return cluster


def busy(cluster: Cluster, commands: int, every: float) -> Cluster:
    """The same cluster after so many commands, one each `every` ms, on the keys x, y and z."""
    for number in range(1, commands + 1):
        cluster.submit(f"{'xyz'[number % 3]}={number}")
        cluster.run(for_=every)
    return cluster


def twenty_commands(heartbeat: float = 50, latency=(5, 15), seed: int = 7) -> Cluster:
    """Twenty commands, one each 50 ms from 600 ms on; heartbeat and latency in ms."""
    cluster = Cluster(servers=5, seed=seed, heartbeat=heartbeat, latency=latency)
    cluster.run(to=600)
    return busy(cluster, commands=20, every=50)


def slow_follower(seed: int = 7) -> Cluster:
    """Eighteen commands, one each 20 ms, while messages to and from S4 take five times as long as all others."""
    cluster = Cluster(servers=5, seed=seed, network=Network(latency=(5, 15), slow={"S4": 5}))
    cluster.run(to=400)
    return busy(cluster, commands=18, every=20)


def lossy_network(seed: int = 7) -> Cluster:
    """Ten commands, one each 40 ms, on a network that loses a third of all messages."""
    cluster = Cluster(servers=5, seed=seed, loss=0.33)
    cluster.run(to=800)
    return busy(cluster, commands=10, every=40)


def half_replicated(heir: str) -> Cluster:
    """S1 crashes when its entry x=5 is on S1 and S2 only, and `heir` (S2 … S5) stands next; then y=1 is submitted."""
    cluster = Cluster(servers=5, seed=1, latency=10)
    elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=20)
    cluster.submit("x=5")
    for flight in cluster.in_flight:
        if flight.message.receiver != "S2":
            cluster.drop(flight)
    cluster.run(for_=15)
    cluster.crash("S1")
    elect(cluster, heir)
    cluster.submit("y=1")
    cluster.run(for_=120)
    return cluster


def entry_survives() -> Cluster:
    """The server that has the dead leader's entry becomes the next leader, and the entry is committed with its own."""
    return half_replicated(heir="S2")


def entry_is_lost() -> Cluster:
    """A server without the dead leader's entry becomes the next leader, and the entry is erased."""
    return half_replicated(heir="S3")


# ---- Cuts ------------------------------------------------------------------------------------------------------

def partition_with_clients(cut_at: float = 400, heal_at: float = 1000, followers: int = 1, seed: int = 7) -> Cluster:
    """The leader is cut off with some followers, and each side has a client, until 600 ms after the links are mended.

    The client on the leader's side sends x=1, x=2, … to it, one each 100 ms; the other one sends y=1, y=2, … to the
    leader of its side, once there is one.
    """
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=cut_at)
    old, *others = [cluster.leader, *(id for id in cluster.servers if id != cluster.leader)]
    cluster.cut([old, *others[:followers]], others[followers:])
    told = 0
    for number in range(1, int((heal_at - cut_at) // 100) + 1):
        cluster.submit(f"x={number}", to=old)
        if cluster.leader != old:
            told += 1
            cluster.submit(f"y={told}", to=cluster.leader)
        cluster.run(for_=100)
    cluster.run(to=heal_at)
    cluster.heal()
    cluster.run(for_=600)
    return cluster


def three_ways(seed: int = 2) -> Cluster:
    """Nine servers fall into three groups of three at 400 ms, and a client goes on sending; the run lasts 1500 ms."""
    cluster = Cluster(servers=9, seed=seed)
    cluster.run(to=400)
    ids = list(cluster.servers)
    cluster.cut(ids[:3], ids[3:6], ids[6:])
    cluster.submit("x=5")
    cluster.run(to=1500)
    return cluster


def one_way_cut(seed: int = 7) -> Cluster:
    """From 400 ms on the leader's messages to one follower are lost, and the follower's arrive; 1500 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.cut_link(cluster.leader, next(id for id in cluster.servers if id != cluster.leader), one_way=True)
    cluster.run(to=1500)
    return cluster


def old_leader_completes() -> Cluster:
    """A leader of term 1 commits its entry while another server leads term 2 already (Q7 of the Raft user study)."""
    cluster = Cluster(servers=5, seed=1, latency=5)
    elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=15)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=5", to="S1")
    cluster.run(for_=12)
    cluster.heal()
    cluster.cut(["S1"], ["S3"], ["S2", "S4", "S5"])
    elect(cluster, "S2", voters="S4 S5")
    cluster.heal()
    cluster.cut(["S1", "S3"], ["S2", "S4", "S5"])
    cluster.run(until=lambda c: c.servers["S1"].commit_index == 1, limit=200)
    return cluster
