"""Watching a run: its pace, what the caption tells and for how long, what waiting is, what is hidden, what is there."""

import json
import random
import re
import zlib
from itertools import pairwise
from math import hypot

import pytest

from raftlib import Cluster, Player
from raftlib.search.faults import FAULTS
from raftlib.widgets.player.goal import Goal
from raftlib.widgets.player.run_data import RunText
from tests.browser.without_jupyter import evaluate, show


@pytest.fixture
def page(blank):
    """An empty page, which may import the modules of the player's."""
    return blank


def told(history):
    """The run as the page gets it."""
    return json.loads(zlib.decompress(RunText(history).whole()))


def ran(to, **arguments):
    """A run to a time (ms)."""
    cluster = Cluster(**arguments)
    cluster.run(to=to)
    return cluster


# ---- The pace ---------------------------------------------------------------------------------------------------

PACE = """
async ([raw, times, begun]) => {
    const { Run } = await import("/widgets/player/js/run.js");
    const { Pace } = await import("/widgets/player/js/pace.js");
    const pace = new Pace(new Run(raw), begun);
    return times.map(time => [pace.watched(time), pace.timeAt(pace.watched(time)), pace.isShortened(time)]);
}"""


@pytest.mark.parametrize("arguments", [{}, {"servers": 3}, {"servers": 9}, {"latency": (1, 2)},
                                       {"latency": (40, 60), "election_timeout": (600, 1200), "heartbeat": 200}])
def test_an_election_takes_the_watcher_8_to_15_seconds(page, arguments):
    for seed in range(12):
        history = ran(4000, seed=seed, **arguments).history
        stands = [event for event in history if event.kind == "election timeout"]
        leads = next(event for event in history if event.state and event.state.role == "leader")
        if len({event.server for event in stands if event.at < leads.at}) > 1:
            continue  # more than one stands
        (begins, *_), (ends, *_) = evaluate(page, PACE, [told(history), [stands[0].at, leads.at]])
        assert 8_000 <= ends - begins <= 15_000


def test_waiting_and_what_repeats_itself_are_shortened_and_it_is_known_where(page):
    history = ran(3000, seed=7).history
    first = next(event.at for event in history if event.kind == "election timeout")
    (start, _, shortened), (stands, *_) = evaluate(page, PACE, [told(history), [1, first]])
    assert stands - start < 4_000  # 150 ms in which nothing happens
    assert shortened
    (at_1_s, _, shortened), (at_2_s, *_) = evaluate(page, PACE, [told(history), [1_000_000, 2_000_000]])
    assert at_2_s - at_1_s < 25_000  # some twenty heartbeats, for the third time
    assert shortened
    # who begins there has not seen any
    (start, *_), (soon, _, shortened) = evaluate(page, PACE, [told(history), [1_000_000, 1_050_000], 1_000_000])
    assert soon - start > 2_000
    assert not shortened


def test_a_moment_and_the_watcher_s_time_belong_together(page, troubled):
    for history in troubled:
        end = round(history.end * 1000)
        times = sorted({0, end, *(event.at for event in history)})
        seen = evaluate(page, PACE, [told(history), times])
        watched = [each[0] for each in seen]
        assert watched == sorted(watched)
        for time, (_, again, _) in zip(times, seen, strict=True):
            assert again == pytest.approx(time, abs=2)  # µs


@pytest.fixture(scope="module")
def troubled():
    """Runs with every kind of trouble."""
    histories = []
    for seed in range(8):
        random_, cluster = random.Random(seed), Cluster(servers=1 + seed, seed=seed, loss=0.1)
        for _ in range(12):
            cluster.run(for_=random_.randint(0, 200))
            random_.choice(FAULTS)(cluster, random_.randint(0, 99))
        histories.append(cluster.history)
    return histories


# ---- Weights, and what the caption tells --------------------------------------------------------------------------

WEIGHTS = """
async raw => {
    const { Run } = await import("/widgets/player/js/run.js");
    const { weightOf } = await import("/widgets/player/js/weights.js");
    const run = new Run(raw);
    return run.events.map((event, number) => weightOf(run, number));
}"""


