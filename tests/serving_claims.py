"""What each sentence of clients, and of those who serve them, claims, compared with the messages and states of its run.

As in `claims`, a sentence is read as text; it shares nothing with who worded it.
"""
import re
from dataclasses import dataclass

from raftlib.protocol.messages import ClientReply, ClientRequest, ReadHeartbeat, ReadHeartbeatReply, RequestVote
from raftlib.protocol.words.serving import SERVING

CLAIMS = {}


@dataclass
class Said:
    """What the run knows of one event: the state of whom it happened to before it and after."""

    event: object
    before: object
    after: object

    @property
    def message(self):
        return self.event.message

    @property
    def sent(self):
        """Each message once: a network may double it."""
        return list(dict.fromkeys(flight.message for flight in self.event.sent))

    def all_sent(self, kind):
        return [each for each in self.sent if isinstance(each, kind)]


def claims_in(table):
    """A decorator that puts what a sentence claims into a table, by the sentence's pattern."""
    def claim(pattern):
        def kept(holds):
            table[re.compile(r"(\w+) " + pattern)] = holds
            return holds
        return kept
    return claim


claim = claims_in(CLAIMS)


def somebody(name):
    return None if name == "nobody" else name


# ---- Servers -----------------------------------------------------------------------------------------------------

@claim(r"is a (\w+) and takes no request of (\w+); as its leader it names (\w+)")
def sends_away(said, id, role, client, leader):
    return [said.after == said.before, said.after.role == role != "leader", said.message.sender == client,
            said.sent == [ClientReply(id, client, said.message.serial, False, None, somebody(leader))]]


@claim(r"tells (\w+) the answer to '(.+)': '(.*)'")
def answers(said, id, client, command, answer):
    return [said.event.kind == "reply", said.event.detail == (command, answer, client),
            [each[:2] + each[3:5] for each in said.sent] == [(id, client, True, answer)]]


@claim(r"answers '(.+)' of (\w+) from its own memory, which holds the log up to index (\d+), "
       r"and asks nobody whether it still leads")
def from_memory(said, id, command, client, index):
    return [is_read(said, command, client), said.after.last_applied == int(index), said.sent == []]


def is_read(said, command, client):
    """This read has just come, to a leader."""
    return (said.message.sender, said.message.command, said.message.is_read, said.after.role) == (
        client, command, True, "leader")


@claim(r"appends an empty entry at index (\d+), so that an entry of its own term (\d+) can be committed")
def no_op(said, id, index, term):
    return [said.before.role != "leader" == said.after.role, said.after.current_term == int(term),
            said.after.log.last_index == int(index) == said.before.log.last_index + 1,
            tuple(said.after.log.entry_at(int(index))) == (int(term), "")]


@claim(r"lets '(.+)' of (\w+) wait: no entry of its own term (\d+) is known to be committed yet")
def waits(said, id, command, client, term):
    state = said.after
    return [is_read(said, command, client), state.current_term == int(term), said.sent == [],
            state.log.term_at(state.commit_index) != int(term)]


@claim(r"keeps '(.+)' of (\w+) for index (\d+), and asks (all others|the other server) whether it still leads: "
       r"heartbeat (\S+)")
def asks_whether(said, id, command, client, index, others, name):
    asked = [each for each in said.all_sent(ReadHeartbeat) if each.read == name]
    return [said.after.role == "leader", said.after.commit_index == int(index), said.after.commit_index >= 1,
            [each.receiver for each in asked] == list(said.after.peers),
            (others == "the other server") == (len(said.after.peers) == 1)]


@claim(r"follows (\w+) in term (\d+), and answers its heartbeat (\S+)")
def follows(said, id, leader, term, name):
    return [(said.message.leader_id, said.message.term, said.message.read) == (leader, int(term), name),
            (said.after.leader_id, said.after.current_term, said.after.role) == (leader, int(term), "follower"),
            said.sent == [ReadHeartbeatReply(id, leader, int(term), True, name, int(term))]]


@claim(r"hears yes from (\w+) to heartbeat (\S+): (\d+) of the (\d+) it needs, itself included")
def counts(said, id, sender, name, count, needed):
    return [*hears(said, sender, name, True), said.sent == [], int(needed) == majority(said), int(count) > 1,
            int(count) < int(needed)]


def hears(said, sender, name, success):
    return [isinstance(said.message, ReadHeartbeatReply), said.after == said.before, said.after.role == "leader",
            (said.message.sender, said.message.read, said.message.success) == (sender, name, success)]


def majority(said):
    return (len(said.after.peers) + 1) // 2 + 1


@claim(r"hears yes from (\w+) to heartbeat (\S+), (\d+) of the (\d+) it needs, and answers ('.+' of \w+)")
def confirms(said, id, sender, name, count, needed, reads):
    return [*hears(said, sender, name, True), said.sent == [], int(count) >= int(needed) == majority(said)]


@claim(r"hears from (\w+) about heartbeat (\S+), for which no read waits")
def unasked(said, id, sender, name):
    return [*hears(said, sender, name, True), said.sent == []]


