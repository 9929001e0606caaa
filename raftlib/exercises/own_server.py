"""The server that a reader writes rule by rule: what is not written yet is played by the library's own rules."""
from collections.abc import Callable
from functools import wraps
from inspect import isfunction

from raftlib.exercises.class_text import WRITTEN
from raftlib.exercises.server_class import is_empty
from raftlib.protocol.server import Server
from raftlib.protocol.words.own import with_own

# The rules of Figure 2, as methods of Server, by the step in which they are written. What is left is plumbing: what
# hands messages and timeouts to the rules (receive, election_timeout), and entries to the state machine (apply).
STEPS = {
    "roles and terms": ("adopt_term", "become_follower"),
    "votes": ("may_vote_for", "is_up_to_date", "grants_vote", "on_request_vote"),
    "candidates": ("first_votes", "start_election", "ignores", "on_request_vote_reply"),
    "heartbeats": ("become_leader", "append_entries_to_all", "heartbeat_timeout", "accepts_leader", "follow"),
    "append": ("client_command", "append_entries_for"),
    "consistency check": ("has_previous_entry", "on_append_entries"),
    "conflict": ("store_entries",),
    "next and match": ("on_append_entries_reply", "record_success", "retry_earlier"),
    "commit": ("may_commit", "advance_commit_index", "learn_commit_index"),
    "apply": ("apply_committed",),
    "restart": ("restart",),
    "a cluster of four": ("majority",),
}
RULES = tuple(name for names in STEPS.values() for name in names)
# Of these, what a run calls first when something happens: what was noted of the event before is past then.
FIRST_CALLED = {"heartbeat_timeout", "client_command", "restart"}
OWN_BEGINS = "class MyServer(OwnServer)"  # how a reader's class begins where rules may be blank


class OwnServer(Server):
    """A Server whose rules a reader writes, some or all: one that is missing or blank (`...`) is played by Server's.

    Each event in which a reader's rule was asked says so: "S3 acts by your own grants_vote".
    """

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        setattr(cls, WRITTEN, {name: vars(cls)[name] for name in RULES if isfunction(vars(cls).get(name))})
        for name in RULES:
            method = vars(cls).get(name)
            if isfunction(method) and is_empty(method):
                setattr(cls, name, getattr(Server, name))
            elif isfunction(method) and not is_the_library_s(method):
                setattr(cls, name, noted(name, method))


def is_the_library_s(method: Callable) -> bool:
    """Whether a method was written here: the library's own rules, and what it wraps round a reader's."""
    return (method.__module__ or "").partition(".")[0] == __package__.partition(".")[0]


def noted(name: str, method: Callable) -> Callable:
    """A reader's rule; the event in which it is asked tells that it was."""
    @wraps(method)
    def ask(server, *args, **options):
        if name in FIRST_CALLED:
            server._begin()
        server.notes = with_own(server.notes, server.id, name)
        return method(server, *args, **options)
    return ask


def is_own(answer: type, name: str) -> bool:
    """Whether a class has a rule of its own, with something in it."""
    method = getattr(answer, name)
    return method is not getattr(Server, name) and not is_empty(method)


def still_the_library_s(answer: type) -> list[str]:
    """The rules that a class does not have itself, in the order of the steps."""
    return [name for name in RULES if not is_own(answer, name)]


def with_only(answer: type, names: tuple[str, ...]) -> type:
    """The class, of whose rules these alone are its own: the others are Server's."""
    return type(answer.__name__, (answer,), {name: getattr(Server, name) for name in RULES if name not in names})


def completed(answer: type) -> type:
    """The class, with Server's rules where its own are blank: a kind of Server that is no OwnServer may have such."""
    return with_only(answer, tuple(name for name in RULES if is_own(answer, name)))
