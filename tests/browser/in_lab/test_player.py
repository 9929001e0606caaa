"""The player in a real JupyterLab: watched, touched, by mouse and by keyboard, in both themes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import change_theme
from tests.browser.lab import complaints, opened_notebook, retype, run_all, settled

PLAYER = "from raftlib import Player\n\nplayer = Player(seed=7, time={time})\nplayer"
BREAKS = """from raftlib import Cluster, Player, Server

class VotesTwice(Server):
    def may_vote_for(self, candidate_id):
        return True

cluster = Cluster(servers=5, seed=3, election_timeout=(150, 160), server=VotesTwice)
cluster.run(to=1000)
player = Player(cluster, time={time})
player"""
BREAK = 171.2  # ms: when S5 is the second to lead term 1


@pytest.fixture(scope="module")
def notebook(lab, lab_window):
    """A notebook of one cell, open for all tests: a kernel takes longer to start than most of them take."""
    with opened_notebook(lab_window[0], lab, "player.ipynb", ""):
        yield lab_window


@pytest.fixture
def page_and_errors(notebook):
    """The page with that notebook, and the list of errors on its console since then."""
    page, errors = notebook
    page.set_viewport_size({"width": 1280, "height": 1500})
    page.evaluate("() => window.jupyterapp.shell.expandLeft()")
    errors.clear()
    return page, errors


@pytest.fixture
def opened(page):
    """Show a player at a time (ms) in the notebook; give the player's element."""

    def open_at(time, code=PLAYER):
        retype(page, code.format(time=time))
        run_all(page)
        page.locator(".raft-server").first.wait_for()
        return page.locator(".raft-player").first

    return open_at


@pytest.fixture(autouse=True)
def no_complaints(page, console_errors):
    """Whatever is done, nothing is on stderr and no error on the console."""
    yield
    assert complaints(page) == []
    assert console_errors == []


def clock(player):
    """The time that is shown, in ms."""
    return float(re.search(r"[\d.]+", player.get_by_label("time shown").inner_text())[0])


def wait_until_later(player, time):
    """Wait until a later time (ms) is shown."""
    player.page.wait_for_function(
        "([shown, time]) => parseFloat(shown.innerText) > time",
        arg=[player.get_by_label("time shown").element_handle(), time])


def scrub(player, time):
    """Move the slider to a time, in ms."""
    player.get_by_label("moment of the run").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", time * 1000)


def line(player):
    """What just happened and why."""
    return player.get_by_label("what just happened").inner_text()


def server(player, id):
    return player.locator(f".raft-server[data-server='{id}']").first  # a second one is of a branch beside it


def label(player, id):
    """A server in words: id, role, term and what else is plain of it."""
    return server(player, id).get_attribute("aria-label")


def branches(player):
    return player.locator(".raft-branches li")


def has_branches(player, count):
    """Wait until there are so many branches, and the newest has come whole."""
    player.page.wait_for_function(
        "([player, count]) => player.querySelectorAll('.raft-branches li').length === count"
        " && player.getAttribute('aria-busy') === 'false'",
        arg=[player.element_handle(), count])


def code(player):
    """The text of "Show as code", folded or not."""
    return player.get_by_label("Python code that makes this branch").text_content()


def wait_for_label(player, id, words):
    player.page.wait_for_function(
        "([node, words]) => node.getAttribute('aria-label').includes(words)",
        arg=[server(player, id).element_handle(), words])


def test_it_plays_steps_and_scrubs_without_asking_python(opened, page):
    player = opened(150)
    shown, start = player.get_attribute("data-shown"), clock(player)
    player.get_by_label("play (Space)").click()
    wait_until_later(player, start)
    player.get_by_label("pause (Space)").click()
    played = clock(player)

    player.get_by_label(re.compile("the next event")).click()
    stepped = clock(player)
    assert stepped >= played
    assert "S2" in line(player)
    player.get_by_label(re.compile("the event before")).click()
    assert clock(player) <= stepped

    scrub(player, 1000)
    assert clock(player) == 1000
    assert "leader" in label(player, "S2")
    scrub(player, 100)
    assert "follower, term 0" in label(player, "S2")  # back in time, too
    assert player.get_attribute("data-shown") == shown  # it rises with each run that Python sends
    assert branches(player).count() == 1