def test_what_changes_the_cluster_weighs_more_than_a_vote_and_that_more_than_a_message(page, troubled):
    for history in troubled:
        states = dict.fromkeys(history.servers)
        for event, weight in zip(history, evaluate(page, WEIGHTS, told(history)), strict=True):
            before = states.get(event.server)
            states[event.server] = event.state or before
            leads = before is not None and event.state is not None and "leader" in (before.role, event.state.role)
            turns = (leads and before.role != event.state.role) or (
                leads and event.state.commit_index > before.commit_index)
            if turns or event.kind in ("crash", "restart", "cut", "heal"):
                assert weight == 4
            elif event.rule == "RV2" and event.state.voted_for and not before.voted_for:
                assert weight >= 3
            elif event.kind == "receive" and event.rule == "L6":
                assert weight <= 1
            elif event.kind == "heartbeat timeout":
                assert weight == 0


# A caption whose clock the test moves on by hand.
CAPTION = """
async raw => {
    window.now = 0;
    performance.now = () => window.now;
    const { Run } = await import("/widgets/player/js/run.js");
    const { Caption } = await import("/widgets/player/js/caption.js");
    const run = new Run(raw), caption = new Caption();
    window.played = k => { caption.settle(run, k, run.events[k - 1].t, true, false); return caption.node.innerText; };
    window.stepped = k => { caption.settle(run, k, run.events[k - 1].t, false, false); return caption.node.innerText; };
    document.body.append(caption.node);
}"""


def test_a_leader_is_told_for_two_seconds_whatever_lighter_comes(page):
    history = ran(400, seed=7).history
    leads = 1 + next(number for number, event in enumerate(history) if event.state and event.state.role == "leader")
    page.evaluate(CAPTION, told(history))
    page.evaluate("k => played(k)", leads - 1)
    said = page.evaluate("k => { now = 1000; return played(k); }", leads)
    assert "counts 3 of 5 votes and leads term 1" in said
    for number in range(1, 8):
        assert "and leads term 1" in page.evaluate("k => { now += 280; return played(k); }", leads + number)
    assert "and leads term 1" not in page.evaluate("k => { now = 3000; return played(k); }", leads + 8)
    # by hand each event is told at once
    assert "and leads term 1" in page.evaluate("k => stepped(k)", leads)
    assert "and leads term 1" not in page.evaluate("k => stepped(k)", leads + 1)


def test_a_crash_is_told_until_something_else_comes_of_it(page):
    cluster = ran(390, seed=7)
    cluster.crash(cluster.leader)
    cluster.run(to=800)
    history = cluster.history
    crash = 1 + next(number for number, event in enumerate(history) if event.kind == "crash")
    lost = [number for number, event in enumerate(history, 1) if number > crash and event.kind == "lost"][:3]
    stands = next(number for number, event in enumerate(history, 1)
                  if number > crash and event.kind == "election timeout")
    assert len(lost) == 3
    assert lost[-1] < stands
    page.evaluate(CAPTION, told(history))
    page.evaluate("k => { played(k - 1); now = 9000; }", crash)
    assert "S2 crashes" in page.evaluate("k => played(k)", crash)
    for number in lost:
        assert "S2 crashes" in page.evaluate("k => { now += 2500; return played(k); }", number)
    assert "S2 is down; the four others wait" in page.evaluate("k => played(k)", lost[-1])
    assert "becomes a candidate" in page.evaluate("k => played(k)", stands)


def test_of_many_events_at_once_the_heaviest_is_told(page):
    history = ran(400, seed=7).history
    leads = 1 + next(number for number, event in enumerate(history) if event.state and event.state.role == "leader")
    page.evaluate(CAPTION, told(history))
    page.evaluate("k => played(k)", leads - 3)
    assert "and leads term 1" in page.evaluate("k => { now = 9000; return played(k); }", leads + 5)


# ---- Waiting ------------------------------------------------------------------------------------------------------

WAITING = """
async ([raw, times]) => {
    const { Run } = await import("/widgets/player/js/run.js");
    const { waitingWords } = await import("/widgets/player/js/waiting.js");
    const run = new Run(raw);
    return times.map(time => waitingWords(run, time, run.countAt(time)));
}"""


def test_whose_timer_is_the_next_is_said_whenever_nothing_is_under_way(page, troubled):
    for history in troubled:
        times = [time * 1000 for time in range(1, int(history.end), 7)]
        for time, said in zip(times, evaluate(page, WAITING, [told(history), times]), strict=True):
            moment = history.at(time / 1000)
            if moment.in_flight:
                assert said == ""
                continue
            timers = {id: at for id, at in moment.deadlines.items() if at is not None and id not in moment.down}
            for id in moment.down:
                assert re.search(rf"\b{id}\b.* (is|are) down", said)
            if timers:
                next_one = min(timers, key=timers.get)
                assert re.search(rf"\b{next_one}\b.* at {round(timers[next_one], 1):g} ms\.$", said)
                assert ("leads" in said) == (moment.servers[next_one].role == "leader")


