"""The player and a story for readers who hear, zoom, use keys alone, a phone, or colours of their own; no Jupyter."""

import pytest
from playwright.sync_api import expect

from raftlib import Cluster, Player, progress, stories
from tests.browser.accessibility import THEMES, dress, violations
from tests.browser.test_stories import onward
from tests.browser.without_jupyter import show, show_story

NARROW = {"a phone": 390, "a laptop at 400 %": 341}  # px of width
LEAST = 9  # px: words that can be read
RESTED = "() => new Promise(done => setTimeout(done, 400))"  # longer than a sentence waits for a newer one


@pytest.fixture
def page(address, page_and_errors):
    """An empty page; nothing is said on its console."""
    page, errors = page_and_errors
    page.goto(address)
    yield page
    assert errors == []


@pytest.fixture
def player(page, address):
    """A run with a cut, in full; the player has the focus, and has said what it says at first."""
    show(page, Player("partition_with_clients", time=540), f"{address}/widgets/player/js/player.js")
    page.locator(".raft-player").focus()
    page.evaluate(RESTED)
    return page.locator(".raft-player")


@pytest.fixture
def story(page, address):
    page.emulate_media(reduced_motion="reduce")
    show_story(page, stories.two_sides_of_a_cut(seed=7), f"{address}/story.mjs")
    return page.locator(".raft-story")


def voice(player):
    return player.locator(".raft-hidden[role=status]")


# ---- What is said aloud ------------------------------------------------------------------------------------------

LISTEN = """
node => {
    window.heard = [];
    const live = each => each.closest("[aria-live=polite], [role=status], [role=alert], output:not([aria-live=off])");
    new MutationObserver(changes => changes.forEach(({ target }) => {
        const place = live(target.nodeType === 1 ? target : target.parentElement);
        if (place?.textContent) window.heard.push(place.textContent);
    })).observe(node, { subtree: true, childList: true, characterData: true });
}"""


def test_nothing_is_said_while_it_plays_and_the_event_once_when_it_stops(player, page):
    player.evaluate(LISTEN)
    page.keyboard.press("Space")
    page.wait_for_function("before => document.querySelector('.raft-clock').textContent !== before", arg="540.0 ms")
    page.wait_for_timeout(1_000)
    assert page.evaluate("heard") == []
    page.keyboard.press("Space")
    page.wait_for_function("heard.length")
    page.evaluate(RESTED)
    happened, = page.evaluate("heard")
    assert happened.startswith(player.locator(".raft-line p").first.text_content())


# In a moment, whatever else the machine does.
THREE_STEPS = """() => {
    for (let i = 0; i < 3; i++) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    }
}"""


def test_a_step_says_its_event_and_many_say_the_last(player, page):
    player.evaluate(LISTEN)
    page.evaluate(THREE_STEPS)
    page.wait_for_function("heard.length")
    page.evaluate(RESTED)
    assert len(page.evaluate("heard")) == 1
    assert player.locator(".raft-line p").first.text_content() in page.evaluate("heard[0]")


def test_each_choice_is_said(player, page):
    page.keyboard.press("2")
    page.keyboard.press("g")
    expect(voice(player)).to_have_text("S2 is in the group to cut off. In it: S2.")
    page.keyboard.press("g")
    expect(voice(player)).to_have_text("S2 is out of the group to cut off. In it: nobody.")
    page.keyboard.press("n")
    menu = player.locator(".raft-menu p")
    expect(voice(player)).to_have_text(f"Chosen: {menu.text_content()}")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(voice(player)).to_have_text("S2 is not chosen any more.")


def test_nobody_is_spoken_to_who_is_elsewhere(player, page):
    page.evaluate("document.activeElement.blur()")
    player.evaluate(LISTEN)
    page.evaluate("tell('time', 600)")
    page.evaluate(RESTED)
    assert page.evaluate("heard") == []


# ---- The help ----------------------------------------------------------------------------------------------------


def test_the_help_keeps_the_focus_and_gives_it_back(player, page):
    asks = player.get_by_role("button", name="help: the keys (?)")
    asks.focus()
    page.keyboard.press("Enter")
    dialog = player.get_by_role("dialog", name="keys of the player")
    expect(dialog).to_be_visible()
    within = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate(within)
    time = player.locator(".raft-clock").text_content()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(asks).to_be_focused()
    assert player.locator(".raft-clock").text_content() == time


def keys_listed(page, player):
    """What the help says of keys and mouse."""
    player.focus()
    page.keyboard.press("?")
    said = player.get_by_role("dialog", name="keys of the player").inner_text()
    page.keyboard.press("Escape")
    return said


OF_PARTS = {"hands": ("cut the group off", "heal all links", "send a command"), "events": ("list of events",),
            "code": ("the code",), "strip": ("drag on the strip",)}