def test_a_crash_by_click_makes_a_branch_and_the_old_one_is_kept(opened):
    player = opened(400)
    server(player, "S2").click()
    player.get_by_role("button", name=re.compile("^Crash")).click()
    has_branches(player, 2)
    wait_for_label(player, "S2", "down")
    assert "cluster.crash('S2')" in code(player)
    assert clock(player) == 400

    player.locator("summary", has_text="Branches").click()
    player.get_by_label("compare with branch the run").click()
    player.page.wait_for_function(
        "player => player.querySelectorAll('[aria-label=\"the servers of the other branch\"]').length === 1",
        arg=player.element_handle())
    player.get_by_label("show branch the run").click()
    wait_for_label(player, "S2", "leader")
    assert branches(player).count() == 2


def test_a_link_is_cut_and_a_message_dropped(opened):
    player = opened(400)
    server(player, "S1").click()
    player.get_by_role("button", name="Cut", exact=True).click()
    has_branches(player, 2)
    assert "cluster.cut_link('S1', 'S2', one_way=False)" in code(player)

    scrub(player, 426)
    messages = player.locator(".raft-message:visible")
    messages.first.wait_for()
    messages.first.click(force=True)
    player.get_by_role("button", name=re.compile("^Drop")).click()
    has_branches(player, 3)
    assert "cluster.drop(" in code(player)


def test_by_keyboard_alone(opened, page):
    player = opened(400)
    player.focus()
    before = clock(player)
    page.keyboard.press("ArrowRight")
    assert clock(player) > before
    page.keyboard.press("2")
    page.keyboard.press("c")
    has_branches(player, 2)
    wait_for_label(player, "S2", "down")
    page.keyboard.press("c")
    has_branches(player, 3)
    wait_for_label(player, "S2", "follower")
    for key in ("1", "g", "3", "g", "x"):
        page.keyboard.press(key)
    has_branches(player, 4)
    assert "cluster.cut(['S1', 'S3'], ['S2', 'S4', 'S5'])" in code(player)
    page.keyboard.press("h")
    has_branches(player, 5)
    page.keyboard.press("?")
    assert player.get_by_role("dialog", name="keys of the player").is_visible()
    page.keyboard.press("Escape")
    assert not player.get_by_role("dialog", name="keys of the player").is_visible()


def bubble(player, words):
    """The answer in these words, once it is there."""
    found = player.locator(".raft-bubble", has_text=words)
    found.wait_for()
    return found


def gap(one, other):
    """How many px lie between two elements at least."""
    a, b = one.bounding_box(), other.bounding_box()
    return max(*(max(a[at], b[at]) - min(a[at] + a[size], b[at] + b[size])
                 for at, size in (("x", "width"), ("y", "height"))), 0)


def test_the_impossible_is_answered_in_the_reader_s_words_where_the_hand_was(opened, page):
    player = opened(400)
    player.focus()
    page.keyboard.press("2")
    page.keyboard.press("t")
    assert gap(bubble(player, "S2 leads: only a follower's or a candidate's"), server(player, "S2")) < 60
    heal = player.get_by_role("button", name="Heal all")
    heal.click()
    assert gap(bubble(player, "Nothing is cut"), heal) < 10
    player.get_by_label("command of the client").fill("hello")
    page.keyboard.press("Enter")
    said = bubble(player, "command is 'hello': it must look like 'x=5', 'x+=1' or 'x-=2'")
    assert gap(said, player.get_by_label("command of the client")) < 10
    jump = player.get_by_label("jump to the next one (J)")
    player.get_by_label("what to jump to").select_option("break")
    jump.click()
    assert gap(bubble(player, "No safety break after this moment."), jump) < 10
    assert branches(player).count() == 1


def holds(player):
    """For how long messages are held in the code shown, in ms."""
    return [float(time) for time in re.findall(r"cluster\.hold\(\d+, for_=([\d.]+)\)", code(player))]


