"""What a client knows of a command that it has sent."""
from raftlib.protocol.server import Server


class Request:
    """A client's command: `status` is waiting, appended, answered or unknown; `answer` is the state machine's.

    "unknown" is the honest word where the leader crashed or stepped down first: the command may be carried out or not,
    and sending it again could carry it out twice (§6.3).
    """

    def __init__(self, command: str, asks: str | None = None):
        self.command = command
        self.asks = asks
        self.status = "waiting"
        self.note = ""
        self.answer: str | None = None
        self.tries = 0
        self.server: str | None = None
        self.index: int | None = None
        self.term: int | None = None

    def wait(self, note: str, hint: str | None = None) -> None:
        """Nobody took the command; next time ask the server that was hinted at, or else whoever leads."""
        self.note, self.asks = note, hint
        self.tries += 1

    def appended(self, leader: Server, index: int) -> None:
        """A leader has appended the command to its log, at this index."""
        self.status, self.note = "appended", f"in the log of {leader.id}"
        self.tries += 1
        self.server, self.index, self.term = leader.id, index, leader.log.term_at(index)

    def answered(self, answer: str) -> None:
        """The leader has applied the command."""
        self.status, self.answer, self.note = "answered", answer, ""

    def left_open(self, note: str) -> None:
        """The leader can no longer say what becomes of the command."""
        self.status, self.note = "unknown", note

    def __repr__(self) -> str:
        return f"<{self.command!r}: {', '.join(filter(None, (self.status, self.note, self.answer)))}>"
