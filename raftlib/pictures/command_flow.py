"""The whole journey of one client's command through the cluster, as a networkx graph like that of a message flow."""
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.pictures.arguments import is_whole
from raftlib.pictures.flow_graph import FlowGraph, attributes
from raftlib.pictures.message_flow import add_messages, describe, message_flow
from raftlib.pictures.style import CLIENT
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, Message
from raftlib.protocol.state import LEADER
from raftlib.simulation.history import Event, recorded


class Journey(NamedTuple):
    """One entry on its way: the events in which a leader took, committed and answered it, and servers applied it.

    What has not happened is None; `applied` is by server id, in the order in which it happened.
    """

    index: int
    taken: Event
    answered: Event | None
    committed: Event | None
    applied: dict[str, Event]

    @property
    def term(self) -> int:
        """The term of the entry, which together with its index tells it from all others."""
        return self.taken.state.current_term

    @property
    def told(self) -> list[Event]:
        """The events in which an AppendEntries told a follower of the commit, so that it applied the entry."""
        return [event for event in self.applied.values() if isinstance(event.message, AppendEntries)]

    @property
    def terms(self) -> list[int]:
        """The terms of the leaders whose sending is part of the journey: the one that took it and that committed it."""
        return [event.state.current_term for event in (self.taken, self.committed) if event]

    def is_carried_by(self, message: Message) -> bool:
        """Whether a message is an AppendEntries that carries the entry."""
        if not isinstance(message, AppendEntries) or message.term not in self.terms:
            return False
        place = self.index - message.prev_log_index - 1
        return 0 <= place < len(message.entries) and message.entries[place].term == self.term

    def end(self, history) -> float:
        """When (ms) the last follower was told; if none was, when the run ends, or the commit of a cluster of one."""
        if self.told:
            return self.told[-1].time
        return self.committed.time if self.committed and len(history.servers) == 1 else history.end


def command_flow(history, index: int) -> FlowGraph:
    """The journey of the command at log `index`, from its client to the last follower that learns of its commit.

    A graph as `message_flow` makes it, with a node "client", from the start to the end of the journey (ms). Its edges
    are the Command, each AppendEntries that carries the entry, each reply to one of these, the Answer, and for each
    follower the AppendEntries that told it of the commit, whose attribute `tells` is the leader's commit index (no
    other edge has it). The Command's edge has the attribute `command`, the Answer's `answer`. The graph carries index,
    command, taken_by (the leader that the client asked), committed and answered (ms, if it was), holders (the ids that
    the committing leader counted, "S2, S1, S3") and applied (ms, in order of time, "S2=283.7, S1=301.5"). Where several
    leaders put a command at this index, it is the answered one, or else the last. `history` is a History, or a Cluster
    or a Player, which have one. Raises ValueError if no client's command stands there, or if a server has the name of
    the client's node.
    """
    history = recorded(history)
    if CLIENT in history.servers:
        raise ValueError(f"history has a server {CLIENT!r}: in this graph that is the client's node.")
    journey = journey_of(history, index)
    graph = message_flow(history, journey.taken.time, journey.end(history))
    graph.clear_edges()
    graph.add_node(CLIENT, role=CLIENT, down=False)
    add_messages(graph, steps(history, journey, graph.graph["end"]))
    graph.graph.update(attributes(
        index=journey.index, command=journey.taken.detail, taken_by=journey.taken.server,
        committed=journey.committed and journey.committed.time, answered=journey.answered and journey.answered.time,
        holders=holders_of(journey), applied={server: event.time for server, event in journey.applied.items()}))
    return graph


# ---- What happened to the entry --------------------------------------------------------------------------------


