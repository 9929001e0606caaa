"""The next-state relation of raft.tla (Diego Ongaro's TLA+ specification of Raft), in Python, for one value of entries.

Its history variables, and the logs that its messages carry for them, are left out. A message is a tuple (kind, term,
source, destination, …), the bag of messages a sorted tuple of pairs (message, copies), servers are numbers from 0.
"""
from typing import NamedTuple

FOLLOWER, CANDIDATE, LEADER = "follower", "candidate", "leader"
VOTE, VOTED = "RequestVoteRequest", "RequestVoteResponse"
APPEND, APPENDED = "AppendEntriesRequest", "AppendEntriesResponse"


class One(NamedTuple):
    """The variables of one server."""

    term: int = 1
    state: str = FOLLOWER
    voted_for: int | None = None
    log: tuple[int, ...] = ()  # the terms
    commit_index: int = 0
    responded: frozenset = frozenset()
    granted: frozenset = frozenset()
    next_index: tuple[int, ...] = ()
    match_index: tuple[int, ...] = ()


class State(NamedTuple):
    """All variables."""

    servers: tuple[One, ...]
    messages: tuple[tuple[tuple, int], ...] = ()


class RaftTla:
    """The states from `start` on, as far as the bounds let them count."""

    def __init__(self, servers, terms, entries, messages, copies):
        self.all = range(servers)
        self.bounds = terms, entries, messages, copies
        self.start = State(tuple(One(next_index=(1,) * servers, match_index=(0,) * servers) for _ in self.all))

    def counts(self, state):
        """Whether a state is within the bounds."""
        terms, entries, messages, copies = self.bounds
        return (all(each.term <= terms and len(each.log) <= entries for each in state.servers)
                and len(state.messages) <= messages and all(count <= copies for _, count in state.messages))

    def successors(self, state):
        """Pairs (action, state) of all that may come next."""
        for action, after in self.next(state):
            if self.counts(after):
                yield action, after

    def next(self, state):
        """Next, of the specification."""
        servers, bag = state
        for i in self.all:
            me = servers[i]
            yield "Restart", put(state, i, me._replace(
                state=FOLLOWER, responded=frozenset(), granted=frozenset(), commit_index=0,
                next_index=(1,) * len(servers), match_index=(0,) * len(servers)))
            if me.state in (FOLLOWER, CANDIDATE):
                yield "Timeout", put(state, i, me._replace(
                    state=CANDIDATE, term=me.term + 1, voted_for=None, responded=frozenset(), granted=frozenset()))
            for j in self.all:
                if me.state == CANDIDATE and j not in me.responded:
                    yield "RequestVote", send(state, (VOTE, me.term, i, j, last_term(me.log), len(me.log)))
            if me.state == CANDIDATE and self.is_quorum(me.granted):
                yield "BecomeLeader", put(state, i, me._replace(
                    state=LEADER, next_index=(len(me.log) + 1,) * len(servers), match_index=(0,) * len(servers)))
            if me.state == LEADER:
                yield "ClientRequest", put(state, i, me._replace(log=(*me.log, me.term)))
                yield "AdvanceCommitIndex", put(state, i, me._replace(commit_index=self.new_commit_index(i, me)))
                for j in self.all:
                    if j != i:
                        yield "AppendEntries", send(state, append_entries(i, j, me))
        for message, _ in bag:
            yield from self.receive(state, message)
            yield "DuplicateMessage", send(state, message)
            yield "DropMessage", discard(state, message)

    def is_quorum(self, servers):
        """Whether these are more than half."""
        return 2 * len(servers) > len(self.all)

    def new_commit_index(self, i, me):
        """The largest index on which a quorum agrees, if its entry is of this term."""
        agreed = [index for index in range(1, len(me.log) + 1)
                  if self.is_quorum({i} | {k for k in self.all if me.match_index[k] >= index})]
        return agreed[-1] if agreed and me.log[agreed[-1] - 1] == me.term else me.commit_index

    def receive(self, state, message):
        """Receive(m): by the message's term, then its kind."""
        kind, term, j, i, *rest = message
        me = state.servers[i]
        if term > me.term:
            yield "UpdateTerm", put(state, i, me._replace(term=term, state=FOLLOWER, voted_for=None))
        elif kind == VOTE:
            yield from self.vote(state, i, j, me, message, *rest)
        elif kind == APPEND:
            yield from self.append(state, i, j, me, message, *rest)
        elif term < me.term:
            yield "DropStaleResponse", discard(state, message)
        elif kind == VOTED:
            granted = me.granted | {j} if rest[0] else me.granted
            yield "HandleRequestVoteResponse", discard(
                put(state, i, me._replace(responded=me.responded | {j}, granted=granted)), message)
        else:
            yield "HandleAppendEntriesResponse", discard(put(state, i, told(me, j, *rest)), message)

    def vote(self, state, i, j, me, message, its_last_term, its_length):
        """HandleRequestVoteRequest."""
        log_ok = (its_last_term, its_length) >= (last_term(me.log), len(me.log))
        grant = message[1] == me.term and log_ok and me.voted_for in (None, j)
        after = put(state, i, me._replace(voted_for=j)) if grant else state
        yield "HandleRequestVoteRequest", reply(after, (VOTED, me.term, i, j, grant), message)

    def append(self, state, i, j, me, message, previous, previous_term, entries, commit):
        """HandleAppendEntriesRequest."""
        log_ok = previous == 0 or (previous <= len(me.log) and me.log[previous - 1] == previous_term)
        current = message[1] == me.term
        if not current or (me.state == FOLLOWER and not log_ok):
            yield "Reject", reply(state, (APPENDED, me.term, i, j, False, 0), message)
        elif me.state == CANDIDATE:
            yield "ReturnToFollower", put(state, i, me._replace(state=FOLLOWER))
        elif me.state == FOLLOWER:
            index = previous + 1
            if not entries or (len(me.log) >= index and me.log[index - 1] == entries[0]):
                done = put(state, i, me._replace(commit_index=commit))
                yield "AlreadyDone", reply(done, (APPENDED, me.term, i, j, True, previous + len(entries)), message)
            elif len(me.log) >= index:
                yield "Conflict", put(state, i, me._replace(log=me.log[:-1]))
            elif len(me.log) == previous:
                yield "NoConflict", put(state, i, me._replace(log=(*me.log, entries[0])))


