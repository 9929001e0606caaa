"""The words in the picture of a story are covered by nothing, and no message runs through those of a client."""
import pytest

from raftlib import stories
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story
from raftlib.stories.telling import Telling
from tests.browser.test_stories import BESIDE_FILES, SCREEN, ends_of_sliders, onward
from tests.browser.without_jupyter import show, show_story

# What is on the words of messages, or of a client: of each text only the letters count, not the air of its line.
COVERED = """() => {
    const picture = document.querySelector(".raft-picture"), all = kinds => [...picture.querySelectorAll(kinds)];
    const isSeen = node => node === picture || (getComputedStyle(node).display !== "none"
        && getComputedStyle(node).visibility !== "hidden" && isSeen(node.parentNode));
    const box = node => node.getBoundingClientRect();
    const letters = node => {
        const { left, right, top, bottom, height } = box(node);
        return { left, right, top: top + height / 5, bottom: bottom - height / 5 };
    };
    const meet = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
    const onDisc = ({ left, right, top, bottom }, disc) => {
        const x = (disc.left + disc.right) / 2, y = (disc.top + disc.bottom) / 2;
        return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)) < disc.width / 2;
    };
    const onLine = (words, line) => {
        const at = name => line[name].baseVal.value, screen = line.getScreenCTM();
        const place = share => new DOMPoint(at("x1") + (at("x2") - at("x1")) * share,
            at("y1") + (at("y2") - at("y1")) * share).matrixTransform(screen);
        return Array.from({ length: 101 }, (_, step) => place(step / 100)).some(({ x, y }) => words.left < x
            && x < words.right && words.top < y && y < words.bottom);
    };
    const labels = all(".raft-message text, .raft-client-arrow + text")
        .filter(node => node.textContent && isSeen(node));
    return labels.flatMap(label => [
        ...all(".raft-chip, .raft-client rect").filter(node => isSeen(node) && meet(letters(label), box(node))),
        ...all(".raft-server circle:not([class])").filter(node => onDisc(letters(label), box(node))),
        ...[...labels, ...all(".raft-value, .raft-named text")].filter(node => node !== label && node.textContent
            && isSeen(node) && meet(letters(label), letters(node))),
        ...(label.matches(".raft-client-arrow + text") ? all(".raft-message line, .raft-cut-line") : [])
            .filter(line => isSeen(line) && onLine(letters(label), line)),
    ].map(other => `${label.textContent} | ${other.textContent || other.getAttribute("class") || other.tagName}`));
}"""
LABELS = """() => [...document.querySelectorAll(".raft-message")].filter(({ style, lastChild }) => lastChild.textContent
    && style.display !== "none" && style.visibility !== "hidden").length"""


@pytest.fixture
def page(blank):
    """An empty page on a laptop, beside the files, for a reader who wants no motion."""
    blank.emulate_media(reduced_motion="reduce")
    blank.set_viewport_size(SCREEN)
    blank.evaluate("width => { document.body.style.width = `${width}px`; }", BESIDE_FILES)
    return blank


def shown_covered(page, telling, address):
    """For each beat what stands on words, if something does; and how many words of messages there were in all."""
    show_story(page, telling, f"{address}/story.mjs")
    found, labels = [], 0
    for beat in telling.story.beats:
        found += [(beat.moment.at, covered) for covered in page.evaluate(COVERED)]
        labels += page.evaluate(LABELS)
        onward(page)
    page.evaluate("() => window.end()")
    return found, labels


def every_few_ms(record):
    """What a reader sees on the ways between the beats, from the cut on."""
    start = record.first(lambda step: step.event.kind == "cut").event.at
    return [Beat(record.moment_at(at), f"At {at}.", shows=(ROLE, TERM, LOG))
            for at in range(start, round(record.history.end * 1000), 4000)]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_at_no_beat_of_two_sides_words_are_covered(page, address, kept):
    for seed in range(1, 21 if kept == 1 else 7):
        found, labels = shown_covered(page, stories.two_sides_of_a_cut(seed=seed, followers_kept=kept), address)
        assert found == [], seed
        assert labels, seed


def test_nor_are_they_at_the_ends_of_its_sliders(page, address):
    for changed in ends_of_sliders(stories.two_sides_of_a_cut()):
        assert shown_covered(page, stories.two_sides_of_a_cut(**changed), address)[0] == [], changed


@pytest.mark.parametrize("seed", [1, 4, 20])
def test_nor_are_they_on_the_way_from_beat_to_beat(page, address, seed):
    run = stories.two_sides_of_a_cut(seed=seed).story.run
    found, labels = shown_covered(page, Telling(lambda: Story(run, every_few_ms)), address)
    assert found == []
    assert labels > 50


@pytest.mark.parametrize("tell", [stories.an_election, stories.three_copies_one_order, stories.a_commands_journey])
def test_nor_in_other_stories(page, address, tell):
    for seed in range(1, 7):
        assert shown_covered(page, tell(seed=seed), address)[0] == [], seed


def test_of_several_clients_it_is_seen_who_sends_what_in_the_story_and_in_the_player(page, address):
    telling = stories.two_sides_of_a_cut(seed=20)
    show_story(page, telling, f"{address}/story.mjs")
    assert page.locator(".raft-client .raft-name").text_content() == "clients"
    said = set()
    for _ in telling.story.beats:
        said |= set(page.locator(".raft-client-arrow + text").all_text_contents())
        onward(page)
    assert said == {"B: x=2", "C: done"}
    page.evaluate("() => window.end()")
    telling.open_player()
    show(page, telling.player, f"{address}/joined.mjs")
    slider = page.get_by_label("moment of the run")
    end = telling.story.history.end * 1000
    slider.evaluate("(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", end)
    lines = page.locator(".raft-client ~ text").evaluate_all("all => all.map(node => node.lastChild.textContent)")
    leader = next(event.server for event in telling.story.history if event.detail == "x=3")
    assert lines == ["B: x=2 to S5", f"C: x=3 to {leader}", "C: done: x=3"]


def test_one_client_alone_has_no_letter(page, address):
    telling = stories.an_election(seed=7)
    show_story(page, telling, f"{address}/story.mjs")
    page.get_by_label(f"beat {len(telling.story.beats)}", exact=True).click()
    assert page.locator(".raft-client .raft-name").text_content() == "client"
    assert not any(": x" in said[:3] for said in page.locator(".raft-client-arrow + text").all_text_contents())


def test_what_the_turn_of_two_sides_says_can_be_done(page, address):
    telling = stories.two_sides_of_a_cut(seed=4)
    telling.open_player()
    show(page, telling.player, f"{address}/joined.mjs")
    page.locator(".raft-server[data-server=S5]").click()
    menu = page.locator(".raft-menu")
    menu.get_by_label("command").fill("x=4")
    menu.get_by_role("button", name="Send").click()
    sent = [wish for wish in page.evaluate("wishes") if wish["do"] == "submit"]
    assert [(wish["command"], wish["to"], wish["at"]) for wish in sent] == [
        ("x=4", "S5", telling.story.turn.moment.at)]
    assert "click S5, type x=4, press Send, ▶" in telling.story.turn.said
