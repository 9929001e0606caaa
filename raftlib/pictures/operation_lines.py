"""What clients did, as bars from call to answer, and no word on whether it is linearizable: to be judged by eye."""
from collections.abc import Iterable, Iterator

from raftlib.analysis.models import Model, Register
from raftlib.analysis.operations import Operation, checked, client_name
from raftlib.pictures.client_bars import UNJUDGED, Bar
from raftlib.pictures.client_lines import SAMPLE, open_sample, sample, whole_window
from raftlib.pictures.client_rows import draw_rows, draw_scale, rows_of
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import WIDTH, shown
from raftlib.protocol.words.counts import counted
from raftlib.simulation.arguments import brief


def operation_lines(operations: Iterable[Operation], model: Model | None = None) -> Picture:
    """Draw operations of a model, a register if none is given, as `client_lines` does, but before they are judged.

    Raises ValueError for what `linearizable` would not judge, or no operations at all.
    """
    model = Register() if model is None else model
    if not isinstance(model, Model):
        raise ValueError(f"model is {brief(model)}: it must be a Model, such as Register() or KeyValueStore().")
    operations = checked(operations, model)
    if not operations:
        raise ValueError("operations is []: there must be one at least.")
    window = whole_window(operations)
    rows, height = rows_of([Bar(each, UNJUDGED) for each in operations], window, model)
    clients = counted(len({each.client for each in operations}), "client")
    picture = Picture((WIDTH, height), f"{clients}, {counted(len(operations), 'operation')}.")
    picture.in_words = lambda: [table_of(operations, model)]
    draw_scale(picture, window, "ms")
    draw_rows(picture, rows, window)
    return with_legend(picture, entries_of(operations))


def table_of(operations: list[Operation], model: Model) -> Table:
    """The same in words."""
    return Table("What the clients did", ("client", "operation", "called, ms", "answered, ms"), [
        (client_name(each.client), model.words(each.action, each.given), shown(each.called),
         "never" if each.answered is None else shown(each.answered)) for each in operations])


def entries_of(operations: list[Operation]) -> Iterator[list[Entry]]:
    """What occurs, in the order in which the legend names it."""
    answered = {each.answered is not None for each in operations}
    yield [Entry(sample(UNJUDGED), SAMPLE, "called, answered")] if True in answered else []
    yield [Entry(open_sample, SAMPLE, "never answered")] if False in answered else []
