"""The network between the servers: how long a message takes, whether it arrives, and which links are cut."""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import floor
from typing import NamedTuple

from raftlib.protocol.messages import Message, new
from raftlib.simulation.arguments import groups_of, truth
from raftlib.simulation.own_parts import whole_delay
from raftlib.simulation.settings import CHECKS, Settings, as_call
from raftlib.simulation.streams import LinkStreams


class Flight(NamedTuple):
    """One message under way, with times in microseconds; `lost` says why the network will lose it, if it will."""

    number: int
    message: Message
    sent: int
    arrives: int
    lost: str | None = None


class Network(Settings):
    """Links of random latency (milliseconds, one way) that may lose, double or hold back messages.

    `reordering` is the chance that a message is held back by up to ten latencies, so that later ones overtake it;
    else a link keeps its order. `slow` multiplies the latency to and from a server: `slow={"S4": 5}`. Raises
    ValueError for a negative or empty latency range, a probability outside 0–1, or a factor below 0.
    """

    def __init__(self, latency=(5, 15), loss=0.0, duplication=0.0, reordering=0.0, slow=None):
        self.change(latency=latency, loss=loss, duplication=duplication, reordering=reordering, slow=slow)
        self.cut_links: frozenset[tuple[str, str]] = frozenset()
        self.connect(0)

    def connect(self, seed: int) -> None:
        """Start anew, with a random stream from `seed` for each link and purpose, so that none moves another."""
        self._latencies, self._losses, self._doublings, self._overtakings, self._holdings = (
            LinkStreams(seed, purpose) for purpose in ("latency", "loss", "duplication", "reordering", "holding"))
        self._last_arrivals: dict[str, dict[str, int]] = defaultdict(dict)  # by sender and receiver
        self._launched = 0

    def delay(self, sender: str, receiver: str) -> int:
        """How long the next message on this link takes, in microseconds."""
        low, high = self.latency
        delay = low + floor(self._latencies[sender][receiver]() * (high - low + 1))
        if self.slow:
            delay = int(delay * self.slow.get(sender, 1) * self.slow.get(receiver, 1))
        return delay

    def carry(self, messages: Sequence[Message], now: int) -> tuple[Flight, ...]:
        """What is under way once `messages` are sent: a flight for each, and one more where the network doubles it."""
        flights = []
        for message in messages:
            flights.append(self.launch(message, now, self.loss))
            if self.duplication and self._doublings[message[0]][message[1]]() < self.duplication:
                flights.append(self.launch(message, now, self.loss))
        return tuple(flights)

    def arrival(self, sender: str, receiver: str, now: int) -> int:
        """When a message sent `now` arrives (microseconds): in the link's order, unless it is held back."""
        delay = self.delay(sender, receiver)
        arrives = now + (delay if type(delay) is int and delay >= 0 else whole_delay(delay))
        if self.reordering and self._overtakings[sender][receiver]() < self.reordering:
            return arrives + int(self._holdings[sender][receiver]() * 10 * self.latency[1])
        last = self._last_arrivals[sender]
        if receiver in last and arrives < last[receiver]:
            return last[receiver]
        last[receiver] = arrives
        return arrives

    def launch(self, message: Message, now: int, loss: float = 0) -> Flight:
        """One flight of a message sent `now`: lost with probability `loss`, and surely where the link is cut."""
        sender, receiver = message[0], message[1]
        lost = None
        if loss and self._losses[sender][receiver]() < loss:
            lost = "the network lost it"
        if self.cut_links and (sender, receiver) in self.cut_links:
            lost = "the link was cut"
        self._launched += 1
        return new(Flight, (self._launched, message, now, self.arrival(sender, receiver, now), lost))

    def cut(self, *groups: Iterable[str], one_way: bool = False) -> None:
        """Cut every link from a server of one group to a server of a later one, and, unless `one_way`, back."""
        groups, one_way = groups_of("cut", groups), truth("one_way", one_way)
        for number, group in enumerate(groups):
            links = {(a, b) for a in group for other in groups[number + 1:] for b in other}
            back = set() if one_way else {(b, a) for a, b in links}
            self.cut_links = self.cut_links | links | back

    def heal(self) -> None:
        """Mend every link."""
        self.cut_links = frozenset()

    @classmethod
    def of(cls, **attributes) -> "Network":
        """A network of this class with these settings and attributes of its own, whatever its `__init__` takes."""
        network = cls.__new__(cls)
        Network.__init__(network, **{name: value for name, value in attributes.items() if name in CHECKS})
        vars(network).update({name: value for name, value in attributes.items() if name not in CHECKS})
        return network

    def __repr__(self) -> str:
        return as_call(self, Network)
