"""Clients that are in the world, on the ring of the player and of a story: what they say, and what they believe."""
from itertools import combinations
from math import hypot

import pytest

from raftlib import Client, Cluster, Player, ServingServer, SessionKeyValue, scenarios, stories
from raftlib.widgets.player.client_words import beliefs_of
from raftlib.widgets.player.recording import plainly
from tests.browser.test_modules import told
from tests.browser.without_jupyter import evaluate, show, show_story

RING = """
async () => {
    const named = [...document.querySelectorAll(".raft-picture .raft-named")].filter(({ style }) =>
        style.display !== "none");
    const shown = [...document.querySelectorAll(".raft-message")].filter(({ style }) => style.display !== "none");
    return {
        clients: Object.fromEntries(named.map(node => [node.dataset.client,
            [...node.querySelectorAll("text")].slice(1).map(text => text.textContent).filter(Boolean)])),
        messages: Object.fromEntries(shown.map(node => [node.dataset.flight, node.querySelector("text").textContent])),
        crossed: shown.filter(node => node.querySelector(".raft-cross").style.display !== "none")
            .map(node => Number(node.dataset.flight)),
    };
}"""
PLACES = """
async ([raw]) => {
    const { placesIn, placesOfClients, radiusAmong, widthWith, NAMED } = await import("/widgets/player/js/layout.js");
    const cases = [0, 1, 2, 3, 4, 5].flatMap(clients => [[clients, false], [clients, true]]);
    return Object.entries(raw).flatMap(([servers, places]) => cases.map(([clients, hasSubmit]) => {
        const around = placesIn(places), radius = radiusAmong(Number(servers));
        return { around, radius, named: NAMED, width: widthWith(clients),
            hasSubmit, clients: placesOfClients(clients, around, radius, hasSubmit) };
    }));
}"""


@pytest.fixture
def page(blank):
    """An empty page, which may import the modules of the player's."""
    return blank


@pytest.fixture
def cluster():
    """An answer is lost, and the client asks again."""
    return scenarios.lost_answer()


def seen_at(page, player, time):
    """What the ring shows at a time (µs)."""
    page.evaluate("time => tell('time', time)", time)
    return page.evaluate(RING)


def said(message):
    """A client's request, or what it is told, as the ring has it; None for other messages."""
    if hasattr(message, "command"):
        return message.command
    if not hasattr(message, "leader_id") or not hasattr(message, "serial"):
        return None
    return message.answer if message.done else f"ask {message.leader_id or 'again'}"


@pytest.mark.parametrize("file", ["joined.mjs", "widgets/player/js/player.js"])
def test_requests_and_answers_bear_their_words_and_clients_believe_what_has_come_to_them(page, address, cluster, file):
    history = cluster.history
    show(page, Player(history, time=0), f"{address}/{file}")
    own = [event.at for event in history if event.server == "C1"]
    words = set()
    amid = [(flight.sent + history.way_ends(flight)) // 2 for flight in history.flights(0, history.end)
            if said(flight.message)]
    for time in sorted({*own, *amid, 100_000}):
        seen = seen_at(page, None, time)
        count = sum(event.at <= time for event in history)
        beliefs = {id: [each for each in told if each] for id, told in beliefs_of(history[:count]).items()}
        assert seen["clients"] == beliefs
        for flight in history.at(time / 1000).in_flight:
            if said(flight.message):
                assert seen["messages"][str(flight.number)] == said(flight.message)
                words.add(said(flight.message))
    assert words >= {"x+=1", "x=3", "ask S1", "ask again"}


def test_a_lost_answer_ends_in_a_cross(page, address, cluster):
    lost = next(event for event in cluster.history if event.kind == "lost" and event.server == "C1")
    show(page, Player(cluster.history, time=0), f"{address}/joined.mjs")
    assert lost.flight.number in seen_at(page, None, lost.at + 1000)["crossed"]
    assert lost.flight.number not in seen_at(page, None, lost.at + 20_000)["crossed"]


