"""What it costs to have answers: how many were asked for, how long they took, and how many messages."""
from statistics import median
from typing import NamedTuple


class Answers(NamedTuple):
    """How many were `asked` for, the times (ms) until those that came, and all `messages` that were sent for them."""

    asked: int
    answer_times: tuple[float, ...]
    messages: int

    @property
    def answered(self) -> int:
        """How many answers came."""
        return len(self.answer_times)

    @property
    def median_time(self) -> float:
        """The median time (ms) to an answer, NaN without any."""
        return median(self.answer_times) if self.answer_times else float("nan")

    @property
    def messages_each(self) -> float:
        """How many messages each answer took, infinite if none came."""
        return self.messages / self.answered if self.answered else float("inf")
