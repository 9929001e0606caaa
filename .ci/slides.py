"""Which cells of a notebook begin a slide, so that nbconvert makes a lecture of it: jupyter nbconvert --to slides.

A slide for each section and for each round of predict, run, explain: the question on top, and below it, on a slide to
which one goes down, the run and what is to be said of it. So nobody sees an outcome beside its question.
"""

import re

SLIDE, BELOW, SAME = "slide", "subslide", "-"
HEADING = re.compile(r"#{1,4} ")
FOLD = re.compile(r"<details>")
QUESTION = re.compile(r"exercises\.\w+$")  # the last line of a cell that asks one
BRIEF = 450  # characters that leave room on a slide for what is run under them
TALL = 600  # px of a picture that leaves no room for them


def slide_types(cells):
    """What begins with each cell, in order: "slide", "subslide", or "-" for nothing."""
    before, begun = None, SAME
    for cell in cells:
        begun = slide_type(cell, before, begun) if before else SLIDE
        yield begun
        before = cell


def slide_type(cell, before, begun):
    """What begins with a cell after the cell `before`, with which `begun` has begun."""
    if cell.cell_type == "markdown":
        if HEADING.match(cell.source):
            return SLIDE
        return SAME if FOLD.match(cell.source) and before.cell_type == "code" else BELOW
    announced = before.cell_type == "markdown" and begun != SAME and len(before.source) < BRIEF
    if announced and not is_tall(cell):
        return SAME  # under what says what is asked, or is to be seen
    return SLIDE if QUESTION.match(cell.source.splitlines()[-1]) else BELOW


def is_tall(cell):
    """Whether a cell shows a picture that fills a slide."""
    said = [output.get("metadata", {}).get("image/png", {}) for output in cell.outputs]
    return any(picture.get("height", 0) > TALL for picture in said)
