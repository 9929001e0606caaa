"""How long the shortest breaks take to find, and how many worlds there are where nothing breaks."""
from time import process_time

from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, Trouble, explore
from raftlib.search.broken_rules import CommitsUnvouched
from raftlib.search.moves import MOVES, heartbeats
from raftlib.search.shortest import with_empty_heartbeats

WHOLE = {"elections, commands, exchanges": {}, "with one restart": {"trouble": Trouble(restarts=1)},
         "with one late message, 2 terms": {"trouble": Trouble(late=1), "terms": 2}}


def main():
    print("broken rule                what breaks            moves   worlds  CPU s  worlds a s")
    for rule in BROKEN_RULES:
        server, moves = rule.server, MOVES
        if server is CommitsUnvouched:
            server, moves = with_empty_heartbeats(server), (*MOVES, heartbeats)
        found, seconds = timed(server, rule.servers, rule.terms, rule.entries, moves, rule.trouble)
        what = rule.property or "nothing found"
        length = len(found.moves) if rule.property else "–"
        rate = found.worlds / seconds
        print(f"{rule.server.__name__:26} {what:22} {length:>5} {found.worlds:8} {seconds:6.2f} {rate:8.0f}")
    print("the intact rules, 3 servers, 3 terms, logs of at most 2")
    for name, more in WHOLE.items():
        explored, seconds = timed(Server, **more)
        print(f"{name:56}{explored.worlds:8} {seconds:6.2f} {explored.worlds / seconds:8.0f}")


def timed(*arguments, **more):
    """What explore gives, and the seconds of CPU that it took."""
    start = process_time()
    found = explore(*arguments, **more)
    return found, process_time() - start


if __name__ == "__main__":
    main()
