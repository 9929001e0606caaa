"""A run's events and messages as data frames of pandas, for those who have it: nothing else here needs it."""
from importlib import import_module

from raftlib.simulation import event, message_table
from raftlib.simulation.history import recorded

# Columns that may have gaps, as pandas calls them.
TYPES = {int: "Int64", float: "Float64", bool: "boolean", str: "string"}


def events_frame(history):
    """The events of a run as a pandas.DataFrame: the rows of `History.to_dicts`, each column of its type.

    `history` is a History, or a Cluster or a Player, which have one. Raises ImportError where pandas is not installed.
    """
    return frame_of("events_frame", recorded(history).to_dicts(), {"number": int, **event.COLUMNS})


def messages_frame(history):
    """The messages of a run as a pandas.DataFrame: the rows of `History.messages_to_dicts`, each column of its type.

    `history` is a History, or a Cluster or a Player, which have one. Raises ImportError where pandas is not installed.
    """
    return frame_of("messages_frame", recorded(history).messages_to_dicts(), message_table.columns())


def frame_of(wanted: str, rows: list[dict], columns: dict[str, type]):
    """Rows as a DataFrame with these columns."""
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise ImportError(f"{wanted} needs pandas, which is not installed here: pip install pandas.") from None
    return pandas.DataFrame(rows, columns=[*columns]).astype({name: TYPES[kind] for name, kind in columns.items()})
