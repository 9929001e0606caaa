"""What the client says and hears: its arrows run behind no other server, and their words stand on nothing."""
import pytest

from raftlib import Cluster, Player, stories
from tests.browser.without_jupyter import show, show_story

# For each arrow, how near (px of the ring's picture) it comes to the disc of each server.
NEAREST = """
() => {
    const discs = [...document.querySelectorAll(".raft-picture .raft-server")].map(node => {
        const { e, f } = node.transform.baseVal[0].matrix, circle = node.querySelector("circle:not([class])");
        return [node.dataset.server, e, f, Number(circle.getAttribute("r"))];
    });
    return [...document.querySelectorAll(".raft-client-arrow")].map(arrow => {
        const path = arrow.firstChild, length = path.getTotalLength();
        const points = Array.from({ length: 101 }, (_, step) => path.getPointAtLength((length * step) / 100));
        return Object.fromEntries(discs.map(([id, x, y, radius]) => [id,
            Math.min(...points.map(point => Math.hypot(point.x - x, point.y - y))) - radius]));
    });
}"""
# Whether the words of the client's arrows are on a disc with the rings round it, on a log, on the box, or on others.
COVERED = """
() => {
    const box = node => node.getBoundingClientRect();
    const words = [...document.querySelectorAll(".raft-client-arrow + text")];
    const others = [...document.querySelectorAll(".raft-chip, .raft-client rect, .raft-value")];
    const meet = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
    const inDisc = (text, ring) => {
        const { left, right, top, bottom } = box(text), round = box(ring);
        const x = (round.left + round.right) / 2, y = (round.top + round.bottom) / 2;
        const across = Math.max(left - x, x - right, 0), down = Math.max(top - y, y - bottom, 0);
        return Math.hypot(across, down) < round.width / 2;
    };
    return words.flatMap(text => [
        ...[...others, ...words].filter(other => other !== text && meet(box(text), box(other))),
        ...[...document.querySelectorAll(".raft-picture .raft-track")].filter(ring => inDisc(text, ring)),
    ].map(other => `${text.textContent} is on ${other.textContent || other.getAttribute("class")}`));
}"""
ROUND = 6  # px: the timer round a disc


@pytest.fixture
def page(blank):
    """An empty page for a reader who wants no motion."""
    blank.emulate_media(reduced_motion="reduce")
    return blank


def is_clear(nearest, server):
    """Whether an arrow to or from a server comes no nearer to another one than its timer."""
    return all(away > ROUND for id, away in nearest.items() if id != server)


@pytest.mark.parametrize("servers", [3, 5, 6, 8, 9])
def test_in_the_player_an_arrow_runs_behind_no_other_server(page, address, servers):
    for id in Cluster(servers=servers).servers:
        cluster = Cluster(servers=servers)
        cluster.run(to=5)
        cluster.submit("x=5", to=id)
        show(page, Player(cluster, time=5.0), f"{address}/joined.mjs")
        arrows = page.evaluate(NEAREST)
        assert arrows
        assert all(is_clear(nearest, id) for nearest in arrows), (id, arrows)
        page.evaluate("() => window.end()")


def leaders():
    """A seed for each server that comes to lead."""
    found = {}
    for seed in range(60):
        told = stories.an_election(seed=seed)
        answered = [event.server for event in told.story.history if event.kind == "answer"]
        if answered:
            found.setdefault(answered[0], told)
    return found


def test_in_a_story_an_answer_runs_behind_no_server_and_its_words_stand_on_nothing(page, address):
    told = leaders()
    assert len(told) == 5
    for leader, telling in told.items():
        show_story(page, telling, f"{address}/story.mjs")
        page.get_by_label(f"beat {len(telling.story.beats)}", exact=True).click()
        nearest, *more = page.evaluate(NEAREST)
        assert not more
        assert is_clear(nearest, leader), (leader, nearest)
        assert page.evaluate(COVERED) == []
        page.evaluate("() => window.end()")


@pytest.mark.parametrize(("tell", "seed"), [(stories.three_copies_one_order, 4), (stories.a_commands_journey, 63),
                                            (stories.two_sides_of_a_cut, 7)])
def test_what_clients_say_stands_on_nothing_at_any_beat(page, address, tell, seed):
    telling = tell(seed=seed)
    show_story(page, telling, f"{address}/story.mjs")
    for number, _ in enumerate(telling.story.beats, 1):
        page.get_by_label(f"beat {number}", exact=True).click()
        assert page.evaluate(COVERED) == [], number


def test_a_command_and_its_answer_are_two_arrows_with_words_of_their_own(page, address):
    show_story(page, stories.an_election(seed=7), f"{address}/story.mjs")
    assert page.locator(".raft-client-arrow + text").all_text_contents() == ["x=5", "done: x=5"]
    assert page.evaluate(COVERED) == []
    apart = page.evaluate("""() => {
        const [asks, answers] = [...document.querySelectorAll(".raft-client-arrow path:first-child")];
        const middle = path => path.getPointAtLength(path.getTotalLength() / 2), one = middle(asks);
        return Math.hypot(one.x - middle(answers).x, one.y - middle(answers).y);
    }""")
    assert apart > 6
