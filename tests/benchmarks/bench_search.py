"""How long the shortest breaks take to find, by search and at random, and how many worlds there are without a break."""
from time import process_time

from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, Trouble, explore, found_of, shortest_break
from raftlib.search.record import HEAD, measure

LINE = "{:5} {:24} {:28} {:22} {:>5} {:>6} {:>6} {:>14} {:>16}"
WHOLE = {"elections, commands, exchanges": {}, "with one restart": {"trouble": Trouble(restarts=1)},
         "with one late message, 2 terms": {"trouble": Trouble(late=1), "terms": 2}}


def main():
    print(LINE.format(*HEAD))
    for rule in BROKEN_RULES:
        if rule.property:
            print(LINE.format(*measure(rule).cells))
        else:
            tell(f"{rule.rule:5} {rule.server.__name__}", *timed(found_of, rule))
    print("the intact rules, 3 servers, 3 terms, logs of at most 2: worlds, CPU seconds, worlds a second")
    for name, more in WHOLE.items():
        tell(name, *timed(explore, Server, **more))
    nothing, seconds = timed(shortest_break, Server)
    print(f"{'shortest_break, with its defaults':56}{nothing!s:>8} {seconds:6.2f}")


def tell(name, explored, seconds):
    """A line for a space in which nothing breaks."""
    print(f"{name:56}{explored.worlds:8} {seconds:6.2f} {explored.worlds / seconds:8.0f}")


def timed(function, *arguments, **more):
    """What a function gives, and the seconds of CPU that it took."""
    start = process_time()
    found = function(*arguments, **more)
    return found, process_time() - start


if __name__ == "__main__":
    main()