def test_a_message_is_held_back_by_mouse_stands_still_and_goes_on(opened, page):
    player = opened(155)
    player.focus()
    page.keyboard.press("n")
    flight = player.locator(".raft-message.chosen").get_attribute("data-flight")
    held = player.locator(f".raft-message[data-flight='{flight}']")
    place = held.locator("polygon").get_attribute("points")
    page.keyboard.press("Escape")
    held.locator("polygon").click(force=True)
    menu = player.locator(".raft-menu")
    menu.get_by_label("for how many ms").fill("120")
    menu.get_by_role("button", name=re.compile("^Hold back")).click()
    has_branches(player, 2)
    assert holds(player) == [120]
    assert "is held back until" in line(player)
    assert "is held back for 120 ms" in branches(player).nth(1).text_content()

    assert held.locator("polygon").get_attribute("points") == place  # it did not leap
    scrub(player, 274.9)
    assert held.locator("polygon").get_attribute("points") == place
    assert held.locator("text").text_content() == "held"
    scrub(player, 276)
    assert held.locator("polygon").get_attribute("points") != place
    assert held.locator("text").text_content() == ""
    scrub(player, 300)  # it has come
    assert not held.is_visible()


def test_a_message_is_held_back_by_keyboard(opened, page):
    player = opened(155)
    player.focus()
    page.keyboard.press("b")
    bubble(player, "No message is chosen")
    page.keyboard.press("n")
    page.keyboard.press("b")
    has_branches(player, 2)
    assert holds(player) == [300]
    for key in ("n", "n", "Enter", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    for key in ("Control+a", "4", "5", "Enter"):
        page.keyboard.press(key)
    has_branches(player, 3)
    assert holds(player) == [300, 45]
    player.focus()
    page.keyboard.press("n")
    page.keyboard.press("b")  # the time is remembered
    has_branches(player, 4)
    assert holds(player) == [300, 45, 45]
    page.keyboard.press("n")
    for key in ("Enter", "Tab", "Tab", "Tab", "Control+a", "0", "Enter"):
        page.keyboard.press(key)
    bubble(player, "A message can be held back for more than 0 ms")
    assert branches(player).count() == 4


def test_the_network_is_changed_from_now_on(opened, page):
    player = opened(400)
    player.locator("summary", has_text="Settings").click()
    when = player.get_by_label("when a change of the network counts")
    lost = player.get_by_label("messages lost")
    when.select_option("now")
    lost.focus()
    page.keyboard.press("ArrowRight")
    has_branches(player, 2)
    page.keyboard.press("ArrowRight")
    player.get_by_label("what just happened").get_by_text("the network changes: loss 0.02").wait_for()
    assert branches(player).count() == 2  # a slider that moves on makes no second one
    assert "cluster.change_network(loss=0.02)" in code(player)
    assert "the network changes: loss 0.02from 400.0 ms on" in branches(player).nth(1).text_content()
    scrub(player, 399)
    assert lost.input_value() == "0"
    scrub(player, 401)
    assert lost.input_value() == "2"

    player.locator("summary", has_text="a slow server").click()
    player.get_by_label("whose messages are slow").select_option("S3")
    player.get_by_label("how many times as long its messages take").focus()
    page.keyboard.press("End")
    has_branches(player, 3)
    assert "cluster.change_network(slow={'S3': 20})" in code(player)
    player.get_by_label("whose messages are slow").select_option("S4")
    assert player.get_by_label("how many times as long its messages take").input_value() == "1"

    when.select_option("start")
    assert lost.input_value() == "0"
    player.get_by_label("messages overtaken").focus()
    page.keyboard.press("ArrowRight")
    has_branches(player, 4)
    assert "reordering=0.01" in code(player)
    assert "change_network" not in code(player)


def test_servers_of_one_s_own_leave_only_the_network_to_be_changed(opened):
    player = opened(100, "from raftlib import Player\nplayer = Player('figure_7', time={time})\nplayer")
    player.locator("summary", has_text="Settings").click()
    assert not player.get_by_label("seed").is_visible()
    assert player.get_by_label("when a change of the network counts").is_disabled()
    assert player.get_by_label("messages lost").is_visible()


def test_no_key_is_silent(opened, page):
    player = opened(400, "from raftlib import Player\nplayer = Player(servers=3, seed=7, time={time})\nplayer")
    player.focus()
    for key, said in (("d", "No message is chosen"), ("c", "Choose a server first"), ("u", "No message is chosen"),
                      ("n", "No message is under way"), ("x", "Put some servers into the group first"),
                      ("7", "There is no server 7: there are S1, S2, S3"), ("h", "Nothing is cut")):
        page.keyboard.press(key)
        bubble(player, said)
    assert branches(player).count() == 1


def test_a_broken_property_is_jumped_to_and_told_of_the_branch_beside_too(opened, page):
    player = opened(100, BREAKS)
    player.get_by_label("what to jump to").select_option("break")
    player.focus()
    page.keyboard.press("j")
    assert clock(player) == BREAK
    assert "Election Safety is broken: S4 and S5 have both led term 1" in line(player)
    lamps = player.get_by_label("the five safety properties")
    assert "broken at 171.2 ms: S4 and S5 have both led term 1" in lamps.inner_text()
    offenders = [id for id in ("S1", "S2", "S3", "S4", "S5") if "breaks a safety property" in label(player, id)]
    assert offenders == ["S4", "S5"]

    scrub(player, 900)
    lamps.get_by_label("go to where Election Safety is broken").click()
    assert clock(player) == BREAK

    scrub(player, 100)
    server(player, "S5").click()
    player.get_by_role("button", name=re.compile("^Crash")).click()
    has_branches(player, 2)
    player.locator("summary", has_text="Branches").click()
    player.get_by_label("compare with branch the run").click()
    scrub(player, BREAK + 1)
    other = player.get_by_label("the safety properties of the other branch")
    other.get_by_text("S4 and S5 have both led term 1").wait_for()
    assert "breaks a safety property" in player.locator(".raft-server[data-server='S5']").nth(1).get_attribute(
        "aria-label")


def chosen_event(player):
    """The row of the list of events that stands for the moment shown."""
    number = player.get_by_role("listbox").get_attribute("aria-activedescendant")
    return player.locator(f"#{number}[aria-selected=true]")


def test_keys_go_through_the_list_of_events(opened, page):
    player = opened(400)
    events = player.get_by_role("listbox")
    player.locator("summary", has_text="Events").click()
    events.focus()
    assert events.get_by_role("option").first.get_attribute("tabindex") is None  # one tab stop for all
    before = int(chosen_event(player).get_attribute("aria-posinset"))
    for key, place in (("ArrowDown", before + 1), ("ArrowUp", before), ("PageDown", before + 7), ("Home", 1)):
        page.keyboard.press(key)
        assert int(chosen_event(player).get_attribute("aria-posinset")) == place
        assert clock(player) == float(chosen_event(player).locator(".raft-event-time").inner_text())
    page.keyboard.press("End")
    assert chosen_event(player).get_attribute("aria-posinset") == chosen_event(player).get_attribute("aria-setsize")


TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_hand_on_the_strip_holds_the_moment(opened, page):
    player = opened(400)
    player.get_by_label("play (Space)").click()
    for area in (player.get_by_label("space and time"), player.get_by_label("moment of the run")):
        area.scroll_into_view_if_needed()
        box = area.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.evaluate(TWO_FRAMES)
        held = clock(player)
        page.wait_for_timeout(400)
        assert clock(player) == held
        page.mouse.up()
        wait_until_later(player, held)


def test_all_that_a_server_knows_is_shown_and_that_the_client_waits(opened, page):
    player = opened(900, """from raftlib import Cluster, Player

cluster = Cluster(servers=3, seed=7)
cluster.submit("z=1")
cluster.run(to=600)
for number in range(8):
    cluster.submit("name%d=%d" % (number, 1000 + number))
cluster.run(to=1000)
player = Player(cluster, time={time})
player""")
    leader = next(id for id in ("S1", "S2", "S3") if "leader" in label(player, id))
    server(player, leader).click()
    known = player.get_by_label("the chosen server").inner_text()
    assert all(f"name{number}={1000 + number}" in known for number in range(8))
    assert "9: name7=1007 (t1)" in known
    assert re.search(r"match_index\s+9\s+9", known)
    scrub(player, 100)
    assert "z=1 waits" in player.locator(".raft-picture").first.inner_html()
    scrub(player, 500)
    assert "waits" not in player.locator(".raft-picture").first.inner_html()


def test_what_one_needs_while_playing_fits_on_a_screen(opened, page):
    player = opened(400)
    page.evaluate("() => window.jupyterapp.shell.leftCollapsed || window.jupyterapp.shell.collapseLeft()")
    for width in (1280, 900):  # then the player is about 1100 and 700 px wide
        page.set_viewport_size({"width": width, "height": 900})
        settled(page, "() => [...document.querySelectorAll('.raft-player *')].map(each => each.clientHeight)")
        room = page.locator(".jp-WindowedPanel-outer").first.bounding_box()["height"]
        top = player.get_by_role("group", name="playing").bounding_box()["y"]
        slider = player.get_by_label("moment of the run").bounding_box()
        assert slider["y"] + slider["height"] - top < room
        assert player.evaluate("element => element.scrollWidth <= element.clientWidth")


WAITS = """from pathlib import Path
from time import sleep
from raftlib import Player

class Waits(Player):
    def _send_rest(self):
        while Path("rest-waits").exists():
            sleep(0.01)
        super()._send_rest()

Waits(seed=7, time={time})"""


@pytest.fixture
def sign(lab):
    """The file as long as which such a player sends no rest."""
    path = lab.folder / "rest-waits"
    yield path
    path.unlink(missing_ok=True)


def test_the_effect_of_a_click_comes_first_and_the_rest_disturbs_nothing(opened, page, sign):
    player = opened(400, WAITS)
    expect(player).to_have_attribute("aria-busy", "false")
    sign.touch()
    player.focus()
    page.keyboard.press("2")
    page.keyboard.press("c")
    wait_for_label(player, "S2", "down")
    assert player.get_attribute("aria-busy") == "true"
    scrub(player, 2000)
    assert clock(player) == 900  # nothing is shown that Python has not told yet
    server(player, "S3").click()
    menu = player.get_by_role("dialog", name="S3", exact=True)
    assert menu.is_visible()
    sign.unlink()
    has_branches(player, 2)
    assert menu.is_visible()
    assert clock(player) == 900
    scrub(player, 2000)
    assert clock(player) == 2000


def contrast(page, player):
    """The contrast of the what-happened line's text with the page behind it (WCAG: 4.5 is enough)."""
    return page.evaluate(
        """element => {
            const parse = colour => colour.match(/[\\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            let behind = element;
            const isClear = node => (parse(getComputedStyle(node).backgroundColor)[3] ?? 1) < 0.9;
            while (behind && isClear(behind)) behind = behind.parentElement;
            const one = luminance(parse(getComputedStyle(element).color));
            const other = luminance(parse(getComputedStyle(behind ?? document.body).backgroundColor));
            return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        }""", player.get_by_label("what just happened").element_handle())


@pytest.fixture
def dark(page):
    """Lets JupyterLab be dark, until the test is over."""
    yield lambda: change_theme(page, "dark")
    change_theme(page, "light")


def test_it_can_be_read_in_the_dark_theme(opened, page, dark):
    player = opened(400)
    assert contrast(page, player) > 4.5
    dark()
    assert contrast(page, player) > 4.5


def test_two_players_do_not_disturb_each_other_and_stop_when_their_output_is_closed(opened, page):
    opened(400, PLAYER + "\nfrom IPython.display import display\ndisplay(player, Player(seed=8, time=300))")
    players = page.locator(".raft-player")
    players.nth(1).wait_for()
    one, two = players.nth(0), players.nth(1)
    one.get_by_label("play (Space)").click()
    wait_until_later(one, 400)
    one.get_by_label("pause (Space)").click()
    assert clock(two) == 300
    two.get_by_label("play (Space)").click()
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    expect(page.locator(".raft-player")).to_have_count(0)
    page.wait_for_timeout(500)  # in which one that played on would complain
