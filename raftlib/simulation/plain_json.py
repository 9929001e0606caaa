"""JSON of what a run records: short, and of whatever a reader's own server may put beside plain values."""
import json
from numbers import Number

from raftlib.protocol.log import Log
from raftlib.simulation.arguments import as_code, plain


def told(value):
    """What a reader's own server may put into a record beside plain values: a number of another kind stays a number."""
    if isinstance(value, Log):
        return {"Log": value.entries}
    if isinstance(value, Number) or getattr(value, "shape", None) == ():
        return plain(value)
    return as_code(value) if isinstance(value, set | frozenset) else str(value)


as_json = json.JSONEncoder(separators=(",", ":"), default=told).encode
