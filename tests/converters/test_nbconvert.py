"""What nbconvert makes of the notebooks, by its own commands and with no option: pages, slides, scripts, handouts."""
import ast
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest

from tests.cells import NOTEBOOKS, beginning, cells_of
from tests.converters.installed import program
from tests.rounds import rounds

CONVERTED = ("03-elect-a-leader", "05-replicate-the-log")
SVG = "image/svg+xml"
each = pytest.mark.parametrize("notebook", CONVERTED)


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Converts a notebook to a format, once; gives the file."""
    done = {}

    def convert(notebook, to, ending, options=()):
        if to in ("latex", "pdf", "asciidoc"):
            program("pandoc")
        if (notebook, to) not in done:
            folder = tmp_path_factory.mktemp(to)
            command = [sys.executable, "-m", "nbconvert", "--to", to, *options, NOTEBOOKS / f"{notebook}.ipynb"]
            made = subprocess.run([*command, "--output-dir", folder], cwd=folder, capture_output=True, text=True)
            assert made.returncode == 0, made.stderr
            done[notebook, to] = folder / f"{notebook}.{ending}"
        return done[notebook, to].read_text(encoding="utf-8")
    convert.files = done
    return convert


def pictures(notebook):
    """The sentences of a notebook's pictures, in order."""
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", ()) if SVG in output.get("data", {})]
    return [output.metadata["image/png"]["alt"] for output in outputs]


class Page(HTMLParser):
    """What a page has: its images' alternative texts, which folds are open, and on which slide each cell is."""

    def __init__(self, text):
        super().__init__()
        self.images, self.open_folds, self.slides = [], 0, {}
        self._slide, self._depth = [-1, -1], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "img":
            self.images.append(has.get("alt"))
        self.open_folds += tag == "details" and "open" in has
        if tag == "section":
            self._slide = [self._slide[0] + 1, -1] if not self._depth else [self._slide[0], self._slide[1] + 1]
            self._depth += 1
        if has.get("id", "").startswith("cell-id="):
            self.slides[has["id"].removeprefix("cell-id=")] = tuple(self._slide)

    def handle_endtag(self, tag):
        self._depth -= tag == "section"


@each
def test_on_a_page_every_picture_has_its_sentence_and_no_answer_is_open(convert, notebook):
    page = Page(convert(notebook, "html", "html"))
    assert page.images == pictures(notebook)
    assert page.open_folds == 0


@each
def test_a_lecture_has_a_slide_for_each_question_and_its_outcome_on_another_one(convert, notebook):
    slides = Page(convert(notebook, "slides", "slides.html")).slides
    assert set(slides) == {f"{beginning(notebook)}{name}" for name in cells_of(notebook)}
    for asked, run, told in rounds(notebook):
        assert slides[asked] < slides[run], "the outcome is in sight with the question"
        assert slides[run][0] == slides[told][0], "what is explained is not below its question"
    asked = [slides[asked][0] for asked, _, _ in rounds(notebook)]
    assert len(asked) == len(set(asked)), "two questions share a slide"


@each
def test_a_script_is_one_of_python_with_all_that_is_run(convert, notebook):
    script = ast.dump(ast.parse(convert(notebook, "script", "py")))
    for source in cells_of(notebook, "code").values():
        assert ast.dump(ast.parse(source).body[0]) in script


@each
def test_on_paper_each_picture_is_the_png_that_stands_beside_the_svg(convert, notebook):
    shown = re.findall(r"\{([^{}]+\.(?:png|svg|pdf))\}", convert(notebook, "latex", "tex"))
    assert len(shown) == len(pictures(notebook))
    files = convert.files[notebook, "latex"].parent
    assert {(files / name).read_bytes()[:8] for name in shown} == {b"\x89PNG\r\n\x1a\n"}


# Where a PDF would be made of LaTeX, it is kept as it is.
NO_XETEX = "--PDFExporter.latex_command=['sh', '-c', 'cp \"$0\" notebook.pdf', '{filename}']"


@each
def test_a_pdf_is_made_of_what_latex_is_written_to(convert, notebook):
    folder = re.compile(r"[\w-]+_files/|\./")
    written = convert(notebook, "latex", "tex")
    assert folder.sub("", convert(notebook, "pdf", "pdf", [NO_XETEX])) == folder.sub("", written)


@each
def test_in_asciidoc_each_picture_stands_with_its_sentence(convert, notebook):
    text = convert(notebook, "asciidoc", "asciidoc")
    title = next(iter(cells_of(notebook).values())).partition("\n")[0].removeprefix("# ")
    assert text.strip().startswith(f"= {title}\n")
    shown = re.findall(r'^image::(.+)\["(.*)",\d+\]$', text, flags=re.MULTILINE)
    assert [sentence for _, sentence in shown] == [
        " ".join(sentence.split()).replace('"', "&quot;") for sentence in pictures(notebook)]
    files = convert.files[notebook, "asciidoc"].parent
    assert {(files / name).read_bytes()[:8] for name, _ in shown} == {b"\x89PNG\r\n\x1a\n"}
    assert "data:image" not in text
    assert "![" not in text


@each
def test_on_paper_no_answer_stands_before_the_end(convert, notebook):
    questions, _, answers = convert(notebook, "latex", "tex").partition(r"\section{Answers}")
    folds = sum(source.count("<details>") for source in cells_of(notebook).values())
    assert re.findall(r"\\subsubsection\{Answer (\d+)\}", answers) == [str(number + 1) for number in range(folds)]
    assert [int(number) for number in re.findall(r"\\hyperref\[answer-(\d+)\]", questions)] == list(range(1, folds + 1))
    assert "details>" not in questions + answers


@pytest.mark.parametrize(("to", "ending", "end", "heading"), [
    ("latex", "tex", r"\section{Answers}", r"\subsubsection"), ("asciidoc", "asciidoc", "== Answers", "=== Answer")])
def test_an_answer_on_paper_says_where_its_question_stands(convert, to, ending, end, heading):
    before, _, answers = convert("03-elect-a-leader", to, ending).partition(end)
    said = "S2 had drawn the shortest"
    assert said not in before
    [answer] = [each for each in answers.split(heading) if said in each]
    assert "Predict 1: who becomes a candidate?" in answer


@pytest.mark.skipif(shutil.which("xelatex") is None, reason="no LaTeX is installed")
@each
def test_latex_has_a_sign_for_each_sign_and_an_end_for_each_link(convert, notebook):
    convert(notebook, "latex", "tex")
    file = convert.files[notebook, "latex"]
    for _ in range(2):  # links are known the second time
        subprocess.run(["xelatex", "-interaction=batchmode", file.name], cwd=file.parent, stdout=subprocess.DEVNULL)
    log = file.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert re.findall(r"^!.*|Missing character.*|.*undefined.*", log, flags=re.MULTILINE) == []
    assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_the_menu_of_jupyterlab_converts_in_the_same_way(tmp_path):
    command = [sys.executable, "-m", "jupyter_server", "--show-config-json"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    settings = json.loads(shown[shown.index("{"):])
    assert settings["LatexExporter"] == {"preprocessors": ["raftlib.on_paper.OnPaper"]}
    assert "text/latex" in settings["PDFExporter"]["raw_mimetypes"]
    assert settings["SVG2PDFPreprocessor"] == {"enabled": False}
