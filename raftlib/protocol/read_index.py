"""Reads without an entry: the leader answers once others have said that it still leads: ReadIndex (section 6.4)."""
from typing import NamedTuple

from raftlib.protocol.log import Entry
from raftlib.protocol.messages import AppendEntriesReply, ClientRequest, Message, ReadHeartbeat, ReadHeartbeatReply
from raftlib.protocol.serving import ServingServer
from raftlib.protocol.state import LEADER


class Read(NamedTuple):
    """A read that waits for a majority: what the state machine must have applied by then, and who has said yes."""

    request: ClientRequest
    index: int
    followers: tuple[str, ...]


class ReadIndexServer(ServingServer):
    """Answers a read when a majority has answered heartbeats that were sent for that very read.

    `reads` are those that wait for it, in their order, by the name that their heartbeats bear: the answers to one's
    heartbeats are good for all that came before it. `early` came before the leader knew what is committed.
    """

    handlers = ServingServer.handlers | {ReadHeartbeat: "on_read_heartbeat",
                                         ReadHeartbeatReply: "on_read_heartbeat_reply"}

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self.rounds = 0
        self._forget_reads()

    def _forget_reads(self) -> None:
        self.reads: dict[str, Read] = {}
        self.early: tuple[ClientRequest, ...] = ()

    def become_follower(self) -> None:
        """A2, C4: who leads no more can't confirm a read."""
        super().become_follower()
        self._forget_reads()

    def become_leader(self) -> list[Message]:
        """§6.4, L7: an empty entry of the new term; with it all is committed that was committed before."""
        super().become_leader()
        self.log = self.log.append(Entry(self.current_term))
        self._decide("§6.4 no-op", self.log.last_index, self.current_term)
        self.advance_commit_index()  # a cluster of one has its majority already
        return self.append_entries_to_all()

    def on_read(self, request: ClientRequest) -> list[Message]:
        """§6.4: until an entry of its own term is committed, a leader may not know of all that is."""
        if self.log.term_at(self.commit_index) == self.current_term:
            return self.ask_for(request)
        self.early += (request,)
        self._decide("§6.4 waits", request.command, request.sender, self.current_term)
        return []

    def record_success(self, reply: AppendEntriesReply) -> list[Message]:
        """L6, and then what waited for the first commitment of the term."""
        messages = super().record_success(reply)
        if self.early and self.log.term_at(self.commit_index) == self.current_term:
            early, self.early = self.early, ()
            messages = messages + [each for request in early for each in self.ask_for(request)]
        return messages

    def ask_for(self, request: ClientRequest) -> list[Message]:
        """§6.4: keep what is committed now, and ask all others whether this server still leads."""
        name = self.name_of(request)
        self.reads[name] = Read(request, self.commit_index, (self.id,))
        self._decide("§6.4 asks", request.command, request.sender, self.commit_index, len(self.peers), name)
        if not self.peers:
            return self.read_now(self.reads.pop(name).request)
        return [ReadHeartbeat(self.id, peer, self.current_term, self.id, name) for peer in self.peers]

    def name_of(self, request: ClientRequest) -> str:
        """A name that no heartbeats of this leader had before: their answers can only be about this read."""
        self.rounds += 1
        return str(self.rounds)

    def on_read_heartbeat(self, request: ReadHeartbeat) -> list[Message]:
        """AE1, F2: follow the leader of this term, and say so; refuse one of an older term."""
        accepted = self.accepts_leader(request)
        if accepted:
            self._decide("§6.4 follows", request.leader_id, request.term, request.read)
        else:
            self._decide("AE1", request.leader_id, request.term, self.current_term)
        return [ReadHeartbeatReply(self.id, request.sender, self.current_term, accepted, request.read, request.term)]

    def on_read_heartbeat_reply(self, reply: ReadHeartbeatReply) -> list[Message]:
        """§6.4: with a majority the read is sure to be no older than its request, and is answered."""
        if self.ignores(reply):
            return []
        if self.role != LEADER:
            self._decide("A3 leads no more", self.role, reply.sender)
            return []
        if not reply.success:
            self._decide("§6.4 refused", reply.sender, reply.read)
            return []
        read = self.reads.get(reply.read)
        if read is None:
            self._decide("§6.4 unasked", reply.sender, reply.read)
            return []
        return self.count_follower(reply, read)

    def count_follower(self, reply: ReadHeartbeatReply, read: Read) -> list[Message]:
        """C3's majority once more, of distinct servers, and all applied that was committed when the read came."""
        followers = read.followers if reply.sender in read.followers else (*read.followers, reply.sender)
        counts = reply.sender, reply.read, len(followers), self.majority()
        if len(followers) < self.majority() or self.last_applied < read.index:
            self.reads[reply.read] = read._replace(followers=followers)
            self._decide("§6.4 counted", *counts)
            return []
        names = list(self.reads)
        waited = names[:names.index(reply.read) + 1]
        requests = [self.reads[name].request for name in waited]
        self._decide("§6.4 confirmed", *counts, *(part for each in requests for part in (each.command, each.sender)))
        for name in waited:
            self.confirmed(self.reads.pop(name), name)
        return []

    def confirmed(self, read: Read, name: str) -> None:
        """§6.4: a majority still followed this leader after the read had come."""
        self.read_now(read.request)