def test_a_crashed_leader_is_waited_for_in_words(page):
    cluster = ran(400, seed=7)
    cluster.crash(cluster.leader)
    cluster.run(to=800)
    moment = cluster.history.at(460)
    deadlines = {id: at for id, at in moment.deadlines.items() if id not in moment.down}
    next_one = min(deadlines, key=deadlines.get)
    assert evaluate(page, WAITING, [told(cluster.history), [460_000]]) == [
        f"S2 is down; the four others wait for their timers: {next_one}'s is the next, "
        f"at {round(deadlines[next_one], 1):g} ms."]


# ---- What is there ------------------------------------------------------------------------------------------------

@pytest.fixture
def shown(page, address):
    """Shows a player in a window of some size; gives its element."""

    def show_it(player, width=884, height=768):
        page.set_viewport_size({"width": width, "height": height})
        show(page, player, f"{address}/joined.mjs")
        return page.locator(".raft-player")

    return show_it


def scrub(player, time):
    """Move the slider to a time, in ms."""
    player.get_by_label("moment of the run").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", time * 1000)


def parts_in_sight(player):
    """The optional parts that are in the page, by what stands in them."""
    seen = {"hands": player.get_by_role("group", name="changing the run"), "logs": player.locator(".raft-grid"),
            "strip": player.get_by_label("space and time"), "safety": player.get_by_label("the five safety properties"),
            "details": player.get_by_label("the chosen server"), "events": player.locator("summary", has_text="Events"),
            "settings": player.locator("summary", has_text="Settings"),
            "branches": player.locator("summary", has_text="Branches"),
            "code": player.locator("summary", has_text="Show as code")}
    return {name for name, part in seen.items() if part.is_visible()}


def test_only_the_parts_asked_for_are_there_and_more_shows_all(shown):
    player = shown(Player(seed=7, time=400, parts=["ring", "strip"]))
    assert parts_in_sight(player) == {"strip"}
    player.get_by_role("button", name="More").click()
    assert parts_in_sight(player) == {"hands", "strip", "safety", "events", "settings", "code"}  # the rest is empty
    player.get_by_role("button", name="Less").click()
    assert parts_in_sight(player) == {"strip"}


def test_the_ring_alone_has_what_one_needs_to_watch_and_to_crash(shown):
    player = shown(Player(seed=7, time=400, parts="ring"))
    controls = "button:visible, select:visible, input:visible"
    assert player.locator(controls).count() == 6  # back, play, on, More, help, and the moment
    player.locator("[data-server=S2]").click()
    assert player.locator(".raft-menu button:visible").all_inner_texts() == ["Crash (C)", "Time out now (T)"]
    player.get_by_role("button", name="More").click()
    assert player.locator(controls).count() > 12


def test_more_shows_only_what_is_on_offer(shown, page):
    player = shown(Player(seed=7, time=400, parts="ring", more=["hands", "settings", "branches"]))
    player.get_by_role("button", name="More").click()
    assert parts_in_sight(player) == {"hands", "settings"}
    player.focus()
    page.keyboard.press("l")
    assert parts_in_sight(player) == {"hands", "settings", "code"}  # who knows its key may ask for it


def test_no_key_is_silent_where_its_part_is_not_there(shown, page):
    player = shown(Player(seed=7, time=400, parts="ring"))
    player.focus()
    page.keyboard.press("m")
    player.locator(".raft-bubble", has_text="Choose a server first").wait_for()
    page.keyboard.press("l")
    assert player.get_by_label("Python code that makes this branch").is_visible()


def test_what_is_empty_is_not_there(shown):
    cluster = ran(400, seed=7)
    cluster.submit("x=5")
    cluster.run(to=800)
    player = shown(Player(cluster, time=300))
    assert not player.get_by_role("button", name="More").is_visible()  # all parts are asked for
    assert "logs" not in parts_in_sight(player)
    scrub(player, 500)
    assert "logs" in parts_in_sight(player)
    player.locator("[data-server=S2]").click()
    assert "details" in parts_in_sight(player)


