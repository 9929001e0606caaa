"""The pages of the site that only want to be read: the front page, and each notebook with its pictures."""

import html
import re
import shutil
from pathlib import Path

from reading import SERIES, article, page, styles

from raftlib import stories

HERE = Path(__file__).parent
READ = "read"
RUN = "run/lab/index.html?path="  # and the name of a notebook
# A row of README's table: picture, number, title, file, what one can do afterwards, minutes.
ROW = re.compile(r'^\| <a [^>]*><img src="(?P<image>[^"]+)"[^>]*alt="(?P<alt>[^"]*)"></a> \| \*\*(?P<number>\d\d)\*\* '
                 r"\[(?P<title>[^]]+)\]\(notebooks/(?P<name>[\w-]+)\.ipynb\) "
                 r"\| (?P<can>[^|]+?) \| (?P<minutes>[^|]+?) \|$", re.MULTILINE)


def lay(site: Path, top: Path) -> None:
    """Write the front page, its story and its pictures, and a page for each notebook."""
    rows = [row.groupdict() for row in ROW.finditer((top / "README.md").read_text(encoding="utf-8"))]
    (site / READ).mkdir(parents=True)
    (site / "site.css").write_text(styles(), encoding="utf-8")
    shutil.copytree(top / "images", site / "images")
    stories.an_election(seed=20).save(site / "election.html")
    (site / "index.html").write_text(front(rows), encoding="utf-8")
    names = [path.stem for path in sorted((top / "notebooks").glob("*.ipynb"))]
    for name in names:
        text = reading(top / "notebooks" / f"{name}.ipynb", names)
        (site / READ / f"{name}.html").write_text(text, encoding="utf-8")


def linked(title: str, body: str, up: str = "") -> str:
    """A page of the site; `up` leads from it to the front page's folder."""
    return page(title, body, f'<link rel="stylesheet" href="{up}site.css">')


def front(rows: list[dict[str, str]]) -> str:
    """The front page."""
    notebooks = "\n".join(card(row) for row in rows)
    body = (HERE / "front.html").read_text(encoding="utf-8").replace("{{ notebooks }}", notebooks)
    return linked(SERIES, body)


def card(row: dict[str, str]) -> str:
    """A notebook in the front page's list."""
    title = f"{row['number']} {html.escape(row['title'])}"
    return f"""<li>
<img src="{row['image']}" alt="{row['alt']}" width="200">
<div><h3>{title}</h3>
<p>Afterwards you can {html.escape(row['can'])}. <span class="minutes">{html.escape(row['minutes'])} minutes</span></p>
<p><a class="run" href="{RUN}{row['name']}.ipynb" aria-label="Run {title}">Run</a>
<a href="{READ}/{row['name']}.html" aria-label="Read {title}">Read</a></p></div>
</li>"""


def reading(path: Path, names: list[str]) -> str:
    """A notebook as a page of the site."""
    title, body = article(path)
    return linked(title, around(body, path.stem, names), up="../")


def around(body: str, name: str, names: list[str]) -> str:
    """What stands above and below a notebook that is read."""
    place = names.index(name)
    onward = f'<a href="{names[place + 1]}.html">Next ▸</a>' if place + 1 < len(names) else ""
    return f"""<nav aria-label="this notebook"><a href="../index.html">All notebooks</a>
<a class="run" href="../{RUN}{name}.ipynb">Run it</a> {onward}</nav>
{body}
<nav aria-label="onward"><a href="../index.html">All notebooks</a> {onward}</nav>"""
