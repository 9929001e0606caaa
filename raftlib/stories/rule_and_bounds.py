"""Any broken rule, and how far to look: what the search finds, told, or that it finds nothing."""
from collections.abc import Mapping
from functools import lru_cache

from raftlib.protocol.words.counts import counted
from raftlib.search.bounds import Bounds
from raftlib.search.broken_rules import BROKEN_RULES, BrokenRule
from raftlib.search.estimate import RATES
from raftlib.search.performance import performed
from raftlib.search.progress import unseen
from raftlib.search.shortest import Break, GaveUpError, explore
from raftlib.stories import broken_rule
from raftlib.stories.record import Record
from raftlib.stories.settings import Menu
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story
from raftlib.stories.telling import Telling
from raftlib.stories.words import number
from raftlib.widgets.player.page_words import Slider

PATIENCE = 6  # seconds of computing: a reader waits
SHOWS = ROLE, TERM, LOG
BOUNDS = "servers", "terms", "entries"
RULES: Mapping[str, BrokenRule] = {each.server.__name__: each for each in BROKEN_RULES}


def said_of(rule: BrokenRule) -> str:
    """What servers with this rule do, not what comes of it."""
    return rule.server.__doc__.partition(": ")[2].partition("; ")[0].rstrip(".")


OWN = (
    Menu("rule", "the rule broken", {name: f"{rule.rule}: {said_of(rule)}" for name, rule in RULES.items()}),
    Slider("servers", "", "servers", 2, 5, 1),
    Slider("terms", "", "terms up to", 1, 4, 1),
    Slider("entries", "", "entries in a log", 0, 3, 1),
)
WIDEST = tuple(slider.high for slider in OWN[2:])


def a_broken_rule(rule: str = "VotesTwice", servers: int | None = None, terms: int | None = None,
                  entries: int | None = None, sliders=None) -> Telling:
    """The shortest disaster of servers that break a rule, of all that can happen within bounds.

    `rule` is the name of a class of BROKEN_RULES; no term is higher than `terms`, no log longer than `entries`. A bound
    that is not given is the one within which the rule's disaster is known to lie. `sliders` names the settings that
    have one, all if not given. Raises ValueError for a setting that its slider or menu does not have, and for sliders
    of no setting.
    """
    given = {name: bound for name, bound in (("servers", servers), ("terms", terms), ("entries", entries))
             if bound is not None}
    return AnyRule(story, sliders, own=OWN, **one_rule(rule) | given)


def one_rule(rule: str) -> dict:
    """The settings for a rule: itself, and its bounds."""
    return {"rule": rule} | {name: getattr(RULES[rule], name) for name in BOUNDS if rule in RULES}


class AnyRule(Telling):
    """A riddle: how it ends is not shown before it is told, and another rule brings its own bounds along."""

    is_riddle = True

    def set(self, **settings) -> None:
        """Tell the story anew with some settings changed."""
        another = settings.get("rule", self.settings["rule"]) != self.settings["rule"]
        super().set(**(one_rule(settings["rule"]) | settings if another else settings))


@lru_cache
def found(rule: str, servers: int, terms: int, entries: int) -> Break | str:
    """The shortest break; else in words that there is none, or none that was found soon enough."""
    broken = RULES[rule]
    try:
        with unseen():
            result = explore(broken.searched, servers, terms, entries, broken.moves, broken.trouble,
                             most=most_of(servers))
    except GaveUpError as error:
        return f"That is too much to look at here. {error.args[0].rpartition(' most is')[0]} Narrow the bounds."
    if isinstance(result, Break):
        return result
    safe = broken.disaster if not broken.property and servers == broken.servers else ""
    wider = "" if (terms, entries) == WIDEST else "Widen the bounds: does it stay so?"
    return (f"Nothing found: {result.worlds} worlds are all that there are within these bounds, and no property "
            f"breaks. {safe or wider}").rstrip()


def most_of(servers: int) -> int:
    """How many worlds are looked at in the time that a reader waits."""
    return PATIENCE * next(rate for most, rate in RATES.items() if servers <= most)


def story(rule: str, **bounds) -> Story:
    """The story of a rule within bounds."""
    broken, outcome = RULES[rule], found(rule, **bounds)
    if isinstance(outcome, Break):
        disaster = broken_rule.story(outcome)
        return Story(disaster.run, lambda record: [opening(record, broken, bounds), *disaster.told,
                                                   meaning(disaster.told[-1], broken, bounds), disaster.turn])
    return Story(performed(broken.server, Bounds(**bounds), ()).cluster,
                 lambda record: [opening(record, broken, bounds), nothing(record, outcome)])


def opening(record: Record, rule: BrokenRule, bounds: dict) -> Beat:
    """What is broken, how far is looked, and the question."""
    entries = bounds["entries"]
    logs = f"logs of up to {counted(entries, 'entry', number)}" if entries else "empty logs"
    within = (f"{number(bounds['servers'])} servers, terms up to {bounds['terms']} and {logs}"
              f"{rule.trouble.aside}").capitalize()
    return Beat(record.start, f"In these servers, {rule.server.__name__}, one rule is different: {said_of(rule)}. "
                f"{within}: which property breaks first, if any?", record.history.servers, shows=SHOWS)


def meaning(last: Beat, rule: BrokenRule, bounds: dict) -> Beat:
    """What it means that the property is broken: within the rule's own bounds it is known how it comes to that."""
    own = all(getattr(rule, name) == bound for name, bound in bounds.items())
    return last._replace(said=f"{rule.disaster} Rule {rule.rule} prevents this." if own else
                         f"Rule {rule.rule} prevents this.")


def nothing(record: Record, said: str) -> Beat:
    """That there is nothing to tell."""
    return Beat(record.start, said, shows=SHOWS)
