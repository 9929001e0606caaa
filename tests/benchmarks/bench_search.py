"""How long the shortest breaks take to find, by search and at random, and how many worlds there are without a break."""
from time import process_time

from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, HEAD, Trouble, explore, random_breaks, rule_table, shortest_break

RUNS = 5000
WHOLE = {"elections, commands, exchanges": {}, "with one restart": {"trouble": Trouble(restarts=1)},
         "with one late message, 2 terms": {"trouble": Trouble(late=1), "terms": 2}}


def main():
    print(f"{HEAD}     ms  worlds a s  random runs until a break")
    for rule in BROKEN_RULES:
        [row], seconds = timed(list, rule_table([rule]))
        print(f"{row} {seconds * 1000:6.0f} {row.worlds / seconds:11.0f}  {at_random(rule)}")
    print("the intact rules, 3 servers, 3 terms, logs of at most 2")
    for name, more in WHOLE.items():
        explored, seconds = timed(explore, Server, **more)
        print(f"{name:56}{explored.worlds:8} {seconds:6.2f} {explored.worlds / seconds:8.0f}")
    nothing, seconds = timed(shortest_break, Server)
    print(f"{'shortest_break, with its defaults':56}{nothing!s:>8} {seconds:6.2f}")


def at_random(rule):
    """The first random run in which a class breaks a property, and which, if its rule is not safe."""
    if not rule.property:
        return "–"
    first, seconds = timed(next, random_breaks(rule.searched, RUNS, rule.servers), None)
    runs = f"{first.seed + 1:5}, {first.evidence.property}" if first else f"survives {RUNS}"
    return f"{runs} ({seconds * 1000:.0f} ms)"


def timed(function, *arguments, **more):
    """What a function gives, and the seconds of CPU that it took."""
    start = process_time()
    found = function(*arguments, **more)
    return found, process_time() - start


if __name__ == "__main__":
    main()
