"""The key-value machine with sessions: a command that comes again is answered from memory (§6.3)."""
from collections.abc import Callable

from raftlib.simulation.key_value import KeyValue

OPEN = "open"
OPENED = "session "
MOST = 100


class SessionKeyValue(KeyValue):
    """Named integers, and for each session the last command's number and its answer.

    `open` opens a session, `3.2: x+=1` is command 2 of session 3. At most `most` sessions are open: where one more is
    opened, the one used longest ago ends. That goes by the log alone, so that all servers agree; no clock is asked.
    """

    has_sessions = True
    most = MOST

    def __init__(self):
        super().__init__()
        self.opened = 0
        self.last: dict[int, tuple[int, str]] = {}  # by session, the one used longest ago first

    def apply(self, command: str) -> str:
        """Carry out a command unless it was carried out before, and return its answer, the same each time.

        Of an older number than the session's last one nobody waits for the answer any more: it is "".
        """
        if command == OPEN:
            return self.open()
        numbered = numbers_of(command)
        if not numbered:
            return super().apply(command)
        session, serial, plain = numbered
        return self.once(session, serial, lambda: super(SessionKeyValue, self).apply(plain))

    def open(self) -> str:
        """Open the next session, and end the one used longest ago where there are too many."""
        self.opened += 1
        self.last[self.opened] = 0, ""
        if len(self.last) > self.most:
            del self.last[next(iter(self.last))]
        return f"{OPENED}{self.opened}"

    def once(self, session: int, serial: int, carry_out: Callable[[], str]) -> str:
        """The answer to the command of that number: carried out if it is new, remembered if it is the last one."""
        if session not in self.last:
            return over(session)
        last, answer = self.last.pop(session)
        if serial > last:
            last, answer = serial, carry_out()
        self.last[session] = last, answer  # used last
        return answer if serial == last else ""


def in_session(session: int, serial: int, command: str) -> str:
    """A command with its session and its number."""
    return f"{session}.{serial}: {command}"


def numbers_of(command: str) -> tuple[int, int, str] | None:
    """The session, the number and the command itself; None for what is in no session."""
    if not isinstance(command, str):
        return None
    numbers, colon, plain = command.partition(": ")
    session, dot, serial = numbers.partition(".")
    is_numbered = colon and dot and (session + serial).isascii() and session.isdigit() and serial.isdigit()
    return (int(session), int(serial), plain) if is_numbered else None


def session_of(answer: str) -> int | None:
    """The session that an answer says is open now, None if it says no such thing."""
    number = answer.removeprefix(OPENED)
    return int(number) if number != answer and number.isascii() and number.isdigit() else None


def over(session: int) -> str:
    """The answer to a command of a session that is not open."""
    return f"{OPENED}{session} is over"
