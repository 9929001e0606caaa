"""What happened in the elections of a run, and why, in one sentence made from its history alone."""
from raftlib.analysis.terms import (
    Deposition,
    Term,
    depositions,
    first_fault,
    heartbeat_interval,
    longest_flight,
    shortest_timeout,
    terms_of,
)
from raftlib.pictures.space_time_cuts import sides
from raftlib.pictures.style import who_leads
from raftlib.simulation.history import Event, History
from raftlib.simulation.moments import Moment


def election_caption(history: History, time: float) -> str:
    """One sentence on the elections up to `time` (ms): the first candidate, who won or why not, who was deposed."""
    events = history.window(0, time)
    terms = terms_of(events)
    if not terms:
        return f"By {ms(time)} nobody is a candidate yet: {next_timeout(history.at(time))}."
    first = next(iter(terms.values()))
    server, at = next(iter(first.candidates.items()))
    if len(history.servers) == 1:
        return (f"{server} is alone: it became a candidate at {ms(at)}, and its own vote is a majority of 1, "
                f"so it leads term {first.number}.")
    opening = f"{faults(history.at(at), history.servers)}{server} became a candidate first, at {ms(at)}, "
    return opening + outcome(events, terms, history, time) + "."


def next_timeout(moment: Moment) -> str:
    """Which server will become a candidate first, if one is up."""
    deadlines = {server: deadline for server, deadline in moment.deadlines.items() if deadline is not None}
    if not deadlines:
        return "all servers are down"
    server = min(deadlines, key=deadlines.get)
    return f"{server} will be the first, at {ms(deadlines[server])}"


def faults(moment: Moment, servers) -> str:
    """Who is down and what is cut, to begin a sentence with; "" if all is well."""
    down = [f"{joined(sorted(moment.down))} down"] if moment.down else []
    cut = [f"links cut{groups(moment.cut_links, servers)}"] if moment.cut_links else []
    return f"With {joined(down + cut)}, " if down or cut else ""


def outcome(events: list[Event], terms: dict[int, Term], history: History, time: float) -> str:
    """The part of the sentence after the first timeout: the first victory, or why there is none (yet)."""
    servers = len(history.servers)
    won = next((term for term in terms.values() if term.winner), None)
    if won is None and len(terms) == 1:
        return undecided(*terms.values(), servers, time)
    if won is None:
        *over, newest = terms.values()
        over += [newest] if newest.is_split(servers) else []
        return f"but {nobody(time, history.end)}: {reasons(over, events, servers)}"
    victory = victory_of(won, servers)
    fruitless = [term for term in terms.values() if term.number < won.number]
    if fruitless:
        victory = f"but {reasons(fruitless, events, servers)}; {won.winner} {victory}"
    elif won.winner != next(iter(won.candidates)):
        victory = f"but it was {won.winner} that {victory}"
    else:
        victory = f"and {victory}"
    return victory + afterwards(history, events, terms, won, time)


def victory_of(won: Term, servers: int) -> str:
    """A victory: its term, votes and time."""
    return f"won term {won.number} with {won.counted} of {servers} votes at {ms(won.won_at)}"


def nobody(time: float, end: float) -> str:
    """That there is no leader, for a part of the run or the whole of it."""
    return f"in the whole {ms(end)} nobody won" if time >= end else f"nobody has won by {ms(time)}"


def undecided(term: Term, servers: int, time: float) -> str:
    """The first term while it has no winner."""
    if term.is_hopeless(servers):
        return f"but {hopeless([term], servers)}"
    if term.is_split(servers):
        return f"but the votes of term {term.number} are split ({split_of(term)}): the next timeout begins a new term"
    if len(term.candidates) == 1:
        return (f"and by {ms(time)} it has {term.counted} of the {servers // 2 + 1} votes it needs "
                f"in term {term.number}")
    rivals = list(term.candidates)[1:]
    are = "is a candidate" if len(rivals) == 1 else "are candidates"
    return (f"but {joined(rivals)} {are} of term {term.number}, too, "
            f"and by {ms(time)} nobody has a majority")


def reasons(fruitless: list[Term], events: list[Event], servers: int) -> str:
    """Why these terms had no winner: a majority out of reach, split votes, or votes that came back too late."""
    out_of_reach = [term for term in fruitless if term.is_hopeless(servers)]
    others = [term for term in fruitless if term not in out_of_reach]
    why = [hopeless(out_of_reach, servers)] if out_of_reach else []
    return " and ".join(why + ([split_or_late(others, events, servers)] if others else []))


