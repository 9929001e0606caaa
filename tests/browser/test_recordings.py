"""A run, and a story, saved as one page: it plays from a file, and asks nobody for anything."""
import re

import pytest

from raftlib import Player, scenarios, stories
from tests.browser.lab import fresh_page


@pytest.fixture
def opened(browser, tmp_path):
    """Opens what a widget has saved, from its file; nothing is asked of the network, nor said on the console."""
    asked = []

    with fresh_page(browser) as (page, errors):
        page.emulate_media(reduced_motion="reduce")  # a story is then at once at its next beat
        page.context.on("request", lambda request: asked.append(request.url))

        def opened(widget, shown):
            path = tmp_path / "run.html"
            widget.save(path)
            page.goto(path.as_uri())
            page.locator(shown).wait_for()
            return page

        yield opened
        assert errors == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_run_plays_and_can_not_be_changed(opened):
    player = Player(servers=3, seed=4, time=0, length=400)
    page = opened(player, ".raft-player[aria-busy=false]")
    for _ in range(2):  # a candidate's, a leader's
        page.get_by_role("button", name="jump to the next one").click()
    leader = next(state.id for state in player.history.states() if state.role == "leader")
    page.get_by_text(re.compile(rf"{leader}\b.* leads term 1\.")).wait_for()
    assert player.live
    assert page.get_by_role("button", name="Heal all").count() == 0


def test_a_story_is_told_to_its_end(opened):
    telling = stories.an_election(seed=20)
    page = opened(telling, ".raft-story[data-shown]")
    said = [page.locator(".raft-said-now").inner_text()]
    for _ in telling.story.beats[1:]:
        page.keyboard.press("Space")
        said.append(page.locator(".raft-said-now").inner_text())
    assert said == [beat.said for beat in telling.story.beats]
    assert page.get_by_role("slider").count() == 0


def test_a_run_in_a_dark_room(browser, tmp_path):
    Player(scenarios.first_election()).save(tmp_path / "run.html")
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((tmp_path / "run.html").as_uri())
    page.locator(".raft-player[aria-busy=false]").wait_for()
    light = page.evaluate("""() => {
        const of = (element, name) => getComputedStyle(element)[name].match(/\\d+/g).slice(0, 3).map(Number);
        const sum = (parts) => parts.reduce((all, each) => all + each);
        return [sum(of(document.body, "backgroundColor")), sum(of(document.querySelector(".raft-player"), "color"))];
    }""")
    context.close()
    assert light[0] < 150 < 600 < light[1]


@pytest.mark.parametrize("path", ["run.htm", "run", "run.html.zip"])
def test_a_name_that_is_no_page(path, tmp_path):
    with pytest.raises(ValueError, match=rf"path is .*{path}.*: it must end in \.html\."):
        Player(servers=1, length=200).save(tmp_path / path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [5, None, b"run.html", ["run.html"]])
def test_what_is_no_name_at_all(path):
    with pytest.raises(ValueError, match=r"path is .*: it must be the name of a file, and end in \.html\."):
        Player(servers=1, length=200).save(path)


def test_a_name_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match=r"path is .*runs.run\.html'?: there is no folder .*runs"):
        Player(servers=1, length=200).save(tmp_path / "runs" / "run.html")
    assert list(tmp_path.iterdir()) == []
