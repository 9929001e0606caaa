"""The picture of a run that has failed: what came before, and the event at which it shows."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import disc
from raftlib.pictures.space_time import space_time
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.style import BLACK
from raftlib.simulation.history import History

BEFORE, AFTER = 30.0, 2.0  # ms round the event: behind it there is only place for its ring
RADIUS = 0.2  # inches


def what_happened(history: History, at: float) -> Picture:
    """The space–time diagram up to a moment (ms), the event of that moment with a ring round it."""
    start, end = max(at - BEFORE, 0), min(at + AFTER, history.end)
    picture = space_time(history, start, end)
    event = next((event for event in reversed(history.window(start, at)) if event.server), None)
    if event is None:
        return picture
    frame = Frame((*history.clients, *history.servers), start, end, picture.size[1])
    picture.shape(disc(frame.x(event.time), frame.y(event.server), RADIUS), edge=BLACK, width=1.8, z=8)
    picture.caption += f" A ring marks where it shows: {event.server} at {event.time:.0f} ms."
    return picture
