"""The search for the disaster of a broken rule, with all that this one needs."""
from raftlib.search.broken_rules import BrokenRule, CommitsUnvouched
from raftlib.search.moves import MOVES, heartbeats
from raftlib.search.shortest import Break, Explored, explore, with_empty_heartbeats


def searched(rule: BrokenRule, servers: int, terms: int, entries: int, **options) -> Break | Explored:
    """What a search finds of a broken rule, with the trouble that its disaster needs; as `explore`."""
    server, moves = rule.server, MOVES
    if server is CommitsUnvouched:  # requests that always carry what is pending hide the mistake
        server, moves = with_empty_heartbeats(server), (*MOVES, heartbeats)
    return explore(server, servers, terms, entries, moves, rule.trouble, **options)
