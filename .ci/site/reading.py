"""A notebook as a page to read: its text, its code, and its outputs with their still pictures. Nothing of it moves.

Run by itself (make pages) it writes each notebook as a page that needs no other file, and no network.
"""

import html
import re
from pathlib import Path

import nbformat
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).parent
TOP = HERE.parents[1]
LINK = re.compile(r'(href="[\w-]+)\.ipynb')
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(?! )([^$\n]+?)(?<! )\$", re.DOTALL)
SERIES = "Raft, hands on"
CODE = "xcode"  # of pygments' styles the one whose colours can all be read on the ground that code has here


def styles() -> str:
    """The style sheet of all pages."""
    code = HtmlFormatter(style=CODE).get_style_defs(".highlight")
    return f"{code}\n{(HERE / 'page.css').read_text(encoding='utf-8')}"


def page(title: str, body: str, head: str) -> str:
    """A whole page; its `head` has the style sheet, or leads to it."""
    text = (HERE / "page.html").read_text(encoding="utf-8")
    for name, value in {"title": html.escape(title), "head": head, "body": body}.items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    return text


def article(path: Path) -> tuple[str, str]:
    """The title of a notebook's page, and the notebook."""
    notebook = nbformat.read(path, as_version=4)
    exporter = HTMLExporter(template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True)
    body, _ = exporter.from_notebook_node(notebook)
    body = FORMULA.sub(as_mathml, LINK.sub(r"\1.html", body))
    body = body.replace("<table>", '<table tabindex="0">')  # a wide one scrolls, by keys as well
    title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
    return f"{title} – {SERIES}", f'<article class="notebook">{body}</article>'


def as_mathml(formula: re.Match) -> str:
    """A formula as browsers draw it by themselves."""
    block, line = formula.groups()
    return convert(html.unescape(block or line), display="block" if block else "inline")


def alone(path: Path) -> str:
    """The page of a notebook with all that it needs."""
    return page(*article(path), f"<style>\n{styles()}</style>")


def main() -> None:
    """Write all of them."""
    folder = TOP / "pages"
    folder.mkdir(exist_ok=True)
    for path in sorted((TOP / "notebooks").glob("*.ipynb")):
        (folder / f"{path.stem}.html").write_text(alone(path), encoding="utf-8")


if __name__ == "__main__":
    main()
