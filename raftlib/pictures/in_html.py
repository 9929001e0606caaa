"""A picture as HTML: an image with its sentence for whoever can't see it, and below, folded, what it shows in words."""
import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from math import ceil
from typing import NamedTuple

SMALLEST = 9  # px: words get no smaller than that; where the page is too narrow for it, the picture scrolls
POINT = 96 / 72  # px
CELL = "text-align: left; vertical-align: top"


class Table(NamedTuple):
    """What a picture shows, in rows of words."""

    title: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]


def html_of(svg: str, caption: str, tables: Iterable[Table]) -> str:
    """A picture, and below it the tables, folded, if there are any."""
    told = "".join(table_html(table.headers, table.rows, table.title) for table in tables)
    fold = f"\n<details><summary>The picture in words</summary>\n{told}</details>" if told else ""
    return image(svg, caption) + fold


def image(svg: str, caption: str) -> str:
    """An SVG as an <img>, closed off: inline, its ids meet other pictures' and its <style> dresses the whole page."""
    data = b64encode(svg.encode()).decode()
    return (f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(caption)}" decoding="sync" '
            f'style="max-width: 100%; min-width: {narrowest(svg)}px; height: auto; background: white">')


def narrowest(svg: str) -> int:
    """The width (px) at which the smallest words of an SVG in points are as small as may be."""
    sizes = [float(size) * POINT for size in re.findall(r'font-size="([\d.]+)"', svg)]
    width = re.search(r'<svg[^>]* width="([\d.]+)pt"', svg)
    return ceil(float(width[1]) * POINT * min(SMALLEST / min(sizes), 1)) if width and sizes else 0


def table_html(headers: Iterable[str], rows: Iterable[Iterable[str]], title: str = "") -> str:
    """Rows of words as a light table."""
    above = f'<caption style="{CELL}">{escape(title)}</caption>\n' if title else ""
    head = "".join(f'<th scope="col" style="{CELL}">{escape(name)}</th>' for name in headers)
    body = "".join("<tr>" + "".join(f'<td style="{CELL}">{escape(cell)}</td>' for cell in row) + "</tr>\n"
                   for row in rows)
    return f"<table>\n{above}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
