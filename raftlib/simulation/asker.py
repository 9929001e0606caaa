"""One client in the world: it asks, follows the word of who knows the leader, waits, and asks again (§6.2, §6.3).

Like a server it has no clock, no randomness and no network: what it is told makes it return the requests to send, and
`wait` says for how long (µs) it then waits, in its turn number `turn`, for its time to be up.
"""
from collections.abc import Sequence

from raftlib.protocol.messages import ClientReply, ClientRequest
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.sessions import OPEN, in_session, over, session_of

PAUSE = 50_000  # µs until a client that was told of no leader asks again


class Asking:
    """What a client asked for: its times in µs, `status` queued, asked, answered or unknown, and how often it asked.

    "unknown" is what a client gave up: it may be carried out or not, even later.
    """

    def __init__(self, client: str, action: str):
        self.client = client
        self.action = action
        self.status = "queued"
        self.called: int | None = None
        self.answered: int | None = None
        self.answer: str | None = None
        self.tries = 0


class Asker:
    """A client that asks for one thing after another; the next begins when the one before is answered, or given up.

    It first asks `servers[0]`. `retry` is how often it asks again where no answer came, None for as often as need be;
    `timeout` how long (µs) it waits for one. With sessions it first opens one, and numbers its commands.
    """

    def __init__(self, id: str, servers: Sequence[str], retry: int | None, timeout: int, has_sessions: bool):
        self.id = id
        self.servers = tuple(servers)
        self.asks = self.servers[0]
        self.retry = retry
        self.timeout = timeout
        self.has_sessions = has_sessions
        self.session: int | None = None
        self.operations: list[Asking] = []
        self.current: Asking | None = None
        self.serial = self.turn = self.times_up = 0
        self.said = ""  # the command as it is asked for
        self.is_paused = False
        self.sent_away: tuple[str, ...] = ()  # by whom, since it last waited
        self.begin()

    def begin(self) -> None:
        """Forget what the last call said."""
        self.notes: tuple[tuple, ...] = ()
        self.wait: int | None = None

    def _decide(self, reason: str, *values) -> None:
        self.notes += ((reason, self.id, *values),)

    def ask(self, actions: Sequence[str], now: int) -> list[ClientRequest]:
        """Have more to ask for."""
        self.begin()
        self.operations += [Asking(self.id, action) for action in actions]
        return [] if self.current else self._next(now)

    def hear(self, reply: ClientReply, now: int) -> list[ClientRequest]:
        """A server's reply arrives: an answer, or the word who leads; it may be too late."""
        self.begin()
        if self.current is None or reply.serial != self.serial:
            return self._ignore(reply)
        if reply.done:
            return self._take(reply, now)
        if self.is_paused or reply.sender != self.asks:
            return self._ignore(reply)
        return self._go_where_sent(reply)

    def time_is_up(self, now: int) -> list[ClientRequest]:
        """No answer has come, or the pause is over."""
        self.begin()
        self.sent_away = ()
        if self.is_paused:
            return self._send("§6.2 asks", self.asks, self._wanted, True)
        silent, self.times_up = self.asks, self.times_up + 1
        self.asks = self._after(silent)
        if self.retry is not None and self.times_up > self.retry:
            self._decide("§6.3 gives up", silent, self.timeout / 1000, self._wanted)
            return self._end("unknown", now)
        return self._send("§6.3 again", silent, self.timeout / 1000, self.asks, self._wanted, silent)

    @property
    def _wanted(self) -> str:
        """What it asks for now: a session, or what it was told to ask for."""
        return OPEN if self.said == OPEN else self.current.action

    def _next(self, now: int) -> list[ClientRequest]:
        self.current = next((each for each in self.operations if each.status == "queued"), None)
        if self.current is None:
            return []
        self.current.status, self.current.called = "asked", now
        self.sent_away, self.times_up = (), 0
        action = self.current.action
        if self.has_sessions and self.session is None and not KeyValue.is_read(action):
            return self._number(OPEN, "§6.3 opens", self.asks, action)
        return self._begin_action("§6.2 asks", self.asks, action, False)

    def _begin_action(self, reason: str, *values) -> list[ClientRequest]:
        action = self.current.action
        if self.session is None or KeyValue.is_read(action):
            return self._number(action, reason, *values)
        return self._number(in_session(self.session, self.serial + 1, action), reason, *values)

    def _number(self, said: str, reason: str, *values) -> list[ClientRequest]:
        self.serial += 1
        self.said = said
        return self._send(reason, *values)

    def _send(self, reason: str, *values) -> list[ClientRequest]:
        self._decide(reason, *values)
        self.current.tries += 1
        self._wait(self.timeout, is_paused=False)
        return [ClientRequest(self.id, self.asks, self.serial, self.said, KeyValue.is_read(self.said))]

    def _wait(self, time: int, is_paused: bool) -> None:
        self.wait, self.is_paused = time, is_paused
        self.turn += 1

    def _ignore(self, reply: ClientReply) -> list[ClientRequest]:
        if self.current and reply.serial == self.serial:
            self._decide("§6.2 gone on", reply.sender, reply.leader_id)
        else:
            self._decide("§6.2 late", reply.sender, reply.serial, self.serial if self.current else 0)
        return []

    def _take(self, reply: ClientReply, now: int) -> list[ClientRequest]:
        self.asks = reply.sender
        action = self.current.action
        if self.said == OPEN:
            self.session = session_of(reply.answer)
            return self._begin_action("§6.3 opened", self.session, self.asks, action, self.serial + 1)
        if self.session is not None and reply.answer == over(self.session):
            self._decide("§6.3 expired", reply.sender, self.session, action)
            self.session = None
            return self._end("unknown", now)
        self._decide("§6.2 answered", action, reply.sender, reply.answer)
        self.current.answered, self.current.answer = now, reply.answer
        return self._end("answered", now)

    def _end(self, status: str, now: int) -> list[ClientRequest]:
        self.current.status = status
        self.turn += 1  # nothing is waited for any more
        return self._next(now)

    def _go_where_sent(self, reply: ClientReply) -> list[ClientRequest]:
        self.sent_away += (reply.sender,)
        leader = reply.leader_id
        if leader in self.servers and leader not in self.sent_away:
            self.asks = leader
            return self._send("§6.2 follows", reply.sender, leader, self._wanted)
        self.asks = self._after(reply.sender)
        self._decide("§6.2 pauses", reply.sender, leader, self.asks, PAUSE / 1000)
        self._wait(PAUSE, is_paused=True)
        return []

    def _after(self, server: str) -> str:
        return self.servers[(self.servers.index(server) + 1) % len(self.servers)]
