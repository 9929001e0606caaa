"""What can be done to a run at random: commands, crashes, cuts, messages lost, doubled and late.

Each takes a cluster and a whole number, which says to whom, or how much; what is impossible there is left undone.
"""
from raftlib.protocol.state import LEADER
from raftlib.simulation.cluster import Cluster


def crash(cluster: Cluster, number: int) -> None:
    """A server crashes."""
    id = any_of(cluster.servers, number)
    if id not in cluster.down:
        cluster.crash(id)


def restart(cluster: Cluster, number: int) -> None:
    """A crashed server restarts."""
    id = any_of(cluster.servers, number)
    if id in cluster.down:
        cluster.restart(id)


def cut(cluster: Cluster, number: int) -> None:
    """The first so many servers are cut off from the others."""
    ids = list(cluster.servers)
    if len(ids) > 1:
        place = 1 + number % (len(ids) - 1)
        cluster.cut(ids[:place], ids[place:])


def cut_one_way(cluster: Cluster, number: int) -> None:
    """One server is not heard by another any more."""
    sender, receiver = any_of(cluster.servers, number), any_of(cluster.servers, number // len(cluster.servers))
    if sender != receiver:
        cluster.cut_link(sender, receiver, one_way=True)


def heal(cluster: Cluster, number: int) -> None:
    """All links are mended."""
    cluster.heal()


def time_out(cluster: Cluster, number: int) -> None:
    """A server becomes a candidate."""
    id = any_of(cluster.servers, number)
    if id not in cluster.down and cluster.servers[id].role != LEADER:
        cluster.time_out(id)


def submit(cluster: Cluster, number: int) -> None:
    """A client gives a command to the leader that it finds."""
    cluster.submit(f"x={number}")


def submit_to(cluster: Cluster, number: int) -> None:
    """A client gives a command to a server, whether it leads or not."""
    cluster.submit(f"x+={number}", to=any_of(cluster.servers, number))


def drop(cluster: Cluster, number: int) -> None:
    """A message is lost."""
    if cluster.in_flight:
        cluster.drop(any_of(cluster.in_flight, number))


def duplicate(cluster: Cluster, number: int) -> None:
    """A message is doubled."""
    if cluster.in_flight:
        cluster.duplicate(any_of(cluster.in_flight, number))


def hold(cluster: Cluster, number: int) -> None:
    """A message is late, by up to 200 ms."""
    if cluster.in_flight:
        cluster.hold(any_of(cluster.in_flight, number), for_=1 + number % 200)


def change_network(cluster: Cluster, number: int) -> None:
    """Messages take longer or less long, more or fewer of them are lost, and one server is slower than the others."""
    low = number % 20
    cluster.change_network(latency=(low, low + number % 50), loss=number % 4 / 10,
                           slow={any_of(cluster.servers, number): number % 7})


def hand_over(cluster: Cluster, number: int) -> None:
    """A leader hands over to another server, if it can (§3.10)."""
    others = [id for id in cluster.servers if id != cluster.leader]
    if others and hasattr(cluster.servers.get(cluster.leader), "transfer"):
        cluster.transfer(cluster.leader, any_of(others, number))


def shut_down(cluster: Cluster, number: int) -> None:
    """A server is shut down in an orderly way."""
    id = any_of(cluster.servers, number)
    if id not in cluster.down:
        cluster.shut_down(id)


FAULTS = (crash, restart, cut, cut_one_way, heal, time_out, submit, submit_to, drop, duplicate, hold, change_network)
# Besides, for servers that can hand over: the runs that are measured and recorded have only those above.
HAND_OVERS = hand_over, shut_down


def any_of(things, number: int):
    """The thing of that number, counted round and round."""
    things = tuple(things)
    return things[number % len(things)]
