"""How long the shortest breaks take to find, by search and at random, and how many worlds there are without a break."""
from operator import attrgetter
from time import process_time

from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, Trouble, explore, random_breaks
from raftlib.search.broken_rules import CommitsUnvouched
from raftlib.search.moves import MOVES, heartbeats
from raftlib.search.shortest import with_empty_heartbeats

RUNS = 5000
WHOLE = {"elections, commands, exchanges": {}, "with one restart": {"trouble": Trouble(restarts=1)},
         "with one late message, 2 terms": {"trouble": Trouble(late=1), "terms": 2}}


def main():
    print("broken rule                what breaks            moves   worlds  CPU s  worlds a s")
    for rule in BROKEN_RULES:
        server, moves = searched(rule)
        found, seconds = timed(explore, server, rule.servers, rule.terms, rule.entries, moves, rule.trouble)
        what = rule.property or "nothing found"
        length = len(found.moves) if rule.property else "–"
        rate = found.worlds / seconds
        print(f"{rule.server.__name__:26} {what:22} {length:>5} {found.worlds:8} {seconds:6.2f} {rate:8.0f}")
    print(f"{'broken rule':26} {'search, CPU ms':>15} {'random runs until a break':>26} {'CPU s':>7}  what breaks")
    for rule in filter(attrgetter("property"), BROKEN_RULES):
        server, moves = searched(rule)
        _, search = timed(explore, server, rule.servers, rule.terms, rule.entries, moves, rule.trouble)
        first, seconds = timed(next, random_breaks(server, RUNS, rule.servers), None)
        runs, what = (first.seed + 1, first.evidence.property) if first else (f"survives {RUNS}", "")
        print(f"{rule.server.__name__:26} {search * 1000:15.0f} {runs:>26} {seconds:7.1f}  {what}")
    print("the intact rules, 3 servers, 3 terms, logs of at most 2")
    for name, more in WHOLE.items():
        explored, seconds = timed(explore, Server, **more)
        print(f"{name:56}{explored.worlds:8} {seconds:6.2f} {explored.worlds / seconds:8.0f}")


def searched(rule):
    """The class and the moves: one rule needs heartbeats without entries."""
    if rule.server is CommitsUnvouched:
        return with_empty_heartbeats(rule.server), (*MOVES, heartbeats)
    return rule.server, MOVES


def timed(function, *arguments, **more):
    """What a function gives, and the seconds of CPU that it took."""
    start = process_time()
    found = function(*arguments, **more)
    return found, process_time() - start


if __name__ == "__main__":
    main()
