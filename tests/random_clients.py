"""Runs in which clients ask while there is every kind of trouble, made from a number; and what became of each command.
"""
from random import Random

from raftlib import Client, Cluster, ServingServer, SessionKeyValue
from raftlib.search.faults import FAULTS, heal, restart, submit, submit_to


def cut_with_clients(cluster, number):
    """Some servers and clients are cut off from the others."""
    ids = [*cluster.servers, *cluster.clients]
    group = [id for place, id in enumerate(ids) if number >> place & 1]
    if 0 < len(group) < len(ids):
        cluster.cut(group, [id for id in ids if id not in group])


TROUBLE = [*(each for each in FAULTS if each not in (submit, submit_to)), cut_with_clients]
CALM = [None] * 8 + [heal, restart, restart]  # None: a client asks


def client_run(seed, server=ServingServer, machine=SessionKeyValue, reads=False, faults=TROUBLE, settle=True, **more):
    """A cluster, after some thirty things have been done to it; each command is of a name of its own: `n7+=1`.

    In the end all is mended, and the clients are waited for, unless it is not to `settle`.
    """
    random = Random(seed)
    low = random.randint(1, 10)
    arguments = {"latency": (low, low + random.randint(0, 30)), "loss": random.choice([0, 0.05, 0.2]),
                 "duplication": random.choice([0, 0.05, 0.3]), "reordering": random.choice([0, 0.05, 0.3]), **more}
    cluster = Cluster(random.randint(1, 5), seed, server=server, machine=machine, **arguments)
    clients = [Client(cluster, timeout=random.choice([30, 80, 200])) for _ in range(random.randint(1, 3))]
    for asked in range(30):
        cluster.run(for_=random.randint(0, 120))
        fault, number = random.choice(CALM + list(faults)), random.randrange(1000)
        if fault:
            fault(cluster, number)
        elif reads:
            random.choice(clients).ask(random.choice(["x?", f"x={seed * 1000 + asked}"]))
        else:
            random.choice(clients).ask(f"n{asked}+=1")
    if settle:
        mend(cluster)
        clients[0].ask("last+=1")  # else a leader that begins anew with all that it had may commit nothing of it
        cluster.run(until=lambda c: not any(each.is_waiting for each in clients), limit=20_000)
    return cluster


def mend(cluster):
    """From here on nothing goes wrong any more."""
    cluster.heal()
    for id in cluster.down:
        cluster.restart(id)
    cluster.change_network(latency=5, loss=0, duplication=0, reordering=0, slow={})


def times_done(cluster):
    """How often each command with an answer was carried out: that of `n7+=1` is what n7 is in the end."""
    furthest = max(cluster.servers.values(), key=lambda server: server.last_applied)
    values = cluster.machines[furthest.id].values
    return {action: values.get(action.split("+=")[0], 0) for _, _, answered, action, _ in cluster.operations()
            if answered is not None}


def stale_reads(cluster):
    """The reads that are older than allowed, where all write x, each another value: (read, the write it missed) each.

    A read is stale if the write that it shows was answered before another was asked for, which was answered before the
    read was asked for. So much, at least, no linearizable run may have (Herlihy and Wing 1990).
    """
    found = cluster.operations()
    writes = {action: (called, answered) for _, called, answered, action, _ in found if action.startswith("x=")}
    writes["x=0"] = -2, -1
    done = [(called, answered, action) for action, (called, answered) in writes.items() if answered is not None]
    return [((client, called, answered, action, answer), missed)
            for client, called, answered, action, answer in found if action == "x?" and answered is not None
            for begun, ended, missed in done
            if writes[answer][1] is not None and writes[answer][1] < begun and ended < called]
