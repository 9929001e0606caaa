"""The five safety properties of Raft (Figure 3 of the paper), checked over the states that servers reach.

Each property is a small class that sees one state after another and keeps what it must remember. It looks
only at what has changed since that server's last state; a log that is the same object is unchanged.
"""
from collections.abc import Iterable
from typing import NamedTuple

from raftlib.protocol.log import Entry, Log
from raftlib.protocol.state import LEADER, ServerState
from raftlib.simulation.arguments import brief, is_collection
from raftlib.simulation.history import History, recorded


class Evidence(NamedTuple):
    """What shows that a property is broken: on which servers, where, in which terms, and in one sentence."""

    property: str
    servers: tuple[str, ...]
    index: int | None
    terms: tuple[int, ...]
    sentence: str


class ElectionSafety:
    """Election Safety: at most one leader in a term (§3.4; Figure 3)."""

    name = "Election Safety"

    def __init__(self):
        self.leaders: dict[int, str] = {}  # by term

    def see(self, previous: ServerState | None, state: ServerState) -> Evidence | None:
        """Evidence if `state` shows the second leader of a term."""
        if state.role != LEADER:
            return None
        term, first = state.current_term, self.leaders.setdefault(state.current_term, state.id)
        if first == state.id:
            return None
        sentence = f"{first} and {state.id} have both led term {term}"
        return Evidence(self.name, (first, state.id), None, (term,), sentence)


class LeaderAppendOnly:
    """Leader Append-Only: a leader never overwrites or deletes entries of its log (L0; Figure 3)."""

    name = "Leader Append-Only"

    def see(self, previous: ServerState | None, state: ServerState) -> Evidence | None:
        """Evidence if a leader no longer holds what it held in `previous`, in the same term."""
        if previous is None or previous.log is state.log or not previous.role == state.role == LEADER:
            return None
        index = first_difference(previous.log, state.log)
        if previous.current_term != state.current_term or index is None:
            return None
        sentence = f"{state.id} leads term {state.current_term} and has given up its entry at index {index}"
        return Evidence(self.name, (state.id,), index, (state.current_term,), sentence)


class LogMatching:
    """Log Matching: logs with the same term at an index are the same up to there (§3.5; Figure 3)."""

    name = "Log Matching"

    def __init__(self):
        self.logs: dict[str, Log] = {}  # every server's current log

    def see(self, previous: ServerState | None, state: ServerState) -> Evidence | None:
        """Evidence if a changed log agrees with another one at an index, but not everywhere before it."""
        if self.logs.get(state.id) is state.log:
            return None
        self.logs[state.id] = state.log
        for other, log in self.logs.items():
            if log is state.log:
                continue
            agreed = last_agreement(log, state.log)
            index = first_difference(log.before(agreed + 1), state.log)
            if index is not None:
                term = log.term_at(agreed)
                sentence = (f"{other} and {state.id} both hold an entry of term {term} at index {agreed}, "
                            f"and yet their entries at index {index} differ")
                return Evidence(self.name, (other, state.id), index, (term,), sentence)
        return None


class Committed(NamedTuple):
    """An entry that a leader has committed, and the term in which it did so."""

    entry: Entry
    term: int
    leader: str


class LeaderCompleteness:
    """Leader Completeness: all later terms' leaders hold what is committed in a term (§3.6.3; Figure 3).

    A leader is looked at as it was elected. A deposed leader may still commit when leaders of later terms are
    elected already, so each new leader is checked against all commitments, and the other way round.
    """

    name = "Leader Completeness"

    def __init__(self):
        self.elected: list[ServerState] = []
        self.committed: dict[int, Committed] = {}  # by index; of several, the one of the earliest term

    def see(self, previous: ServerState | None, state: ServerState) -> Evidence | None:
        """Evidence if a leader is, or was, elected without an entry that is committed in an earlier term."""
        if state.role != LEADER:
            return None
        evidence = None
        if previous is None or previous.role != LEADER or previous.current_term != state.current_term:
            self.elected.append(state)
            evidence = missing(state, self.committed)
        known = previous.commit_index if previous else 0
        return evidence or (self.see_commitment(known, state) if state.commit_index > known else None)

    def see_commitment(self, known: int, state: ServerState) -> Evidence | None:
        """Evidence if a later leader was elected without what `state` commits after index `known`."""
        entries, term = state.log.suffix(known + 1, state.commit_index - known), state.current_term
        new = {index: Committed(entry, term, state.id) for index, entry in enumerate(entries, known + 1)}
        for index, committed in new.items():
            if index not in self.committed or term < self.committed[index].term:
                self.committed[index] = committed
        return next(filter(None, (missing(leader, new) for leader in self.elected)), None)


