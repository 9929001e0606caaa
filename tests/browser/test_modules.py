"""The modules of the player's page, imported as they are, and the whole page: in a browser, without Jupyter."""

import json
import random
import zlib
from itertools import combinations
from math import hypot

import pytest

from raftlib import Cluster, History, Player, SessionKeyValue, scenarios
from raftlib.pictures.shapes import round_places
from raftlib.search import BROKEN_RULES, broken_rules
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import troubled
from raftlib.simulation.key_value import COMMAND, KeyValue
from raftlib.widgets.player.recording import plainly
from raftlib.widgets.player.run_data import FIELDS, RunText
from tests.browser.without_jupyter import evaluate, show
from tests.search.found import found

SEEDS = range(8)


@pytest.fixture
def page(blank):
    """An empty page, which may import the modules of the player's."""
    return blank


@pytest.fixture(scope="module")
def histories():
    """Runs with every kind of trouble."""
    return [history_of(seed) for seed in SEEDS]


def history_of(seed):
    random_ = random.Random(seed)
    cluster = Cluster(servers=random_.randint(1, 7), seed=seed, loss=random_.choice((0, 0.2)),
                      duplication=random_.choice((0, 0.1)))
    troubled(cluster, ((random_.randint(0, 200), random_.choice(FAULTS), random_.randint(0, 99)) for _ in range(12)))
    cluster.run(for_=200)
    return cluster.history


def told(history):
    """The run as the page gets it."""
    return json.loads(zlib.decompress(RunText(history).whole()))


# ---- Run: what was true when -----------------------------------------------------------------------------------

STATES = """
async ([raw, times]) => {
    const { Run } = await import("/widgets/player/js/run.js");
    const run = new Run(raw);
    return times.map(time => {
        const k = run.countAt(time), found = [];
        const count = run.flightsAt(time, found);
        return {
            k, leader: run.leader(k), cut: run.cutLinks(k),
            flights: found.slice(0, count).map(place => run.flights[place]).filter(f => f.e > time).map(f => f.n),
            servers: Object.fromEntries(run.servers.map(id => [id, run.stateOf(id, k)])),
        };
    });
}"""


def test_a_run_knows_what_was_true_at_every_moment(page, histories):
    for seed, history in zip(SEEDS, histories, strict=True):
        random_, end = random.Random(seed), round(history.end * 1000)
        times = sorted({0, end, *(event.at for event in history), *(random_.randint(0, end) for _ in range(50))})
        for time, seen in zip(times, evaluate(page, STATES, [told(history), times]), strict=True):
            moment = history.at(time / 1000)
            assert seen["k"] == sum(event.at <= time for event in history)
            assert {tuple(link) for link in seen["cut"]} == moment.cut_links
            assert seen["flights"] == [flight.number for flight in moment.in_flight]
            assert seen["leader"] in ([id for id, term in moment.leaders if term == moment.leaders[-1][1]] or [None])
            for id, state in moment.servers.items():
                assert known(seen["servers"][id]) == expected(state, id in moment.down, moment.deadlines[id])


def known(seen):
    """What the page knows of a server."""
    names = (*FIELDS, "next", "match", "down", "deadline")
    return {name: seen[name] for name in names} | {"log": [tuple(entry) for entry in seen["log"]]}


def expected(state, down, deadline):
    """The same of Python's state; times in µs."""
    plain = {name: getattr(state, field) for name, field in FIELDS.items()} | {"votes": list(state.votes)}
    indexes = {name: dict(zip(state.peers, field, strict=False))
               for name, field in (("next", state.next_index), ("match", state.match_index))}
    return plain | indexes | {"down": down, "deadline": deadline and round(deadline * 1000),
                              "log": [tuple(entry)[:2] for entry in state.log.entries]}


