"""The clients of a cluster, whose requests and answers are messages on its network like all others."""
from collections.abc import Sequence

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.protocol.serving import ServingServer
from raftlib.simulation.arguments import brief, known, members, span, whole
from raftlib.simulation.asker import Asker
from raftlib.simulation.calls import by_hand
from raftlib.simulation.network import Flight


class Clients:
    """The part of a Cluster that is its clients, C1, C2 …; all raise ValueError, before anything has happened."""

    @by_hand
    def add_client(self, retry: int | None = None, timeout: float = 200) -> str:
        """Another client comes, and its id is told; `Client(cluster, …)` says what it does.

        The servers must be of a class that takes clients' messages.
        """
        for each in self.servers.values():
            if not isinstance(each, ServingServer):
                raise ValueError(f"cluster is {self!r}: its servers must be of ServingServer or a subclass of it, "
                                 f"which takes clients' messages, and {each.id} is a {type(each).__name__}.")
        retry = retry if retry is None else whole("retry", retry, 0)
        timeout, number = span("timeout", timeout), len(self._clients)
        ids, id = list(self.servers), f"C{number + 1}"
        if id in self.servers:
            raise ValueError(f"cluster is {self!r}: a client would be called {id}, as one of its servers is.")
        first = number % len(ids)
        self._clients[id] = Asker(id, ids[first:] + ids[:first], retry, timeout, self._machine.has_sessions)
        self._record("join", id)
        return id

    @by_hand
    def ask(self, client: str, *actions: str) -> None:
        """Let a client ask for these commands (`x=5`, `x+=1`) and reads (`x?`), one after the other."""
        asker = self._clients[known("client", client, self._clients)]
        actions = [self._machine.check_action(each) for each in members("actions", actions)]
        self._heard("ask", asker, asker.ask(actions, self._now))

    @property
    def clients(self) -> list[str]:
        """The ids of all clients."""
        return list(self._clients)

    def operations(self, client: str | None = None) -> list[tuple]:
        """What the clients, or one of them, have asked for, in the order in which they did, as far as they began.

        One tuple for each: (client, called, answered, action, answer), times in ms; `answered` and `answer` are None
        where no answer has come.
        """
        clients = list(self._clients) if client is None else [known("client", client, self._clients)]
        begun = [each for id in clients for each in self._clients[id].operations if each.called is not None]
        return [(each.client, each.called / 1000, None if each.answered is None else each.answered / 1000,
                 each.action, each.answer) for each in sorted(begun, key=lambda each: each.called)]

    def _reach(self, flight: Flight) -> None:
        """A message arrives at a client, or is lost."""
        asker = self._clients[flight.message.receiver]
        lost = self._loss(flight)
        if lost:
            self._record("lost", asker.id, flight, detail=lost)
        else:
            self._heard("receive", asker, asker.hear(flight.message, self._now), flight)

    def _time_is_up(self, turn: tuple[str, int]) -> None:
        id, number = turn
        asker = self._clients[id]
        if asker.turn == number:
            self._heard("wait over", asker, asker.time_is_up(self._now))

    def _heard(self, kind: str, asker: Asker, outgoing: Sequence[Message], flight: Flight | None = None) -> None:
        """What follows when something happened to a client: its requests, the record, and its wait."""
        self._record(kind, asker.id, flight, asker.notes, self._send(outgoing))
        if asker.wait is not None:
            self._schedule(self._now + asker.wait, type(self)._time_is_up, (asker.id, asker.turn))

    def _send(self, outgoing: Sequence[Message]) -> tuple[Flight, ...]:
        sent = self._network.carry(outgoing, self._now)
        for each in sent:
            self._schedule(each.arrives, type(self)._deliver, each)
        return sent

    def _reply(self, server: Server, index: int, applied, answer: str) -> bool:
        """Tell the client that waits for it, if one does, what the state machine has answered."""
        replies = server.answer(index, applied, answer)
        if replies:
            sent = self._send(replies)
            self._record("reply", server.id, None, server.notes, sent, (applied.command, answer, replies[0].receiver))
        return bool(replies)


class Client:
    """A client of a cluster of ServingServers: `Client(cluster).ask("x+=1", "x?")`.

    It sends a request to the leader it knows, or else to some server, follows the word of who does not lead, and where
    no answer comes in `timeout` ms asks again at the next server, at most `retry` times (None: as often as need be).
    Each client asks for one thing at a time. Raises ValueError for servers that take no clients' messages, a `retry`
    below 0 or a `timeout` below 0.001.
    """

    def __init__(self, cluster: Clients, retry: int | None = None, timeout: float = 200):
        if not isinstance(cluster, Clients):
            raise ValueError(f"cluster is {brief(cluster)}: it must be a Cluster.")
        self._cluster = cluster
        self.id = cluster.add_client(retry=retry, timeout=timeout)

    def ask(self, *actions: str) -> None:
        """Ask for commands (`x=5`, `x+=1`) and reads (`x?`), one after the other, beginning now."""
        self._cluster.ask(self.id, *actions)

    @property
    def operations(self) -> list[tuple]:
        """What it has asked for: (client, called, answered, action, answer) each, as `Cluster.operations` has it."""
        return self._cluster.operations(self.id)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return self._cluster._clients[self.id].current is not None

    def __repr__(self) -> str:
        return f"<Client {self.id}: {len(self.operations)} asked, {'waiting' if self.is_waiting else 'idle'}>"
