"""A few rows under a head, as text and as HTML, with a sentence below."""
import html
from collections.abc import Iterable, Sequence


def as_text(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """The table in columns of a fixed width."""
    rows = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, caption])


def as_html(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """The table as a page shows it."""
    top = "".join(f"<th scope='col' style='text-align: left'>{html.escape(each)}</th>" for each in head)
    body = "".join("<tr>" + "".join(f"<td style='text-align: left'>{html.escape(each)}</td>" for each in row) + "</tr>"
                   for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>{html.escape(caption)}"