AFTER_EVENTS = """
async raw => {
    const { Run } = await import("/widgets/player/js/run.js");
    const run = new Run(raw);
    return raw.events.map((event, number) => event.s && [run.stateOf(event.s, number).term,
        run.stateOf(event.s, number + 1).term, run.stateOf(event.s, number + 1).log.length]);
}"""


def test_events_of_one_microsecond_are_told_apart(page, histories):
    for history in histories:
        terms = dict.fromkeys(history.servers, 0)
        for event, seen in zip(history, evaluate(page, AFTER_EVENTS, told(history)), strict=True):
            if event.state is not None:
                assert seen == [terms[event.server], event.state.current_term, event.state.log.last_index]
                terms[event.server] = event.state.current_term


VALUES = """
async ([entries, counts, form]) => {
    const { valuesAfter } = await import("/widgets/player/js/run.js");
    return counts.map(count => valuesAfter(entries.slice(0, count), form));
}"""


def test_values_are_those_of_the_key_value_machine(page):
    random_ = random.Random(7)
    commands = ["", "hello", *(f"{random_.choice('xyz')}{random_.choice(('=', '+=', '-='))}{random_.randint(-9, 99)}"
                               for _ in range(60)), "x=12345678901234567890", "x+=1"]
    counts = range(len(commands) + 1)
    for count, words in zip(counts, page.evaluate(VALUES, [[[1, each] for each in commands], list(counts), COMMAND]),
                            strict=True):
        machine = KeyValue()
        for command in commands[:count]:
            machine.apply(command)
        assert words == "  ".join(f"{name}={value}" for name, value in machine.values.items())


def test_values_of_sessions_are_those_of_the_machine_with_sessions(page):
    random_ = random.Random(8)
    commands = ["open", "open", "open", *(f"{random_.randint(1, 3)}.{random_.randint(1, 20)}: x+={number}"
                                          for number in range(60)), "x+=1000"]
    [words] = page.evaluate(VALUES, [[[1, each] for each in commands], [len(commands)], COMMAND])
    machine = SessionKeyValue()
    for command in commands:
        machine.apply(command)
    assert words == f"x={machine.values['x']}"


DONE = """
async raw => {
    const { Run } = await import("/widgets/player/js/run.js");
    const run = new Run(raw);
    return run.servers.map((server) => {
        const state = run.stateOf(server, run.size);
        return [state.done, state.log.map((_, place) => state.hasApplied(place + 1))];
    });
}"""


@pytest.mark.parametrize("server", [broken_rules.FollowsStaleLeaders, broken_rules.AlwaysTruncates])
def test_what_a_broken_server_has_applied_is_told_apart_from_what_is_in_its_log(page, server):
    rule = next(rule for rule in BROKEN_RULES if rule.server is server)
    history = found(rule).cluster().history
    states = history.at(history.end).servers
    seen = dict(zip(history.servers, evaluate(page, DONE, told(history)), strict=True))
    for id, state in states.items():
        done, applied = seen[id]
        assert [tuple(each) for each in done] == list(state.applied_log.entries)
        assert applied == [entry in state.applied_log.entries for entry in state.log.entries]
    lost = [id for id, state in states.items() if set(state.applied_log.entries) - set(state.log.entries)]
    assert bool(lost) == (server is broken_rules.FollowsStaleLeaders)


# ---- Words -----------------------------------------------------------------------------------------------------

WHY = """
async raw => {
    const { Run } = await import("/widgets/player/js/run.js");
    const { headline, reasons } = await import("/widgets/player/js/words.js");
    const run = new Run(raw);
    return run.events.map(event => ({
        said: reasons(run, event).map(({ why }) => why).join("; "),
        rule: reasons(run, event).map(({ rule }) => rule).filter(Boolean).pop() ?? "",
        headline: headline(run, event),
    }));
}"""


