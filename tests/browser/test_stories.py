"""The page of a story in a browser, without Jupyter: its pace, its keys, what it marks and says, and what it asks."""

import random
import re
from functools import partial
from itertools import pairwise

import pytest

from raftlib import stories
from raftlib.stories import cut as two_sides
from raftlib.stories.record import Moment
from raftlib.stories.settings import WHOLE
from raftlib.stories.story import Beat, Story
from raftlib.stories.telling import Telling, told
from raftlib.widgets.player.recording import plainly
from raftlib.widgets.player.run_data import RunText
from tests.browser.test_modules import history_of
from tests.browser.test_modules import told as run_as_told
from tests.browser.without_jupyter import evaluate, show_story
from tests.stories.seen import said_to_be

ALL = (stories.an_election, stories.three_copies_one_order, stories.what_one_server_sees, stories.the_leader_crashes,
       stories.a_split_vote, stories.a_commands_journey, stories.two_sides_of_a_cut, stories.figure_8,
       partial(stories.a_broken_rule, "NeverTruncates"), stories.a_lost_answer,
       partial(stories.a_lost_answer, sessions=True))
SCREEN = {"width": 1366, "height": 768}
BESIDE_FILES = 900  # px of width that JupyterLab leaves a cell's output on it, with its file browser open
BELOW_BARS = 420  # px of height that its bars, the title of a notebook, a sentence and the cell leave


@pytest.fixture
def page(blank):
    """An empty page."""
    return blank


