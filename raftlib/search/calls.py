"""What every call does to every server, worked out once: a server's next state depends on nothing but its state.

Snapshots of servers are numbered as they come about, and a search handles the numbers. Each call is made on the real
server class, brought to the snapshot first; the same call on the same snapshot is then known.
"""
from collections.abc import Mapping

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.search.numbered import Numbered
from raftlib.search.snapshot import Snapshot, put, renamed, taken


class Calls:
    """The calls on servers of a class, S1 to S`size`.

    `alike` says whether the class has so far treated all servers alike, so that a schedule may be told with other
    names: each new call is made once more with names exchanged, and must come to the same.
    """

    def __init__(self, server: type[Server], size: int):
        self.ids = tuple(f"S{number}" for number in range(1, size + 1))
        self.places = {id: place for place, id in enumerate(self.ids)}
        self.servers = {id: server(id, [other for other in self.ids if other != id]) for id in self.ids}
        snapshots = Numbered()
        self.snapshots: list[Snapshot] = snapshots.things
        self._number = snapshots.number
        self._known: dict[tuple, tuple[int, tuple[Message, ...]]] = {}
        self._renamed: dict[tuple[int, tuple[str, ...]], int] = {}
        self._of_others: dict[tuple[Message, tuple[str, ...]], Message] = {}
        self._exchanges = exchanges(self.ids)
        self.alike = True
        self.start = tuple(self._number(taken(each)) for each in self.servers.values())

    def call(self, number: int, method: str, *arguments) -> tuple[int, tuple[Message, ...]]:
        """The snapshot after a call of a method, and the messages that it returned."""
        key = number, method, arguments
        if key not in self._known:
            self._known[key] = self._made(number, method, arguments)
            if self.alike:
                self.alike = all(self._is_alike(key, order) for order in self._exchanges)
        return self._known[key]

    def _made(self, number: int, method: str, arguments: tuple) -> tuple[int, tuple[Message, ...]]:
        snapshot = self.snapshots[number]
        server = self.servers[snapshot.state.id]
        put(server, snapshot)
        messages = getattr(server, method)(*arguments)
        if messages is None:
            raise ValueError(f"server is {type(server).__name__}, whose {method} returned nothing: it must return a "
                             "list of the messages to send, [] if there are none.")
        return self._number(taken(server)), tuple(messages)

    def _is_alike(self, key: tuple, order: tuple[str, ...]) -> bool:
        number, method, arguments = key
        after, messages = self._known[key]
        names = dict(zip(self.ids, order, strict=True))
        other = self.renamed(number, order), method, tuple(of_others(each, names) for each in arguments)
        twin = self._known.get(other) or self._made(*other)
        self._known[other] = twin  # what was worked out to compare is known from now on, too
        return (twin[0] == self.renamed(after, order)
                and sorted(map(repr, twin[1])) == sorted(repr(of_others(each, names)) for each in messages))

    def renamed(self, number: int, order: tuple[str, ...]) -> int:
        """The snapshot if the servers' names stood in this order in place of their own."""
        key = number, order
        if key not in self._renamed:
            names = dict(zip(self.ids, order, strict=True))
            self._renamed[key] = self._number(renamed(self.snapshots[number], names))
        return self._renamed[key]

    def of_others(self, message: Message, order: tuple[str, ...]) -> Message:
        """The message if the servers' names stood in this order in place of their own."""
        key = message, order
        if key not in self._of_others:
            self._of_others[key] = of_others(message, dict(zip(self.ids, order, strict=True)))
        return self._of_others[key]


def exchanges(ids: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Two orders of names of which all others are made: the first two exchanged, and each in the next one's place."""
    return {(*ids[1::-1], *ids[2:]), (*ids[1:], ids[0])} - {ids}


def of_others(argument: object, names: Mapping[str, str]) -> object:
    """A call's argument, if it is a message, between servers of other names."""
    if not isinstance(argument, tuple):
        return argument
    return type(argument)(*[names.get(each, each) if isinstance(each, str) else each for each in argument])