def test_every_sentence_of_clients_is_that_of_python(page):
    for make in (scenarios.lost_answer, scenarios.doubled_read, scenarios.slow_lease):
        history = make().history
        for event, seen in zip(history, evaluate(page, WHY, told(history)), strict=True):
            assert (seen["said"], seen["rule"]) == (event.why, event.rule)
            assert "undefined" not in seen["headline"]
            assert event.server is None or event.server in seen["headline"]


def test_every_sentence_is_that_of_python(page, histories):
    rules = set()
    for history in histories:
        for event, seen in zip(history, evaluate(page, WHY, told(history)), strict=True):
            assert (seen["said"], seen["rule"]) == (event.why, event.rule)
            assert "undefined" not in seen["headline"]
            assert event.server is None or event.server in seen["headline"]
            rules.add(event.rule)
    assert len(rules) > 15  # the runs say nearly all there is to say


VALUES_IN_WORDS = """
async ([template, values]) => {
    const { reasons } = await import("/widgets/player/js/words.js");
    return values.map(value => reasons({ sentences: { "X1 so": template } }, { n: [["X1 so", value, value]] })[0].why);
}"""


def test_any_value_is_written_as_python_writes_it(page):
    template, values = "{} is {!r}", [None, True, False, 0, -3, 1.5, "x=5", ""]
    assert page.evaluate(VALUES_IN_WORDS, [template, values]) == [template.format(each, each) for each in values]


# ---- Playback: how time passes, and who holds it ----------------------------------------------------------------

# A player that only has a moment, and a clock and frames that the test moves on by hand.
BY_HAND = """
async () => {
    let now = 0, frame = null, wait = null;
    performance.now = () => now;
    window.requestAnimationFrame = does => { frame = does; return 1; };
    window.cancelAnimationFrame = () => { frame = null; };
    window.setTimeout = (does, length) => { wait = { does, length }; return 0; };
    const { Playback } = await import("/widgets/player/js/playback.js");
    const run = { end: 100000, events: [{ t: 30 }, { t: 40000 }, { t: 90000 }] };
    const player = window.player = {
        run, time: 0, k: 0, isOnPage: true, starts: 0, stops: 0,
        get isAtEnd() { return this.time >= run.end; },
        getsReadyToPlay() { this.starts++; },
        hasStopped() { this.stops++; },
        goTo(time) { this.time = Math.min(time, run.end); },
        moveOn(event) { this.time = event.t; this.k++; },
    };
    const playback = window.playback = new Playback(player);
    window.pass = length => { now += length; const does = frame; frame = null; does?.(now); return player.time; };
    window.hop = () => {
        const { does, length } = wait;
        wait = null;
        does();
        return [length, Boolean(wait), player.k];
    };
    window.area = document.body.appendChild(document.createElement("div"));
    playback.isHeldBy(window.area);
}"""


@pytest.fixture
def by_hand(page):
    """The page, with a playback whose clock the test moves on."""
    page.evaluate(BY_HAND)
    return page


def test_time_passes_as_fast_as_the_speed_says(by_hand):
    by_hand.evaluate("() => { playback.speed = 1 / 50; playback.play(); }")
    assert [by_hand.evaluate("length => pass(length)", length) for length in (16, 17, 0)] == [320, 660, 660]
    by_hand.evaluate("() => { playback.speed = 1; }")
    assert by_hand.evaluate("() => pass(10)") == 10_660


def test_a_page_that_was_hidden_does_not_leap(by_hand):
    by_hand.evaluate("() => { playback.speed = 1 / 50; playback.play(); }")
    assert by_hand.evaluate("() => pass(60000)") == 2000  # as if 100 ms had passed


def test_it_stops_at_the_end_and_when_it_leaves_the_page(by_hand):
    by_hand.evaluate("() => { playback.speed = 1; playback.play(); pass(90); }")
    assert by_hand.evaluate("() => [pass(90), playback.isPlaying, player.stops]") == [100_000, False, 1]
    by_hand.evaluate("() => { player.time = 0; playback.play(); player.isOnPage = false; }")
    assert by_hand.evaluate("() => [pass(90), playback.isPlaying, player.starts, player.stops]") == [0, False, 2, 2]


