"""A few servers moved step by step, without a clock or a network: the schedules of broken rules are told in it.

A schedule is a text of steps, S1 being written 1:

    E1(2,3)                S1 times out; its requests reach exactly S2 and S3, and their answers come back
    C1                     a client command at S1
    R12                    S1 and S2 exchange AppendEntries, backing up as needed, until S2 holds S1's log
    restart2               S2 crashes and restarts
    late(RequestVote,2,1)  the first RequestVote of S2 to S1 that has been kept aside is delivered

Every message that a step does not deliver is kept aside. A message in the place of a text is delivered as it is.
"""
import re

from raftlib.protocol.messages import Message, RequestVote, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER, ServerState


class Script:
    """Servers S1 to S`size` under a schedule; `states` has every state that they went through, in order."""

    def __init__(self, server: type[Server] = Server, size: int = 3):
        ids = [f"S{number}" for number in range(1, size + 1)]
        self.servers = {id: server(id, ids) for id in ids}
        self.kept_aside: list[Message] = []
        self.states: list[ServerState] = [server.freeze() for server in self.servers.values()]
        self.commands = 0

    def play(self, *parts: str | Message) -> "Script":
        """Go through a schedule: texts of steps, and messages."""
        for part in parts:
            if isinstance(part, str):
                for step in part.split():
                    self.step(step)
            else:
                self.deliver(part)
        return self

    def step(self, step: str) -> None:
        """One step of a schedule."""
        for pattern, action in self.STEPS.items():
            if match := re.fullmatch(pattern, step):
                return action(self, *match.groups())
        raise ValueError(f"step is {step!r}: it must be one of those that tests/scripted.py describes.")

    def elect(self, candidate: str, voters: str) -> None:
        """E: a timeout, and the requests and answers of exactly these voters."""
        requests = self.happen(candidate, self.servers[f"S{candidate}"].election_timeout())
        for voter in voters.split(","):
            self.exchange(requests, voter)

    def command(self, leader: str) -> None:
        """C: a command that no other client gives."""
        self.commands += 1
        self.happen(leader, self.servers[f"S{leader}"].client_command(f"command {self.commands}"))

    def replicate(self, leader: str, follower: str) -> None:
        """R: all the requests and answers that follow from a heartbeat; nothing, if the server does not lead."""
        server = self.servers[f"S{leader}"]
        if server.role == LEADER:
            self.exchange(self.happen(leader, server.heartbeat_timeout()), follower)

    def restart(self, number: str) -> None:
        """A crash and a restart."""
        self.happen(number, self.servers[f"S{number}"].restart())

    def late(self, kind: str, sender: str, receiver: str) -> None:
        """The first message of a kind between two servers arrives after all; the answer is kept aside in its turn."""
        self.deliver(next(message for message in self.kept_aside if type(message).__name__ == kind
                          and (message.sender, message.receiver) == (f"S{sender}", f"S{receiver}")))

    STEPS = {
        r"E(\d)\(([\d,]+)\)": elect,
        r"C(\d)": command,
        r"R(\d)(\d)": replicate,
        r"restart(\d)": restart,
        r"late\((\w+),(\d),(\d)\)": late,
    }

    def exchange(self, requests: list[Message], receiver: str) -> None:
        """Deliver the request to this receiver, its answer, and what these two go on to say about the same thing."""
        message = next((request for request in requests if request.receiver == f"S{receiver}"), None)
        while message:
            answers = self.deliver(message)
            message = next((answer for answer in answers if continues(message, answer)), None)

    def deliver(self, message: Message) -> list[Message]:
        """A message arrives; the answers are returned."""
        if message in self.kept_aside:
            self.kept_aside.remove(message)
        return self.happen(message.receiver[1:], self.servers[message.receiver].receive(message))

    def happen(self, number: str, sent: list[Message]) -> list[Message]:
        """Something has happened to a server: note its state, keep aside what it sends, and return that."""
        self.kept_aside += sent
        self.states.append(self.servers[f"S{number}"].freeze())
        return sent


def continues(message: Message, answer: Message) -> bool:
    """Whether `answer` goes back to the sender and is about the same thing, votes or entries."""
    votes = (RequestVote, RequestVoteReply)
    return answer.receiver == message.sender and isinstance(answer, votes) == isinstance(message, votes)
