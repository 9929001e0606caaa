"""Whatever is no report is refused in one sentence, before anything is done with it."""
import json
import os
import pickle

import pytest

from raftlib import check_report
from raftlib.reports.contents import LARGEST, LONGEST_NAME, MOST_CLASSES, read

GOOD = {"kind": "raft-report", "name": "Ada", "date": "2026-11-28", "raftlib": "0.1.0",
        "notebooks": {"06-cut-the-network": {"links_of_five": [["✓", "8"]]}},
        "classes": [{"name": "Mine", "source": "class Mine(Server): pass", "note": ""}]}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "report.json"


def with_answers(answers):
    return {**GOOD, "notebooks": {"06-cut-the-network": {"links_of_five": answers}}}


def test_a_report_is_read(file):
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    assert json.loads(read(file).to_json()) == GOOD


@pytest.mark.parametrize("content", [
    [], "raft-report", None, {}, {**GOOD, "kind": "other"}, {**GOOD, "more": 1},
    *({name: value for name, value in GOOD.items() if name != left_out} for left_out in GOOD),
    {**GOOD, "name": 7}, {**GOOD, "name": "x" * (LONGEST_NAME + 1)}, {**GOOD, "date": None}, {**GOOD, "raftlib": ["1"]},
    {**GOOD, "name": "\ud800"},
    {**GOOD, "notebooks": []}, {**GOOD, "notebooks": {"06-cut-the-network": []}},
    with_answers([]), with_answers("✓"), with_answers([["✓"]]), with_answers([["✓", "8", 1]]),
    with_answers([["○", "8"]]), with_answers([["✓", 8]]), with_answers([[["✓"], "8"]]), with_answers([["✓", "\ud800"]]),
    {**GOOD, "classes": {}}, {**GOOD, "classes": ["class Mine: pass"]}, {**GOOD, "classes": [{"name": "Mine"}]},
    {**GOOD, "classes": [{"name": "Mine", "source": None, "note": ""}]},
    {**GOOD, "classes": GOOD["classes"] * (MOST_CLASSES + 1)},
])
def test_another_content_is_refused(file, content):
    file.write_text(json.dumps(content), encoding="utf-8")
    refused(file)


@pytest.mark.parametrize("content", [
    b"", b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 5000, pickle.dumps(GOOD), b"\x80\x04N.",
])
def test_what_is_no_json_is_refused(file, content):
    file.write_bytes(content)
    refused(file)


SENTENCE = r"^file is .* must be a report that report\(\) has written, but .*\.$"


def refused(file):
    for name in file, str(file):
        with pytest.raises(ValueError, match=SENTENCE) as error:
            check_report(name, run_code=True)
        assert error.value.__suppress_context__  # or two more errors would be shown above the sentence


def test_a_huge_file_is_refused_unread(file):
    with file.open("wb") as huge:
        huge.truncate(LARGEST + 1)  # nothing but a length: to read even one of a terabyte would cost nothing here
    with pytest.raises(ValueError, match=f"it has {LARGEST + 1} bytes"):
        read(file)
    with file.open("wb") as huge:
        huge.truncate(1 << 40)
    refused(file)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")  # to open it would wait for ever
    for each in (tmp_path, tmp_path / "pipe", tmp_path / "none", tmp_path / ("x" * 5000), "/dev/zero", "a\0b", None, 7):
        with pytest.raises(ValueError, match=r"^file is "):
            read(each)
