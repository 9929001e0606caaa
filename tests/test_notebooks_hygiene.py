"""Every saved notebook is in the state that a reader, a diff and nbval's strict comparison need."""

import copy
import itertools
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

import notebooks as tool
from tests.cells import beginning

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GLOSSARY = ROOT / "notebooks" / "glossary.ipynb"
LONGEST_CELL = 14
LARGEST_FILE = 1_500_000
LONGEST_ID = 64  # characters, by the format of notebooks
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
STATED_AT_THE_TOP = ("You will", "You need", "Time")


# What the checks look at.


def cells(notebook, kind):
    """The cells of one kind, each with its place counted from 1."""
    numbered = enumerate(notebook["cells"], start=1)
    return [(place, cell) for place, cell in numbered if cell["cell_type"] == kind]


def outputs(notebook):
    """All outputs, each with the place of its cell."""
    return [(place, output) for place, cell in cells(notebook, "code") for output in cell["outputs"]]


def text(saved):
    """A notebook's string, which may be saved as a list of lines; of other data, its JSON."""
    if isinstance(saved, list):
        return "".join(map(text, saved))
    return saved if isinstance(saved, str) else json.dumps(saved)


def output_texts(notebook):
    """All that outputs say in text; a PNG's base64 is none."""
    for place, output in outputs(notebook):
        yield place, text(output.get("text", ""))
        for kind, data in output.get("data", {}).items():
            if kind != "image/png":
                yield place, text(data)


def sources(notebook):
    """The text of every cell, with the cell's place."""
    return [(place, text(cell["source"])) for place, cell in enumerate(notebook["cells"], start=1)]


def prose(notebook):
    """The notebook's Markdown in one string."""
    return "\n\n".join(text(cell["source"]) for _, cell in cells(notebook, "markdown"))


def glossary_terms():
    """The terms of the glossary, as a link names them."""
    headings = re.findall(r"^### (.+)$", prose(json.loads(GLOSSARY.read_text(encoding="utf-8"))), flags=re.MULTILINE)
    return [heading.replace(" ", "-") for heading in headings]


# The checks: each takes a notebook and returns its complaints, in words.


def counts_in_order(notebook):
    counts = [cell["execution_count"] for _, cell in cells(notebook, "code")]
    expected = list(range(1, len(counts) + 1))
    return [] if counts == expected else [f"execution counts are {counts}, not {expected}"]


def no_widget_state(notebook):
    return ["widget state is saved"] if "widgets" in notebook["metadata"] else []


def no_widget_views(notebook):
    return [
        f"cell {place} saves a widget's view"
        for place, output in outputs(notebook)
        if WIDGET_VIEW in output.get("data", {})
    ]


def no_stderr(notebook):
    return [
        f"cell {place} wrote to stderr"
        for place, output in outputs(notebook)
        if output.get("name") == "stderr"
    ]


def no_errors(notebook):
    return [f"cell {place} raised" for place, output in outputs(notebook) if output["output_type"] == "error"]


def no_addresses(notebook):
    return [
        f"cell {place} shows the address {found[0]}"
        for place, shown in output_texts(notebook)
        if (found := re.search(r"0x[0-9a-fA-F]{6,}", shown))
    ]


def no_escape_from_comparison(notebook):
    marked = [
        f"cell {place} carries the marker {found[0]}"
        for place, source in sources(notebook)
        if (found := re.search(r"NBVAL_\w+|PYTEST_VALIDATE_\w+", source))
    ]
    tagged = [
        f"cell {place} carries the tag {tag}"
        for place, cell in enumerate(notebook["cells"], start=1)
        for tag in cell["metadata"].get("tags", [])
        if re.match(r"nbval-|raises-exception", tag.lower())
    ]
    return marked + tagged


def png_beside_svg(notebook):
    """nbval compares the SVG; the PNG is for viewers without SVG, and a live notebook does not make it."""
    without = {"image/png": "a PNG without the SVG that nbval compares", "image/svg+xml": "an SVG without its PNG"}
    return [
        f"cell {place} has {said}: make notebooks"
        for place, output in outputs(notebook)
        for kind, said in without.items()
        if set(without) & set(output.get("data", {})) == {kind}
    ]