def test_a_run_without_clients_has_none_of_their_boxes(page, address):
    show(page, Player(scenarios.first_election()), f"{address}/joined.mjs")
    assert page.locator(".raft-named").count() == 0
    assert page.locator(".raft-client").count() == 1  # that of `submit`
    assert page.locator(".raft-picture").first.get_attribute("viewBox").startswith("0 0 480 ")


def test_with_clients_in_the_world_the_box_of_submit_comes_with_its_first_command(page, address, cluster):
    cluster.submit("y=1")
    cluster.run(for_=100)
    show(page, Player(cluster, time=100), f"{address}/joined.mjs")
    assert page.locator(".raft-client .raft-name").all_text_contents() == ["C1"]
    page.evaluate("time => tell('time', time)", round(cluster.time * 1000))
    assert sorted(page.locator(".raft-client:visible .raft-name").all_text_contents()) == ["C1", "client"]


def test_no_client_stands_on_a_server_or_on_another_one(page):
    places = {count: told(Cluster(count).history)["places"] for count in range(1, 10)}
    for seen in evaluate(page, PLACES, [places]):
        wide, high = seen["named"]["halfWidth"], seen["named"]["halfHeight"]
        for client in seen["clients"]:
            assert wide <= client["x"] <= seen["width"] - wide
            assert not (seen["hasSubmit"] and client["x"] < 100 and client["y"] < 60)  # there is the box of `submit`
            for server in seen["around"]:
                across, down = abs(client["x"] - server["x"]) - wide, abs(client["y"] - server["y"]) - high
                assert hypot(max(across, 0), max(down, 0)) > seen["radius"] + 6  # its timer is round it
        for one, other in combinations(seen["clients"], 2):
            assert abs(one["x"] - other["x"]) > 2 * wide or abs(one["y"] - other["y"]) > 2 * high + 30  # their words


def test_cut_links_to_clients_are_crossed_and_between_clients_there_is_none(page, address):
    cluster = Cluster(3, server=ServingServer)
    clients = [Client(cluster), Client(cluster)]
    cluster.cut(["S1", clients[0].id], ["S2", "S3", clients[1].id])
    cluster.run(to=100)
    show(page, Player(cluster, time=50), f"{address}/joined.mjs")
    titles = page.locator(".raft-cut title").all_text_contents()
    pairs = {frozenset(pair) for one in ("S1", "C1") for other in ("S2", "S3", "C2")
             for pair in [(one, other)]} - {frozenset(("C1", "C2"))}
    assert {frozenset(each.removeprefix("the link between ").removesuffix(" is cut").split(" and "))
            for each in titles} == pairs
    assert len(titles) == len(pairs)


def test_a_client_is_asked_to_ask_by_mouse_and_by_keyboard(page, address, cluster):
    show(page, Player(cluster, time=380), f"{address}/joined.mjs")
    page.locator(".raft-named").click()
    page.get_by_role("dialog", name="C1").get_by_label("command or read").fill("x=7")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".raft-named").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask x?").click()
    asked = [{name: wish[name] for name in ("do", "client", "action")} for wish in page.evaluate("wishes")
             if wish["do"] == "ask"]
    assert asked == [{"do": "ask", "client": "C1", "action": action} for action in ("x=7", "x?")]


def test_events_of_clients_say_why(page, address, cluster):
    show(page, Player(cluster, time=0), f"{address}/joined.mjs")
    for event in cluster.history:
        if event.server == "C1" and event.why:
            page.evaluate("time => tell('time', time)", event.at)
            line = page.locator(".raft-line").text_content()
            last = [each for each in cluster.history if each.at == event.at][-1]
            assert last is not event or event.why in line
    rules = {"§6.2", "§6.3"}
    page.get_by_text("Events (").click()
    page.locator(".raft-events-window").press("End")
    assert rules & set(" ".join(page.locator(".raft-event-rule").all_text_contents()).split())


