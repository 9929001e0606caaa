"""What runs and searches have shown, in a table."""
from typing import NamedTuple

from raftlib.analysis.tables import as_html, as_text


class Evidence(NamedTuple):
    """Rows under a head, and a sentence below."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str

    def __repr__(self) -> str:
        return as_text(*self)

    def _repr_html_(self) -> str:
        return as_html(*self)
