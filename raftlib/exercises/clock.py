"""How long code has run: all of it, or those parts of it alone that a reader has written."""
import time

PATIENCE = 3  # times a limit, by the clock on the wall: other programs may keep the processor busy
LENIENCE = 10  # times a limit, for all of a task of which parts are timed: what is not found among them ends, too


class Clock:
    """Runs from the moment when it is made; `times` are seconds of computing, and seconds by the clock on the wall.

    The whole process's computing is counted: all other threads of a kernel that waits do next to nothing, and Python
    has no safe way to ask for one thread's.
    """

    def __init__(self):
        self.begun = now()

    @property
    def times(self) -> tuple[float, float]:
        """What has passed so far."""
        return since(self.begun)

    def is_over(self, seconds: float) -> bool:
        """Whether code has computed for so long; or has taken `PATIENCE` times as long, for it may only wait."""
        computed, passed = self.times
        return computed >= seconds or passed >= PATIENCE * seconds


class PartsClock(Clock):
    """Runs during some parts of a task, each within `with clock:`, and a part of a part counts once.

    So a limit can be set to what a reader has written, however long the library takes round it; `whole` is the clock
    of all.
    """

    def __init__(self):
        self.whole = Clock()
        self.begun: tuple[float, float] | None = None
        self._depth = 0
        self._before = 0.0, 0.0  # all parts that have ended

    @property
    def times(self) -> tuple[float, float]:
        """What has passed in all parts so far. Another thread may ask while this part comes to its end."""
        before, begun = self._before, self.begun
        if begun is None:
            return before
        computed, passed = since(begun)
        return before[0] + computed, before[1] + passed

    def is_over(self, seconds: float) -> bool:
        """Whether the parts have taken so long, or the whole task very much longer."""
        return super().is_over(seconds) or self.whole.is_over(LENIENCE * seconds)

    def __enter__(self) -> "PartsClock":
        if not self._depth:
            self.begun = now()
        self._depth += 1
        return self

    def __exit__(self, *_error) -> None:
        self._depth -= 1
        if not self._depth:
            # In this order: whoever asks in between is told too little, and not of this part twice.
            times, self.begun = self.times, None
            self._before = times


def now() -> tuple[float, float]:
    """The time, by the processor and by the clock on the wall (s)."""
    return time.process_time(), time.monotonic()


def since(begun: tuple[float, float]) -> tuple[float, float]:
    """What has passed since then."""
    computed, passed = now()
    return computed - begun[0], passed - begun[1]