def test_a_hand_holds_the_time_and_lets_it_go_where_it_was(by_hand):
    by_hand.evaluate("() => { playback.speed = 1; playback.play(); pass(10); }")
    by_hand.evaluate("() => { area.dispatchEvent(new PointerEvent('pointerdown')); }")
    assert [by_hand.evaluate("() => pass(16)") for _ in range(3)] == [10_000] * 3
    by_hand.evaluate("() => { window.dispatchEvent(new PointerEvent('pointerup')); }")
    assert by_hand.evaluate("() => pass(16)") == 26_000
    by_hand.evaluate("() => { window.dispatchEvent(new PointerEvent('pointercancel')); playback.pause(); }")
    assert by_hand.evaluate("() => [pass(16), playback.isPlaying]") == [26_000, False]


def test_without_motion_it_goes_from_event_to_event_slowly_enough_to_read(page):
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(BY_HAND)
    page.evaluate("() => { playback.speed = 1 / 25; playback.play(); }")
    # 30 µs, 39.97 ms and 50 ms of the run, 25 times as slow, but never below half a second
    waits = [page.evaluate("() => hop()") for _ in range(3)]
    assert waits == [[500, True, 1], [pytest.approx(999.25), True, 2], [1250, False, 3]]
    assert not page.evaluate("() => playback.isPlaying")
    page.evaluate("() => { player.k = 2; player.time = 40000; playback.speed = 1 / 500; playback.play(); }")
    assert page.evaluate("() => { playback.isHeld = true; return hop(); }") == [2000, True, 2]


# ---- The ring ---------------------------------------------------------------------------------------------------

LAYOUT = """
async circle => {
    const { AROUND, CLIENT, MOST, placesIn, radiusAmong, RING } = await import("/widgets/player/js/layout.js");
    return { places: placesIn(circle).map(({ x, y }) => [x, y]), radius: radiusAmong(circle.length), AROUND, CLIENT,
        RING, widest: radiusAmong(circle.length, MOST) };
}"""


@pytest.mark.parametrize("count", range(1, 10))
def test_no_server_of_the_ring_overlaps_another_one_or_the_client(page, count):
    seen = page.evaluate(LAYOUT, told(Cluster(servers=count).history)["places"])
    ring, client, reach = seen["RING"], seen["CLIENT"], seen["radius"] + seen["AROUND"]["arc"]
    widest = seen["widest"] + seen["AROUND"]["arc"]
    assert all(hypot(a - c, b - d) > 2 * widest for (a, b), (c, d) in combinations(seen["places"], 2))
    # as in the pictures, where y points up
    placed = round_places(count, (ring["x"], -ring["y"]), (ring["across"], ring["down"]))
    assert [(x, -y) for x, y in seen["places"]] == [pytest.approx(place) for place in placed]
    for x, y in seen["places"]:
        assert widest <= x <= ring["width"] - widest
        assert y >= reach
        beside = abs(x - client["x"]) - client["halfWidth"], abs(y - client["y"]) - client["halfHeight"]
        assert hypot(max(beside[0], 0), max(beside[1], 0)) > reach


# ---- The whole page with a plain object as its model -------------------------------------------------------------

