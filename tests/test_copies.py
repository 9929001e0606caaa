"""A reader's copies: nothing typed is ever lost, what is new always arrives, and no answer stands in them."""
import json
import os
import random
import subprocess
import sys
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import nbformat
import pytest

from raftlib.copies import RECORDS, Copies

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
ELECT = "03-elect-a-leader.ipynb"


def write(path, *sources):
    """A notebook of code cells, each with an output, the first one tagged as what is seen first."""
    output = nbformat.v4.new_output("stream", text="S2 wins")
    cells = [nbformat.v4.new_markdown_cell("# Elect", id="title")] + [
        nbformat.v4.new_code_cell(source, id=f"c{place}", outputs=[output], execution_count=place + 1,
                                  metadata={"tags": ["first-sight"]} if place == 0 else {})
        for place, source in enumerate(sources)
    ]
    path.write_text(json.dumps(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]][1:]


def type_into(path, source):
    """What a reader does, and JupyterLab's form of it: the source as a list of lines."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = source.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")


def run_all(path):
    """What Run All and a save leave: counts, outputs, and an empty cell after the last one."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for place, cell in enumerate(notebook["cells"][1:], start=1):
        cell.update(execution_count=place, outputs=[nbformat.v4.new_output("stream", text="ran")])
    notebook["cells"].append(nbformat.v4.new_code_cell(""))
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def committed(tmp_path):
    """The folder of the committed notebooks."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write(folder / ELECT, "story", "ask", "run")
    write(folder / "04-split-the-vote.ipynb", "story", "other")
    return folder


@pytest.fixture
def own(committed, tmp_path):
    """The reader's folder, made once."""
    assert start(tmp_path) == []
    return tmp_path / "my-notebooks"


def start(tmp_path):
    """What `python -m raftlib` does before it opens anything; what it says."""
    return Copies(tmp_path / "notebooks", tmp_path / "my-notebooks").update()


def test_a_copy_has_all_cells_and_no_outputs_but_those_of_the_first_sight(own, committed):
    saved, copied = (json.loads((folder / ELECT).read_text(encoding="utf-8")) for folder in (committed, own))
    assert [cell["source"] for cell in copied["cells"]] == [cell["source"] for cell in saved["cells"]]
    assert copied["cells"][1] == saved["cells"][1]
    assert [(cell["outputs"], cell["execution_count"]) for cell in copied["cells"][2:]] == [([], None)] * 2
    nbformat.validate(copied)


def test_no_answer_is_in_the_copies_of_the_series(tmp_path):
    Copies(NOTEBOOKS, tmp_path / "own").update()
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        copy = nbformat.read(tmp_path / "own" / path.name, as_version=4)
        saved = nbformat.read(path, as_version=4)
        assert [cell.source for cell in copy.cells] == [cell.source for cell in saved.cells]
        told = [cell.id for cell in copy.cells if cell.get("outputs")]
        tagged = [cell for cell in saved.cells if "first-sight" in cell.metadata.get("tags", [])]
        assert told == [cell.id for cell in tagged if cell.get("outputs")]


@pytest.mark.parametrize("done", [lambda path: None, run_all], ids=["untouched", "run"])
def test_a_copy_that_was_not_typed_into_becomes_the_new_one_without_a_word(done, own, committed, tmp_path):
    done(own / ELECT)
    write(committed / ELECT, "story", "ask better", "run")
    assert start(tmp_path) == []
    assert sources(own / ELECT) == ["story", "ask better", "run"]
    assert sorted(path.name for path in own.glob("03*")) == [ELECT]


@pytest.mark.parametrize("done", [run_all, lambda path: type_into(path, "mine")], ids=["run", "typed"])
def test_a_copy_of_what_has_not_changed_stays_to_the_byte(done, own, tmp_path):
    done(own / ELECT)
    before = (own / ELECT).read_bytes()
    assert start(tmp_path) == []
    assert (own / ELECT).read_bytes() == before
    assert len(list(own.glob("*.ipynb"))) == 2


def test_outputs_alone_that_changed_are_no_new_notebook(own, committed, tmp_path):
    run_all(own / ELECT)
    before = (own / ELECT).read_bytes()
    run_all(committed / ELECT)
    assert start(tmp_path) == []
    assert (own / ELECT).read_bytes() == before