def test_a_client_hears_what_it_is_told(page, address, cluster):
    player = Player(cluster)
    show(page, player, f"{address}/joined.mjs")
    heard = [event for event in cluster.history if event.kind == "receive" and event.server == "C1"]
    for event in heard:
        page.evaluate("time => tell('time', time)", event.at)
        words = f"C1 hears from {event.message.sender}: {said(event.message)}"
        assert words in page.locator(".raft-player").inner_text()
    assert heard


def test_with_sessions_logs_show_commands_and_what_they_make_of_x(page, address):
    cluster = scenarios.lost_answer(machine=SessionKeyValue)
    show(page, Player(cluster, time=cluster.time), f"{address}/joined.mjs")
    rows = page.locator(".raft-grid").first.text_content()
    assert rows.count("x=2") == 3  # once more than 1, on all three, though the log has x+=1 twice


# ---- In a story ----------------------------------------------------------------------------------------------------

@pytest.fixture
def still_page(page):
    """A page for a reader who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.mark.parametrize("sessions", [False, True])
def test_a_lost_answer_marks_whom_and_what_it_speaks_of(still_page, address, sessions):
    telling = stories.a_lost_answer(sessions=sessions)
    show_story(still_page, telling, f"{address}/story.mjs")
    for beat in telling.story.beats:
        assert still_page.locator(".raft-said-now").text_content() == beat.said
        marked = still_page.locator(".spoken:is(.raft-server, .raft-named)").evaluate_all(
            "all => all.map(each => each.dataset.server ?? each.dataset.client)")
        assert set(marked) == set(beat.servers)
        flights = still_page.locator(".raft-message.spoken").evaluate_all(
            "all => all.filter(each => each.style.display !== 'none').map(each => Number(each.dataset.flight))")
        assert set(flights) == set(beat.flights)
        seen = still_page.evaluate(RING)["messages"]
        for flight in telling.story.history.at(beat.moment.at / 1000).in_flight:
            if flight.number in flights and said(flight.message):
                assert seen[str(flight.number)] == said(flight.message)
        believed = beliefs_of(telling.story.history[:beat.moment.count])["C1"]
        assert still_page.evaluate(RING)["clients"] == {"C1": [each for each in believed if each]}
        # The clock is not where the client is.
        clock, box = (still_page.locator(each).bounding_box() for each in (".raft-when", ".raft-named"))
        assert clock["y"] > box["y"] + box["height"]
        still_page.locator(".raft-onward").click()


def test_with_sessions_each_log_shows_the_numbers_and_x_stays_1(still_page, address):
    telling = stories.a_lost_answer(sessions=True)
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_label(f"beat {len(telling.story.beats)}", exact=True).click()
    assert still_page.locator(".raft-chips text").all_text_contents().count("1.2: x+=1") == 6  # twice on each of three
    assert set(still_page.locator(".raft-value").all_text_contents()) == {"x is 1"}


def test_a_ticked_box_tells_the_story_anew_at_the_same_beat(still_page, address):
    telling = stories.a_lost_answer()
    show_story(still_page, telling, f"{address}/story.mjs")
    still_page.get_by_label("beat 6", exact=True).click()
    box = still_page.get_by_label("with sessions")
    assert not box.is_checked()
    box.focus()
    still_page.keyboard.press("Space")
    assert still_page.locator(".raft-count").text_content().startswith("6 ")  # the key was the box's alone
    assert still_page.evaluate("wishes") == [{"do": "tell", "settings": {"sessions": True}}]
    telling.set(sessions=True)
    still_page.evaluate("told => tell('told', plain(told))", plainly(telling._page.told))
    still_page.locator(".raft-story[data-shown='1']").wait_for()
    assert box.is_checked()
    assert still_page.locator(".raft-said-now").text_content() == telling.story.beats[5].said
