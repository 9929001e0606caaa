"""What can happen next, in coarse steps: each move is a few calls on servers, in an order that a network can have."""
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple, Protocol

from raftlib.protocol.messages import Message
from raftlib.protocol.state import LEADER, ServerState
from raftlib.protocol.words.names import message_name
from raftlib.search.bounds import Bounds
from raftlib.search.stage import Stage

ROUNDS = 50  # of request and reply in one exchange: a class that never comes to an end of it must not hold up a search


class Move(Protocol):
    """Something that can happen: `servers` are the ids of those that it takes, `play` makes the calls."""

    servers: tuple[str, ...]

    def play(self, stage: Stage) -> None:
        """Make the calls, if the servers are in a state for it."""


class Election(NamedTuple):
    """A server becomes a candidate, and exactly these others hear it and are heard; whoever wins is not heard yet."""

    candidate: str
    hearers: tuple[str, ...]

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return self.candidate, *self.hearers

    def play(self, stage: Stage) -> None:
        """Nothing, of a leader, and of a server in the last of the terms."""
        state = stage.state(self.candidate)
        if state.role == LEADER or state.current_term >= stage.bounds.terms:
            return
        for request in stage.call(self.candidate, "election_timeout"):
            if request.receiver in self.hearers:
                stage.answered(request)

    def __str__(self) -> str:
        hearers = " and ".join(self.hearers) or "nobody"
        return f"{self.candidate} becomes a candidate; {hearers} hear{'' if len(self.hearers) > 1 else 's'} it."


class Command(NamedTuple):
    """A client's command reaches a server, and nobody hears of it yet."""

    server: str

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return (self.server,)

    def play(self, stage: Stage) -> None:
        """Nothing, of a server whose log is as long as logs may get."""
        state = stage.state(self.server)
        if state.log.last_index < stage.bounds.entries:
            stage.call(self.server, "client_command", self.text(state, stage.bounds))

    def text(self, state: ServerState, bounds: Bounds) -> str:
        """The command: another one for each term and index within the bounds."""
        return f"x={(state.current_term - 1) * bounds.entries + state.log.last_index + 1}"

    def __str__(self) -> str:
        return f"A client gives {self.server} a command."


class Exchange(NamedTuple):
    """A leader sends AppendEntries to one other, and again, as its rules want, until nothing is left to send."""

    leader: str
    follower: str

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return self.leader, self.follower

    def play(self, stage: Stage) -> None:
        """Nothing, of a server that does not lead."""
        if stage.state(self.leader).role != LEADER:
            return
        requests = stage.to(self.follower, stage.call(self.leader, "append_entries_to_all"))
        for _ in range(ROUNDS):
            if not requests:
                return
            requests = stage.to(self.follower, self.answer(stage, requests[0]))

    def answer(self, stage: Stage, request: Message) -> list[Message]:
        """What the leader sends when it has the answer to a request."""
        return stage.answered(request)

    def __str__(self) -> str:
        return f"{self.leader} and {self.follower} exchange AppendEntries until nothing is left to send."


class LostReply(Exchange):
    """An exchange whose last reply, the one that agrees, is lost."""

    def answer(self, stage: Stage, request: Message) -> list[Message]:
        """As in an exchange, until the follower agrees."""
        replies = stage.deliver(request)
        if any(reply.success for reply in replies):
            return []
        return [each for reply in replies for each in stage.deliver(reply)]

    def __str__(self) -> str:
        return f"{self.leader} sends {self.follower} AppendEntries until it agrees; that reply is lost."


class Heartbeat(Exchange):
    """A leader's heartbeat reaches one other, and is answered."""

    def play(self, stage: Stage) -> None:
        """Nothing, of a server that does not lead."""
        if stage.state(self.leader).role == LEADER:
            for request in stage.to(self.follower, stage.call(self.leader, "heartbeat_timeout")):
                stage.answered(request)

    def __str__(self) -> str:
        return f"A heartbeat of {self.leader} reaches {self.follower}."


class Restart(NamedTuple):
    """A server crashes and comes back with what was on its disk."""

    server: str

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return (self.server,)

    def play(self, stage: Stage) -> None:
        """At any time."""
        stage.call(self.server, "restart")

    def __str__(self) -> str:
        return f"{self.server} crashes and restarts."


class Late(NamedTuple):
    """A message that was kept back, or a copy of one that was not, arrives, and is answered."""

    message: Message

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return self.message.sender, self.message.receiver

    def play(self, stage: Stage) -> None:
        """At any time after it was sent."""
        stage.answered(self.message)

    def __str__(self) -> str:
        sender, receiver = self.message[:2]
        return f"The {named(self.message)} of term {self.message.term} from {sender}, late, reaches {receiver}."


class Aside(NamedTuple):
    """A move of whose messages one is left under way: it arrives later, or, if it has arrived, a copy of it does."""

    move: Move
    message: Message
    arrived: bool

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return self.move.servers

    def play(self, stage: Stage) -> None:
        """The move itself, in which the message does not arrive, unless it is said to."""
        if not self.arrived:
            stage.lost += (self.message,)
        self.move.play(stage)

    def __str__(self) -> str:
        sender, receiver = self.message[:2]
        what = f"{'A copy of the' if self.arrived else 'The'} {named(self.message)} from {sender} to {receiver}"
        return f"{self.move} {what} stays under way."


class Without(NamedTuple):
    """A move of whose messages some are lost that would have arrived: what breaks does so without them."""

    move: Move
    messages: tuple[Message, ...]

    @property
    def servers(self) -> tuple[str, ...]:
        """Whom it takes."""
        return self.move.servers

    def play(self, stage: Stage) -> None:
        """The move, on a stage that loses these messages."""
        stage.lost += self.messages
        self.move.play(stage)

    def __str__(self) -> str:
        lost = (f"The {named(each)} from {each.sender} to {each.receiver} is lost." for each in self.messages)
        return " ".join([str(self.move), *lost])


def named(message: Message) -> str:
    """What a message is called; a vote that is none by what it says."""
    if not getattr(message, "vote_granted", True):
        return "refusal"
    return message_name(type(message).__name__, len(getattr(message, "entries", ())))


def bare(move: Move) -> Move:
    """A move itself, whatever of its messages stays under way or is lost."""
    return bare(move.move) if isinstance(move, Aside | Without) else move


def elections(ids: tuple[str, ...]) -> Iterator[Election]:
    """All elections, those that fewer hear first."""
    for candidate in ids:
        others = [id for id in ids if id != candidate]
        for count in range(len(ids)):
            yield from (Election(candidate, hearers) for hearers in combinations(others, count))


def commands(ids: tuple[str, ...]) -> Iterator[Command]:
    """A command for each server."""
    return map(Command, ids)


def exchanges(ids: tuple[str, ...]) -> Iterator[Exchange]:
    """An exchange from each to each other."""
    return (Exchange(leader, follower) for leader in ids for follower in ids if leader != follower)


def lost_replies(ids: tuple[str, ...]) -> Iterator[LostReply]:
    """The same, with its last reply lost."""
    return (LostReply(*each) for each in exchanges(ids))


def heartbeats(ids: tuple[str, ...]) -> Iterator[Heartbeat]:
    """A heartbeat from each to each other."""
    return (Heartbeat(*each) for each in exchanges(ids))


def restarts(ids: tuple[str, ...]) -> Iterator[Restart]:
    """A restart of each server."""
    return map(Restart, ids)


MOVES = (elections, commands, exchanges)