def recording():
    """A player of a run that can only be watched."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=300)
    cluster.submit("x=5")
    cluster.run(to=600)
    return Player(History.from_json(cluster.history.to_json()), time=0)


@pytest.mark.parametrize("name", ["joined.mjs", "widgets/player/js/player.js"])
def test_a_recording_plays_without_jupyter(page, address, name):
    player = recording()
    show(page, player, f"{address}/{name}")
    labels = "() => [...document.querySelectorAll('[data-server]')].map(each => each.getAttribute('aria-label'))"
    timers = ("() => [...document.querySelectorAll('[data-server] .raft-arc')].map("
              "each => each.getAttribute('stroke-dasharray'))")
    page.get_by_label("what to jump to").select_option("role")
    page.get_by_label("jump to the next one (J)").click()
    before = page.evaluate(labels), page.evaluate(timers)
    assert sum("candidate" in label for label in before[0]) == 1
    page.get_by_label("speed", exact=True).select_option("1")
    page.get_by_label("play (Space)").click()
    page.get_by_label("play (Space)").wait_for()  # it has come to its end
    leader = history_leader(player)
    assert [label for label in page.evaluate(labels) if "leader" in label] == [f"{leader[0]}, leader, term {leader[1]}"]
    assert page.evaluate(timers) != before[1]
    assert page.get_by_label("time shown").inner_text() == "600.0 ms"


def history_leader(player):
    """Who leads at the end, and in which term."""
    return player.history.at(player.history.end).leaders[-1]


def test_messages_move_while_a_recording_plays(page, address):
    player = recording()
    show(page, player, f"{address}/joined.mjs")
    flight = next(iter(player.history.flights(0, 600)))
    scrub(page, flight.sent + 1)
    mark = page.locator(f".raft-message[data-flight='{flight.number}']")
    before = mark.locator("polygon").get_attribute("points")
    page.get_by_label("speed", exact=True).select_option("0.002")
    page.get_by_label("play (Space)").click()
    page.wait_for_function(  # while the mark is not yet another message's
        "([mark, flight, before]) => mark.dataset.flight === flight"
        " && mark.querySelector('polygon').getAttribute('points') !== before",
        arg=[mark.element_handle(), str(flight.number), before])


def scrub(page, time):
    """Move the slider to a time, in µs."""
    page.get_by_label("moment of the run").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", time)


def test_a_recording_asks_nobody_and_says_that_it_can_only_be_watched(page, address):
    show(page, recording(), f"{address}/joined.mjs")
    page.locator(".raft-player").focus()
    for key in ("2", "c"):
        page.keyboard.press(key)
    page.locator(".raft-bubble", has_text="This is a recording").wait_for()
    assert page.evaluate("() => wishes") == []


def test_what_python_tells_is_heard_until_the_page_is_ended(page, address):
    player = Player(seed=7, time=400)
    show(page, player, f"{address}/joined.mjs")
    page.evaluate("() => tell('time', 500000)")
    assert page.get_by_label("time shown").inner_text() == "500.0 ms"
    page.locator(".raft-player").focus()
    for key in ("2", "c"):
        page.keyboard.press(key)
    assert {"do": "crash", "server": "S2", "at": 500_000} in page.evaluate("() => wishes")
    page.evaluate("() => { end(); tell('time', 100000); }")
    assert page.locator(".raft-player").count() == 0


def test_each_touch_is_a_wish(page, address):
    player = Player(servers=3, seed=7, time=400)
    flight = next(each for each in player.history.flights(0, 1000) if each.sent > 400_000)
    at = (flight.sent + flight.arrives) // 2
    player.branches = [*player.branches, {"id": 1, "name": "another", "parent": 0, "at": 1, "said": ""}]
    show(page, player, f"{address}/joined.mjs")
    page.set_viewport_size({"width": 1280, "height": 2400})  # nothing needs scrolling
    page.locator("summary", has_text="Settings").click()
    page.locator("summary", has_text="Branches").click()
    scrub(page, at)

    menu, hands = page.locator(".raft-menu"), page.get_by_role("group", name="changing the run")
    for name in ("Crash (C)", "Time out now (T)", "Send (M)", "Cut"):
        page.locator("[data-server=S2]").click()
        menu.get_by_role("button", name=name, exact=True).click()
    for name in ("Drop (D)", "Double (U)", "Hold back (B)"):
        page.locator(f"[data-flight='{flight.number}'] polygon").click(force=True)
        menu.get_by_role("button", name=name).click()
    page.locator("[data-server=S1]").click()
    menu.get_by_role("button", name="Into the group").click()
    for name in ("Send to the leader", "Cut off S1", "Heal all"):
        hands.get_by_role("button", name=name).click()
    move(page, "seed", 9)
    page.get_by_label("when a change of the network counts").select_option("now")
    move(page, "messages lost", 5)
    move(page, "latency to", 30)
    page.get_by_role("button", name="rename branch the run").click()
    page.get_by_label("new name of the branch").fill("mine")
    page.get_by_label("new name of the branch").press("Enter")

    wishes = [wish for wish in page.evaluate("() => wishes") if wish["do"] != "ready"]
    assert wishes == [{"at": at, **wish} for wish in (
        {"do": "crash", "server": "S2"}, {"do": "time_out", "server": "S2"},
        {"do": "submit", "command": "x=5", "to": "S2"},
        {"do": "cut_link", "sender": "S2", "receiver": "S1", "one_way": False},
        {"do": "drop", "flight": flight.number}, {"do": "duplicate", "flight": flight.number},
        {"do": "hold", "flight": flight.number, "for": 300},
        {"do": "submit", "command": "x=5", "to": None}, {"do": "cut", "groups": [["S1"], ["S2", "S3"]]}, {"do": "heal"},
        {"do": "settings", "settings": {"seed": 9}},
        {"do": "change_network", "network": {"loss": 0.05}},
        {"do": "change_network", "network": {"latency": [player.settings["latency"][0], 30]}},
        {"do": "rename", "branch": 0, "name": "mine"})]


def move(page, label, value):
    """Move a slider of the settings."""
    page.get_by_label(label, exact=True).evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('change')); }", value)


class TwoParts(Player):
    """Keeps what the page gets first of an answer, and what it gets then."""

    def _send_rest(self):
        self.told = [self.parts_of_it("beginning", "rest", "broken", "waits")]
        super()._send_rest()
        self.told.append(self.parts_of_it("whole", "rest"))

    def parts_of_it(self, *names):
        return plainly({name: getattr(self, name) for name in names})


STRIP = """async told => {
    const root = document.querySelector('.raft-player');
    for (const [name, value] of Object.entries(told)) tell(name, plain(value));
    const wanted = told.whole ? 'false' : 'true';
    while (root.ariaBusy !== wanted || !root.dataset.shown) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const drawn = () => root.querySelector('.raft-strip canvas').toDataURL();
    const first = drawn();
    document.body.classList.toggle('anew');  // as when a theme changes: all is drawn anew
    await new Promise(done => setTimeout(done));
    return [first, drawn()];
}"""


@pytest.mark.parametrize("milliseconds", [300, 1000])
def test_a_run_that_has_gone_on_looks_as_if_drawn_anew(page, address, milliseconds):
    player = TwoParts(Cluster(servers=5, seed=7), time=1000)
    show(page, player, f"{address}/joined.mjs")
    page.get_by_label("how much of the run the strip shows").select_option(str(milliseconds))
    scrub(page, 1_000_000)
    player._hear(player, {"do": "crash", "server": "S2", "at": 1_000_000})
    for told in player.told:
        drawn, anew = page.evaluate(STRIP, told)
        assert drawn == anew


# ---- The words that Python holds ----------------------------------------------------------------------------------

def test_sliders_and_lamps_are_those_that_python_tells(page, address):
    player = Player(seed=7)
    words = json.loads(json.dumps(player.words))
    words["properties"][0] = ["A Property", "said by Python"]
    words["sliders"][1]["high"] = 1234
    player.words = words
    show(page, player, f"{address}/joined.mjs")
    assert "A Property holds: said by Python" in page.get_by_label("the five safety properties").text_content()
    assert page.get_by_label("seed", exact=True).get_attribute("max") == "1234"