@pytest.fixture
def still_page(page):
    """A page for a reader who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    return page


def said(page):
    return page.locator(".raft-said-now").text_content()


def onward(page):
    page.locator(".raft-onward").click()


def wait_for_beat(page, number):
    page.wait_for_function("number => !document.querySelector('.raft-story').classList.contains('playing')"
                           " && document.querySelector('.raft-count').textContent.startsWith(`${number} `)", arg=number)


# ---- The modules as they are, and joined ---------------------------------------------------------------------------

@pytest.mark.parametrize("file", ["story.mjs", "stories/js/story.js"])
def test_each_beat_says_its_sentence_and_marks_what_it_speaks_of(still_page, address, file):
    telling = stories.an_election(seed=7)
    show_story(still_page, telling, f"{address}/{file}")
    for beat in telling.story.beats:
        assert said(still_page) == beat.said
        marked = still_page.locator(".raft-server.spoken").evaluate_all("all => all.map(each => each.dataset.server)")
        assert set(marked) == set(beat.servers)
        flights = still_page.locator(".raft-message.spoken").evaluate_all(
            "all => all.filter(each => each.style.display !== 'none').map(each => Number(each.dataset.flight))")
        assert set(flights) == set(beat.flights)
        assert still_page.locator(".raft-when").text_content().endswith(f"{beat.moment.at / 1000:.1f} ms")
        onward(still_page)
    assert said(still_page) == telling.story.turn.said
    assert still_page.evaluate("wishes") == [{"do": "turn"}]
    assert still_page.locator(".raft-picture").is_hidden()  # the player's ring takes its place
    still_page.locator(".raft-back").click()
    assert still_page.evaluate("wishes") == [{"do": "turn"}, {"do": "close"}]
    assert still_page.locator(".raft-picture").is_visible()


@pytest.mark.parametrize("tell", ALL)
def test_every_story_fits_a_laptop_beside_the_files(still_page, address, tell):
    still_page.set_viewport_size(SCREEN)
    still_page.evaluate("width => { document.body.style.width = `${width}px`; }", BESIDE_FILES)
    telling = tell()
    show_story(still_page, telling, f"{address}/story.mjs")
    for _ in telling.story.sentences:
        box = still_page.locator(".raft-story").bounding_box()
        assert box["height"] <= BELOW_BARS
        assert box["width"] <= BESIDE_FILES
        assert still_page.locator(".raft-said-now").evaluate("node => node.scrollHeight <= node.clientHeight + 1")
        onward(still_page)


@pytest.mark.parametrize("tell", ALL)
def test_the_clock_goes_back_only_for_another_run(still_page, address, tell):
    telling, before = tell(), 0.0
    show_story(still_page, telling, f"{address}/story.mjs")
    for _ in telling.story.beats:
        shown = still_page.locator(".raft-when").text_content()
        other, time = re.fullmatch(r"(another run: )?([\d.]+) ms", shown).groups()
        assert other or float(time) >= before
        before = float(time)
        onward(still_page)


DISCS = """() => Object.fromEntries([...document.querySelectorAll(".raft-server")].map(node =>
    [node.dataset.server, node.textContent]))"""


@pytest.mark.parametrize("tell", ALL)
def test_what_a_sentence_says_that_a_server_is_stands_on_its_disc(still_page, address, tell):
    telling = tell()
    show_story(still_page, telling, f"{address}/story.mjs")
    for beat in telling.story.beats:
        assert said(still_page) == beat.said
        discs = still_page.evaluate(DISCS)
        for id, role, term in said_to_be(beat.said):
            if beat.eye not in ("", id):
                continue
            if role and (role == "down" or "role" in beat.shows):
                assert role in discs[id], (beat.said, discs[id])
            if term and "term" in beat.shows:
                assert f"term {term}" in discs[id], (beat.said, discs[id])
        onward(still_page)


def test_freshly_shown_it_takes_the_focus_unless_the_reader_types(still_page, address):
    show_story(still_page, stories.an_election(seed=7), f"{address}/story.mjs")
    assert still_page.evaluate("document.activeElement.className") == "raft-story"
    still_page.evaluate("() => { window.end(); const box = document.createElement('input'); document.body.append(box);"
                        " box.focus(); }")
    show_story(still_page, stories.an_election(seed=7), f"{address}/story.mjs")
    assert still_page.evaluate("document.activeElement.tagName") == "INPUT"


def test_a_link_that_is_cut_looks_like_one_and_only_mended_ones_are_marked(still_page, address):
    telling = stories.two_sides_of_a_cut(seed=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    seen = {}
    for beat in telling.story.beats:
        words = "cut" if "is cut" in beat.said else "mended" if "is healed" in beat.said else ""
        seen[words] = [still_page.locator(each).count() for each in (".raft-cut-line", ".raft-links line")]
        assert ("a link that is healed" in still_page.locator(".raft-hint").text_content()) == (words == "mended")
        onward(still_page)
    assert seen == {"cut": [6, 0], "mended": [0, 6], "": [0, 0]}  # the last one of the others is after the mending


def test_a_story_that_speaks_of_cut_links_does_not_mark_them_as_mended(still_page, address):
    run = two_sides.run(seed=7)
    cut = next(number for number, event in enumerate(run.history, start=1) if event.kind == "cut")
    beat = Beat(Moment(run.history[cut - 1].at, cut), "Two are cut off.", links=(("S1", "S3"), ("S1", "S2")))
    show_story(still_page, Telling(lambda: Story(run, lambda record: [beat])), f"{address}/story.mjs")
    assert still_page.locator(".raft-links line").count() == 1  # S1 and S2 are on one side


WORDS_ON_DISCS = """
() => [...document.querySelectorAll(".raft-server")].flatMap(node => {
    const disc = node.querySelectorAll("circle")[5].getBoundingClientRect(), radius = disc.width / 2;
    return [...node.querySelectorAll("text:not(.raft-drawn)")].filter(text => text.textContent).map(text => {
        const words = text.getBoundingClientRect(), low = (words.top + words.bottom) / 2 - disc.top - radius;
        return [text.textContent, words.width, 2 * Math.sqrt(Math.max(0, radius ** 2 - low ** 2))];
    });
})"""


def test_words_are_no_wider_than_a_small_disc(still_page, address):
    telling = stories.a_split_vote(seed=23, servers=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    for _ in telling.story.beats:
        for words, width, room in still_page.evaluate(WORDS_ON_DISCS):
            assert width < room, words
        onward(still_page)


def test_a_message_of_a_client_begins_below_its_words(still_page, address):
    telling = stories.a_lost_answer(seed=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    seen = 0
    for beat in telling.story.beats:
        for line, words in still_page.evaluate("""() => {
                const box = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
                const lines = [...document.querySelectorAll(".raft-message:not([style*=none]) line")];
                const said = [...document.querySelectorAll(".raft-named .raft-halo")].filter(text => text.textContent);
                return lines.flatMap(line => said.map(text =>
                    [box(line.getBoundingClientRect()), box(text.getBoundingClientRect())]));
        }"""):
            beside = line["right"] < words["left"] or line["left"] > words["right"]
            assert beside or line["top"] > words["bottom"] - 3 or line["bottom"] < words["top"], beat.said
            seen += 1
        onward(still_page)
    assert seen


def test_while_it_plays_no_term_is_seen_before_it_is_told_of(page, address):
    show_story(page, stories.an_election(seed=7), f"{address}/story.mjs")
    page.get_by_label("beat 4").click()
    seen = page.evaluate("""async () => {
        const seen = [], story = document.querySelector(".raft-story");
        document.querySelector(".raft-onward").click();
        do {
            seen.push(document.querySelector(".raft-picture").textContent);
            await new Promise(requestAnimationFrame);
        } while (story.classList.contains("playing"));
        return seen;
    }""")
    assert len(seen) > 10
    assert not any("term" in each for each in seen)
    assert "term 1" in page.locator(".raft-picture").text_content()


def test_sliders_are_those_that_are_named(still_page, address):
    show_story(still_page, stories.an_election(seed=7, sliders="seed"), f"{address}/story.mjs")
    assert still_page.locator(".raft-sliders label").count() == 1
    assert still_page.get_by_label("seed", exact=True).is_visible()


def test_discs_show_only_what_has_been_told(still_page, address):
    show_story(still_page, stories.an_election(seed=7), f"{address}/story.mjs")
    seen = []
    for _ in range(7):
        seen.append(still_page.locator(".raft-server").first.text_content())
        onward(still_page)
    assert "term" not in "".join(seen[:4])
    assert "follower" not in seen[0]
    assert "leader" not in seen[0]  # the lone server leads itself, which nobody has explained
    assert "follower" in seen[2]
    assert "term" not in "".join(seen[:6])  # it has heard of no election yet
    assert "term 1" in seen[6]


def test_the_log_and_what_it_makes_stand_at_each_disc(still_page, address):
    telling = stories.three_copies_one_order(seed=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_label(f"beat {len(telling.story.beats)}", exact=True).click()
    last = telling.story.beats[-1].said
    assert still_page.locator(".raft-chips text").all_text_contents().count("x=5") == 3
    values = still_page.locator(".raft-value").all_text_contents()
    assert len(values) == 3
    assert len(set(values)) == 1
    assert f"Every {values[0]}:" in last  # "Every x is 6: …"


# ---- With the eyes of one server -----------------------------------------------------------------------------------

SEEN = """
() => ({
    messages: [...document.querySelectorAll(".raft-message")].filter(node => node.style.display !== "none"
        && node.style.visibility === "visible").map(node => Number(node.dataset.flight)),
    words: Object.fromEntries([...document.querySelectorAll(".raft-server")].map(node => [node.dataset.server,
        [...node.querySelectorAll("text")].filter(text => getComputedStyle(text).visibility !== "hidden")
            .map(text => text.textContent).join(" ").trim()])),
    heard: Object.fromEntries([...document.querySelectorAll(".raft-server")].map(node =>
        [node.dataset.server, node.getAttribute("aria-label")])),
})"""


@pytest.mark.parametrize("seed", [12, 3])
def test_with_the_eyes_of_one_server_no_more_is_seen(still_page, address, seed):
    telling = stories.what_one_server_sees(seed=seed)
    show_story(still_page, telling, f"{address}/story.mjs")
    flights = {flight.number: flight.message for flight in telling.story.history.flights(0, telling.story.history.end)}
    eyes = set()
    for beat in telling.story.beats:
        seen = still_page.evaluate(SEEN)
        if beat.eye:
            eyes.add(beat.eye)
            assert all(beat.eye in flights[number][:2] for number in seen["messages"])
            assert set(beat.flights) <= set(seen["messages"])
            for id, words in seen["words"].items():
                assert (words == id and seen["heard"][id] == f"{id}, unseen") == (id != beat.eye)
        else:
            assert all("follower" in words for words in seen["words"].values())
        onward(still_page)
    assert len(eyes) == 1


# ---- Going on and back ---------------------------------------------------------------------------------------------

def test_it_plays_stops_and_waits(page, address):
    telling = stories.an_election(seed=7)
    show_story(page, telling, f"{address}/story.mjs")
    for number in range(1, 4):
        onward(page)
        wait_for_beat(page, number + 1)
    onward(page)  # from the timers to the first that runs out: 151 ms of waiting
    page.wait_for_function("document.querySelector('.raft-pace').textContent."
                           "startsWith('Slowed down 14 times: 151 ms take 2.1 s')")
    assert said(page) == telling.story.beats[3].said  # until the next moment is there
    wait_for_beat(page, 5)
    assert said(page) == telling.story.beats[4].said
    assert page.locator(".raft-pace").text_content() == ""


WAY = """
async () => {
    const seen = [], story = document.querySelector(".raft-story"), said = document.querySelector(".raft-said-now");
    const changes = [];
    new MutationObserver(() => changes.push(said.textContent)).observe(said, { childList: true, characterData: true,
        subtree: true });
    document.querySelector(".raft-onward").click();
    do {
        seen.push({ said: said.textContent, time: parseFloat(document.querySelector(".raft-when").textContent),
            chips: document.querySelectorAll(".raft-chip").length,
            hint: document.querySelector(".raft-hint").textContent });
        await new Promise(requestAnimationFrame);
    } while (story.classList.contains("playing"));
    return { seen: seen.slice(1), changes };
}"""


def test_while_a_command_is_carried_the_page_says_so_and_the_log_fills(page, address):
    telling = stories.an_election(seed=20)
    show_story(page, telling, f"{address}/story.mjs")
    last = len(telling.story.beats)
    page.get_by_label(f"beat {last - 1}", exact=True).click()
    found = page.evaluate(WAY)
    way = "A client sends x=5 to S5, which sends it to the others. Replies come back."
    assert found["changes"] == [way, telling.story.beats[-1].said]  # each is read aloud once
    begins = next(event.time for event in telling.story.history if event.kind == "command")
    before = telling.story.beats[-2].said  # which is about what one sees until then
    assert all(each["said"] == (way if each["time"] >= begins else before) for each in found["seen"][:-1]
               if abs(each["time"] - begins) > 0.1)
    counts = [each["chips"] for each in found["seen"]]
    assert counts == sorted(counts)
    assert (counts[0], len(set(counts)) > 2) == (0, True)  # it is in one log after the other
    assert all(("dashed box" in each["hint"]) == (each["chips"] > 0) for each in found["seen"])
    assert "dashed box" in page.locator(".raft-hint").text_content()


def test_what_the_client_says_is_not_hidden_by_its_box(page, address):
    for seed in range(12):
        telling = stories.a_commands_journey(seed=seed)
        show_story(page, telling, f"{address}/story.mjs")
        clear = page.evaluate("""() => {
            const box = document.querySelector(".raft-client rect").getBoundingClientRect();
            const words = document.querySelector(".raft-client-arrow + text").getBoundingClientRect();
            return words.top >= box.bottom - 1 || words.left >= box.right - 1;
        }""")
        assert clear, seed
        page.evaluate("() => window.end()")


def test_skipping_and_going_back_are_at_once(page, address):
    telling = stories.an_election(seed=7)
    show_story(page, telling, f"{address}/story.mjs")
    page.get_by_label("beat 4").click()
    onward(page)
    onward(page)  # skips what plays
    wait_for_beat(page, 5)
    page.locator(".raft-back").click()
    wait_for_beat(page, 4)
    assert said(page) == telling.story.beats[3].said


def test_keys_go_on_and_back_and_stay_in_the_story(still_page, address):
    telling = stories.an_election(seed=7)
    still_page.evaluate("() => { window.leaked = []; for (const kind of ['keydown', 'keyup', 'keypress'])"
                        " document.addEventListener(kind, event => leaked.push(event.key)); }")
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.locator(".raft-story").focus()
    for key, place in ((" ", 1), ("Enter", 2), ("ArrowLeft", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("m", 1),
                       ("d", 1), ("Enter", 2)):
        still_page.keyboard.press(key)
        assert said(still_page) == telling.story.beats[place].said
    still_page.locator(".raft-onward").focus()
    still_page.keyboard.press("Enter")  # once, though the button hears it too
    assert said(still_page) == telling.story.beats[3].said
    assert still_page.evaluate("leaked") == []


def test_sentences_are_in_a_live_region(still_page, address):
    show_story(still_page, stories.an_election(seed=7), f"{address}/story.mjs")
    assert still_page.locator(".raft-said-now").get_attribute("aria-live") == "polite"


MOVES = """
async frames => {
    const clock = document.querySelector(".raft-when"), before = clock.textContent;
    document.querySelector(".raft-onward").click();
    for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
    return [before, clock.textContent];
}"""


def test_it_moves_with_the_first_frames_after_continue(page, address):
    show_story(page, stories.an_election(seed=7), f"{address}/story.mjs")
    page.get_by_label("beat 4").click()
    before, after = page.evaluate(MOVES, 3)
    assert (before, after != before) == ("0.0 ms", True)


# ---- Sliders -------------------------------------------------------------------------------------------------------

def test_a_slider_tells_the_story_anew_at_the_same_beat(still_page, address):
    telling = stories.an_election(seed=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_label("beat 5").click()
    slider = still_page.get_by_label("seed", exact=True)
    for value in (8, 9, 10):
        slider.evaluate("(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", value)
    assert still_page.evaluate("wishes") == [{"do": "tell", "settings": {"seed": 8}}]  # one question at a time
    telling.set(seed=8)
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='1']").wait_for()
    assert said(still_page) == telling.story.beats[4].said
    assert still_page.evaluate("wishes")[1:] == [{"do": "tell", "settings": {"seed": 10}}]  # the newest of the others
    assert slider.input_value() == "10"  # under the hand it stays where that has put it


def test_told_anew_at_the_reader_s_turn_it_says_what_became_of_that(still_page, address):
    telling = stories.an_election(seed=7)
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_text("your turn", exact=True).click()
    still_page.get_by_label("seed", exact=True).evaluate(
        "slider => { slider.value = 8; ['input', 'change'].forEach(kind => slider.dispatchEvent(new Event(kind))); }")
    telling.set(seed=8)
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='1']").wait_for()
    assert said(still_page) == telling.story.beats[-1].said
    said_instead = still_page.locator(".raft-pace").text_content()
    assert "the player of the one before is gone, with all done in it" in said_instead
    still_page.locator(".raft-back").click()
    assert still_page.locator(".raft-pace").text_content() == ""
    still_page.get_by_label("seed", exact=True).evaluate(
        "slider => { slider.value = 9; slider.dispatchEvent(new Event('input')); }")
    telling.set(seed=9)
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='2']").wait_for()
    assert still_page.locator(".raft-pace").text_content() == ""  # the reader has done nothing that is gone


ALL_SAID = """
() => {
    document.querySelector(".raft-progress button").click();
    return [...document.querySelectorAll(".raft-progress li")].map(() => {
        const said = document.querySelector(".raft-said-now").textContent;
        document.querySelector(".raft-onward").click();
        return said;
    });
}"""


@pytest.mark.parametrize("tell", ALL)
def test_at_both_ends_of_each_slider_all_of_the_story_is_told(still_page, address, tell):
    errors = []
    still_page.on("pageerror", lambda error: errors.append(error))
    telling = tell()
    show_story(still_page, telling, f"{address}/story.mjs")
    for number, changed in enumerate(ends_of_sliders(telling), start=1):
        telling.set(**tell().settings | changed)
        still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
        still_page.locator(f".raft-story[data-shown='{number}']").wait_for()
        assert still_page.evaluate(ALL_SAID) == telling.story.sentences, changed
    assert errors == []


def ends_of_sliders(telling):
    """Each slider's lowest and highest setting, a range's other end there too."""
    for slider in telling._page.sliders:
        if "low" in slider:
            for end in (slider["low"] / slider["scale"], slider["high"] / slider["scale"]):
                end = int(end) if slider["name"] in WHOLE else end
                yield {slider["name"]: end if slider["part"] is None else (end, end)}


def test_another_line_of_the_menu_begins_another_story_at_its_first_beat(still_page, address):
    telling = stories.a_broken_rule("VotesTwice", terms=2, entries=1)
    show_story(still_page, telling, f"{address}/story.mjs")
    for _ in range(3):
        onward(still_page)
    still_page.get_by_label("the rule broken").select_option("LeadsOn")
    assert still_page.evaluate("wishes") == [{"do": "tell", "settings": {"rule": "LeadsOn"}}]
    telling.set(rule="LeadsOn")
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='1']").wait_for()
    assert said(still_page) == telling.story.beats[0].said
    assert still_page.get_by_label("the rule broken").input_value() == "LeadsOn"


def test_while_a_story_is_told_anew_it_says_so(still_page, address):
    telling = stories.a_broken_rule("VotesTwice", terms=2, entries=1)
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_label("the rule broken").select_option("LeadsOn")
    still_page.get_by_text("The story is being told anew …").wait_for()
    telling.set(rule="LeadsOn")
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='1']").wait_for()
    assert said(still_page) == telling.story.beats[0].said


def test_how_long_a_riddle_is_shows_only_when_it_has_been_told(still_page, address):
    telling = stories.a_broken_rule("VotesTwice")
    show_story(still_page, telling, f"{address}/story.mjs")
    dots, count = still_page.locator(".raft-progress li:visible"), still_page.locator(".raft-count")
    for number, _ in enumerate(telling.story.sentences, start=1):
        assert (dots.count(), count.text_content()) == (number, str(number))
        onward(still_page)


def test_the_ends_of_a_range_do_not_cross(still_page, address):
    show_story(still_page, stories.an_election(election_timeout=(150, 300)), f"{address}/story.mjs")
    still_page.get_by_label("election timeout from", exact=True).evaluate(
        "slider => { slider.value = 400; slider.dispatchEvent(new Event('input')); }")
    assert still_page.evaluate("wishes") == [{"do": "tell", "settings": {"election_timeout": [400, 400]}}]
    assert still_page.get_by_label("election timeout to", exact=True).input_value() == "400"


# ---- The pace ------------------------------------------------------------------------------------------------------

PACE = """
async ([raw, spans]) => {
    const { Run } = await import("/widgets/player/js/run.js");
    const { stretches, placeAfter, paceWords } = await import("/stories/js/between_beats.js");
    const run = new Run(raw);
    return spans.map(([from, to, watched]) => {
        const matters = ({ n, g, c, m }) => watched.includes(n) || !m.startsWith("Append") || c > 0 || g === false;
        const found = stretches(run, from, to, matters);
        const total = found.reduce((sum, { lasts }) => sum + lasts, 0);
        const times = [0, 0.2, 0.5, 0.9].map(share => placeAfter(found, total * share)?.time);
        return { found, total, times, end: placeAfter(found, total + 1e-6), words: found.map(paceWords) };
    });
}"""


def test_a_stretch_is_slow_where_messages_matter_and_short_where_one_waits(page):
    for seed in range(6):
        history = history_of(seed)
        draw = random.Random(seed)
        ends = [sorted(draw.sample(range(round(history.end * 1000)), 2)) for _ in range(20)]
        numbers = [flight.number for flight in history.flights(0, history.end)]
        spans = [[*pair, draw.sample(numbers, min(3, len(numbers)))] for pair in ends]
        played = evaluate(page, PACE, [run_as_told(history), spans])
        for (start, end, watched), seen in zip(spans, played, strict=True):
            found = seen["found"]
            assert (found[0]["from"], found[-1]["to"]) == (start, end)
            assert all(one["to"] == other["from"] for one, other in pairwise(found))
            assert seen["times"] == sorted(seen["times"])
            assert seen["end"] is None
            assert 300 <= seen["total"] <= 6000 + 2200 + 1
            for stretch in found:
                middle = (stretch["from"] + stretch["to"]) / 2
                under_way = [flight for flight in history.flights(0, history.end)
                             if flight.sent < middle < history.way_ends(flight)]
                assert stretch["matters"] == any(matters(flight, watched) for flight in under_way)


def matters(flight, watched):
    """Whether a message is more than a leader's heartbeat, or its answer, or one that is watched."""
    message = flight.message
    quiet = getattr(message, "entries", None) == () or (getattr(message, "entry_count", None) == 0 and message.success)
    return not quiet or flight.number in watched


# ---- What Python sends ---------------------------------------------------------------------------------------------

def test_what_is_sent_for_a_story_is_compact():
    for tell in ALL:
        news = told(tell().story, {}, 0)
        assert sum(len(scene["run"]) for scene in news["scenes"]) < 16_000
        assert all(scene["run"] == RunText(each.history).whole()
                   for scene, each in zip(news["scenes"], tell().story.scenes, strict=True))


def test_a_story_of_a_recording_can_be_told():
    telling = stories.an_election(seed=7)
    again = Story(telling.story.history, lambda record: telling.story.told)
    assert again.sentences == list(telling.story.sentences[2:-1])