class StateMachineSafety:
    """State Machine Safety: no two servers apply different entries at an index (§3.6.3; Figure 3)."""

    name = "State Machine Safety"

    def __init__(self):
        self.applied: dict[int, tuple[Entry, str]] = {}  # by index: the entry, and who applied it first

    def see(self, previous: ServerState | None, state: ServerState) -> Evidence | None:
        """Evidence if `state` has applied another entry than was applied at that index before.

        What was handed to the state machine counts, even if the log holds it no more.
        """
        # After a restart nothing is applied, and from there the entries are applied, and checked, once more.
        start = min(previous.applied_log.last_index, state.applied_log.last_index) if previous else 0
        for index, entry in enumerate(state.applied_log.suffix(start + 1), start + 1):
            first, server = self.applied.setdefault(index, (entry, state.id))
            if first != entry:
                sentence = (f"at index {index} {server} applied {described(first)}, "
                            f"and {state.id} applied {described(entry)}")
                return Evidence(self.name, (server, state.id), index, (first.term, entry.term), sentence)
        return None


PROPERTIES = (ElectionSafety, LeaderAppendOnly, LogMatching, LeaderCompleteness, StateMachineSafety)


class SafetyChecker:
    """All five properties at once, over states seen one after another, as they come about."""

    def __init__(self, properties=PROPERTIES):
        self.properties = [kind() for kind in properties]
        self.states: dict[str, ServerState] = {}

    def see(self, state: ServerState) -> Evidence | None:
        """Look at the next state of any server: the evidence that a property is broken, or None."""
        previous = self.states.get(state.id)
        self.states[state.id] = state
        if previous is not None and unchanged(previous, state):
            return None
        found = [kind.see(previous, state) for kind in self.properties]
        return next(filter(None, found), None)


def unchanged(previous: ServerState, state: ServerState) -> bool:
    """Whether nothing that the properties speak of has changed; most events of a run are like that."""
    return (previous.log is state.log and previous.role == state.role
            and previous.current_term == state.current_term
            and previous.commit_index == state.commit_index
            and previous.applied_log is state.applied_log)


def first_difference(shorter: Log, longer: Log) -> int | None:
    """The first index at which `longer` does not hold what `shorter` holds, None if it holds it all."""
    if longer.before(shorter.last_index + 1) == shorter:
        return None
    indexes = range(1, shorter.last_index + 1)
    return next(index for index in indexes if shorter.entry_at(index) != longer.entry_at(index))


def last_agreement(one: Log, other: Log) -> int:
    """The last index at which both logs hold an entry of the same term, 0 if there is none."""
    last = min(one.last_index, other.last_index)
    return next((index for index in range(last, 0, -1) if one.term_at(index) == other.term_at(index)), 0)


def missing(leader: ServerState, commitments: dict[int, Committed]) -> Evidence | None:
    """Evidence if `leader`, as it was elected, lacks one of the entries committed in earlier terms."""
    for index, (entry, term, committer) in commitments.items():
        if term < leader.current_term and leader.log.entry_at(index) != entry:
            sentence = (f"{committer} committed {described(entry)} at index {index} in term {term}, "
                        f"and {leader.id} was elected in term {leader.current_term} without it")
            terms = (term, leader.current_term)
            return Evidence(LeaderCompleteness.name, (committer, leader.id), index, terms, sentence)
    return None


def described(entry: Entry) -> str:
    """An entry in words."""
    return f"{entry.command!r} of term {entry.term}"


def states_of(run) -> list[ServerState]:
    """The states that servers reached, of a Cluster or a History, or as they are handed in; ValueError for others."""
    if isinstance(run, History) or hasattr(run, "history"):
        return list(recorded(run).states())
    states = list(run) if is_collection(run) else [run]
    wrong = [each for each in states if not isinstance(each, ServerState)]
    if wrong:
        raise ValueError(f"states has {brief(wrong[0])}: it must be the states of servers, or a History or a Cluster.")
    return states


def first_evidence(property_, states: Iterable[ServerState]) -> Evidence | None:
    """The first evidence that `states`, in the order in which they came about, break `property_`, or None."""
    checker = SafetyChecker([property_])
    return next(filter(None, map(checker.see, states_of(states))), None)


def election_safety(states: Iterable[ServerState]) -> Evidence | None:
    """Whether ever two servers lead in the same term: the evidence, or None."""
    return first_evidence(ElectionSafety, states)


def leader_append_only(states: Iterable[ServerState]) -> Evidence | None:
    """Whether ever a leader deletes or overwrites an entry of its own log: the evidence, or None."""
    return first_evidence(LeaderAppendOnly, states)


def log_matching(states: Iterable[ServerState]) -> Evidence | None:
    """Whether ever two logs agree at an index and differ before it: the evidence, or None."""
    return first_evidence(LogMatching, states)


def leader_completeness(states: Iterable[ServerState]) -> Evidence | None:
    """Whether ever a leader is elected without an entry of an earlier commitment: the evidence, or None."""
    return first_evidence(LeaderCompleteness, states)


def state_machine_safety(states: Iterable[ServerState]) -> Evidence | None:
    """Whether ever two different entries are applied at the same index: the evidence, or None."""
    return first_evidence(StateMachineSafety, states)


def check_all(states: Iterable[ServerState]) -> list[Evidence]:
    """The first evidence against each of the five properties that is broken; an empty list for a safe run."""
    states = states_of(states)
    return list(filter(None, (first_evidence(kind, states) for kind in PROPERTIES)))
