"""What a real server has answered, and what it tells of itself."""
from typing import NamedTuple


class Answer(NamedTuple):
    """What became of a write or a read at a server: acknowledged or not, after how long (ms), and what was said.

    A write that was not acknowledged may have been done, or may be done yet.
    """

    server: str
    acknowledged: bool
    milliseconds: float
    value: str | None = None
    said: str = ""

    def __bool__(self) -> bool:
        return self.acknowledged

    def __repr__(self) -> str:
        after = f"after {self.milliseconds:.4g} ms"
        if not self.acknowledged:
            return f"{self.server} did not acknowledge it: {self.said}, {after}"
        value = "" if self.value is None else f" with {self.value!r}"
        return f"{self.server} answered{value} {after}"


class Status(NamedTuple):
    """What a server tells of itself; None stands for what it does not tell, or can't for it does not answer.

    `state` is what the operating system says of its process: running, stopped or down.
    """

    server: str
    state: str
    role: str | None = None
    term: int | None = None
    leader: str | None = None
    last_index: int | None = None
    commit_index: int | None = None
    applied_index: int | None = None
    voted_for: str | None = None
    match_index: dict[str, int] | None = None
    next_index: dict[str, int] | None = None

    def __repr__(self) -> str:
        told = [f"{name.replace('_', ' ')} {value}" for name, value in zip(self._fields[2:], self[2:], strict=True)
                if value is not None]
        return f"{self.server} {self.state}: {', '.join(told) or 'it does not answer'}"