def pictures_have_their_sentence(notebook):
    """A front end that shows the HTML, or the PNG, says it to whoever can't see the picture."""
    pictures = [(place, output) for place, output in outputs(notebook) if "image/svg+xml" in output.get("data", {})]
    return [
        f"cell {place} has a picture without its sentence"
        for place, output in pictures
        if not said_of(output) or said_of(output) != title_of(text(output["data"]["image/svg+xml"]))
        or output["metadata"].get("image/png", {}).get("alt") != said_of(output)
    ]


def said_of(output):
    """The alternative text of a picture's image in HTML."""
    found = re.match(r'<img [^>]*\balt="([^"]*)"', text(output["data"].get("text/html", "")))
    return found and unescape(found[1])


def title_of(svg):
    """The title of an SVG."""
    return unescape(re.search(r"<title>(.*?)</title>", svg, re.DOTALL)[1])


def png_knows_its_size(notebook):
    return [
        f"cell {place} has a PNG without the size at which it is shown"
        for place, output in outputs(notebook)
        if "image/png" in output.get("data", {})
        and not set(output["metadata"].get("image/png", {})) >= {"width", "height"}
    ]


def short_code_cells(notebook):
    lengths = [(place, len(text(cell["source"]).splitlines())) for place, cell in cells(notebook, "code")]
    return [f"cell {place} has {length} lines" for place, length in lengths if length > LONGEST_CELL]


def prose_between_code(notebook):
    kinds = [cell["cell_type"] for cell in notebook["cells"]]
    return [
        f"cells {place} and {place + 1} are code without prose between"
        for place, pair in enumerate(itertools.pairwise(kinds), start=1)
        if pair == ("code", "code")
    ]


def folds_open_and_close(notebook):
    """A fold that is not closed takes in what follows; without an empty line its text is not read as Markdown."""
    unequal = [
        f"cell {place} opens {source.count('<details>')} folds and closes {source.count('</details>')}"
        for place, source in sources(notebook)
        if source.count("<details>") != source.count("</details>")
    ]
    tight = [
        f"cell {place} has a fold without an empty line under its title"
        for place, source in sources(notebook)
        if re.search(r"</summary>(?!\n\n)", source)
    ]
    return unequal + tight


def states_its_terms(notebook):
    return [
        f"*{phrase}* is missing"
        for phrase in STATED_AT_THE_TOP
        if not re.search(rf"(\*|# ?){phrase}\b", prose(notebook))
    ]


def no_machine_paths(notebook):
    return [
        f"cell {place} names the path {found[0]}"
        for place, said in [*sources(notebook), *output_texts(notebook)]
        if (found := re.search(r"(?<![\w./:-])/(home|root|tmp|work)\b[\w/.-]*", said))
    ]


NOTEBOOK_CHECKS = (
    counts_in_order,
    no_widget_state,
    no_widget_views,
    no_stderr,
    no_errors,
    no_addresses,
    no_escape_from_comparison,
    png_beside_svg,
    png_knows_its_size,
    pictures_have_their_sentence,
    short_code_cells,
    prose_between_code,
    folds_open_and_close,
    states_its_terms,
    no_machine_paths,
)


# Checks of the file, not of what is in it alone.


def links_resolve(path):
    markdown = prose(json.loads(path.read_text(encoding="utf-8")))
    found = re.findall(r"\]\(\s*<?([^)>\s]+)|(?:src|href)=[\"']([^\"']+)", markdown)
    targets = [unquote((link or tag).split("#")[0]) for link, tag in found]
    relative = [target for target in targets if target and not re.match(r"\w+:", target)]
    return [f"{target} does not exist" for target in relative if not (path.parent / target).exists()]


def terms_are_explained(path):
    markdown = prose(json.loads(path.read_text(encoding="utf-8")))
    linked = re.findall(r"\]\(glossary\.ipynb#([^)\s]*)", markdown)
    return [f"{term} is not in the glossary" for term in linked if term not in glossary_terms()]