def journey_of(history, index: int) -> Journey:
    """The journey of the answered command at an index, or else of the last one there; ValueError if there is none."""
    asked = answers(history)
    here = [(taken, answered) for taken, answered in asked if is_whole(index) and taken.state.log.last_index == index]
    if not here:
        stand = sorted({taken.state.log.last_index for taken, _ in asked})
        where = f"they stand at indexes {stand[0]} to {stand[-1]}" if stand else "there are none at all"
        raise ValueError(f"index is {index!r}: no client's command stands there in this history; {where}.")
    taken, answered = next((pair for pair in here if pair[1]), here[-1])
    term = taken.state.current_term
    return Journey(int(index), taken, answered, commit_of(history, index, term), applied_by(history, index, term))


def answers(history) -> list[tuple[Event, Event | None]]:
    """Each event in which a leader took a client's command, with the one in which it answered, or None.

    A leader answers the commands of its term in the order in which it took them, and none of an earlier term.
    """
    taken, answered, waiting = [], {}, defaultdict(list)
    for event in history:
        numbers = waiting[event.server]
        if event.kind == "command" and event.state.role == LEADER:
            if numbers and taken[numbers[0]].state.current_term < event.state.current_term:
                numbers.clear()
            numbers.append(len(taken))
            taken.append(event)
        elif event.kind == "answer":
            number = next((number for number in numbers if taken[number].detail == event.detail[0]), None)
            if number is not None:  # a broken server may answer what it was not asked
                numbers.remove(number)
                answered[number] = event
    return [(event, answered.get(number)) for number, event in enumerate(taken)]


def commit_of(history, index: int, term: int) -> Event | None:
    """The event in which a leader that holds the entry first committed as far as this (L7)."""
    return next((event for event in history
                 if any(note[0] == "L7" and note[2] >= index for note in event.notes)
                 and event.state.log.matches(index, term)), None)


def applied_by(history, index: int, term: int) -> dict[str, Event]:
    """For each server that has applied the entry, the event in which it first did, in their order."""
    applied = {}
    for event in history:
        state = event.state
        if state and event.server not in applied and state.last_applied >= index and state.log.matches(index, term):
            applied[event.server] = event
    return applied


def holders_of(journey: Journey) -> tuple[str, ...]:
    """The ids of the servers that the leader counted when it committed the entry (L7)."""
    if not journey.committed:
        return ()
    leader = journey.committed.state
    matches = zip(leader.peers, leader.match_index, strict=True)
    return leader.id, *(peer for peer, match in matches if match >= leader.commit_index)


# ---- Who sent what ---------------------------------------------------------------------------------------------


def steps(history, journey: Journey, end: float) -> Iterator[tuple[str, str, dict]]:
    """Everything sent on the journey, as sender, receiver and edge, in the order of sending."""
    leader, told = journey.taken.server, journey.told
    told_by = {event.flight.number for event in told}
    carried = set()  # the numbers of the flights that carry the entry, and of the replies to them
    for event in history.window(journey.taken.time, end):
        if told and event is told[-1]:
            return  # what this event sends comes after the journey
        if event is journey.taken:
            yield CLIENT, leader, client_edge("Command", event, journey.term, None, command=event.detail)
        if event is journey.answered:
            yield leader, CLIENT, client_edge("Answer", event, journey.term, True, answer=event.detail[1])
        for flight in event.sent:
            message, tells = flight.message, flight.number in told_by
            if journey.is_carried_by(message) or is_reply_to(carried, event, message):
                carried.add(flight.number)
            elif not tells:
                continue
            yield (message.sender, message.receiver,
                   {**describe(flight, history), "tells": message.leader_commit if tells else None})


def is_reply_to(flights: set[int], event: Event, message: Message) -> bool:
    """Whether a message sent in an event answers one of these flights, by number, or is a copy of such an answer."""
    return isinstance(message, AppendEntriesReply) and event.flight is not None and event.flight.number in flights


def client_edge(kind: str, event: Event, term: int, granted: bool | None, **said: str) -> dict:
    """The edge of a Command or an Answer, which takes no time and is never lost."""
    return {"kind": kind, "term": term, "sent": event.time, "received": event.time, "dropped": False, "lost": None,
            "granted": granted, "entries": 0, "tells": None, **said}