def hopeless(terms: list[Term], servers: int) -> str:
    """That in these terms crashes and cuts left nobody a majority."""
    return f"no candidate of {numbered(terms)} was up and linked to a majority of {servers // 2 + 1}"


def split_or_late(fruitless: list[Term], events: list[Event], servers: int) -> str:
    """Why terms that could be won had no winner: split votes, or votes that came back too late, or both."""
    split = [term for term in fruitless if term.is_split(servers)]
    late = len(split) < len(fruitless)
    slowest = longest_flight(events)
    journeys = (f"a request and its answer take up to {ms(2 * slowest)}" if late else
                f"a message takes up to {ms(slowest)}")
    if not split:
        return (f"{numbered(fruitless)} ended before the votes were back, for {journeys}, and the shortest election "
                f"timeout was {ms(shortest_timeout(events))}")
    closest = f"timers ran out within {ms(min(term.spread for term in split))} of each other, and {journeys}"
    if late:
        return f"{numbered(fruitless)} had no winner, the votes being split or late, for {closest}"
    shares = f" ({split_of(split[0])})" if len(split) == 1 else ""
    return f"the votes of {numbered(split)} were split{shares}, for {closest}"


def afterwards(history: History, events: list[Event], terms: dict[int, Term], won: Term, time: float) -> str:
    """What became of the first leader and its successors, deposed perhaps although nothing had failed."""
    fault, deposed = first_fault(events, won), depositions(events)
    if fault and not (deposed and deposed[0].at < fault.time):
        return after_fault(history, events, terms, fault, time) + at_last(history.at(time))
    if deposed:
        return deposition(deposed, events, max(terms), time)
    if round(time) <= round(won.won_at):
        return ""
    moment = history.at(time)
    return f"; at {ms(time)} it still leads" if [id for id, _ in moment.leaders] == [won.winner] else at_last(moment)


def after_fault(history: History, events: list[Event], terms: dict[int, Term], fault: Event, time: float) -> str:
    """A leader's crash or a cut, who won next, and when the links were healed."""
    cut = fault.kind == "cut"
    said = (f"; at {ms(fault.time)} links were cut{groups(fault.detail, history.servers)}" if cut else
            f"; it crashed at {ms(fault.time)}")
    later = [term for term in terms.values() if term.winner and term.won_at > fault.time]
    if later:
        said += f", and {later[0].winner} {victory_of(later[0], len(history.servers))}"
    healed = next((event.time for event in events if cut and event.kind == "heal" and event.time > fault.time), None)
    return said + (f"; at {ms(healed)} links were healed" if healed else "")


def deposition(deposed: list[Deposition], events: list[Event], newest: int, time: float) -> str:
    """Why the first of these leaders was deposed, and how many were."""
    heartbeat = heartbeat_interval(events)
    first = deposed[0]
    if first.waited < heartbeat:
        why = (f"its heartbeats are {ms(heartbeat)} apart, and {first.by} waited only {ms(first.waited)}")
    else:
        why = (f"after {ms(first.waited)} its heartbeat had not reached {first.by} "
               f"(a message takes up to {ms(longest_flight(events))})")
    often = "once" if len(deposed) == 1 else f"{len(deposed)} times"
    return f", but {why}: a healthy leader lost its place {often}, and the cluster is in term {newest} by {ms(time)}"


def at_last(moment: Moment) -> str:
    """Who leads in the end, by name."""
    return f"; at {ms(moment.time)} {who_leads(moment.leaders)}"


# ---- Words ---------------------------------------------------------------------------------------------------

def ms(time: float) -> str:
    """A time in whole milliseconds."""
    return f"{time:.0f} ms"


def groups(links: frozenset, servers) -> str:
    """The groups that cut links make, in brackets; "" if they make none."""
    said = sides(links, servers).removeprefix("cut").removeprefix(": ")
    return f" ({said})" if said else ""


def split_of(term: Term) -> str:
    """Who had how many votes, as the voters gave them."""
    if len(term.votes) > 3 and all(len(voters) == 1 for voters in term.votes.values()):
        return f"one for each of {len(term.votes)} candidates"
    return ", ".join(f"{len(voters)} for {candidate}" for candidate, voters in term.votes.items())


def numbered(terms: list[Term]) -> str:
    """The terms by number: "term 2", "terms 1 and 3", "terms 1–5"."""
    numbers = [term.number for term in terms]
    if len(numbers) == 1:
        return f"term {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"terms {numbers[0]}–{numbers[-1]}"
    return f"terms {joined(map(str, numbers))}"


def joined(words) -> str:
    """Words with commas, and "and" before the last."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