def test_the_help_lists_keys_of_what_is_there_alone(page, address):
    asked = Player(seed=7, time=200, parts="ring", more=["hands", "settings", "branches"])
    show(page, asked, f"{address}/joined.mjs")
    player = page.locator(".raft-player")
    few = keys_listed(page, player)
    assert "play or pause" in few
    assert "crash it" in few
    assert not [words for part in OF_PARTS.values() for words in part if words in few]
    assert "jump to" not in few
    player.get_by_role("button", name="More").click()
    more = keys_listed(page, player)
    assert all(words in more for words in (*OF_PARTS["hands"], "jump to"))
    assert not [words for part in ("events", "code", "strip") for words in OF_PARTS[part] if words in more]


def test_of_a_recording_the_help_lists_no_key_that_changes_it(page, address):
    cluster = Cluster(seed=7)
    cluster.run(to=300)
    show(page, Player(cluster.history), f"{address}/joined.mjs")
    said = keys_listed(page, page.locator(".raft-player"))
    assert all(words in said for part in ("events", "strip") for words in OF_PARTS[part])
    assert not [words for words in ("crash it", "drop", *OF_PARTS["hands"]) if words in said]


# ---- An overview -------------------------------------------------------------------------------------------------

COVERED = """
() => {
    const boxes = [...document.querySelectorAll("td b")].map(sign => sign.getBoundingClientRect());
    const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom && other.top < one.bottom;
    return [boxes.length, boxes.filter((one, place) => boxes.slice(place + 1).some(other => meet(one, other))).length];
}"""


def test_signs_in_a_second_line_cover_none_of_the_first(page):
    for width in (300, 500, 860):
        page.set_content(f"<div style='width: {width}px; font: 13px/1.3 sans-serif'>{progress()._repr_html_()}</div>")
        signs, covered = page.evaluate(COVERED)
        assert signs == 2 * sum(len(row.states) for row in progress().rows)
        assert covered == 0


# ---- Narrow pages ------------------------------------------------------------------------------------------------

SMALLEST = """
picture => {
    const shrunk = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
    return Math.min(...[...picture.querySelectorAll("text")].filter(each => each.textContent && each.checkVisibility())
        .map(each => parseFloat(getComputedStyle(each).fontSize) * shrunk));
}"""


