"""The terms of a run: who stood, who voted for whom, who won, and which healthy leaders were deposed; times in ms."""
from dataclasses import dataclass, field

from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER
from raftlib.simulation.history import Event, recorded


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


def terms_of(events: list[Event]) -> dict[int, Term]:
    """The terms with a candidate, by number, in the order in which they began; a Cluster or History will do, too."""
    events = events if isinstance(events, list) else recorded(events)
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
        if stands(event):
            number = event.state.current_term
            term = terms.setdefault(number, Term(number, down=set(down), cut_links=set(cut_links)))
            term.candidates.setdefault(event.server, event.time)
            term.votes.setdefault(event.server, [event.server])
        for decision in event.decisions:
            note_vote(terms, event, decision)
    return terms


def stands(event: Event) -> bool:
    """Whether a server is a candidate, or has just won: whatever made it stand, this shows that it did."""
    return event.state is not None and (event.state.role == CANDIDATE or (
        event.state.role == LEADER and any(decision.reason == "C3 won" for decision in event.decisions)))


def note_vote(terms: dict[int, Term], event: Event, decision) -> None:
    """Enter a vote given, a vote counted, or a victory into its term."""
    term = terms.get(event.state.current_term) if event.state else None
    if term is None:
        return
    if decision.reason == "RV2 granted":
        given = term.votes.setdefault(decision.values[1], [])
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
        if stands(event):
            since = heard.get(server, 0)
            severed = cut_links | {link for link, until in cut_until.items() if until > since}
            began.setdefault(state.current_term, (server, event.time - since, severed))
        if event.kind in ("election timeout", "restart") or is_heard(event):
            heard[server] = event.time
        if event.kind == "receive" and roles.get(server) == LEADER and state.role == FOLLOWER:
            by, waited, severed = began.get(state.current_term, (None, 0, ()))
            if by is not None and (server, by) not in severed:
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
