"""A schedule as a run of a Cluster, in which exactly its moves happen, at a pace at which one can follow them."""
from collections.abc import Iterable

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Aside, Command, Election, Exchange, Heartbeat, Late, Move, Restart, bare
from raftlib.search.rehearsal import Rehearsal
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Flight

LATENCY, PAUSE = 10, 40  # ms: of each message, and before each move
NEVER = 1_000_000  # ms: timers so long that nothing happens by itself


def performed(server: type[Server], bounds: Bounds, moves: Iterable[Move]) -> "Performance":
    """The run. What no move lets arrive is dropped; a message that is late is held up until its move comes."""
    moves = tuple(moves)
    first = Performance(server, bounds, moves, NEVER)
    # Of a late message, which was held up for too long in this run, it shows when its move comes.
    return first if first.late_at == NEVER else Performance(server, bounds, moves, first.late_at)


class Performance:
    """One such run, `cluster`; `until` is the time (ms) at which a message that is late arrives.

    `ends` has the end of each move: the time (µs), and how many events have happened by then.
    """

    def __init__(self, server: type[Server], bounds: Bounds, moves: Iterable[Move], until: float):
        self.cluster = Cluster(servers=bounds.servers, server=server, election_timeout=NEVER, heartbeat=NEVER,
                               latency=LATENCY)
        self.bounds = bounds
        self.until = self.late_at = until
        self.held: Message | None = None
        self.ends: list[tuple[int, int]] = []
        self.cluster.run(for_=PAUSE)
        for move, sent in Rehearsal(server, bounds).play_each(moves):
            self.perform(move, sent)

    def perform(self, move: Move, sent: dict[Message, bool]) -> None:
        """One move, of which these messages arrive, or don't."""
        self.begin(bare(move))
        self.settle([message for message, arrives in sent.items() if arrives],
                    aside=move.message if isinstance(move, Aside) else None)
        self.ends.append((round(self.cluster.time * 1000), len(self.cluster.history)))
        self.cluster.run(for_=PAUSE)

    def begin(self, move: Move) -> None:
        """What is done by hand for a move to happen."""
        match move:
            case Election():
                self.cluster.time_out(move.candidate)
            case Command():
                state = self.cluster.servers[move.server].freeze()
                self.cluster.submit(move.text(state, self.bounds), to=move.server)
            case Heartbeat():
                self.cluster.speak(move.leader)
            case Exchange():
                self.cluster.send_entries(move.leader)
            case Restart():
                self.cluster.crash(move.server)
                self.cluster.restart(move.server)
            case Late():
                self.late_at = self.cluster.time + LATENCY
                self.held = None

    def settle(self, arriving: list[Message], aside: Message | None) -> None:
        """Let these messages arrive, and no others, but for the one that is held up, or a copy of it."""
        while flights := [flight for flight in self.cluster.in_flight if flight.message != self.held]:
            for flight in flights:
                if flight.message == aside and self.held is None:
                    self.hold_up(flight, copy=flight.message in arriving)
                elif flight.message not in arriving:
                    self.cluster.drop(flight)
            self.cluster.run(to=max(flight.arrives for flight in flights) / 1000)

    def hold_up(self, flight: Flight, copy: bool) -> None:
        """Hold a message up, or a copy of it."""
        if copy:
            self.cluster.duplicate(flight)
            flight = self.cluster.in_flight[-1]
        self.held = flight.message
        self.cluster.hold(flight, self.until - flight.arrives / 1000)
