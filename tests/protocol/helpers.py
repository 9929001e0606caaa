"""Servers in the state that a test needs, and what they answered and why."""
from raftlib.protocol.messages import RequestVoteReply
from raftlib.protocol.server import Server

IDS = ("S1", "S2", "S3")


def candidate(term, log=(), ids=IDS, server=Server):
    """S1 as it becomes a candidate in `term`."""
    s1 = server("S1", ids, term - 1, log=log)
    s1.election_timeout()
    return s1


def leader(term, log=(), ids=IDS, server=Server):
    """S1 as it has just won `term`, with the votes of all others."""
    s1 = candidate(term, log, ids, server)
    for peer in s1.peers:
        s1.receive(RequestVoteReply(peer, "S1", term, True, term))
    return s1


def rules(server):
    """The ids of the rules that decided in the last call."""
    return [decision.rule for decision in server.decisions]


def why(server):
    """The sentence of the last decision."""
    return server.decisions[-1].why
