"""Runs with every kind of trouble, made from plain numbers: hypothesis can shrink them, a soak can count them."""
from raftlib import Cluster
from raftlib.analysis.safety import SafetyChecker

FAULTS = ("crash", "restart", "cut", "one way", "heal", "time out", "submit", "submit to", "drop", "duplicate",
          "hold", "network")


def act(cluster, fault, number):
    """Do one thing to the cluster, as far as it is possible there."""
    ids = list(cluster.servers)
    id, other = ids[number % len(ids)], ids[number // len(ids) % len(ids)]
    live = id not in cluster.down
    if fault == "crash" and live:
        cluster.crash(id)
    elif fault == "restart" and not live:
        cluster.restart(id)
    elif fault == "cut" and len(ids) > 1:
        place = 1 + number % (len(ids) - 1)
        cluster.cut(ids[:place], ids[place:])
    elif fault == "one way" and id != other:
        cluster.cut_link(id, other, one_way=True)
    elif fault == "heal":
        cluster.heal()
    elif fault == "time out" and live and cluster.servers[id].role != "leader":
        cluster.time_out(id)
    elif fault == "submit":
        cluster.submit(f"x={number}")
    elif fault == "submit to":
        cluster.submit(f"x+={number}", to=id)
    elif fault in ("drop", "duplicate") and cluster.in_flight:
        getattr(cluster, fault)(cluster.in_flight[number % len(cluster.in_flight)])
    elif fault == "hold" and cluster.in_flight:
        cluster.hold(cluster.in_flight[number % len(cluster.in_flight)], for_=1 + number % 200)
    elif fault == "network":
        low = number % 20
        cluster.change_network(latency=(low, low + number % 50), loss=number % 4 / 10, slow={id: number % 7})


def check(arguments, steps):
    """Run the steps (milliseconds, fault, number) and see every event; gives the number of events and any evidence."""
    cluster, checker, seen = Cluster(**arguments), SafetyChecker(), 0
    for milliseconds, fault, number in steps:
        cluster.run(for_=milliseconds)
        act(cluster, fault, number)
        for event in cluster.history[seen:]:
            evidence = checker.see(event.state) if event.state else None
            if evidence:
                return len(cluster.history), evidence
        seen = len(cluster.history)
    return seen, None
