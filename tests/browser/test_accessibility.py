"""What axe-core is asked finds faults, in both themes: without that, no finding would mean nothing."""

import pytest

from tests.browser.accessibility import THEMES, dress, violations

FAULTY = """<div id="faulty"><input type="range"><p style="color: #777777; background: #888888">hardly read</p></div>
<div id="sound"><label>servers <input type="range"></label><p>well read</p></div>"""


@pytest.mark.parametrize("theme", THEMES)
def test_faults_are_found_where_they_are(page, theme):
    page.set_content(f"<!doctype html><html lang='en'><title>.</title><body>{FAULTY}</body></html>")
    dress(page, theme)
    assert sorted(each.partition(":")[0] for each in violations(page, "#faulty")) == ["color-contrast", "label"]
    assert violations(page, "#sound") == []


def test_a_place_that_is_not_there_is_no_place_without_faults(page):
    with pytest.raises(ValueError, match=r"within is '\.gone': there must be such an element on the page\."):
        violations(page, ".gone")
