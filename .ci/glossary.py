"""What the glossary says of a term, as the title of each link to it: it shows when the pointer rests on the link."""
import json
import re
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).parents[1] / "notebooks" / "glossary.ipynb"
ENTRY = re.compile(r"^### (.+)\n\n(.+)$", flags=re.MULTILINE)
LINK = re.compile(r'\]\(glossary\.ipynb#([^)\s]*)(?: "[^"]*")?\)')


@cache
def definitions():
    """The first sentence on each term, without marks, by the term as a link names it."""
    cells = json.loads(GLOSSARY.read_text(encoding="utf-8"))["cells"]
    entries = ENTRY.findall("\n\n".join("".join(cell["source"]) for cell in cells))
    return {term.replace(" ", "-"): first_sentence(text) for term, text in entries}


def first_sentence(text):
    """The first sentence of an entry as it is read."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)|[*`]", r"\1", text).replace('"', "'")
    return re.match(r".+?[.](?= |$)", plain)[0]


def titled(source):
    """A Markdown source whose links into the glossary have what is said there as their titles."""
    return LINK.sub(lambda link: f']({address(link[1])})', source)


def address(term):
    """Where a link to a term leads, and its title; an unknown term has none, and a test complains of it."""
    said = definitions().get(term)
    return f'glossary.ipynb#{term} "{said}"' if said else f"glossary.ipynb#{term}"