def append_entries(i, j, me):
    """The request that AppendEntries(i, j) sends: one entry at most."""
    previous = me.next_index[j] - 1
    last = min(len(me.log), me.next_index[j])
    return (APPEND, me.term, i, j, previous, me.log[previous - 1] if previous else 0, me.log[previous:last],
            min(me.commit_index, last))


def told(me, j, success, match):
    """A leader's indexes after a response."""
    next_index, match_index = list(me.next_index), list(me.match_index)
    if success:
        next_index[j], match_index[j] = match + 1, match
    else:
        next_index[j] = max(next_index[j] - 1, 1)
    return me._replace(next_index=tuple(next_index), match_index=tuple(match_index))


def last_term(log):
    """The term of the last entry, 0 for an empty log."""
    return log[-1] if log else 0


def put(state, i, one):
    """The state with another server i."""
    return state._replace(servers=(*state.servers[:i], one, *state.servers[i + 1:]))


def send(state, message):
    """The state with one more copy of a message."""
    bag = dict(state.messages)
    bag[message] = bag.get(message, 0) + 1
    return state._replace(messages=in_order(bag))


def discard(state, message):
    """The state with one copy less."""
    bag = dict(state.messages)
    bag[message] -= 1
    if not bag[message]:
        del bag[message]
    return state._replace(messages=in_order(bag))


def reply(state, response, request):
    """The state with a response in place of a request."""
    return discard(send(state, response), request)


def in_order(bag):
    """A bag as a tuple that is the same for the same messages."""
    return tuple(sorted(bag.items(), key=repr))