def legend(player):
    """What the legend of servers and messages names."""
    return player.get_by_label("legend of the servers and messages").locator("li:visible").evaluate_all(
        "entries => entries.map(entry => entry.innerText.trim().split(/\\n/).pop())")


BOXES = """
() => {
    const box = (node) => { const { left, right } = node.getBoundingClientRect(); return [left, right]; };
    const cells = [...document.querySelectorAll(".raft-grid rect.raft-cell")].map(cell =>
        [box(cell), box(cell.parentNode.querySelectorAll("text")[1])]).filter(([[left, right]]) => right > left);
    const words = [...document.querySelectorAll(".raft-grid text")];
    const applied = words.filter(node => ["applied", "x=3"].includes(node.textContent)).map(box);
    return { cells, applied };
}"""


def test_a_command_stands_in_its_cell_and_what_is_applied_right_behind_the_longest_log(page, shown):
    cluster = Cluster(3, seed=7)
    cluster.run(to=400)
    for _ in range(3):
        cluster.submit("x+=1")
    cluster.run(to=600)
    shown(Player(cluster, time=600), width=1200)
    boxes = page.evaluate(BOXES)
    assert len(boxes["cells"]) == 9
    for (left, right), (start, end) in boxes["cells"]:
        assert left + 1 < start < end < right - 1
    (left, right), _ = boxes["cells"][0]
    assert len(boxes["applied"]) == 4  # the head of the column, and three servers
    behind = max(right for (_, right), _ in boxes["cells"])
    assert all(0 < start - behind < 2 * (right - left) for start, _ in boxes["applied"])


IN_THE_WAY = """
() => {
    const isSeen = (node) => { const style = getComputedStyle(node);
        return style.visibility !== "hidden" && style.display !== "none" && node.getBoundingClientRect().width > 0; };
    const words = [...document.querySelectorAll(".raft-message text, .raft-drawn")].filter(isSeen).map(node =>
        ({ says: node.textContent, isTimer: node.matches(".raft-drawn"), box: node.getBoundingClientRect() }));
    const isIn = (box, x, y) => box.left < x && x < box.right && box.top + 2 < y && y < box.bottom - 2;
    const found = [];
    for (const [i, one] of words.entries()) for (const other of words.slice(0, i)) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 0 && high > 3) found.push([one.says, other.says]);
    }
    for (const line of document.querySelectorAll(".raft-message line")) {
        if (!isSeen(line.parentNode)) continue;
        const at = line.getScreenCTM();
        const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(name => line[name].baseVal.value);
        for (let step = 0; step <= 100; step++) {
            const x = x1 + (x2 - x1) * step / 100, y = y1 + (y2 - y1) * step / 100;
            const spot = new DOMPoint(x, y).matrixTransform(at);
            for (const { says, isTimer, box } of words) if (isTimer && isIn(box, spot.x, spot.y)) found.push([says]);
        }
    }
    return [found, words.filter(({ isTimer }) => !isTimer).length];
}"""


def test_words_in_the_ring_stand_neither_on_each_other_nor_numbers_on_messages(page, shown):
    cluster = Cluster(5, seed=7)
    cluster.run(to=400)
    for number in range(6):
        cluster.submit(f"x={number}")
        cluster.run(for_=7)
    cluster.run(to=600)
    player, said = shown(Player(cluster, time=400, parts="ring")), 0
    for time in range(400, 470, 2):
        scrub(player, time)
        found, count = page.evaluate(IN_THE_WAY)
        assert found == [], time
        said = max(said, count)
    assert said > 5


def test_a_hand_acts_right_after_the_event_that_is_shown(page, shown):
    cluster = Cluster(seed=7)
    cluster.run(to=500)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.heal()
    cluster.run(for_=100)
    player = shown(Player(cluster, time=500))
    heal = player.get_by_role("button", name="Heal all")
    heal.click()
    player.get_by_title("the event before (←)").click()
    assert player.locator(".raft-cut").count() == 6
    heal.click()
    cut = next(number for number, event in enumerate(cluster.history, start=1) if event.kind == "cut")
    assert [wish for wish in page.evaluate("wishes") if wish["do"] == "heal"] == [
        {"do": "heal", "at": 500_000}, {"do": "heal", "at": 500_000, "seen": cut}]


