"""The words that messages bear in a story: none on another's, whatever meets on a link."""
import pytest

from raftlib import Cluster
from raftlib.protocol.messages import AppendEntries
from raftlib.stories.record import Moment
from raftlib.stories.story import LOG, ROLE, Beat, Story
from raftlib.stories.telling import Telling
from tests.browser.test_stories import ALL, onward
from tests.browser.without_jupyter import show_story

SEED = 7
# The words of messages that can be seen, each with its flight, and which of them stand on others.
WORDS = """() => {
    const seen = [...document.querySelectorAll(".raft-message")]
        .filter(({ style }) => style.display !== "none" && style.visibility !== "hidden")
        .map(node => ({ flight: Number(node.dataset.flight), text: node.querySelector("text") }))
        .filter(({ text }) => text.textContent && text.style.display !== "none")
        .map(({ flight, text }) => ({ flight, box: text.getBoundingClientRect() }));
    const apart = (one, other) => one.right <= other.left || other.right <= one.left
        || one.bottom - 2 <= other.top || other.bottom - 2 <= one.top; // 2 px of air are in a line's box
    const touching = seen.flatMap((one, place) => seen.slice(place + 1)
        .filter(({ box }) => !apart(one.box, box)).map(({ flight }) => [one.flight, flight]));
    return [seen.map(({ flight }) => flight), touching];
}"""


@pytest.fixture
def page(blank):
    """An empty page for a reader who wants no motion."""
    blank.emulate_media(reduced_motion="reduce")
    return blank


def pipelined():
    """A leader takes a command every 4 ms, so that on each link requests and replies follow and meet each other."""
    cluster = Cluster(servers=5, seed=SEED)
    cluster.run(to=400)
    for number in range(8):
        cluster.submit(f"x={number}")
        cluster.run(for_=4)
    return cluster


def each_moment(record):
    """A beat for each event after the first command."""
    first = record.first(lambda step: step.event.kind == "command")
    return [Beat(Moment(step.event.at, step.number + 1), f"Event {step.number}.", shows=(ROLE, LOG))
            for step in record.all(lambda step: True, first.number)]


def test_where_many_messages_meet_no_words_stand_on_others(page, address):
    telling = Telling(lambda: Story(pipelined(), each_moment))
    show_story(page, telling, f"{address}/story.mjs")
    spoken = set()
    for _ in telling.story.beats:
        seen, touching = page.evaluate(WORDS)
        assert touching == []
        spoken |= set(seen)
        onward(page)
    requests = {flight.number for event in telling.story.history for flight in event.sent
                if isinstance(flight.message, AppendEntries) and flight.message.entries}
    assert len(requests & spoken) > len(requests) / 2  # they are not simply gone


@pytest.mark.parametrize("tell", ALL)
def test_at_no_beat_words_stand_on_others(page, address, tell):
    telling = tell()
    if "seed" in telling.settings:
        telling.set(seed=SEED)
    show_story(page, telling, f"{address}/story.mjs")
    for _ in telling.story.beats:
        assert page.evaluate(WORDS)[1] == []
        onward(page)
