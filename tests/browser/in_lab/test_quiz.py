"""The quiz in a real JupyterLab: handed in by clicking, kept, and a link opens the notebook that treats a mistake."""
import json

import pytest
from playwright.sync_api import expect

from raftlib.questions.quiz.build_your_own import quiz
from tests.browser.lab import complaints, opened_notebook, run_all, wait_until_landed

SETUP = """\
import os
os.environ.pop("RAFT_PROGRESS", None)  # the tests keep no progress; a reader does, beside the notebook

from raftlib.questions.quiz.build_your_own import quiz
quiz.again()"""


@pytest.fixture(scope="module")
def notebook(lab, lab_window):
    """A notebook with the quiz."""
    lab_window[0].set_viewport_size({"width": 1366, "height": 768})
    with opened_notebook(lab_window[0], lab, "quiz.ipynb", SETUP):
        yield lab_window


def test_handed_in_it_is_kept_and_a_link_leads_to_what_treats_a_mistake(page, lab, console_errors):
    kept = lab.folder / ".raft-progress.json"
    kept.unlink(missing_ok=True)
    run_all(page)
    group = page.get_by_role("radiogroup", name="Q1 (8 points) b)")
    group.get_by_role("radio", name="yes").check()
    button = page.locator(".raft-sheet").get_by_role("button")
    button.click()
    expect(page.locator(".raft-quiz")).to_contain_text("30 answers are open. Press once more")
    page.get_by_role("radiogroup", name="Q1 (8 points) a)").get_by_role("radio", name="no", exact=True).check()
    expect(page.locator(".raft-quiz")).not_to_contain_text("answers are open")
    button.click()
    expect(page.locator(".raft-quiz")).to_contain_text("29 answers are open. Press once more")
    button.click()
    expect(page.locator(".raft-quiz")).to_contain_text("Handed in: 0 of 60 points.")
    expect(page.get_by_text("Handed in: 0 of 60 points.").first).to_be_in_viewport()
    expect(group.get_by_role("radio", name="yes")).to_be_disabled()
    expect(group).to_contain_text("✗ Wrong. The answer is no.")
    (name, [[sign, answers]]), = json.loads(kept.read_text(encoding="utf-8")).items()
    assert (name, sign) == (quiz.name, "✗")
    assert answers.startswith("sitting 1, 0 of 60 points: Q1 a no, Q1 b yes, Q1 c –")
    where = quiz.tasks["Q1"].parts["b"].where
    page.locator(".raft-quiz p", has_text="Q1 b").get_by_role("link").click()
    wait_until_landed(page, *where.link.split("#"))
    assert complaints(page) == []
    assert console_errors == []
