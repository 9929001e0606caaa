"""The runs and searches that judge the predictions of notebook 07, and how an answer is read off each of them."""
from bisect import bisect
from collections.abc import Mapping

from raftlib.analysis.safety import PROPERTIES
from raftlib.search.broken_rules import (
    BROKEN_RULES,
    BrokenRule,
    CommitsByHalf,
    CommitsOlderTerms,
    ElectsByHalf,
    IgnoresLogs,
    SupposesMatch,
    SupposesMore,
    VotesTwice,
)
from raftlib.search.progress import unseen
from raftlib.search.record import Measured
from raftlib.search.shortest import Break, Explored, explore
from raftlib.simulation.cluster import Cluster
from raftlib.stories.figure_8 import run

FOLLOWERS = range(4)  # that S1's entry of term 4 may reach: all but S5, which is down
LETTERS = dict(zip((each.name for each in PROPERTIES), "abcde", strict=True))


def endings_of_figure_8() -> Mapping[int, Cluster]:
    """The story's run for each number of followers that have got x=4 when S1 crashes."""
    return {reached: run(followers_reached=reached) for reached in FOLLOWERS}


def fewest_that_save_it(endings: Mapping[int, Cluster]) -> int:
    """The smallest number of followers from which on x=2 is not erased."""
    return min(reached for reached, cluster in endings.items()
               if all(cluster.servers[id].log.term_at(2) == 2 for id in ("S1", "S2", "S3")))


def counted_too_early() -> BrokenRule:
    """What is known of leaders that commit entries of an older term by counting: to find it takes seconds."""
    return next(rule for rule in BROKEN_RULES if rule.server is CommitsOlderTerms)


def property_broken(rule: BrokenRule) -> str:
    """The letter of the property that breaks without a rule."""
    return LETTERS[rule.property]


def two_votes() -> Break:
    """The shortest disaster of servers that vote twice."""
    return explore(VotesTwice, terms=2, entries=1)


def moves(found: Break) -> int:
    """How many moves a break takes."""
    return len(found.moves)


def survivors(table: Measured) -> str:
    """The letter of `random_runs` that is true of what was measured."""
    return "abcd"[bisect((1, 3, 7), sum(row.ordinary is None for row in table.rows))]


ODD = {"a": (CommitsByHalf, 4), "b": (ElectsByHalf, 4), "c": (SupposesMatch, 3), "d": (SupposesMore, 3)}


def odd_rules() -> dict[str, Break | Explored]:
    """What the search finds of each odd rule, within bounds that are quickly searched."""
    with unseen():
        return {letter: explore(server, servers, terms=2, entries=1) for letter, (server, servers) in ODD.items()}


def those_that_are_safe(found: Mapping[str, Break | Explored]) -> str:
    """The letters of the rules of which nothing was found."""
    return "".join(letter for letter, each in found.items() if isinstance(each, Explored))


def by_hand_cluster() -> Cluster:
    """The player's run: three servers to which a candidate's log does not matter."""
    return Cluster(servers=3, seed=7, server=IgnoresLogs)


def only_cut_off() -> Cluster:
    """The player's run, a follower being cut off, and back later."""
    return cut_off(by_hand_cluster(), commands=())


def cut_off_and_back() -> Cluster:
    """The same, and meanwhile a command is committed."""
    return cut_off(by_hand_cluster(), commands=("x=1",))


def never_cut_off() -> Cluster:
    """The player's run, with a command that reaches everybody before its leader crashes."""
    cluster = by_hand_cluster()
    cluster.run(to=400)
    cluster.submit("x=1")
    cluster.run(to=600)
    cluster.crash(cluster.leader)
    cluster.run(to=1400)
    return cluster


def cut_off(cluster: Cluster, commands: tuple[str, ...]) -> Cluster:
    """The cluster after a second: at 400 ms its last follower is cut off, at 900 ms all links are mended."""
    cluster.run(to=400)
    *others, alone = [id for id in cluster.servers if id != cluster.leader]
    cluster.cut([alone], [cluster.leader, *others])
    for command in commands:
        cluster.submit(command)
    cluster.run(to=900)
    cluster.heal()
    cluster.run(to=1400)
    return cluster
