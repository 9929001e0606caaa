"""A notebook as it goes to paper, by LaTeX or AsciiDoc: what is folded comes at the end, and each sign has a font.

jupyter_config.json, which is installed where Jupyter looks for settings, leads nbconvert and JupyterLab's menu here.
It also turns off what makes PDFs of SVGs, by Inkscape: beside each of our SVGs stands a PNG. And it lets raw LaTeX, of
which the fonts are set, into a PDF: by itself nbconvert keeps it for `--to latex`.
"""
import re
from pathlib import Path

import matplotlib
from nbconvert.filters import path2url
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell, new_raw_cell

PNG = "image/png"
TAG = re.compile(r"(</?details>)")
SUMMARY = re.compile(r"\s*<summary>(.*?)</summary>\s*", re.DOTALL)
BOLD = re.compile(r"</?b>")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
NUMBERED = re.compile(r"^#+ \d+\. ", re.MULTILINE)
TITLE = re.compile(r"# (.+)\n*")
OTHER_SIGNS = str.maketrans({"⏭": "▶|"})  # what the fonts lack
FONTS = (Path(matplotlib.get_data_path()) / "fonts" / "ttf").as_posix()  # they have ✓, ✗ and ○; LaTeX's own have not
SET_FONTS = rf"""\IfFileExists{{{FONTS}/DejaVuSans.ttf}}{{%
\setmainfont{{DejaVuSans}}[Path={FONTS}/,Extension=.ttf,Scale=0.85,
  BoldFont=*-Bold,ItalicFont=*-Oblique,BoldItalicFont=*-BoldOblique]%
\setmonofont{{DejaVuSansMono}}[Path={FONTS}/,Extension=.ttf,Scale=0.85,
  BoldFont=*-Bold,ItalicFont=*-Oblique,BoldItalicFont=*-BoldOblique]}}{{}}"""
NO_NUMBERS = r"\setcounter{secnumdepth}{0}"  # the headings have their own


class OnPaper(Preprocessor):
    """Gives a notebook the title of its first heading, fonts, and its folded answers at the end, numbered."""

    def preprocess(self, notebook, resources):
        """The notebook, changed in place, and what nbconvert knows of it."""
        answers = Answers()
        texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        setup = [SET_FONTS, NO_NUMBERS] if any(NUMBERED.search(cell.source) for cell in texts) else [SET_FONTS]
        take_title(notebook)
        for cell in texts:
            cell.source = answers.taken_from(cell.source).translate(OTHER_SIGNS)
        notebook.cells.insert(0, new_raw_cell("\n".join(setup), metadata={"raw_mimetype": "text/latex"}))
        if answers.texts:
            notebook.cells.append(new_markdown_cell("\n\n".join(["# Answers", *answers.texts]).translate(OTHER_SIGNS)))
        return notebook, resources


class InAsciiDoc(OnPaper):
    """The same with title and pictures: nbconvert's own template has no title, and shows pictures as plain text."""

    def preprocess(self, notebook, resources):
        """The notebook, changed in place, and what nbconvert knows of it."""
        super().preprocess(notebook, resources)
        notebook.cells = [each for cell in notebook.cells for each in (cell, *pictures_taken_from(cell))]
        if title := notebook.metadata.get("title"):
            notebook.cells.insert(0, new_raw_cell(f"= {title}\n"))
        return notebook, resources


def pictures_taken_from(cell) -> list:
    """A raw cell for each picture of a cell, which has it no more; it is in a file already."""
    outputs = cell.get("outputs", [])
    shown = [output for output in outputs if PNG in output.get("data", ())]
    if shown:
        cell.outputs = [output for output in outputs if output not in shown]
    return [new_raw_cell(image_of(output.metadata)) for output in shown]


def image_of(metadata) -> str:
    """The block for a picture: its file, its sentence, its width."""
    of_it = metadata.get(PNG, {})
    sentence = " ".join(of_it.get("alt", "").split()).replace('"', "&quot;")
    return f'\nimage::{path2url(metadata.filenames[PNG])}["{sentence}",{of_it.get("width", "")}]\n'


def take_title(notebook) -> None:
    """Make the heading with which a notebook begins its title, unless it has one."""
    first = notebook.cells[0] if notebook.cells else {}
    if first.get("cell_type") == "markdown" and (heading := TITLE.match(first.source)):
        notebook.metadata.setdefault("title", heading[1])
        first.source = first.source[heading.end():]


class Answers:
    """What was folded away in a notebook: `texts`, numbered, each with the heading under which it stood."""

    def __init__(self):
        self.texts: list[str] = []
        self.heading = ""

    def taken_from(self, text: str) -> str:
        """The text with a link in the place of each fold. A fold within one goes along, unfolded."""
        depth, kept, fold = 0, "", ""
        for piece in TAG.split(text):
            if TAG.fullmatch(piece):
                depth += 1 if piece == "<details>" else -1
                if not depth:
                    kept, fold = kept + self._link_to(fold), ""
            elif depth:
                fold += piece
            else:
                kept += piece
                self.heading = (HEADING.findall(piece) or [self.heading])[-1]
        return kept

    def _link_to(self, fold: str) -> str:
        """Take what a fold holds; returns what it asks, with the link to its answer."""
        asked = SUMMARY.match(fold)
        title = BOLD.sub("", asked[1]) if asked else "More"
        answer = SUMMARY.sub(lambda inner: f"\n\n**{BOLD.sub('', inner[1])}**\n\n", fold[asked.end() if asked else 0:])
        number = len(self.texts) + 1
        self.texts.append(f"### Answer {number}\n\n{self.heading}: *{title}*\n\n{answer.strip()}")
        return f"{title} → [Answer {number}](#answer-{number})\n\n"