def test_the_new_one_is_put_beside_one_that_was_typed_into_and_said_so_once(own, committed, tmp_path):
    type_into(own / ELECT, "mine")
    before = (own / ELECT).read_bytes()
    write(committed / ELECT, "story", "ask better", "run")
    (said,) = start(tmp_path)
    assert said == (f"{ELECT} has changed since you wrote in yours: "
                    "the new one is 03-elect-a-leader-new.ipynb, beside it.")
    assert (own / ELECT).read_bytes() == before
    assert sources(own / "03-elect-a-leader-new.ipynb") == ["story", "ask better", "run"]
    assert start(tmp_path) == []


def test_of_several_new_ones_only_those_typed_into_stay(own, committed, tmp_path):
    type_into(own / ELECT, "mine")
    for ask in ("better", "best"):
        write(committed / ELECT, "story", ask, "run")
        start(tmp_path)
    type_into(own / "03-elect-a-leader-new.ipynb", "mine too")
    write(committed / ELECT, "story", "perfect", "run")
    (said,) = start(tmp_path)
    assert "the new one is 03-elect-a-leader-new-2.ipynb" in said
    assert [sources(own / f"03-elect-a-leader{word}.ipynb") for word in ("", "-new", "-new-2")] == [
        ["story", "ask", "mine"], ["story", "best", "mine too"], ["story", "perfect", "run"]]


def test_what_nobody_knows_of_counts_as_typed_into(own, committed, tmp_path):
    for damage in ("", "[]", "{", json.dumps({ELECT: ["a list"]}), json.dumps({ELECT: {}}), "[" * 100_000):
        (own / RECORDS).write_text(damage, encoding="utf-8")
        before = (own / ELECT).read_bytes()
        write(committed / ELECT, "story", f"after {damage[:40]}", "run")
        start(tmp_path)
        assert (own / ELECT).read_bytes() == before


def test_two_programs_may_make_the_copies_at_the_same_time(committed, tmp_path, monkeypatch):
    """Between any two steps of one of them the other one does all of its own."""
    other = [sys.executable, "-c", "import sys; from pathlib import Path; from raftlib.copies import Copies; "
             "Copies(*map(Path, sys.argv[1:])).update()", committed, tmp_path / "my-notebooks"]
    write_text = Path.write_text

    def interrupted(path, *arguments, **options):
        write_text(path, *arguments, **options)
        subprocess.run(other, cwd=NOTEBOOKS.parent, check=True)
    monkeypatch.setattr(Path, "write_text", interrupted)
    assert start(tmp_path) == []
    assert sources(tmp_path / "my-notebooks" / ELECT) == ["story", "ask", "run"]
    assert sorted(path.name for path in (tmp_path / "my-notebooks").iterdir()) == [
        RECORDS, ELECT, "04-split-the-vote.ipynb"]


def test_what_is_no_notebook_is_left_alone(committed, tmp_path):
    own = tmp_path / "my-notebooks"
    own.mkdir()
    (own / ELECT).write_text("not a notebook", encoding="utf-8")
    start(tmp_path)
    Copies(committed, own).afresh("03")
    assert (own / "03-elect-a-leader-old.ipynb").read_text(encoding="utf-8") == "not a notebook"
    assert sources(own / ELECT) == ["story", "ask", "run"]


def test_what_a_reader_deleted_or_never_had_is_there_again(own, committed, tmp_path):
    (own / ELECT).unlink()
    write(committed / "05-replicate-the-log.ipynb", "story")
    assert start(tmp_path) == []
    assert sources(own / ELECT) == ["story", "ask", "run"]
    assert sources(own / "05-replicate-the-log.ipynb") == ["story"]


def test_nothing_else_in_the_folder_is_touched(own, committed, tmp_path):
    (own / ".raft-progress.json").write_text("{}", encoding="utf-8")
    (own / "03-my-own.ipynb").write_text("mine", encoding="utf-8")
    write(committed / ELECT, "story", "ask better", "run")
    start(tmp_path)
    Copies(committed, own).afresh("03")
    assert (own / ".raft-progress.json").read_text(encoding="utf-8") == "{}"
    assert (own / "03-my-own.ipynb").read_text(encoding="utf-8") == "mine"


TOUCHES = "open", "os.rename", "os.remove"  # what Python's audit events call doing something with a file
HOOKS = []


@contextmanager
def at_touch(number, do):
    """Do something just before so many files have been opened, renamed or removed."""
    if not HOOKS:
        sys.addaudithook(lambda event, _: event in TOUCHES and HOOKS[-1]())  # for good: none can be taken away
    left = [None, *[lambda: None] * number]

    def touched():
        if len(left) > 1:
            left.pop()
        elif left:
            left.clear()
            do()
    HOOKS.append(touched)
    try:
        yield
    finally:
        HOOKS.append(lambda: None)


