"""The life lines of clients in a space-time diagram: a box for each thing they ask for, as long as they wait for it."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.space_time_marks import BAND
from raftlib.pictures.style import BLACK, CLIENT_STYLE, DARK_GREY, DASHED, LARGE, SOLID, WHITE, text_width
from raftlib.simulation.operations import Asked


def draw_client_life(picture: Picture, frame: Frame, client: str, operations: list[Asked]) -> None:
    """A thin line, with a box for each operation that lies in the window: dashed, if it has no answer in the run."""
    y = frame.y(client)
    picture.words(0.1, y, client, size=LARGE, ha="left", weight="bold")
    picture.shape([(frame.x(frame.start), y), (frame.x(frame.end), y)], edge=DARK_GREY, width=0.8, z=1)
    for each in operations:
        until = next((time for time in (each.answered, each.gave_up) if time is not None), frame.end)
        if each.client == client and each.called <= frame.end and until >= frame.start:
            left, right = frame.x(max(each.called, frame.start)), frame.x(min(until, frame.end))
            draw_operation(picture, left, right, y, each, has_ended=until < frame.end)


def draw_operation(picture: Picture, left: float, right: float, y: float, operation: Asked,
                   has_ended: bool) -> None:
    """What was asked for, and, if there is room for it, what was answered in the window."""
    dash = SOLID if operation.answered is not None else DASHED
    picture.shape(box(left, y - BAND, right, y + BAND), face=CLIENT_STYLE.fill, edge=BLACK, width=0.9, dash=dash, z=4)
    full = operation.action + words_of_end(operation) if has_ended else operation.action
    text = next((words for words in (full, operation.action) if text_width(words) < right - left), None)
    if text:
        picture.words((left + right) / 2, y, text)


def words_of_end(operation: Asked) -> str:
    """How an operation ended."""
    if operation.answered is not None:
        return f" → {operation.answer}"
    return " → ?"


def draw_operation_sample(picture: Picture, x: float, y: float) -> None:
    """A box for the legend."""
    picture.shape(box(x, y - BAND, x + 0.3, y + BAND), face=WHITE, edge=BLACK, width=0.9)
