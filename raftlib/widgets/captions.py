"""What happened in the elections of a run, and why, in one sentence made from its history alone."""
from dataclasses import dataclass, field

from raftlib.pictures.space_time import sides
from raftlib.pictures.style import who_leads
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.state import FOLLOWER, LEADER
from raftlib.simulation.history import Event, History, Moment


@dataclass
class Term:
    """One term: who stood for election when, who voted for whom, and who won (times in milliseconds)."""

    number: int
    candidates: dict[str, float] = field(default_factory=dict)
    votes: dict[str, list[str]] = field(default_factory=dict)  # as the voters gave them, counted or not
    counted: int = 1
    winner: str | None = None
    won_at: float | None = None
    down: set[str] = field(default_factory=set)  # when it began, or crashed before the next term
    cut_links: set[tuple[str, str]] = field(default_factory=set)  # likewise

    def is_split(self, servers: int) -> bool:
        """Whether the votes were given so that no candidate can still reach a majority."""
        voters = {voter for each in self.votes.values() for voter in each}
        best = max(map(len, self.votes.values()))
        return len(self.candidates) > 1 and best + servers - len(voters | self.down) <= servers // 2

    def is_hopeless(self, servers: int) -> bool:
        """Whether no candidate was up and linked with enough servers for a majority, whatever their votes."""
        return all(candidate in self.down or servers - len(self.out_of_reach(candidate)) <= servers // 2
                   for candidate in self.candidates)

    def out_of_reach(self, candidate: str) -> set[str]:
        """The servers that were down, or had a link with the candidate cut, and had not voted for it."""
        severed = {other for link in self.cut_links if candidate in link for other in link if other != candidate}
        return (self.down | severed) - set(self.votes[candidate])

    @property
    def spread(self) -> float:
        """How long (ms) after the first candidate the second one stood."""
        first, second, *_ = self.candidates.values()
        return second - first


@dataclass
class Deposition:
    """A healthy leader that lost its office to a higher term, and how long (ms) the server that began it had waited."""

    leader: str
    by: str
    waited: float
    at: float


def election_caption(history: History, time: float) -> str:
    """One sentence on the elections up to `time` (ms): who timed out first, who won or why not, who was deposed."""
    events = history.window(0, time)
    terms = terms_of(events)
    if not terms:
        return f"By {ms(time)} nobody has timed out yet: {next_timeout(history.at(time))}."
    first = next(iter(terms.values()))
    server, at = next(iter(first.candidates.items()))
    if len(history.servers) == 1:
        return (f"{server} is alone: it timed out at {ms(at)} and its own vote is a majority of 1, "
                f"so it leads term {first.number}.")
    opening = f"{faults(history.at(at), history.servers)}{server} timed out first, at {ms(at)}, "
    return opening + outcome(events, terms, history, time) + "."


def next_timeout(moment: Moment) -> str:
    """Which server will time out first, if one is up."""
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
    return (f"but {joined(rivals)} {'stands' if len(rivals) == 1 else 'stand'} in term {term.number} too, "
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
    return f"; at {ms(time)} it still leads" if leaders(moment) == [won.winner] else at_last(moment)


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
    return f", but {why}: a healthy leader was deposed {often}, and the cluster is in term {newest} by {ms(time)}"


def at_last(moment: Moment) -> str:
    """Who leads in the end, by name."""
    return f"; at {ms(moment.time)} {who_leads([(id, moment.servers[id].current_term) for id in leaders(moment)])}"


# ---- What the history tells ----------------------------------------------------------------------------------

def terms_of(events: list[Event]) -> dict[int, Term]:
    """The terms with a candidate, by number, in the order in which they began."""
    terms: dict[int, Term] = {}
    down, cut_links = set(), frozenset()
    for event in events:
        if event.kind in ("crash", "restart"):
            down = down | {event.server} if event.kind == "crash" else down - {event.server}
        elif event.kind in ("cut", "heal"):
            cut_links = event.detail
        if event.kind in ("crash", "cut") and terms:
            newest = next(reversed(terms.values()))
            newest.down |= down
            newest.cut_links |= cut_links
        if event.kind == "election timeout":
            number = event.state.current_term
            term = terms.setdefault(number, Term(number, down=set(down), cut_links=set(cut_links)))
            term.candidates[event.server] = event.time
            term.votes[event.server] = [event.server]
        for decision in event.decisions:
            note_vote(terms, event, decision)
    return terms


def note_vote(terms: dict[int, Term], event: Event, decision) -> None:
    """Enter a vote given, a vote counted, or a victory into its term."""
    term = terms.get(event.state.current_term) if event.state else None
    if decision.reason == "RV2 granted":
        given = term.votes[decision.values[1]]
        if event.server not in given:
            given.append(event.server)
    elif decision.reason == "C3 counted":
        term.counted = max(term.counted, decision.values[1])
    elif decision.reason == "C3 won":
        term.winner, term.counted, term.won_at = event.server, decision.values[1], event.time


def first_fault(events: list[Event], won: Term) -> Event | None:
    """The first crash of a term's winner, or cut of any links, after its victory."""
    return next((event for event in events if event.time >= won.won_at and
                 (event.kind == "cut" or (event.kind == "crash" and event.server == won.winner))), None)


def leaders(moment: Moment) -> list[str]:
    """The servers that are up and believe to lead."""
    return [id for id, state in moment.servers.items() if state.role == LEADER and id not in moment.down]


def depositions(events: list[Event]) -> list[Deposition]:
    """Leaders that a higher term made followers; the one that began that term was a follower and had heard nothing.

    A leader whose link to that follower had been cut meanwhile was not healthy, and is left out.
    """
    found, roles, began, heard = [], {}, {}, {}
    cut_links, cut_until = frozenset(), {}
    for event in events:
        if event.kind in ("cut", "heal"):
            cut_until.update(dict.fromkeys(cut_links, event.time))
            cut_links = event.detail
        if event.state is None:
            continue
        server, state = event.server, event.state
        if event.kind == "election timeout":
            since = heard.get(server, 0)
            severed = cut_links | {link for link, until in cut_until.items() if until > since}
            began.setdefault(state.current_term, (server, event.time - since, severed))
        if event.kind in ("election timeout", "restart") or is_heard(event):
            heard[server] = event.time
        if event.kind == "receive" and roles.get(server) == LEADER and state.role == FOLLOWER:
            by, waited, severed = began[state.current_term]
            if (server, by) not in severed:
                found.append(Deposition(server, by, waited, event.time))
        roles[server] = state.role
    return found


def is_heard(event: Event) -> bool:
    """Whether this restarted the server's election timer: its leader spoke, or it gave its vote away (F2)."""
    granted = any(decision.reason == "RV2 granted" for decision in event.decisions)
    return granted or (isinstance(event.message, AppendEntries) and event.message.term == event.state.current_term)


def heartbeat_interval(events: list[Event]) -> float:
    """How long (ms) leaders wait between heartbeats: what their timers were set to."""
    return next((event.deadline - event.at) / 1000 for event in events
                if event.state and event.state.role == LEADER and event.deadline)


def shortest_timeout(events: list[Event]) -> float:
    """The shortest election timeout (ms) that a server drew at the start or as a candidate."""
    return min(event.deadline - event.at for event in events if event.kind in ("start", "election timeout")) / 1000


def longest_flight(events: list[Event]) -> float:
    """How long (ms) the slowest message took or will take."""
    return max(flight.arrives - flight.sent for event in events for flight in event.sent) / 1000


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
