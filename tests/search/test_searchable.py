"""What can't be searched is refused in a sentence, before anything has been tried."""
import pytest

from raftlib import EtcdServer, LeaseServer, PreVoteServer
from raftlib.protocol.server import Server
from raftlib.search import explore, random_breaks, shortest_break
from raftlib.search.trouble import ONE_RESTART


class Misspelt(Server):
    def may_comit(self, index):
        return True


class WithHelp(Server):
    def may_commit(self, index):
        return self.perhaps()

    def perhaps(self):
        return True


class Further(WithHelp):
    note = "nothing replaced here, but below"


@pytest.mark.parametrize("ask", [explore, shortest_break, random_breaks])
@pytest.mark.parametrize(("server", "sentence"), [
    (3, r"server is 3: it must be a class of servers, Server itself or a kind of it\."),
    (Server("S1", ["S2"]), r"server is .*: it must be a class of servers, Server itself or a kind of it\."),
    (Misspelt, r"server is Misspelt, whose method may_comit no Server has: it must replace a method of Server\. "
               r"Is may_commit meant\?")])
def test_it_is_refused_in_a_sentence(ask, server, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask(server)


@pytest.mark.parametrize("server", [Server, WithHelp, Further])
def test_own_methods_beside_a_replaced_one_are_no_mistake(server):
    assert explore(server, servers=2, terms=1, entries=1)


class VotesTwice(EtcdServer):
    def may_vote_for(self, candidate_id):
        return True


@pytest.mark.parametrize("server", [PreVoteServer, LeaseServer, EtcdServer, VotesTwice])
@pytest.mark.parametrize("ask", [explore, shortest_break])
def test_who_counts_time_is_not_searched_but_takes_part_in_random_runs(ask, server):
    with pytest.raises(ValueError, match=rf"server is {server.__name__}, which counts ticks"):
        ask(server)
    assert bool(list(random_breaks(server, runs=60))) == (server is VotesTwice)


class RestartsSilently(Server):
    def restart(self):
        super().restart()


def test_a_method_that_returns_nothing_where_messages_are_wanted_is_named():
    with pytest.raises(ValueError, match=r"server is RestartsSilently, whose restart returned nothing: it must return "
                                         r"a list of the messages to send, \[\] if there are none\."):
        explore(RestartsSilently, terms=1, entries=1, trouble=ONE_RESTART)
