"""What each rule that a reader writes must return and leave behind, so that a run can go on with it."""
from collections.abc import Callable

from raftlib.exercises.kinds import is_number
from raftlib.exercises.readers_code import BadAnswerError, own
from raftlib.protocol.log import Log
from raftlib.protocol.messages import KINDS, AppendEntries, Message
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER

YES_OR_NO = {"may_vote_for", "is_up_to_date", "grants_vote", "ignores", "accepts_leader", "has_previous_entry",
             "may_commit"}
MESSAGES = {"on_request_vote", "start_election", "on_request_vote_reply", "become_leader", "append_entries_to_all",
            "heartbeat_timeout", "client_command", "on_append_entries", "on_append_entries_reply", "record_success",
            "retry_earlier", "restart"}
# The fields of messages that are numbers: prev_log_term alone may be None, where the leader's log has no such entry.
NUMBERS = {"term", "request_term", "last_log_index", "last_log_term", "prev_log_index", "leader_commit", "entry_count"}


def formed(answer: type) -> type:
    """The class, whose methods return messages where they are wanted; BadAnswerError from one that does not."""
    def to_messages(name: str, method: Callable) -> Callable:
        return lambda server, *args: messages(name, method(server, *args), server)

    return type(answer.__name__, (answer,), {name: to_messages(name, getattr(answer, name)) for name in own(answer)
                                             if name in MESSAGES})


def checked(name: str, result, server: Server):
    """What a rule returned, if it has the form that its callers need; BadAnswerError if not."""
    if name in YES_OR_NO:
        return yes_or_no(name, result)
    if name in MESSAGES:
        return messages(name, result, server)
    if name == "append_entries_for":
        return messages(name, [result], server)[0]
    if name == "first_votes" and not isinstance(result, tuple):
        raise BadAnswerError(f"{name} must return a tuple of ids, such as (self.id,); yours returned {kind(result)}.")
    if name == "majority" and not (is_number(result) and hasattr(result, "__index__")):
        raise BadAnswerError(f"{name} must return a whole number, which / never gives, and // does; yours returned "
                             f"{result if is_number(result) else kind(result)}.")
    return result


def yes_or_no(name: str, result) -> bool:
    """True or False, also of numpy's."""
    own = result.item() if getattr(result, "shape", None) == () else result
    if isinstance(own, bool) or (is_number(own) and own in (0, 1)):
        return bool(own)
    raise BadAnswerError(f"{name} must return True or False; yours returned {kind(result)}.")


def messages(name: str, result, server: Server) -> list:
    """Messages from this server to others, in the order of its peers: in the paper they leave in parallel."""
    if not isinstance(result, list | tuple) or type(result) in KINDS.values():
        raise BadAnswerError(f"{name} must return a list of the messages to send, [] if there are none; yours returned "
                             f"{kind(result)}.")
    for each in result:
        if type(each) not in KINDS.values():
            wanted = "an AppendEntries" if name == "append_entries_for" else "messages"
            raise BadAnswerError(f"{name} must return {wanted}; yours returned {kind(each)}.")
        if each.sender != server.id or each.receiver not in server.peers:
            raise BadAnswerError(f"{name} has a message from {each.sender!r} to {each.receiver!r}: {server.id} sends "
                                 f"in its own name, to {', '.join(server.peers)}.")
        check_fields(name, each)
        if isinstance(each, AppendEntries) and not isinstance(each.entries, tuple):
            raise BadAnswerError(f"{name} has a message whose entries are {kind(each.entries)}: they must be a tuple, "
                                 "as self.log.suffix() returns it.")
    return sorted(result, key=lambda each: server.peers.index(each.receiver))


def check_fields(name: str, message: Message) -> None:
    """BadAnswerError for a message with something else in a field that is a number."""
    for field, value in zip(message._fields, message, strict=True):
        if field in NUMBERS and not is_number(value):
            raise BadAnswerError(f"{name} has a message whose {field} is {kind(value)}: it must be a number.")


def kind(value) -> str:
    """What something is, in words."""
    return "nothing" if value is None else f"this: {type(value).__name__}"


def check_state(server: Server) -> None:
    """BadAnswerError if a rule has left behind what is no state of a server."""
    if not isinstance(server.log, Log):
        raise BadAnswerError("self.log must stay a Log, as before() and append() return it.")
    last = server.log.entry_at(server.log.last_index)
    if last and not (is_number(last.term) and isinstance(last.command, str)):
        raise BadAnswerError("The last entry of self.log is no entry: it must be Entry(term, command), the term first.")
    if server.role not in (FOLLOWER, CANDIDATE, LEADER):
        raise BadAnswerError(f"self.role is {server.role!r}: it must be 'follower', 'candidate' or 'leader'.")
    if not isinstance(server.votes, tuple):
        raise BadAnswerError(f"self.votes must stay a tuple of ids; yours is {kind(server.votes)}.")
    for name in "current_term", "commit_index", "last_applied":
        if not is_number(value := getattr(server, name)) or value != int(value):
            raise BadAnswerError(f"self.{name} must stay a whole number; yours is {kind(value)}.")
    for name in "next_index", "match_index":
        value = getattr(server, name)
        if not isinstance(value, dict) or (value and tuple(value) != server.peers):
            raise BadAnswerError(f"self.{name} must be a dict with a number for each of self.peers, in their order, "
                                 "or {} for who does not lead.")
    if low := next((peer for peer, index in server.next_index.items() if index < 1), None):
        raise BadAnswerError(f"self.next_index of {low} is {server.next_index[low]}: it must not fall below 1, for "
                             "index 1 is the first entry.")
