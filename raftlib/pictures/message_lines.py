"""The line of each message, by its kind and its way, and the samples of all that occur, for legends."""
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from raftlib.pictures.legend_words import legend_rows
from raftlib.pictures.message_flow import REPLIES, is_heartbeat
from raftlib.pictures.style import CLIENT_MESSAGES, HAND_OVERS, MESSAGES, PALE, RIVALS, MessageStyle
from raftlib.protocol.messages import RequestVote, RequestVoteReply, TransferVote
from raftlib.protocol.words.names import message_name, reply_name

LINES = MESSAGES | HAND_OVERS | CLIENT_MESSAGES
CLIENTS_WORDS = {"ClientRequest": {None: "client asks"},
                 "ClientReply": {True: "its answer", False: "no leader"}}
VOTES = {RequestVote.__name__: 0, RequestVoteReply.__name__: 1, TransferVote.__name__: 0}  # who is the candidate


class Sample(NamedTuple):
    """What a legend says of messages that look alike: one of them, its line, and words."""

    edge: dict
    line: MessageStyle
    words: str


def line_of(edge: dict) -> MessageStyle:
    """How a message looks, whoever is its candidate."""
    return (PALE if is_heartbeat(edge) else LINES)[edge["kind"]]


class MessageLines:
    """The lines of some messages (sender, receiver, edge of a message flow), in the order of sending.

    Where votes are asked of several candidates, these are `rivals`, in the order in which they asked.
    """

    def __init__(self, messages: Iterable[tuple[str, str, dict]]):
        self.messages = list(messages)
        candidates = tuple(dict.fromkeys(filter(None, (candidate_of(*message) for message in self.messages))))
        self.rivals = candidates if len(candidates) > 1 else ()

    def of(self, sender: str, receiver: str, edge: dict) -> MessageStyle:
        """How one of them looks."""
        candidate = candidate_of(sender, receiver, edge)
        if candidate not in self.rivals:
            return line_of(edge)
        return RIVALS[self.rivals.index(candidate) % len(RIVALS)][VOTES[edge["kind"]]]

    def samples(self) -> list[list[Sample]]:
        """One of each look that occurs, by exchange and by candidate, the request before its replies."""
        kinds = {kind: place for place, exchange in enumerate(legend_rows()) for kind in exchange}
        alike = {}
        for sender, receiver, edge in self.messages:
            if edge["kind"] in kinds:
                place = kinds[edge["kind"]]
                candidate = candidate_of(sender, receiver, edge)
                rival = self.rivals.index(candidate) if candidate in self.rivals else 0
                key = (place, rival % len(RIVALS), is_heartbeat(edge), (None, True, False).index(edge["granted"]))
                alike.setdefault(key, {}).setdefault(rival, (sender, receiver, edge))
        return [[self.sample(alike[key]) for key in group]
                for _, group in groupby(sorted(alike), key=lambda key: key[:2])]

    def sample(self, messages: dict[int, tuple[str, str, dict]]) -> Sample:
        """Of messages that look alike, by the number of their candidate."""
        sender, receiver, edge = next(iter(messages.values()))
        candidates = [self.rivals[rival] for rival in sorted(messages)] if candidate_of(
            sender, receiver, edge) in self.rivals else []
        return Sample({**edge, "dropped": False}, self.of(sender, receiver, edge),
                      words_for(edge, ", ".join(candidates)))


def candidate_of(sender: str, receiver: str, edge: dict) -> str | None:
    """Who wants the vote that a message asks for, gives or refuses; None for a message about something else."""
    return (sender, receiver)[VOTES[edge["kind"]]] if edge["kind"] in VOTES else None


def words_for(edge: dict, candidates: str) -> str:
    """What a legend says of a message, about the votes of these candidates if there are several."""
    if is_heartbeat(edge):
        return "its reply" if edge["kind"] in REPLIES else "heartbeat"
    if edge["kind"] in CLIENTS_WORDS:
        return CLIENTS_WORDS[edge["kind"]][edge["granted"]]
    if edge["kind"] in REPLIES:
        to = f"{reply_name(edge['kind'])} to {candidates}" if candidates else reply_name(edge["kind"])
        return f"{to}: {'yes' if edge['granted'] else 'no'}"
    name = message_name(edge["kind"], edge["entries"])
    return f"{name} of {candidates}" if candidates else name