@claim(r"hears no from (\w+) to heartbeat (\S+)")
def refused(said, id, sender, name):
    return hears(said, sender, name, False)


@claim(r"answers '(.+)' of (\w+) by its lease, which by its own clock has (\d+) ticks? left, and asks nobody")
def by_lease(said, id, command, client, ticks):
    return [is_read(said, command, client), said.sent == [], 0 < int(ticks) <= 12]


@claim(r"has a lease of 12 ticks from when it sent heartbeat (\S+), by its own clock; of these (\d+) ticks? "
       r"(?:is|are) left")
def lease_begins(said, id, name, left):
    return [said.after.role == "leader", 0 < int(left) <= 12]


@claim(r"has no lease any more, by its own clock")
def lease_ends(said, id):
    return [said.event.kind == "tick", said.after == said.before, said.after.role == "leader"]


@claim(r"refuses its vote to (\w+) in term (\d+) and stays in term (\d+): by its own clock it has promised "
       r"(\d+) ticks? more to the leader it heard")
def has_promised(said, id, candidate, term, own, ticks):
    return [isinstance(said.message, RequestVote), (said.message.candidate_id, said.message.term) == (
        candidate, int(term)), said.after == said.before, said.after.current_term == int(own) < int(term),
        not said.sent[0].vote_granted, 0 < int(ticks) <= 13]


# ---- Clients -----------------------------------------------------------------------------------------------------

@claim(r"asks (\w+) for '([^']+)'(, after a pause)?")
def asks(said, id, server, action, pause):
    return [asked(said, id, server, action), pause is None or said.event.kind == "wait over"]


def asked(said, id, server, action):
    [sent] = said.sent
    return type(sent) is ClientRequest and sent[:2] == (id, server) and sent.command.split(": ")[-1] == action


@claim(r"hears that (\w+) is no leader and names (\w+), and asks there for '(.+)'")
def goes_where_sent(said, id, server, leader, action):
    return [was_sent_away(said, server, leader), asked(said, id, leader, action)]


def was_sent_away(said, server, leader):
    return (said.message.sender, said.message.done, said.message.leader_id) == (server, False, somebody(leader))


@claim(r"hears that (\w+) is no leader and names (\w+), and will ask (\w+) in 50 ms")
def pauses(said, id, server, leader, other):
    return [was_sent_away(said, server, leader), said.sent == []]


@claim(r"hears late that (\w+) is no leader and names (\w+): it has gone on since, and does nothing")
def gone_on(said, id, server, leader):
    return [was_sent_away(said, server, leader), said.sent == []]


@claim(r"has its answer to '(.+)' from (\w+): '(.*)'")
def has_answer(said, id, action, server, answer):
    return [(said.message.sender, said.message.done, said.message.answer) == (server, True, answer)]


@claim(r"ignores what (\w+) says: it is about request (\d+), and it waits for (none|that of (\d+))")
def too_late(said, id, server, serial, _, current):
    return [(said.message.sender, said.message.serial) == (server, int(serial)), current != serial, said.sent == []]


@claim(r"asks (\w+) for a session, so that '(.+)' can be told from its repetition")
def opens(said, id, server, action):
    [sent] = said.sent
    return [sent[:2] == (id, server), sent.command == "open"]


@claim(r"has session (\d+), and asks (\w+) for '(.+)' in it, as request (\d+)")
def opened(said, id, session, server, action, serial):
    [sent] = said.sent
    return [said.message.answer == f"session {session}", sent.command == f"{session}.{serial}: {action}",
            sent.serial == int(serial), sent.receiver == server]


@claim(r"hears from (\w+) that its session (\d+) is over: whether '(.+)' was carried out, it can't know")
def expired(said, id, server, session, action):
    return [said.message.sender == server, said.message.answer == f"session {session} is over"]


@claim(r"has had no answer from (\w+) for ([\d.]+) ms and asks (\w+) for '(.+)' again; "
       r"(\w+) may have been heard before")
def asks_again(said, id, silent, time, server, action, heard):
    return [said.event.kind == "wait over", silent == heard, asked(said, id, server, action)]


@claim(r"has had no answer from (\w+) for ([\d.]+) ms and asks no more: '(.+)' may be carried out or not")
def gives_up(said, id, silent, time, action):
    return [said.event.kind == "wait over"]


def false_sentences(cluster, given, claims=CLAIMS, reasons=SERVING):
    """The sentences of these kinds in a run that are not true of it; `given` collects the reasons that are."""
    before = {}
    for event in cluster.history:
        for decision in event.decisions:
            if decision.reason in reasons:
                given.add(decision.reason)
                said = Said(event, before.get(event.server), event.state)
                found = [holds(said, *match.groups()) for pattern, holds in claims.items()
                         if (match := pattern.fullmatch(decision.why))]
                if len(found) != 1 or not all(found[0]) or decision.why.split()[0] != event.server:
                    yield event.time, decision.why, found
        before[event.server] = event.state
