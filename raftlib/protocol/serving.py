"""Servers that serve clients by messages: the leader takes commands, others name it (sections 6.2–6.4).

The state machine is not theirs: what it is to do stands in `applied`, as with every server, and what it has answered
comes back by `answer`.
"""
from raftlib.protocol.log import Entry
from raftlib.protocol.messages import ClientReply, ClientRequest, Message
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER


class ServingServer(Server):
    """A server that takes clients' requests; a read goes through the log, as a command does (§6.4).

    `asked` holds, by index and term of its entry, what a client waits for. Who leads no more says nothing of it: the
    command may be carried out or not.
    """

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self.asked: dict[tuple[int, int], ClientRequest] = {}

    def receive(self, message: Message) -> list[Message]:
        """A message arrives, of another server or of a client. Raises ValueError for what is none."""
        if type(message) is not ClientRequest:
            return super().receive(message)
        self._begin()
        return self.on_client_request(message)

    def become_follower(self) -> None:
        """A2, C4: what clients wait for is another leader's now."""
        super().become_follower()
        self.asked = {}

    def on_client_request(self, request: ClientRequest) -> list[Message]:
        """F1: who does not lead names the leader it knows (§6.2); the leader does what is asked."""
        if self.role != LEADER:
            self._decide("F1 redirects", self.role, request.sender, self.leader_id)
            return [ClientReply(self.id, request.sender, request.serial, False, None, self.leader_id)]
        return self.on_read(request) if request.is_read else self.on_command(request)

    def on_command(self, request: ClientRequest) -> list[Message]:
        """L3: append the command; it is answered when it has been applied."""
        self.asked[self.log.last_index + 1, self.current_term] = request
        return self.client_command(request.command)

    def on_read(self, request: ClientRequest) -> list[Message]:
        """§6.4: a read in the log is as safe as a command, and takes as long."""
        return self.on_command(request)

    def read_now(self, request: ClientRequest) -> list[Message]:
        """A1: the state machine is to answer this read, after all that it was handed before."""
        self.applied += ((self.last_applied, request),)
        return []

    def answer(self, index: int, applied: Entry | ClientRequest, answer: str) -> list[Message]:
        """L3: the reply to the client, if one waits here for the entry, or the read, that the state machine answered.
        """
        self._begin()
        request = applied
        if isinstance(applied, Entry):
            request = self.asked.pop((index, applied.term), None)
        if request is None:
            return []
        self._decide("L3 answers", request.sender, request.command, answer, index)
        return [ClientReply(self.id, request.sender, request.serial, True, answer, self.id)]


class ReadsFromMemory(ServingServer):
    """Answers reads from its own state machine at once: under a partition another leader may have gone on."""

    def on_read(self, request: ClientRequest) -> list[Message]:
        """Nobody is asked whether this server still leads: §6.4 tells why that is not linearizable."""
        self._decide("§6.4 memory", request.command, request.sender, self.last_applied)
        return self.read_now(request)
