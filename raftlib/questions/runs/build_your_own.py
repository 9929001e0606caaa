"""The runs that judge the predictions of notebook 10, and how an answer is read off each of them."""
from raftlib.protocol.state import LEADER
from raftlib.search.broken_rules import AlwaysTruncates, AppliesAtOnce, HalfIsEnough, LeadsOn
from raftlib.search.moves import Late, bare
from raftlib.search.shortest import Break, explore
from raftlib.search.trouble import ONE_LATE
from raftlib.simulation.cluster import Cluster


def leads_on() -> Cluster:
    """A leader that adopts a higher term and goes on leading."""
    return explore(LeadsOn, terms=2, entries=1).cluster()


def leaders_of(cluster: Cluster, term: int) -> list[str]:
    """Who led a term."""
    return sorted({event.server for event in cluster.history
                   if event.state and event.state.role == LEADER and event.state.current_term == term})


def who_leads_term_2(cluster: Cluster) -> str:
    """The letter of `still_leading` that is true of a run."""
    return {("S1",): "a", ("S1", "S2"): "b", ("S2",): "c", (): "d"}[tuple(leaders_of(cluster, 2))]


def always_truncates() -> Break:
    """The shortest disaster of followers that delete everything behind the new entries' place."""
    return explore(AlwaysTruncates, terms=2, entries=1, trouble=ONE_LATE)


def what_does_harm(found: Break) -> str:
    """The letter of `harmful_message`: in the disaster a message is late, or none is."""
    without = explore(AlwaysTruncates, terms=2, entries=1)
    if isinstance(without, Break):
        return "b"
    return "c" if any(isinstance(bare(move), Late) for move in found.moves) else "d"


def applies_at_once() -> Cluster:
    """Leaders that apply a command before it is committed."""
    return explore(AppliesAtOnce, terms=2, entries=1).cluster()


def what_differs(cluster: Cluster) -> str:
    """The letter of `applied_at_once` that is true of a run."""
    first = {id: server.applied_log.entry_at(1) for id, server in cluster.servers.items() if server.last_applied}
    return "d" if len(set(first.values())) > 1 else "a"


def half_is_enough() -> Cluster:
    """Four servers, for whom two are a majority."""
    return explore(HalfIsEnough, servers=4, terms=2, entries=1).cluster()


def leaders_of_term_1(cluster: Cluster) -> int:
    """How many lead term 1."""
    return len(leaders_of(cluster, 1))