def test_the_legend_names_what_has_occurred(shown):
    player = shown(Player(seed=7, time=100, parts="ring"))
    assert legend(player) == ["follower", "timer left"]
    scrub(player, 155)
    assert set(legend(player)) == {"follower", "candidate", "timer left", "2 more votes", "vote request"}
    scrub(player, 400)
    assert {"leader", "next heartbeat", "vote: yes", "heartbeat", "its reply"} <= set(legend(player))
    assert not {"down", "lost", "cut link", "command", "vote: no"} & set(legend(player))
    before = legend(player)
    scrub(player, 100)
    assert legend(player) == before  # it has been seen


RUN_TOGETHER = """async legend => {
    const boxesOf = (sample, number) => {
        const words = document.createRange();
        words.selectNodeContents(sample);
        const marks = [...sample.querySelectorAll("svg, svg text")].map(node => node.getBoundingClientRect());
        return [...words.getClientRects(), ...marks].map(box => [number, box]);
    };
    const found = [];
    for (let width = 700; width <= 1200; width += 20) {
        document.body.style.width = `${width}px`;
        await new Promise(requestAnimationFrame);
        const boxes = [...legend.children].flatMap(boxesOf);
        for (const [one, a] of boxes) for (const [other, b] of boxes)
            if (one < other && a.left < b.right - 1 && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1)
                found.push([width, legend.children[one].textContent, legend.children[other].textContent]);
    }
    return found;
}"""


@pytest.mark.parametrize("parts", ["ring", ("hands", "logs", "strip")])
def test_what_the_legend_says_runs_into_no_other_sample(shown, parts):
    cluster = ran(400, seed=7)
    cluster.submit("x=5")
    cluster.run(for_=200)
    player = shown(Player(cluster, time=600, parts=parts))
    assert player.get_by_label("legend of the servers and messages").evaluate(RUN_TOGETHER) == []


def test_what_the_legend_names_already_keeps_its_place(shown):
    player, before = shown(Player("leader_crash", time=0)), []
    for time in range(0, 1000, 40):
        scrub(player, time)
        named = legend(player)
        assert named[:len(before)] == before
        before = named
    assert {"down", "candidate", "its reply"} <= set(before)


def test_the_ring_alone_names_no_rules_no_kinds_of_messages_and_no_indexes(shown):
    run = Player(seed=7, time=100, parts="ring")
    player, line = shown(run), "what just happened"
    technical = re.compile(r"RequestVote|AppendEntries|_index|append|\b(F|C|A|L|RV|AE)\d\b")
    for event in run.history.window(140, 260):
        scrub(player, event.time)
        told = player.get_by_label(line).inner_text()
        assert told.startswith(f"{event.time:.1f} ms: ")
        assert not technical.search(told + " ".join(legend(player)))
    assert not player.get_by_label("legend of the logs").is_visible()
    player.get_by_role("button", name="More").click()
    scrub(player, next(event.time for event in run.history if "C3" in event.rule))
    assert technical.search(player.get_by_label(line).inner_text())
    assert "vote request" in legend(player)


def test_the_ring_alone_says_nothing_of_logs(shown):
    cluster = ran(400, seed=7)
    cluster.submit("x=5")
    cluster.run(to=480)
    cluster.crash(cluster.leader)
    cluster.run(to=700)
    player = shown(Player(cluster, time=390, parts="ring"))
    of_logs = re.compile(r"\b(logs?|index|append\w*|commit\w*|applied|entr(y|ies)|empty)\b")
    for event in cluster.history.window(390, 700):
        scrub(player, event.time)
        assert not of_logs.search(player.get_by_label("what just happened").inner_text() + " ".join(legend(player)))


def test_the_future_is_hidden_until_it_was_played_or_is_asked_for(shown):
    run = Player(seed=7, time=400)
    player = shown(run)
    player.locator("summary", has_text="Events").click()

    def listed():
        return int(re.search(r"\d+", player.locator("summary", has_text="Events").inner_text())[0])

    def covered(name):
        return player.locator(name).evaluate(
            "area => area.querySelector('.raft-cover').getBoundingClientRect().x - area.getBoundingClientRect().x")

    assert listed() == len(run.history.window(0, 400))
    width = player.locator(".raft-overview").bounding_box()["width"]
    before = covered(".raft-overview")
    assert before == pytest.approx(58 + 400 / 3000 * (width - 70), abs=2)
    scrub(player, 900)
    scrub(player, 300)
    assert listed() == len(run.history.window(0, 900))
    assert covered(".raft-overview") > before
    player.get_by_role("button", name="future").click()
    assert listed() == len(run.history)
    assert not player.locator(".raft-overview .raft-cover").is_visible()