def is_normalised(path):
    saved = path.read_text(encoding="utf-8")
    same = tool.dump(tool.normalise(tool.load(saved))) == saved
    return [] if same else ["the file is not normalised: make notebooks"]


def small_file(path):
    size = path.stat().st_size
    return [] if size < LARGEST_FILE else [f"the file has {size} bytes, {LARGEST_FILE} are allowed"]


def ids_unique(path):
    """Tools that make one book of all notebooks have one name space for all cells: ids begin with their notebook's."""
    ids = [cell.get("id") or "none" for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    double = {id for id in ids if ids.count(id) > 1}
    strange = [id for id in ids if not re.fullmatch(f"{beginning(path.stem)}[a-z0-9-]+", id) or len(id) > LONGEST_ID]
    return [f"the cell id {id} is double, too long, or not of this notebook" for id in sorted({*double, *strange})]


FILE_CHECKS = (links_resolve, terms_are_explained, is_normalised, small_file, ids_unique)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_clean(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    checks = [check for check in NOTEBOOK_CHECKS if path != GLOSSARY or check != states_its_terms]
    complaints = [complaint for check in checks for complaint in check(notebook)]
    complaints += [complaint for check in FILE_CHECKS for complaint in check(path)]
    assert complaints == []


def test_the_glossary_is_in_order_with_all_terms_in_its_index():
    terms = glossary_terms()
    assert terms == sorted(terms, key=str.lower)
    assert re.findall(r"\]\(#([^)]*)\)", prose(json.loads(GLOSSARY.read_text(encoding="utf-8")))) == terms


def test_every_term_of_the_glossary_is_linked_from_a_notebook():
    linked = {term for path in NOTEBOOKS for term in re.findall(r"glossary\.ipynb#([^)\s]*)", path.read_text("utf-8"))}
    assert set(glossary_terms()) == linked


# The checks themselves bite: none complains of a good notebook, each of one bad in its way.


SVG = '<svg role="img"><title>a &lt;picture&gt;</title></svg>'
IMAGE = '<img src="data:image/svg+xml;base64," alt="a &lt;picture&gt;">'


def good_notebook():
    """A small notebook that no check complains of."""
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    figure = {"image/svg+xml": SVG, "image/png": "iVBORw0KGgo=", "text/html": IMAGE, "text/plain": "a picture"}
    size = {"image/png": {"width": 720, "height": 400, "alt": "a <picture>"}, "text/plain": {"dropped": "later on"}}
    notebook = nbformat.v4.new_notebook(
        cells=[
            markdown("# Try it\n*You will* see. *You need* nothing. *Time*: a minute.", id="notebook-top"),
            code("print(42)", id="notebook-say", outputs=[stream("42\n")], execution_count=1),
            markdown("Read [on](other.md), [there](https://example.org/home) or [above](#top).", id="notebook-link"),
            code("figure", id="notebook-show", outputs=[displayed(figure, size)], execution_count=2),
        ]
    )
    return json.loads(tool.dump(tool.normalise(notebook)))


def stream(said, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=said)


def displayed(data, metadata=None):
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})


def sentenced(data, size):
    """A picture with its sentence, and so much said of its size."""
    return displayed({**data, "text/html": IMAGE}, {"image/png": {"alt": "a <picture>", **size}})


def added_output(output):
    return lambda notebook: notebook["cells"][1]["outputs"].append(output)


def changed_figure(part, values):
    return lambda notebook: notebook["cells"][3]["outputs"][0][part].update(values)


def changed_cell(place, **values):
    return lambda notebook: notebook["cells"][place].update(values)


