"""A cluster in virtual time: an event queue, the servers' timers, the network, and clients."""
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from math import floor

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.protocol.state import AS_BEFORE, LEADER
from raftlib.simulation.arguments import brief, known, microsecond_range, number_or_pair, plain, span, whole
from raftlib.simulation.asker import Asker
from raftlib.simulation.calls import Call, by_hand
from raftlib.simulation.client import Request
from raftlib.simulation.clients import Clients
from raftlib.simulation.clocks import Clocks, rates_of, tick_of
from raftlib.simulation.ends import end_of_run
from raftlib.simulation.hands import Hands
from raftlib.simulation.history import History
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.looks import Looks
from raftlib.simulation.network import Flight, Network
from raftlib.simulation.own_parts import entry_for
from raftlib.simulation.start import built, machine_of, machines_of, network_of, servers_of, silent
from raftlib.simulation.streams import Streams

CLIENT_RETRY = 50_000  # µs until a client that found no leader tries again


class Cluster(Looks, Hands, Clients, Clocks):
    """Servers on a simulated network; a run is a function of these arguments and of what is done to it.

    Times are milliseconds: `election_timeout` and `latency` a pair (low, high) or one number, `heartbeat` one number.
    `servers` is how many (1–9), or Server objects in any state; `server` is the class to build them of; `network` takes
    the place of latency, loss, duplication and reordering; `machine` is the class of the state machines; `clock` is how
    fast some servers' own clocks go, `{"S1": 1.2}`; with a `tick` (ms) timers run out only when these clocks tick, one
    of k ticks at the k-th from now, and each clock has a phase of its own, as in etcd. The cluster works on copies of
    the servers and the network that it is given. Raises ValueError for anything else.
    """

    def __init__(self, servers: int | Iterable[Server] = 5, seed: int = 0, election_timeout=(150, 300), heartbeat=50,
                 latency=(5, 15), loss=0.0, duplication=0.0, reordering=0.0, server=Server,
                 network: Network | None = None, machine: type[KeyValue] = KeyValue,
                 clock: Mapping[str, float] | None = None, tick: float | None = None):
        election_timeout, latency = number_or_pair(election_timeout), number_or_pair(latency)
        heartbeat, loss, duplication, reordering = map(plain, (heartbeat, loss, duplication, reordering))
        spans = *microsecond_range("election_timeout", election_timeout), span("heartbeat", heartbeat)
        if not spans[0]:
            raise ValueError(f"election_timeout is {brief(election_timeout)}: it must be 0.001 milliseconds or more.")
        servers, seed = servers_of(servers), whole("seed", seed)
        self.servers = built(servers, server)
        self._rates, tick = rates_of(clock, self.servers), plain(tick)
        self._tick_length = tick_of(tick, spans)
        handed_in, self._machine = network_of(network, self.servers), machines_of(machine)
        # What makes this run again: copies, for what was handed in may change.
        self.arguments = {"servers": servers, "seed": seed, "election_timeout": election_timeout,
                          "heartbeat": heartbeat, "latency": latency, "loss": loss, "duplication": duplication,
                          "reordering": reordering, "server": server, "network": handed_in,
                          "machine": machine, "clock": self._rates, "tick": tick}
        self.calls: list[Call] = []
        new = Network(latency, loss, duplication, reordering)
        self._network = new if handed_in is None else deepcopy(handed_in)
        self._network.connect(seed)
        self.history = History(tuple(self.servers))
        self.machines = {id: machine_of(each, machine) for id, each in self.servers.items()}
        # What each server has appended for a client and not yet answered, by the index and term of its entry.
        self._owed: dict[str, dict[tuple[int, int], Request]] = {id: {} for id in self.servers}
        self._clients: dict[str, Asker] = {}
        self._now = 0
        self._wind_clocks(seed, spans)
        self._going_on: str | None = None  # "run" while a condition is looked at, "step" while servers act
        self._queue: list[tuple] = []  # always in order: it is short, and so this is cheaper than a heap
        self._sequence = 0
        self._touched: dict[int, Flight | None] = {}  # by number, the flight that stands for one touched by hand
        self._down: set[str] = set()
        self._timeouts = Streams(seed, "timeout")
        self._drawn = {id: low for id, (low, _, _) in self._spans.items()}  # each server's last election timeout
        self._deadlines: dict[str, int | None] = dict.fromkeys(self.servers)
        self._ringing: dict[str, int | None] = dict.fromkeys(self.servers)  # when each timer is next looked at
        for each in self.servers.values():
            self._set_timer(each)
            self._record("start", each.id)
        self._start_clocks()
        links = ", ".join(map("→".join, sorted(self._network.cut_links)))
        if links:
            self._record_links("cut", f"cut from the start: {links}")

    def __copy__(self) -> "Cluster":
        # A copy that shared its parts with this one would change its future.
        return deepcopy(self)

    def __getstate__(self) -> dict:
        return {**vars(self), "_going_on": None}  # a copy, which a condition may make, can run by itself

    # ---- Time ------------------------------------------------------------------------------------------------

    def run(self, for_: float | None = None, to: float | None = None,
            until: Callable[["Cluster"], object] | None = None, limit: float = 10_000) -> bool | None:
        """Run for or to a time (ms), or until a condition holds, at most `limit` ms: says whether it came true."""
        end = end_of_run(self, for_, to, until, limit)
        return self._while_going_on(self._run_to, end) if until is None else self._while_going_on(
            self._run_until, until, end)

    def _while_going_on(self, run: Callable, *arguments) -> bool | None:
        try:
            return run(*arguments)
        finally:
            self._going_on = None

    def _run_to(self, end: int) -> None:
        self._going_on = "step"
        queue = self._queue
        while queue and queue[0][0] <= end:
            self._now, _, action, argument = queue.pop(0)
            action(self, argument)
        self._arrive_at(end)

    def _run_until(self, condition: Callable[["Cluster"], object], end: int) -> bool:
        self._going_on = "run"
        while not condition(self):
            if not self._queue or self._queue[0][0] > end:
                self._arrive_at(end)
                return False
            self._going_on = "step"
            self._step()
            self._going_on = "run"
        self._arrive_at(self._now)
        return True

    def _arrive_at(self, at: int) -> None:
        self._now = at
        self.history.lasts_until(at)

    def _step(self) -> None:
        self._now, _, action, argument = self._queue.pop(0)
        action(self, argument)

    def _schedule(self, at: int, action: Callable, argument) -> None:
        # A plain function, not a method of this cluster: else the queue would hold its own cluster, in a circle that
        # keeps a run which nobody needs any more in memory.
        self._sequence += 1  # events of one instant happen in the order in which they were scheduled
        insort(self._queue, (at, self._sequence, action, argument))

    # ---- Timers ----------------------------------------------------------------------------------------------

    def _set_timer(self, server: Server) -> None:
        """A heartbeat for a leader, an election timeout for anyone else (F2), freshly drawn unless it is as before."""
        id = server.id
        low, high, span = self._spans[id]
        if server.role != LEADER:
            if server.timer_restarts != AS_BEFORE:
                self._drawn[id] = low + floor(self._timeouts[id]() * (high - low + 1))
            span = self._drawn[id]
        deadline = self._now + span if self._tick_length is None else self._tick_after(id, span)
        self._deadlines[id] = deadline
        ringing = self._ringing[id]
        # Most timers start again long before they run out: an earlier look at this one will set the next.
        if ringing is None or ringing > deadline:
            self._ringing[id] = deadline
            self._schedule(deadline, Cluster._look_at_timer, server)

    def _look_at_timer(self, server: Server) -> None:
        if self._ringing[server.id] != self._now:
            return
        deadline = self._deadlines[server.id]
        self._ringing[server.id] = deadline if deadline != self._now else None
        if deadline == self._now:
            self._run_out(server)
        elif deadline is not None:
            self._schedule(deadline, Cluster._look_at_timer, server)

    def _run_out(self, server: Server) -> None:
        if server.role == LEADER:
            self._happen("heartbeat timeout", server, silent(server).heartbeat_timeout())
        else:
            self._happen("election timeout", server, silent(server).election_timeout())

    # ---- Events ----------------------------------------------------------------------------------------------

    def _happen(self, kind: str, server: Server, outgoing: Sequence[Message], flight=None, detail=None) -> None:
        """What follows when something happened to a server: timer, messages, record, state machine, clients."""
        if server.timer_restarts:
            self._set_timer(server)
        id, state = server.id, server.freeze()
        sent = self._network.carry(outgoing, self._now) if outgoing else ()
        self.history.record((self._now, kind, id, flight, server.notes, sent, state, self._deadlines[id], detail))
        for each in sent:  # as _schedule does, without a call for each of thousands of messages
            self._sequence += 1
            insort(self._queue, (each[3], self._sequence, Cluster._deliver, each))
        for index, entry in server.applied:
            self._apply(server, index, entry)
        if self._owed[id] and server.role != LEADER:
            self._leave_open(server, f"{id} leads no more")

    def _record(self, kind: str, id: str, flight=None, notes=(), sent=(), detail=None) -> None:
        server = self.servers.get(id)  # a client has no state that could be recorded, and no such timer
        state, deadline = server and server.freeze(), self._deadlines.get(id)
        self.history.record((self._now, kind, id, flight, notes, sent, state, deadline, detail))

    def _deliver(self, flight: Flight) -> None:
        if self._touched and self._touched.get(flight.number, flight) is not flight:
            return
        message = flight[1]
        try:
            server = self.servers[message[1]]
        except KeyError:  # it is a client's; thousands of others need not be asked whether they are
            self._reach(flight)
            return
        lost = self._loss(flight) if self._network.cut_links or self._down else flight[4]
        if lost:
            self._record("lost", server.id, flight, detail=lost)
        else:
            self._happen("receive", server, server.receive(message), flight)

    def _loss(self, flight: Flight) -> str | None:
        """Why a message that would arrive now does not, if it does not."""
        sender, receiver = flight.message[:2]
        if (sender, receiver) in self._network.cut_links:
            return "the link is cut"
        return f"{receiver} is down" if receiver in self._down else flight.lost

    # ---- Clients ---------------------------------------------------------------------------------------------

    @by_hand
    def submit(self, command: str, to: str | None = None) -> Request:
        """A client sends a command (to the leader it finds, or to server `to`); the request tells what became of it.

        It never raises for want of a leader: the client is told so, waits 50 ms, and tries again.
        """
        request = Request(KeyValue.check(command), to if to is None else known("to", to, self.servers))
        self._try(request)
        return request

    def _try(self, request: Request) -> None:
        server = self.servers.get(request.asks or self.leader)
        if server is None or server.id in self._down:
            request.wait("no leader" if server is None else f"{server.id} is down")
        else:
            before = server.log
            outgoing = silent(server).client_command(request.command)
            index = entry_for(request.command, before, server.log)
            if server.role != LEADER:
                request.wait(f"{server.id} is no leader", hint=server.leader_id)
            elif index is None:
                request.wait(f"{server.id} leads, and has not appended it")
            else:
                request.appended(server, index)
                self._owe(request)
            self._happen("command", server, outgoing, detail=request.command)
        if request.status == "waiting":
            self._schedule(self._now + CLIENT_RETRY, Cluster._try, request)

    def _owe(self, request: Request) -> None:
        owed, place = self._owed[request.server], (request.index, request.term)
        if place in owed:
            owed[place].left_open(f"{request.server} has put another entry in its place")
        owed[place] = request

    def _apply(self, server: Server, index: int, entry) -> None:
        answer = self.machines[server.id].answer(entry.command)
        if self._clients and self._reply(server, index, entry, answer):
            return
        request = self._owed[server.id].pop((index, entry.term), None)
        if request:
            request.answered(answer)
            self._record("answer", server.id, detail=(request.command, answer))

    def _leave_open(self, server: Server, note: str) -> None:
        """Who leads no more can't say whether what it had appended will be committed."""
        for request in self._owed[server.id].values():
            request.left_open(note)
        self._owed[server.id].clear()

    def __repr__(self) -> str:
        return f"<Cluster of {len(self.servers)} at {self.time:g} ms, leader {self.leader}>"