@pytest.mark.parametrize("which", ["03", "03-elect-a-leader", ELECT])
def test_one_begins_afresh_and_what_was_written_is_kept(which, own, committed):
    for old in ("03-elect-a-leader-old.ipynb", "03-elect-a-leader-old-2.ipynb"):
        type_into(own / ELECT, f"mine, in {old}")
        written = (own / ELECT).read_bytes()
        assert Copies(committed, own).afresh(which) == (
            own / ELECT, f"{ELECT} begins afresh; what you wrote is in {old}, beside it.")
        assert (own / old).read_bytes() == written
        assert sources(own / ELECT) == ["story", "ask", "run"]


def test_of_two_who_begin_afresh_at_once_none_loses_what_was_typed(own, committed, monkeypatch):
    monkeypatch.setattr(os, "getpid", count().__next__)  # as in processes of their own
    ends = []
    for place in range(8):  # of the second one's course, at which the first one does all of it
        text = f"mine, {place}"
        type_into(own / ELECT, text)
        second = Copies(committed, own)
        with at_touch(place, lambda: Copies(committed, own).afresh("03")):
            ends.append(second.afresh("03"))
        assert sources(own / ELECT) == ["story", "ask", "run"]
        assert text in [source for path in own.glob("03*") for source in sources(path)]
        assert not [path for path in own.glob("03*") if not path.stat().st_size]
    assert {path for path, _ in ends} == {own / ELECT}


def test_one_that_was_only_run_begins_afresh_without_leaving_anything(own, committed):
    fresh = (own / ELECT).read_bytes()
    run_all(own / ELECT)
    assert Copies(committed, own).afresh("03") == (own / ELECT, f"{ELECT} begins afresh.")
    assert (own / ELECT).read_bytes() == fresh
    assert len(list(own.glob("03*"))) == 1


def test_who_begins_afresh_after_a_change_has_the_new_one_once(own, committed, tmp_path):
    type_into(own / ELECT, "mine")
    write(committed / ELECT, "story", "ask better", "run")
    start(tmp_path)
    Copies(committed, own).afresh("03")
    assert sources(own / ELECT) == ["story", "ask better", "run"]
    assert sorted(path.stem for path in own.glob("03*")) == ["03-elect-a-leader", "03-elect-a-leader-old"]


def test_a_notebook_that_is_not_there_is_told_with_those_that_are(own, committed):
    with pytest.raises(ValueError, match=r"^There is no notebook '3': name one of 03, 04\.$"):
        Copies(committed, own).afresh("3")


def test_a_damaged_notebook_is_told_and_the_others_are_copied(own, committed, tmp_path):
    before = (own / ELECT).read_bytes()
    (committed / ELECT).write_text("<<<<<<< HEAD", encoding="utf-8")
    write(committed / "04-split-the-vote.ipynb", "new")
    assert start(tmp_path) == [f"{ELECT} is damaged in notebooks/: git checkout notebooks mends it."]
    assert (own / ELECT).read_bytes() == before
    assert sources(own / "04-split-the-vote.ipynb") == ["new"]
    with pytest.raises(ValueError, match="is damaged"):
        Copies(committed, own).afresh("03")
    assert (own / ELECT).read_bytes() == before


def test_whatever_happens_in_whatever_order_nothing_typed_is_lost_and_the_newest_is_there(tmp_path):
    for seed in range(150):
        draw = random.Random(seed)
        top = tmp_path / str(seed)
        committed, own = top / "notebooks", top / "my-notebooks"
        committed.mkdir(parents=True)
        version, typed = 0, set()
        write(committed / ELECT, "version 0", "your turn")
        for _ in range(12):
            do = draw.choice(["pull", "start", "afresh", "run", "type", "delete"])
            copies = sorted(own.glob("*.ipynb"))
            copy = draw.choice(copies) if copies else None
            if do == "pull":
                version += 1
                write(committed / ELECT, f"version {version}", "your turn")
            elif do == "start":
                start(top)
                assert f"version {version}" in written_in(own)
            elif do == "afresh":
                Copies(committed, own).afresh("03")
                assert sources(own / ELECT) == [f"version {version}", "your turn"]
            elif do == "run" and copy:
                run_all(copy)
            elif do == "type" and copy:
                typed -= set(sources(copy))
                type_into(copy, f"typed {draw.random()}")
                typed.add(sources(copy)[-1])
            elif do == "delete" and copy:
                typed -= set(sources(copy))
                copy.unlink()
            assert typed <= written_in(own)


def written_in(folder):
    """What the cells of all notebooks in a folder say."""
    return {source for copy in folder.glob("*.ipynb") for source in sources(copy)}