def test_the_number_under_a_server_counts_down(shown):
    run = Player(seed=7, time=100)
    player = shown(run)
    for time in (100, 120.5, 149):
        scrub(player, time)
        left = {id: at - time for id, at in run.history.at(time).deadlines.items()}
        for id, ms in left.items():
            words = player.locator(f"[data-server={id}] .raft-drawn").text_content()
            assert int(words.removesuffix(" ms")) == pytest.approx(ms, abs=0.51)


def menus_away(player, servers):
    """For each server in turn, how far its menu is away from the middle of each disc, in widths of a disc."""
    for chosen in servers:
        player.locator(f"[data-server={chosen}]").click()
        menu = player.locator(".raft-menu").bounding_box()
        away = {}
        for other in servers:
            disc = player.locator(f"[data-server={other}] circle").nth(5).bounding_box()
            x, y = disc["x"] + disc["width"] / 2, disc["y"] + disc["height"] / 2
            away[other] = hypot(max(menu["x"] - x, x - menu["x"] - menu["width"], 0),
                                max(menu["y"] - y, y - menu["y"] - menu["height"], 0)) / disc["width"]
        yield chosen, away
        player.page.keyboard.press("Escape")


# A long menu beside one of many has no room that would leave all others in sight.
@pytest.mark.parametrize(("servers", "parts", "hidden"), [(3, None, 0), (5, None, 0), (7, None, 1), (9, None, 1),
                                                          *((servers, "ring", 0) for servers in (3, 5, 7, 9))])
def test_a_server_s_menu_leaves_the_others_in_sight(shown, servers, parts, hidden):
    run = Player(servers=servers, seed=7, time=400, parts=parts)
    for _, away in menus_away(shown(run), run.history.servers):
        assert sum(each == 0 for each in away.values()) <= hidden


@pytest.mark.parametrize("width", [884, 1366])
@pytest.mark.parametrize("parts", [None, "ring", ("hands", "logs")])
@pytest.mark.parametrize("servers", [3, 5, 7, 9])
def test_a_server_s_menu_stands_beside_it_and_not_on_it(shown, servers, parts, width):
    run = Player(servers=servers, seed=7, time=400, parts=parts)
    for chosen, away in menus_away(shown(run, width), run.history.servers):
        assert 0.5 < away[chosen] <= 1


@pytest.mark.parametrize("parts", [None, "ring", ("ring", "hands", "events"), ("hands", "logs")])
@pytest.mark.parametrize("servers", [3, 5, 7, 9])
def test_a_server_s_menu_is_on_the_screen_and_leaves_what_happened_in_sight(page, shown, servers, parts):
    page.set_viewport_size({"width": 1366, "height": 768})
    run = Player(servers=servers, seed=11, time=400, parts=parts)
    player = shown(run)
    for server in run.history.servers:
        player.locator(f"[data-server={server}]").click()
        menu, said = (player.locator(kind).bounding_box() for kind in (".raft-menu", ".raft-line"))
        assert menu["y"] >= 0
        assert menu["y"] + menu["height"] <= 768
        assert menu["y"] >= said["y"] + said["height"] or menu["y"] + menu["height"] <= said["y"] + 1
        page.keyboard.press("Escape")


def test_the_scrubber_stands_under_the_same_moment_of_the_overview(shown):
    player = shown(Player(seed=7, time=400))
    overview, slider = player.locator(".raft-overview"), player.get_by_label("moment of the run")
    assert 0 <= slider.bounding_box()["y"] - (overview.bounding_box()["y"] + overview.bounding_box()["height"]) < 15
    for time in (0, 1500, 3000):
        scrub(player, time)
        head = overview.locator(".raft-playhead").bounding_box()
        box, thumb = slider.bounding_box(), 16
        place = box["x"] + thumb / 2 + time / 3000 * (box["width"] - thumb)
        assert head["x"] + head["width"] / 2 == pytest.approx(place, abs=3)


@pytest.mark.parametrize(("parts", "most"), [(["ring"], 640), (["ring", "strip"], 640),
                                             (["ring", "hands", "logs"], 700), (None, 900),
                                             (["ring", "hands", "logs", "strip", "details"], 900)])
