"""What hands can do to a run: crash servers, cut links, touch messages, change the network; each is noted as a call."""
from collections.abc import Iterable

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.simulation.arguments import all_known, brief, factors, groups_of, known, plain, span, truth
from raftlib.simulation.calls import by_hand
from raftlib.simulation.network import Flight
from raftlib.simulation.start import in_words, silent

LOOK_AGAIN = 1000  # µs until it is looked again whether a leader that is to be shut down has handed over


class Hands:
    """The part of a Cluster that is not its own course; all raise ValueError, before anything has happened.

    A message under way is named by itself, as `in_flight` has it, or by its number.
    """

    @by_hand
    def crash(self, id: str) -> None:
        """Stop a server: it hears nothing, says nothing, and will forget all that is not persistent."""
        self._stop(self._live(id), "crashes", "crashed")

    def _stop(self, server: Server, what: str, done: str) -> None:
        id = server.id
        self._down.add(id)
        self._deadlines[id] = self._ringing[id] = None
        self._record("crash", id, notes=((f"{id} {what}",),))
        self._leave_open(server, f"{id} {done}")

    @by_hand
    def shut_down(self, id: str) -> None:
        """Stop a server in an orderly way: a leader that can hand over (§3.10) does so first, or tries for a while."""
        server = self._live(id)
        if server.role == LEADER and hasattr(server, "transfer") and server.peers:
            self._hand_over(server, server.successor(), f"{id} is to be shut down by hand")
        self._shut_down(server)

    def _shut_down(self, server: Server) -> None:
        if server.id in self._down:
            return
        if server.role == LEADER and getattr(server, "hands_over_to", None):
            self._schedule(self._now + LOOK_AGAIN, type(self)._shut_down, server)
        else:
            self._stop(server, "is shut down", "was shut down")

    @by_hand
    def transfer(self, id: str, to: str) -> None:
        """Let a leader hand over to another server (§3.10); it takes no commands until it has, or gives up."""
        server = self._leading(id)
        if not hasattr(server, "transfer"):
            raise ValueError(f"id is {id!r}: it must be a server that can hand over, as a TransferServer can, "
                             f"and it is a {type(server).__name__}.")
        if known("to", to, self.servers) == id:
            raise ValueError(f"to is {to!r}, who leads already: it must be another server.")
        self._hand_over(server, to, f"{id} is made to hand over by hand")

    def _hand_over(self, server: Server, to: str, why: str) -> None:
        messages = silent(server).transfer(to)
        server.notes = ((why,), *server.notes)
        self._happen("hand-over", server, messages)

    @by_hand
    def restart(self, id: str) -> None:
        """Start a crashed server again, with what was on its disk and an empty state machine."""
        server = self.servers[known("id", id, self.servers)]
        if id not in self._down:
            raise ValueError(f"id is {id!r}: it must be a crashed server, and {id} is running.")
        self._down.discard(id)
        self.machines[id] = self._machine()
        self._happen("restart", server, silent(server).restart())

    @by_hand
    def time_out(self, id: str) -> None:
        """Let a server's election timeout run out now."""
        server = self._live(id)
        if server.role == LEADER:
            raise ValueError(f"id is {id!r}: it must be a follower or a candidate, and {id} leads.")
        requests = silent(server).election_timeout()
        server.notes = ((f"the election timeout of {id} is made to run out by hand",), *server.notes)
        self._happen("election timeout", server, requests)

    @by_hand
    def speak(self, id: str) -> None:
        """Let a leader's heartbeat be due now (L2)."""
        server = self._leading(id)
        self._speak(server, silent(server).heartbeat_timeout(), "speak")

    @by_hand
    def send_entries(self, id: str) -> None:
        """Let a leader send to each other server, now, what that one is missing (L4)."""
        server = self._leading(id)
        self._speak(server, silent(server).append_entries_to_all(), "send entries")

    def _speak(self, server: Server, requests: list[Message], what: str) -> None:
        server.notes = ((f"{server.id} is made to {what} by hand",), *server.notes)
        self._happen("heartbeat timeout", server, requests)

    @by_hand
    def cut(self, *groups: Iterable[str]) -> None:
        """Cut all links between groups of servers, both ways; a server in no group keeps its links, as a client does.
        """
        for group in groups_of("cut", groups):
            all_known("cut", group, (*self.servers, *self._clients))
        self._network.cut(*groups)
        self._record_links("cut", "cut between " + " and ".join(", ".join(group) for group in groups))

    @by_hand
    def cut_link(self, sender: str, receiver: str, one_way: bool = False) -> None:
        """Cut one link, or only its direction from `sender` to `receiver`."""
        ids = (*self.servers, *self._clients)
        if known("receiver", receiver, ids) == known("sender", sender, ids):
            raise ValueError(f"receiver is {receiver!r}, the sender too: there is no link from a server to itself.")
        truth("one_way", one_way)
        self._network.cut([sender], [receiver], one_way=one_way)
        way = "from {} to {}" if one_way else "between {} and {}"
        self._record_links("cut", f"cut {way.format(sender, receiver)}")

    @by_hand
    def heal(self) -> None:
        """Mend all links."""
        self._network.heal()
        self._record_links("heal", "all links mended")

    def _record_links(self, kind: str, why: str) -> None:
        links = self._network.cut_links
        self.history.record((self._now, kind, None, None, ((why,),), (), None, None, links))

    @by_hand
    def drop(self, flight: Flight | int) -> None:
        """Lose a message that is under way, or the one of that number."""
        flight = self._under_way(flight)
        self._touched[flight.number] = None
        self._record("lost", flight.message.receiver, flight, detail="dropped by hand")

    @by_hand
    def duplicate(self, flight: Flight | int) -> None:
        """Send a copy of a message that is under way, or of the one of that number."""
        flight = self._under_way(flight)
        second = self._network.launch(flight.message, self._now)
        self._schedule(second.arrives, type(self)._deliver, second)
        why = f"{named(flight)} is doubled by hand: the copy would arrive at {second.arrives / 1000:.10g} ms"
        self._record("duplicate", flight.message.sender, flight, ((why,),), (second,))

    @by_hand
    def hold(self, flight: Flight | int, for_: float) -> None:
        """Hold up a message that is under way, or the one of that number, for so many ms beyond its present arrival.

        Later messages of its link overtake it: that is what a hold is for.
        """
        flight = self._under_way(flight)
        late = self._touched[flight.number] = flight._replace(arrives=flight.arrives + span("for_", for_))
        self._schedule(late.arrives, type(self)._deliver, late)
        why = (f"{named(late)} is held up for {for_:.10g} ms by hand: "
               f"it would arrive at {late.arrives / 1000:.10g} ms")
        self._record("hold", late.message.receiver, late, ((why,),))

    @by_hand
    def change_network(self, **settings) -> None:
        """Change the network from now on: `latency`, `loss`, `duplication`, `reordering`, `slow`, as in Network.

        What is not given stays. A network of one's own may have other attributes: they are set by their names.
        """
        if not settings:
            raise ValueError("change_network got nothing to change: it takes latency, loss and the like by name.")
        all_known("slow", factors("slow", settings.get("slow")), (*self.servers, *self._clients))
        self._network.change(**settings)
        said = tuple((name, in_words(value)) for name, value in settings.items())
        why = "the network changes: " + ", ".join(map(" ".join, said))
        self.history.record((self._now, "network", None, None, ((why,),), (), None, None, said))

    def _under_way(self, flight: Flight | int) -> Flight:
        number, message = flight[:2] if isinstance(flight, Flight) else (plain(flight), None)
        found = next((each for each in self.in_flight if each.number == number and not isinstance(number, bool)
                      and message in (None, each.message)), None)
        if found is None:
            raise ValueError(f"flight is {brief(flight)}: it must be one of cluster.in_flight, or its number.")
        return found

    def _leading(self, id: str) -> Server:
        server = self._live(id)
        if server.role != LEADER:
            raise ValueError(f"id is {id!r}: it must be a leader, and {id} is a {server.role}.")
        return server

    def _live(self, id: str) -> Server:
        if known("id", id, self.servers) in self._down:
            raise ValueError(f"id is {id!r}: it must be a running server, and {id} is down.")
        return self.servers[id]


def named(flight: Flight) -> str:
    """A message under way in a few words."""
    sender, receiver = flight.message[:2]
    return f"the {type(flight.message).__name__} from {sender} to {receiver}"