@pytest.mark.parametrize("width", NARROW.values(), ids=NARROW)
def test_a_narrow_page_does_not_scroll_sideways_and_its_words_can_be_read(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    show(page, Player("partition_with_clients", time=540), f"{address}/widgets/player/js/player.js")
    shown = page.locator(".raft-player")
    for summary in shown.locator("summary:visible").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert shown.locator(".raft-frame svg").first.evaluate(SMALLEST) >= LEAST
    assert shown.locator(".raft-grid svg").evaluate(SMALLEST) >= LEAST
    page.evaluate("window.end()")
    page.emulate_media(reduced_motion="reduce")
    telling = stories.two_sides_of_a_cut(seed=7)
    show_story(page, telling, f"{address}/story.mjs")
    for _ in telling.story.beats:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator(".raft-frame svg").evaluate(SMALLEST) >= LEAST
        onward(page)


IN_JUPYTERLAB = 274  # px of width that it leaves to an output on a phone
# For each disc: its width, the widths of its words, and from line to line how much higher the letters are than that.
ON_DISCS = """
ring => [...ring.querySelectorAll(".raft-server")].map(server => {
    const lines = [...server.querySelectorAll("text:not(.raft-drawn)")].filter(({ textContent }) => textContent);
    const boxes = lines.map(line => line.getBoundingClientRect());
    return { disc: server.querySelectorAll("circle")[5].getBoundingClientRect().width,
        words: boxes.map(({ width }) => width),
        apart: boxes.slice(1).map((box, above) => box.bottom - boxes[above].bottom),
        high: boxes.map(({ height }) => height) };
})"""


def test_what_is_written_on_a_disc_stays_on_it_on_a_phone(page, address):
    page.evaluate("width => { document.body.style.width = `${width}px`; }", IN_JUPYTERLAB)
    page.emulate_media(reduced_motion="reduce")
    telling = stories.an_election(seed=7)
    show_story(page, telling, f"{address}/story.mjs")
    for _ in telling.story.beats:
        assert page.locator(".raft-frame svg").evaluate(SMALLEST) >= LEAST
        for seen in page.locator(".raft-frame svg").evaluate(ON_DISCS):
            assert max(seen["words"]) <= seen["disc"]
            assert all(apart > 0.75 * high for apart, high in zip(seen["apart"], seen["high"], strict=False))
        onward(page)


# ---- Colours of the reader's own ---------------------------------------------------------------------------------

STYLE = "(node, name) => getComputedStyle(node)[name]"


@pytest.fixture
def forced(page):
    """A reader's own colours: few, and chosen for contrast."""
    page.emulate_media(forced_colors="active")


@pytest.mark.usefixtures("forced")
def test_what_was_told_by_colour_is_seen_with_few_colours(player, page):
    page.keyboard.press("2")
    page.keyboard.press("g")
    player.locator(".raft-events > summary").click()
    one, other = (player.locator(f".raft-event[aria-selected={chosen}]:visible").first for chosen in ("true", "false"))
    assert one.evaluate(STYLE, "backgroundColor") != other.evaluate(STYLE, "backgroundColor")
    server = player.locator(".raft-server[data-server=S2]")
    assert server.locator(".raft-chosen-ring").evaluate(STYLE, "stroke") != "none"
    assert server.locator(".raft-group-ring").evaluate(STYLE, "strokeDasharray") != "none"
    arc, track = (float(server.locator(f".raft-{part}").evaluate(STYLE, "strokeWidth").removesuffix("px"))
                  for part in ("arc", "track"))
    assert arc > 2 * track
    page.keyboard.press("Escape")
    lines = player.locator(".raft-message:visible line").evaluate_all(
        "all => all.map(each => getComputedStyle(each).stroke)")
    assert set(lines) == {server.locator(".raft-drawn").evaluate(STYLE, "fill")}
    dashed, whole = (player.locator(f".raft-cell.raft-{stage}:visible").first for stage in ("appended", "applied"))
    page.keyboard.press("End")
    assert dashed.evaluate(STYLE, "strokeDasharray") != "none"
    assert whole.count() == 0 or whole.evaluate(STYLE, "strokeDasharray") == "none"


@pytest.mark.usefixtures("forced")
def test_the_words_on_a_story_s_coloured_buttons_are_seen(story):
    for chosen in (".raft-onward", ".here button"):
        colours = [story.locator(chosen).evaluate(STYLE, name) for name in ("color", "backgroundColor")]
        assert len(set(colours)) == 2
        assert story.locator(chosen).evaluate(STYLE, "forcedColorAdjust") == "none"


# ---- axe-core, and the tree that a screen reader reads -----------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_against_a_player(page, player, theme):
    dress(page, theme)
    page.keyboard.press("2")
    for summary in player.locator("summary:visible").all():
        summary.click()
    assert violations(page, ".raft-player") == []
    page.keyboard.press("n")
    assert violations(page, ".raft-player") == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert violations(page, ".raft-player dialog") == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_against_a_story(page, story, theme):
    dress(page, theme)
    for _ in range(4):
        assert violations(page, ".raft-story") == []
        onward(page)


def test_a_screen_reader_finds_the_parts_of_the_player_by_their_names(player):
    expect(player).to_match_aria_snapshot("""
        - group "player of a Raft cluster; ? lists the keys":
          - group "playing":
            - button "the event before (←)"
            - button "play (Space)"
            - button "the next event (→)"
            - combobox "what to jump to"
            - button "jump to the next one (J)"
            - combobox "speed"
            - timer "time shown": 540.0 ms
            - 'button "help: the keys (?)"'
          - group "the servers":
            - button "S1, follower, term 1"
            - button "S2, leader, term 1"
            - button "S3, follower, term 1"
            - button "S4, follower, term 1"
            - button "S5, follower, term 1"
          - group "changing the run":
            - textbox "command of the client": x=5
            - button "Send to the leader"
            - button "Cut off a group"
            - button "Heal all"
          - list "the five safety properties":
            - /children: equal
            - listitem: /Election Safety holds/
            - listitem: /Leader Append-Only holds/
            - listitem: /Log Matching holds/
            - listitem: /Leader Completeness holds/
            - listitem: /State Machine Safety holds/
          - img /The logs. the longest has 2 entries, 0 known to be committed/
          - group "what just happened":
            - paragraph: /AppendEntries with 2 entries from S2 to S3 is lost/
          - img "the whole run, a line for each server"
          - button "future"
          - slider "moment of the run"
          - 'img "space and time: a life line for each server, messages between them"'
          - combobox "how much of the run the strip shows"
    """)


def test_a_screen_reader_finds_a_story_s_sentence_and_what_to_press(story, page):
    onward(page)
    telling = stories.two_sides_of_a_cut(seed=7).story
    expect(story).to_match_aria_snapshot(f"""
        - 'group "a story: Space, Enter or the right arrow continues, the left arrow goes back"':
          - group "the servers of the story"
          - timer "time of the run"
          - text: 2 of {len(telling.sentences)}
          - list:
            - listitem:
              - button "beat 1"
            - listitem:
              - button "beat 2"
          - paragraph: "{telling.sentences[1]}"
          - button "◀ Back"
          - button "Continue ▸"
          - group "settings of the story":
            - slider "seed"
            - slider "followers kept"
    """)
    expect(story.get_by_label("beat 2", exact=True)).to_have_attribute("aria-current", "step")