BAD_NOTEBOOKS = [
    (counts_in_order, changed_cell(1, execution_count=None)),
    (counts_in_order, changed_cell(3, execution_count=3)),
    (no_widget_state, lambda notebook: notebook["metadata"].update(widgets={})),
    (no_widget_views, added_output(displayed({WIDGET_VIEW: {"model_id": "a"}}))),
    (no_stderr, added_output(stream("oh", "stderr"))),
    (no_errors, added_output(nbformat.v4.new_output("error", ename="E", evalue="", traceback=[]))),
    (no_addresses, added_output(stream("<Server at 0x7f00deadbeef>"))),
    (no_addresses, added_output(displayed({"text/plain": ["<Server\n", "at 0x7f00deadbeef>"]}))),
    (no_escape_from_comparison, changed_cell(1, source="# NBVAL_IGNORE_OUTPUT\nprint(42)")),
    (no_escape_from_comparison, changed_cell(1, metadata={"tags": ["nbval-skip"]})),
    (no_escape_from_comparison, changed_cell(1, metadata={"tags": ["raises-exception"]})),
    (png_beside_svg, added_output(displayed({"image/png": "iVBORw0KGgo="}, {"image/png": {"width": 1, "height": 1}}))),
    (png_beside_svg, added_output(sentenced({"image/svg+xml": SVG}, {}))),
    (png_knows_its_size, added_output(sentenced({"image/svg+xml": SVG, "image/png": "iVBORw0KGgo="}, {}))),
    (pictures_have_their_sentence, changed_figure("data", {"text/html": IMAGE.replace("a &", "the &")})),
    (pictures_have_their_sentence, changed_figure("data", {"text/html": "<p>a picture</p>"})),
    (pictures_have_their_sentence, changed_figure("metadata", {"image/png": {"width": 720, "height": 400}})),
    (short_code_cells, changed_cell(1, source="x = 1\n" * (LONGEST_CELL + 1))),
    (prose_between_code, lambda notebook: notebook["cells"].pop(2)),
    (folds_open_and_close, changed_cell(2, source="<details><summary>Why?</summary>\n\nBecause.")),
    (folds_open_and_close, changed_cell(2, source="<details><summary>Why?</summary>\nBecause.\n</details>")),
    (states_its_terms, changed_cell(0, source="# Try it\n*You will* see. *You need* nothing.")),
    (no_machine_paths, changed_cell(1, source="open('/home/me/notes')")),
    (no_machine_paths, added_output(stream("saved in /tmp"))),
]
BAD_FILES = [
    (links_resolve, changed_cell(2, source="Read [on](missing.ipynb#there).")),
    (links_resolve, changed_cell(2, source='<img src="../images/missing.svg" alt="">')),
    (terms_are_explained, changed_cell(2, source="A [follower](glossary.ipynb#folower).")),
    (is_normalised, changed_cell(2, source="A [follower](glossary.ipynb#follower) without its definition.")),
    (is_normalised, changed_cell(1, metadata={"execution": {"iopub.status.busy": "2026"}})),
    (is_normalised, lambda notebook: notebook["metadata"]["language_info"].update(version="3.11.2")),
    (small_file, changed_cell(1, source="#" * LARGEST_FILE)),
    (ids_unique, changed_cell(3, id="notebook-say")),
    (ids_unique, changed_cell(3, id="show")),
    (ids_unique, changed_cell(3, id=f"notebook-{'show' * 14}")),
    (ids_unique, lambda notebook: notebook["cells"][0].pop("id")),
]


def save(notebook, folder):
    """Write a notebook as it is, without normalising it, and the file its link leads to."""
    (folder / "other.md").write_text("Here.")
    path = folder / "notebook.ipynb"
    saved = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    path.write_text(saved, encoding="utf-8")
    return path


def spoilt(change):
    notebook = copy.deepcopy(good_notebook())
    change(notebook)
    return notebook


def test_no_check_complains_of_a_good_notebook(tmp_path):
    path = save(good_notebook(), tmp_path)
    assert [check(good_notebook()) for check in NOTEBOOK_CHECKS] == [[]] * len(NOTEBOOK_CHECKS)
    assert [check(path) for check in FILE_CHECKS] == [[]] * len(FILE_CHECKS)


@pytest.mark.parametrize(("check", "change"), BAD_NOTEBOOKS)
def test_check_complains_of_a_bad_notebook(check, change):
    assert len(check(spoilt(change))) == 1


