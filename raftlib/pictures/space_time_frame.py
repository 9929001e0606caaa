"""Where things are on a space-time diagram: time to the right, with its axis, and servers downwards."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_marks import BAND
from raftlib.pictures.style import DARK_GREY, WIDTH

LEFT, RIGHT = 0.55, WIDTH - 0.25  # inches: where the window starts and ends
TOP, BOTTOM = 0.45, 0.69  # inches above the first life line, and below the last, without the legend
TICKS = 8  # at most, about


class Window:
    """Where a time from `start` to `end` (ms) is across the paper, in inches."""

    def __init__(self, start: float, end: float):
        self.start, self.end = start, end

    def x(self, time: float) -> float:
        """The place of a time (ms)."""
        return LEFT + (time - self.start) / ((self.end - self.start) or 1.0) * (RIGHT - LEFT)


class Frame(Window):
    """Where things are on the paper: time to the right, servers downwards, both in inches.

    `height` is that of the picture, if there is more on it below: a legend.
    """

    def __init__(self, servers, start: float, end: float, height: float | None = None):
        super().__init__(start, end)
        self.servers = tuple(servers)
        self.gap = 0.62 if len(self.servers) > 5 else 0.78
        self.height = height or TOP + BOTTOM + self.gap * (len(self.servers) - 1)

    def y(self, server: str) -> float:
        """The place of a server."""
        return self.height - TOP - self.gap * self.servers.index(server)

    def edge(self, server: str, other: str) -> float:
        """The place of the edge of a server's band that looks to another server."""
        down = self.servers.index(server) < self.servers.index(other)
        return self.y(server) + (-BAND if down else BAND)

    def on_the_way(self, sender: str, receiver: str) -> tuple[str, ...]:
        """The servers whose life lines a message comes to, its receiver's last."""
        start, end = self.servers.index(sender), self.servers.index(receiver)
        return self.servers[start + 1:end + 1] if start < end else self.servers[end:start][::-1]


def draw_axis(picture: Picture, frame: Frame) -> None:
    """The axis of time under the life lines, with round numbers."""
    low = frame.height - TOP - frame.gap * (len(frame.servers) - 1) - 0.35
    for x in map(frame.x, ticks(frame.start, frame.end)):
        picture.shape([(x, low), (x, frame.height - TOP + 0.2)], edge="#E6E6E6", width=0.6, z=0)
    draw_times(picture, frame, low)


def draw_times(picture: Picture, window: Window, low: float, unit: str = "ms") -> None:
    """A line at a height (inches) with the round times of a window."""
    picture.shape([(LEFT, low), (RIGHT, low)], edge=DARK_GREY, width=0.8)
    for time in ticks(window.start, window.end):
        x = window.x(time)
        picture.shape([(x, low), (x, low - 0.05)], edge=DARK_GREY, width=0.8)
        picture.words(x, low - 0.14, f"{time:g}")
    picture.words(0.05, low - 0.14, unit, ha="left")


def ticks(start: float, end: float) -> list[float]:
    """Round times from start to end, some 5 to 10 of them."""
    if end == start:
        return [start]
    step = next(step for power in range(-3, 12) for step in (10**power, 2 * 10**power, 5 * 10**power)
                if (end - start) / step <= TICKS)
    first = -int(-start // step)
    return [round(number * step, 3) for number in range(first, int(end // step) + 1)]
