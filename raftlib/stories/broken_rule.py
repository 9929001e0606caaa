"""The shortest disaster of a broken rule, told move by move, as raftlib.search has found it."""
from raftlib.search.moves import bare
from raftlib.search.performance import performed
from raftlib.search.shortest import Break
from raftlib.stories.outcomes import Change, all_of
from raftlib.stories.record import Moment, Record
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story
from raftlib.stories.telling import Telling

SHOWS = ROLE, TERM, LOG


def a_break(found: Break) -> Telling:
    """How servers with a broken rule come to grief: what `shortest_break` has found. It has no sliders."""
    return Telling(lambda: story(found))


def story(found: Break) -> Story:
    """The story of a break."""
    performance = performed(found.server, found.bounds, found.moves)
    ends = [Moment(*end) for end in performance.ends]
    return Story(performance.cluster, lambda record: beats(record, found, ends))


def beats(record: Record, found: Break, ends: list[Moment]) -> list[Beat]:
    """A beat for each move, at its end; and what is broken now."""
    told, before = [], record.states(record.start.count)
    for move, end in zip(found.moves, ends, strict=True):
        after = record.states(end.count)
        came_of_it = all_of(bare(move), Change(before, after, record, end.count))
        told.append(Beat(end, f"{move} {came_of_it}", move.servers, shows=SHOWS))
        before = after
    _, servers, _, _, sentence = found.evidence
    last = Beat(ends[-1], f"{capital(sentence)}. {found.evidence.property} is broken.", servers, shows=SHOWS)
    return [*told, last, last.handed_over("This is the run that the search has found: no timer runs out by itself. "
                                    "Go back in it. In which move does somebody do what the rule forbids?")]


def capital(sentence: str) -> str:
    """A sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