@pytest.mark.parametrize(("check", "change"), BAD_FILES)
def test_check_complains_of_a_bad_file(check, change, tmp_path):
    assert len(check(save(spoilt(change), tmp_path))) == 1


def test_every_check_is_shown_to_bite():
    assert {check for check, _ in BAD_NOTEBOOKS + BAD_FILES} == {*NOTEBOOK_CHECKS, *FILE_CHECKS}


# The tool that saves the notebooks, and the comparison that guards what it saved.

FIGURE_CODE = """\
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0 L 10 10"/></svg>')"""


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    """The file of a small notebook with a printed number and a figure, run and normalised."""
    path = tmp_path_factory.mktemp("remade") / "small.ipynb"
    write_unrun(path, ["print(6 * 7)", FIGURE_CODE])
    tool.remake(path)
    return path


def write_unrun(path, code):
    """A notebook as a person may save it: not run, and without ids."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in code])
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4
    path.write_text(json.dumps(notebook))


def test_remaking_a_notebook_again_changes_nothing(remade):
    before = remade.read_bytes()
    tool.remake(remade)
    assert remade.read_bytes() == before
    assert is_normalised(remade) == []
    assert ids_unique(remade) == []
    assert counts_in_order(json.loads(before)) == []


def test_a_notebook_that_raises_is_left_as_it_was(tmp_path):
    path = tmp_path / "raises.ipynb"
    write_unrun(path, ["print(1)", "1 / 0"])
    before = path.read_bytes()
    assert "a cell raised ZeroDivisionError: division by zero" in tool.main([path])
    assert path.read_bytes() == before


TAMPERED = {"untouched": ("42", "42"), "number": ("42\\n", "43\\n"), "figure": ("L 10 10", "L 10 11")}


@pytest.fixture(scope="module")
def compared(remade, tmp_path_factory):
    """What pytest says of the cells of each tampered copy, all compared in one go."""
    folder, original = tmp_path_factory.mktemp("tampered"), remade.read_text()
    for name, (saved, tampered) in TAMPERED.items():
        # The last one, since the first may be in the cell's source.
        head, _, tail = original.rpartition(saved)
        (folder / f"{name}.ipynb").write_text(f"{head}{tampered}{tail}")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-c", ROOT / "pyproject.toml", "--rootdir", folder, *folder.iterdir()],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    said = {(name, cell): word for word, name, cell in
            re.findall(r"^(PASSED|FAILED) (\w+)\.ipynb::Cell (\d)", run.stdout, flags=re.MULTILINE)}
    assert len(said) == 2 * len(TAMPERED), run.stdout
    return {name: [said[name, cell] for cell in "01"] for name in TAMPERED}


@pytest.mark.parametrize(("name", "cells"), [
    ("untouched", ["PASSED", "PASSED"]), ("number", ["FAILED", "PASSED"]), ("figure", ["PASSED", "FAILED"]),
])
def test_comparison_is_strict(compared, name, cells):
    assert compared[name] == cells


def test_a_link_to_a_term_shows_its_definition():
    cell = nbformat.v4.new_markdown_cell("A [follower](glossary.ipynb#follower) and a **[leader](glossary.ipynb#leader "
                                         '"an old definition")**, not a [chief](glossary.ipynb#chief).', id="terms")
    once = tool.normalise(nbformat.v4.new_notebook(cells=[cell]))
    said = once.cells[0].source
    assert 'A [follower](glossary.ipynb#follower "The role in which every server starts' in said
    assert '**[leader](glossary.ipynb#leader "The server that controls the whole process' in said
    assert "At most one" not in said  # the first sentence is enough
    assert "old" not in said
    assert said.endswith("not a [chief](glossary.ipynb#chief).")
    assert tool.normalise(once).cells[0].source == said


def test_definitions_are_plain_sentences_of_all_terms():
    definitions = tool.definitions()
    assert list(definitions) == glossary_terms()
    for term, said in definitions.items():
        assert re.fullmatch(r'[A-Z][^*`"\[\]→§]{20,}[^.]\.', said), term