def test_it_fits_on_a_screen_of_768_px(shown, parts, most):
    cluster = ran(400, seed=7)
    cluster.submit("x=5")
    cluster.run(to=3000)
    player = shown(Player(cluster, time=600, parts=parts))
    top = player.bounding_box()["y"]
    needed = [player.get_by_label("what just happened"), player.get_by_label("moment of the run"),
              *player.locator(".raft-grid:visible").all()]
    for box in (each.bounding_box() for each in needed):
        assert box["y"] + box["height"] - top < 640
    last = player.locator(".raft-stage").bounding_box()
    assert last["y"] + last["height"] - top <= most
    assert player.evaluate("element => element.scrollWidth <= element.clientWidth")


# ---- A goal -------------------------------------------------------------------------------------------------------

def test_a_goal_is_reached_when_the_reader_sees_it(shown, page):
    cluster = ran(1000, seed=7)
    goal = Goal("Make it find a leader.", lambda history: (300.0, "S2 leads."))
    player = shown(Player(cluster, time=100, goal=goal))
    line = player.get_by_label("goal")
    assert line.inner_text() == "○ Make it find a leader."
    scrub(player, 299)
    assert line.inner_text() == "○ Make it find a leader."
    scrub(player, 301)
    assert line.inner_text() == "✓ 300.0 ms: S2 leads."
    scrub(player, 100)
    scrub(player, 400)
    assert [wish["do"] for wish in page.evaluate("() => wishes")] == ["reached"]
    page.evaluate("() => tell('goal', { words: 'Make it find a leader.', at: null, said: '' })")
    assert line.inner_text() == "○ Make it find a leader."
    # back to a branch that has got there: it is so at once, and nothing to record again
    page.evaluate("() => tell('goal', { words: 'Make it find a leader.', at: 300000, said: 'S2 leads.' })")
    assert line.inner_text() == "✓ 300.0 ms: S2 leads."
    scrub(player, 600)
    assert [wish["do"] for wish in page.evaluate("() => wishes")] == ["reached"]


def test_a_goal_between_two_events_is_reached_when_its_time_comes(shown, page):
    history = ran(1000, seed=7).history
    times = [event.at / 1000 for event in history]
    before, after = max(pairwise(times[20:]), key=lambda ends: ends[1] - ends[0])
    goal = Goal("Wait.", lambda history: ((before + after) / 2, "You have waited."))
    player = shown(Player(history, time=before, goal=goal))
    scrub(player, before + (after - before) * 0.4)
    assert player.get_by_label("goal").inner_text() == "○ Wait."
    scrub(player, before + (after - before) * 0.6)
    assert player.get_by_label("goal").inner_text() == f"✓ {(before + after) / 2:.1f} ms: You have waited."


def test_an_answer_does_not_cover_the_goal(shown):
    player = shown(Player(seed=7, time=2990, goal=Goal("Make it find a leader.", lambda history: (300.0, "S2 leads."))))
    goal = player.get_by_label("goal").bounding_box()
    player.get_by_label("jump to the next one (J)").click()
    bubble = player.locator(".raft-bubble").bounding_box()
    assert bubble["y"] >= goal["y"] + goal["height"] or bubble["y"] + bubble["height"] <= goal["y"]


def test_without_a_goal_there_is_no_line_for_it(shown):
    assert not shown(Player(seed=7)).get_by_label("goal").is_visible()


# ---- Playing ------------------------------------------------------------------------------------------------------

# For how long (ms) it is told, from now on, that S2's timer runs out, and S2 is shown as a candidate.
TOLD = """
player => new Promise(answer => {
    const caption = player.querySelector("[aria-label='what just happened']");
    const S2 = player.querySelector("[data-server=S2]");
    let since;
    new MutationObserver(() => {
        const told = caption.innerText.includes("S2's timer runs out") && S2.ariaLabel.includes("candidate");
        if (told) since ??= performance.now();
        else if (since !== undefined) answer(performance.now() - since);
    }).observe(player, { subtree: true, childList: true, characterData: true, attributes: true });
    setTimeout(() => answer(0), 60_000);
    player.querySelector("[aria-label='play (Space)']").click();
})"""


def test_time_waits_until_what_is_told_was_read(shown):
    assert shown(Player(seed=7, time=150)).evaluate(TOLD) > 1500
