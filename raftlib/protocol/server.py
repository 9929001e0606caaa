"""One Raft server: Figure 2 of the paper as a state machine, one method or marked step for each rule.

A server has no clock, no randomness and no network. Something happens to it (a message, a timeout, a command, a
restart), it changes its state, and it returns the messages to send. After each call these tell what happened:
`decisions` (which rules decided, and why), `applied` (entries for the state machine, by `apply`), `timer_restarts`.

The rule ids are those of the notebooks; "§" is Ongaro's dissertation, "Figure" and "section" the paper.
"""
from collections.abc import Iterable

from raftlib.protocol.log import Entry, Log
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, Message, RequestVote, RequestVoteReply, new
from raftlib.protocol.reasons import Decision, about_refusal, about_vote
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER, Freezable, ServerState
from raftlib.protocol.words.checks import check_batch, check_terms, check_vote, peers_of


class Server(Freezable):
    """A Raft server, to be built in any state, as the paper's figures need: `Server("S1", peers, 6, log=[1, 1, 4])`.

    Raises ValueError for an empty id, a repeated peer, a vote for a stranger, a log whose terms fall or pass
    `current_term`, or a `batch` below 1.
    """

    batch = 100  # the most entries that one AppendEntries carries
    # What takes a message of each kind, by name, so that a subclass may override it, or know more kinds.
    handlers = {RequestVote: "on_request_vote", RequestVoteReply: "on_request_vote_reply",
                AppendEntries: "on_append_entries", AppendEntriesReply: "on_append_entries_reply"}

    def __init__(self, id: str, peers: Iterable[str], current_term: int = 0, voted_for: str | None = None, log=()):
        self.id = id
        self.peers = peers_of(id, peers)
        self._known = frozenset(self.peers)
        # S1: persistent; P1: taken to be on disk before any answer leaves.
        self.log = log if isinstance(log, Log) else Log(log)
        check_terms(current_term, self.log.terms)
        check_vote(voted_for, (id, *self.peers))
        check_batch(self.batch)
        self.current_term = int(current_term)
        self.voted_for = voted_for
        self._frozen: ServerState | None = None
        self._forget_volatile_state()
        self._begin()

    def _forget_volatile_state(self) -> None:
        self.role = FOLLOWER  # S3
        self.leader_id: str | None = None
        self.commit_index = self.last_applied = 0  # S2
        self.applied_log = Log()  # what the state machine, which begins anew, has been handed since
        self.votes: tuple[str, ...] = ()  # a candidate's, in the order in which they came
        self.next_index: dict[str, int] = {}  # S4: a leader's
        self.match_index: dict[str, int] = {}

    def _begin(self) -> None:
        self.notes: tuple[tuple, ...] = ()
        self.applied: tuple[tuple[int, Entry], ...] = ()
        self.timer_restarts = False

    def _decide(self, reason: str, *values) -> None:
        self.notes += ((reason, self.id) + values,)  # noqa: RUF005 - not by unpacking: that is slow, and each event notes

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The rules that decided in the last call, in their order."""
        return tuple(Decision.of(note) for note in self.notes)

    # ---- What can happen to a server -------------------------------------------------------------------------

    def receive(self, message: Message) -> list[Message]:
        """A message arrives: give way to a higher term (A2), then answer it or count it.

        Raises ValueError for what is no message of Raft from one of its peers.
        """
        self._begin()
        kind = type(message)
        if kind not in self.handlers or message.sender not in self._known:
            raise ValueError(f"message is {message!r}: it must be one of the four messages of Raft, "
                             f"from {' or '.join(self.peers) or 'nobody'}.")
        if message.term > self.current_term and self.adopts_term_of(message):
            before = self.role, self.current_term
            self.adopt_term(message.term)
            self._decide("A2", *before, message.term, message.sender, self.role, self.current_term)
        if kind is AppendEntries:  # nearly all messages are of these two kinds: no look into the table for them
            return self.on_append_entries(message)
        if kind is AppendEntriesReply:
            return self.on_append_entries_reply(message)
        return getattr(self, self.handlers[kind])(message)

    def election_timeout(self) -> list[Message]:
        """F2, C5: no leader was heard of in time, so stand for election. ValueError for a leader."""
        self._begin()
        if self.role == LEADER:
            raise ValueError(f"role is {self.role!r}: only a follower or a candidate has an election timeout.")
        if self.role == CANDIDATE:
            self._decide("C5", self.role, len(self.votes), self.majority(), self.current_term + 1)
        else:
            self._decide("F2", self.role, self.current_term + 1)
        return self.start_election()

    def heartbeat_timeout(self) -> list[Message]:
        """L2: the leader speaks again; what a follower may be missing goes along (L4). ValueError for anyone else."""
        self._begin()
        if self.role != LEADER:
            raise ValueError(f"role is {self.role!r}: only a leader has a heartbeat timeout.")
        self.timer_restarts = True
        requests = self.append_entries_to_all()
        entries = [part for each in requests if each.entries
                   for part in (each.receiver, each.prev_log_index + 1, len(each.entries))]
        self._decide("L2", self.commit_index, len(self.peers), len(requests), *entries)
        return requests

    def client_command(self, command: str) -> list[Message]:
        """L3: a leader appends the command and sends it on; F1: anyone else leaves its log alone.

        Raises ValueError for a command that is no text.
        """
        self._begin()
        if not isinstance(command, str):
            raise ValueError(f"command is {command!r}: it must be a text.")
        if self.role != LEADER:
            self._decide("F1", self.role, self.leader_id)
            return []
        self.log = self.log.append(Entry(self.current_term, command))
        self._decide("L3", command, self.log.last_index, self.current_term)
        self.advance_commit_index()  # a cluster of one has its majority already
        return self.append_entries_to_all()

    def restart(self) -> list[Message]:
        """P1, S3: exactly current_term, voted_for and log survive a crash; the server comes back as a follower."""
        self._begin()
        self._forget_volatile_state()
        self.timer_restarts = True
        self._decide("P1", self.role, self.current_term, self.voted_for, self.log.last_index)
        return []

    # ---- All servers -----------------------------------------------------------------------------------------

    def majority(self) -> int:
        """C3, L7: how many servers are a majority of the *full* cluster, whether they are up or not."""
        return (len(self.peers) + 1) // 2 + 1

    def adopts_term_of(self, message: Message) -> bool:
        """A2: a higher term is adopted whatever message brings it."""
        return True

    def adopt_term(self, term: int) -> None:
        """A2: a higher term in any request or reply is adopted, with no vote cast in it yet, as a follower."""
        self.timer_restarts = self.role == LEADER  # it had no election timer running
        self.current_term = term
        self.voted_for = None
        self.leader_id = None
        self.become_follower()

    def become_follower(self) -> None:
        """A2, C4: what belongs to a candidate or a leader goes with the role."""
        self.role = FOLLOWER
        self.votes = ()
        self.next_index = {}
        self.match_index = {}

    def apply_committed(self) -> None:
        """A1: hand entries to the state machine in log order, up to commit_index and no further."""
        self.apply(self.log.suffix(self.last_applied + 1, self.commit_index - self.last_applied))

    def apply(self, entries: tuple[Entry, ...]) -> None:
        """A1: hand these entries to the state machine, behind all that it was handed before."""
        self.applied += tuple(enumerate(entries, self.last_applied + 1))
        self.applied_log = self.applied_log.append(*entries)
        self.last_applied += len(entries)

    # ---- Votes -----------------------------------------------------------------------------------------------

    def on_request_vote(self, request: RequestVote) -> list[Message]:
        """RV1–RV3: answer a candidate; F2: only a vote that is *granted* restarts the election timer."""
        vote, granted = self.voted_for, self.grants_vote(request)
        if granted:
            self.voted_for = request.candidate_id
            self.timer_restarts = True
        self._decide(*about_vote(request, granted, self.current_term, vote, self.log))
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, request.term)]

    def grants_vote(self, request: RequestVote) -> bool:
        """RV1–RV3: one vote a term, first come first served, and only for a log as new as one's own."""
        return (request.term >= self.current_term
                and self.may_vote_for(request.candidate_id)
                and self.is_up_to_date(request))

    def may_vote_for(self, candidate_id: str) -> bool:
        """RV2: this term's vote is still free, or is this candidate's already."""
        return self.voted_for is None or self.voted_for == candidate_id

    def is_up_to_date(self, request: RequestVote) -> bool:
        """RV3: the later last term wins; with equal last terms, the longer log, or one as long (§3.6.1)."""
        return self.log.up_to_date(request.last_log_index, request.last_log_term)

    # ---- Candidates ------------------------------------------------------------------------------------------

    def start_election(self) -> list[Message]:
        """C1, C2: the next term, a vote for oneself, a fresh timer, and a RequestVote to all others."""
        self.role = CANDIDATE
        self.current_term += 1
        self.voted_for = self.id
        self.votes = tuple(self.first_votes())
        self.leader_id = None
        self.timer_restarts = True
        if len(self.votes) >= self.majority():
            return self.become_leader()
        return [RequestVote(self.id, peer, self.current_term, self.id, self.log.last_index, self.log.last_term)
                for peer in self.peers]

    def first_votes(self) -> tuple[str, ...]:
        """C1, C5: every election starts with the candidate's own vote and no other."""
        return (self.id,)

    def on_request_vote_reply(self, reply: RequestVoteReply) -> list[Message]:
        """C3: count votes of distinct servers, of this term; a majority makes a leader."""
        if self.ignores(reply):
            return []
        if self.role != CANDIDATE:
            self._decide("C3 no candidate", self.role, self.current_term, reply.sender)
            return []
        if not reply.vote_granted:
            self._decide("C3 refused", reply.sender, self.current_term, len(self.votes), self.majority())
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        if len(self.votes) < self.majority():
            self._decide("C3 counted", len(self.votes), self.majority(), self.current_term)
            return []
        return self.become_leader()

    def ignores(self, reply: RequestVoteReply | AppendEntriesReply) -> bool:
        """A3: the answer to a question of an older term says nothing about this one, of whatever term it is itself."""
        if reply.request_term == self.current_term:
            return False
        self._decide("A3", reply.sender, reply.request_term, self.current_term)
        return True

    # ---- Leaders ---------------------------------------------------------------------------------------------

    def become_leader(self) -> list[Message]:
        """C3, S4, L1: suppose that all logs are like one's own until told otherwise, and speak to all at once."""
        self._decide("C3 won", len(self.votes), len(self.peers) + 1, self.current_term)
        self.role = LEADER
        self.leader_id = self.id
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        self.match_index = dict.fromkeys(self.peers, 0)
        self.timer_restarts = True
        return self.append_entries_to_all()

    def append_entries_to_all(self) -> list[Message]:
        """L1, L2, L4: to each other server what it is missing, or an empty message: the heartbeat."""
        return [self.append_entries_for(peer) for peer in self.peers]

    def append_entries_for(self, peer: str) -> AppendEntries:
        """L4, L5: the entries from next_index on, the entry before them to check against, and the commit index."""
        next_index = self.next_index[peer]
        previous = next_index - 1
        return new(AppendEntries, (
            self.id, peer, self.current_term, self.id, previous, self.log.term_at(previous),
            self.log.suffix(next_index, self.batch), self.commit_index))

    def on_append_entries_reply(self, reply: AppendEntriesReply) -> list[Message]:
        """L6, L8: learn how far the follower's log agrees, or go one entry back."""
        if self.ignores(reply):
            return []
        if self.role != LEADER:
            self._decide("A3 leads no more", self.role, reply.sender)
            return []
        return self.record_success(reply) if reply.success else self.retry_earlier(reply)

    def record_success(self, reply: AppendEntriesReply) -> list[Message]:
        """L6: the follower holds what *that request* carried, which may be less than the log holds now."""
        follower, match = reply.sender, reply.prev_log_index + reply.entry_count
        known = self.match_index[follower]
        if match >= known:
            self.match_index[follower] = match
            self.next_index[follower] = match + 1
        if match <= known:
            self._decide("L6 known", follower, known)
            return []
        self._decide("L6", follower, match)
        self.advance_commit_index()
        # L4, but only on news: a second answer to the same entries must not start a second stream of requests.
        return [self.append_entries_for(follower)] if self.log.last_index > match else []

    def retry_earlier(self, reply: AppendEntriesReply) -> list[Message]:
        """L8: refused for inconsistency, so try from one entry earlier; an answer to an older try changes nothing."""
        follower, refused = reply.sender, reply.prev_log_index
        if refused != self.next_index[follower] - 1 or refused <= self.match_index[follower]:
            self._decide("L8 known", follower, refused, self.next_index[follower], self.match_index[follower])
            return []
        self.next_index[follower] = refused
        self._decide("L8", follower, refused, refused)
        return [self.append_entries_for(follower)]

    def advance_commit_index(self) -> None:
        """L7: commit the largest index that a majority holds, if its entry is of the leader's *own* term (§3.6.2)."""
        held = sorted([self.log.last_index, *self.match_index.values()], reverse=True)
        index = held[self.majority() - 1]
        if index <= self.commit_index or not self.may_commit(index):
            return
        self.commit_index = index
        holders = [self.id, *(peer for peer in self.peers if self.match_index[peer] >= index)]
        self._decide("L7", index, ", ".join(holders), len(holders), len(self.peers) + 1,
                     self.log.term_at(index), self.current_term)
        self.apply_committed()

    def may_commit(self, index: int) -> bool:
        """L7: counting replicas commits no entry of an older term; the first one of this term commits it, too."""
        return self.log.term_at(index) == self.current_term

    # ---- Followers -------------------------------------------------------------------------------------------

    def on_append_entries(self, request: AppendEntries) -> list[Message]:
        """AE1–AE5: follow the leader of this term, and let its log overrule one's own."""
        accepted = self.accepts_leader(request) and self.has_previous_entry(request)
        if accepted:
            self.store_entries(request)
            self.learn_commit_index(request)
        else:
            self._decide(*about_refusal(request, self.current_term, self.log))
        return [new(AppendEntriesReply, (
            self.id, request.sender, self.current_term, accepted,
            request.prev_log_index, len(request.entries), request.term))]

    def accepts_leader(self, request: AppendEntries) -> bool:
        """AE1: a leader of an older term is refused, and answered, so that it learns of the new one."""
        if request.term < self.current_term:
            return False
        role = self.role
        self.follow(request.leader_id)
        if role != FOLLOWER:
            self._decide("C4", role, self.current_term, request.leader_id, request.term, self.role)
        return True

    def follow(self, leader_id: str) -> None:
        """C4, F2: this term has a leader: a candidate gives up (its vote stays cast), and the timer restarts."""
        if self.role != FOLLOWER:
            self.become_follower()
        self.leader_id = leader_id
        self.timer_restarts = True

    def has_previous_entry(self, request: AppendEntries) -> bool:
        """AE2: the log must hold the entry just before the new ones; heartbeats are checked like all others."""
        return self.log.matches(request.prev_log_index, request.prev_log_term)

    def store_entries(self, request: AppendEntries) -> None:
        """AE3, AE4: delete from the first conflict on, and nothing else; append what is missing."""
        first = request.prev_log_index + 1
        for index, entry in enumerate(request.entries, first):
            if self.log.matches(index, entry.term):
                continue
            if index <= self.log.last_index:
                self._decide("AE3", index, self.log.last_index, self.log.term_at(index), request.leader_id,
                             entry.term)
                self.log = self.log.before(index)
            held = self.log.last_index
            self.log = self.log.append(*request.entries[index - first:])
            self._decide("AE4", held + 1, self.log.last_index, request.leader_id)
            return
        self._decide("AE4 nothing", request.leader_id, first, len(request.entries))

    def learn_commit_index(self, request: AppendEntries) -> None:
        """AE5: what the leader has committed is committed here too, as far as this request vouches for the log."""
        if request.leader_commit <= self.commit_index:  # as in most heartbeats
            return
        index = min(request.leader_commit, request.prev_log_index + len(request.entries))
        if index > self.commit_index:
            self.commit_index = index
            self.apply_committed()
            self._decide("AE5", request.leader_id, index, self.last_applied)

    def __repr__(self) -> str:
        log = f", log {self.log.terms}, commit {self.commit_index}" if self.log.last_index else ""
        return f"<{self.id} {self.role}, term {self.current_term}, vote {self.voted_for}{log}>"
