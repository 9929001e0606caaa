"""Sliders, questions and what panels say, each by itself in a browser, without Jupyter: by mouse, keys and ear."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from raftlib.widgets.controls import control as controls
from raftlib.widgets.controls.answers import Choices, TextField
from raftlib.widgets.controls.shown import Said
from raftlib.widgets.controls.sliders import NumberSlider, RangeSlider, ThingsSlider, Tick
from tests.browser.accessibility import THEMES, dress, violations
from tests.browser.lab import handles, middle_of_handle, travel
from tests.browser.without_jupyter import served, show_control

FINGER = 24  # px


def heartbeat(value=50):
    return NumberSlider(value=value, min=10, max=900, step=5, unit="ms", description="heartbeat (ms)")


def timeout(value=(150, 300)):
    return RangeSlider(value=value, min=20, max=900, step=5, unit="ms", description="election timeout (ms)")


def lost():
    slider = ThingsSlider(2, {"none": 0, "1: x=5": 1, "2: x+=1": 2})
    slider.description = "lost"
    return slider


def ticked():
    return Tick(value=True, description="equal logs")


def choices():
    return Choices("Who wins?", ["Compare with the run", "I don't know"],
                   {"a": "a) S1", "b": "b) S2", "c": "c) nobody"})


def field():
    return TextField("Which servers stand?", ["Check"], "S1, S2")


ALL = [heartbeat, timeout, lost, ticked, choices, field]
SLIDERS = [heartbeat, timeout, lost]


@pytest.fixture(scope="module")
def address():
    """Where the modules are."""
    with served(Path(controls.__file__).parent / "js") as address:
        yield address


@pytest.fixture
def show(page, address):
    """Shows a control on an empty page; gives its root."""
    page.goto(address)
    page.evaluate("() => { document.documentElement.lang = 'en'; document.title = 'a control'; }")
    return lambda control: show_control(page, control, address)


@pytest.fixture(autouse=True)
def no_complaints(console_errors):
    """No error is on the console."""
    yield
    assert console_errors == []


def saved(page):
    """What was sent to Python, value by value."""
    return page.evaluate("() => saved")


@pytest.mark.parametrize("make", [*SLIDERS, ticked])
def test_what_is_locked_is_moved_by_no_hand_and_no_key_until_it_is_let_go(show, page, make):
    slider = make()
    slider.locked = True
    root = show(slider)
    for handle in root.locator("input, select").all():
        handle.evaluate("node => node.focus()")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Space")
    assert saved(page) == []
    assert page.evaluate("() => document.activeElement === document.body")
    page.evaluate("() => tell('locked', false)")
    root.locator("input").first.focus()
    page.keyboard.press("Space" if make is ticked else "ArrowLeft")
    assert len(saved(page)) == 1


# ---- Names and values --------------------------------------------------------------------------------------------

TREES = {
    heartbeat: """
        - slider "heartbeat (ms)": "50"
        - spinbutton "heartbeat (ms)": "50"
        """,
    timeout: """
        - slider "election timeout (ms), from": "150"
        - slider "election timeout (ms), to": "300"
        - spinbutton "election timeout (ms), from": "150"
        - text: –
        - spinbutton "election timeout (ms), to": "300"
        """,
    lost: """
        - slider "lost": "2"
        - combobox "lost":
          - option "none"
          - 'option "1: x=5"'
          - 'option "2: x+=1" [selected]'
        """,
    ticked: """
        - checkbox "equal logs" [checked]
        """,
    choices: """
        - radiogroup "Who wins?":
          - radio "a) S1"
          - radio "b) S2"
          - radio "c) nobody"
        - button "Compare with the run"
        - button "I don't know"
        """,
    field: """
        - textbox "Which servers stand?"
        - button "Check"
        """,
}


@pytest.mark.parametrize("make", ALL)
def test_it_is_told_by_name_and_value(show, make):
    expect(show(make())).to_match_aria_snapshot(TREES[make])


@pytest.mark.parametrize(("make", "words"), [(heartbeat, ["50 ms"]), (timeout, ["150 ms", "300 ms"]),
                                             (lost, ["2: x+=1"])])
def test_a_handle_says_its_value_with_the_unit_or_in_words(show, make, words):
    assert [each.get_attribute("aria-valuetext") for each in handles(show(make())).all()] == words


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("make", ALL)
def test_axe_finds_nothing(show, page, make, theme):
    show(make())
    dress(page, theme)
    assert violations(page, ".raft-control") == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_a_refusal(show, page, theme):
    type_into(show(heartbeat()).get_by_role("spinbutton"), "9")
    dress(page, theme)
    assert violations(page, ".raft-control") == []


# ---- By keys -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("value", "key", "to"), [
    (50, "ArrowRight", 55), (50, "ArrowUp", 55), (50, "ArrowLeft", 45), (50, "ArrowDown", 45),
    (50, "PageUp", 140), (500, "PageDown", 410), (50, "Home", 10), (50, "End", 900),
    (52, "ArrowRight", 55), (52, "ArrowLeft", 50),  # from between two steps to the next one
    (895, "PageUp", 900), (15, "PageDown", 10),
])
def test_keys_move_a_handle(show, page, value, key, to):
    slider = show(heartbeat(value))
    handles(slider).press(key)
    assert saved(page) == [to]
    expect(slider.get_by_role("spinbutton")).to_have_value(str(to))


def test_a_handle_at_the_end_goes_no_further(show, page):
    slider = show(heartbeat(900))
    handles(slider).press("ArrowRight")
    expect(handles(slider)).to_have_value("900")


def test_a_handle_of_two_stops_at_the_other(show, page):
    slider = show(timeout((150, 160)))
    handles(slider).first.press("PageUp")
    assert saved(page) == [[160, 160]]
    handles(slider).last.press("Home")
    assert saved(page)[-1] == [160, 160]


@pytest.mark.parametrize("make", ALL)
def test_keys_stay_in_the_control_but_those_for_the_whole_notebook(show, page, make):
    root = show(make())
    page.evaluate("() => { window.heard = []; document.addEventListener('keydown', event => heard.push(event.key)); }")
    for part in root.locator("input, select, button").all():
        part.focus()
        for key in (*"xmabd123456", "ArrowDown", "ArrowUp", "Escape", "Control+b"):
            page.keyboard.press(key)
    assert page.evaluate("() => heard.filter(key => key !== 'Control')") == []
    page.keyboard.press("Control+s")
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("() => heard.filter(key => key.length === 1 || key === 'Enter')") == ["s", "Enter"]


# ---- By hand -----------------------------------------------------------------------------------------------------

def test_a_drag_is_sent_on_the_way_step_by_step(show, page):
    handle = handles(show(heartbeat()))
    x, y = middle_of_handle(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + travel(handle) / 2, y, steps=6)
    on_the_way = saved(page)
    page.mouse.up()
    assert len(set(on_the_way)) > 3
    assert all((value - 10) % 5 == 0 for value in on_the_way)
    assert on_the_way == sorted(on_the_way)


def test_of_two_handles_the_nearer_one_comes_to_where_one_taps(show, page):
    slider = show(timeout((200, 600)))
    box = slider.locator(".raft-track").bounding_box()
    page.mouse.click(box["x"] + 15, box["y"] + 12)
    (low, high), = saved(page)
    assert (low < 100, high) == (True, 600)
    page.mouse.click(box["x"] + box["width"] - 15, box["y"] + 12)
    assert saved(page)[-1][0] == low
    assert saved(page)[-1][1] > 800


def test_handles_of_one_value_stand_back_to_back_and_both_can_be_dragged(show, page):
    slider = show(timeout((450, 450)))
    left, right = (middle_of_handle(each)[0] for each in handles(slider).all())
    assert right - left == pytest.approx(FINGER)
    for each, way in zip(handles(slider).all(), (-1, 1), strict=True):
        x, y = middle_of_handle(each)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20 * way, y, steps=4)
        page.mouse.up()
    low, high = saved(page)[-1]
    assert low < 450 < high


@pytest.mark.parametrize("make", SLIDERS)
def test_a_handle_is_as_large_as_a_finger(show, page, make):
    slider = show(make())
    for each in handles(slider).all():
        for dx, dy in ((-11, 0), (11, 0), (0, -11), (0, 11)):
            x, y = middle_of_handle(each)
            page.mouse.click(x + dx, y + dy)  # beside the handle the browser would bring it here
            assert each.evaluate("handle => handle === document.activeElement")
    assert len({str(value) for value in saved(page)}) <= 1


@pytest.mark.parametrize("make", ALL)
def test_what_a_finger_hits_is_large_enough(show, make):
    for part in show(make()).locator("input:not([type=range]), select, button").all():
        has_words = part.get_attribute("type") in ("radio", "checkbox")
        box = (part.locator("xpath=ancestor::label") if has_words else part).bounding_box()
        assert min(box["width"], box["height"]) >= FINGER


def test_a_box_is_ticked_by_its_words(show, page):
    show(ticked()).get_by_text("equal logs").click()
    assert saved(page) == [False]


def test_things_are_chosen_from_a_list(show, page):
    slider = show(lost())
    slider.get_by_role("combobox").select_option("1: x=5")
    assert page.evaluate("() => model.get('index')") == 1
    assert handles(slider).get_attribute("aria-valuetext") == "1: x=5"


# ---- Numbers that are typed ------------------------------------------------------------------------------------------

def type_into(field, text, end="Enter"):
    field.fill(text)
    field.press(end)


@pytest.mark.parametrize("end", ["Enter", "Tab"])
def test_a_number_is_typed(show, page, end):
    slider = show(heartbeat())
    type_into(slider.get_by_role("spinbutton"), "52", end)
    assert saved(page) == [52]
    expect(handles(slider)).to_have_value("52")


@pytest.mark.parametrize("text", ["9", "901", "52.5", "", "-50"])
def test_what_the_slider_has_not_is_refused_in_a_sentence_and_nothing_is_lost(show, page, text):
    slider = show(heartbeat())
    number, refusal = slider.get_by_role("spinbutton"), slider.get_by_role("alert")
    type_into(number, text)
    expect(refusal).to_have_text("Type a whole number from 10 to 900: until then it is 50.")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_have_accessible_description("Type a whole number from 10 to 900: until then it is 50.")
    expect(number).to_have_value(text)
    assert saved(page) == []
    number.press("Escape")
    expect(number).to_have_value("50")
    expect(refusal).to_have_count(0)


def test_a_typed_end_takes_the_other_along(show, page):
    slider = show(timeout((150, 160)))
    type_into(slider.get_by_role("spinbutton", name="from"), "300")
    type_into(slider.get_by_role("spinbutton", name="to"), "400")
    type_into(slider.get_by_role("spinbutton", name="to"), "200")
    assert saved(page) == [[300, 300], [300, 400], [200, 200]]


def test_what_python_sets_is_shown(show, page):
    slider = show(timeout())
    page.evaluate("() => tell('value', [200, 250])")
    assert [each.input_value() for each in slider.locator("input").all()] == ["200", "250", "200", "250"]


def test_a_slider_goes_as_far_as_python_lets_it(show, page):
    slider = show(heartbeat())
    page.evaluate("() => tell('max', 60)")
    handles(slider).press("End")
    assert saved(page) == [60]
    number, refusal = slider.get_by_role("spinbutton"), slider.get_by_role("alert")
    type_into(number, "70")
    expect(refusal).to_have_text("Type a whole number from 10 to 60: until then it is 60.")


# ---- Answers -----------------------------------------------------------------------------------------------------

def test_arrows_choose_within_the_group(show, page):
    root = show(choices())
    root.get_by_role("radio").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(root.get_by_role("radio", name="a) S1")).to_be_checked()
    expect(root.get_by_role("radio", name="a) S1")).to_be_focused()
    assert saved(page) == ["b", "c", "a"]


def test_a_press_brings_the_answer_along(show, page):
    root = show(choices())
    root.get_by_role("button", name="Compare with the run").click()
    root.get_by_label("b) S2").click()
    root.get_by_role("button", name="Compare with the run").click()
    root.get_by_role("button", name="I don't know").press("Enter")
    assert page.evaluate("() => wishes") == [{"press": 0, "value": None}, {"press": 0, "value": "b"},
                                             {"press": 1, "value": "b"}]


def test_enter_in_the_field_presses_the_button(show, page):
    root = show(field())
    type_into(root.get_by_role("textbox"), "s2")
    assert page.evaluate("() => wishes") == [{"press": 0, "value": "s2"}]
    expect(root.get_by_role("textbox")).to_have_accessible_description("such as S1, S2")


# ---- What is said ------------------------------------------------------------------------------------------------

def test_a_sentence_is_said_once_it_rests(show, page):
    page.clock.install()
    root = show(Said(value="at <b>first</b>"))
    status = root.get_by_role("status")
    expect(status).to_have_text("")  # what is there when one comes need not be called out
    for number in range(20):  # a drag
        page.evaluate("number => tell('value', `<b>${number}</b> ms`)", number)
        page.clock.run_for(100)
        expect(status).to_have_text("")
        expect(root.locator(".raft-shown")).to_have_text(f"{number} ms")
    page.clock.run_for(1000)
    expect(status).to_have_text("19 ms")
    page.clock.run_for(10_000)
    expect(status).to_have_text("")


# ---- Where there is little room, or other colours ------------------------------------------------------------------

@pytest.mark.parametrize("width", [390, 320, 200])
@pytest.mark.parametrize("make", ALL)
def test_where_there_is_little_room_nothing_is_cut_off(show, page, make, width):
    page.set_viewport_size({"width": width, "height": 800})
    root = show(make())
    inside = root.bounding_box()
    assert inside["width"] <= width
    for part in root.locator("*:not(option):not([hidden])").all():
        box = part.bounding_box()
        assert box["width"] >= (FINGER if part.evaluate("node => node.matches('input, button, select')") and
                                part.get_attribute("type") not in ("radio", "checkbox") else 1)
        assert inside["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1


@pytest.mark.parametrize("width", [390, 320, 200])
@pytest.mark.parametrize("make", SLIDERS)
def test_there_the_label_stands_above_the_track(show, page, make, width):
    page.set_viewport_size({"width": width, "height": 800})
    root = show(make())
    label, track = root.locator(".raft-label").bounding_box(), root.locator(".raft-track").bounding_box()
    assert label["y"] + label["height"] <= track["y"]
    assert track["width"] >= 80


@pytest.fixture
def forced(browser, address):
    """Shows a control where the reader has chosen the colours of all pages; gives its root."""
    context = browser.new_context(forced_colors="active", color_scheme="dark", device_scale_factor=2)
    page = context.new_page()

    def show_forced(control):
        page.goto(address)
        return show_control(page, control, address)

    yield show_forced
    context.close()


def colours(page, x, y, width, height):
    """The colours in a part of the page."""
    clip = {"x": x, "y": y, "width": width, "height": height}
    return {colour for _, colour in Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB").getcolors(10**6)}


@pytest.mark.parametrize("make", SLIDERS)
def test_in_forced_colours_handles_and_track_are_seen(forced, make):
    root = forced(make())
    for each in handles(root).all():
        x, y = middle_of_handle(each)
        assert len(colours(root.page, x - 12, y - 4, 6, 8)) > 1  # its left edge
        assert len(colours(root.page, x + 6, y - 4, 6, 8)) > 1  # its right edge
    track = root.locator(".raft-track").bounding_box()
    assert len(colours(root.page, track["x"] + track["width"] - 30, track["y"], 4, 24)) > 1


def test_in_forced_colours_the_chosen_option_and_buttons_have_an_edge(forced):
    root = forced(choices())
    root.get_by_label("b) S2").click()
    root.page.mouse.move(0, 0)
    for option in root.locator("fieldset label").all():
        box = option.bounding_box()
        edges = len(colours(root.page, box["x"] - 2, box["y"] + 6, 5, 8))
        assert (edges > 1) == option.locator("input").is_checked()
    for button in root.get_by_role("button").all():
        box = button.bounding_box()
        assert len(colours(root.page, box["x"] - 2, box["y"] + 6, 5, 8)) > 1
