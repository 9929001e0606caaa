"""When the client waited with a command that no leader had taken: from a run's events and the calls of its recipe."""
from collections.abc import Iterable, Sequence

from raftlib.protocol.state import LEADER
from raftlib.simulation.calls import Call
from raftlib.simulation.history import Event


def client_waits(events: Sequence[Event], calls: Iterable[Call] = ()) -> list[list]:
    """For each wait its first moment (µs), the moment at which a leader took the command or None, and the command.

    An attempt that finds no leader is no event of the run: that a wait begins is known from `submit` among the calls,
    and in a recording, which has none, from the first server that sent the client away.
    """
    waits = Waits()
    submitted = [call for call in calls if call.name == "submit"]
    for number, event in enumerate(events):
        while submitted and submitted[0].events <= number:
            waits.begin(submitted.pop(0))
        if event.kind == "command":
            waits.hear(event)
    for call in submitted:
        waits.begin(call)
    return waits.all()


class Waits:
    """The waits so far; the same command may be sent twice, and waits as long as one of the two does."""

    def __init__(self):
        self.over: list[list] = []
        self.open: dict[str, list[int]] = {}  # by command: since when (µs), and how many of it

    def begin(self, call: Call) -> None:
        """The client has a command."""
        command = call.arguments[0] if call.arguments else call.options["command"]
        self.open.setdefault(command, [call.at, 0])[1] += 1

    def hear(self, event: Event) -> None:
        """A server has answered the client's attempt: a leader takes the command, any other sends it away."""
        command = event.detail
        if event.state.role != LEADER:
            self.open.setdefault(command, [event.at, 1])
        elif command in self.open:
            self.open[command][1] -= 1
            if not self.open[command][1]:
                since, _ = self.open.pop(command)
                self.over += [[since, event.at, command]] if since < event.at else []

    def all(self) -> list[list]:
        """Those that are over, and those that last to the run's end."""
        return self.over + [[since, None, command] for command, (since, _) in self.open.items()]
