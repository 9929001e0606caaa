"""Clients of a leader of a reader's own: each gets the answer to its own command, or hears that it was not taken."""
import pytest

from raftlib import Cluster, Entry, Log, Server


class TakesEverySecond(Server):
    """A leader that leaves out every second command."""

    taken = 0

    def client_command(self, command):
        self.taken += 1
        return super().client_command(command) if self.taken % 2 else []


class Overwrites(Server):
    """A leader that puts a command in the place of the last entry, once it has one."""

    def client_command(self, command):
        if self.role == "leader" and self.log.last_index > self.commit_index:
            self.log = self.log.before(self.log.last_index)
        return super().client_command(command)


class AppendsMore(Server):
    """A leader that appends another entry behind each command, and before it."""

    def client_command(self, command):
        if self.role != "leader":
            return super().client_command(command)
        mark = Entry(self.current_term, "")
        self.log = self.log.append(mark)
        messages = super().client_command(command)
        self.log = self.log.append(mark)
        return messages


class WordsItAnew(Server):
    """A leader that puts a command into its log in other words."""

    def client_command(self, command):
        return super().client_command(command.replace("+=0", "+=100"))


class Shortens(Server):
    """A leader that takes nothing, and gives up its last entry."""

    def client_command(self, command):
        self.log = self.log.before(self.log.last_index)
        return []


def leading(kind, size=3):
    cluster = Cluster(size, seed=1, latency=10, server=kind)
    cluster.time_out("S1")
    cluster.run(to=40)
    assert cluster.leader == "S1"
    return cluster


def test_a_command_that_a_leader_leaves_out_waits_and_never_gets_the_answer_of_another():
    cluster = leading(TakesEverySecond)
    first, second, third = (cluster.submit(command) for command in ("x=1", "y=2", "z=3"))
    assert [each.status for each in (first, second, third)] == ["appended", "waiting", "appended"]
    assert second.note == "S1 leads, and has not appended it"
    cluster.run(for_=300)
    assert [(each.status, each.answer) for each in (first, third)] == [("answered", "x=1"), ("answered", "z=3")]
    assert (second.status, second.answer) in (("waiting", None), ("answered", "y=2"))


def test_the_client_whose_entry_is_replaced_does_not_get_the_answer_to_what_replaced_it():
    cluster = leading(Overwrites)
    first, second = cluster.submit("x=1"), cluster.submit("y=2")
    assert (first.status, first.note) == ("unknown", "S1 has put another entry in its place")
    cluster.run(for_=300)
    assert (first.answer, second.answer) == (None, "y=2")


@pytest.mark.parametrize(("kind", "size", "command", "answer"), [
    (AppendsMore, 3, "x=1", "x=1"), (WordsItAnew, 3, "x+=0", "x=100"), (WordsItAnew, 1, "x+=0", "x=100")])
def test_a_leader_may_append_more_and_in_its_own_words(kind, size, command, answer):
    cluster = leading(kind, size)
    request = cluster.submit(command)
    cluster.run(for_=300)
    assert (request.status, request.answer, request.tries) == ("answered", answer, 1)


def test_a_leader_that_gives_up_an_entry_has_appended_none():
    cluster = leading(Shortens)
    cluster.servers["S1"].log = Log([Entry(1, "x=1")])
    request = cluster.submit("x=1")
    assert (request.status, cluster.servers["S1"].log.last_index) == ("waiting", 0)


@pytest.mark.parametrize(("method", "kind", "act"), [
    ("client_command", "command", lambda c: c.submit("x=1")),
    ("heartbeat_timeout", "heartbeat timeout", lambda c: c.run(until=lambda c: c.history[-1].kind[:5] == "heart")),
    ("election_timeout", "election timeout", lambda c: c.run(to=1000)),
    ("restart", "restart", lambda c: (c.crash("S1"), c.restart("S1")))])
def test_the_event_of_a_method_that_says_nothing_shows_nothing_that_was_said_before(method, kind, act):
    cluster = leading(Server)
    for server in cluster.servers.values():
        assert server.notes
        setattr(server, method, lambda *_command: [])
    if kind == "election timeout":
        cluster.crash("S1")
    act(cluster)
    events = [event for event in cluster.history.window(40, 1000) if event.kind == kind]
    assert events
    assert {(event.notes, event.why, event.rule) for event in events} == {((), "", "")}
